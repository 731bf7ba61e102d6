"""The files given to an import: which they are, and their text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePath

from personatui.errors import FileError, ImportFormatError
from personatui.host.importing.documents import Format
from personatui.model.cleaning import clean, clean_line

_MOST_BYTES = 1 << 20
_MOST_FILES = 20_000
_ENDINGS: dict[str, frozenset[str]] = {
    "markdown": frozenset({".md", ".markdown"}),
    "yaml": frozenset({".yml", ".yaml"}),
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file to import. `name` is its folder and name, the same however it was given; `path` is absolute."""

    name: str
    path: PurePath
    text: str
    sha256: str


def find_files(paths: Sequence[Path], file_format: Format) -> list[Path | FileError]:
    """The files that paths mean: a file itself, a folder every file of the format in it, sorted by name."""
    found: dict[Path, Path | FileError] = {}
    for path in paths:
        try:
            for file in _in(path, file_format):
                found.setdefault(file.absolute(), file)
        except FileError as error:
            found.setdefault(path.absolute(), error)
        except OSError as error:
            found.setdefault(path.absolute(), FileError(path, f"It cannot be read: {error.strerror or error}."))
    return list(found.values())[:_MOST_FILES]


def _in(path: Path, file_format: Format) -> Iterator[Path]:
    if path.is_dir():
        endings = _ENDINGS[file_format]
        files = [file for file in path.rglob("*") if file.suffix.lower() in endings and file.is_file()]
        if not files:
            raise FileError(
                path,
                f"The folder holds no {' or '.join(sorted(endings))} file.",
                hint="Name a file, or a folder that holds some.",
            )
        for file in sorted(files):
            if not any(part.startswith(".") for part in file.relative_to(path).parts):
                yield file
    elif path.exists():
        yield path
    else:
        raise FileError(path, "There is no such file or folder.", hint="Check the path.")


def read_file(path: Path) -> GivenFile:
    """The text of a file, cleaned. Raises FileError, ImportFormatError for what is no text of a sensible size."""
    try:
        if not path.is_file():
            raise ImportFormatError(path, "It is no ordinary file.")
        if path.stat().st_size > _MOST_BYTES:
            raise ImportFormatError(path, "The file is larger than 1 MiB.", hint="Import personas as smaller files.")
        raw = path.read_bytes()
    except OSError as error:
        raise FileError(path, f"The file cannot be read: {error.strerror or error}.") from error
    text = _decode(path, raw)
    if not text.strip():
        raise ImportFormatError(path, "The file is empty.")
    absolute = path.absolute()
    name = "/".join(part for part in (absolute.parent.name, absolute.name) if part)
    return GivenFile(clean_line(name), PurePath(absolute), text, sha256(raw).hexdigest())


def _decode(path: Path, raw: bytes) -> str:
    if raw.startswith(_UTF16):
        try:
            return _tidy(raw.decode("utf-16"))
        except UnicodeDecodeError as error:
            raise ImportFormatError(path, "The file is no readable UTF-16 text.") from error
    if b"\0" in raw:
        raise ImportFormatError(path, "The file is binary, not text.", line=raw[: raw.index(b"\0")].count(b"\n") + 1)
    try:
        return _tidy(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ImportFormatError(
            path,
            "The file is no UTF-8 text.",
            hint="Save it as UTF-8 and import it again.",
            line=raw[: error.start].count(b"\n") + 1,
        ) from error


def _tidy(text: str) -> str:
    return clean(text.replace("\r\n", "\n").replace("\r", "\n"))

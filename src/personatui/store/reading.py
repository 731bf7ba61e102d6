"""Reading one TOML file: bytes to cleaned data, and every fault as one FileError with its line and a remedy."""

from __future__ import annotations

import codecs
import errno
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import rtoml

from personatui.errors import FileError
from personatui.model.cleaning import SUSPICIOUS, UNSAFE, clean_data, clean_line

Data: TypeAlias = dict[str, Any]

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 64

# Printable ASCII without the backslash, newline and tab.
_HARMLESS = bytes(set(range(0x20, 0x7F)) - {0x5C} | {0x09, 0x0A})
_CONFLICT_START = re.compile(r"^<<<<<<< .*$", re.MULTILINE)
# In a file that is no valid TOML one such line is enough; in a valid one it may stand in a text.
_CONFLICT_MARK = re.compile(r"^(?:[<>|]{7}(?:[ \t].*)?|={7})\r?$", re.MULTILINE)
_CONFLICT_END = re.compile(r"^>>>>>>> .*$", re.MULTILINE)
_PLACE = re.compile(r"\s+at line (\d+) column (\d+)\s*$")


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was read.

    `text` is exactly what the disk holds, with its byte order mark and line ends; `data` is cleaned, `raw` is not.
    `digest` is the SHA-256 of the bytes in hex; `unclean` are the paths of what cleaning changed.
    """

    path: Path
    text: str
    data: Data
    digest: str
    unclean: tuple[tuple[str | int, ...], ...]
    raw: Data


def read_document(path: Path, *, root: Path) -> Document:
    """The file at `path`, which must lie in `root` once links are followed. Raises FileError, and nothing else."""
    return _document(path, read_bytes(path, root=root))


def parse(text: str, *, path: Path) -> Document:
    """The document that a text would be as a file at `path`. Raises FileError."""
    try:
        content = text.encode()
    except UnicodeEncodeError as error:
        raise FileError(path, "The text holds half a character, which no file can keep.") from error
    return _document(path, content)


def read_bytes(path: Path, *, root: Path) -> bytes:
    """The bytes of a file of bearable size in `root`. Raises FileError."""
    try:
        refuse_outside(path, root)
        # Not blocking: a named pipe in the folder must not stop the reading of all others.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            status = os.fstat(descriptor)
            if stat.S_ISDIR(status.st_mode):
                raise FileError(path, "This is a folder, not a file.", hint="Rename the folder or move it elsewhere.")
            if not stat.S_ISREG(status.st_mode):
                raise FileError(path, "This is no ordinary file.", hint="Replace it with a text file.")
            content = _read_all(descriptor, status.st_size)
        finally:
            os.close(descriptor)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if len(content) > MAX_BYTES:
        raise FileError(
            path,
            "The file is larger than 1 MiB, so it was not read.",
            hint="Split it, or move long material out of it.",
        )
    return content


def refuse_outside(path: Path, root: Path) -> str:
    """The real place of a path. Raises FileError when it lies outside the real `root`."""
    real = os.path.realpath(path)
    inside = os.path.join(os.path.realpath(root), "")  # noqa: PTH118 - pathlib costs more than the whole check
    if not real.startswith(inside):
        raise FileError(
            path,
            "The file leads outside the project, so it was left alone.",
            hint="Replace the link with a copy of the file.",
        )
    return real


def _read_all(descriptor: int, size: int) -> bytes:
    parts = []
    left = min(size, MAX_BYTES) + 1
    while left > 0 and (part := os.read(descriptor, left)):
        parts.append(part)
        left = left - len(part) if left > len(part) else MAX_BYTES + 1 - sum(map(len, parts))
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _unreadable(path: Path, error: OSError | ValueError) -> FileError:
    match getattr(error, "errno", None):
        case errno.ENOENT | errno.ENOTDIR:
            return FileError(path, "There is no such file.", hint="Check the name, or restore the file from git.")
        case errno.EACCES | errno.EPERM:
            return FileError(path, "You may not read this file.", hint="Change its permissions, then try again.")
        case errno.ELOOP:
            return FileError(path, "The link leads back to itself.", hint="Replace it with the file that it stood for.")
        case errno.EISDIR:
            return FileError(path, "This is a folder, not a file.", hint="Rename the folder or move it elsewhere.")
        case _:
            reason = clean_line(getattr(error, "strerror", None) or str(error)).rstrip(".")
            return FileError(path, f"The file cannot be read: {reason}.", hint="Check the disk, then try again.")


def _document(path: Path, content: bytes) -> Document:
    if len(content) > MAX_BYTES:
        raise FileError(path, "The file is larger than 1 MiB, so it was not read.", hint="Split it.")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise _not_utf8(path, content, error) from error
    if "<<<<<<< " in text and (marker := _CONFLICT_START.search(text)) and _CONFLICT_END.search(text, marker.end()):
        raise _unmerged(path, text, marker)
    try:
        raw: Data = rtoml.loads(text)
    except RecursionError as error:
        raise _too_deep(path) from error
    except Exception as error:
        if marker := _CONFLICT_MARK.search(text):
            raise _unmerged(path, text, marker) from error
        # Whatever a parser raises is one fault of one file.
        raise _syntax_error(path, text, error) from error
    if _is_too_deep(raw):
        raise _too_deep(path)
    digest = hashlib.sha256(content).hexdigest()
    if not _is_suspicious(text, content):
        return Document(path, text, raw, digest, (), raw)
    data, unclean = clean_data(raw)
    return Document(path, text, data, digest, tuple(unclean), raw)


def _unmerged(path: Path, text: str, marker: re.Match[str]) -> FileError:
    return FileError(
        path,
        "The file holds the marks of an unfinished merge.",
        hint="Settle the merge first: keep one side, and delete the lines <<<<<<<, ======= and >>>>>>>.",
        line=text.count("\n", 0, marker.start()) + 1,
    )


def _is_suspicious(text: str, content: bytes) -> bool:
    """Whether a string of the file may need cleaning; the byte order mark at its beginning is none of them."""
    # Taking out the harmless bytes first is ten times faster than searching the whole text.
    rest = content.removeprefix(codecs.BOM_UTF8).translate(None, _HARMLESS)
    if b"\\" in rest:
        return SUSPICIOUS.search(text) is not None
    return bool(rest) and UNSAFE.search(rest.decode()) is not None


def _is_too_deep(data: Data) -> bool:
    level: list[Any] = [data]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for node in level
            for child in (node.values() if type(node) is dict else node)
            if type(child) is dict or type(child) is list
        ]
        if not level:
            return False
    return True


def _too_deep(path: Path, line: int = 0, column: int = 0) -> FileError:
    return FileError(
        path,
        f"The file is nested more than {MAX_DEPTH} levels deep, so it was not read.",
        hint="Write it flatter.",
        line=line,
        column=column,
    )


def _not_utf8(path: Path, content: bytes, error: UnicodeDecodeError) -> FileError:
    line = content.count(b"\n", 0, error.start) + 1
    column = error.start - content.rfind(b"\n", 0, error.start)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return FileError(path, "The file is written in UTF-16.", hint="Save it again as UTF-8.", line=1)
    return FileError(
        path,
        f"The file is no UTF-8 text: byte {error.start + 1} cannot be read.",
        hint="Save it again as UTF-8.",
        line=line,
        column=column,
    )


# Beginnings of the parser's messages, and what to tell a person instead.
_EXPLANATIONS: tuple[tuple[str, str, str], ...] = (
    ("duplicate key", "{name} is there already.", "Keep one of the two; entries of a list begin with [[name]]."),
    ("key with no value", "A key without `=` and a value.", 'Write it as key = "value".'),
    (
        "unexpected key or value",
        "Something more stands on the line after its end.",
        "Put it on a line of its own.",
    ),
    ("string values must be quoted", "A value is missing, or a text without quotes.", 'Write texts as "text".'),
    ("unclosed table", "The header of a table is not closed.", "Close it with ]."),
    ("unclosed array table", "The header of a list entry is not closed.", "Close it with ]]."),
    ("unclosed array", "A list is not closed.", "Close it with ]."),
    ("unclosed inline table", "A table in braces is not closed.", "Close it with }}."),
    ("missing comma", "A comma is missing between two entries.", "Put a comma between them."),
    ("extra comma", "There is a comma too many.", "Remove it."),
    ("too few unicode", "An escape in a text is not complete.", "Write \\\\ for a backslash."),
    ("missing escaped value", "A text holds an escape that TOML does not know.", "Write \\\\ for a backslash."),
    ("invalid unquoted key", "A key holds a character that needs quotes.", 'Write it as "key" = value.'),
    ("unquoted keys cannot be empty", "The name of a key is missing.", "Give it one."),
    ("invalid boolean", "A value is neither true nor false nor a text in quotes.", 'Write texts as "text".'),
    ("invalid basic string", "A text is not closed, or holds a control character.", 'Close it with ".'),
    ("invalid literal string", "A text is not closed, or holds a control character.", "Close it with '."),
    (
        "invalid multi-line",
        "A text over several lines is not closed, or not allowed so.",
        "Close it with three quotes.",
    ),
    ("invalid date", "A date is not possible.", "Write it as 2025-01-31."),
    ("invalid time", "A time is not possible.", "Write it as 17:30:00."),
    ("invalid offset", "The time zone of a date is not possible.", "Write it as +01:00 or Z."),
    ("invalid comment character", "A comment holds a control character.", "Remove it."),
    (
        "cannot extend value",
        "{name} has a value already, so nothing can be put below it.",
        "Rename one of the two.",
    ),
    ("integer number overflowed", "A number is too large.", "Write it as a text in quotes."),
    (
        "unexpected leading zero",
        "A number begins with a zero.",
        "Leave out the zero, or put the number in quotes.",
    ),
    ("carriage return", "A line ends in a lone carriage return.", "Save the file with ordinary line ends."),
)


def _syntax_error(path: Path, text: str, error: Exception) -> FileError:
    reason = str(error)
    place = _PLACE.search(reason)
    line, column = (int(place[1]), int(place[2])) if place else (0, 0)
    reason = _PLACE.sub("", reason)
    if "recurs" in reason:
        return _too_deep(path, line, column)
    for beginning, message, hint in _EXPLANATIONS:
        if reason.startswith(beginning):
            name = _name_at(text, line, column)
            return FileError(path, message.format(name=name), hint=hint.replace("}}", "}"), line=line, column=column)
    shown = clean_line(reason).rstrip(".") or type(error).__name__
    return FileError(path, f"This is no valid TOML: {shown}.", hint="Mend the line.", line=line, column=column)


def _name_at(text: str, line: int, column: int) -> str:
    """The key that begins at a place, for a message."""
    lines = text.split("\n")
    rest = lines[line - 1][max(column - 1, 0) :] if 0 < line <= len(lines) else ""
    match = re.match(r"[\w.\"' -]+", rest)
    name = clean_line(match.group()) if match else ""
    return f"`{name[:60]}`" if name else "The key"

"""A plugin's package as it lies on disk, in a folder or a wheel: what its metadata says, without running any of it."""

from __future__ import annotations

import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PathDistribution
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from personatui.errors import FileError, ProjectError
from personatui.host.discovery import BUNDLED_DISTRIBUTION, ENTRY_POINT_GROUP, incompatibility, running_version
from personatui.host.plugin_template import SINCE
from personatui.model.cleaning import clean_line
from personatui.model.findings import Finding, Severity

_PROJECT_FILE = "pyproject.toml"
_LARGEST_WHEEL = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PluginSource:
    """A package: where it lies, the file with its metadata, and what that says.

    `entry_points` are the names and values of the group, `paths` the folders that its modules are imported from.
    """

    root: Path
    file: str
    name: str
    version: str
    requirements: tuple[str, ...]
    entry_points: tuple[tuple[str, str], ...]
    paths: tuple[Path, ...]

    @property
    def label(self) -> str:
        """The distribution with its version, as far as both are known."""
        return f"{self.name or self.root.name} {self.version}".strip()

    def line_of(self, text: str) -> int:
        """The first line of the metadata that holds a text; 0 for none."""
        lines = (self.root / self.file).read_text(encoding="utf-8", errors="replace").splitlines()
        return next((number for number, line in enumerate(lines, start=1) if text in line), 0)


@contextmanager
def plugin_source(path: Path) -> Iterator[PluginSource]:
    """The package at a path, a folder or a wheel; a wheel is unpacked while the block runs.

    Raises ProjectError for what is no package, FileError for one whose metadata cannot be read.
    """
    if path.is_dir():
        yield _of_folder(path.resolve())
    elif path.is_file() and path.suffix == ".whl":
        with TemporaryDirectory() as folder:
            yield _of_wheel(path, Path(folder).resolve())
    else:
        what = "is no folder and no wheel" if path.exists() else "is not there"
        raise ProjectError(
            f"{clean_line(str(path))} {what}.", hint=f"Name the folder that holds {_PROJECT_FILE}, or a .whl file."
        )


def metadata_findings(source: PluginSource) -> Iterator[Finding]:
    """What is wrong with the metadata, each with the line and what to do."""
    if not source.entry_points:
        yield Finding(
            "plugin.no-entry-point",
            Severity.ERROR,
            f"It has no entry point in the group {ENTRY_POINT_GROUP}, so personatui does not see it.",
            hint=f'Name the module that holds the hooks: [project.entry-points."{ENTRY_POINT_GROUP}"] kano = "…".',
            file=source.file,
            line=source.line_of("entry-points") or 1,
        )
    for name, value in source.entry_points:
        module = value.partition(":")[0].strip()
        if not any(_holds(path, module) for path in source.paths):
            yield Finding(
                "plugin.no-module",
                Severity.ERROR,
                f"The entry point {clean_line(name)} names {clean_line(module)}, which is not in the package.",
                hint="Correct the name, or add the module.",
                file=source.file,
                line=source.line_of(value),
            )
        elif not any((path / module.partition(".")[0] / "py.typed").is_file() for path in source.paths):
            yield Finding(
                "plugin.untyped",
                Severity.WARNING,
                f"{clean_line(module)} has no py.typed, so type checkers take nothing of it into account.",
                hint="Add an empty file py.typed beside it.",
                file=_file_of(source, module.partition(".")[0]),
            )
    yield from _requirement_findings(source)


def _requirement_findings(source: PluginSource) -> Iterator[Finding]:
    known: dict[str, str] = {}
    for text in source.requirements:
        try:
            known[canonicalize_name(Requirement(text).name)] = text
        except InvalidRequirement:
            yield Finding(
                "plugin.bad-requirement",
                Severity.ERROR,
                f"The requirement `{clean_line(text)}` cannot be understood.",
                hint="Write it as personatui>=0.1.",
                file=source.file,
                line=source.line_of(text),
            )
    if BUNDLED_DISTRIBUTION not in known:
        yield Finding(
            "plugin.requires-no-version",
            Severity.ERROR,
            "It does not say which personatui it needs, so an unfit one imports it all the same.",
            hint=f'Add "personatui>={SINCE}" to its dependencies.',
            file=source.file,
            line=source.line_of("dependencies"),
        )
    unfit = incompatibility([known[name] for name in known if name == BUNDLED_DISTRIBUTION], running_version())
    if unfit:
        yield Finding(
            "plugin.incompatible",
            Severity.ERROR,
            unfit,
            hint="Widen the requirement once the tests pass with this version.",
            file=source.file,
            line=source.line_of(known[BUNDLED_DISTRIBUTION]),
        )
    if "textual" in known:
        yield Finding(
            "plugin.pins-textual",
            Severity.ERROR,
            "It asks for Textual itself, which personatui pins: the two keep each other from being installed.",
            hint="Leave textual out of its dependencies; it comes with personatui.",
            file=source.file,
            line=source.line_of(known["textual"]),
        )


def _of_folder(root: Path) -> PluginSource:
    file = root / _PROJECT_FILE
    if not file.is_file():
        raise ProjectError(
            f"{clean_line(str(root))} is no package: it has no {_PROJECT_FILE}.",
            hint="`personatui plugins new NAME` starts one.",
        )
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise FileError(file, f"It cannot be read: {clean_line(str(error))}.", hint="Mend the file first.") from error
    project, poetry = _table(data, "project"), _table(data, "tool", "poetry")
    entry_points = _table(project, "entry-points", ENTRY_POINT_GROUP) or _table(poetry, "plugins", ENTRY_POINT_GROUP)
    requirements = [text for text in project.get("dependencies") or () if isinstance(text, str)]
    if not requirements:
        # Poetry's own carets are no requirement that others understand
        requirements = [name for name in _table(poetry, "dependencies") if name != "python"]
    return PluginSource(
        root,
        _PROJECT_FILE,
        str(project.get("name") or poetry.get("name") or ""),
        str(project.get("version") or poetry.get("version") or ""),
        tuple(requirements),
        tuple((name, value) for name, value in entry_points.items() if isinstance(value, str)),
        tuple(_import_paths(root, data)),
    )


def _import_paths(root: Path, data: Mapping[str, Any]) -> Iterable[Path]:
    """The folders that modules of a source tree may be imported from, those that build tools are told of first."""
    named = [Path(one).parent for one in _table(data, "tool", "hatch", "build", "targets", "wheel").get("packages", ())]
    named += map(Path, _table(data, "tool", "setuptools", "packages", "find").get("where", ()))
    named += map(Path, _table(data, "tool", "setuptools", "package-dir").values())
    paths = (root / path for path in (*named, Path("src"), Path()))
    return dict.fromkeys(path.resolve() for path in paths if path.is_dir())


def _of_wheel(path: Path, folder: Path) -> PluginSource:
    try:
        with zipfile.ZipFile(path) as wheel:
            if sum(entry.file_size for entry in wheel.infolist()) > _LARGEST_WHEEL:
                raise ProjectError(f"{clean_line(str(path))} is too large to be unpacked.", hint="Name its folder.")
            wheel.extractall(folder)
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise FileError(path, "It is no wheel that can be unpacked.", hint="Build it again.") from error
    info = next(iter(sorted(folder.glob("*.dist-info"))), None)
    if info is None or not (info / "METADATA").is_file():
        raise ProjectError(f"{clean_line(str(path))} is no wheel: it has no metadata.", hint="Build it again.")
    found = PathDistribution(info)
    return PluginSource(
        folder,
        f"{info.name}/METADATA",
        clean_line(found.metadata["Name"] or ""),
        clean_line(found.metadata["Version"] or ""),
        tuple(found.requires or ()),
        tuple((entry.name, entry.value) for entry in found.entry_points if entry.group == ENTRY_POINT_GROUP),
        (folder,),
    )


def _holds(folder: Path, module: str) -> bool:
    """Whether a module can be imported from a folder, by its files alone."""
    if not all(part.isidentifier() for part in module.split(".")):
        return False
    place = folder.joinpath(*module.split("."))
    return (place / "__init__.py").is_file() or any(place.parent.glob(f"{place.name}.py")) or _is_built(place)


def _file_of(source: PluginSource, module: str) -> str:
    """The file of a package or module, below the folder of the source."""
    files = (path / file for path in source.paths for file in (f"{module}/__init__.py", f"{module}.py"))
    found = next((file for file in files if file.is_file()), None)
    return found.relative_to(source.root).as_posix() if found is not None else source.file


def _is_built(place: Path) -> bool:
    return any(found.suffix in (".so", ".pyd") for found in place.parent.glob(f"{place.name}.*"))


def _table(data: Mapping[str, Any], *keys: str) -> Mapping[str, Any]:
    """The table below these keys, or an empty one."""
    found: Any = data
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}

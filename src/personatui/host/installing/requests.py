"""What a person asks to install: a name, a path or an address, told apart before anything is run."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from urllib.request import url2pathname

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)

from personatui.errors import UsageError
from personatui.model.cleaning import clean_line, is_clean

_SCHEMES = ("https", "git+https", "git+ssh", "git+file")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_NAMED_ADDRESS = re.compile(r"[A-Za-z0-9._-]+\s*(?:\[[^\]]*\])?\s*@\s*" + _ADDRESS.pattern)
_ARCHIVES = (".whl", ".tar.gz", ".zip")
_PREFIX = "personatui-"


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be installed. `requirement` is what installers are given.

    `name` is the distribution's, where it is known before; `is_pinned` tells whether one version is named.
    """

    requirement: str
    kind: Literal["name", "path", "url"]
    name: str = ""
    is_pinned: bool = False
    editable: bool = False

    @property
    def is_source(self) -> bool:
        """Whether it has to be built before it can be installed, which runs code of it."""
        return self.kind != "name" and not urlsplit(self.requirement).path.endswith(".whl")


def read_request(text: str, *, editable: bool = False) -> Request:
    """What a person means by NAME, PATH or URL. Raises UsageError for what is none of them, or not there.

    As for pip, a name is a path only when it has a separator, begins with a dot or ends as a wheel or archive does.
    """
    told = clean_line(text)
    if not text.strip():
        raise UsageError("There is nothing to install.", hint="Name a package, a folder, a wheel or an address.")
    if text.startswith("-"):
        raise UsageError(f"{told} is no plugin, but looks like an option.", hint="A path is written as ./NAME.")
    if not is_clean(text) or "\n" in text:
        raise UsageError(f"{told} holds characters that no name or path has.", hint="Type it again.")
    if text.lower().startswith("file://"):
        request = _path(_local(text), editable=editable)
    elif _ADDRESS.match(text):
        request = _address(text)
    elif not _NAMED_ADDRESS.match(text) and _looks_like_a_path(text):
        request = _path(text, editable=editable)
    else:
        request = _name(text)
    if editable and not request.editable:
        raise UsageError("Only a folder can be installed editable.", hint="Leave out --editable, or name its folder.")
    return request


def recorded_request(requirement: str, name: str, version: str, *, editable: bool) -> Request:
    """The request that installs again what was installed before, in the same version where it came by name."""
    request = read_request(requirement, editable=editable)
    if request.kind != "name":
        return Request(request.requirement, request.kind, name, request.is_pinned, request.editable)
    extras = Requirement(requirement).extras
    chosen = f"[{','.join(sorted(extras))}]" if extras else ""
    return Request(f"{name}{chosen}=={version}", "name", name, is_pinned=True)


def misspelling(name: str, known: Collection[str]) -> str:
    """The known name that a name was probably meant to be; empty when it is one itself, or like none."""
    wanted = canonicalize_name(name)
    names = {canonicalize_name(entry): entry for entry in known}
    if wanted in names:
        return ""
    core = wanted.removeprefix(_PREFIX)
    # of a plugin and its distribution the one that is written alike
    is_long = core != wanted
    for canonical, entry in sorted(names.items(), key=lambda pair: (pair[0].startswith(_PREFIX) != is_long, pair[0])):
        other = canonical.removeprefix(_PREFIX)
        allowed = 2 if min(len(core), len(other)) >= 8 else 1
        if min(len(core), len(other)) >= 3 and core != other and distance(core, other) <= allowed:
            return entry
        # the same letters, cut differently: personatuikano for personatui-kano
        if wanted != canonical and wanted.replace("-", "") == canonical.replace("-", ""):
            return entry
    return ""


def distance(left: str, right: str) -> int:
    """How many letters have to be put in, taken out, replaced or swapped with the next to turn one into the other."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, one in enumerate(left, 1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (one != other))
            if i > 1 and j > 1 and one == right[j - 2] and left[i - 2] == other:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _looks_like_a_path(text: str) -> bool:
    return (
        os.sep in text
        or text.startswith((".", "~"))
        or text.lower().endswith(_ARCHIVES)
        or (os.altsep is not None and os.altsep in text)
    )


def _address(text: str, name: str = "") -> Request:
    parts = urlsplit(text)
    if parts.scheme.lower() not in _SCHEMES:
        raise UsageError(
            f"Nothing is installed from {clean_line(parts.scheme)} addresses.",
            hint=f"It can be one of: {', '.join(f'{scheme}://' for scheme in _SCHEMES)}.",
        )
    if any(character.isspace() for character in text):
        raise UsageError(f"The address {clean_line(text)} has a blank in it.", hint="Write it as %20.")
    file = parts.path.rpartition("/")[2]
    return Request(text, "url", name or _name_in(file))


def _local(text: str) -> str:
    """The path that a file address names."""
    parts = urlsplit(text)
    if parts.netloc not in ("", "localhost") or not parts.path:
        raise UsageError(f"{clean_line(text)} names no file of this computer.", hint="Write file:///FOLDER/FILE.")
    return url2pathname(parts.path)


def _path(text: str, *, editable: bool) -> Request:
    path = Path(os.path.abspath(os.path.expanduser(text)))  # noqa: PTH100, PTH111 - Path's own raise for unknown users
    told = clean_line(text)
    if path.is_dir():
        if not any((path / name).is_file() for name in ("pyproject.toml", "setup.py", "setup.cfg")):
            raise UsageError(
                f"The folder {told} is no Python package: it has no pyproject.toml.",
                hint="`personatui plugins new NAME` makes one.",
            )
        return Request(str(path), "path", _name_of_folder(path), editable=editable)
    if not os.path.lexists(path):
        raise UsageError(f"There is no file or folder {told}.", hint="A name of a package is written without a slash.")
    if not path.name.lower().endswith(_ARCHIVES):
        raise UsageError(f"{told} is neither a folder nor a wheel or source archive.", hint="Build it first.")
    return Request(str(path), "path", _name_in(path.name))


def _name(text: str) -> Request:
    try:
        requirement = Requirement(text)
    except InvalidRequirement as error:
        raise UsageError(
            f"{clean_line(text)} is no name of a package.", hint="It is written as NAME or NAME==1.2; a path as ./NAME."
        ) from error
    name = canonicalize_name(requirement.name)
    if requirement.url:
        found = _address(requirement.url, name)
        return Request(text, "url", found.name)
    exact = [one for one in requirement.specifier if one.operator in ("==", "===") and not one.version.endswith("*")]
    return Request(text, "name", name, is_pinned=bool(exact))


def _name_in(file: str) -> str:
    """The distribution that a wheel or archive says it is; empty when its name says none."""
    try:
        if file.endswith(".whl"):
            return parse_wheel_filename(file)[0]
        return parse_sdist_filename(file)[0]
    except (InvalidWheelFilename, InvalidSdistFilename):
        return ""


def _name_of_folder(folder: Path) -> str:
    try:
        name = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]["name"]
        return canonicalize_name(name)
    except (OSError, UnicodeError, tomllib.TOMLDecodeError, KeyError, TypeError):
        return ""

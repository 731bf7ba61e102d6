"""What an installation would bring: told by pip or uv without installing, and by the metadata of a distribution."""

from __future__ import annotations

import json
import re
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from email.message import Message
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from personatui.host.discovery import ENTRY_POINT_GROUP
from personatui.host.environment import Environment
from personatui.host.installing.commands import fetch_command, preview_command
from personatui.host.installing.processes import run_command
from personatui.host.installing.requests import Request
from personatui.host.installing.snapshots import Snapshot
from personatui.model.cleaning import clean_line

_OF_UV = re.compile(r"^ [+~] ([A-Za-z0-9._-]+)(?:==(\S+)| @ (\S+))(?: \(from (.+)\))?$", re.MULTILINE)
_NAME_BEFORE_ADDRESS = re.compile(r"\s*<[^>]*>")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A distribution that would be installed. `before` is the version that it takes the place of.

    `plugins` are the names of its plugins; None where that shows only afterwards.
    """

    name: str
    version: str
    author: str = ""
    summary: str = ""
    before: str = ""
    plugins: tuple[str, ...] | None = None

    @property
    def label(self) -> str:
        """Its name and version, and what they take the place of."""
        return f"{self.name} {self.version}" + (f" (instead of {self.before})" if self.before else "")

    def to_data(self) -> dict[str, Any]:
        """JSON-ready data with the names that other programs read."""
        return {
            "name": self.name,
            "version": self.version,
            "author": self.author,
            "summary": self.summary,
            "replaces": self.before,
        }


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be installed: the distribution that was asked for, and what comes with it.

    `wanted` is None where it is installed already as it would be. Where only building would tell, `is_complete` is
    false: `wanted` and `requires` are what its source says of itself, if it says anything.
    """

    wanted: Incoming | None = None
    others: tuple[Incoming, ...] = ()
    requires: tuple[str, ...] = ()
    is_complete: bool = True


def preview(
    environment: Environment,
    request: Request,
    constraints: Path,
    before: Snapshot,
    *,
    upgrade: bool = False,
    may_build: bool = False,
) -> Preview:
    """What a request would install. Raises InstallError with what the installer says where it cannot be installed.

    Building runs the code of what is built, so without `may_build` what comes as source cannot be told.
    """
    if request.is_source:
        return _of_source(request, before)
    command = preview_command(environment, request, constraints, upgrade=upgrade, may_build=may_build)
    if command is None:
        return Preview(is_complete=False)
    output = run_command(command, f"{request.requirement} cannot be installed.")
    is_pip = environment.previewer[-1] == "pip"
    found = _of_pip(output.out) if is_pip else _of_uv(f"{output.out}\n{output.err}")
    incoming = [replace(one, before=_before(one, before)) for one, _ in found]
    asked = [number for number, (one, is_asked) in enumerate(found) if is_asked or one.name == request.name]
    if not asked and not request.name and len(incoming) == 1:
        asked = [0]
    if not asked:
        return Preview(None, tuple(incoming))
    wanted = incoming.pop(asked[0])
    if not is_pip:
        wanted = _described(environment, request, wanted)
        wanted = replace(wanted, before=_before(wanted, before))
    return Preview(wanted, tuple(incoming))


def describe(source: Distribution) -> tuple[str, str]:
    """The author and the summary of a distribution; empty where it has none."""
    return author_of(source.metadata), _first(source.metadata, "Summary")


def author_of(metadata: Any) -> str:
    """Who wrote a distribution, without an address for letters."""
    told = _first(metadata, "Author") or _first(metadata, "Author-email")
    if not told:
        told = _first(metadata, "Maintainer") or _first(metadata, "Maintainer-email")
    return clean_line(_NAME_BEFORE_ADDRESS.sub("", told) or told)


def _first(metadata: Message | Any, key: str) -> str:
    found = metadata[key] if key in metadata else ""  # noqa: SIM401 - a message's get may raise for broken text
    return clean_line(str(found or ""))


def _before(incoming: Incoming, snapshot: Snapshot) -> str:
    installed = snapshot.get(incoming.name)
    return installed.version if installed is not None and installed.version != incoming.version else ""


def _of_pip(text: str) -> list[tuple[Incoming, bool]]:
    """What pip's report says: each distribution, and whether it was asked for."""
    try:
        entries = json.loads(text[text.index("{") :])["install"]
        return [(_of_report(entry["metadata"]), bool(entry.get("requested"))) for entry in entries]
    except (ValueError, KeyError, TypeError):
        return []


def _of_report(metadata: Mapping[str, Any]) -> Incoming:
    told = {
        "Author": metadata.get("author"),
        "Author-email": metadata.get("author_email"),
        "Maintainer": metadata.get("maintainer"),
        "Maintainer-email": metadata.get("maintainer_email"),
    }
    return Incoming(
        canonicalize_name(str(metadata["name"])),
        clean_line(str(metadata["version"])),
        author_of(told),
        clean_line(str(metadata.get("summary") or "")),
    )


def _of_uv(text: str) -> list[tuple[Incoming, bool]]:
    """What uv's lines say; what comes from an address is what was asked for."""
    return [
        (Incoming(canonicalize_name(name), clean_line(version)), bool(address or source))
        for name, version, address, source in _OF_UV.findall(text)
    ]


def _described(environment: Environment, request: Request, wanted: Incoming) -> Incoming:
    """The distribution with what its metadata says, which uv does not tell."""
    requirement = f"{wanted.name}=={wanted.version}" if request.kind == "name" else request.requirement
    with tempfile.TemporaryDirectory(prefix="personatui-", ignore_cleanup_errors=True) as folder:
        command = fetch_command(environment, requirement, Path(folder))
        run_command(command, f"{request.requirement} cannot be fetched.")
        for source in distributions(path=[folder]):
            if canonicalize_name(source.metadata["Name"] or "") == wanted.name:
                author, summary = describe(source)
                plugins = tuple(entry.name for entry in source.entry_points if entry.group == ENTRY_POINT_GROUP)
                version = clean_line(source.version)
                return replace(wanted, version=version, author=author, summary=summary, plugins=plugins)
    return wanted


def _of_source(request: Request, before: Snapshot) -> Preview:
    """What a source says of itself, without running anything of it."""
    unknown = Preview(Incoming(request.name, "") if request.name else None, is_complete=False)
    path = Path(request.requirement)
    if request.kind != "path" or not path.is_dir():
        return unknown
    try:
        project = tomllib.loads((path / "pyproject.toml").read_text(encoding="utf-8")).get("project", {})
        people = [str(person.get("name") or person.get("email") or "") for person in project.get("authors", ())]
        requires = tuple(clean_line(str(text)) for text in project.get("dependencies", ()))
        summary, version = (
            clean_line(str(project.get("description") or "")),
            clean_line(str(project.get("version") or "")),
        )
    except (OSError, UnicodeError, tomllib.TOMLDecodeError, AttributeError, TypeError):
        return unknown
    if not request.name:
        return unknown
    wanted = Incoming(request.name, version, clean_line(", ".join(filter(None, people))), summary)
    return Preview(replace(wanted, before=_before(wanted, before)), requires=requires, is_complete=False)

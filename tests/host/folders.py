"""Projects on disk for tests of the session: texts as a person would write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from personatui.api import Array, Canvas, Change, CheckRule, Claim, Edit, Reference, Tool
from personatui.host.plugins import PluginHost
from personatui.host.session import Session
from personatui.model.edits import Data

MAYA = Reference("persona", "maya-okafor")
TOM = Reference("persona", "tom-brandt")
RENTERS = Reference("segment", "urban-renters")
INTERVIEW = Reference("source", "interview-maya")
PROJECT = Reference("project", "project")

MAYA_TEXT = """\
# Written after the interviews in March.
schema = 1
name = "Maya Okafor"   # asked us to use her own name
role = "primary"
segment = "urban-renters"

[demographics]
age = 34

# what she wants
[[goals]]
id = "k7qd"
text = "Surprise the children"
kind = "end"               # Cooper
sources = ["interview-maya#e3"]

[[goals]]
id = "h4cx"
text = "Own no animal"

[[pains]]
id = "m2xa"
text = "Nobody answers at night"
severity = 4

[custom]
favourite = "iguana"
"""
FILES: Mapping[str, str] = {
    "personatui.toml": 'schema = 1\nname = "Exotic Pet Rental"\n',
    "personas/maya-okafor.toml": MAYA_TEXT,
    "personas/tom-brandt.toml": 'schema = 1\nname = "Tom Brandt"\nrole = "secondary"\n',
    "segments/urban-renters.toml": 'schema = 1\nname = "Urban renters"\n',
    "sources/interview-maya.toml": (
        'schema = 1\ntitle = "Interview"\nkind = "interview"\n\n[[excerpts]]\nid = "e3"\ntext = "I phoned."\n'
    ),
}


class KanoCanvas(Canvas):
    """The canvas of a tool that only the tests know."""

    features: Array[Claim] = ()


KANO = Tool(id="kano", title="Kano Model", summary="What delights", model=KanoCanvas)


def write_files(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder, and return the folder."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def contents(root: Path) -> dict[str, bytes]:
    """The bytes of every file below a folder."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def plugins_with(*tools: Tool, checks: tuple[CheckRule, ...] = ()) -> PluginHost:
    """A host with these tools, as the loader would put it together."""
    return PluginHost(
        tools=MappingProxyType({tool.id: tool for tool in tools}),
        analyses=MappingProxyType({tool.id: tool.analyses for tool in tools}),
        checks=(*(check for tool in tools for check in tool.checks), *checks),
        owners=MappingProxyType({tool.id: f"{tool.id}-plugin" for tool in tools}),
    )


def open_folder(root: Path, plugins: PluginHost | None = None) -> Session:
    """The open project, without plugins unless some are given."""
    return Session.open(root, plugins if plugins is not None else PluginHost())


def change(*edits: Edit, label: str = "a change") -> Change:
    """Edits as one change."""
    return Change(label, edits)


def kano(**parts: Any) -> Tool:
    """The tests' tool with other parts."""
    return replace(KANO, **parts)


def data_of(session: Session, reference: Reference) -> Data:
    """The data of a record that is there."""
    found = session.data_of(reference)
    assert found is not None
    return found

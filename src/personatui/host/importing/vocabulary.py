"""Where a heading belongs: the persona's fields, then the tools' boxes, with a user's own table above both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import rtoml

from personatui.api import Claim, Model, Tool
from personatui.errors import ImportFormatError
from personatui.host.importing.synonyms import (
    COMBINED,
    CONTAINERS,
    GOAL_KINDS,
    PERSONA_SYNONYMS,
    WEAK_SYNONYMS,
    names_in,
    normalise,
    table,
    variants,
)
from personatui.model.base import item_fields, table_fields
from personatui.model.cleaning import clean_line
from personatui.model.persona import CLAIM_FIELDS, Persona

HomeKind = Literal["field", "region", "notes", "custom", "container", "links", "name", "id", "title"]
_SPECIAL: frozenset[str] = frozenset({"notes", "custom", "links", "name", "id", "title"})
_MOST_BYTES = 1 << 20

_PERSONA = table(PERSONA_SYNONYMS)
_WEAK = table(WEAK_SYNONYMS)
_CONTAINERS = names_in(CONTAINERS)
_GOAL_KINDS = table(GOAL_KINDS)


@dataclass(frozen=True, slots=True)
class Home:
    """Where what stands under a heading goes.

    `path` is the field of the persona. `boxes` are the tools' boxes as tool, layout and region. `goal_kind` is
    Cooper's kind of goal, when the heading tells it. `keep_heading` when the heading says more than its field.
    """

    kind: HomeKind
    path: tuple[str, ...] = ()
    boxes: tuple[tuple[str, str, str], ...] = ()
    goal_kind: str = ""
    keep_heading: bool = False

    @property
    def is_list(self) -> bool:
        """Whether it takes statements, one an item."""
        return self.kind == "region" or (self.kind == "field" and self.path[0] in CLAIM_FIELDS)


@dataclass(frozen=True)
class HeadingMap:
    """A user's own table: headings and where they go, as `success_factors`, `custom`, `empathy_map.says`."""

    headings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    path: Path = field(default_factory=Path)


class Vocabulary:
    """Finds the home of a heading. Raises ImportFormatError when a user's table names a place that is none."""

    def __init__(self, tools: Iterable[Tool] = (), headings: HeadingMap | None = None) -> None:
        self.tools = {tool.id: tool for tool in tools}
        self._boxes = _boxes_of(self.tools.values())
        self._containers = _CONTAINERS | {normalise(tool.title) for tool in self.tools.values()}
        self._own = _own_homes(headings or HeadingMap(), self.tools)
        self._known: dict[str, Home | None] = {}

    def home(self, heading: str) -> Home | None:
        """Where a heading, label or key belongs, or None for one that nobody knows."""
        if heading not in self._known:
            self._known[heading] = self._find(heading)
        return self._known[heading]

    def is_known(self, heading: str) -> bool:
        """Whether a heading belongs to a field of the persona or to a tool's box."""
        return self.home(heading) is not None

    def is_evidence(self, heading: str) -> bool:
        """Whether a heading tells that this is about a persona; `Notes` and `Links` stand everywhere."""
        home = self.home(heading)
        if home is None or normalise(heading) in _SAYS_LITTLE:
            return False
        return home.kind in ("region", "name") or (home.kind == "field" and home.path[0] not in _WEAK_EVIDENCE)

    def _find(self, heading: str) -> Home | None:
        if len(heading) > 120:
            return None
        spellings = variants(heading)
        for spelling in spellings:
            if spelling in self._own:
                return self._own[spelling]
        for spelling in spellings:
            found = self._exact(spelling)
            if found is not None:
                return found
        weak = next((_field_home(_WEAK[name], name) for name in spellings if name in _WEAK), None)
        combined = self._combined(heading)
        if combined is not None and (weak is None or combined.kind == "region"):
            return combined
        return weak

    def _exact(self, spelling: str) -> Home | None:
        if spelling in _PERSONA:
            return _field_home(_PERSONA[spelling], spelling)
        if spelling in self._boxes:
            return Home("region", boxes=self._boxes[spelling])
        if spelling in self._containers:
            return Home("container", ("background",))
        return None

    def _combined(self, heading: str) -> Home | None:
        """A heading that names several things: the first list of statements among them, with the heading kept."""
        parts = [part for part in COMBINED.split(heading) if part.strip()]
        if not 1 < len(parts) <= 4:
            return None
        homes = [self.home(part) for part in parts]
        known = [home for home in homes if home is not None]
        if len(known) < len(homes) and (homes[0] is None or not homes[0].is_list or not self.is_evidence(parts[0])):
            return None
        best = next((home for home in known if home.is_list), known[0])
        return replace(best, keep_heading=True)


# Facts that files of every sort state.
_WEAK_EVIDENCE = frozenset(
    {"date", "tags", "picture", "summary", "interface", "kind", "role", "n", "relation", "basis"}
)
_SAYS_LITTLE = names_in(
    "overview; description; introduction; intro; about; context; history; issues; problems; work; tasks; usage; "
    "tools; software; requirements; resources; other; team; where; why; who; home; life; language; address; "
    "category; school; outcomes; activities; structure; employees; brief; experience; communication; targets; "
    "values; learning; media"
)


def _field_home(spelled: str, name: str = "") -> Home:
    if spelled in _SPECIAL:
        kind: Any = spelled
        return Home(kind, (spelled,))
    return Home("field", tuple(spelled.split(".")), goal_kind=_GOAL_KINDS.get(name, "") if spelled == "goals" else "")


def _boxes_of(tools: Iterable[Tool]) -> dict[str, tuple[tuple[str, str, str], ...]]:
    """The tools' boxes that hold statements, by what documents call them.

    A document is about personas, and does not fill what is about the whole project.
    """
    found: dict[str, list[tuple[str, str, str]]] = {}
    for tool in (tool for tool in tools if tool.about == "persona"):
        lists = item_fields(tool.model)
        for layout in tool.layouts:
            for region in layout.regions:
                if region.id in lists and issubclass(lists[region.id], Claim):
                    for heading in region.headings:
                        boxes = found.setdefault(normalise(heading), [])
                        if (tool.id, layout.id, region.id) not in boxes:
                            boxes.append((tool.id, layout.id, region.id))
    return {name: tuple(boxes) for name, boxes in found.items()}


def read_mapping(path: Path) -> HeadingMap:
    """A user's table from a TOML file with one table, `[headings]`. Raises ImportFormatError.

    Whether the places it names exist is told by the `Vocabulary`, which knows the tools.
    """
    hint = 'Write a table [headings] with lines such as "key metrics" = "success_factors".'
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ImportFormatError(path, f"The mapping cannot be read: {error.strerror or error}.") from error
    if len(raw) > _MOST_BYTES:
        raise ImportFormatError(path, "The mapping is larger than 1 MiB.")
    try:
        data = rtoml.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ImportFormatError(path, "The mapping is no UTF-8 text.") from error
    except (rtoml.TomlParsingError, RecursionError, ValueError) as error:
        raise ImportFormatError(path, f"The mapping is no valid TOML: {clean_line(str(error))}.", hint=hint) from error
    unknown = sorted(set(data) - {"headings", "schema"})
    if unknown:
        raise ImportFormatError(path, f"The mapping has an unknown table or key `{clean_line(unknown[0])}`.", hint=hint)
    headings = data.get("headings")
    if not isinstance(headings, dict):
        raise ImportFormatError(path, "The mapping has no table [headings].", hint=hint)
    for heading, target in headings.items():
        if not isinstance(target, str):
            raise ImportFormatError(
                path, f'"{clean_line(heading)}" must be given a place in quotes, not {target!r}.', hint=hint
            )
        if not normalise(heading):
            raise ImportFormatError(path, f'"{clean_line(heading)}" has no letter or digit in it.', hint=hint)
    return HeadingMap(MappingProxyType(dict(headings)), path)


def _own_homes(headings: HeadingMap, tools: Mapping[str, Tool]) -> dict[str, Home]:
    return {
        normalise(heading): _target(heading, target.strip(), headings.path, tools)
        for heading, target in headings.headings.items()
    }


def _target(heading: str, target: str, path: Path, tools: Mapping[str, Tool]) -> Home:
    if target in _SPECIAL or target in CLAIM_FIELDS:
        return _field_home(target)
    steps = tuple(target.split("."))
    if _is_scalar(Persona, steps):
        return _field_home(target)
    if len(steps) == 2 and steps[0] in tools:
        return _box_target(heading, steps[0], steps[1], path, tools[steps[0]])
    message = f'"{clean_line(heading)}" is sent to `{clean_line(target)}`, which is no field of a persona.'
    if len(steps) == 2 and not hasattr(Persona, steps[0]) and steps[0] not in table_fields(Persona):
        known = ", ".join(sorted(tools)) or "none"
        message = f'"{clean_line(heading)}" is sent to the tool `{clean_line(steps[0])}`, which there is not: {known}.'
    raise ImportFormatError(
        path,
        message,
        hint=f"Use one of {', '.join(CLAIM_FIELDS)}, notes, custom, links, a field such as demographics.age, "
        "or a tool's box such as empathy_map.says.",
    )


def _box_target(heading: str, tool_id: str, region_id: str, path: Path, tool: Tool) -> Home:
    lists = {name for name, model in item_fields(tool.model).items() if issubclass(model, Claim)}
    if region_id not in lists:
        target = f"{tool_id}.{clean_line(region_id)}"
        raise ImportFormatError(
            path,
            f'"{clean_line(heading)}" is sent to `{target}`, but that tool has no such box.',
            hint=f"Its boxes are {', '.join(sorted(lists)) or 'none that take statements'}.",
        )
    boxes = [
        (tool_id, layout.id, region_id)
        for layout in tool.layouts
        if any(region.id == region_id for region in layout.regions)
    ]
    return Home("region", boxes=tuple(boxes) or ((tool_id, "", region_id),))


def _is_scalar(model: type[Model], steps: tuple[str, ...]) -> bool:
    """Whether the steps lead to a single value or a list of texts of the model."""
    if len(steps) == 2 and steps[0] in table_fields(model):
        return _is_scalar(table_fields(model)[steps[0]], steps[1:])
    return (
        len(steps) == 1
        and steps[0] in model.model_fields
        and steps[0] not in ("schema_version", "custom", "sources")
        and steps[0] not in item_fields(model)
        and steps[0] not in table_fields(model)
    )

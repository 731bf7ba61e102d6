"""What a plugin contributes, as frozen data. Plugins return data; the host acts on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from personatui.model.canvas import Canvas
from personatui.model.edits import Change
from personatui.model.findings import Finding
from personatui.model.ids import PROJECT_CANVAS, Reference, canvas_reference, persona_reference
from personatui.model.persona import Persona
from personatui.model.project import Project
from personatui.model.reports import Report


class Parameters(BaseModel):
    """What an analysis may be told; derive from it. Unknown names and wrong types are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisInput:
    """Everything an analysis may look at. The same input gives the same report.

    `canvas` is of the tool's model, under the file name `name`. `today` is the day to reckon from and
    `seed` feeds whatever must be drawn at random: an analysis has no clock and no chance of its own.
    """

    tool: str
    name: str
    canvas: Canvas
    persona_id: str
    persona: Persona
    project: Project
    today: date
    seed: int = 0
    parameters: Parameters = field(default_factory=Parameters)

    def at(self, item: str = "") -> str:
        """The reference to the canvas, or to one of its items, as metrics and findings name it."""
        return str(canvas_reference(self.tool, self.name, item))

    def persona_at(self, item: str = "") -> str:
        """The reference to the persona, or to one of its items."""
        return str(persona_reference(self.persona_id, item))


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """A pure function from a canvas to a Report.

    `id` starts with the tool's id and a dot (`jtbd.opportunity`). `run` reads no clock, network or disk.
    `method` names the method and its source for the reader.
    """

    id: str
    title: str
    summary: str
    run: Callable[[AnalysisInput], Report]
    parameters: type[Parameters] = Parameters
    method: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInput:
    """What a check looks at: the whole project, as it is in memory."""

    project: Project
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRule:
    """A rule over the project that yields findings. Its `id` starts with the plugin's tool id and a dot."""

    id: str
    title: str
    run: Callable[[CheckInput], Iterable[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportInput:
    """What an exporter turns into a file."""

    project: Project
    persona_id: str
    persona: Persona
    reports: tuple[Report, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """Turns a persona into the bytes of a file; the host writes them. `extension` has no dot."""

    id: str
    title: str
    extension: str
    media_type: str
    run: Callable[[ExportInput], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandInput:
    """Where a command was called: a persona, perhaps its canvas of the tool, perhaps a selected item."""

    project: Project
    persona_id: str
    persona: Persona
    tool: str = ""
    name: str = ""
    canvas: Canvas | None = None
    selected: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """An action that a person calls by name. It returns the change to make, or None for nothing to do."""

    id: str
    title: str
    run: Callable[[CommandInput], Change | None]
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One box of a canvas: which field it shows, where it stands, what to ask to fill it.

    `id` is the field of the canvas model that holds the box's items. `row` and `column` count from 0 in
    the layout's grid. `headings` are the names that documents give to this box, for the importers.
    Regions of the same `group` are drawn as belonging together. `short` is the title where the box is narrow.
    """

    id: str
    title: str
    prompts: tuple[str, ...] = ()
    row: int = 0
    column: int = 0
    row_span: int = 1
    column_span: int = 1
    headings: tuple[str, ...] = ()
    group: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One way to lay out a tool's canvas, such as a year's edition of it."""

    id: str
    title: str
    regions: tuple[Region, ...]

    @property
    def rows(self) -> int:
        """Rows of the grid."""
        return max((region.row + region.row_span for region in self.regions), default=1)

    @property
    def columns(self) -> int:
        """Columns of the grid."""
        return max((region.column + region.column_span for region in self.regions), default=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """What a plugin adds to the workbench: a canvas, how it looks, and what can be computed from it.

    `id` is a record id and names the folder `canvases/<id>/`. `short_title` stands on the tab. `layouts` are
    enough for a screen without code; `screen` names a lazily imported one of the tool's own, as
    `package.ui.screen:Class`. `demo` is an example canvas as plain data. `upgrade` takes a canvas's data of an
    older `schema` to the current one. `help` is Markdown.

    A tool `about` the project has one canvas for all personas together, the file `canvases/<id>/project.toml`. Its
    analyses also run while there is no such file, on an empty canvas: what they look at may be the project alone.
    """

    id: str
    title: str
    summary: str
    model: type[Canvas]
    short_title: str = ""
    about: Literal["persona", "project"] = "persona"
    layouts: tuple[Layout, ...] = ()
    screen: str = ""
    analyses: tuple[Analysis, ...] = ()
    checks: tuple[CheckRule, ...] = ()
    exporters: tuple[Exporter, ...] = ()
    commands: tuple[Command, ...] = ()
    help: str = ""
    demo: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    upgrade: Callable[[dict[str, Any], int], dict[str, Any]] | None = None

    @property
    def tab_title(self) -> str:
        """What the tool's tab says."""
        return self.short_title or self.title

    def canvas_name(self, persona_id: str) -> str:
        """The file name that the tool's canvas gets where a persona has none yet."""
        return PROJECT_CANVAS if self.about == "project" else persona_id

    @property
    def region_titles(self) -> Mapping[str, str]:
        """The title of each list that a layout shows, in the order of the layouts; the first to name it counts."""
        found: dict[str, str] = {}
        for layout in self.layouts:
            for region in layout.regions:
                found.setdefault(region.id, region.title)
        return found

    def layout(self, canvas: Canvas | None) -> Layout | None:
        """The layout that a canvas asks for, else the first; None for a tool without layouts."""
        wanted = canvas.layout if canvas is not None else ""
        return next((layout for layout in self.layouts if layout.id == wanted), None) or (
            self.layouts[0] if self.layouts else None
        )

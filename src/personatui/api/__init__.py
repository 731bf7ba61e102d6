"""What plugins import: the words of the model and the shapes of what a plugin contributes.

Everything a plugin needs stands here; `personatui.api.ui` is the door to Textual, for a tool's own screen.
Importing this package loads no Textual, reads no file and starts nothing.
"""

from typing import TYPE_CHECKING

from personatui.api.borrowing import borrowed, borrowed_findings
from personatui.api.contributions import (
    Analysis,
    AnalysisInput,
    CheckInput,
    CheckRule,
    Command,
    CommandInput,
    Exporter,
    ExportInput,
    Layout,
    Parameters,
    Region,
    Tool,
)
from personatui.api.deprecation import Deprecated, deprecated_value
from personatui.api.figures import Figures
from personatui.api.hookspecs import API_VERSION, HOOK_NAMES, hookimpl
from personatui.api.pairs import pair_change
from personatui.model.base import Array, Day, ItemId, Model, Number, OnScale, Rating, Remembered
from personatui.model.canvas import Canvas, Opening
from personatui.model.claims import Borrowed, Claim, Goal, Item, Link, Note, Pain, Pair, Quote, Strength, Trait
from personatui.model.edits import (
    AddItem,
    Change,
    CreateFile,
    DeleteFile,
    Edit,
    MoveItem,
    RemoveValue,
    RenameFile,
    SetValue,
)
from personatui.model.findings import Finding, Severity
from personatui.model.ids import Reference, canvas_reference, is_record_id, mint_item_id, persona_reference
from personatui.model.persona import Demographics, Facets, Firmographics, Persona
from personatui.model.project import Project, claims_of, items_of
from personatui.model.quality import Coverage, completeness, evidence_coverage, persona_coverage
from personatui.model.reports import (
    Bar,
    BarsBlock,
    Block,
    Divider,
    Line,
    LineBlock,
    MatrixBlock,
    Metric,
    Point,
    Report,
    ScatterBlock,
    TableBlock,
    TextBlock,
)
from personatui.model.segment import Segment
from personatui.model.source import Excerpt, Source
from personatui.model.weighing import EPSILON, Weighing, on_scale, ranks, reaches, weigh
from personatui.render.figures import count as counted
from personatui.render.figures import percent
from personatui.render.wording import listed, quoted

__all__ = [
    "API_VERSION",
    "EPSILON",
    "HOOK_NAMES",
    "AddItem",
    "Analysis",
    "AnalysisInput",
    "Array",
    "Bar",
    "BarsBlock",
    "Block",
    "Borrowed",
    "Canvas",
    "Change",
    "CheckInput",
    "CheckRule",
    "Claim",
    "Command",
    "CommandInput",
    "Coverage",
    "CreateFile",
    "Day",
    "DeleteFile",
    "Demographics",
    "Divider",
    "Edit",
    "Excerpt",
    "ExportInput",
    "Exporter",
    "Facets",
    "Figures",
    "Finding",
    "Firmographics",
    "Goal",
    "Item",
    "ItemId",
    "Layout",
    "Line",
    "LineBlock",
    "Link",
    "MatrixBlock",
    "Metric",
    "Model",
    "MoveItem",
    "Note",
    "Number",
    "OnScale",
    "Opening",
    "Pain",
    "Pair",
    "Parameters",
    "Persona",
    "Point",
    "Project",
    "Quote",
    "Rating",
    "Reference",
    "Region",
    "Remembered",
    "RemoveValue",
    "RenameFile",
    "Report",
    "ScatterBlock",
    "Segment",
    "SetValue",
    "Severity",
    "Source",
    "Strength",
    "TableBlock",
    "TextBlock",
    "Tool",
    "Trait",
    "Weighing",
    "borrowed",
    "borrowed_findings",
    "canvas_reference",
    "claims_of",
    "completeness",
    "counted",
    "evidence_coverage",
    "hookimpl",
    "is_record_id",
    "items_of",
    "listed",
    "mint_item_id",
    "on_scale",
    "pair_change",
    "percent",
    "persona_coverage",
    "persona_reference",
    "quoted",
    "ranks",
    "reaches",
    "weigh",
]

# Names that a later version will not have, each with what comes instead; there are none today.
_DEPRECATED: dict[str, Deprecated] = {}

# type checkers would take every name for one of ours
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        return deprecated_value(__name__, name, _DEPRECATED)

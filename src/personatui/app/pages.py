"""The pages of a presentation: which there are for a persona, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from personatui.model.canvas import Canvas
from personatui.model.claims import Quote
from personatui.model.persona import CLAIM_FIELDS, Persona
from personatui.model.project import Project
from personatui.model.reports import BarsBlock, Fault, LineBlock, MatrixBlock, Report, ScatterBlock

if TYPE_CHECKING:
    from personatui.api import Tool
    from personatui.widgets.charts import ChartBlock

TITLE, CARD, CANVAS, CHART, FAULT = "title", "card", "canvas", "chart", "fault"
# What an audience wants to know first; other lists follow in the order of the card.
_FIRST = ("goals", "needs", "pains", "quotes")
_MOST_BLOCKS = 4
# What a canvas file holds besides what somebody thought about.
_NO_CONTENT = {"schema", "title", "personas", "segment", "layout"}


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `id` stays the same when others come before it; charts come once the analyses have run."""

    kind: str
    id: str
    title: str = ""
    tool_id: str = ""
    reading: str = ""
    block: ChartBlock | None = None


def pages_of(
    persona_id: str,
    project: Project,
    tools: Mapping[str, Tool],
    reports: Iterable[Report] = (),
    faults: Iterable[Fault] = (),
) -> tuple[Page, ...]:
    """The title, the card, then each tool's canvas with its charts, and what a plugin failed at."""
    persona = project.personas[persona_id]
    pages = [Page(TITLE, TITLE)]
    if card_blocks(persona):
        pages.append(Page(CARD, CARD))
    by_tool: dict[str, list[Report]] = {}
    for report in reports:
        by_tool.setdefault(report.tool, []).append(report)
    for tool_id, tool in tools.items():
        found = project.canvas(tool_id, persona_id)
        if found is not None and has_content(found[1]):
            pages.append(Page(CANVAS, f"{CANVAS} {tool_id}", tool.title, tool_id))
            pages += _charts(tool_id, by_tool.get(tool_id, ()))
    for number, fault in enumerate(faults):
        pages.append(Page(FAULT, f"{FAULT} {number}", fault.plugin, reading=fault_text(fault)))
    return tuple(pages)


def card_blocks(persona: Persona) -> list[tuple[str, str]]:
    """The fields and titles of the few lists of statements that are shown large."""
    names = dict.fromkeys((*_FIRST, *CLAIM_FIELDS))
    return [(name, CLAIM_FIELDS[name]) for name in names if getattr(persona, name)][:_MOST_BLOCKS]


def best_quote(persona: Persona, project: Project) -> Quote | None:
    """The quote to begin with: words that were said before those that were made up, then the best supported."""
    told = [quote for quote in persona.quotes if quote.text.strip()]
    return max(told, key=lambda quote: (quote.kind == "verbatim", project.strength(quote.sources).rank), default=None)


def has_content(canvas: Canvas) -> bool:
    """Whether a canvas says anything."""
    return any(value not in ("", [], {}) for key, value in canvas.to_data().items() if key not in _NO_CONTENT)


def fault_text(fault: Fault) -> str:
    """What is said in place of what a plugin could not make."""
    return fault.told


def _charts(tool_id: str, reports: Sequence[Report]) -> Iterator[Page]:
    for report in reports:
        for number, block in enumerate(report.blocks):
            if isinstance(block, ScatterBlock | BarsBlock | LineBlock | MatrixBlock) and _is_drawn(block):
                title = " · ".join(part for part in (report.title, block.title) if part)
                yield Page(CHART, f"{CHART} {report.id} {number}", title, tool_id, report.reading, block)


def _is_drawn(block: ChartBlock) -> bool:
    """Whether there is anything to draw."""
    match block:
        case ScatterBlock():
            return bool(block.points)
        case BarsBlock():
            return any(bar.value is not None for bar in block.bars)
        case LineBlock():
            return any(value is not None for line in block.lines for value in line.values)
        case MatrixBlock():
            return any(value is not None for row in block.cells for value in row)

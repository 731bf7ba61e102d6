"""The tab of a tool that is not there: why, what brings it, and its canvas as plain data that nothing changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from personatui.api import Canvas, Tool
from personatui.api.ui import ToolContext, ToolView
from personatui.host.absent import AbsentTool
from personatui.model.aligning import leaves_of, told_of
from personatui.model.cleaning import clean, clean_line
from personatui.model.entries import plain_title
from personatui.widgets.lines import BLANK, Row, heading
from personatui.widgets.notes import fact, label_width
from personatui.widgets.rows import RowList

# What every canvas file holds for the workbench.
_NOT_SAID = ("schema", "personas", "id")


def stand_in(absent: AbsentTool) -> Tool:
    """A tool of which nothing is known but its id, to be shown in its place."""
    return Tool(id=absent.id, title=absent.id, summary=absent.told, model=Canvas, short_title=f"{absent.id} (absent)")


class AbsentView(ToolView):
    """Says what is missing, and shows what the canvas holds."""

    DEFAULT_CSS = """
    AbsentView {
        & .absent--told { padding: 1 1; }
        & RowList { height: 1fr; padding: 0 1; }
    }
    """

    def __init__(self, context: ToolContext, absent: AbsentTool) -> None:
        super().__init__(context)
        self._absent = absent
        self._told = Static(classes="absent--told")
        self._rows = RowList()

    def compose(self) -> ComposeResult:
        yield self._told
        yield self._rows

    def refresh_canvas(self) -> None:
        canvas, absent = self.context.canvas, self._absent
        lines = [Content.styled(f"The tool {absent.id} is not there.", "bold"), Content(absent.reason)]
        if absent.command:
            lines += [Content("In a shell:"), Content.styled(f"  {absent.command}", "bold $text-accent")]
        if canvas is not None:
            lines.append(Content.styled("Until then its canvas can be read here. Nothing changes it.", "dim"))
        self._told.update(Content("\n").join(lines))
        rows = list(_rows(canvas.to_data())) if canvas is not None else []
        self._rows.show(rows or [Row((("No canvas of it for this persona.", "dim"),))])


def _rows(data: Mapping[str, object]) -> Iterator[Row]:
    """Everything that plain data says: values first, then each list and table under its name."""
    facts = {key: value for key, value in data.items() if key not in _NOT_SAID and not _is_nested(value)}
    width = label_width(facts)
    for key, value in facts.items():
        yield fact(clean_line(key), clean(told_of(value)), width=width)
    for key, value in data.items():
        if _is_nested(value) and key not in _NOT_SAID:
            yield from (BLANK, heading(clean_line(key)))
            for entry in value if isinstance(value, list) else (value,):
                yield from _entry(entry)


def _entry(entry: object) -> Iterator[Row]:
    """One entry of a list: what it says, and what else it holds below."""
    title, named = plain_title(entry)
    if title:
        yield Row((("· ", "dim"), (clean(title), "plain")), hanging=2)
    others = [(path, value) for path, value in leaves_of(entry, ()) if path not in ((named,), ("id",))]
    width = label_width(".".join(path) for path, _ in others)
    for path, value in others:
        row = fact(clean_line(".".join(path)) or "·", clean(told_of(value)), width=width)
        yield Row((("  ", "plain"), *row.pieces), hanging=row.hanging + 2) if title else row


def _is_nested(value: object) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list | tuple) and any(isinstance(entry, Mapping | list | tuple) for entry in value)
    )

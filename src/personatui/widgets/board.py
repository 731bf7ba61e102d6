"""A board of blocks, such as the nine of a business model, and what belongs together across them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from personatui.model.cleaning import clean_line
from personatui.render.figures import count
from personatui.widgets.boxes import BoxGrid, BoxPlace
from personatui.widgets.keys import offer, told_together
from personatui.widgets.lines import Row
from personatui.widgets.slots import Slot


@dataclass(frozen=True, slots=True)
class Highlight:
    """Notes that belong together, such as those of one segment: its name and the keys of the notes."""

    title: str
    keys: frozenset[str]


# The nine blocks as Osterwalder and Pigneur draw them; the ids are those that `fill` expects.
BUSINESS_MODEL = (
    BoxPlace("partners", "Key Partners", ("Who helps us, and with what?",), 0, 0, 2, 2),
    BoxPlace("activities", "Key Activities", ("What must we do well?",), 0, 2, 1, 2),
    BoxPlace("resources", "Key Resources", ("What must we have?",), 1, 2, 1, 2),
    BoxPlace("propositions", "Value Propositions", ("What do we offer, and to whom?",), 0, 4, 2, 2, "value"),
    BoxPlace("relationships", "Relationships", ("How do we win and keep them?",), 0, 6, 1, 2),
    BoxPlace("channels", "Channels", ("How do we reach them?",), 1, 6, 1, 2),
    BoxPlace("segments", "Segments", ("For whom do we create value?",), 0, 8, 2, 2),
    BoxPlace("costs", "Cost Structure", ("What costs most?",), 2, 0, 1, 5),
    BoxPlace("revenues", "Revenue Streams", ("What do they pay for, and how?",), 2, 5, 1, 5),
)


class _Blocks(BoxGrid):
    """The grid of a board: its columns are halves of blocks, and need less room than whole boxes."""

    MIN_COLUMN = 9


class Board(Vertical, can_focus=False):
    """Boxes with notes, of which those of one highlight stand out. `x` goes to the next highlight.

    The notes of a highlight get the mark `▶`, the others fade.
    """

    DEFAULT_CSS = """
    Board {
        & > .board--highlight { height: 1; padding: 0 1; }
        & > BoxGrid { height: 1fr; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "highlight(1)", "Highlight", id="board.highlight", tooltip="The notes of the next group"),
        Binding("X", "highlight(-1)", "Highlight before", id="board.highlight-before", show=False),
    ]

    def __init__(self, places: Sequence[BoxPlace] = BUSINESS_MODEL, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.grid = _Blocks(places)
        self._line = Static(classes="board--highlight")
        self._contents: dict[str, tuple[tuple[Row, ...], Slot | None]] = {}
        self._highlights: tuple[Highlight, ...] = ()
        self._chosen = ""

    def compose(self) -> ComposeResult:
        yield self._line
        yield self.grid

    def fill(
        self, contents: Mapping[str, tuple[Sequence[Row], Slot | None]], highlights: Sequence[Highlight] = ()
    ) -> None:
        """Show these notes, by the id of their box, each with the slot that they stand in."""
        self._contents = {name: (tuple(rows), slot) for name, (rows, slot) in contents.items()}
        self._highlights = tuple(highlights)
        self._show()

    @property
    def highlight(self) -> Highlight | None:
        """The highlight that is chosen."""
        return next((found for found in self._highlights if found.title == self._chosen), None)

    def bring_out(self, title: str) -> None:
        """Choose the highlight of that title; without one of it none is chosen."""
        self._chosen = title
        self._show()

    def action_highlight(self, direction: int) -> None:
        """Choose the next highlight; after the last one none."""
        titles = ["", *(found.title for found in self._highlights)]
        position = titles.index(self._chosen) if self._chosen in titles else 0
        self._chosen = titles[(position + direction) % len(titles)]
        self._show()

    def _show(self) -> None:
        chosen = self.highlight
        for name, box in self.grid.boxes.items():
            rows, slot = self._contents.get(name, ((), None))
            box.fill([_marked(row, chosen) for row in rows], slot)
        if chosen is not None:
            shown = sum(1 for rows, _ in self._contents.values() for row in rows if row.key in chosen.keys)
            told = f"▶ {clean_line(chosen.title)}: {count(shown, 'note')}"
            self._line.update(Content(told_together(told, offer(self, "board.highlight", "next"))))
        elif self._highlights:
            first = clean_line(self._highlights[0].title)
            self._line.update(Content(offer(self, "board.highlight", f"highlights {first}")))
        # an empty line above the boxes would look like something missing
        self._line.display = chosen is not None or bool(self._highlights)


def _marked(row: Row, chosen: Highlight | None) -> Row:
    if chosen is None or not row.key:
        return row
    if row.key in chosen.keys:
        pieces = tuple((text, "strong" if role == "plain" else role) for text, role in row.pieces)
        return replace(row, pieces=(("▶ ", "mark"), *pieces), hanging=row.hanging + 2)
    return replace(row, pieces=tuple((text, "dim" if role == "plain" else role) for text, role in row.pieces))

"""Help made of the bindings that are live on the screen it was called from, so that it cannot go stale."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from personatui.widgets.lines import BLANK, Row, heading
from personatui.widgets.rows import RowList

_INTRODUCTION = (
    ("●", "a statement that rests on a source"),
    ("○", "an assumption: nobody has shown it yet"),
    ("▰▰▱▱", "how many of a persona's statements have a source"),
    ("✕", "a negative persona: the product is not designed for it"),
)


class HelpScreen(ModalScreen[None]):
    """The marks, and every key that works here with what it does."""

    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        & > Vertical {
            width: 72; max-width: 95%; height: auto; max-height: 90%;
            border: round $accent; padding: 1 2; background: $surface;
        }
        & RowList { height: auto; max-height: 100%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "app.pop_screen", "Close", id="help.close"),
    ]

    def __init__(self, subject: Screen[object]) -> None:
        super().__init__()
        self._rows = [*_mark_rows(), BLANK, *binding_rows(subject)]

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = "Help"
            box.border_subtitle = "Escape closes"
            yield RowList(self._rows)
            yield Static()


def _mark_rows() -> Iterable[Row]:
    yield heading("Marks")
    for mark, meaning in _INTRODUCTION:
        yield Row(((f"{mark:<8}", "mark"), (meaning, "plain")), hanging=8)


def binding_rows(screen: Screen[object]) -> list[Row]:
    """One row a binding, grouped by who offers it, nearest to the focus first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.system or not binding.description:
            continue
        owner = type(active.node).__name__
        title = _GROUPS.get(owner, "Here") if binding.id else "Everywhere"
        key = screen.app.get_key_display(binding)
        keys = groups.setdefault(title, [])
        known = next((i for i, (_, text) in enumerate(keys) if text == _told(binding)), None)
        if known is None:
            keys.append((key, _told(binding)))
        else:
            keys[known] = (f"{keys[known][0]} {key}", keys[known][1])
    rows: list[Row] = []
    for title in dict.fromkeys((*_GROUPS.values(), *groups)):
        if title in groups:
            rows += [heading(title), *(_key_row(key, text) for key, text in groups[title]), BLANK]
    return rows


_GROUPS = {
    "WorkbenchScreen": "Workbench",
    "StartScreen": "Start",
    "CompareScreen": "Compare",
    "PresentScreen": "Present",
    "RowList": "Lists",
    "NoteBox": "Lists",
    "ReportView": "Lists",
    "BoxGrid": "Lists",
    "ColumnGrid": "Lists",
    "Rail": "Lists",
    "FindScreen": "Find",
    "ProblemsScreen": "Findings",
    "QueryInput": "Lists",
    "WorkbenchApp": "Everywhere",
}


def _told(binding: Binding) -> str:
    return binding.tooltip or binding.description


def _key_row(key: str, text: str) -> Row:
    return Row(((f"{key:<20} ", "strong"), (text, "plain")), hanging=21)

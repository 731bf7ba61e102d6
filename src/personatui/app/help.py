"""Help made of the bindings that are live on the screen it was called from, so that it cannot go stale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Input

from personatui.app.bindings import declaring, group_title, is_off
from personatui.app.closing import Dialog
from personatui.widgets.keys import offer
from personatui.widgets.lines import BLANK, Row, heading
from personatui.widgets.rows import RowList

_INTRODUCTION = (
    ("●", "a statement that rests on a source"),
    ("○", "an assumption: nobody has shown it yet"),
    ("▰▰▱▱", "how many of a persona's statements have a source"),
    ("✕", "a negative persona: the product is not designed for it"),
)
_EVERYWHERE = "Everywhere"
_KEY_CELLS = 20


@dataclass(slots=True)
class Entry:
    """A binding in the help: its keys as the person has set them, and what it does."""

    text: str
    keys: list[str] = field(default_factory=list)


class SearchLine(Input):
    """Takes every character but the one that closes the help."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return key != "question_mark" and super().check_consume_key(key, character)


class HelpScreen(Dialog[None]):
    """The marks, and every key that works here with what it does; typing narrows it down."""

    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        & > Vertical {
            width: 76; max-width: 95%; height: auto; max-height: 90%;
            border: round $accent; padding: 0 1; background: $surface;
        }
        & Input { border: none; height: 1; padding: 0; margin: 0 0 1 0; background: $surface; }
        & RowList { height: auto; max-height: 100%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", id="help.close"),
        Binding("question_mark", "dismiss(None)", "Close", id="help.toggle", priority=True),
        Binding("down", "scroll(1)", "Down", id="help.down", show=False, priority=True),
        Binding("up", "scroll(-1)", "Up", id="help.up", show=False, priority=True),
        Binding("pagedown", "page(1)", "Page down", id="help.page-down", show=False, priority=True),
        Binding("pageup", "page(-1)", "Page up", id="help.page-up", show=False, priority=True),
    ]

    def __init__(self, subject: Screen[object]) -> None:
        super().__init__()
        self._groups = [("Marks", list(_marks())), *binding_groups(subject)]

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = "Help"
            box.border_subtitle = offer(self, "help.close", "closes")
            yield SearchLine(placeholder="type to search", compact=True)
            yield RowList(rows_of(self._groups, ""))

    def on_mount(self) -> None:
        self.query_one(SearchLine).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        rows = self.query_one(RowList)
        rows.show(rows_of(self._groups, event.value))
        rows.scroll_home(animate=False)

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one(RowList).scroll_relative(y=lines, animate=False)

    def action_page(self, direction: int) -> None:
        """Scroll by a page."""
        rows = self.query_one(RowList)
        rows.scroll_relative(y=direction * max(1, rows.size.height - 1), animate=False)


def _marks() -> Iterable[Entry]:
    for mark, meaning in _INTRODUCTION:
        yield Entry(meaning, [mark])


def binding_groups(screen: Screen[object]) -> list[tuple[str, list[Entry]]]:
    """The live bindings of a screen by who offers them, nearest to the focus first; those of every screen last."""
    groups: dict[str, dict[str, Entry]] = {}
    nearness: dict[str, tuple[bool, int, int]] = {}
    nodes: list[DOMNode] = []
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.system or not binding.description or is_off(binding):
            continue
        kind = type(active.node)
        owner = declaring(kind, binding.id) if binding.id else kind
        title = group_title(owner) if binding.id else _EVERYWHERE
        if active.node not in nodes:
            nodes.append(active.node)
        # of one widget, what only it does comes before what others like it do as well
        near = (title == _EVERYWHERE, nodes.index(active.node), kind.__mro__.index(owner))
        nearness[title] = min(near, nearness.get(title, near))
        text = binding.tooltip or binding.description
        entry = groups.setdefault(title, {}).setdefault(text, Entry(text))
        key = screen.app.get_key_display(binding)
        if key not in entry.keys:
            entry.keys.append(key)
    return [(title, list(groups[title].values())) for title in sorted(groups, key=nearness.__getitem__)]


def rows_of(groups: Sequence[tuple[str, list[Entry]]], wanted: str) -> list[Row]:
    """The entries that hold every word of what is searched for, under their titles."""
    words = wanted.casefold().split()
    rows: list[Row] = []
    for title, entries in groups:
        found = [entry for entry in entries if _matches(title, entry, words)]
        if found:
            rows += [*([BLANK] if rows else []), heading(title), *map(_row, found)]
    return rows or [Row((("No key does that here.", "dim"),))]


def _matches(title: str, entry: Entry, words: Sequence[str]) -> bool:
    text = f"{title} {entry.text} {' '.join(entry.keys)}".casefold()
    return all(word in text for word in words)


def _row(entry: Entry) -> Row:
    return Row(((f"{' '.join(entry.keys):<{_KEY_CELLS}} ", "strong"), (entry.text, "plain")), hanging=_KEY_CELLS + 1)

"""Offering the unsaved edits that an ended session left behind: keep, look, or throw away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import unified_diff
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from personatui.app.dialogs import ChoiceScreen
from personatui.host.entries import EntryChanges
from personatui.model.cleaning import clean, clean_line
from personatui.render.figures import count
from personatui.store.journal import LeftBehind
from personatui.widgets.lines import BLANK, Row, heading
from personatui.widgets.rows import RowList

if TYPE_CHECKING:
    from personatui.app.work import ProjectScreen
    from personatui.model.ids import Reference

KEEP, LOOK, THROW_AWAY, LATER = "keep", "look", "throw", "later"


class RecoverScreen(ChoiceScreen):
    """What was edited, when, and what to do with it."""

    # k goes up in the list of the ways as well: what the list says of a key comes first.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "choose('keep')", "Keep the edits", id="recover.keep", priority=True),
        Binding("l", "choose('look')", "Look at them", id="recover.look"),
        Binding("t", "choose('throw')", "Throw them away", id="recover.throw"),
        Binding("escape", "choose('later')", "Decide later", id="recover.later"),
    ]

    def __init__(self, left: LeftBehind, named: Callable[[Reference], str] = str) -> None:
        self._left = left
        self._named = named
        self._is_sure = False
        files = [clean_line(named(entry.reference)) for entry in left.entries]
        said = [Row(((f"· {name}", "plain"),), hanging=2) for name in files]
        super().__init__(title_of(left), said, _ways(sure=False))

    def action_choose(self, way: str) -> None:
        if way == LOOK:
            said = self.query_one("#said", RowList)
            said.show(diff_rows(self._left, self._named))
            said.focus()
        elif way == THROW_AWAY and not self._is_sure:
            self._is_sure = True
            self._ways = tuple(_ways(sure=True))
            self.show_ways()
            self.query_one("#ways", RowList).move_to(THROW_AWAY)
        else:
            self.dismiss(way)


def _ways(*, sure: bool) -> list[tuple[str, str, str]]:
    throwing = "Once more: throw them away for good" if sure else "Throw them away"
    return [
        (KEEP, "recover.keep", "Keep them: they are merged into the files as these are now"),
        (LOOK, "recover.look", "Look at them"),
        (THROW_AWAY, "recover.throw", throwing),
        (LATER, "recover.later", "Decide the next time"),
    ]


def title_of(left: LeftBehind) -> str:
    """When the edits were made, and to how many files."""
    when = left.written.astimezone()
    return f"Unsaved changes of {when.day} {when:%B %Y, %H:%M} to {count(len(left.entries), 'file')}"


def diff_rows(left: LeftBehind, named: Callable[[Reference], str] = str) -> list[Row]:
    """What was changed, file by file, a line a row; `named` gives a record in words."""
    rows: list[Row] = []
    for entry in left.entries:
        rows += ([BLANK] if rows else []) + [heading(clean_line(named(entry.reference)))]
        if entry.now is None:
            rows.append(Row((("the file was deleted", "error"),)))
            continue
        before, after = ((text or "").splitlines() for text in (entry.base, entry.now))
        # The two lines of headers say nothing here.
        for line in list(unified_diff(before, after, lineterm="", n=1))[2:]:
            role = {"+": "good", "-": "error", "@": "dim"}.get(line[:1], "plain")
            rows.append(Row(((clean(line) or " ", role),), key=f"line-{len(rows)}", hanging=2))
    return rows


def offer(screen: ProjectScreen, waiting: Sequence[LeftBehind]) -> None:
    """Offer each of them in turn."""
    if not waiting:
        return
    left, rest = waiting[0], waiting[1:]
    named = EntryChanges(screen.session).owner_name if screen.session is not None else str

    def decide(way: str | None) -> None:
        if way == KEEP:
            _keep(screen, left)
        elif way == THROW_AWAY:
            left.throw_away()
        else:
            left.let_go()
        offer(screen, rest)

    screen.app.push_screen(RecoverScreen(left, named), decide)


def _keep(screen: ProjectScreen, left: LeftBehind) -> None:
    session, saver = screen.session, screen.saver
    if session is None or saver is None:
        left.let_go()
        return
    refused = session.take_over(left.entries, title_of(left)[0].lower() + title_of(left)[1:])
    if refused:
        names = clean_line(", ".join(map(str, refused)))
        screen.notify(f"Not taken over, and kept for the next time: {names}", severity="warning", markup=False)

    def kept() -> None:
        # Only once they are in another journal, or in the files.
        if refused or not saver.is_kept:
            left.let_go()
        else:
            left.throw_away()

    screen.show_again()
    saver.changed(then=kept)

"""How what a search finds is shown: a row each with what matched, the whole of one, and what could be typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from personatui.app.details import detail_rows, record_rows
from personatui.app.going import owner_of
from personatui.model.ids import PROJECT_REFERENCE
from personatui.model.places import find_place
from personatui.model.querying import FILTERS, Query
from personatui.model.searching import Entry, Hit
from personatui.widgets.lines import BLANK, Piece, Row, heading

if TYPE_CHECKING:
    from personatui.model.project import Project

_WHERE_WIDTH, _KIND_WIDTH = 34, 8


def hit_row(key: str, hit: Hit, width: int) -> Row:
    """A row of a list so wide, with what it says, what matched in it, and where it stands."""
    entry = hit.entry
    where = entry.where if len(entry.where) <= _WHERE_WIDTH else entry.where[: _WHERE_WIDTH - 1] + "…"
    room = max(20, width - _KIND_WIDTH - len(where) - 3)
    return Row(
        ((f"{entry.kind:<{_KIND_WIDTH}} ", "dim"), *_title_pieces(entry.title, hit.positions, room)),
        key=key,
        right=((where, "dim"),) if where else (),
    )


def _title_pieces(title: str, positions: tuple[int, ...], width: int) -> Iterable[Piece]:
    """A title with what matched marked, beginning late enough for the first match to be in view."""
    start = 0
    if positions and positions[-1] >= width and positions[0] > width // 3:
        # from the beginning of a word, if one is near
        start = positions[0] - width // 3
        start = title.find(" ", start, positions[0]) + 1 or start
        yield "…", "dim"
    marked = frozenset(positions)
    piece, is_match = "", False
    for place in range(start, min(len(title), start + 2 * width)):
        if (place in marked) != is_match:
            if piece:
                yield piece, "match" if is_match else "plain"
            piece, is_match = "", not is_match
        piece += title[place]
    yield piece, "match" if is_match else "plain"


def preview_rows(project: Project, entry: Entry) -> list[Row]:
    """The whole of what was found, and where it is."""
    rows = [heading(entry.kind), Row(((entry.title[:2000], "strong"),)), Row(((entry.where, "dim"),)), BLANK]
    return rows + _details(project, entry)


def _details(project: Project, entry: Entry) -> list[Row]:
    owner = owner_of(entry.key)
    if entry.kind in ("command", "finding") or owner is None or owner == PROJECT_REFERENCE:
        return []
    if find_place(project, entry.key) is not None:
        # the first two rows are its box and its text, which stand above
        return detail_rows(project, entry.key)[2:]
    if owner.kind == "persona" and owner.record in project.personas:
        return [Row(((project.personas[owner.record].summary.strip(), "plain"),))]
    return record_rows(project, owner)[3:]


def filter_rows() -> Iterator[Row]:
    """Every filter with its meaning, and what else a query can say."""
    yield heading("Filters")
    for name, meaning in FILTERS.items():
        yield Row(((f"{name + ':':<12}", "strong"), (meaning, "dim")), key=f"{name}:")
    yield BLANK
    yield from map(
        _hint, ('"two words"   together, as they stand', "-word  -tag:x   without it", "mok   a few letters")
    )


def nothing_rows(query: Query, completing: str) -> Iterator[Row]:
    """That nothing matches, and what could be tried; `completing` is the key that completes a filter."""
    yield Row((("Nothing matches.", "strong"),))
    yield from map(_hint, _advice(query, completing))


def _hint(text: str) -> Row:
    return Row(((text, "dim"),))


def _advice(query: Query, completing: str) -> Iterable[str]:
    """What could be tried when nothing matches."""
    if len(query.wanted) > 1:
        yield "Leave a word out: every word must match."
    if query.wanted:
        yield "Type fewer letters: the first ones of a word are enough."
    if query.filters:
        way = f", or press {completing} behind its colon for the values that there are" if completing else ""
        yield f"Leave a filter out{way}."
    if any(word.negated for word in query.words):
        yield "A word behind a minus must not be there; put it in quotes if it begins with one."

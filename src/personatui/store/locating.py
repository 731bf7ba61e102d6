"""On which line a value stands, so that findings and messages can point at it."""

from __future__ import annotations

from functools import lru_cache

import rtoml

from personatui.errors import EditError
from personatui.model.edits import Data, Path, positions
from personatui.store.layout import Layout, entries


def line_of(text: str, path: Path) -> int:
    """The line, from 1, where the value at a data path begins; 0 when there is none. Never raises.

    A string step is a key or the id of an item in a list. The empty path is the first line.
    """
    if not path:
        return 1
    try:
        data, layout = _read(text)
        offset = _offset(layout, positions(data, path))
    except (EditError, ValueError, LookupError, TypeError, RecursionError):
        return 0
    return 0 if offset is None else text.count("\n", 0, offset) + 1


@lru_cache(maxsize=4)
def _read(text: str) -> tuple[Data, Layout]:
    # Findings ask for many lines of one file in a row.
    return rtoml.loads(text), Layout(text)


def _offset(layout: Layout, path: Path) -> int | None:
    pair = layout.pair_over(path)
    if pair is not None:
        return _offset_in_value(layout.text, pair.value_start, pair.start, path[len(pair.path) :])
    header = layout.header(path)
    if header is not None:
        return header.start
    within = layout.within(path)
    return layout.statements[within[0]].start if within else None


def _offset_in_value(text: str, value_start: int, shown: int, path: Path) -> int | None:
    """Where the entry at `path` of the value at `value_start` begins; `shown` is where the value itself does."""
    while path:
        for entry in entries(text, value_start):
            shared = min(len(entry.steps), len(path))
            if entry.steps[:shared] == path[:shared]:
                value_start, shown, path = entry.value_start, entry.start, path[shared:]
                break
        else:
            return None
    return shown

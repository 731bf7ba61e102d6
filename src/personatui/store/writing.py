"""Edits into TOML text, each changing as little as can be, and never a text that says something else.

Statements are spliced as text (`store.splicing`); inside one value tomlkit edits, which keeps comments and line
breaks there. tomlkit is not given whole documents: it corrupts some near dotted keys, inline tables and tables out
of order. Whatever made a text, it is read back and compared with what was meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Any

import rtoml

from personatui.errors import EditError, SaveRefusedError
from personatui.model.cleaning import clean
from personatui.model.edits import (
    AddItem,
    Data,
    MoveItem,
    Path,
    RemoveValue,
    SetValue,
    ValueEdit,
    apply_to_data,
    spell,
    value_at,
)
from personatui.store import splicing
from personatui.store.comparing import is_same
from personatui.store.formatting import (
    WIDTH,
    format_file,
    format_inline,
    format_section,
    format_value,
    is_section,
    storable,
)
from personatui.store.layout import Layout, Statement, layout_of, span_of_entry
from personatui.store.merging import edits_between
from personatui.store.reading import parse

_HINT = "The edit is kept. Change this place in the file by hand, or write it in a simpler form."


def render(text: str, edits: Sequence[ValueEdit], *, path: FilePath | str = "") -> str:
    """The TOML text after edits; comments, order, blank lines, unknown keys and line ends stay.

    `path` is for messages. Raises EditError when an edit does not fit, SaveRefusedError when no text could be made
    that says what was meant, FileError when the text given is no TOML.
    """
    data = parse(text, path=FilePath(path)).raw if edits else {}
    for edit in edits:
        text = _rendered(text, data, _concrete(data, edit), FilePath(path))
        data = rtoml.loads(text)
    return text


def render_new(data: Data, *, header: str = "", text: str = "", path: FilePath | str = "") -> str:
    """The text of a new file in the house style, or `text` as it is. `header` stands above the former as comment lines.

    Raises EditError for a value that TOML cannot hold, and SaveRefusedError for a `text` that says anything else.
    """
    data = storable(data)
    text = text or format_file(data, header)
    if not _says(text, data):
        raise SaveRefusedError(path, "The new file does not say what was meant, so it was not written.")
    return text


def _rendered(text: str, data: Data, edit: ValueEdit, file: FilePath) -> str:
    """The text after one edit with positions for ids."""
    if isinstance(edit, SetValue) and edit.value is None:
        if not _exists(data, edit.path):
            return text
        edit = RemoveValue(edit.target, edit.path)
    wanted = apply_to_data(data, edit)
    if is_same(data, wanted):
        return text
    comments = _comments_to_keep(text, wanted, edit)
    task = _Task(text, data, wanted, edit)
    for way in (_in_steps, _smallest, _by_value, _by_key):
        try:
            rendered = way(task)
            if rendered is not None and _says(rendered, wanted) and _keeps(rendered, comments):
                return rendered
        except Exception:  # noqa: BLE001 - tomlkit raises errors of every kind; the next way may do
            continue
    raise SaveRefusedError(file, f"{spell(edit.path)} could not be changed without damage to the rest.", hint=_HINT)


# What an edit means ---------------------------------------------------------------------------------------


def _concrete(data: Data, edit: ValueEdit) -> ValueEdit:
    """The edit with positions for ids, the keys as the file spells them, and storable values."""
    path = _concrete_path(data, edit.path)
    match edit:
        case SetValue(value=None) | RemoveValue():
            return replace(edit, path=path)
        case MoveItem(to=None):
            return replace(edit, path=path)
        case MoveItem():
            # `to` is looked up without the entry, as the edit itself does.
            rest = apply_to_data(data, RemoveValue(edit.target, path))
            return replace(edit, path=path, to=_concrete_path(rest, edit.to or ()))
        case SetValue() | AddItem():
            return replace(edit, path=path, value=storable(edit.value))


def _concrete_path(data: Data, path: Path) -> Path:
    """As far as the path leads; cleaned keys and ids are found as well."""
    node: Any = data
    found: list[str | int] = []
    for step in path:
        if isinstance(node, list):
            if isinstance(step, str):
                ids = [item.get("id") if isinstance(item, dict) else None for item in node]
                named = [i for i, known in enumerate(ids) if known == step] or [
                    i for i, known in enumerate(ids) if isinstance(known, str) and clean(known) == step
                ]
                step = named[0] if len(named) == 1 else step
            node = node[step] if isinstance(step, int) and 0 <= step < len(node) else None
        elif isinstance(node, dict):
            step = str(step)
            if step not in node:
                step = next((key for key in node if clean(key) == step), step)
            node = node.get(step)
        found.append(step)
    return tuple(found)


def _exists(data: Data, path: Path) -> bool:
    try:
        value_at(data, path)
    except EditError:
        return False
    return True


def _first_new(data: Data, path: Path) -> Path:
    """The shortest beginning of a path that is not there yet."""
    return next(path[:length] for length in range(1, len(path) + 1) if not _exists(data, path[:length]))


# The ways to make the text, the gentlest first ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Task:
    """A text, its data, and what the data is to be after an edit."""

    text: str
    data: Data
    wanted: Data
    edit: ValueEdit

    @property
    def paths(self) -> tuple[Path, ...]:
        """The places that the edit touches."""
        to = self.edit.to if isinstance(self.edit, MoveItem) else None
        return (self.edit.path,) if to is None else (self.edit.path, to)


def _in_steps(task: _Task) -> str | None:
    """A table or list set anew, as edits of what differs in it."""
    edit = task.edit
    if not isinstance(edit, SetValue) or not _exists(task.data, edit.path):
        return None
    steps = edits_between(edit.target, {"": value_at(task.data, edit.path)}, {"": edit.value})
    steps = tuple(replace(step, path=(*edit.path, *step.path[1:])) for step in steps)
    if any(isinstance(step, SetValue) and step.path == edit.path for step in steps):
        return None
    return render(task.text, steps)


def _smallest(task: _Task) -> str | None:
    """The one statement, item or entry that the edit is about."""
    text, data = task.text, task.data
    match task.edit:
        case SetValue(path=path, value=value) if _exists(data, path):
            return _replace(text, path, value_at(data, path), value)
        case AddItem(path=path) as edit if _exists(data, path):
            return _add(text, path, value_at(data, path), edit)
        case SetValue(path=path) | AddItem(path=path):
            path = _first_new(data, path)
            return _put(text, path, value_at(task.wanted, path))
        case RemoveValue(path=path):
            return _remove(text, path if _exists(task.wanted, path[:-1]) else path[:-1])
        case MoveItem() as edit:
            return _move(task, edit)


def _by_value(task: _Task) -> str | None:
    """The values of the pairs that hold what is edited, written anew; comments in them come to stand above."""
    text = task.text
    for path in task.paths:
        layout = layout_of(text)
        pair = layout.pair_over(path)
        if pair is None or not _exists(task.wanted, pair.path):
            continue
        comments = _lines(layout, pair.value_start, pair.value_end)
        value = format_value(value_at(task.wanted, pair.path), room=_room(pair))
        text = splicing.put_lines(splicing.replace_value(text, pair, value), pair.start, comments)
    return text


def _by_key(task: _Task) -> str | None:
    """Everything below the top-level keys that the edit touches, written anew below the comments that it had."""
    text = task.text
    for key in dict.fromkeys(str(path[0]) for path in task.paths):
        layout = layout_of(text)
        comments, position = "", len(text)
        for first, last in reversed(layout.runs((key,))):
            statement = layout.statements[first]
            start, end = statement.start, layout.end_of(last)
            comments = _lines(layout, start, end) + comments
            position = statement.start if statement.is_header else position
            text = splicing.cut(text, start, end)
            position = min(position, len(text))
        if key not in task.wanted:
            text = splicing.put_blocks(text, position, [comments]) if comments else text
            continue
        value = task.wanted[key]
        if is_section(value):
            first_block, *others = format_section((key,), value)
            text = splicing.put_blocks(text, position, [comments + first_block, *others])
        else:
            text = splicing.insert(text, (), key, value)
            pair = layout_of(text).pair_over((key,))
            text = splicing.put_lines(text, pair.start, comments) if pair is not None else text
    return text


def _put(text: str, path: Path, value: Any) -> str | None:
    """A new key, in a table of any form."""
    table, key = path[:-1], path[-1]
    if isinstance(key, int):
        return None
    pair = layout_of(text).pair_over(table)
    if pair is not None:
        return _in_value(text, pair, table, lambda node: node.__setitem__(key, _item(value)))
    return splicing.insert(text, table, key, value)


def _replace(text: str, path: Path, old: Any, new: Any) -> str | None:
    pair = layout_of(text).pair_over(path)
    if pair is not None and pair.path != path:
        return _in_value(text, pair, path[:-1], lambda node: node.__setitem__(path[-1], _item(new)))
    if pair is not None and (is_section(old) or not is_section(new)):
        return splicing.replace_value(text, pair, format_value(new, room=_room(pair)))
    if isinstance(path[-1], int):
        return None
    return splicing.insert(_without(text, path), path[:-1], path[-1], new)


def _add(text: str, path: Path, items: list[Any], edit: AddItem) -> str | None:
    index = len(items) if edit.index is None else edit.index
    pair = layout_of(text).pair_over(path)
    if pair is None:
        return splicing.insert_item(text, path, index, len(items), edit.value) if is_section([edit.value]) else None
    if pair.path == path and not items and isinstance(edit.value, dict):
        return splicing.insert(_without(text, path), path[:-1], str(path[-1]), [edit.value])
    before = text[pair.value_start : pair.value_end]
    rendered = _in_value(text, pair, path, lambda node: node.insert(index, _item(edit.value)))
    if pair.path == path and "\n" not in before and len(rendered) - len(text) + len(before) > _room(pair):
        return splicing.replace_value(
            text, pair, format_value([*items[:index], edit.value, *items[index:]], room=_room(pair))
        )
    return rendered


def _without(text: str, path: Path) -> str:
    """The text without what is about to stand elsewhere in it; the comments of a pair stay where it was."""
    layout = layout_of(text)
    pair = layout.pair_over(path)
    comments = _lines(layout, pair.start, pair.end) if pair is not None else ""
    if pair is None or not comments:
        return splicing.remove(text, path)
    text = splicing.put_lines(text[: pair.start] + text[pair.end :], pair.start, comments)
    return splicing.keep_table(text, path[:-1])


def _remove(text: str, path: Path) -> str:
    pair = layout_of(text).pair_over(path)
    if pair is not None and pair.path != path:
        return _in_value(text, pair, path[:-1], lambda node: node.__delitem__(path[-1]))
    return splicing.remove(text, path)


def _move(task: _Task, edit: MoveItem) -> str | None:
    text, data, source = task.text, task.data, edit.path[:-1]
    items = source if edit.to is None else edit.to
    without = apply_to_data(data, RemoveValue(edit.target, edit.path))
    count = len(value_at(without, items)) if _exists(without, items) else 0
    layout = layout_of(text)
    if layout.pair_over(edit.path) is None and layout.pair_over(items) is None:
        moved = splicing.move_item(text, edit.path, items, edit.index, count)
        if moved is not None:
            return moved
    entry = value_at(data, edit.path)
    removed = _remove(text, edit.path if _exists(without, source) else source)
    added = AddItem(edit.target, items, entry, edit.index)
    return _smallest(_Task(removed, without, task.wanted, added))


def _in_value(text: str, pair: Statement, path: Path, change: Callable[[Any], None]) -> str:
    """The text with a change to the array or inline table at `path`, which stands in the value of a pair."""
    import tomlkit

    value: Any = tomlkit.value(text[pair.value_start : pair.value_end])
    node = value
    for step in path[len(pair.path) :]:
        node = node[step]
    change(node)
    return splicing.replace_value(text, pair, value.as_string())


def _item(value: Any) -> Any:
    import tomlkit

    return tomlkit.value(format_inline(value))


def _room(pair: Statement) -> int:
    return WIDTH - (pair.value_start - pair.start)


# What must be so in the end -------------------------------------------------------------------------------


def _says(text: str, wanted: Data) -> bool:
    try:
        return is_same(rtoml.loads(text), wanted)
    except ValueError:
        return False


def _keeps(text: str, comments: Counter[str]) -> bool:
    # most files hold none, and looking through a text is most of the work
    return not comments or comments <= Counter(comment.text for comment in layout_of(text).comments)


def _comments_to_keep(text: str, wanted: Data, edit: ValueEdit) -> Counter[str]:
    """Every comment of the text but those inside what the edit removes or replaces."""
    layout = layout_of(text)
    spans: list[tuple[int, int]] = []
    if isinstance(edit, SetValue | RemoveValue):
        path = edit.path
        if isinstance(edit, RemoveValue) and not _exists(wanted, path[:-1]):
            path = path[:-1]
        pair = layout.pair_over(path)
        if pair is None:
            spans = [(layout.statements[a].start, layout.end_of(b)) for a, b in layout.runs(path)]
        elif pair.path != path:
            spans = [span_of_entry(text, pair.value_start, path[len(pair.path) :])]
        elif isinstance(edit, RemoveValue):
            spans = [(pair.start, pair.end)]
        else:
            spans = [(pair.value_start, pair.value_end)]
    return Counter(
        comment.text for comment in layout.comments if not any(start <= comment.start < end for start, end in spans)
    )


def _lines(layout: Layout, start: int, end: int) -> str:
    """The comments between two offsets, one a line."""
    return "".join(f"{comment.text}\n" for comment in layout.comments if start <= comment.start < end)

"""What a person asks for on entries of a record, by key or mouse. Widgets only ask; the workbench changes.

A widget that shows entries says with a `Slot` which list of which record they stand in, and names every entry by
the key of its row (`personatui.model.places`). That is all it takes to be edited in place, with undo.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.message import Message
from textual.widget import Widget

from personatui.widgets.slots import Slot


class Request(Message):
    """Something that a person asks for; `source` is the widget that has the keys."""

    def __init__(self, source: Widget) -> None:
        super().__init__()
        self.source = source


class EntryRequest(Request):
    """Something that a person asks for on one entry, or on one value of a record."""

    def __init__(self, source: Widget, key: str) -> None:
        super().__init__(source)
        self.key = key


class AddRequested(Request):
    """Add an entry to a slot, below the entry `after` or at the end.

    Without `texts` the person is asked for the text in place; each of `texts` becomes an entry.
    """

    def __init__(self, source: Widget, slot: Slot, after: str = "", texts: tuple[str, ...] = ()) -> None:
        super().__init__(source)
        self.slot = slot
        self.after = after
        self.texts = texts


class EditRequested(EntryRequest):
    """Edit the text of an entry, or a value, where it stands."""


class FormRequested(EntryRequest):
    """Edit everything about an entry, or about the record that a value belongs to, in a form."""


class DeleteRequested(EntryRequest):
    """Delete an entry, or take a value out."""


class DuplicateRequested(EntryRequest):
    """Put a copy of an entry below it."""


class MoveRequested(EntryRequest):
    """Move an entry to a slot, above the entry `before` or to its end."""

    def __init__(self, source: Widget, key: str, slot: Slot, before: str = "") -> None:
        super().__init__(source, key)
        self.slot = slot
        self.before = before


class MoveElsewhereRequested(EntryRequest):
    """Ask where to move an entry."""


class RateRequested(EntryRequest):
    """Set a rating of an entry to `value`, or change it by `step`.

    `field` names the rating; empty is the first that the entry's model has.
    """

    def __init__(self, source: Widget, key: str, *, field: str = "", value: int | None = None, step: int = 0) -> None:
        super().__init__(source, key)
        self.field = field
        self.value = value
        self.step = step


class SetRequested(EntryRequest):
    """Set values of an entry; None takes one out. `what` names the change: `place on the axes`."""

    def __init__(self, source: Widget, key: str, values: Mapping[str, Any], what: str) -> None:
        super().__init__(source, key)
        self.values = values
        self.what = what


class PairRequested(Request):
    """Set what is said of a pair of entries, such as how much one matters against the other; None takes it out.

    Only the screen that shows the pairs knows where they are kept: it answers with a change.
    """

    def __init__(self, source: Widget, row_key: str, column_key: str, value: float | None) -> None:
        super().__init__(source)
        self.row_key = row_key
        self.column_key = column_key
        self.value = value


class TakeRequested(EntryRequest):
    """Make a statement of an entry in another list, which keeps its text and refers to what it rests on."""


class EvidenceRequested(EntryRequest):
    """Choose the sources that an entry rests on."""


class CopyRequested(EntryRequest):
    """Copy an entry."""


class PasteRequested(Request):
    """Put what was copied into a slot, below the entry `after` or at the end."""

    def __init__(self, source: Widget, slot: Slot, after: str = "") -> None:
        super().__init__(source)
        self.slot = slot
        self.after = after


class QuestionsRequested(Request):
    """Show the questions that help to fill a slot."""

    def __init__(self, source: Widget, slot: Slot) -> None:
        super().__init__(source)
        self.slot = slot

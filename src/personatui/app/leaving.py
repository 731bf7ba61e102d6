"""Asked when a project is left and something in it could not be saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from personatui.app.dialogs import ChoiceScreen
from personatui.model.cleaning import clean_line
from personatui.render.figures import count
from personatui.widgets.lines import Row

SAVE, KEEP, SETTLE, STAY = "save", "keep", "settle", ""


class LeaveScreen(ChoiceScreen):
    """Save what can be saved, leave with the edits kept in the journal, settle the conflict, or stay."""

    # k goes up in the list of the ways as well: what the list says of a key comes first.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "choose('save')", "Save what can be saved, and leave", id="leave.save"),
        Binding("k", "choose('keep')", "Leave, edits are kept", id="leave.keep", priority=True),
        Binding("X", "choose('settle')", "Settle the conflict", id="leave.settle"),
        Binding("escape", "choose('')", "Stay", id="leave.stay"),
    ]

    def __init__(self, names: Sequence[str], troubles: Sequence[str], *, has_conflict: bool) -> None:
        said = [Row(((f"{count(len(names), 'file')} not saved: {clean_line(', '.join(names))}", "strong"),))]
        said += (Row(((f"· {clean_line(trouble)}", "warning"),), hanging=2) for trouble in troubles)
        ways = [
            (SAVE, "leave.save", "Save what can be saved, and leave; the rest is kept and offered next time"),
            (KEEP, "leave.keep", "Leave without saving; the edits are kept and offered next time"),
        ]
        if has_conflict:
            ways.append((SETTLE, "leave.settle", "Settle the conflict now"))
        ways.append((STAY or "stay", "leave.stay", "Stay here"))
        super().__init__("Not everything is saved", said, ways)
        self._has_conflict = has_conflict

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "choose" or parameters != (SETTLE,) or self._has_conflict

    def action_choose(self, way: str) -> None:
        self.dismiss(STAY if way == "stay" else way)

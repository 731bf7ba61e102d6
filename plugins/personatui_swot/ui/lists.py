"""Boxes of the SWOT screen that set values with keys."""

from __future__ import annotations

from personatui.api.ui import BoxPlace, NoteBox, SetRequested
from personatui_swot.canvas import Axis
from personatui_swot.space import scale_of


class AxisBox(NoteBox):
    """What speaks for a place on an axis of SPACE. Digits set the value; on ES and CA they count below zero."""

    def __init__(self, place: BoxPlace, axis: Axis) -> None:
        super().__init__(place)
        self.axis: Axis = axis
        self.high = 6
        self.values: dict[str, float | None] = {}

    def action_step(self, by: int) -> None:
        low, high = scale_of(self.axis, self.high)
        known = self.values.get(self.current_key)
        self._value((low if by > 0 else high) if known is None else known + by)

    def action_rate(self, value: int) -> None:
        low, _ = scale_of(self.axis, self.high)
        self._value(value if low > 0 else -value)

    def _value(self, value: float) -> None:
        low, high = scale_of(self.axis, self.high)
        if not self.current_key:
            return
        if not low <= value <= high:
            self.notify(f"{self.axis} is from {low} to {high}.", severity="warning", markup=False)
        else:
            told = int(value) if value == int(value) else value
            self.post_message(SetRequested(self, self.current_key, {"value": told}, "value"))

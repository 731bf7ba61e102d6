"""Lists of the SWOT screen that set values with keys which their scales need."""

from __future__ import annotations

from personatui.api.ui import BoxPlace, NoteBox, RatedList, SetRequested
from personatui_swot.canvas import Axis
from personatui_swot.space import scale_of

_WEIGHT_STEP = 0.01


class WeighedList(RatedList):
    """Factors with rating and weight. In the column of the weights `+` and `-` change hundredths, digits set them."""

    def _weighs(self) -> bool:
        return bool(self.part) and self.columns[self.part - 1].field == "weight"

    def action_step(self, by: int) -> None:
        if not self._weighs():
            super().action_step(by)
            return
        entry = next((one for one in self._shown if one.row.key == self.current_key), None)
        known = entry.values[self.part - 1] if entry is not None else None
        self._weigh((known or 0.0) + by * _WEIGHT_STEP)

    def action_rate(self, value: int) -> None:
        if self._weighs():
            self._weigh(value * _WEIGHT_STEP)
        else:
            super().action_rate(value)

    def _weigh(self, weight: float) -> None:
        weight = round(weight, 4)
        if not self.current_key:
            return
        if not 0 <= weight <= 1:
            self.refuse("A weight is from 0 to 1.")
        else:
            self.post_message(SetRequested(self, self.current_key, {"weight": weight}, "weigh"))


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

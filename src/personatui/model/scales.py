"""The ratings of an entry: which fields hold them, and the scale of each as its model states it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from personatui.model.base import Model
from personatui.model.claims import Trait

# A number with a wider range is an amount, not a rating that is set with a key.
_WIDEST = 10


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers that a rating may have, from `low` to `high`; `whole` where only integers are."""

    field: str
    low: float
    high: float
    whole: bool = True

    @property
    def title(self) -> str:
        """The field in words."""
        return self.field.replace("_", " ")

    def __str__(self) -> str:
        return f"{self.title} from {self.low:g} to {self.high:g}"

    def holds(self, value: float) -> bool:
        """Whether a value is on the scale."""
        return self.low <= value <= self.high

    def value(self, number: float) -> int | float:
        """The number as the file holds it."""
        return int(number) if self.whole or number == int(number) else number

    def stepped(self, value: float | None, by: int) -> float | None:
        """The value one step on; below the lowest there is none, and without one a step begins at the near end.

        Raises ValueError at the top of the scale.
        """
        if value is None:
            return self.low if by > 0 else self.high
        if value + by > self.high:
            raise ValueError(f"{self.high:g} is the highest {self.title}")
        return value + by if value + by >= self.low else None


@cache
def _stated_scales(model: type[Model]) -> tuple[Scale, ...]:
    found = []
    properties = model.model_json_schema().get("properties", {})
    for name, schema in properties.items():
        for part in schema.get("anyOf", (schema,)):
            low, high = part.get("minimum"), part.get("maximum")
            if part.get("type") in ("integer", "number") and low is not None and high is not None:
                if high - low <= _WIDEST and name in model.model_fields:
                    found.append(Scale(name, low, high, part["type"] == "integer"))
                break
    return tuple(found)


def scales_of(entry: Model) -> tuple[Scale, ...]:
    """The scales of an entry's ratings, in the order of its model. A trait brings its own ends."""
    if isinstance(entry, Trait):
        return (Scale("score", entry.low, entry.high, whole=False), *_stated_scales(type(entry)))
    return _stated_scales(type(entry))

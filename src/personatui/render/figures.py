"""How numbers are written for people: short, without false precision, and "no value" where there is none."""

from __future__ import annotations

import math
from typing import TypeGuard

from personatui.model.cleaning import clean_line

NO_VALUE = "no value"
_DECIMALS = 2
# Beyond this a float has no decimals left to show.
_LARGE = 1e15


def is_number(value: object) -> TypeGuard[float | int]:
    """Whether a value is a finite number: None, words, NaN and the infinities are not."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def figure(value: object, unit: str = "") -> str:
    """A value with its unit: at most two decimals, two digits for what would round to 0, else the word itself.

    A `share` from 0 to 1 is told as a percentage.
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return NO_VALUE
    if isinstance(value, bool):
        return "yes" if value else "no"
    if unit == "share" and isinstance(value, int | float):
        return percent(value)
    if value == 1 and len(unit) > 1 and unit.endswith("s"):
        unit = unit.removesuffix("s")
    text = _rounded(value) if isinstance(value, float) else clean_line(str(value))
    return f"{text} {clean_line(unit)}".rstrip() if is_number(value) else text


def cell(value: object) -> str:
    """A value in a table, where None is an empty cell."""
    return "" if value is None else figure(value)


def percent(share: float | None) -> str:
    """A share from 0 to 1 as a whole percentage; a share below 1 never rounds to 100 % nor one above 0 to 0 %."""
    if share is None or not math.isfinite(share):
        return NO_VALUE
    rounded = round(share * 100)
    if 0 < share < 1:
        rounded = min(max(rounded, 1), 99)
    return f"{rounded} %"


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 figure`, `2 figures`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _rounded(value: float) -> str:
    if abs(value) >= _LARGE:
        return f"{value:.6g}"
    text = f"{value:.{_DECIMALS}f}".rstrip("0").rstrip(".")
    if text in ("0", "-0"):
        return f"{value:.2g}" if value else "0"
    return text

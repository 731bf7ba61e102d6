"""Whether two values of TOML data say the same, where Python's `==` is too kind or too strict."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from typing import Any


def is_same(one: Any, other: Any) -> bool:
    """Whether two values are the same to a reader of the file.

    Types count (`1`, `1.0` and `true` differ), nan equals nan, and a CRLF inside a text is a newline.
    """
    if isinstance(one, dict):
        return isinstance(other, dict) and one.keys() == other.keys() and all(is_same(one[k], other[k]) for k in one)
    if isinstance(one, list | tuple):
        return (
            isinstance(other, list | tuple)
            and len(one) == len(other)
            and all(is_same(a, b) for a, b in zip(one, other, strict=True))
        )
    if isinstance(one, str):
        return isinstance(other, str) and (one == other or one.replace("\r\n", "\n") == other.replace("\r\n", "\n"))
    return _is_same_scalar(one, other)


def _is_same_scalar(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, float) and isinstance(other, float):
        if math.isnan(one) or math.isnan(other):
            return math.isnan(one) and math.isnan(other)
        return one == other and math.copysign(1, one) == math.copysign(1, other)
    if isinstance(one, datetime | time) and isinstance(other, datetime | time):
        # Equal moments of different time zones are different texts.
        return one.isoformat() == other.isoformat()
    if isinstance(one, date) and isinstance(other, date):
        return one == other
    return isinstance(one, int) and isinstance(other, int) and one == other

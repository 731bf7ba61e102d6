"""Analyses as data for other programs: stable names, exact numbers, and never NaN."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from typing import Any

from pydantic import BaseModel

from personatui.model.cleaning import UNSAFE
from personatui.model.reports import Fault, Report
from personatui.model.summary import Summary


def analysis_data(
    persona: str, reports: Iterable[Report], faults: Iterable[Fault], summary: Summary | None = None
) -> dict[str, Any]:
    """What `analyze --json` prints for the persona of that id; `summary` is null when not all tools were run."""
    from personatui.render.summary import summary_data

    return {
        "persona": persona,
        "reports": [plain_data(report.to_data()) for report in reports],
        "summary": None if summary is None else summary_data(summary),
        "faults": [fault.to_data() for fault in faults],
    }


def plain_data(value: Any) -> Any:
    """Data that JSON can hold: tuples as lists, NaN and the infinities as None, text for all else."""
    match value:
        case Enum():
            return plain_data(value.value)
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case Mapping():
            return {str(plain_data(key)): plain_data(entry) for key, entry in value.items()}
        case list() | tuple():
            return [plain_data(entry) for entry in value]
        case set() | frozenset():
            return sorted((plain_data(entry) for entry in value), key=str)
        case BaseModel():
            return plain_data(value.model_dump())
        case date():
            return value.isoformat()
        case _:
            return str(value)


def json_text(data: Any) -> str:
    """Data as readable JSON. Characters that a terminal could obey are written as escapes."""
    text = json.dumps(plain_data(data), ensure_ascii=False, allow_nan=False, indent=2)
    return UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)

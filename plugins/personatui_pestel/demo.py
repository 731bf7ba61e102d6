"""An example canvas: what changes around people who cook for a household after work."""

from __future__ import annotations

from typing import Any

# id, text, direction, impact, likelihood, horizon, weight, rating
_Told = tuple[str, str, str, int, int, str, float, int]
_FACTORS: dict[str, tuple[_Told, ...]] = {
    "political": (
        ("p2kd", "The city pays for school dinners from next autumn", "threat", 4, 3, "1-3y", 0.10, 2),
        ("p4vm", "Fewer roads for vans in the inner districts", "threat", 3, 4, "under-1y", 0.10, 3),
    ),
    "economic": (
        ("c2tb", "Food prices rise faster than wages", "threat", 5, 4, "under-1y", 0.20, 2),
        ("c5qz", "Employers pay for dinners on late shifts", "opportunity", 4, 4, "1-3y", 0.15, 3),
    ),
    "social": (
        ("s3fn", "Both parents work until five in more households", "opportunity", 4, 5, "1-3y", 0.15, 3),
        ("s6gp", "Children decide what is bought", "opportunity", 3, 4, "under-1y", 0.05, 4),
    ),
    "technological": (
        ("t3dd", "Phones suggest dishes from a photograph of the fridge", "threat", 3, 3, "1-3y", 0.05, 1),
        ("t5bk", "Routes are planned by the minute", "opportunity", 2, 5, "under-1y", 0.05, 4),
    ),
    "environmental": (
        ("n2wp", "People ask for less packaging", "threat", 3, 4, "1-3y", 0.05, 3),
    ),
    "legal": (
        ("l2cr", "Packaging must be taken back by whoever sells it", "threat", 4, 3, "3-5y", 0.10, 2),
    ),
}  # fmt: skip
_EXPERTS = {
    "c2tb": (3, (5, 4, 4)),
    "c5qz": (3, (3, 4, 4)),
    "s3fn": (2, (5, 4, 5)),
    "n2wp": (2, (4, 3, 4)),
    "l2cr": (3, (3, 2, 3)),
}
_PROBABLE = {"c2tb": 0.7, "c5qz": 0.4, "n2wp": 0.6, "l2cr": 0.3}
_DRIVEN = ("p2kd", "c2tb", "c5qz", "s3fn", "n2wp", "l2cr")
# What the row does to the columns, in the order of `_DRIVEN`; the factor itself is left out.
_DOES = {
    "p2kd": (1, 1, 0, 0, 0),
    "c2tb": (2, 2, 1, 1, 0),
    "c5qz": (1, 0, 1, 0, 0),
    "s3fn": (2, 0, 3, 1, 0),
    "n2wp": (0, 0, 0, 0, 3),
    "l2cr": (0, 1, 0, 0, 1),
}


def _factor(told: _Told) -> dict[str, Any]:
    item, text, direction, impact, likelihood, horizon, weight, rating = told
    entry: dict[str, Any] = {
        "id": item,
        "text": text,
        "direction": direction,
        "impact": impact,
        "likelihood": likelihood,
        "horizon": horizon,
        "weight": weight,
        "rating": rating,
    }
    if item in _EXPERTS:
        entry["influence"], entry["expert_probabilities"] = _EXPERTS[item][0], list(_EXPERTS[item][1])
    if item in _PROBABLE:
        entry["probability"] = _PROBABLE[item]
    return entry


DEMO: dict[str, Any] = {
    "schema": 1,
    "title": "What changes for people who cook after work",
    "layout": "columns",
    **{dimension: [_factor(told) for told in found] for dimension, found in _FACTORS.items()},
    "conditionals": [
        {"id": "k2kd", "event": "c5qz", "given": "c2tb", "probability": 0.5},
        {"id": "k4vm", "event": "l2cr", "given": "n2wp", "probability": 0.45},
        {"id": "k6tb", "event": "n2wp", "given": "c2tb", "probability": 0.5},
    ],
    "influences": [
        {"id": f"i-{row}-{column}", "row": row, "column": column, "value": value}
        for row in _DRIVEN
        for column, value in zip((one for one in _DRIVEN if one != row), _DOES[row], strict=True)
    ],
    "notes": [{"id": "x3kd", "heading": "How it was made", "text": "An afternoon with two newspapers."}],
}

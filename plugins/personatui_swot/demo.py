"""An example canvas of an invented firm that delivers dinners in a box to people who cook after work."""

from __future__ import annotations

from typing import Any

_FACTORS: dict[str, tuple[tuple[str, str, float, int], ...]] = {
    "strengths": (
        ("s2kd", "Recipes that children eat, tested in eleven families", 0.20, 4),
        ("s4vm", "Delivery in the hour that was promised", 0.20, 4),
        ("s7tb", "A box can be paused until the evening before", 0.15, 3),
    ),
    "weaknesses": (
        ("w3qz", "A box costs a third more than the shop", 0.20, 1),
        ("w5fn", "No kitchen of its own: every new recipe waits for the supplier", 0.10, 2),
        ("w8gp", "Hardly known outside two districts", 0.15, 2),
    ),
    "opportunities": (
        ("o2dd", "More employers pay for dinners on late shifts", 0.25, 3),
        ("o4bk", "Parents ask schools for ideas against leftovers", 0.10, 2),
        ("o6wp", "A large rival has left the region", 0.20, 4),
    ),
    "threats": (
        ("t3cr", "Supermarkets put recipe boxes beside the till", 0.20, 2),
        ("t5xz", "Food prices rise faster than wages", 0.15, 2),
        ("t9hm", "A stricter rule for packaging is announced", 0.10, 3),
    ),
}
# What matters to what: + where it is named, 0 elsewhere.
_MATTERS = {
    "s2kd": ("o4bk", "o6wp", "t3cr"),
    "s4vm": ("o2dd", "o6wp"),
    "s7tb": ("o2dd", "t5xz"),
    "w3qz": ("t3cr", "t5xz"),
    "w5fn": ("t3cr",),
    "w8gp": ("o2dd", "o6wp"),
}
_INTERNAL, _EXTERNAL = ("strengths", "weaknesses"), ("opportunities", "threats")
# Within each box: first against second, first against third, second against third.
_COMPARED: dict[str, tuple[float, float, float]] = {
    "strengths": (1, 2, 2),
    "weaknesses": (3, 2, 0.5),
    "opportunities": (4, 2, 0.5),
    "threats": (2, 3, 2),
}
_BETWEEN = (
    ("strengths", "weaknesses", 2),
    ("strengths", "opportunities", 1),
    ("strengths", "threats", 2),
    ("weaknesses", "opportunities", 0.5),
    ("weaknesses", "threats", 1),
    ("opportunities", "threats", 2),
)
# Scores of the first and the second strategy; what is not named is a dash for both.
_SCORED = {
    "s4vm": (4, 3),
    "s7tb": (3, 2),
    "w3qz": (3, 2),
    "w8gp": (3, 4),
    "o2dd": (4, 1),
    "o6wp": (2, 4),
    "t3cr": (2, 3),
    "t5xz": (3, 1),
}


def _ids(group: str) -> list[str]:
    return [item for item, *_ in _FACTORS[group]]


DEMO: dict[str, Any] = {
    "schema": 1,
    "title": "Dinners in a box, for parents who cook after work",
    "layout": "two-by-two",
    **{
        group: [{"id": item, "text": text, "weight": weight, "rating": rating} for item, text, weight, rating in found]
        for group, found in _FACTORS.items()
    },
    "strategies": [
        {
            "id": "y2kd",
            "text": "Offer employers a weekly plan that their people may pause",
            "kind": "SO",
            "uses": ["s4vm", "s7tb", "o2dd"],
        },
        {
            "id": "y4vm",
            "text": "Win the rival's customers street by street",
            "kind": "WO",
            "uses": ["w8gp", "o6wp"],
        },
        {
            "id": "y6tb",
            "text": "Print on the box which families tested the recipe",
            "kind": "ST",
            "uses": ["s2kd", "t3cr"],
        },
        {
            "id": "y8qz",
            "text": "A plain box of five dishes below the price of the supermarket's",
            "kind": "WT",
            "uses": ["w3qz", "w5fn", "t3cr", "t5xz"],
        },
    ],
    "interactions": [
        {"id": f"i-{row}-{column}", "internal": row, "external": column, "value": int(column in _MATTERS[row])}
        for group in _INTERNAL
        for row in _ids(group)
        for other in _EXTERNAL
        for column in _ids(other)
    ],
    "comparisons": [
        {"id": f"c-{row}-{column}", "row": row, "column": column, "value": value}
        for group, values in _COMPARED.items()
        for (row, column), value in zip(
            ((_ids(group)[0], _ids(group)[1]), (_ids(group)[0], _ids(group)[2]), (_ids(group)[1], _ids(group)[2])),
            values,
            strict=True,
        )
    ],
    "group_comparisons": [
        {"id": f"g-{row}-{column}", "row": row, "column": column, "value": value} for row, column, value in _BETWEEN
    ],
    "scores": [
        {"id": f"q-{strategy}-{factor}", "strategy": strategy, "factor": factor, "value": values[number]}
        for factor, values in _SCORED.items()
        for number, strategy in enumerate(("y2kd", "y4vm"))
    ],
    "space_factors": [
        {"id": "p2kd", "text": "Pays its suppliers from what it earns", "axis": "FS", "value": 4},
        {"id": "p3vm", "text": "Little money for a second kitchen", "axis": "FS", "value": 2},
        {"id": "p4tb", "text": "Prices of food change every week", "axis": "ES", "value": -4},
        {"id": "p5qz", "text": "Anybody may start with a van", "axis": "ES", "value": -3},
        {"id": "p6fn", "text": "Recipes that children eat", "axis": "CA", "value": -2},
        {"id": "p7gp", "text": "Known in two districts only", "axis": "CA", "value": -4},
        {"id": "p8dd", "text": "More people order dinners than last year", "axis": "IS", "value": 5},
        {"id": "p9bk", "text": "Margins hold", "axis": "IS", "value": 4},
    ],
    "notes": [{"id": "x3kd", "heading": "How it was made", "text": "Two hours with the kitchen and the van drivers."}],
}

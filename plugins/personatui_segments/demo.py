"""An example: the attractiveness index of a market, published by R. Best, and what a tea shop thinks of its guests."""

from __future__ import annotations

from typing import Any

_SEGMENT = "segment/guests"
_INDEX = {
    "Market forces": (0.3, (("Market size", 80, 0.4), ("Market growth", 60, 0.3), ("Buyer power", 40, 0.3))),
    "Competitive intensity": (0.4, (("Price rivalry", 40, 0.4), ("Ease of entry", 80, 0.3), ("Substitutes", 60, 0.3))),
    "Market access": (0.3, (("Familiarity", 80, 0.4), ("Channel", 100, 0.3), ("Sales force", 60, 0.3))),
}
_CRITERIA = ("homogeneous", "distinct", "large-enough", "matching-strengths", "identifiable", "reachable")


def _demo() -> dict[str, Any]:
    groups: list[dict[str, Any]] = []
    factors: list[dict[str, Any]] = [
        {"id": "fs2d", "text": "Guests a week", "axis": "attractiveness", "weight": 0.6},
        {"id": "fg3k", "text": "Comes back", "axis": "attractiveness", "weight": 0.4},
        {"id": "fk4p", "text": "Knows our kitchen", "axis": "strength", "weight": 1.0},
    ]
    scores: list[dict[str, Any]] = [
        {"id": "cs2d", "segment": _SEGMENT, "factor": "fs2d", "score": 4},
        {"id": "cg3k", "segment": _SEGMENT, "factor": "fg3k", "score": 3},
        {"id": "ck4p", "segment": _SEGMENT, "factor": "fk4p", "score": 4},
    ]
    for number, (title, (weight, members)) in enumerate(_INDEX.items()):
        groups.append({"id": f"g{number}", "text": title, "weight": weight})
        for place, (name, score, share) in enumerate(members):
            factor = f"f{number}{place}"
            factors.append(
                {
                    "id": factor,
                    "text": name,
                    "axis": "attractiveness",
                    "group": f"g{number}",
                    "weight": share,
                    "scale": "0-100",
                }
            )
            scores.append({"id": f"s{number}{place}", "segment": _SEGMENT, "factor": factor, "score": score})
    return {
        "schema": 1,
        "title": "The market",
        "market": "mass",
        "members": [{"id": "m2gb", "segment": _SEGMENT, "text": "Everybody gets the same menu", "differs": ["offer"]}],
        "variables": [{"id": "v2gb", "segment": _SEGMENT, "text": "Lives within a mile", "kind": "geographic"}],
        "verdicts": [
            {"id": f"d{index}", "segment": _SEGMENT, "criterion": name, "passed": True}
            for index, name in enumerate(_CRITERIA)
        ],
        "groups": groups,
        "factors": factors,
        "scores": scores,
    }


DEMO: dict[str, Any] = _demo()

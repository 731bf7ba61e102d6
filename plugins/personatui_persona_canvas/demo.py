"""An example canvas of an invented person who cooks for a household after work."""

from __future__ import annotations

from typing import Any

DEMO: dict[str, Any] = {
    "schema": 1,
    "title": "Dinner on a working day",
    "outline": [{"id": "b3kd", "text": "Works full time, cooks for four, comes home at six"}],
    "positive_trends": [
        {"id": "t2vm", "text": "Shops deliver until nine in the evening"},
        {"id": "t5gq", "text": "Two days a week at home instead of in the office"},
    ],
    "negative_trends": [{"id": "t8xb", "text": "Fresh food becomes dearer every season"}],
    "opportunities": [{"id": "r4nd", "text": "The older child is keen to help in the kitchen"}],
    "headaches": [
        {"id": "h3wp", "text": "Dinner is still undecided when everybody is hungry"},
        {"id": "h6fc", "text": "Something is always missing from the fridge"},
        {"id": "h9tz", "text": "Greens wilt before they are used"},
    ],
    "hopes": [
        {"id": "g2jr", "text": "Half an hour together at the table"},
        {"id": "g7mk", "text": "To be known as the one who cooks well"},
    ],
    "fears": [
        {"id": "f4hv", "text": "Nobody eats what is new"},
        {"id": "f8dx", "text": "The children grow up on pasta"},
    ],
    "needs": [
        {"id": "n3cb", "text": "One dish to start at once, with what is there", "answers": ["h3wp", "h6fc"]},
        {"id": "n5qt", "text": "New dishes that somebody has tried on children", "answers": ["f4hv", "f8dx"]},
        {"id": "n8zg", "text": "A meal that is ready at the hour that was promised", "answers": ["g2jr"]},
    ],
    "notes": [{"id": "x4rn", "heading": "Workshop", "text": "Filled from the outside in, the needs last."}],
}

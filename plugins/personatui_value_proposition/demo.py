"""An example canvas: an invented household that eats after work, and a box with three dinners."""

from __future__ import annotations

from typing import Any

DEMO: dict[str, Any] = {
    "schema": 1,
    "title": "Dinner on a working day",
    "offer": "A box with three dinners",
    "jobs": [
        {"id": "b2kc", "text": "Prepare an evening meal on a working day", "kind": "functional", "importance": 5},
        {"id": "b3md", "text": "Feel calm while cooking", "kind": "emotional", "importance": 3},
    ],
    "pains": [
        {"id": "p2nf", "text": "The shop at six costs half an hour", "kind": "functional", "severity": 5},
        {"id": "p3pg", "text": "Greens wilt before they are used", "kind": "functional", "severity": 4},
        {"id": "p4qh", "text": "Nobody else decides", "kind": "emotional", "severity": 3},
    ],
    "gains": [
        {"id": "g2rj", "text": "Everybody at the table by seven", "kind": "required", "relevance": 5},
        {"id": "g3sk", "text": "A dish that the children ask for again", "kind": "desired", "relevance": 3},
        {"id": "g4tl", "text": "Learns something about the region", "kind": "unexpected", "relevance": 1},
    ],
    "products": [
        {"id": "d2vm", "text": "Box at the door on Monday", "kind": "physical", "relevance": 5, "partly": ["b2kc"]},
        {"id": "d3wn", "text": "Cards with recipes", "kind": "physical", "relevance": 3},
    ],
    "relievers": [
        {
            "id": "r2xp",
            "text": "Everything for three dinners at the door",
            "relevance": 5,
            "products": ["d2vm"],
            "fully": ["p2nf"],
        },
        {"id": "r3zq", "text": "Weighed for four", "relevance": 4, "products": ["d2vm"], "partly": ["p3pg"]},
        {"id": "r4br", "text": "Votes for next week", "relevance": 2, "partly": ["p4qh"]},
    ],
    "creators": [
        {
            "id": "c2cs",
            "text": "Done in thirty minutes",
            "relevance": 5,
            "products": ["d3wn"],
            "fully": ["g2rj"],
            "partly": ["b3md"],
        },
        {"id": "c3dt", "text": "Two dishes a week for children", "relevance": 3, "partly": ["g3sk"]},
        {"id": "c4fv", "text": "A card on who grew it", "relevance": 1, "without_effect": ["g4tl"]},
    ],
    "evidence": [
        {"id": "v2gw", "text": "Nine of ten households name the shop at six", "stage": "problem-solution"},
    ],
    "notes": [{"id": "x3kd", "heading": "Left out", "text": "Lunches: nobody named them."}],
}

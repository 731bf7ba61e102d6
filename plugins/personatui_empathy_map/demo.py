"""An example map of an invented person who cooks for a household after work."""

from __future__ import annotations

from typing import Any

DEMO: dict[str, Any] = {
    "schema": 1,
    "title": "Dinner on a working day",
    "layout": "gray2017",
    "who": [
        {"id": "w3hk", "text": "Works full time and cooks for a household of four", "seen": "heard"},
        {"id": "w7dp", "text": "Comes home at six with dinner still undecided", "seen": "observed"},
    ],
    "need_to_do": [
        {"id": "n2vb", "text": "Decide on a dinner before leaving work", "seen": "imagined"},
        {"id": "n8xt", "text": "Have everybody at the table by seven", "seen": "heard"},
    ],
    "sees": [
        {"id": "s4mj", "text": "Delivery riders at the neighbours' door every evening", "seen": "heard"},
        {"id": "s9rq", "text": "Recipe videos that look finished in a minute", "seen": "observed"},
    ],
    "says": [
        {"id": "q2fw", "text": "“I always plan the week on Sunday”", "seen": "heard", "tags": ["planning"]},
        {"id": "q6zn", "text": "“Cooking is how I calm down”", "seen": "heard"},
        {"id": "q5td", "text": "“I never serve the same dishes twice a week”", "seen": "heard"},
        {"id": "q8cc", "text": "“Never again a fridge full of wilted greens”", "seen": "heard"},
    ],
    "does": [
        {
            "id": "d3gt",
            "text": "Stops at the shop on the way home, never with a plan for the week",
            "seen": "observed",
        },
        {"id": "d5kx", "text": "Always cooks the same five dishes in turn", "seen": "observed"},
        {"id": "d7pm", "text": "Throws out greens at the weekend", "seen": "imagined", "note": "To be observed"},
    ],
    "hears": [
        {"id": "h2bz", "text": "A colleague praises her meal box", "seen": "heard"},
        {"id": "h6wd", "text": "“Pasta again?” from the children", "seen": "observed"},
    ],
    "think_feel": [
        {
            "id": "t4nr",
            "text": "Feels hurried from the moment the door opens",
            "seen": "heard",
            "reason": "Three of four are hungry already",
        },
        {"id": "t8jv", "text": "Wonders whether this still counts as a proper meal", "seen": "imagined"},
    ],
    "pains": [
        {"id": "p3xc", "text": "Afraid that nobody will eat something new", "seen": "heard"},
        {"id": "p9hg", "text": "Annoyed about the food that is thrown away", "seen": "heard"},
    ],
    "gains": [
        {"id": "g2tm", "text": "Half an hour at the table without a telephone", "seen": "heard"},
        {"id": "g5qk", "text": "To be known as the one who cooks well", "seen": "imagined"},
    ],
    "contradictions": [
        {
            "id": "c4vn",
            "first": "q2fw",
            "second": "d3gt",
            "severity": 4,
            "note": "Says there is a plan for the week, shops without one",
        },
        {"id": "c7rd", "first": "q6zn", "second": "t4nr", "severity": 3, "note": "Calm at the stove, or hurried?"},
    ],
    "notes": [{"id": "x2pw", "heading": "Workshop", "text": "Filled from the outside in, the head last."}],
}

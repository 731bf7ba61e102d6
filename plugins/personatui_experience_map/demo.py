"""An example map of an invented person who cooks for a household after work, as it is and as it should be."""

from __future__ import annotations

from typing import Any

DEMO: dict[str, Any] = {
    "schema": 1,
    "title": "Dinner on a working day",
    "kind": "experience-map",
    "scenario": "From the first thought of dinner at work to the last plate",
    "expectations": "Everybody at the table by seven, without a quarrel",
    "scale": 2,
    "stages": [
        {"id": "s2bd", "text": "Decide"},
        {"id": "s3cf", "text": "Shop", "duration": "30 minutes"},
        {"id": "s4dg", "text": "Cook", "duration": "40 minutes"},
        {"id": "s5fh", "text": "Eat", "moment": "smot"},
        {"id": "s6gj", "text": "Clear away"},
    ],
    "views": [
        {"id": "v3pm", "title": "With a plan", "state": "to-be"},
    ],
    "doing": [
        {"id": "d2kt", "text": "Thinks of dinner on the way home", "stage": "s2bd"},
        {"id": "d3lv", "text": "Walks through the shop without a list", "stage": "s3cf"},
        {"id": "d4mw", "text": "Cooks one of five dishes", "stage": "s4dg"},
        {"id": "d5nx", "text": "Sits down last", "stage": "s5fh"},
        {"id": "d6pz", "text": "Stores what is left", "stage": "s6gj"},
    ],
    "thinking": [
        {"id": "t2fb", "text": "What did we have yesterday?", "stage": "s2bd"},
        {"id": "t3gc", "text": "Will they eat it?", "stage": "s4dg"},
    ],
    "feelings": [
        {"id": "f2qb", "text": "One more thing to decide", "stage": "s2bd", "emotion": -1},
        {"id": "f3rc", "text": "Hurried, and in everybody's way", "stage": "s3cf", "emotion": -2},
        {"id": "f4sd", "text": "Calm once the onions are in", "stage": "s4dg", "emotion": 1},
        {"id": "f5tf", "text": "Glad that all sit down", "stage": "s5fh", "emotion": 2},
        {"id": "f6vg", "text": "Left alone with the pans", "stage": "s6gj", "emotion": 0},
        {"id": "g2wh", "stage": "s2bd", "view": "v3pm", "emotion": 1},
        {"id": "g3xj", "stage": "s3cf", "view": "v3pm", "emotion": 0},
        {"id": "g4zk", "stage": "s4dg", "view": "v3pm", "emotion": 1},
        {"id": "g5bl", "stage": "s5fh", "view": "v3pm", "emotion": 2},
        {"id": "g6cm", "stage": "s6gj", "view": "v3pm", "emotion": 1},
    ],
    "touchpoints": [
        {"id": "p2dn", "text": "The shop's app with last week's basket", "stage": "s2bd", "channel": "Phone"},
        {"id": "p3fp", "text": "The till", "stage": "s3cf", "channel": "Shop"},
        {"id": "p4gq", "text": "The recipe on the box", "stage": "s4dg", "channel": "Package"},
    ],
    "channels": [
        {"id": "c2hr", "text": "Phone", "stage": "s2bd"},
        {"id": "c3js", "text": "Shop", "stage": "s3cf"},
    ],
    "pains": [
        {"id": "n2kb", "text": "Nobody else decides", "stage": "s2bd", "severity": 3},
        {"id": "n3lc", "text": "Queue at six", "stage": "s3cf", "severity": 4},
        {"id": "n4md", "text": "An ingredient is missing at home", "stage": "s3cf", "severity": 4},
    ],
    "opportunities": [
        {
            "id": "o2nf",
            "text": "Let the children choose from three dishes by noon",
            "stage": "s2bd",
            "owner": "The parent at home",
            "metric": "Evenings decided before five",
        },
        {
            "id": "o3pg",
            "text": "Have the staples in the house on Monday",
            "stage": "s3cf",
            "owner": "Whoever orders the weekly shopping",
            "metric": "Visits to the shop per week",
        },
    ],
    "measures": [
        {
            "id": "m2qh",
            "text": "How satisfied were you at the till?",
            "touchpoint": "p3fp",
            "kind": "csat",
            "respondents": 250,
            "top": 150,
            "date": "2024-05-02",
        },
        {
            "id": "m3rj",
            "text": "Would you recommend the shop?",
            "touchpoint": "p3fp",
            "kind": "nps",
            "respondents": 100,
            "top": 70,
            "bottom": 20,
            "date": "2024-05-02",
        },
        {
            "id": "m4sk",
            "text": "The app made it easy to order",
            "touchpoint": "p2dn",
            "kind": "ces",
            "version": "2.0",
            "respondents": 64,
            "mean": 4.5,
            "date": "2024-05-02",
        },
    ],
    "notes": [
        {"id": "x3kd", "heading": "How it was made", "text": "Two evenings of watching, then a talk at the table."}
    ],
}

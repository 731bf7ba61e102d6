"""An example of what a team adds to its personas as a set."""

from __future__ import annotations

from typing import Any

_MAYA = "persona/maya-okafor"

DEMO: dict[str, Any] = {
    "schema": 1,
    "title": "The set",
    "population": 1000,
    "motives": [{"id": "m3vd", "persona": _MAYA, "pole": "task", "text": "Technology is there to get it arranged"}],
    "shares": [
        {"id": "s2dd", "persona": _MAYA, "text": "Rents the home", "share": 0.5},
        {"id": "s3bk", "persona": _MAYA, "text": "Has children below ten", "share": 0.4},
        {"id": "s4wp", "persona": _MAYA, "text": "Has never kept an animal", "share": 0.3},
        {"id": "s5cr", "persona": _MAYA, "text": "Books on the phone", "share": 0.6},
    ],
    "conjunctions": [
        {"id": "c2kd", "persona": _MAYA, "text": "All four, asked in one survey", "matching": 12, "respondents": 240}
    ],
    "responses": [
        {
            "id": "r2gb",
            "persona": _MAYA,
            "respondent": "A",
            "answers": {"clarity-1": 6, "clarity-2": 6, "credibility-1": 5, "credibility-2": 6},
        },
        {
            "id": "r3vd",
            "persona": _MAYA,
            "respondent": "B",
            "answers": {"clarity-1": 4, "clarity-2": 5, "credibility-1": 3, "credibility-2": 3},
        },
        {
            "id": "r4rk",
            "persona": _MAYA,
            "respondent": "C",
            "answers": {"clarity-1": 7, "clarity-2": 6, "credibility-1": 6},
        },
    ],
}

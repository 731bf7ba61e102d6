"""An example survey: ten people on four features of a rental for owls and their like."""

from __future__ import annotations

from typing import Any

_FEATURES = (
    (
        "night",
        "Somebody answers at night",
        "If somebody who knows the animal answers at night, how do you feel?",
        "If nobody answers at night, how do you feel?",
    ),
    (
        "cage",
        "The enclosure comes with it",
        "If the enclosure comes with the animal, how do you feel?",
        "If you have to find an enclosure yourself, how do you feel?",
    ),
    (
        "card",
        "A name card for the guests",
        "If a card with the animal's name comes with it, how do you feel?",
        "If no card comes with it, how do you feel?",
    ),
    (
        "visit",
        "A keeper looks in every morning",
        "If a keeper looks in every morning, how do you feel?",
        "If nobody looks in, how do you feel?",
    ),
)
# A line a respondent; for each feature both answers and the importance, a dot where nothing was said.
_SAID = (
    ("r01", "158", "257", "133", "515"),
    ("r02", "159", "258", "132", "144"),
    ("r03", "257", "259", "131", "514"),
    ("r04", "158", "358", "233", "333"),
    ("r05", "149", "256", "132", "426"),
    ("r06", "157", "157", "222", "513"),
    ("r07", "159", "25.", "134", "145"),
    ("r08", "258", "255", "331", "5.4"),
    ("r09", "156", "459", "113", "332"),
    ("r10", "158", "258", "132", "145"),
)


def _answers() -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = []
    for name, *said in _SAID:
        for (feature, *_), values in zip(_FEATURES, said, strict=True):
            answer: dict[str, Any] = {"id": f"{name}-{feature}", "name": name, "feature": feature}
            for field, digit in zip(("functional", "dysfunctional", "importance"), values, strict=True):
                if digit != ".":
                    answer[field] = int(digit)
            answers.append(answer)
    return answers


DEMO: dict[str, Any] = {
    "schema": 1,
    "title": "What makes a weekend with an animal",
    "features": [
        {"id": key, "text": text, "functional": there, "dysfunctional": missing, "sources": ["survey-weekend"]}
        for key, text, there, missing in _FEATURES
    ],
    "answers": _answers(),
}

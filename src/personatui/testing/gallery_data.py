"""The records that the gallery shows: one canvas with the lists of every widget, and what stands in them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from personatui.api import Array, Canvas, Claim, Item, Rating

Emotion = Annotated[int, Field(ge=-2, le=2)]
Place = Annotated[float, Field(ge=0, le=10)]


class RatedClaim(Claim):
    """A statement with two ratings."""

    importance: Rating | None = None
    satisfaction: Rating | None = None


class JourneyStage(Item):
    """A stage of a journey, and how two personas feel in it."""

    title: str = ""
    feeling: Emotion | None = None
    other_feeling: Emotion | None = None

    @property
    def label(self) -> str:
        return self.title


class JourneyEntry(Claim):
    """What happens in a stage."""

    stage: str = ""


class Criterion(Claim):
    """Something to compare with its like."""


class Comparison(Item):
    """How much one criterion matters against another."""

    row: str = ""
    column: str = ""
    value: float | None = None


class Answer(Claim):
    """Part of an offer, and what it answers: ids, each with `:partial` behind it where it does so in part."""

    targets: Array[str] = ()


class Block(Claim):
    """A note of a business model, and the segments that it is for."""

    segments: Array[str] = ()


class PlacedClaim(Claim):
    """A statement placed by effort and effect, from 0 to 10."""

    effort: Place | None = None
    effect: Place | None = None


class GalleryCanvas(Canvas):
    """Everything that the gallery shows."""

    says: Array[Claim] = ()
    thinks: Array[Claim] = ()
    does: Array[Claim] = ()
    feels: Array[Claim] = ()
    outcomes: Array[RatedClaim] = ()
    stages: Array[JourneyStage] = ()
    doing: Array[JourneyEntry] = ()
    pains: Array[JourneyEntry] = ()
    criteria: Array[Criterion] = ()
    comparisons: Array[Comparison] = ()
    products: Array[Answer] = ()
    relievers: Array[Answer] = ()
    creators: Array[Answer] = ()
    gains: Array[Claim] = ()
    troubles: Array[Claim] = ()
    jobs: Array[Claim] = ()
    partners: Array[Block] = ()
    activities: Array[Block] = ()
    resources: Array[Block] = ()
    propositions: Array[Block] = ()
    relationships: Array[Block] = ()
    channels: Array[Block] = ()
    segments: Array[Block] = ()
    costs: Array[Block] = ()
    revenues: Array[Block] = ()
    ideas: Array[PlacedClaim] = ()


def _claims(prefix: str, *texts: str, **fields: Any) -> list[dict[str, Any]]:
    """Entries with ids `prefix1`, `prefix2` …; every other one rests on a source."""
    return [
        {
            "id": f"{prefix}{number}",
            "text": text,
            **({"sources": ["interview-maya"]} if number % 2 else {}),
            **{name: values[number - 1] for name, values in fields.items() if values[number - 1] is not None},
        }
        for number, text in enumerate(texts, start=1)
    ]


DEMO: dict[str, Any] = {
    "says": _claims("sa", "“Is somebody there at night?”", "“I only want it for the weekend.”"),
    "thinks": _claims("th", "They will judge me if it stops eating"),
    "does": _claims("do", "Phones three times before she books", "Reads every review", "Asks the vet next door"),
    "outcomes": _claims(
        "ou",
        "Minimize the time until somebody answers at night",
        "Minimize the likelihood that the animal arrives stressed",
        "Increase the share of neighbours who are told beforehand",
        "Minimize the effort of bringing the terrarium up the stairs",
        importance=(5, 4, 2, 3),
        satisfaction=(2, 3, None, 4),
    ),
    "stages": [
        {"id": "s1", "title": "Discover", "feeling": 1, "other_feeling": 0},
        {"id": "s2", "title": "Choose an animal", "feeling": 2, "other_feeling": -1},
        {"id": "s3", "title": "Book"},
        {"id": "s4", "title": "Receive it", "feeling": -1, "other_feeling": 1},
        {"id": "s5", "title": "Live together", "feeling": -2, "other_feeling": 2},
        {"id": "s6", "title": "Give it back", "feeling": 1, "other_feeling": 1},
    ],
    "doing": _claims(
        "dg",
        "Sees a friend's gecko",
        "Compares two animals with the size of the flat",
        "Asks whether the landlord must know",
        "Pays a deposit",
        "Carries the box up four floors",
        "Phones at two in the morning",
        stage=("s1", "s2", "s2", "s3", "s4", "s5"),
    ),
    "pains": _claims("pa", "Nobody answers when it stops eating", "The box is heavy", stage=("s5", "s4")),
    "criteria": _claims("cr", "Price", "Care at night", "Choice of animals", "Distance"),
    "comparisons": [
        {"id": "c1", "row": "cr1", "column": "cr2", "value": 0.2},
        {"id": "c2", "row": "cr2", "column": "cr3", "value": 5.0},
        {"id": "c3", "row": "cr1", "column": "cr4", "value": 3.0},
    ],
    "products": _claims("pr", "Weekend box with everything in it", "Night line"),
    "relievers": _claims(
        "re",
        "A keeper answers within five minutes, day and night",
        "The box has wheels",
        targets=(["tr1", "tr2:partial"], None),
    ),
    "creators": _claims("ce", "A photo diary of the weekend", targets=(["ga1"],)),
    "gains": _claims("ga", "The children still talk about it on Monday", "Learns something about the animal"),
    "troubles": _claims("tr", "Nobody answers when the animal stops eating", "Fears the animal suffers", "Stairs"),
    "jobs": _claims("jo", "Surprise the children without owning an animal"),
    "partners": _claims("kp", "Breeders", "Vets on call", segments=(["renters", "planners"], ["renters"])),
    "activities": _claims("ka", "Care", "Transport"),
    "resources": _claims("kr", "Forty animals", "Keepers"),
    "propositions": _claims(
        "vp", "An animal for a weekend", "A guest nobody forgets", segments=(["renters"], ["planners"])
    ),
    "relationships": _claims("cu", "Night line", segments=(["renters"],)),
    "channels": _claims("ch", "Web", "Agencies", segments=(["renters"], ["planners"])),
    "segments": _claims("se", "Urban renters", "Event planners", segments=(["renters"], ["planners"])),
    "costs": _claims("co", "Keepers", "Insurance"),
    "revenues": _claims("rv", "Weekend fee", "Event fee", segments=(["renters"], ["planners"])),
    "ideas": _claims(
        "id",
        "Night line",
        "Box with wheels",
        "Photo diary",
        "Own breeding",
        "Loyalty card",
        "Delivery by drone",
        effort=(3, 2, 2, 9, 2, None),
        effect=(9, 6, 6, 3, 1, None),
    ),
}
SOURCES: dict[str, Any] = {"interview-maya": {"title": "Interview with Maya", "kind": "interview", "participants": 1}}

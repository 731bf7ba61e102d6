"""Every persona that others wrote comes in whole, and into the right fields."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest

from importing.desk import Desk, rows_about, words_of
from personatui.model.ids import Reference
from support import SHARED, needs_shared

pytestmark = needs_shared

PERSONAS = SHARED / "data" / "personas"
EGERIA = PERSONAS / "egeria-coco"
_TAG = re.compile(r"<(?!!--|https?:)/?[a-zA-Z][^<>]*>")


def _imported(*paths: Path, form: Literal["markdown", "yaml"] = "markdown") -> Desk:
    desk = Desk()
    desk.run(*paths, form=form)
    return desk


@pytest.mark.parametrize(
    ("name", "form", "personas", "documents"),
    [
        ("egeria-coco", "markdown", 26, 1),
        ("govuk-accessibility", "markdown", 7, 0),
        ("rstudio-learner", "markdown", 9, 2),
        ("finops", "yaml", 8, 0),
        ("finops", "markdown", 0, 1),
    ],
)
def test_every_persona_is_found_and_no_word_is_lost(
    name: str, form: Literal["markdown", "yaml"], personas: int, documents: int
) -> None:
    desk = Desk()

    report = desk.run(PERSONAS / name, form=form)

    assert len(desk.ids) == personas
    assert sum(reference.kind == "source" for reference in desk.records) == documents
    assert not report.skipped
    assert not any(count.added_verbatim for count in report.files)
    stored = desk.words()
    headings = set(words_of(" ".join(row.heading for row in report.rows)))
    wrappers = {"item", "md", "div", "class", "profile", "style", "float", "left"}
    endings = ("*.md",) if form == "markdown" else ("*.yml",)
    for path in (path for ending in endings for path in (PERSONAS / name).glob(ending)):
        for line in path.read_text(encoding="utf-8").split("\n"):
            plain = re.sub(r"^\d+\.\s", "", line)
            if name != "finops":
                plain = _TAG.sub(" ", plain)
            lost = set(words_of(plain)) - set(stored) - headings - wrappers
            assert not lost, (path.name, line)


def test_each_line_of_a_persona_goes_where_it_belongs() -> None:
    desk = _imported(EGERIA)
    erin = desk.persona("erin-overview")

    assert erin["name"] == "Erin Overview"
    assert erin["demographics"] == {"age": 42, "occupation": "Information Architect"}
    assert erin["picture"] == "erin-overview.png"
    assert len(erin["background"]) == 4
    assert [pain["text"] for pain in erin["pains"]][1] == "Constant demand for data extracts from the business teams."
    assert {goal["kind"] for goal in erin["goals"]} == {"end"}
    assert len(erin["goals"]) == 4
    assert erin["custom"]["Skills"].startswith("solution and information architecture")
    assert {"title": "Jules Keeper", "target": "persona/jules-keeper"}.items() <= erin["links"][1].items()
    assert erin["segment"] == "it-operations-team"

    canvas = desk.canvas("erin-overview")
    assert canvas["layout"] == "classic"
    assert [len(canvas[box]) for box in ("think_feel", "hears", "says_does", "sees")] == [3, 1, 2, 1]


def test_the_groups_of_an_index_become_segments() -> None:
    desk = _imported(EGERIA)
    segment = desk.records[Reference("segment", "corporate-governance")]

    assert segment["name"] == "Corporate governance"
    assert segment["summary"].startswith("This group of personas are the executives")
    assert len([reference for reference in desk.records if reference.kind == "segment"]) == 8
    assert {desk.persona(one)["segment"] for one in ("jules-keeper", "faith-broker", "ivor-padlock")} == {
        "corporate-governance"
    }
    assert all("segment" in desk.persona(persona_id) for persona_id in desk.ids)


def test_labels_without_a_colon_and_on_one_line_are_labels_too() -> None:
    desk = _imported(EGERIA / "tessa-tube.md", EGERIA / "stew-faster.md", EGERIA / "gary-geeke.md")

    assert desk.canvas("tessa-tube")["says_does"][0]["text"].startswith("Tessa spends a lot of time")
    assert desk.canvas("gary-geeke")["sees"][0]["text"] == "A growing reliance on the IT teams."
    assert desk.canvas("stew-faster")["hears"][0]["text"].startswith("Stew hears about")
    assert desk.texts("stew-faster", "goals")[0].endswith("in a more challenging environment.")


def test_front_matter_and_paragraphs_before_any_heading() -> None:
    desk = _imported(PERSONAS / "rstudio-learner")
    anya = desk.persona("anya-academic")

    assert anya["name"] == "Anya Academic"
    assert anya["picture"] == "anya-academic.png"
    assert len(anya["background"]) == 4
    assert anya["background"][3]["text"].startswith("Anya is juggling")
    assert [link["target"] for link in anya["links"]] == [
        "persona/celine-certified",
        "persona/katrin-keener",
        "persona/nang-newbie",
    ]
    assert anya["links"][0]["title"] == "Celine Certified: also teaches"
    manager = desk.persona("mshelle-manager")
    assert [link["target"] for link in manager["links"]][1:] == ["persona/katrin-keener", "persona/larry-legacy"]


def test_what_has_no_field_is_kept_as_notes() -> None:
    desk = _imported(PERSONAS / "govuk-accessibility")
    ashleigh = desk.persona("ashleigh")

    assert ashleigh["summary"] == "Ashleigh, severely sight impaired screenreader user"
    assert ashleigh["picture"] == "../images/persona-avatars/ashleigh.png"
    assert [note["heading"] for note in ashleigh["notes"]] == ["Tips", "Training tasks"]
    assert "  * Narrator, NVDA, etc: 'Down/Up Arrow'" in ashleigh["notes"][0]["text"]
    assert ashleigh["custom"] == {"parent": "/index.html"}


def test_a_list_of_personas_in_yaml() -> None:
    desk = Desk()
    report = desk.run(PERSONAS / "finops" / "personas.yml", form="yaml")
    practitioner = desk.persona("finops")

    assert practitioner["name"] == "FinOps Practitioner"
    assert len(practitioner["goals"]) == 6
    assert practitioner["goals"][0] == {"id": practitioner["goals"][0]["id"], "kind": "end"} | practitioner["goals"][0]
    assert len(practitioner["pains"]) == 4
    assert [note["heading"] for note in practitioner["notes"]] == ["key-metrics", "finops-benefits"]
    assert {row.how for row in rows_about(report, "img")} == {"empty"}
    assert desk.persona("cto")["name"] == "CTO / CIO"


def test_importing_the_same_again_changes_nothing() -> None:
    desk = _imported(EGERIA)

    plan = desk.plan(EGERIA)

    assert plan.change is None
    assert len(plan.report.unchanged) == len([ref for ref in desk.records if ref.kind != "import"])


def test_one_file_of_a_folder_can_be_imported_again() -> None:
    desk = _imported(EGERIA)

    assert desk.plan(EGERIA / "README.md").change is None
    single = desk.plan(EGERIA / "sally-counter.md")

    # Alone, its links to the others still lead to them: they are in the project.
    assert single.change is None

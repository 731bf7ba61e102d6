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


def _said(path: Path) -> str:
    """The words of a file on one line, to look texts up in."""
    return " ".join(path.read_text(encoding="utf-8").replace("*", " ").split())


def _between(path: Path, start: str, end: str) -> str:
    """What a file says between two of its labels."""
    return _said(path).partition(start)[2].partition(end)[0]


def test_each_line_of_a_persona_goes_where_it_belongs() -> None:
    desk = _imported(EGERIA)
    path = EGERIA / "erin-overview.md"
    erin = desk.persona("erin-overview")
    canvas = desk.canvas("erin-overview")

    assert erin["name"] == "Erin Overview"
    assert erin["demographics"] == {"age": 42, "occupation": "Information Architect"}
    assert erin["picture"] == "erin-overview.png"
    assert {"title": "Jules Keeper", "target": "persona/jules-keeper"}.items() <= erin["links"][1].items()
    assert erin["segment"] == "it-operations-team"
    assert {"Skills", "Scope", "License"} == set(erin["custom"])
    assert {goal["kind"] for goal in erin["goals"]} == {"end"}
    assert len(erin["background"]) == 4
    assert canvas["layout"] == "classic"
    for items, start, end, count in (
        (canvas["think_feel"], "Thinks/Feels:", "Hears:", 3),
        (canvas["hears"], "Hears:", "Says/Does:", 1),
        (canvas["says_does"], "Says/Does:", "Sees:", 2),
        (canvas["sees"], "Sees:", "Top challenges:", 1),
        (erin["pains"], "Top challenges:", "Desired Outcome:", 4),
        (erin["goals"], "Desired Outcome:", "----", 4),
    ):
        assert len(items) == count
        assert all(item["text"] in _between(path, start, end) for item in items)


def test_the_groups_of_an_index_become_segments() -> None:
    desk = _imported(EGERIA)
    segment = desk.records[Reference("segment", "corporate-governance")]

    assert segment["name"] == "Corporate governance"
    assert segment["summary"] in _between(EGERIA / "README.md", "## Corporate governance", "[")
    assert len([reference for reference in desk.records if reference.kind == "segment"]) == 8
    assert {desk.persona(one)["segment"] for one in ("jules-keeper", "faith-broker", "ivor-padlock")} == {
        "corporate-governance"
    }
    assert all("segment" in desk.persona(persona_id) for persona_id in desk.ids)


def test_labels_without_a_colon_and_on_one_line_are_labels_too() -> None:
    desk = _imported(EGERIA / "tessa-tube.md", EGERIA / "stew-faster.md", EGERIA / "gary-geeke.md")

    for name, box, start, end in (
        ("tessa-tube", "says_does", "Says/Does", "Sees:"),
        ("gary-geeke", "sees", "Sees", "Top challenges:"),
        ("stew-faster", "hears", "Hears:", "Says/Does:"),
    ):
        items = desk.canvas(name)[box]
        assert items
        assert all(item["text"] in _between(EGERIA / f"{name}.md", start, end) for item in items)


def test_front_matter_and_paragraphs_before_any_heading() -> None:
    desk = _imported(PERSONAS / "rstudio-learner")
    anya = desk.persona("anya-academic")

    assert anya["name"] == "Anya Academic"
    assert anya["picture"] == "anya-academic.png"
    assert len(anya["background"]) == 4
    before = _said(PERSONAS / "rstudio-learner" / "anya-academic.md").partition("## Needs")[0]
    assert all(item["text"] in before for item in anya["background"])
    assert [link["target"] for link in anya["links"]] == [
        "persona/celine-certified",
        "persona/katrin-keener",
        "persona/nang-newbie",
    ]
    assert anya["links"][0]["title"].startswith("Celine Certified: ")
    manager = desk.persona("mshelle-manager")
    assert [link["target"] for link in manager["links"]][1:] == ["persona/katrin-keener", "persona/larry-legacy"]


def test_what_has_no_field_is_kept_as_notes() -> None:
    desk = _imported(PERSONAS / "govuk-accessibility")
    path = PERSONAS / "govuk-accessibility" / "ashleigh.md"
    ashleigh = desk.persona("ashleigh")

    assert ashleigh["name"] == "Ashleigh"
    assert f"title: {ashleigh['summary']}\n" in path.read_text(encoding="utf-8")
    assert ashleigh["picture"] == "../images/persona-avatars/ashleigh.png"
    assert [note["heading"] for note in ashleigh["notes"]] == ["Tips", "Training tasks"]
    assert all(note["text"] in path.read_text(encoding="utf-8") for note in ashleigh["notes"])
    assert ashleigh["custom"] == {"parent": "/index.html"}


def test_a_list_of_personas_in_yaml() -> None:
    desk = Desk()
    report = desk.run(PERSONAS / "finops" / "personas.yml", form="yaml")
    practitioner = desk.persona("finops")

    assert practitioner["name"] == "FinOps Practitioner"
    assert len(practitioner["goals"]) == 6
    assert {goal["kind"] for goal in practitioner["goals"]} == {"end"}
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

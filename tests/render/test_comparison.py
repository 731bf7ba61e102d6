"""Personas side by side as text, Markdown and data."""

from __future__ import annotations

import json

import pytest
from rich.cells import cell_len

from personatui.model.claims import Claim, Quote
from personatui.model.comparing import Comparison, compare_personas
from personatui.model.persona import Persona
from personatui.model.project import Project
from personatui.render.comparison import (
    comparison_data,
    comparison_markdown,
    comparison_text,
    lines_of,
    mark_legend,
    tally_words,
)
from personatui.render.data import json_text
from render.records import HOSTILE, HOSTILE_PERSONA, MAYA, PROJECT, WIDE

OTHER = Persona(
    name="Tom Brandt",
    kind="b2c",
    role="secondary",
    segment="urban-renters",
    needs=(Claim(text="an answer at night."), Claim(text="A longer hire"), Claim(text=WIDE * 20)),
    quotes=(Quote(text="Mine"),),
    traits=(MAYA.traits[0].model_copy(update={"score": 4.0}),),
)


def _compared(*personas: Persona) -> Comparison:
    named = {f"p{number}": persona for number, persona in enumerate(personas)}
    project = Project(personas=named, segments=PROJECT.segments, sources=PROJECT.sources)
    return compare_personas(project, list(named))


def test_columns_with_signs() -> None:
    told = comparison_text(_compared(MAYA, OTHER))
    lines = told.splitlines()
    assert lines[0].split("  ")[0] == ""
    assert "Maya Okafor" in lines[0]
    assert "Tom Brandt" in lines[0]
    column = lines[0].index("Tom Brandt")
    role = next(line for line in lines if line.startswith("≠ Role"))
    assert role[column:] == "secondary"
    assert any(line.startswith("= Segment") for line in lines)
    assert any(line.startswith("+ People studied") and line[column:] == "–" for line in lines)
    shared = next(line for line in lines if line.startswith("= in both"))
    assert "○ An answer at night" in shared
    assert shared[column:] == "○ an answer at night."
    patience = next(line for line in lines if line.startswith("≠ differs"))
    assert "Patience" in patience
    assert "2 of 1 to 5" in told
    assert "4 of 1 to 5" in told
    assert lines[-1].startswith("= the same in all")
    assert "○ assumption" in lines[-1]


@pytest.mark.parametrize("width", [20, 40, 60, 80, 100, 120])
def test_every_width_holds_everything(width: int) -> None:
    compared = _compared(MAYA, OTHER, Persona(), HOSTILE_PERSONA)
    told = comparison_text(compared, width=width)
    assert max(map(cell_len, told.splitlines())) <= width
    flat = "".join(told.split())
    for text in ("Nobodyanswers", "secondary") if width >= 60 else ("Nobody", "secondary"):
        assert text in flat


def test_plain_signs() -> None:
    told = comparison_text(_compared(MAYA, OTHER.model_copy(update={"needs": OTHER.needs[:2]})), ascii_only=True)
    assert told.isascii()
    assert "! Role" in told
    assert "\x1b" not in told
    assert "\x1b[" in comparison_text(_compared(MAYA, OTHER), colour=True)


def test_statements_of_one_persona_only_stand_side_by_side() -> None:
    compared = _compared(
        Persona(needs=(Claim(text="a"), Claim(text="b"), Claim(text="c"))),
        Persona(needs=(Claim(text="C"), Claim(text="x"))),
    )
    section = next(section for section in compared.sections if section.id == "needs")
    assert [
        (line.label, line.packed, [cell.text if cell else "" for cell in line.cells]) for line in lines_of(section)
    ] == [
        ("in both", False, ["c", "C"]),
        ("only here", True, ["a", "x"]),
        ("", True, ["b", ""]),
    ]


def test_markdown_is_tables_in_which_texts_stay_literal() -> None:
    told = comparison_markdown(_compared(MAYA, HOSTILE_PERSONA))
    assert told.startswith("# Maya Okafor · ")
    assert "| ≠ " in told
    assert "\x1b" not in told
    assert "<b" not in told.replace("\\<b", "")
    for row in (line for line in told.splitlines() if line.startswith("| ")):
        assert row.replace("\\|", "").count("|") == 4


def test_data_has_stable_names_and_holds_every_row() -> None:
    compared = _compared(MAYA, OTHER)
    data = json.loads(json_text(comparison_data(compared)))
    assert data["personas"] == [{"id": "p0", "name": "Maya Okafor"}, {"id": "p1", "name": "Tom Brandt"}]
    assert data["tool"] is None
    assert data["summary"]["fields"] == sum(compared.tally.values())
    assert {key: data["summary"][key] for key in ("same", "shared", "different", "only")} == {
        mark.value: number for mark, number in compared.tally.items()
    }
    needs = next(section for section in data["sections"] if section["id"] == "needs")
    assert [row["mark"] for row in needs["rows"]] == ["same", "only", "only"]
    assert needs["rows"][1]["cells"][0] is None
    cell = needs["rows"][1]["cells"][1]
    assert (cell["text"], cell["evidence"], cell["reference"]) == ("A longer hire", "assumption", None)


def test_nothing_to_compare_and_nothing_that_differs() -> None:
    same = _compared(MAYA, MAYA).only_differences()
    for told in (comparison_text(same), comparison_markdown(same)):
        assert "Nothing differs" in told or "nothing to compare" in told.lower()
    assert "0 different" in tally_words(same)
    assert mark_legend(same) == ""


def test_hostile_text_is_cleaned() -> None:
    compared = _compared(HOSTILE_PERSONA, HOSTILE_PERSONA.model_copy(update={"name": "", "summary": HOSTILE * 2}))
    assert "\x1b" not in comparison_text(compared)
    assert "\u202e" not in comparison_text(compared)

"""Reports and cards as plain text: what they say, that they wrap, and that no text gets out of hand."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from personatui.model.claims import Strength
from personatui.model.cleaning import is_clean
from personatui.model.findings import Finding, Severity
from personatui.model.persona import Persona
from personatui.model.project import Project
from personatui.model.reports import Metric, Report, TableBlock
from personatui.render.text import card_text, report_text
from render.records import EMPTY, HOSTILE, HOSTILE_PERSONA, MAYA, NOTHING, PROJECT, REPORT, WIDE, report_of

SGR = re.compile(r"\x1b\[[0-9;]*m")


def test_a_report() -> None:
    report = Report(
        "jtbd.opportunity",
        "jtbd",
        "Opportunity",
        "Start with the night line.",
        metrics=(
            Metric(
                "o1",
                "Night line",
                16.0,
                scale="0-20",
                n=7,
                formula="I + max(I - S, 0)",
                evidence=Strength.ANECDOTE,
            ),
            Metric("o2", "Cage", None, scale="0-20", formula="I + max(I - S, 0)"),
            Metric("s", "Underserved", 50.0, unit="%", formula="underserved / rated"),
        ),
        blocks=(TableBlock("Ranking", ("Outcome", "Opp"), (("Night line", 16.0), ("Cage", None))),),
        findings=(Finding("jtbd.unrated", Severity.WARNING, "Cage has no rating.", "canvas/jtbd/maya#c", "Ask."),),
        parameters={"scale": "0-10"},
    )
    assert report_text(report, width=70).splitlines() == [
        "Opportunity  jtbd.opportunity",
        "Start with the night line.",
        "",
        "Figures",
        "  Figure          Value  Scale  n  Evidence",
        "  Night line         16  0-20   7  ▰▱▱ anecdote",
        "  Cage         no value  0-20",
        "  Underserved      50 %",
        "",
        "How it is computed",
        "  Night line, Cage: I + max(I - S, 0)",
        "  Underserved: underserved / rated",
        "",
        "Ranking",
        "  Outcome     Opp",
        "  Night line   16",
        "  Cage",
        "",
        "Findings",
        "  ▲ warning Cage has no rating.",
        "            Ask.",
        "            canvas/jtbd/maya#c jtbd.unrated",
        "",
        "Computed with scale = 0-10",
    ]


def test_a_card() -> None:
    assert card_text("maya-okafor", MAYA, PROJECT, width=60).splitlines() == [
        "Maya Okafor",
        "● primary · b2c · qualitative, n=7",
        "  Id       maya-okafor",
        "  Segment  Urban renters",
        "",
        "Rents an unusual pet for a weekend and wants it to go well.",
        "",
        "Demographics",
        "  Age       34",
        "  Location  Leeds",
        "",
        "Goals",
        "  ● Surprise the children  [end goal, priority 4]",
        "    interview-maya#e3 · anecdote",
        "",
        "Needs",
        "  ○ An answer at night  interview-gone (not found) ·",
        "    assumption",
        "",
        "Challenges and pains",
        "  ○ Nobody answers when the animal stops eating  [severity",
        "    4]",
        "    note: twice a month",
        "",
        "Quotes",
        "  ● “Is somebody there at night?”  [verbatim]",
        "    interview-maya#e3 · anecdote",
        "",
        "Traits",
        "  ○ Patience",
        "    none ├──●──────┤ endless: 2 of 1 to 5",
        "",
        "Links",
        "  Recording  https://example.org/maya",
        "",
        "Free fields",
        "  pet.kinds  owl, lynx",
        "  insured    yes",
        "",
        "Kept",
        "  first line",
        "  second line",
        "",
        "Evidence      ▰▰▱▱ 40 %, 2 of 5 statements have a source",
        "Completeness  ▰▰▰▱ 79 %, empty: motivations, behaviours,",
        "              channels",
        "● supported by a source, ○ assumption",
    ]


def test_an_empty_card_says_what_is_missing() -> None:
    told = card_text("new", Persona(), Project(), width=80)
    assert told.startswith("new\n· no role · proto\n")
    assert "no statements yet" in told
    assert "empty: name, role, segment" in told


def test_an_empty_report_says_so() -> None:
    assert report_text(EMPTY) == "Nothing yet  jtbd.empty\nThis report is empty."


def test_none_is_no_value() -> None:
    told = report_text(NOTHING)
    assert re.search(r"Score +no value", told)
    assert re.search(r"Ratio +no value", told)
    assert not re.search(r"\b(None|nan)\b", told)


@pytest.mark.parametrize("text", [HOSTILE, WIDE * 30, "👨‍👩‍👧 ❤️ e\u0301", "w" * 500, "a\tb\r\nc", ""])
@pytest.mark.parametrize("width", [1, 20, 40, 100])
def test_no_text_gets_out_of_hand(text: str, width: int) -> None:
    persona = HOSTILE_PERSONA.model_copy(update={"name": text, "summary": text})
    for colour in (False, True):
        for told in (
            report_text(report_of(text), width=width, colour=colour),
            card_text("hostile", persona, PROJECT, width=width, colour=colour),
        ):
            shown = SGR.sub("", told)
            assert is_clean(shown)
            assert all(cell_len(row) <= max(width, 20) for row in shown.splitlines())


@pytest.mark.parametrize("width", [30, 60, 100])
def test_words_stay_whole(width: int) -> None:
    told = card_text("maya-okafor", MAYA, PROJECT, width=width)
    for word in ("Surprise", "children", "stops", "eating", "assumption", "motivations"):
        assert re.search(rf"(?<!\w){word}(?!\w)", told), word


def test_ascii_signs() -> None:
    for told in (report_text(REPORT, ascii_only=True), card_text("maya", MAYA, PROJECT, ascii_only=True)):
        assert told.isascii()


def test_a_large_table_is_told_in_full() -> None:
    rows = tuple((f"row {index}", index) for index in range(2000))
    told = report_text(Report("a.b", "a", "Large", blocks=(TableBlock("", ("Name", "n"), rows),)))
    assert all(f"row {index} " in told for index in range(2000))

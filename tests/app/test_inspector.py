"""The Inspector: what a selected statement rests on, where it leads, and how the panels take turns."""

from __future__ import annotations

from pathlib import Path

from app.driving import SAMPLE, SMALL, Desk, at_work, on_screen, project, sample, settled
from personatui.app.details import detail_rows
from personatui.testing import make_project
from personatui.widgets.report import ReportView
from personatui_segments.tool import TOOL as SEGMENTS

FILES = {
    "personas/a.toml": """\
name = "A"

[[goals]]
id = "g1"
text = "Sleep well"
priority = 4
kind = "end"
tags = ["night"]
note = "Said twice"
sources = ["talks#e1", "gone", "talks#none"]

[[pains]]
text = "Nobody answers"
severity = 5

[[quotes]]
id = "q1"
text = "I just want to sleep"
sources = ["poll"]

[[notes]]
id = "n1"
heading = "Aside"
text = "Written by hand"

[[links]]
id = "l1"
label = "Repository"
target = "https://example.org"
""",
    "sources/talks.toml": """\
title = "Talks at night"
kind = "interview"
participants = 3
date = "2026-01-02"

[[excerpts]]
id = "e1"
text = "I lie awake"
speaker = "P1"
place = "Minute 4"
""",
    "sources/poll.toml": 'title = "Poll"\nkind = "survey"\nparticipants = 400\n',
    "canvases/empathy_map/a.toml": '[[pains]]\nid = "p1"\ntext = "Tired"\nsources = ["talks#e1"]\n',
}


async def _select(desk: Desk, key: str) -> None:
    """Put the card's cursor on an item."""
    desk.card.focus()
    assert desk.card.move_to(key), f"{key} is not among {[row.key for row in desk.card.rows]}"
    await settled(desk.pilot)


async def test_what_a_statement_rests_on(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        await _select(desk, "persona/a#g1")
        assert desk.told.startswith("Goals g1\nSleep well\n")
        for line in (
            "Kind  end",
            "Priority  4",
            "Evidence",
            "An anecdote",
            "● Talks at night",
            "interview, 3 participants, 2026-01-02",
        ):
            assert line in desk.told
        for line in (
            "“I lie awake”",
            "P1 · Minute 4",
            "✖ gone does not exist",
            "✖ talks#none does not exist",
            "Said twice",
            "Tags  night",
        ):
            assert line in desk.told
        assert "Sleep well" in desk.drawn()

        await _select(desk, "persona/a:pains:0")
        assert "Challenges and pains no id yet" in desk.told
        assert "Severity  5" in desk.told
        assert "An assumption: no source supports it yet." in desk.told

        await _select(desk, "persona/a#q1")
        assert "Quantitative" in desk.told
        await _select(desk, "persona/a#n1")
        assert "Written by hand" in desk.told
        assert "Evidence" not in desk.told
        await _select(desk, "persona/a#l1")
        assert "Leads to  https://example.org" in desk.told


async def test_every_item_of_the_samples_can_be_looked_at(tmp_path: Path) -> None:
    from personatui.store.samples import sample_names

    names = sample_names()
    async with at_work(sample(tmp_path, names[-1])) as desk:
        for tool_id in ("", *desk.session.tools):
            await desk.open_tab(tool_id)
            for rows in desk.middle.query("RowList").results():
                for row in rows.rows:  # type: ignore[attr-defined]
                    if row.key:
                        shown = detail_rows(desk.session.project, row.key)
                        assert "no longer there" not in shown[0].text, row
                        joined = "".join(line.text for line in shown).casefold()
                        said = [text.strip("●○· →✕“”\n")[:8].casefold() for text, _ in row.pieces]
                        assert any(len(text) > 1 and text in joined for text in said), row


def test_values_that_name_something_records_and_lists_are_told_in_words() -> None:
    canvas = {
        "factors": [{"id": "f1", "text": "Size"}, {"text": "Growth"}],
        "scores": [{"id": "s1", "segment": "segment/new", "factor": "f1", "score": 4}, {"id": "s2", "factor": "gone"}],
    }
    there = make_project(
        personas={"a": {"name": "A"}},
        segments={"new": {"name": "New here", "summary": "Came last year"}},
        canvases={("segments", "project"): canvas},
        tools=(SEGMENTS,),
    )

    def told_of(key: str) -> str:
        return "\n".join(row.text for row in detail_rows(there, key))

    assert "Segment  New here\nFactor  Size\nScore  4" in told_of("canvas/segments/project#s1")
    assert "Factor  gone" in told_of("canvas/segments/project#s2")
    assert "Came last year" in told_of("segment/new")
    assert told_of("canvas/segments/project:factors") == "Factors\n· Size\n· Growth"
    assert "no longer there" in told_of("segment/old")


async def test_from_a_source_to_where_it_is_used(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        await _select(desk, "persona/a#g1")
        desk.details.focus()
        await desk.press("g", "enter")
        assert desk.told.startswith("Source talks\nTalks at night")
        assert "Participants  3" in desk.told
        assert "Excerpts  I lie awake" in desk.told
        assert "Used by" in desk.told
        assert "Tired" in desk.told
        assert desk.details.move_to("canvas/empathy_map/a#p1")
        await desk.press("enter")
        assert desk.middle.tool_id == "empathy_map"
        assert desk.box("pains").has_focus
        assert desk.box("pains").current is not None
        assert desk.told.startswith("Pains p1\nTired")


async def test_wide_panels_fold_and_zoom(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        assert desk.inspector.display
        await desk.press("i")
        assert not on_screen(desk.inspector)
        await desk.press("i")
        assert on_screen(desk.inspector)
        await desk.press("b")
        assert not on_screen(desk.rail)
        assert desk.card.has_focus
        await desk.press("b")
        assert desk.rail.list.has_focus
        await desk.press("z")
        assert desk.inspector.region.width == 140
        await desk.press("escape")
        assert on_screen(desk.rail)
        assert on_screen(desk.middle)
        assert not desk.screen.panels.is_zoomed
        # Escape goes one step out at a time, and never out of the program
        await desk.press("r", "escape", "escape", "escape", "escape")
        assert desk.rail.list.has_focus
        assert not desk.reports()


async def test_narrow_panels_take_turns(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), SMALL) as desk:
        assert not on_screen(desk.inspector)
        await desk.press("enter", "j", "i")
        assert on_screen(desk.inspector)
        assert not on_screen(desk.middle)
        assert desk.details.has_focus
        assert on_screen(desk.rail)
        await desk.press("escape")
        assert on_screen(desk.middle)
        assert not on_screen(desk.inspector)
        assert desk.card.has_focus
        await desk.press("i")
        assert on_screen(desk.inspector)
        await desk.press("i")
        assert desk.card.has_focus
        await desk.press("r")
        assert on_screen(desk.inspector)
        assert desk.app.screen.query_one(ReportView).has_focus
        await desk.press("escape")
        assert desk.card.has_focus
        # on a wider screen both stand side by side again
        await desk.press("i")
        await desk.resize(140, 40)
        assert on_screen(desk.middle)
        assert on_screen(desk.inspector)


async def test_personas_change_what_is_inspected(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path, SAMPLE)) as desk:
        await desk.press("enter")
        assert desk.card.move_to("persona/maya-okafor#k7qd")
        await settled(desk.pilot)
        assert "Evidence" in desk.told
        desk.rail.list.focus()
        await desk.press("j")
        assert desk.screen.persona_id == "tom-brandt"
        assert desk.told.startswith("Evidence\nCard")
        assert "To mend" in desk.told

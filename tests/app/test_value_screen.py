"""The value proposition screen as a person drives it: notes, links with effects, and what is taken over."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.driving import SMALL, WIDE, Desk, at_work, contents, project, settled, told
from personatui.api import Reference
from personatui.app.reshaping import EffectsScreen
from personatui.host.entries import EntryChanges
from personatui.widgets.editor import NoteEditor
from personatui.widgets.entries import EntryList
from personatui.widgets.facing import FacingHalves
from personatui_value_proposition.canvas import ValueProposition

CANVAS = "canvases/value_proposition/a.toml"
WHERE = "canvas/value_proposition/a"
PERSONA = {
    "personas/a.toml": """\
name = "Ada"

[[pains]]
id = "m2xa"
text = "Nobody answers"
severity = 4
""",
    "canvases/experience_map/a.toml": """\
schema = 1

[[stages]]
id = "s1"
text = "Night"

[[pains]]
id = "q3wd"
text = "Voicemail until Monday"
stage = "s1"
""",
}
FILLED = """\
schema = 1

[[pains]]
id = "p1"
text = "Waits"
severity = 5

[[pains]]
id = "p2"
text = "Pays twice"

[[relievers]]
id = "r1"
text = "Answers at once"
fully = ["gone"]
"""


def _canvas(desk: Desk) -> ValueProposition:
    found = desk.session.project.canvas("value_proposition", "a")
    assert found is not None
    assert isinstance(found[1], ValueProposition)
    return found[1]


async def _at_box(desk: Desk, box: str) -> EntryList:
    await desk.open_tab("value_proposition")
    rows = desk.box(box)
    rows.focus()
    await settled(desk.pilot)
    return rows


def _codes(desk: Desk) -> set[str]:
    assert desk.screen.findings is not None
    return {finding.code for finding in desk.screen.findings.findings}


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_a_canvas_grows_from_nothing_in_every_box(tmp_path: Path, size: tuple[int, int]) -> None:
    root = project(tmp_path, PERSONA)
    before = contents(root)
    async with at_work(root, size) as desk:
        boxes = ("jobs", "pains", "gains", "products", "relievers", "creators", "evidence")
        for box in boxes:
            rows = await _at_box(desk, box)
            await desk.press("a")
            assert isinstance(desk.app.focused, NoteEditor), box
            await desk.type(f"First of {box}")
            await desk.press("enter", "escape")
            assert f"First of {box}" in told(rows)
        assert all(len(getattr(_canvas(desk), box)) == 1 for box in boxes)
        await desk.press(*["u"] * len(boxes))
        assert contents(root) == before


async def test_a_link_is_made_weakened_and_undone_and_its_effect_is_shown(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: FILLED})) as desk:
        relievers = await _at_box(desk, "relievers")
        halves = desk.middle.query_one(FacingHalves)
        assert "value_proposition.unknown-target" in _codes(desk)
        await desk.press("x")
        assert halves.origin == f"{WHERE}#r1"
        assert desk.box("pains").move_to(f"{WHERE}#p1")
        desk.box("pains").focus()
        await desk.press("enter")
        # what the link to something removed said is kept
        assert set(_canvas(desk).relievers[0].fully) == {"gone", "p1"}
        assert "full" in told(desk.box("pains"))
        await desk.press("minus")
        assert _canvas(desk).relievers[0].partly == ("p1",)
        assert _canvas(desk).relievers[0].fully == ("gone",)
        await desk.press("minus")
        assert _canvas(desk).relievers[0].without_effect == ("p1",)
        await desk.press("minus", "escape")
        assert _canvas(desk).relievers[0].without_effect == ()
        assert desk.app.focused is relievers
        await desk.press("u", "u")
        assert _canvas(desk).relievers[0].partly == ("p1",)
        verdict = str(desk.middle.query_one(".value-verdict").render())
        assert "Pains 50 %" in verdict


async def test_weights_are_rated_and_an_unlinked_pain_that_is_deleted_takes_its_links_along(tmp_path: Path) -> None:
    text = FILLED.replace('fully = ["gone"]', 'fully = ["p1", "p2"]')
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: text})) as desk:
        pains = await _at_box(desk, "pains")
        assert pains.move_to(f"{WHERE}#p2")
        await desk.press("4")
        assert _canvas(desk).pains[1].severity == 4
        assert "4 full" in told(pains)
        await desk.press("d")
        desk.on(EffectsScreen)
        await desk.press("enter")
        assert _canvas(desk).relievers[0].fully == ("p1",)
        await desk.press("u")
        assert _canvas(desk).relievers[0].fully == ("p1", "p2")


async def test_pains_are_taken_over_by_reference_and_an_edited_original_marks_them(tmp_path: Path) -> None:
    root = project(tmp_path, PERSONA)
    async with at_work(root) as desk:
        pains = await _at_box(desk, "pains")
        command = next(one for one in desk.session.plugins.commands if one.id == "value_proposition.take-pains")
        desk.screen.run_command(command)
        await settled(desk.pilot)
        assert [(pain.text, pain.origin) for pain in _canvas(desk).pains] == [
            ("", "persona/a#m2xa"),
            ("", "canvas/experience_map/a#q3wd"),
        ]
        pains = desk.box("pains")
        assert "Nobody answers ↗" in told(pains)
        assert "4 none" in told(pains)
        assert desk.session.project.uses_of(Reference("persona", "a", item="m2xa")) == (
            Reference("canvas", "a", "value_proposition", _canvas(desk).pains[0].id),
        )
        # the original is edited on the card: what refers to it says so, and takes note by the fix
        change = EntryChanges(desk.session).edited("persona/a#m2xa", "Nobody answers at night")
        assert change is not None
        assert desk.screen.make(change)
        await settled(desk.pilot)
        assert "Nobody answers at night ↗ original edited" in told(desk.box("pains"))
        assert desk.screen.findings is not None
        finding = next(one for one in desk.screen.findings.findings if one.code.endswith("original-edited"))
        assert finding.fix is not None
        assert desk.screen.make(finding.fix)
        await settled(desk.pilot)
        assert "original edited" not in told(desk.box("pains"))
        # words that it is given here are its own
        assert _canvas(desk).pains[0].origin_text == "Nobody answers at night"


async def test_what_an_original_takes_away_is_named_and_its_words_can_be_kept(tmp_path: Path) -> None:
    taken = 'schema = 1\n\n[[pains]]\nid = "p1"\norigin = "persona/a#gone"\norigin_text = "Was there"\n'
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: taken})) as desk:
        pains = await _at_box(desk, "pains")
        assert "Was there ↗ original gone" in told(pains)
        assert desk.screen.findings is not None
        finding = next(one for one in desk.screen.findings.findings if one.code.endswith("original-gone"))
        assert finding.fix is not None
        assert desk.screen.make(finding.fix)
        await settled(desk.pilot)
        (pain,) = _canvas(desk).pains
        assert (pain.text, pain.origin, pain.origin_text) == ("Was there", "", "")
        assert "original gone" not in told(desk.box("pains"))


async def test_a_pain_of_the_card_is_taken_over_into_a_list_made_for_it(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, PERSONA)) as desk:
        target = Reference("canvas", "a", "value_proposition")
        change, key = EntryChanges(desk.session).taken("persona/a#m2xa", target, "pains")
        assert desk.screen.make(change)
        await settled(desk.pilot)
        pain = _canvas(desk).pains[0]
        assert key == f"{WHERE}#{pain.id}"
        assert (pain.text, pain.origin, pain.origin_text) == ("", "persona/a#m2xa", "Nobody answers")
        # deleting the original says what refers to it, and leaves the words
        change = EntryChanges(desk.session).deleted("persona/a#m2xa")
        assert change.edits

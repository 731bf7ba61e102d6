"""The jobs screen edited in place: from an empty canvas, by the parts of its lists, with the ratings that count."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import TextArea

from app.driving import SMALL, Desk, at_work, contents, on_screen, project, sample, settled, told
from personatui.app.forms import FormScreen
from personatui.widgets.editor import NoteEditor
from personatui.widgets.entries import EntryList
from personatui.widgets.rated import RatedList
from personatui_jtbd.canvas import JobsCanvas

CANVAS = "canvases/jtbd/a.toml"
PERSONA = {"personas/a.toml": 'name = "A"\n'}
OUTCOMES = """\
[[outcomes]]
id = "s1"
text = "Asked of many"
respondents = 100
importance_top = 90
satisfaction_top = 30
importance = 1
satisfaction = 1

[[outcomes]]
id = "m1"
text = "Told as means"
respondents = 64
importance_mean = 4.4
satisfaction_mean = 2.9

[[outcomes]]
id = "e1"
text = "Estimated"
importance = 6
satisfaction = 3

[[outcomes]]
id = "h1"
text = "Half rated"
importance = 6

[[outcomes]]
id = "w1"
text = "Counted wrong"
respondents = 10
importance_top = 11
satisfaction_top = 3
"""


def _jobs(desk: Desk) -> JobsCanvas:
    found = desk.session.project.canvas("jtbd", desk.screen.persona_id)
    assert found is not None
    assert isinstance(found[1], JobsCanvas)
    return found[1]


async def _at_jobs(desk: Desk, box: str = "") -> EntryList:
    """The jobs screen in front with the keys in one of its boxes, or in the statement of the job."""
    await desk.open_tab("jtbd")
    rows = desk.box(box) if box else desk.middle.query_one("#jtbd-job", EntryList)
    rows.focus()
    await settled(desk.pilot)
    return rows


async def _write(desk: Desk, text: str) -> None:
    """Write a new entry below the cursor, and no other."""
    await desk.press("a")
    assert isinstance(desk.app.focused, NoteEditor)
    await desk.type(text)
    await desk.press("enter", "escape")


async def test_the_job_begins_with_its_first_value(tmp_path: Path) -> None:
    root = project(tmp_path, PERSONA)
    before = contents(root)
    async with at_work(root) as desk:
        job = await _at_jobs(desk)
        assert "What is to be done?" in told(job)
        await desk.press("e")
        await desk.type("cook")
        await desk.press("enter")
        assert (root / CANVAS).read_text() == 'schema = 1\n\n[job]\nverb = "cook"\n'
        assert told(job).splitlines()[:2] == ["Cook", "Verb          cook"]
        assert job.has_focus
        await desk.press("j", "e")
        await desk.type("a meal")
        await desk.press("enter")
        assert told(job).startswith("Cook a meal\n")
        await desk.press("u", "u")
        assert contents(root) == before
        assert "What is to be done?" in told(job)
        # what is left empty begins nothing
        await desk.press("e", "enter", "e", "escape", "d")
        assert contents(root) == before
        assert desk.app.is_running


async def test_the_form_begins_a_canvas_at_the_value_under_the_cursor(tmp_path: Path) -> None:
    root = project(tmp_path, PERSONA)
    async with at_work(root) as desk:
        job = await _at_jobs(desk)
        assert job.move_to("canvas/jtbd/a:job:executor")
        await desk.press("enter")
        form = desk.on(FormScreen)
        assert form.current is not None
        assert form.current.field.path == ("job", "executor")
        await desk.press("escape")
        assert not (root / CANVAS).exists()
        await desk.press("enter")
        await desk.type("Whoever comes home first")
        await desk.press("ctrl+s")
        assert _jobs(desk).job.executor == "Whoever comes home first"
        assert "Jobs To Be Done of a" in desk.session.undo_label
        # a choice is made in the form, whichever key asks for it
        assert job.move_to("canvas/jtbd/a:strategy:price")
        await desk.press("e")
        form = desk.on(FormScreen)
        assert form.current is not None
        assert form.current.field.path == ("strategy", "price")
        await desk.press("escape")
        # a value that is not said is not deleted
        await desk.press("d")
        assert desk.notices
        assert _jobs(desk).job.executor == "Whoever comes home first"


async def test_every_box_takes_its_first_note(tmp_path: Path) -> None:
    for size in ((140, 40), SMALL):
        root = project(tmp_path / str(size[0]), PERSONA)
        async with at_work(root, size) as desk:
            for box in ("step-prepare", "force-habit", "outcomes", "related_jobs", "stories", "timeline"):
                rows = await _at_jobs(desk, box)
                await desk.press("a")
                editor = desk.screen.query_one(TextArea)
                assert editor.region.overlaps(rows.region)
                assert desk.app.screen.region.contains_region(editor.region)
                await desk.type(f"First of {box}")
                await desk.press("enter", "escape")
                assert f"First of {box}" in told(rows)
                assert desk.app.focused is rows
            jobs = _jobs(desk)
            assert [(step.text, step.step) for step in jobs.steps] == [("First of step-prepare", "prepare")]
            assert [(force.text, force.kind) for force in jobs.forces] == [("First of force-habit", "habit")]
            assert jobs.outcomes[0].text == "First of outcomes"


async def test_what_moves_to_another_box_takes_on_its_part(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        push = await _at_jobs(desk, "force-push")
        first = next(force for force in _jobs(desk).forces if force.kind == "push")

        def kind() -> str | None:
            return next(force.kind for force in _jobs(desk).forces if force.id == first.id)

        await desk.press("home", "L")
        assert kind() == "pull"
        assert desk.app.focused is desk.box("force-pull")
        assert first.text in told(desk.box("force-pull"))
        await desk.press("end", "J")
        assert kind() == "habit"
        await desk.press("u", "u")
        assert kind() == "push"
        assert first.text in told(push)

        step = _jobs(desk).steps[0]
        await _at_jobs(desk, "step-define")
        await desk.press("L")
        assert next(one.step for one in _jobs(desk).steps if one.id == step.id) == "locate"
        assert "empty" in str(desk.box("step-define").border_subtitle)


async def test_what_is_of_no_kind_stands_in_a_box_of_its_own(tmp_path: Path) -> None:
    canvas = '[[forces]]\nid = "f1"\ntext = "Which way?"\n\n[[steps]]\nid = "t1"\ntext = "Somewhere"\n'
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: canvas}), SMALL) as desk:
        stray = await _at_jobs(desk, "force-none")
        assert "Which way?" in told(stray)
        assert on_screen(stray)
        await desk.press("K")
        assert _jobs(desk).forces[0].kind is not None
        assert not on_screen(stray)
        assert desk.app.focused is not stray
        assert desk.box("step-none").rows


async def test_outcomes_are_rated_where_an_estimate_counts(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: OUTCOMES})) as desk:
        rows = await _at_jobs(desk, "outcomes")
        assert isinstance(rows, RatedList)
        shown = told(rows)
        for line in (
            "extreme · survey, n=100",
            "means 4.4 and 2.9 of 1–5, survey, n=64, score 5.9",
            "served · estimate",
            "the rating of satisfaction is missing",
            "11 answers 4 or 5 to importance of only 10 respondents",
        ):
            assert line in shown
        # counts of a survey come before an estimate, and are not overwritten by a key
        assert [row.key.partition("#")[2] for row in rows.rows][:2] == ["s1", "e1"]
        assert rows.move_to("canvas/jtbd/a#s1")
        for keys in (("5",), ("plus",), ("right", "backspace"), ("d",)):
            await desk.press(*keys)
            assert "A survey of 100 rated this" in desk.notices[-1]
        assert _jobs(desk).outcomes[0].importance == 1
        await desk.press("left")

        assert rows.move_to("canvas/jtbd/a#e1")
        await desk.press("9")
        assert _jobs(desk).outcomes[2].importance == 9
        await desk.press("right", "right", "minus")
        assert _jobs(desk).outcomes[2].satisfaction == 2
        assert rows.current_key == "canvas/jtbd/a#e1"
        assert "extreme · estimate" in told(rows)
        await desk.press("right", "3")
        assert "computed" in desk.notices[-1]
        await desk.press("left", "backspace")
        assert _jobs(desk).outcomes[2].satisfaction is None
        assert "the rating of satisfaction is missing" in told(rows)
        # sorted by score there is no place to move to; in the file's order there is
        await desk.press("J")
        assert "sorted" in desk.notices[-1]


async def test_outcomes_are_written_and_deleted_among_others(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: OUTCOMES}), SMALL) as desk:
        rows = await _at_jobs(desk, "outcomes")
        await desk.press("home")
        await _write(desk, "Written below the first")
        assert [outcome.label for outcome in _jobs(desk).outcomes][:2] == ["Asked of many", "Written below the first"]
        assert rows.current is not None
        assert "Written below the first" in rows.current.text
        await desk.press("e", "f7", "backspace")
        await desk.type("Put better")
        await desk.press("enter")
        assert _jobs(desk).outcomes[1].text == "Put better"
        await desk.press("7", "d")
        assert "Put better" not in told(rows)
        assert len(_jobs(desk).outcomes) == 5
        assert rows.has_focus


async def test_a_story_of_several_parts_is_edited_in_its_form(tmp_path: Path) -> None:
    canvas = '[[stories]]\nid = "y1"\nsituation = "It is late"\nmotivation = "eat"\noutcome = "sleep"\n'
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: canvas})) as desk:
        stories = await _at_jobs(desk, "stories")
        assert "When It is late, I want to eat, so I can sleep" in told(stories)
        # neither key writes over what is put together
        for key in ("e", "enter"):
            await desk.press(key)
            assert isinstance(desk.app.screen, FormScreen)
            await desk.press("escape")
            assert stories.has_focus


async def test_what_stands_on_the_screen_has_the_same_name_in_the_form_and_in_the_inspector(tmp_path: Path) -> None:
    files = {**PERSONA, CANVAS: '[job]\nverb = "cook"\nclarifier = "at night"\n'}
    async with at_work(project(tmp_path, files)) as desk:
        job = await _at_jobs(desk)
        named = {row.key.rpartition(":")[2]: row.pieces[0][0].strip() for row in job.rows if row.key}
        assert named["clarifier"] == "Circumstances"
        job.move_to(next(row.key for row in job.rows if row.key.endswith(":clarifier")))
        await settled(desk.pilot)
        assert desk.told.startswith("Circumstances\n")
        await desk.press("enter")
        labels = {row.field.key: row.field.label for row in desk.on(FormScreen).rows}
        assert {key: labels[key] for key in named} == named

"""The form of a record or item, as a person fills it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.events import Paste

from app.driving import SMALL, WIDE, Desk, at_work, project, raw_texts, sample, send_key, settled
from personatui.app.evidence import EvidencePicker
from personatui.app.fields import LineControl, NumberControl, OptionsControl, ShownControl, SourcesControl, TextControl
from personatui.app.forms import FieldRow, FormScreen
from personatui.app.question import QuestionScreen
from personatui.model.base import Model
from personatui.model.claims import Pain, Trait
from personatui.model.edits import Change, Data, value_at
from personatui.model.forms import filled, form_changes
from personatui.model.ids import Reference, canvas_reference, persona_reference
from personatui.model.persona import Persona
from personatui.model.segment import Segment
from personatui.widgets.keyline import KeyLine
from personatui.widgets.rows import RowList
from personatui_jtbd.canvas import Outcome

MAYA = persona_reference("maya-okafor")
OPEN = object()


class Filling:
    """A form and a person at it."""

    def __init__(self, desk: Desk, form: FormScreen) -> None:
        self.desk = desk
        self.form = form
        self.answer: Any = OPEN

    def row(self, *path: str) -> FieldRow:
        return next(row for row in self.form.rows if row.field.path == path)

    async def go(self, *path: str) -> FieldRow:
        """Put the cursor on a field."""
        row = self.row(*path)
        row.control.focus()
        await settled(self.desk.pilot)
        return row

    async def press(self, *keys: str) -> None:
        await self.desk.press(*keys)

    async def type(self, text: str) -> None:
        await self.desk.type(text)

    async def through(self) -> None:
        """Go through all fields, faster than the screen follows."""
        for _ in self.form.rows:
            send_key(self.desk.app, "tab")
        await settled(self.desk.pilot)

    async def paste(self, text: str) -> None:
        assert self.form.focused is not None
        self.form.focused.post_message(Paste(text))
        await settled(self.desk.pilot)

    @property
    def about(self) -> str:
        return "\n".join(row.text for row in self.form.query_one("#form-about", RowList).rows)

    @property
    def keys(self) -> str:
        """The line of keys at the bottom."""
        return self.form.query_one(KeyLine).text


@asynccontextmanager
async def filling(
    root: Path,
    model: type[Model],
    data: Data,
    size: tuple[int, int] = WIDE,
    *,
    title: str = "Form",
    focus: tuple[str, ...] = (),
    with_project: bool = True,
) -> AsyncIterator[Filling]:
    async with at_work(root, size) as desk:
        form = FormScreen(title, model, data, project=desk.session.project if with_project else None, focus=focus)
        filling = Filling(desk, form)

        def answered(answer: object) -> None:
            filling.answer = answer

        desk.app.push_screen(form, answered)
        await settled(desk.pilot)
        yield filling


def pain_of(root: Path) -> Data:
    import rtoml

    found: Data = rtoml.load(root / "personas" / "maya-okafor.toml")["pains"][0]
    return found


async def test_a_persona_is_edited_and_the_file_says_it(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        before = desk.session.data_of(MAYA)
        assert before is not None
        answers: list[Any] = []
        desk.app.push_screen(FormScreen("Maya", Persona, before, project=desk.session.project), answers.append)
        await settled(desk.pilot)

        await desk.press("end", *"x", "down", "right", "down", "space", "tab")
        form = desk.on(FormScreen)
        age = next(row for row in form.rows if row.field.key == "age")
        age.control.focus()
        await desk.press("end", "backspace", "backspace")
        await desk.type("30-39")
        await desk.press("ctrl+s")

        assert answers == [
            {
                ("name",): "Maya Okaforx",
                ("kind",): "b2b",
                ("role",): "secondary",
                ("demographics", "age"): "30-39",
            }
        ]
        desk.session.make(Change("Edit Maya", form_changes(MAYA, (), Persona, before, answers[0])))
        text = desk.session.text_of(MAYA)
        assert text is not None
        assert 'age = "30-39"' in text
        assert 'name = "Maya Okaforx"' in text
        assert 'role = "secondary"' in text
        desk.session.undo()
        assert desk.session.data_of(MAYA) == before


async def test_nothing_entered_changes_nothing(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        for reference, model in ((MAYA, Persona), (Reference("segment", "urban-renters"), Segment)):
            data = desk.session.data_of(reference)
            assert data is not None
            answers: list[Any] = []
            desk.app.push_screen(FormScreen("x", model, data, project=desk.session.project), answers.append)
            await settled(desk.pilot)
            form = desk.on(FormScreen)
            await Filling(desk, form).through()
            assert form.changed == ()
            await desk.press("ctrl+s")
            assert answers == [{}]


async def test_a_wrong_value_is_told_while_it_is_typed_and_holds_the_form(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with filling(root, Pain, pain_of(root)) as at:
        severity = await at.go("severity")
        await at.type("7")
        assert severity.problem == "Severity is a whole number from 1 to 5; 7 is too high."
        assert "✖ Severity is a whole number from 1 to 5; 7 is too high." in at.desk.drawn()
        await at.go("note")
        await at.press("ctrl+s")
        assert at.answer is OPEN
        assert at.form.current is severity
        await at.press("backspace")
        assert severity.problem == ""
        assert "✖" not in at.desk.drawn()
        await at.type("2")
        await at.press("ctrl+s")
    assert at.answer == {("severity",): 2}


async def test_the_meaning_and_range_stand_beside_the_field(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with filling(root, Pain, pain_of(root)) as at:
        await at.go("severity")
        assert "1 moderate to 5 extreme" in at.about
        assert "whole number, 1 to 5" in at.about
        fields, about = at.form.query_one("#form-fields"), at.form.query_one("#form-about")
        assert about.region.x >= fields.region.right
        await at.desk.resize(*SMALL)
        assert about.region.y >= fields.region.bottom
        assert about.region.height >= 4
        assert "1 moderate to 5 extreme" in at.desk.drawn()


@pytest.mark.parametrize("size", [SMALL, WIDE, (40, 12)])
async def test_the_field_with_the_focus_is_in_view_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    root = sample(tmp_path)
    data: Data = {"name": "x", "odd": 1, "custom": {"plan": "gold"}}
    async with filling(root, Persona, data, size) as at:
        view = at.form.query_one("#form-fields")
        for _ in at.form.rows:
            control = at.form.focused
            assert control is not None
            assert control.region.height > 0
            assert view.region.contains_region(control.region.crop_size((999, 1))), control
            assert at.form.query_one(KeyLine).region.bottom <= size[1]
            await at.press("tab")
        await at.press("pageup", "pageup", "pagedown")
        control = at.form.focused
        assert control is not None
        assert view.region.overlaps(control.region)


async def test_plus_and_minus_step_a_rating_within_its_range(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with filling(root, Outcome, {"text": "x"}) as at:
        importance = await at.go("importance")
        assert "More" in at.keys
        await at.press("plus")
        assert importance.entered == 0
        for _ in range(12):
            await at.press("plus")
        assert importance.entered == 10
        await at.press("minus")
        scale = await at.go("mean_scale")
        await at.press("plus", "plus")
        assert scale.entered == 6
        await at.press("ctrl+s")
    assert at.answer == {("importance",): 9, ("mean_scale",): 6}


async def test_a_share_steps_by_tenths_and_a_number_may_be_negative(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with filling(root, Segment, {"share": 0.5}) as at:
        share = await at.go("share")
        await at.press("plus", "plus")
        assert share.entered == 0.7
    async with filling(root, Trait, {}) as at:
        score = await at.go("score")
        await at.type("-2")
        assert score.entered == -2
        await at.press("minus")
        assert score.entered == -3
        # a tool's number with an exponent is typed, not stepped
        await at.press("ctrl+a", "ctrl+k")
        await at.type("1e-3")
        assert score.entered == 0.001


async def test_choices_by_keyboard_and_mouse(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with filling(root, Persona, {"role": "served"}) as at:
        role = await at.go("role")
        control = role.control
        assert isinstance(control, OptionsControl)
        await at.press("p")
        assert role.entered == "primary"
        await at.press("left")
        assert not role.entered
        await at.press("left")
        assert role.entered == "negative"
        await at.press("backspace")
        assert not role.entered
        column, line, _ = next(place for place in control._places(control.size.width) if "customer" in place[2])
        await at.desk.pilot.click(control, offset=(column + 1, line))
        await settled(at.desk.pilot)
        assert role.entered == "customer"
        roles = await at.go("buying_roles")
        await at.press("space", "right", "right", "space", "b", "space", "b", "space")
        assert roles.entered == ["initiator", "influencer"]
        await at.press("ctrl+s")
    assert at.answer == {("role",): "customer", ("buying_roles",): ["initiator", "influencer"]}


async def test_yes_no_and_not_said(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with filling(root, Segment, {"target": True}, focus=("target",)) as at:
        assert at.form.current is at.row("target")
        await at.press("n", "y", "right")
        assert at.row("target").entered is False
        await at.press("delete", "ctrl+s")
    assert at.answer == {("target",): None}


async def test_a_file_with_wrong_types_and_unknown_keys_keeps_them(tmp_path: Path) -> None:
    data: Data = {
        "name": 5,
        "kind": "b2x",
        "n": "7",
        "date": "spring",
        "tags": "x",
        "odd": [1, 2],
        "buying_roles": ["user", "chef"],
        "demographics": {"age": True, "shoe size": 43},
        "facets": "none",
        "sources": ["ghost#e1"],
    }
    root = sample(tmp_path)
    async with filling(root, Persona, data, SMALL) as at:
        assert at.row("n").control.text == '"7"'
        assert isinstance(at.row("odd").control, ShownControl)
        assert isinstance(at.row("demographics", "shoe size").control, ShownControl)
        assert isinstance(at.row("facets").control, ShownControl)
        assert "b2x ✖" in at.desk.drawn()
        await at.go("odd")
        assert "[1, 2]" in at.desk.drawn()
        assert "Unknown to this version; it stays in the file" in at.about
        await at.through()
        assert at.form.changed == ()
        summary = await at.go("summary")
        await at.type("new")
        assert not summary.problem
        await at.press("ctrl+s")
    assert at.answer == {("summary",): "new"}
    assert filled(Persona, data, at.answer) == {**data, "summary": "new"}


async def test_a_wrong_value_can_be_put_right(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with filling(root, Persona, {"name": 5, "n": "7", "kind": "b2x"}) as at:
        await at.go("name")
        # the same text again is a text now, and no number
        await at.press("end", "backspace", "5")
        await at.go("n")
        await at.type("7")
        await at.go("kind")
        await at.press("left")
        await at.press("ctrl+s")
    assert at.answer == {("name",): "5", ("n",): 7, ("kind",): "b2b"}


async def test_what_is_pasted_is_cleaned_where_it_is_seen(tmp_path: Path) -> None:
    hostile = "one\x1b]0;owned\x07\r\ntwo\x1b[31m\u202e three\ttabs"
    root = sample(tmp_path)
    async with filling(root, Persona, {}) as at:
        name = await at.go("name")
        await at.paste(hostile)
        assert name.control.text == "one␛]0;owned␇ two␛[31m⟨U+202E⟩ three tabs"
        summary = await at.go("summary")
        await at.paste(hostile)
        assert summary.control.text.splitlines() == ["one␛]0;owned␇", "two␛[31m⟨U+202E⟩ three\ttabs"]
        tags = await at.go("tags")
        await at.paste("a\nb\r\n\r\nc\x00")
        assert tags.entered == ["a", "b", "c␀"]
        await at.go("n")
        await at.paste("12\n13")
        assert at.row("n").problem
        assert raw_texts(at.desk) == []
        await at.press("ctrl+a", "ctrl+k", "ctrl+s")
    assert "\x1b" not in str(at.answer.values())
    assert set(at.answer) == {("name",), ("summary",), ("tags",)}


async def test_hostile_text_of_a_file_is_shown_and_stays(tmp_path: Path) -> None:
    nasty = "[red]x[/red] [bold [/] [@click=app.quit]q[/] \x1b[31m\u202e\n\ttail"
    data: Data = {
        "name": nasty,
        "summary": nasty,
        nasty: nasty,
        "tags": [nasty],
        "custom": {nasty: nasty},
        "kind": nasty,
    }
    root = sample(tmp_path)
    async with filling(root, Persona, data, title=nasty) as at:
        for position in range(0, len(at.form.rows), 8):
            at.form.rows[position].control.focus()
            await settled(at.desk.pilot)
            assert raw_texts(at.desk) == []
        await at.go("name")
        assert "[red]x[/red] [bold [/]" in at.desk.drawn()
        assert at.form.changed == ()
        await at.press("ctrl+s")
    assert at.answer == {}


async def test_leaving_with_changes_asks_once_and_two_escapes_lose_nothing(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with filling(root, Pain, pain_of(root)) as at:
        await at.press("end")
        await at.type("x")
        await at.go("severity")
        await at.type("9")
        await at.press("escape")
        question = at.desk.on(QuestionScreen)
        assert "Throw away 2 changes?" in at.desk.drawn()
        assert question.is_current
        await at.press("escape")
        assert at.desk.on(FormScreen) is at.form
        assert at.row("severity").control.text == "9"
        await at.press("escape", "n")
        assert at.answer is OPEN
        await at.press("escape", "y")
        assert at.answer is None


async def test_leaving_without_changes_does_not_ask(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with filling(root, Pain, pain_of(root)) as at:
        await at.press("end", "x", "backspace")
        assert at.form.changed == ()
        await at.press("escape")
        assert at.answer is None


async def test_keys_pressed_faster_than_the_screen_leaves(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with filling(root, Pain, pain_of(root)) as at:
        for key in ("x", "escape", "escape", "escape", "escape", "ctrl+s", "ctrl+s"):
            send_key(at.desk.app, key)
        await asyncio.sleep(0.05)
        await settled(at.desk.pilot)
        assert at.desk.app.is_running
        assert at.answer is OPEN or isinstance(at.answer, dict)


async def test_an_emptied_field_is_no_longer_said(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        before = desk.session.data_of(MAYA)
        assert before is not None
        pain = before["pains"][0]
        answers: list[Any] = []
        desk.app.push_screen(FormScreen("Pain", Pain, pain, focus=("severity",)), answers.append)
        await settled(desk.pilot)
        await desk.press("backspace", "ctrl+s")
        assert answers == [{("severity",): None}]
        edits = form_changes(MAYA, ("pains", pain["id"]), Pain, pain, answers[0])
        desk.session.make(Change("Edit", edits))
        after = desk.session.data_of(MAYA)
        assert after is not None
        assert "severity" not in value_at(after, ("pains", pain["id"]))


async def test_text_grows_with_what_is_typed_and_the_arrows_leave_it(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with filling(root, Pain, {"text": "one"}) as at:
        control = at.row("text").control
        assert isinstance(control, TextControl)
        assert control.size.height == 2
        await at.press("end", *("enter", "x") * 5)
        assert control.size.height == 6
        await at.press("down")
        assert at.form.current is at.row("severity")
        await at.press("up", "up")
        assert at.form.current is at.row("text")
        await at.press("tab", "shift+tab", "ctrl+s")
    assert at.answer == {("text",): "one\nx\nx\nx\nx\nx"}


async def test_sources_are_told_in_words_and_chosen_from_the_list(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with filling(root, Pain, pain_of(root), SMALL) as at:
        row = await at.go("sources")
        control = row.control
        assert isinstance(control, SourcesControl)
        assert "She didn't touch the crickets" in at.desk.drawn()
        assert "Take away" in at.keys
        await at.press("delete")
        assert len(row.entered) == 1
        await at.press("ctrl+t")
        picker = at.desk.on(EvidencePicker)
        assert picker.chosen == tuple(row.entered)
        assert not picker.check_action("new_excerpt", ())
        await at.press("down", "space", "enter")
        assert at.desk.on(FormScreen) is at.form
        assert len(row.entered) == 2
        await at.press("ctrl+t", "escape")
        assert len(row.entered) == 2
        await at.press("ctrl+s")
    assert list(at.answer) == [("sources",)]


async def test_without_a_project_sources_are_lines(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with filling(root, Pain, {"sources": ["a#e1"]}, with_project=False) as at:
        row = await at.go("sources")
        assert isinstance(row.control, TextControl)
        assert not at.form.check_action("pick", ())
        await at.press("end", "enter")
        await at.type("b")
        await at.press("ctrl+s")
    assert at.answer == {("sources",): ["a#e1", "b"]}


async def test_a_segment_is_chosen_by_name(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with filling(root, Persona, {"segment": "urban-renters"}) as at:
        row = await at.go("segment")
        await at.press("ctrl+t")
        await at.type("not for")
        await at.press("enter")
        assert row.entered == "not-for-us"


async def test_a_new_persona(tmp_path: Path) -> None:
    root = project(tmp_path, {})
    async with filling(root, Persona, {}) as at:
        await at.type("Zoë")
        await at.press("ctrl+s")
    assert filled(Persona, {}, at.answer) == {"name": "Zoë"}


async def test_every_kind_of_item_of_the_tools_has_a_form(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root, SMALL) as desk:
        outcome = desk.session.data_of(canvas_reference("jtbd", "maya-okafor"))
        assert outcome is not None
        for tool in desk.session.tools.values():
            from personatui.model.base import item_fields

            for model in (tool.model, *dict.fromkeys(item_fields(tool.model).values())):
                answers: list[Any] = []
                desk.app.push_screen(FormScreen("x", model, {}, project=desk.session.project), answers.append)
                await settled(desk.pilot)
                assert desk.on(FormScreen).rows
                await desk.press("ctrl+s")
                assert answers == [{}]


async def test_the_form_in_light_and_dark(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with filling(root, Pain, pain_of(root)) as at:
        for theme in ("textual-light", "textual-dark", "ansi-dark"):
            at.desk.app.theme = theme
            await settled(at.desk.pilot)
            assert "▸ Text" in at.desk.drawn()


async def test_a_line_that_has_several_in_the_file_keeps_them(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with filling(root, Persona, {"name": "one\ntwo", "segment": "s", "n": 1}) as at:
        assert isinstance(at.row("name").control, TextControl)
        assert isinstance(at.row("segment").control, LineControl)
        assert isinstance(at.row("n").control, NumberControl)
        await at.press("end", "x", "ctrl+s")
    assert at.answer == {("name",): "onex\ntwo"}


async def test_the_line_above_the_meaning_leaves_a_blank_on_either_side(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with filling(root, Pain, pain_of(root), SMALL, title="pain “Nobody answers”") as at:
        lines = at.desk.lines()
        assert any(line.startswith("╭─ Pain “Nobody answers” ─") for line in lines)
        divider = next(line for line in lines if line.startswith("│ ───"))
        assert divider.endswith("─ │")
        assert len(divider) == SMALL[0]

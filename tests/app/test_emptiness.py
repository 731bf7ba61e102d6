"""What is said where there is nothing: what to do next, with the key that does it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.driving import SMALL, WIDE, at_work, project, sample, texts, told
from personatui.app import emptiness
from personatui.app.problems import ProblemsScreen
from personatui.store.settings import set_setting
from personatui.widgets.keys import key_of, no_keys

_ONE = {"personas/ada.toml": 'name = "Ada"\n'}


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_nothing_at_all(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_work(project(tmp_path, {}), size) as desk:
        assert "N  make one from a template" in desk.message
        assert "o  open a sample" in desk.message
        assert told(desk.rail.list) == "No personas yet\nN  makes one"
        assert "Nothing is selected." in desk.told
        assert "N  make one" in desk.drawn()


async def test_the_keys_follow_the_keymap(tmp_path: Path) -> None:
    set_setting(("keymap", "workbench.new"), "f8,ctrl+n")
    async with at_work(project(tmp_path, {})) as desk:
        assert "f8  make one from a template" in desk.message.lower()
        await desk.press("f8")
        assert desk.app.screen is not desk.app.screen_stack[0]


async def test_a_filter_without_a_hit(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("n", *"zzz")
        assert " ".join(told(desk.rail.list).split()) == "Nothing matches Escape twice shows all again"
        await desk.press("escape", "escape")
        assert len(desk.rail.visible_ids) == 5


async def test_a_persona_that_says_nothing(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, _ONE)) as desk:
        assert "This persona says nothing about goals, needs or pains yet." in told(desk.card)
        assert "]  goes to the boxes of the next tool" in told(desk.card)
        assert "✓ nothing found" in desk.told
        assert "f  shows those of the whole project" in desk.told
        await desk.press("f")
        said = told(desk.on(ProblemsScreen).list)
        assert "✓ Nothing to mend." in said
        # no key of the workbench works here
        assert "r  analyses what the persona in front says" not in said
        assert "Escape  goes back" in said


async def test_reports_without_anything_to_say(tmp_path: Path) -> None:
    files = {**_ONE, "personas/bob.toml": 'name = "Bob"\n', "canvases/jtbd/bob.toml": "schema = 1\n"}
    async with at_work(project(tmp_path, files)) as desk:
        await desk.press("r")
        assert "Ada has no canvas of any tool yet" in "\n".join(texts(desk.inspector))
        await desk.press("escape")
        await desk.open_tab("jtbd")
        await desk.press("r")
        assert "Ada has no Jobs To Be Done canvas yet" in " ".join("\n".join(texts(desk.inspector)).split())


async def test_a_key_that_is_not_there_is_not_offered(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        assert key_of(desk.screen, "no.such.binding") == ""
        assert key_of(desk.screen, "boxes.left") == ""
        await desk.open_tab("empathy_map")
        assert key_of(desk.screen, "boxes.left")
    assert emptiness.no_personas(no_keys).splitlines() == [
        "This project has no personas yet.",
        "",
        "",
        "On the command line:  personatui import markdown FOLDER",
    ]
    assert [row.text for row in emptiness.no_match(no_keys)] == ["Nothing matches"]
    assert next(row.text for row in emptiness.nothing_found("  a \n b ", no_keys)) == "Nothing says “a b”."
    assert emptiness.no_findings(no_keys)[0].text.startswith("✓ Nothing to mend.")
    assert emptiness.no_figures()

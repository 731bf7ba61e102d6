"""The start screen: a sample, a new project, an import, and what was open lately."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from app.driving import SMALL, Desk, at_work, project, raw_texts, sample, settled, texts, told
from personatui.app.dialogs import AskScreen
from personatui.app.start import StartScreen
from personatui.store.samples import sample_names
from personatui.store.settings import remember_project
from personatui.widgets.rows import RowList


async def _choose(desk: Desk, key: str) -> None:
    choices = desk.on(StartScreen).query_one(RowList)
    choices.focus()
    assert choices.move_to(key), [row.key for row in choices.rows]
    await desk.press("enter")


async def _answer(desk: Desk, text: str) -> None:
    """Fill in the line of the dialog in front and press Enter."""
    desk.on(AskScreen).query_one(Input).value = text
    await desk.press("enter")


async def test_a_sample_opens_as_a_copy_and_the_way_back(tmp_path: Path, isolated_user: Path) -> None:
    async with at_work(None, SMALL) as desk:
        choices = desk.on(StartScreen).query_one(RowList)
        assert choices.has_focus
        assert [row.key for row in choices.rows if row.key.startswith("sample:")] == [
            f"sample:{n}" for n in sample_names()
        ]
        assert choices.current is not None
        await desk.press("j", "k", "enter")
        assert desk.screen.root.is_relative_to(isolated_user / "data")
        assert desk.session.project.personas
        # the project is among those of late, and opens again
        root = desk.screen.root
        await desk.press("o")
        await _choose(desk, f"open:{root}")
        assert desk.screen.root == root
        await desk.press("o", "q")
        assert not desk.app.is_running or desk.app.return_code == 0


async def test_a_new_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("in the way")
    project(tmp_path, {})
    async with at_work(None, SMALL) as desk:
        await _choose(desk, "new")
        assert desk.on(AskScreen).query_one(Input).value == "my-personas"
        for wrong, sentence in {
            "": "Type something",
            "file": "That is a file",
            "tiny": "There is a project already",
        }.items():
            await _answer(desk, wrong)
            assert sentence in "\n".join(texts(desk.on(AskScreen)))
        # two presses before the dialog has closed leave one dialog, not two screens
        desk.app.simulate_key("escape")
        desk.app.simulate_key("escape")
        await settled(desk.pilot)
        desk.on(StartScreen)
        assert not (tmp_path / "my-personas").exists()

        await _choose(desk, "new")
        await _answer(desk, "new [b]one")
        assert desk.screen.root.name == "new [b]one"
        assert (tmp_path / "new [b]one" / "personatui.toml").is_file()
        assert "This project has no personas yet." in desk.message


async def test_a_new_project_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    async with at_work(None, SMALL) as desk:
        await _choose(desk, "new")
        await _answer(desk, str(tmp_path / "file" / "below"))
        desk.on(StartScreen)
        assert desk.notices


async def test_an_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ada.md").write_text("# Ada Byron\n\n## Goals\n\n- Count everything\n")
    async with at_work(None, SMALL) as desk:
        await _choose(desk, "import:markdown")
        await _answer(desk, "no-such-file.md")
        assert "There is no such file or folder." in "\n".join(texts(desk.on(AskScreen)))
        await _answer(desk, "ada.md")
        assert desk.on(AskScreen).query_one(Input).value == "ada-personas"
        await desk.press("enter")
        assert [persona.name for persona in desk.session.project.personas.values()] == ["Ada Byron"]
        assert desk.notices
        assert (tmp_path / "ada-personas" / "personatui.toml").is_file()


async def test_projects_of_late(tmp_path: Path) -> None:
    kept, gone = project(tmp_path / "[b\x1b[2J]", {}), project(tmp_path / "gone", {})
    for root in (gone, kept):
        remember_project(root)
    (gone / "personatui.toml").unlink()
    async with at_work(None) as desk:
        choices = desk.on(StartScreen).query_one(RowList)
        assert [row.key for row in choices.rows if row.key.startswith("open:")] == [f"open:{kept}"]
        assert raw_texts(desk) == []
        assert "Open again" in told(choices)
        # a project that vanishes while it is offered brings the person back with a sentence
        (kept / "personatui.toml").unlink()
        await _choose(desk, f"open:{kept}")
        assert "is no personatui project" in " ".join(" ".join(texts(desk.on(StartScreen))).split())
        assert raw_texts(desk) == []


async def test_everything_fits_or_scrolls(tmp_path: Path) -> None:
    for number in range(12):
        remember_project(sample(tmp_path / str(number)))
    async with at_work(None, (50, 14)) as desk:
        for key in ("G", "g", "pagedown", "pageup"):
            await desk.press(key)
            choices = desk.on(StartScreen).query_one(RowList)
            assert choices.current is not None
            assert choices.current.text.split()[0] in desk.drawn()

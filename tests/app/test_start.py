"""The start screen: a sample, a new project, an import, and what was open lately."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from app.driving import SMALL, Desk, at_work, project, raw_texts, sample, settled, texts, told
from personatui.app.creating import NewProjectScreen
from personatui.app.dialogs import AskScreen
from personatui.app.start import StartScreen, ago
from personatui.store.samples import sample_names
from personatui.store.settings import remember_project, remembered_projects
from personatui.widgets.rows import RowList


async def _choose(desk: Desk, key: str) -> None:
    choices = desk.on(StartScreen).query_one("#choices", RowList)
    choices.focus()
    assert choices.move_to(key), [row.key for row in choices.rows]
    await desk.press("enter")


async def _answer(desk: Desk, text: str) -> None:
    """Fill in the line of the dialog in front and press Enter."""
    desk.on(AskScreen).query_one(Input).value = text
    await desk.press("enter")


async def test_a_sample_opens_as_a_copy_and_the_way_back(tmp_path: Path, isolated_user: Path) -> None:
    async with at_work(None, SMALL) as desk:
        choices = desk.on(StartScreen).query_one("#choices", RowList)
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


async def _fill(desk: Desk, **values: str) -> None:
    """Fill in fields of the dialog for a new project."""
    for name, value in values.items():
        desk.on(NewProjectScreen).query_one(f"#{name}", Input).value = value
    await settled(desk.pilot)


def _told(desk: Desk) -> str:
    """What the dialog says about the folder, on one line."""
    return " ".join(str(desk.on(NewProjectScreen).query_one(".create--told", Static).content).split())


async def test_a_new_project_from_a_template_with_its_first_persona(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with at_work(None, SMALL) as desk:
        await _choose(desk, "new:b2b")
        assert _told(desk) == f"✓ The project will be in {tmp_path / 'my-personas'}"
        # the name is selected, so that typing replaces it, and the folder follows it
        await desk.type("Night owls")
        assert desk.on(NewProjectScreen).query_one("#folder", Input).value == "night-owls"
        await desk.press("tab", "tab")
        await desk.type("Ada")
        await desk.press("enter")
        assert desk.session.root == tmp_path / "night-owls"
        assert desk.session.project.settings.name == "Night owls"
        assert {key: (p.kind, p.segment) for key, p in desk.session.project.personas.items()} == {
            "ada": ("b2b", "first-segment")
        }
        assert "says nothing about goals" in told(desk.card)
        # a project of one's own begins no tour
        assert not desk.screen.query("#tour")


async def test_folders_that_cannot_be_are_told_while_somebody_types(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("in the way")
    project(tmp_path, {})
    async with at_work(None, SMALL) as desk:
        await _choose(desk, "new:blank")
        for wrong, sentence in {
            "": "Name a folder.",
            "file": "That is a file",
            "file/below": "is a file",
            "tiny": "There is a project already",
            "x" * 3000: "cannot be",
        }.items():
            await _fill(desk, folder=wrong)
            assert sentence in _told(desk)
            await desk.press("enter")
            assert sentence in _told(desk)
            assert desk.app.focused is desk.on(NewProjectScreen).query_one("#folder")
        # one's own folder stays when the name changes after it
        await _fill(desk, folder="mine")
        await _fill(desk, name="Something else")
        assert desk.on(NewProjectScreen).query_one("#folder", Input).value == "mine"
        # two presses before the dialog has closed leave one dialog, not two screens
        desk.app.simulate_key("escape")
        desk.app.simulate_key("escape")
        await settled(desk.pilot)
        desk.on(StartScreen)
        assert not (tmp_path / "mine").exists()

        await _choose(desk, "new:blank")
        await _fill(desk, folder="new [b]one", name="")
        await desk.press("enter")
        assert desk.screen.root.name == "new [b]one"
        assert (tmp_path / "new [b]one" / "personatui.toml").is_file()
        assert "This project has no personas yet." in desk.message


async def test_a_project_that_cannot_be_made_after_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("personatui.app.creating.folder_problem", lambda text: "")
    (tmp_path / "file").write_text("in the way")
    async with at_work(None, SMALL) as desk:
        await _choose(desk, "new:b2c")
        await _fill(desk, folder=str(tmp_path / "file" / "below"))
        await desk.press("enter")
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
    kept = project(tmp_path / "[b\x1b[2J]", {"personas/a.toml": 'name = "A"\n', "personas/b.toml": 'name = "B"\n'})
    gone = project(tmp_path / "gone", {})
    for root in (gone, kept):
        remember_project(root, 1)
    (gone / "personatui.toml").unlink()
    async with at_work(None) as desk:
        choices = desk.on(StartScreen).query_one("#choices", RowList)
        rows = {row.key: row for row in choices.rows if row.key.startswith("open:")}
        assert list(rows) == [f"open:{kept}", f"open:{gone}"]
        assert raw_texts(desk) == []
        # what is there now counts, not what was
        assert rows[f"open:{kept}"].right[0][0] == "today · 2 personas"
        assert "not there any more" in rows[f"open:{gone}"].text
        assert choices.current is not None
        assert choices.current.key == f"open:{kept}"
        # one that vanished is told about, and goes off the list
        choices.move_to(f"open:{gone}")
        await settled(desk.pilot)
        assert "d takes it off this list" in told(desk.app.screen.query_one("#details", RowList))
        await desk.press("d")
        assert [row.key for row in choices.rows if row.key.startswith("open:")] == [f"open:{kept}"]
        assert [known.path for known in remembered_projects()] == [kept]
        assert gone.is_dir()
        # what is no project of late cannot be forgotten
        choices.move_to("tour")
        await desk.press("d")
        assert [known.path for known in remembered_projects()] == [kept]
        # a project that vanishes while it is offered brings the person back with a sentence
        (kept / "personatui.toml").unlink()
        await _choose(desk, f"open:{kept}")
        assert "is no personatui project" in " ".join(" ".join(texts(desk.on(StartScreen))).split())
        assert raw_texts(desk) == []


async def test_what_a_choice_is_about_stands_beside_or_below_it(tmp_path: Path) -> None:
    async with at_work(None) as desk:
        for size in ((140, 40), (80, 24)):
            await desk.resize(*size)
            choices = desk.on(StartScreen).query_one("#choices", RowList)
            for key in (*(f"sample:{name}" for name in sample_names()), "tour", "new:b2c", "import:yaml"):
                assert choices.move_to(key)
                await settled(desk.pilot)
                details = desk.app.screen.query_one("#details", RowList)
                assert told(details).splitlines()[1:], key
                assert details.rows[0].text in desk.drawn()
        assert not choices.move_to("open:")
        assert "What you open will stand here the next time." in told(choices)


async def test_a_click_opens_and_shows_the_way(tmp_path: Path) -> None:
    async with at_work(None, SMALL) as desk:
        lines = desk.lines()
        line = next(number for number, text in enumerate(lines) if "For consumers" in text)
        assert await desk.pilot.click(offset=(lines[line].index("For consumers"), line))
        await settled(desk.pilot)
        desk.on(NewProjectScreen)


@pytest.mark.parametrize(
    ("days", "words"), [(0, "today"), (1, "yesterday"), (3, "3 days ago"), (40, "23 Mar 2026"), (-1, "today")]
)
def test_how_long_ago(days: int, words: str) -> None:
    now = datetime(2026, 5, 2, 12, tzinfo=UTC)
    assert ago(now - timedelta(days=days), now) == words
    assert ago(None, now) == ""


async def test_everything_fits_or_scrolls(tmp_path: Path) -> None:
    for number in range(12):
        remember_project(sample(tmp_path / str(number)))
    async with at_work(None, (50, 14)) as desk:
        for key in ("G", "g", "pagedown", "pageup"):
            await desk.press(key)
            choices = desk.on(StartScreen).query_one("#choices", RowList)
            assert choices.current is not None
            assert choices.current.text.split()[0] in desk.drawn()

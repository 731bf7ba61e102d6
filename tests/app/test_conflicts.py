"""The screen that settles conflicts: both texts of every field, ours or theirs, and nothing that was not asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.driving import SMALL, WIDE, Desk, at_work, on_screen, raw_texts, sample, settled, told, until
from personatui.api import Change, DeleteFile, SetValue
from personatui.app.conflicting import place_in_words, value_rows
from personatui.app.conflicts import ConflictScreen
from personatui.app.palette import workbench_commands
from personatui.host.session import Session
from personatui.model.ids import persona_reference
from personatui.store.merging import MISSING
from personatui.widgets.rows import RowList

MAYA, TOM = persona_reference("maya-okafor"), persona_reference("tom-brandt")
THEIR_NAME, OUR_NAME = "Theirs [b]", "Ours [/b]"
THEIR_SUMMARY, OUR_SUMMARY = "Their summary", "Our summary"


def _file(root: Path, name: str = "maya-okafor") -> Path:
    return root / "personas" / f"{name}.toml"


async def _clash(desk: Desk, root: Path) -> None:
    """Two fields of one file that are changed here and on disk, and a third that only we changed."""
    maya = _file(root)
    text = maya.read_text()
    summary = desk.session.project.personas["maya-okafor"].summary
    maya.write_text(text.replace('"Maya Okafor"', f'"{THEIR_NAME}"').replace(summary, THEIR_SUMMARY))
    edits = (
        SetValue(MAYA, ("name",), OUR_NAME),
        SetValue(MAYA, ("summary",), OUR_SUMMARY),
        SetValue(MAYA, ("date",), "2026-05-05"),
    )
    desk.screen.make(Change("edit", edits))
    await settled(desk.pilot)


def _rows(desk: Desk, name: str) -> RowList:
    return desk.on(ConflictScreen).query_one(f"#conflict-{name}", RowList)


def _shown(desk: Desk, name: str) -> str:
    return told(_rows(desk, name))


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_both_texts_are_shown_and_nothing_is_written(tmp_path: Path, size: tuple[int, int]) -> None:
    root = sample(tmp_path)
    async with at_work(root, size) as desk:
        assert "Conflicts" not in desk.drawn()
        assert "Settle conflicts" not in [command.title for command in workbench_commands(desk.screen)]
        await desk.press("X")
        assert desk.screen.session is not None
        await _clash(desk, root)
        before = _file(root).read_bytes()
        assert "Settle conflicts" in [command.title for command in workbench_commands(desk.screen)]
        await desk.press("X")
        assert _shown(desk, "fields").splitlines() == ["?       name", "?       summary"]
        assert (_shown(desk, "base"), _shown(desk, "ours"), _shown(desk, "theirs")) == (
            "Maya Okafor",
            OUR_NAME,
            THEIR_NAME,
        )
        drawn = desk.drawn()
        for text in ("personas/maya-okafor.toml", "2 fields", OUR_NAME, THEIR_NAME, "Maya Okafor", "s Save"):
            assert text in drawn
        ours, theirs = _rows(desk, "ours").region, _rows(desk, "theirs").region
        if size == WIDE:
            assert (ours.y, ours.right) == (theirs.y, theirs.x)
        else:
            assert (ours.x, ours.bottom) == (theirs.x, theirs.y)
        await desk.press("j")
        assert _shown(desk, "ours") == OUR_SUMMARY
        assert all(on_screen(_rows(desk, name)) for name in ("fields", "base", "ours", "theirs", "outcome"))
        await desk.press("ctrl+s")
        assert any("2 fields left" in notice for notice in desk.notices)
        await desk.press("escape")
        assert desk.title.endswith("not saved: conflict (press X)")
        assert _file(root).read_bytes() == before
        assert desk.session.unsaved == (MAYA,)
        # and it can be opened again
        await desk.press("X")
        desk.on(ConflictScreen)


@pytest.mark.parametrize(
    ("keys", "name", "summary"),
    [
        (["o", "o"], OUR_NAME, OUR_SUMMARY),
        (["t", "t"], THEIR_NAME, THEIR_SUMMARY),
        (["o", "t"], OUR_NAME, THEIR_SUMMARY),
        (["j", "o", "t"], THEIR_NAME, OUR_SUMMARY),
        (["O"], OUR_NAME, OUR_SUMMARY),
        (["T"], THEIR_NAME, THEIR_SUMMARY),
        (["T", "k", "o"], OUR_NAME, THEIR_SUMMARY),
    ],
)
async def test_each_field_can_be_chosen(tmp_path: Path, keys: list[str], name: str, summary: str) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        await _clash(desk, root)
        await desk.press("X", *keys)
        assert "all chosen" in str(_rows(desk, "outcome").border_subtitle)
        outcome = [line.removeprefix("▸ ").removeprefix("  ") for line in _shown(desk, "outcome").splitlines()]
        assert f'name = "{name}"' in outcome
        await desk.press("s")
        assert desk.title.endswith(" saved")
        assert desk.session.unsaved == ()
        text = _file(root).read_text()
        assert f'name = "{name}"' in text
        assert f'summary = "{summary}"' in text
        # what only one side changed is there in any case, and what was shown is what was written
        assert 'date = "2026-05-05"' in text
        assert [line or " " for line in text.splitlines()] == [line or " " for line in outcome]
        maya = desk.session.project.personas["maya-okafor"]
        assert (maya.name, maya.summary) == (name, summary)
        assert name in desk.lines()[1]


async def test_with_the_mouse(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        await _clash(desk, root)
        # the state in the title is where a conflict is opened
        at = desk.lines()[0].index("not saved: conflict")
        await desk.pilot.click(offset=(at + 3, 0))
        await settled(desk.pilot)
        desk.on(ConflictScreen)
        await desk.pilot.click("#conflict-ours", offset=(4, 1))
        await settled(desk.pilot)
        assert _shown(desk, "fields").splitlines()[0] == "ours    name"
        await desk.pilot.click("#conflict-theirs", offset=(4, 1))
        await settled(desk.pilot)
        assert _shown(desk, "fields").splitlines() == ["ours    name", "theirs  summary"]
        bottom = desk.lines()[-1]
        await desk.pilot.click(offset=(bottom.index("s Save"), len(desk.lines()) - 1))
        await settled(desk.pilot)
        assert desk.title.endswith(" saved")
        assert f'name = "{OUR_NAME}"' in _file(root).read_text()
        assert f'summary = "{THEIR_SUMMARY}"' in _file(root).read_text()


def _delete_here(desk: Desk, root: Path) -> None:
    tom = _file(root, "tom-brandt")
    tom.write_text(tom.read_text().replace("Tom Brandt", "Tom B."))
    desk.screen.make(Change("delete Tom", (DeleteFile(TOM),)))


def _delete_there(desk: Desk, root: Path) -> None:
    _file(root, "tom-brandt").unlink()
    desk.screen.make(Change("rename Tom", (SetValue(TOM, ("name",), "Tom B."),)))


@pytest.mark.parametrize("clash", [_delete_here, _delete_there])
@pytest.mark.parametrize("key", ["o", "t"])
async def test_a_whole_file(tmp_path: Path, clash: Callable[[Desk, Path], None], key: str) -> None:
    root = sample(tmp_path)
    async with at_work(root, SMALL) as desk:
        clash(desk, root)
        saver = desk.screen.saver
        assert saver is not None
        # the save may come before the folder's own word of it, or after
        await until(desk.pilot, lambda: saver.conflicts, "the conflict")
        await desk.press("X")
        assert _shown(desk, "fields") == "?       the whole file"
        sides = (_shown(desk, "ours"), _shown(desk, "theirs"))
        gone, there = sides if clash is _delete_here else sides[::-1]
        assert "it is not there" in gone
        assert "Tom B." in there
        await desk.press(key, "s")
        assert desk.title.endswith(" saved")
        stays = (key == "o") == (clash is _delete_there)
        assert _file(root, "tom-brandt").exists() is stays
        assert ("tom-brandt" in desk.rail.visible_ids) is stays
        if stays:
            assert "Tom B." in _file(root, "tom-brandt").read_text()


async def test_several_files_one_after_the_other(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        await _clash(desk, root)
        _delete_there(desk, root)
        await settled(desk.pilot)
        await desk.press("X")
        assert "file 1 of 2" in desk.drawn()
        await desk.press("O", "s")
        assert "file 2 of 2" in desk.drawn()
        assert f'name = "{OUR_NAME}"' in _file(root).read_text()
        await desk.press("O", "s")
        assert desk.title.endswith(" saved")
        assert "Tom B." in _file(root, "tom-brandt").read_text()


async def test_the_disk_changes_once_more_before_it_is_settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        await _clash(desk, root)
        await desk.press("X", "O")
        maya = _file(root)
        maya.write_text(maya.read_text().replace(THEIR_NAME, "Third"))
        await desk.press("s")
        # nobody has seen that text, so nobody can have chosen against it
        desk.on(ConflictScreen)
        assert '"Third"' in maya.read_text()
        assert _shown(desk, "theirs") == "Third"
        assert any("once more" in notice for notice in desk.notices)
        await desk.press("O", "s")
        assert desk.title.endswith(" saved")
        assert f'"{OUR_NAME}"' in maya.read_text()


async def test_a_conflict_that_is_gone_by_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = sample(tmp_path)
    before = _file(root).read_text()
    async with at_work(root) as desk:
        await _clash(desk, root)
        with monkeypatch.context() as patch:
            patch.setattr(Session, "refresh", lambda self, *_, **__: ())
            _file(root).write_text(before)
            desk.screen.action_conflicts()
            await settled(desk.pilot)
        await until(desk.pilot, lambda: desk.title.endswith(" saved"))
        assert f'"{OUR_NAME}"' in _file(root).read_text()


async def test_hostile_text_is_shown_and_obeyed_by_nobody(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        maya = _file(root)
        maya.write_text(maya.read_text().replace('"Maya Okafor"', '"\\u001b]0;title\\u0007 [red]x[/red]"'))
        desk.screen.make(Change("edit", (SetValue(MAYA, ("name",), "a\nb [b"),)))
        await settled(desk.pilot)
        await desk.press("X", "O")
        assert "␛]0;title␇ [red]x[/red]" in _shown(desk, "theirs")
        assert raw_texts(desk) == []


def test_where_a_field_is_in_words() -> None:
    data = {"goals": [{"id": "k7qd", "text": "Sleep " * 20}, {"name": "second"}], "demographics": {"age": 3}}
    assert place_in_words((), data) == "the whole file"
    assert place_in_words(("demographics", "age"), data) == "demographics › age"
    assert place_in_words(("goals", "k7qd", "text"), data).startswith("goals › “Sleep Sleep")
    assert place_in_words(("goals", 1, "kind"), data) == "goals › “second” › kind"
    assert place_in_words(("goals", "gone", "text"), data) == "goals › gone › text"
    assert place_in_words(("steps", 4), data) == "steps › 4"
    assert place_in_words(("goals", 7), data) == "goals › entry 8"


def test_values_as_rows() -> None:
    assert "not there" in value_rows(MISSING, "k")[0].text
    assert [row.text for row in value_rows("a\n\nb", "k")] == ["a", " ", "b"]
    assert [row.text for row in value_rows(4, "k")] == ["4"]
    assert [row.text for row in value_rows("", "k")] == [" "]
    assert 'text = "x"' in [row.text for row in value_rows({"id": "a", "text": "x"}, "k")]
    assert all(row.key for row in value_rows(["a", "b"], "k"))


@pytest.mark.parametrize("width", [140, 100, 80, 60])
async def test_every_way_out_is_told_at_the_bottom(tmp_path: Path, width: int) -> None:
    root = sample(tmp_path)
    async with at_work(root, (width, 24)) as desk:
        await _clash(desk, root)
        await desk.press("X")
        bottom = desk.lines()[-1]
        assert all(way in bottom for way in ("o Ours", "t Theirs", "s Save", "esc Leave"))
        if width >= 80:
            assert all(way in bottom for way in ("O All ours", "T All theirs", "? Help", "ctrl+p Commands"))
        await desk.pilot.click(offset=(bottom.index("Leave"), len(desk.lines()) - 1))
        await settled(desk.pilot)
        assert desk.screen.saver is not None
        assert desk.screen.saver.conflicts


async def test_long_texts_are_shown_from_their_beginning(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root, SMALL) as desk:
        summary = desk.session.project.personas["maya-okafor"].summary
        _file(root).write_text(_file(root).read_text().replace(summary, "Their words. " * 60))
        edits = (SetValue(MAYA, ("summary",), "Our words. " * 60), SetValue(MAYA, ("date",), "2026-05-05"))
        desk.screen.make(Change("edit", edits))
        await settled(desk.pilot)
        await desk.press("X")
        texts = desk.on(ConflictScreen).query_one("#conflict-texts")
        assert texts.max_scroll_y > 0
        assert texts.scroll_offset.y == 0
        assert on_screen(_rows(desk, "base"))
        # where the person goes on to the outcome, it comes into view
        await desk.press("tab", "tab", "tab", "tab")
        assert _rows(desk, "outcome").has_focus
        assert texts.scroll_offset.y > 0


async def test_the_titles_of_the_frames_are_read_as_well_as_the_texts(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        await _clash(desk, root)
        await desk.press("X")
        for name in ("base", "ours", "theirs", "outcome"):
            styles = _rows(desk, name).styles
            assert styles.border_title_color.a == 1
            assert styles.border_title_color != styles.border_top[1]


async def test_settled_twice_at_once_goes_on_once(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        await _clash(desk, root)
        screen = desk.screen
        await desk.press("X", "O")
        conflicts = desk.on(ConflictScreen)
        # the save key pressed twice: both were on their way when the first went on
        conflicts._next(MAYA)
        conflicts._next(MAYA)
        await settled(desk.pilot)
        assert desk.app.is_running
        assert desk.screen is screen

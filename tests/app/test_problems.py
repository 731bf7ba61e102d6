"""The list of findings: going there, fixing one or all alike, grouping, narrowing, and the keys that lead on."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.driving import SMALL, WIDE, Desk, at_work, contents, on_screen, project, raw_texts, sample, settled, told
from personatui.app.problems import ProblemsScreen
from personatui.app.workbench import WorkbenchScreen
from personatui.model.findings import Severity
from personatui.store.settings import settings_path
from personatui.widgets.keyline import KeyLine

FAULTS = """
[[pains]]
id = "lost"
text = "Lost [red]x[/] \\u001b[2J"
sources = ["gone", "away"]
severty = 3

[[goals]]
text = ""
"""


def faulty(folder: Path) -> Path:
    """The sample with every kind of thing to mend in one persona, and a file that cannot be read."""
    root = sample(folder)
    tom = root / "personas" / "tom-brandt.toml"
    tom.write_text(tom.read_text() + FAULTS)
    (root / "sources" / "broken.toml").write_text("a = \n")
    return root


async def opened(desk: Desk) -> ProblemsScreen:
    await desk.press("f")
    return desk.on(ProblemsScreen)


def codes(problems: ProblemsScreen) -> list[str]:
    return [finding.code.removeprefix("core.") for finding in problems._shown.values()]


async def stand_on(desk: Desk, code: str) -> None:
    """Put the cursor on the first finding of a code."""
    problems = desk.on(ProblemsScreen)
    for row in problems.list.rows:
        if row.key and problems._shown[row.key].code == f"core.{code}":
            assert problems.list.move_to(row.key)
            await settled(desk.pilot)
            return
    raise AssertionError(code)


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_a_row_says_what_and_where(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_work(faulty(tmp_path), size) as desk:
        problems = await opened(desk)
        drawn = desk.drawn()
        assert "Findings · 3 errors, 3 warnings" in drawn
        assert "personas/tom-brandt.toml" in drawn
        assert "✖ core.dangling-source" in drawn
        assert ":76" in drawn
        assert sorted(codes(problems)) == [
            "control-character",
            "dangling-source",
            "dangling-source",
            "empty-claim",
            "unknown-key",
            "unreadable-file",
        ]
        # what the fix would do stands below before it is made
        assert "x  Remove the source away, which does not exist" in drawn
        assert raw_texts(desk) == []
        assert "[red]x[/]" in drawn
        await desk.press("v")
        assert [row.text for row in problems.list.rows if not row.key] == ["errors", "warnings"]
        assert "personas/tom-brandt.toml:" in told(problems.list)


async def test_enter_goes_to_the_item_and_the_next_key_goes_on(tmp_path: Path) -> None:
    async with at_work(faulty(tmp_path)) as desk:
        await opened(desk)
        await stand_on(desk, "unknown-key")
        await desk.press("enter")
        assert desk.card.has_focus
        assert desk.card.current is not None
        assert desk.card.current.key == "persona/tom-brandt#lost"
        # an item without an id is reached by its place in the file
        await desk.press("f8")
        assert "persona/tom-brandt:goals:" in desk.card.current.key
        assert any("5 of 6" in notice or "6 of 6" in notice for notice in desk.notices)
        for _ in range(8):
            await desk.press("f8")
            desk.on(WorkbenchScreen)
        for _ in range(8):
            await desk.press("shift+f8")
        # the list opens again where the person was
        await desk.press("f")
        assert desk.on(ProblemsScreen).chosen == desk.on(ProblemsScreen)._workbench.finding


async def test_a_fix_is_made_saved_and_undone(tmp_path: Path) -> None:
    root = faulty(tmp_path)
    before = contents(root)
    async with at_work(root, SMALL) as desk:
        problems = await opened(desk)
        await stand_on(desk, "unknown-key")
        await desk.press("x")
        assert "unknown-key" not in codes(problems)
        text = (root / "personas" / "tom-brandt.toml").read_text()
        assert "severity = 3" in text
        assert "severty" not in text
        # the cursor is on what took its place, and the list is still in front
        assert problems.list.current is not None
        assert desk.on(ProblemsScreen) is problems
        assert any("Rename severty to severity" in notice for notice in desk.notices)
        await desk.press("u")
        assert contents(root) == before
        assert "unknown-key" in codes(problems)
        await desk.press("ctrl+r")
        assert "unknown-key" not in codes(problems)


async def test_all_alike_are_fixed_in_one_step(tmp_path: Path) -> None:
    root = faulty(tmp_path)
    before = contents(root)
    async with at_work(root) as desk:
        problems = await opened(desk)
        await stand_on(desk, "dangling-source")
        await desk.press("X")
        assert "dangling-source" not in codes(problems)
        assert any("Fix 2 findings of core.dangling-source" in notice for notice in desk.notices)
        assert "sources = [" not in (root / "personas" / "tom-brandt.toml").read_text().partition('id = "lost"')[2]
        await desk.press("u")
        assert contents(root) == before
        assert codes(problems).count("dangling-source") == 2


async def test_what_has_no_fix_says_so_and_a_broken_file_is_shown(tmp_path: Path) -> None:
    root = faulty(tmp_path)
    before = contents(root)
    async with at_work(root, SMALL) as desk:
        await opened(desk)
        await stand_on(desk, "unreadable-file")
        assert "sources/broken.toml:1" in desk.drawn()
        await desk.press("x", "X")
        assert sum("safe to make by itself" in notice for notice in desk.notices) == 2
        assert contents(root) == before
        await desk.press("enter")
        assert on_screen(desk.inspector)
        assert "sources/broken.toml:1" in desk.told
        await desk.press("f8")
        assert desk.app.is_running


async def test_the_editor_is_asked_for_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = faulty(tmp_path)
    async with at_work(root) as desk:
        await opened(desk)
        await stand_on(desk, "unreadable-file")
        edited: list[tuple[Path, int]] = []
        monkeypatch.setattr(WorkbenchScreen, "edit_file", lambda _, path, line: edited.append((path, line)))
        await desk.press("E")
        assert edited == [(root / "sources" / "broken.toml", 1)]


async def test_narrowing_by_words_filters_and_severity(tmp_path: Path) -> None:
    async with at_work(faulty(tmp_path)) as desk:
        problems = await opened(desk)
        await desk.press("slash")
        await desk.type("severity:error gone")
        assert codes(problems) == ["dangling-source"]
        assert "1 shown" in desk.drawn()
        await desk.press("enter", "escape")
        assert len(codes(problems)) == 6
        await desk.press("s")
        assert {finding.severity for finding in problems._shown.values()} == {Severity.ERROR}
        await desk.press("s", "s")
        assert codes(problems) == []
        assert "Nothing passes" in told(problems.list)
        await desk.press("x", "X", "enter", "v", "E", "s")
        assert len(codes(problems)) == 6
        await desk.press("slash")
        await desk.type("sverity:error")
        assert "There is no filter sverity:" in told(problems.list)
        await desk.press("escape", "escape", "escape")
        desk.on(WorkbenchScreen)


async def test_nothing_to_mend(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), SMALL) as desk:
        problems = await opened(desk)
        assert "Nothing to mend" in told(problems.list)
        # no key is offered that there is nothing to do with
        assert problems.query_one(KeyLine).text == "esc Close  u Undo"
        assert not problems.line.display
        await desk.press("slash", "n", "x", "X", "enter", "v", "s", "E", "u", "escape", "escape")
        desk.on(WorkbenchScreen)
        await desk.press("f8", "shift+f8")
        assert "Nothing to mend." in desk.notices


async def test_a_finding_whose_item_is_gone_is_told(tmp_path: Path) -> None:
    root = project(tmp_path, {"personas/a.toml": '[[goals]]\nid = "g1"\ntext = "x"\nsources = ["no"]\n'})
    async with at_work(root) as desk:
        problems = await opened(desk)
        finding = next(found for found in problems._shown.values() if found.code == "core.dangling-source")
        await desk.press("escape")
        (root / "personas" / "a.toml").write_text('name = "A"\n')
        await desk.press("f5")
        from personatui.app.problems import show_finding

        show_finding(desk.screen, finding)
        await settled(desk.pilot)
        assert any("no longer there" in notice for notice in desk.notices)
        await desk.press("f8")
        assert desk.app.is_running


@pytest.mark.parametrize("size", [WIDE, SMALL, (40, 12)])
async def test_the_line_of_keys_cuts_no_word_and_keeps_the_way_out(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_work(faulty(tmp_path), size) as desk:
        line = (await opened(desk)).query_one(KeyLine)
        assert line.text.startswith("esc Close")
        assert line.text in desk.drawn()
        assert ("u Undo" in line.text) is (size == WIDE)
        if size != (40, 12):
            await desk.pilot.click(line, offset=(line.text.index("v Group"), 0))
            await settled(desk.pilot)
            assert "by severity" in desk.drawn()


async def test_a_key_that_was_taken_away_is_not_on_the_line(tmp_path: Path) -> None:
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('[keymap]\n"findings.group" = ""\n')
    async with at_work(faulty(tmp_path), WIDE) as desk:
        line = (await opened(desk)).query_one(KeyLine)
        assert "Group" not in line.text
        assert "s Severity" in line.text

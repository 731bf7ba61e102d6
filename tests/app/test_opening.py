"""Opening a project: names first, then everything; and what is said when it cannot be opened."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import personatui.app.opening
import personatui.store.outline
from app.driving import SMALL, Desk, at_work, contents, project, sample, send_key, settled, told, until, write
from personatui.api import Change, SetValue
from personatui.app.help import HelpScreen
from personatui.app.middle import CARD
from personatui.app.opening import Opened
from personatui.app.problems import ProblemsScreen
from personatui.app.start import StartScreen
from personatui.model.ids import persona_reference
from personatui.store.outline import ProjectOutline
from personatui.widgets.rows import RowList
from support import BUNDLED

KEYS_THAT_NEED_A_PROJECT = ["r", "f", "u", "ctrl+r", "i", "i", "z", "z", "right_square_bracket", "f5", "enter"]
RAIL = """\
Urban renters 64 %
 ● Maya Okafor ▰▰▰▱
 ○ Tom Brandt ▰▱▱▱
Event planners 30 %
 ● Priya Nair ▰▰▰▱
 ○ Lorraine Fisk ▰▰▱▱
Not for us 6 %
 ✕ Collector Carl ▰▰▰▱"""


async def test_names_are_there_before_the_project_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    real = personatui.app.opening.open_project

    def slowly(root: Path, **options: Any) -> Opened:
        assert released.wait(20)
        return real(root, **options)

    monkeypatch.setattr(personatui.app.opening, "open_project", slowly)
    async with at_work(sample(tmp_path), wait=False) as desk:
        try:
            for _ in range(100):
                await desk.pilot.pause(0.02)
                if "Reading the project" in desk.message:
                    break
            await desk.pilot.pause(0.05)
            assert desk.screen.session is None
            assert {"maya-okafor", "tom-brandt", "collector-carl"} <= set(desk.rail.visible_ids)
            assert "Maya Okafor" in desk.drawn()
            assert "Exotic Pet Rental" in desk.title
            for keys in (["n", *"priya", "enter"], KEYS_THAT_NEED_A_PROJECT, ["question_mark", "escape"]):
                for key in keys:
                    send_key(desk.app, key)
                    await desk.pilot.pause(0.002)
                await desk.pilot.pause(0.05)
                assert desk.rail.visible_ids == ("priya-nair",)
        finally:
            released.set()
        await settled(desk.pilot)
        assert desk.screen.persona_id == "priya-nair"
        assert "Runs a six-person event agency" in told(desk.card)


@pytest.fixture
def released(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """What a project waits for before it is read."""
    released = threading.Event()
    real = personatui.app.opening.open_project

    def slowly(root: Path, **options: Any) -> Opened:
        assert released.wait(20)
        return real(root, **options)

    monkeypatch.setattr(personatui.app.opening, "open_project", slowly)
    yield released
    released.set()


async def _type_early(desk: Desk, *keys: str) -> None:
    """Type while the project is being read."""
    for key in keys:
        send_key(desk.app, key)
    for _ in range(20):
        await desk.pilot.pause(0.005)


async def _named(desk: Desk) -> None:
    """Until the names are there."""
    for _ in range(500):
        await desk.pilot.pause(0.005)
        if "Reading the project" in desk.message:
            return


async def test_what_is_typed_before_the_project_is_read_waits_for_it(tmp_path: Path, released: threading.Event) -> None:
    async with at_work(sample(tmp_path), wait=False) as desk:
        await _named(desk)
        tabs = [CARD]
        await _type_early(desk, "j", "right_square_bracket", "right_square_bracket", "j")
        assert desk.screen.session is None
        # what the names allow is done, up to the first key that needs more
        assert desk.rail.list.current is not None
        assert desk.rail.list.current.key == "tom-brandt"
        released.set()
        await settled(desk.pilot)
        tabs += desk.middle.tool_ids
        assert desk.middle.tool_id == tabs[2]
        assert desk.screen.persona_id != "tom-brandt"
        assert desk.rail.list.current.key == desk.screen.persona_id


async def test_the_keys_that_analyse_reach_the_tab_that_was_asked_for(
    tmp_path: Path, released: threading.Event
) -> None:
    async with at_work(sample(tmp_path), wait=False) as desk:
        await _named(desk)
        await _type_early(desk, "right_square_bracket", "right_square_bracket", "r")
        assert not desk.reports()
        released.set()
        await settled(desk.pilot)
        assert desk.reports()


@pytest.mark.parametrize(
    ("keys", "leaves"),
    [
        (("o",), True),
        # what comes in a burst belongs together: an o may be part of a word
        (("slash", "f", "o", "x"), False),
        # Escape forgets what was typed
        (("r", "escape", "o"), True),
        (("n", "o"), False),
        (("n", "o", "escape", "o"), True),
    ],
)
async def test_a_project_that_hangs_can_be_left(
    tmp_path: Path, released: threading.Event, keys: tuple[str, ...], leaves: bool
) -> None:
    async with at_work(sample(tmp_path), wait=False) as desk:
        await _named(desk)
        await _type_early(desk, *keys)
        assert isinstance(desk.app.screen, StartScreen) is leaves
        if leaves:
            # what was typed there is for nobody here
            assert len(desk.app.screen_stack) == 1
        elif keys[0] == "slash":
            await desk.pilot.pause(1.1)
            await _type_early(desk, "o")
            desk.on(StartScreen)
        released.set()
        await settled(desk.pilot)


async def test_a_project_that_hangs_can_be_left_by_the_key_that_ends_every_program(
    tmp_path: Path, released: threading.Event
) -> None:
    async with at_work(sample(tmp_path), wait=False) as desk:
        await _named(desk)
        await _type_early(desk, "r", "f")
        assert desk.app.is_running
        await _type_early(desk, "ctrl+q")
        assert desk.app._exit
        released.set()


@pytest.mark.parametrize("readable", [True, False])
async def test_leaving_before_the_project_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readable: bool
) -> None:
    released = threading.Event()
    real = personatui.app.opening.open_project

    def slowly(root: Path, **options: Any) -> Opened:
        assert released.wait(20)
        return real(root, **options)

    monkeypatch.setattr(personatui.app.opening, "open_project", slowly)
    root = sample(tmp_path)
    async with at_work(root, SMALL, wait=False) as desk:
        try:
            await desk.pilot.pause(0.1)
            send_key(desk.app, "o")
            await desk.pilot.pause(0.1)
            if not readable:
                (root / "personatui.toml").write_text("name =")
        finally:
            released.set()
        await settled(desk.pilot)
        await desk.pilot.pause(0.3)
        assert not desk.on(StartScreen).query(".start--message")


async def test_the_card_of_the_first_persona_follows(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        assert told(desk.rail.list) == RAIL
        assert desk.rail.border_subtitle == "5"
        assert desk.screen.persona_id == "maya-okafor"
        card = told(desk.card)
        assert card.startswith("Rents an unusual animal for a weekend")
        assert "Evidence      ▰▰▰▱ 37 of 53 statements have a source" in card
        assert "Maya Okafor" in str(desk.middle.border_title)
        assert "primary · b2c · qualitative, n=7" in str(desk.middle.border_subtitle)
        assert "Maya Okafor" in desk.drawn()


async def test_opening_writes_nothing(tmp_path: Path) -> None:
    root = sample(tmp_path)
    before = contents(root)
    async with at_work(root, SMALL) as desk:
        await desk.press("r", "escape", "f", "escape", "right_square_bracket")
    assert contents(root) == before


async def test_a_broken_persona_is_listed_and_told(tmp_path: Path) -> None:
    root = write(sample(tmp_path), {"personas/broken.toml": 'name = "Broken\n'})
    async with at_work(root) as desk:
        row = next(row for row in desk.rail.list.rows if row.key == "broken")
        assert "✖" in row.text
        await desk.select("broken")
        assert "broken.toml, line 1" in desk.message
        assert "Once it is mended" in desk.message
        assert "broken.toml" in desk.drawn()
        write(root, {"personas/broken.toml": 'name = "Mended"\n'})
        await desk.press("f5")
        assert "Mended" in str(desk.middle.border_title)
        assert "✖" not in told(desk.rail.list)


async def test_only_broken_personas(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {"personas/a.toml": "name =", "personas/b.toml": "[[["})) as desk:
        assert desk.rail.visible_ids == ("a", "b")
        assert "a.toml, line 1" in desk.message
        await desk.press("r", "right_square_bracket", "enter", "f", "escape")
        assert desk.app.is_running


async def test_a_project_without_personas(tmp_path: Path) -> None:
    root = project(tmp_path, {})
    async with at_work(root, SMALL) as desk:
        assert "This project has no personas yet." in desk.message
        assert "No personas yet\nN  makes one" in told(desk.rail.list)
        await desk.press(
            "j", "enter", "right_square_bracket", "r", "f", "escape", "n", "x", "escape", "escape", "i", "z", "u"
        )
        write(root, {"personas/first.toml": 'name = "First"\n'})
        await desk.press("f5")
        assert desk.rail.visible_ids == ("first",)
        assert "First" in str(desk.middle.border_title)


async def test_personas_that_vanish(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        (root / "personas" / "maya-okafor.toml").unlink()
        await desk.press("f5")
        assert desk.screen.persona_id == "tom-brandt"
        assert "Tom Brandt" in str(desk.middle.border_title)
        for file in (root / "personas").iterdir():
            file.unlink()
        await desk.press("f5")
        assert "This project has no personas yet." in desk.message
        await desk.press("r", "f", "escape", "enter", "right_square_bracket", "i", "i", "escape")


def _start_says(desk: Desk) -> str:
    return " ".join(" ".join(desk.on(StartScreen).query_one(".start--message").render().plain.split()).split())  # type: ignore[union-attr]


async def test_a_folder_that_is_no_project(tmp_path: Path) -> None:
    async with at_work(tmp_path) as desk:
        assert "is no personatui project" in _start_says(desk)
        assert desk.app.screen.query_one(RowList).has_focus


@pytest.mark.parametrize("text", ["schema = ", "\x00", 'name = "a"\nname = "b"\n'])
async def test_a_project_whose_own_file_is_broken(tmp_path: Path, text: str) -> None:
    root = write(project(tmp_path, {"personas/a.toml": 'name = "A"\n'}), {"personatui.toml": text})
    async with at_work(root) as desk:
        assert "personatui.toml:" in _start_says(desk)


async def test_a_project_that_is_gone_when_it_is_read_again(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        (root / "personatui.toml").unlink()
        await desk.press("f5")
        assert any("no personatui project" in notice for notice in desk.notices)
        assert desk.screen.persona_id == "maya-okafor"


async def test_without_plugins_there_is_the_card_alone(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), plugins_off=True) as desk:
        assert [str(tab.label) for tab in desk.middle.query("Tab").results()] == ["Card"]  # type: ignore[attr-defined]
        await desk.press("right_square_bracket", "left_square_bracket", "r", "escape", "f", "escape")
        assert "37 of 53" in told(desk.card)


async def test_tools_that_a_project_switched_off(tmp_path: Path) -> None:
    root = write(sample(tmp_path), {"personatui.toml": 'schema = 1\nname = "Few"\ntools_off = ["jtbd"]\n'})
    async with at_work(root) as desk:
        assert set(desk.session.tools) == set(BUNDLED) - {"jtbd"}
        assert "Jobs" not in desk.lines()[2]


async def test_the_names_stay_where_they_are_when_the_rest_is_read(tmp_path: Path) -> None:
    from personatui.app.opening import describe
    from personatui.app.outline import outline_entries
    from personatui.store.outline import read_outline

    root = sample(tmp_path)
    groups, entries = outline_entries(read_outline(root))
    async with at_work(root, SMALL) as desk:
        opened = describe(desk.session)
        assert [group.id for group in groups] == [group.id for group in opened.groups]
        assert [entry.id for entry in entries] == [entry.id for entry in opened.entries]


async def test_findings_that_are_asked_for_early_come_when_they_are_there(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        screen = desk.screen
        screen.findings = None
        screen.action_findings()
        await settled(desk.pilot)
        assert "still being checked" in told(desk.on(ProblemsScreen).list)
        screen.check()
        await settled(desk.pilot)
        assert "Nothing to mend" in told(desk.on(ProblemsScreen).list)


async def test_a_dialog_that_opens_meanwhile_goes_with_the_project(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        desk.screen.make(Change("rename", (SetValue(persona_reference("maya-okafor"), ("name",), "Maya O."),)))
        # the save goes before, and the help comes in between
        for key in ("o", "question_mark"):
            send_key(desk.app, key)
        await settled(desk.pilot)
        desk.on(StartScreen)
        assert len(desk.app.screen_stack) == 1


async def test_a_project_that_cannot_be_read_is_told_over_a_dialog(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(tmp_path / "tiny", {"personatui.toml": "name ="})
    released = threading.Event()
    real = personatui.app.opening.open_project

    def slowly(*args: Any, **options: Any) -> Opened:
        released.wait(20)
        return real(*args, **options)

    monkeypatch.setattr(personatui.app.opening, "open_project", slowly)
    async with at_work(root, wait=False) as desk:
        try:
            desk.app.action_help()
            for _ in range(5):
                await desk.pilot.pause(0.01)
            desk.on(HelpScreen)
        finally:
            released.set()
        await until(desk.pilot, lambda: isinstance(desk.app.screen, StartScreen), "the start screen")
        assert len(desk.app.screen_stack) == 1
        assert "personatui.toml" in desk.drawn()


async def test_the_cursor_is_on_the_first_name_though_the_list_had_the_focus_before(
    tmp_path: Path, released: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = personatui.store.outline.read_outline

    def slowly(root: Path) -> ProjectOutline:
        time.sleep(0.3)
        return real(root)

    monkeypatch.setattr(personatui.store.outline, "read_outline", slowly)
    async with at_work(sample(tmp_path), wait=False) as desk:
        await _named(desk)
        assert desk.rail.list.current is not None
        assert desk.rail.list.current.key == "maya-okafor"
        await _type_early(desk, "j")
        assert desk.rail.list.current.key == "tom-brandt"
        released.set()
        await settled(desk.pilot)
        assert desk.screen.persona_id == "tom-brandt"

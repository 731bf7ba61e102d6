"""Random keys over every screen: nothing raises, and the files stay valid.

PERSONATUI_KEYS=10000 makes it a long run; PERSONATUI_SEEDS holds other seeds to try, such as `11,12,13`. A failure
prints what was done last.
"""

from __future__ import annotations

import os
import random
import tomllib
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.events import Key, MouseDown, MouseMove, MouseScrollDown, MouseScrollUp, MouseUp, Paste
from textual.keys import _character_to_key
from textual.widgets import Input, TextArea

from app.driving import Desk, at_work, sample, settled
from host.folders import open_folder
from personatui.api import Change, SetValue
from personatui.app.app import WorkbenchApp
from personatui.app.creating import NewProjectScreen
from personatui.app.dialogs import AskScreen
from personatui.app.question import QuestionScreen
from personatui.app.start import StartScreen
from personatui.app.workbench import WorkbenchScreen
from personatui.errors import EditError, InstallError
from personatui.host.environment import Environment
from personatui.host.installing import running
from personatui.host.plugins import load_plugins
from personatui.model.ids import persona_reference
from personatui.store.journal import Entry, Journal
from personatui.store.settings import journal_folder
from personatui.widgets.rows import RowList

KEYS = int(os.environ.get("PERSONATUI_KEYS", "1500"))
# So many keys are one run, with a project and a seed of its own.
RUN = 1250
# So many keys follow each other without a pause, and so often a person waits until all that was asked for is there.
BURST = 4
PATIENT = 20
# So many keys go to one screen before the next is opened.
STAY = 25
SIZES = [(140, 40), (80, 24)]
RESIZES = [*SIZES, (118, 24), (40, 12), (200, 60), (20, 5), (100, 30)]
LEAVING = {"ctrl+q", "ctrl+c"}
COMMON = ["enter", "escape", "up", "down", "left", "right", "tab", "shift+tab", "space", "backspace", "home", "end"]
PRINTABLE = "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789 .,:;!?+-*/=#@[](){}<>|'\"\\%&é→日"
HOSTILE = [
    "\x1b]0;owned\x07\x1b[2J",
    "[red]x[/red] [bold [/]",
    "one\r\ntwo\n\n- three\t\x00\x7f",
    "\"\"\"\n''' \\u001b = [[x]]",
    "‮desrever⁦ \u2028 line",
    "#" * 3000,
    "9" * 400,
    "2026-13-45",
    "1e999",
    "persona/maya-okafor#m2xa",
    "👩‍👩‍👧‍👦 é̴̡ 日本",
]


class Monkey:
    """Does what nobody would: the same every time for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.done: deque[str] = deque(maxlen=40)
        self.seen: set[str] = set()
        self.roots: set[Path] = set()

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Print what was done last where something goes wrong."""
        try:
            yield
        except BaseException:
            print("The last that was done:", *self.done, sep="\n  ")
            raise

    # One thing -------------------------------------------------------------------------------------------

    def act(self, desk: Desk) -> None:
        """Do one thing on the screen in front."""
        chance = self.chance
        self.look(desk)
        kind = chance.choices(("bound", "common", "typed", "mouse", "paste"), (50, 20, 15, 11, 4))[0]
        if kind == "bound":
            bound = sorted(desk.app.screen.active_bindings.keys() - LEAVING)
            self.key(desk, chance.choice(bound))
        elif kind == "common":
            self.key(desk, chance.choice(COMMON))
        elif kind == "typed":
            self.type(desk, chance.choice(PRINTABLE))
        elif kind == "mouse":
            self.mouse(desk)
        else:
            text = chance.choice(HOSTILE)
            self.done.append(f"{self._where(desk)}: paste {text[:40]!r}")
            desk.app.post_message(Paste(text))

    def key(self, desk: Desk, key: str) -> None:
        self.done.append(f"{self._where(desk)}: {key}")
        character = {"space": " "}.get(key, key if len(key) == 1 else None)
        desk.app.post_message(Key(key, character))

    def type(self, desk: Desk, character: str) -> None:
        if character in "/\\" and isinstance(desk.app.screen, AskScreen | NewProjectScreen):
            # the name of a folder must not lead anywhere
            character = "x"
        self.done.append(f"{self._where(desk)}: {character!r}")
        desk.app.post_message(Key(_character_to_key(character), character))

    def mouse(self, desk: Desk) -> None:
        width, height = desk.app.size
        x, y = self.chance.randrange(width), self.chance.randrange(height)
        others = (0, 0, 1, False, False, False, x, y)
        what = self.chance.choice(("click", "click", "click", "double", "drag", "scroll", "hover"))
        self.done.append(f"{self._where(desk)}: {what} at {x}, {y}")
        post = desk.app.post_message
        if what == "scroll":
            kind = self.chance.choice((MouseScrollDown, MouseScrollUp))
            post(kind(None, x, y, 0, 0, 0, False, False, False, x, y))
        elif what == "hover":
            post(MouseMove(None, x, y, 1, 0, 0, False, False, False, x, y))
        elif what == "drag":
            to_x, to_y = self.chance.randrange(width), self.chance.randrange(height)
            post(MouseDown(None, x, y, *others))
            post(MouseMove(None, to_x, to_y, 1, 1, 1, False, False, False, to_x, to_y))
            post(MouseUp(None, to_x, to_y, 0, 0, 1, False, False, False, to_x, to_y))
        else:
            for _ in range(2 if what == "double" else 1):
                post(MouseDown(None, x, y, *others))
                post(MouseUp(None, x, y, *others))

    def look(self, desk: Desk) -> None:
        """Keep which screens there were, and which projects."""
        screen = desk.app.screen
        self.seen.add(type(screen).__name__)
        if isinstance(screen, WorkbenchScreen):
            self.roots.add(screen.root)

    def _where(self, desk: Desk) -> str:
        focused = desk.app.focused
        return type(desk.app.screen).__name__ + (f" {focused!r}" if focused is not None else "")

    # From screen to screen -------------------------------------------------------------------------------

    async def resize(self, desk: Desk, size: tuple[int, int]) -> None:
        self.done.append(f"resize to {size}")
        await desk.resize(*size)

    async def go_home(self, desk: Desk, root: Path) -> None:
        """Back to the workbench, by Escape alone but where that asks."""
        for _ in range(30):
            await settled(desk.pilot)
            if desk.app._exception is not None:
                raise desk.app._exception
            screen = desk.app.screen
            if isinstance(screen, WorkbenchScreen) and screen.session is not None:
                break
            if len(desk.app.screen_stack) == 1:
                self.done.append("the project is opened")
                desk.app.open_project(root)
            else:
                self.key(desk, "y" if isinstance(screen, QuestionScreen) else "escape")
        assert isinstance(desk.app.screen, WorkbenchScreen), f"no way back from {desk.app.screen}"
        assert desk.screen.session is not None

    async def go_somewhere(self, desk: Desk, root: Path, way: tuple[str, ...]) -> None:
        """Back to the workbench, and from there to another screen."""
        await self.go_home(desk, root)
        self.done.append(f"--- {way}")
        for key in way:
            if not key.startswith("#"):
                self.key(desk, key)
                continue
            await settled(desk.pilot)
            match key:
                case "#clash":
                    self._clash(desk)
                case "#theme":
                    desk.app.action_change_theme()
                case "#new":
                    # with a conflict left to settle, another screen asks first
                    if isinstance(desk.app.screen, StartScreen):
                        desk.app.screen.query_one("#choices", RowList).move_to("new:b2c")
                        self.key(desk, "enter")
                case _:
                    self._focus(desk, key)
            await settled(desk.pilot)
        await settled(desk.pilot)
        self.look(desk)

    def _focus(self, desk: Desk, name: str) -> None:
        if name == "#rail":
            desk.screen.panels.open_rail()
            desk.rail.list.focus()
            return
        desk.screen.panels.open_middle()
        if name == "#card":
            desk.middle.open("", "")
            desk.card.focus()
            desk.card.move_to_first()
        else:
            desk.middle.open(name.removeprefix("#"), "")
            desk.screen.call_later(desk.middle.focus_content)

    def _clash(self, desk: Desk) -> None:
        """One value changed on disk and here."""
        session = desk.session
        known = sorted(session.project.personas)
        if not known or desk.screen.saver is None:
            return
        reference = persona_reference(self.chance.choice(known))
        path = session.folder.path_of(reference)
        if not path.is_file():
            return
        number = self.chance.randrange(1000)
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("date = ")]
        at = next((i for i, line in enumerate(lines) if line.startswith("name = ")), None)
        if at is None or session.data_of(reference) is None:
            return
        lines.insert(at, f'date = "2025-01-{number % 28 + 1:02}"')
        path.write_text("\n".join([*lines, ""]), "utf-8")
        self.done.append(f"{reference} is changed on disk and here")
        ours = f"2026-{number % 12 + 1:02}-07"
        desk.screen.make(Change("clash", (SetValue(reference, ("date",), ours),)))


# What leads from the workbench to every screen: keys, and where the focus is put first.
WAYS: list[tuple[tuple[str, ...], str]] = [
    (("#rail",), "WorkbenchScreen"),
    (("#card",), "WorkbenchScreen"),
    (("#empathy_map",), "WorkbenchScreen"),
    (("#jtbd",), "WorkbenchScreen"),
    (("#experience_map",), "WorkbenchScreen"),
    (("#persona_canvas",), "WorkbenchScreen"),
    (("#value_proposition",), "WorkbenchScreen"),
    (("#value_proposition", "a"), "WorkbenchScreen"),
    (("#business_model",), "WorkbenchScreen"),
    (("#personas",), "WorkbenchScreen"),
    (("#segments",), "WorkbenchScreen"),
    (("#pestel",), "WorkbenchScreen"),
    (("#pestel", "full_stop"), "WorkbenchScreen"),
    (("#pestel", "full_stop", "full_stop", "full_stop"), "WorkbenchScreen"),
    (("#swot",), "WorkbenchScreen"),
    (("#swot", "full_stop"), "WorkbenchScreen"),
    (("#swot", "full_stop", "full_stop", "full_stop"), "WorkbenchScreen"),
    (("#swot", "full_stop", "full_stop", "full_stop", "full_stop"), "WorkbenchScreen"),
    (("#rail", "v"), "WorkbenchScreen"),
    (("#rail", "v", "v", "enter"), "WorkbenchScreen"),
    (("#rail", "n"), "WorkbenchScreen"),
    (("#card", "end", "a"), "WorkbenchScreen"),
    (("#card", "end", "e"), "WorkbenchScreen"),
    (("#empathy_map", "a"), "WorkbenchScreen"),
    (("#jtbd", "r", "z"), "WorkbenchScreen"),
    (("f9",), "WorkbenchScreen"),
    (("slash",), "FindScreen"),
    (("f",), "ProblemsScreen"),
    (("question_mark",), "HelpScreen"),
    (("#empathy_map", "question_mark"), "HelpScreen"),
    (("ctrl+p",), "Palette"),
    (("#theme",), "ThemePalette"),
    (("ctrl+o",), "JumpScreen"),
    (("#rail", "g", "space", "j", "space", "c"), "CompareScreen"),
    (("#rail", "g", "c", "a"), "ChooseScreen"),
    (("#rail", "P"), "PresentScreen"),
    (("N",), "CreateScreen"),
    (("#rail", "R"), "AskScreen"),
    (("#rail", "d"), "EffectsScreen"),
    (("#rail", "e"), "FormScreen"),
    (("#card", "enter"), "FormScreen"),
    (("#card", "enter", "x", "escape"), "QuestionScreen"),
    (("#empathy_map", "enter"), "FormScreen"),
    (("#jtbd", "enter"), "FormScreen"),
    (("#empathy_map", "s"), "EvidencePicker"),
    (("#empathy_map", "m"), "ChooseScreen"),
    (("#empathy_map", "t"), "ChooseScreen"),
    (("#empathy_map", "w"), "ChooseScreen"),
    (("#card", "A"), "ChooseScreen"),
    (("f6",), "PluginsScreen"),
    (("f6", "I"), "AskScreen"),
    (("o",), "StartScreen"),
    (("o", "#new"), "NewProjectScreen"),
    (("#clash", "X"), "ConflictScreen"),
    (("#clash", "o"), "LeaveScreen"),
]


@pytest.fixture
def fenced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place that no key leads out of: the program is not left, and every path typed stays below it."""

    async def stay(app: WorkbenchApp) -> None:
        """Whoever quits ends the test."""

    def refuse() -> Environment:
        """Nothing is installed by chance."""
        raise InstallError("This environment takes no plugins.", hint="Use another.")

    monkeypatch.setattr(WorkbenchApp, "action_quit", stay)
    monkeypatch.setattr(running, "own_environment", refuse)
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    place = tmp_path / "a" / "place"
    place.mkdir(parents=True)
    monkeypatch.chdir(place)
    return place


def _leave_edits_behind(root: Path) -> None:
    """The journal of a process that was killed."""
    path = root / "personas" / "tom-brandt.toml"
    text = path.read_text("utf-8")
    journal = Journal(journal_folder(), root)
    journal.write([Entry(persona_reference("tom-brandt"), text, text.replace("Tom Brandt", "Tom B."))])
    journal.close()


def _seeds() -> list[int]:
    """At least two, one for each size."""
    given = [int(seed) for seed in os.environ.get("PERSONATUI_SEEDS", "").split(",") if seed]
    return given or list(range(max(len(SIZES), KEYS // RUN)))


SEEDS = _seeds()


@pytest.mark.parametrize("seed", SEEDS)
async def test_random_keys(fenced: Path, seed: int) -> None:
    root = sample(fenced)
    monkey = Monkey(seed)
    chance = monkey.chance
    _leave_edits_behind(root)
    ways = [way for _ in range(2) for way, _ in chance.sample(WAYS, len(WAYS))]
    with monkey.telling():
        async with at_work(root, SIZES[seed % 2], painted=seed == 0) as desk:
            for number in range(min(RUN, KEYS // len(SEEDS))):
                if number % STAY == STAY - 1:
                    if chance.random() < 0.15:
                        await monkey.resize(desk, chance.choice(RESIZES))
                    await monkey.go_somewhere(desk, root, ways[number // STAY % len(ways)])
                monkey.act(desk)
                if chance.randrange(PATIENT) == 0:
                    await settled(desk.pilot)
                elif chance.randrange(BURST) == 0:
                    await desk.pilot.pause(0)
                if desk.app._exception is not None:
                    break
            else:
                await _end(monkey, desk, root)
    assert len(monkey.seen) > 5
    for project in monkey.roots:
        _all_valid(project)


async def test_the_ways_lead_to_every_screen(fenced: Path) -> None:
    root = sample(fenced)
    monkey = Monkey(0)
    _leave_edits_behind(root)
    with monkey.telling():
        async with at_work(root, SIZES[0]) as desk:
            monkey.look(desk)
            found = []
            for way, _ in WAYS:
                await monkey.go_somewhere(desk, root, way)
                found.append((way, type(desk.app.screen).__name__))
    assert found == WAYS
    assert "RecoverScreen" in monkey.seen


async def _end(monkey: Monkey, desk: Desk, root: Path) -> None:
    """Everything is settled and saved, and what can be taken back is."""
    await monkey.resize(desk, SIZES[0])
    await monkey.go_home(desk, root)
    assert desk.app.is_running
    for _ in range(3):
        if isinstance(desk.app.focused, Input | TextArea):
            # what is written there is no command
            await desk.press("escape")
    await desk.press("ctrl+s")
    saver = desk.screen.saver
    assert saver is not None
    for _ in range(len(desk.session.loaded.files)):
        if desk.title.endswith(" saved"):
            break
        # what was held back with a file in conflict, or saved just now, may turn out to be in conflict itself
        await desk.press("X", *["O", "s"] * len(saver.conflicts), "ctrl+s")
    assert desk.title.endswith(" saved"), (desk.title, saver.conflicts, saver.failures, desk.session.unsaved)
    _all_valid(desk.session.root)
    session = desk.session
    while session.undo_label:
        try:
            session.undo()
        except EditError:
            # the same was changed on disk since
            break
    assert not session.save().failures


def _all_valid(root: Path) -> None:
    """Every file can be read, and holds nothing that does not fit."""
    for path in root.rglob("*.toml"):
        tomllib.loads(path.read_text("utf-8"))
    loaded = open_folder(root, load_plugins()).loaded
    assert not loaded.broken
    assert {key: file.problems for key, file in loaded.files.items() if file.problems} == {}

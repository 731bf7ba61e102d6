"""A long session: hundreds of edits, undos, saves and changes from outside, and files equal to the expected ones."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import personatui.app.saving
from app.driving import Desk, at_work, sample, send_key, settled, until
from app.script import STEPS, TITLES, Script, Step, reference
from app.shadow import Data, Shadow, differences, read
from personatui.api import Change, CreateFile, SetValue
from personatui.app.choosing import ChooseScreen
from personatui.app.conflicts import ConflictScreen
from personatui.app.evidence import EvidencePicker
from personatui.app.forms import FormScreen
from personatui.app.reshaping import EffectsScreen
from personatui.host.session import Session
from personatui.model.edits import Edit
from personatui.store.settings import settings_path
from personatui.widgets.choices import ChoiceList
from personatui.widgets.editor import NoteEditor


class Driver:
    """Does the steps in the real program."""

    def __init__(self, desk: Desk, root: Path) -> None:
        self.desk = desk
        self.root = root

    async def do(self, step: Step) -> None:
        ways: dict[str, Callable[..., Any]] = {
            "press": self.desk.press, "make": self._make, "create": self._create, "rename": self._rename,
            "remove": self._remove, "replace": self._replace, "check out": self._check_out, "conflict": self._conflict,
            "save": self._save,
        }  # fmt: skip
        given = dict(step.given)
        if step.what in ways:
            await (ways[step.what](*given["keys"]) if step.what == "press" else ways[step.what](**given))
            return
        await self._aim(given.pop("name"), given.pop("field"), given.pop("index"), given.get("to"))
        await self._at_entry(step.what, **given)

    async def _aim(self, name: str, key: str, index: int, to: tuple[str, str] | None) -> None:
        """Put the cursor on an entry."""
        desk, owner = self.desk, reference(name)
        if to is not None and to[0] != name:
            # what is taken over goes to the persona that was looked at last
            desk.screen.jump(reference(to[0]))
            await settled(desk.pilot)
        data = desk.session.data_of(owner) or {}
        target = owner.at(data[key][index]["id"])
        desk.screen.jump(target)
        await settled(desk.pilot)
        assert desk.screen.show_entry(str(target)), target
        await settled(desk.pilot)

    async def _at_entry(
        self, what: str, *, text: str = "", keys: Any = (), to: tuple[str, str] = ("", ""), link: str = ""
    ) -> None:
        desk = self.desk
        match what:
            case "add":
                await self._write(["a"], text, ["enter", "escape"])
            case "edit":
                await desk.press("e", "f7", "backspace")
                await self._write([], text, ["enter"])
            case "form":
                await desk.press("enter", "f7", "backspace")
                desk.on(FormScreen)
                await self._write([], text, ["ctrl+s"])
            case "delete":
                await desk.press("d")
            case "delete used":
                await desk.press("d")
                desk.on(EffectsScreen)
                await desk.press("enter")
            case "duplicate":
                await desk.press("D")
            case "move" | "take":
                await desk.press("m" if what == "move" else "t")
                desk.on(ChooseScreen)
                await self._choose(f"{reference(to[0])} {to[1]}", TITLES[to[1]])
                await desk.press("enter")
            case "evidence":
                await desk.press("s")
                desk.on(EvidencePicker)
                await self._choose(link, link.partition("#")[2])
                # from the query to the list, where space ticks
                await desk.press("enter", "space", "enter")
            case _:
                await desk.press(*keys)
        assert not desk.screen.query(NoteEditor)

    async def _write(self, before: list[str], text: str, after: list[str]) -> None:
        """Type as fast as one can."""
        for key in before:
            send_key(self.desk.app, key)
        await self.desk.type(text)
        await self.desk.press(*after)

    async def _choose(self, wanted: str, words: str) -> None:
        await self.desk.type(words)
        choices = self.desk.app.screen.query_one(ChoiceList)
        for _ in range(20):
            if choices.current == wanted:
                return
            await self.desk.press("down")
        pytest.fail(f"{wanted} is not offered")

    async def _make(self, edits: tuple[Edit, ...]) -> None:
        assert self.desk.screen.make(Change("edit", edits))

    async def _create(self, name: str, data: dict[str, Any]) -> None:
        assert self.desk.screen.make(Change("create", (CreateFile(reference(name), data),)))

    async def _in_rail(self, kind: str, record: str) -> None:
        await self.desk.press("v")
        for _ in range(2):
            if self.desk.screen.view != kind:
                await self.desk.press("v")
        assert self.desk.rail.reveal(record)
        await settled(self.desk.pilot)

    async def _rename(self, old: str, new: str) -> None:
        await self._in_rail("segment", old)
        await self.desk.press("R", "ctrl+a", "ctrl+k")
        await self.desk.type(new)
        await self.desk.press("enter")
        self.desk.on(EffectsScreen)
        await self.desk.press("enter")

    async def _remove(self, persona: str) -> None:
        await self._in_rail("persona", persona)
        await self.desk.press("d")

    async def _save(self) -> None:
        await self.desk.press("ctrl+s")
        assert self.desk.title.endswith(" saved"), self.desk.title
        assert self.desk.session.unsaved == ()

    # From outside ----------------------------------------------------------------------------------------

    async def _replace(self, names: list[str], number: int, waits: bool) -> None:
        for name in names:
            path = self.root / name
            other = path.with_name(f".{path.name}.swp")
            other.write_text(_from_outside(path.read_text("utf-8"), name, number), "utf-8")
            other.replace(path)
        await self._seen(names, number, waits)

    async def _check_out(self, names: list[str], number: int, waits: bool) -> None:
        self._git("add", "-A")
        self._git("commit", "-q", "--allow-empty", "-m", f"Before {number}")
        self._git("checkout", "-q", "-b", f"b{number}")
        for name in names:
            path = self.root / name
            path.write_text(_from_outside(path.read_text("utf-8"), name, number), "utf-8")
        self._git("commit", "-q", "-a", "-m", f"Change {number}")
        self._git("checkout", "-q", "-")
        self._git("checkout", "-q", f"b{number}")
        await self._seen(names, number, waits)

    async def _seen(self, names: list[str], number: int, waits: bool) -> None:
        """Wait for the change to show where nothing unsaved is in its way; else go on at once."""
        session = self.desk.session
        shown = [reference(name) for name in names if reference(name) not in session.unsaved]
        if waits and not session.unsaved:
            await until(
                self.desk.pilot,
                lambda: all((session.data_of(key) or {}).get("reviewed") == number for key in shown),
                "the change",
            )

    def _git(self, *arguments: str) -> None:
        own = ("-c", "user.name=Reviewer", "-c", "user.email=reviewer@example.com", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *own, *arguments], cwd=self.root, check=True, capture_output=True)

    async def _conflict(self, name: str, ours: str, theirs: str, key: str) -> None:
        desk = self.desk
        path = self.root / name
        text = path.read_text("utf-8")
        path.write_text(re.sub(r'^date = ".*"$', f'date = "{theirs}"', text, count=1, flags=re.M), "utf-8")
        assert desk.screen.make(Change("edit date", (SetValue(reference(name), ("date",), ours),)))
        await desk.press("ctrl+s")
        await desk.press("X")
        desk.on(ConflictScreen)
        await desk.press(key, "s")
        assert desk.title.endswith(" saved"), desk.title


def _from_outside(text: str, name: str, number: int) -> str:
    text = re.sub(r"^reviewed = \d+", f"reviewed = {number}", text, count=1, flags=re.M)
    note = f'\n[[notes]]\nid = "n{number:03}"\ntext = "From outside"\n'
    return text if name.startswith("canvases/") else text + note


def _in_memory(session: Session) -> dict[str, Data]:
    paths = {key: session.folder.path_of(key).relative_to(session.root).as_posix() for key in session.loaded.files}
    return {name: session.data_of(key) or {} for key, name in paths.items()}


def _ours(files: dict[str, Data]) -> dict[str, Data]:
    """Without what only comes from outside, which may not be there yet."""
    return {
        name: {key: value for key, value in data.items() if key not in ("reviewed", "notes")}
        for name, data in files.items()
    }


def _assert_same(wanted: dict[str, Data], found: dict[str, Data]) -> None:
    told = differences(wanted, found)
    assert not told, "\n".join(told)


def _with_comments(root: Path) -> dict[str, list[str]]:
    """Write comments and a key that no model knows into every file; the comments by file."""
    comments: dict[str, list[str]] = {}
    for path in sorted(root.rglob("*.toml")):
        name = path.relative_to(root).as_posix()
        if "/" not in name:
            continue
        told = [f"# kept by hand: {name}", "# counted in the review"]
        path.write_text(f"{told[0]}\nreviewed = 0   {told[1]}\n{path.read_text('utf-8')}", "utf-8")
        comments[name] = told
    return comments


@pytest.mark.parametrize(("autosave", "length"), [(True, STEPS), (False, STEPS // 6)])
async def test_the_files_are_as_expected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, autosave: bool, length: int
) -> None:
    root = sample(tmp_path)
    comments = _with_comments(root)
    monkeypatch.setattr(personatui.app.saving, "DELAY", 0.01)
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings_path().write_text(f"autosave = {str(autosave).lower()}\n")
    shadow = Shadow(root)
    script = Script(int(os.environ.get("PERSONATUI_SEEDS", "1")), shadow, length)
    done: list[str] = []
    async with at_work(root, (140, 40)) as desk:
        driver = Driver(desk, root)
        driver._git("init", "-q")
        try:
            for step in script.steps():
                done.append(str(step))
                await driver.do(step)
                _assert_same(_ours(shadow.files), _ours(_in_memory(desk.session)))
                if step.what == "save":
                    _assert_same(shadow.files, read(root))
        except BaseException:
            print("The last steps:", *done[-15:], "", *desk.notices[-3:], sep="\n  ")
            raise
        _assert_same(shadow.files, read(root))
        while shadow.can_undo:
            assert desk.session.undo_label
            shadow.undo()
            desk.screen.action_undo()
        await driver.do(Step("save"))
        _assert_same(shadow.files, read(root))
        # what the disk overruled cannot be taken back, and says so
        await desk.press("u", "u")
        assert desk.app.is_running
        assert not desk.session.loaded.broken
        problems = {key: file.problems for key, file in desk.session.loaded.files.items() if file.problems}
        assert problems == {}
    for name, told in comments.items():
        if name in shadow.files:
            assert all(comment in (root / name).read_text("utf-8") for comment in told)

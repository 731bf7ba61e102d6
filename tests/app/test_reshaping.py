"""Deleting and renaming from the rail and the lists: the whole effect in view, as one step, or not at all."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread, current_thread, get_ident

import pytest

from app.driving import SMALL, Desk, at_work, contents, project, sample, send_key, settled, texts, told, until, write
from personatui.api import Change, DeleteFile, Reference, SetValue
from personatui.app.dialogs import AskScreen
from personatui.app.opening import describe
from personatui.app.reshaping import EffectsScreen, rename
from personatui.app.workbench import WorkbenchScreen
from personatui.errors import EditError
from personatui.host.opening import open_session
from personatui.host.session import Session
from personatui.widgets.rows import RowList

CANVASES = ("canvases/empathy_map/maya-okafor.toml", "canvases/jtbd/maya-okafor.toml")


def _effects(desk: Desk) -> str:
    return told(desk.on(EffectsScreen).query_one(RowList))


async def _rename(desk: Desk, new_id: str) -> None:
    """Type another id over the one that is there, and accept it."""
    desk.on(AskScreen)
    await desk.press("end", *["backspace"] * 40)
    await desk.type(new_id)
    await desk.press("enter")


async def test_a_persona_goes_with_its_canvases_as_one_step(tmp_path: Path) -> None:
    for size in ((140, 40), SMALL):
        root = sample(tmp_path / str(size[0]))
        before = contents(root)
        async with at_work(root, size) as desk:
            await desk.select("maya-okafor")
            await desk.press("d")
            shown = _effects(desk)
            for name in CANVASES:
                assert name in shown
            assert "is deleted with it" in shown
            await desk.press("escape")
            assert desk.rail.list.has_focus
            assert contents(root) == before
            assert not desk.session.undo_label

            await desk.press("delete", "enter")
            assert "maya-okafor" not in desk.session.project.personas
            assert "maya-okafor" not in desk.rail.visible_ids
            assert not any((root / name).exists() for name in (*CANVASES, "personas/maya-okafor.toml"))
            assert desk.screen.persona_id != "maya-okafor"
            assert desk.rail.list.current is not None
            await desk.press("u")
            assert contents(root) == before
            assert "maya-okafor" in desk.rail.visible_ids


async def test_what_nothing_refers_to_is_deleted_at_once(tmp_path: Path) -> None:
    root = project(tmp_path, {"personas/a.toml": 'name = "A"\n'})
    before = contents(root)
    async with at_work(root) as desk:
        await desk.press("d")
        assert not desk.session.project.personas
        assert "no personas yet" in desk.message
        await desk.press("d", "e", "R")
        assert desk.app.is_running
        await desk.press("u")
        assert contents(root) == before
        assert desk.rail.visible_ids == ("a",)


async def test_an_excerpt_that_statements_rest_on(tmp_path: Path) -> None:
    root = sample(tmp_path)
    before = contents(root)
    async with at_work(root) as desk:
        await desk.press("v", "v")
        assert desk.rail.reveal("interview-maya")
        await settled(desk.pilot)
        desk.card.focus()
        assert desk.card.move_to("source/interview-maya#mx9d")
        await settled(desk.pilot)
        await desk.press("d")
        shown = _effects(desk)
        assert "personas/maya-okafor.toml" in shown
        await desk.press("escape")
        assert contents(root) == before
        await desk.press("d", "enter")
        assert not any(b"#mx9d" in data for data in contents(root).values())
        await desk.press("u")
        assert contents(root) == before


async def test_a_rename_takes_its_references_along(tmp_path: Path) -> None:
    root = sample(tmp_path)
    before = contents(root)
    async with at_work(root) as desk:
        await desk.select("maya-okafor")
        await desk.press("R")
        # what is no id, and what is taken, is told while it is typed and not accepted
        for wrong, sentence in (("Maya Okafor", "small letters"), ("tom-brandt", "already"), ("../x", "small letters")):
            await _rename(desk, wrong)
            assert sentence in "\n".join(str(text) for text in texts(desk.on(AskScreen)))
        await desk.press("escape")
        assert contents(root) == before

        await desk.press("R")
        await _rename(desk, "maya-o")
        assert "is renamed" in _effects(desk)
        # whoever leaves it as it is goes on with the persona that was shown
        await desk.press("escape")
        assert contents(root) == before
        assert desk.screen.persona_id == "maya-okafor"
        await desk.press("R")
        await _rename(desk, "maya-o")
        await desk.press("enter")
        assert "maya-o" in desk.session.project.personas
        assert desk.screen.persona_id == "maya-o"
        assert str(desk.middle.border_title) == "Maya Okafor"
        assert (root / "canvases/jtbd/maya-o.toml").exists()
        assert desk.session.project.canvas("jtbd", "maya-o") is not None
        assert not any(b"persona/maya-okafor" in data for data in contents(root).values())
        await desk.press("u")
        assert contents(root) == before
        # the same id again is no change
        await desk.select("maya-okafor")
        await desk.press("R", "enter")
        assert contents(root) == before


async def test_a_source_stays_in_view_under_its_new_name(tmp_path: Path) -> None:
    root = sample(tmp_path)
    before = contents(root)
    async with at_work(root) as desk:
        await desk.press("v", "v")
        assert desk.rail.reveal("interview-maya")
        await settled(desk.pilot)
        await desk.press("R")
        await _rename(desk, "families")
        await desk.press("enter")
        assert "families" in desk.session.project.sources
        assert b"families#mx9d" in contents(root)["personas/maya-okafor.toml"]
        assert desk.screen.view == "source"
        assert desk.rail.list.current is not None
        assert desk.rail.list.current.key == "families"
        assert desk.screen.sub_title == "families"
        await desk.press("u")
        assert contents(root) == before


async def test_what_changed_meanwhile_is_planned_again(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        {
            "personas/a.toml": 'name = "A"\nsegment = "s"\n',
            "personas/b.toml": 'name = "B"\n',
            "segments/s.toml": 'name = "S"\n',
        },
    )
    async with at_work(root) as desk:
        session = desk.session
        await desk.press("v", "d")
        assert "personas/a.toml" in _effects(desk)
        assert "personas/b.toml" not in _effects(desk)
        write(root, {"personas/b.toml": 'name = "B"\nsegment = "s"\n'})
        session.refresh()
        await desk.press("enter")
        # what is to be done is no longer what was shown, so that it is shown again
        assert "personas/b.toml" in _effects(desk)
        assert "changed meanwhile" in desk.notices[-1]
        assert session.project.segments
        await desk.press("enter")
        assert not desk.session.project.segments
        assert [persona.segment for persona in desk.session.project.personas.values()] == ["", ""]


async def test_what_was_agreed_to_is_not_asked_again_for_a_change_elsewhere(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        session = desk.session
        await desk.select("maya-okafor")
        await desk.press("R")
        await _rename(desk, "maya-o")
        assert "is renamed" in _effects(desk)
        tom = root / "personas/tom-brandt.toml"
        tom.write_text(tom.read_text().replace("schema = 1", "schema = 1\nreviewed = 1", 1))
        session.refresh()
        await desk.press("enter")
        assert "maya-o" in session.project.personas
        assert desk.screen.persona_id == "maya-o"
        assert (session.data_of(Reference("persona", "tom-brandt")) or {})["reviewed"] == 1


async def test_what_is_gone_meanwhile_is_told(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        session = desk.session
        await desk.select("collector-carl")
        await desk.press("d")
        desk.on(EffectsScreen)
        (root / "personas/collector-carl.toml").unlink()
        session.refresh()
        await desk.press("enter")
        assert desk.app.is_running
        assert desk.notices
        assert "collector-carl" not in desk.session.project.personas


async def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    root = project(tmp_path, {"personas/a.toml": 'name = "A"\n', "personas/b.toml": "name = \n"})
    async with at_work(root) as desk:
        await desk.select("a")
        await desk.press("d")
        if isinstance(desk.app.screen, EffectsScreen):
            assert "cannot be read" in _effects(desk)
            await desk.press("enter")
        assert "a" not in desk.session.project.personas
        assert (root / "personas/b.toml").read_text() == "name = \n"


async def test_a_file_that_cannot_be_read_is_not_renamed(tmp_path: Path) -> None:
    root = project(tmp_path, {"personas/b.toml": "name = \n"})
    before = contents(root)
    async with at_work(root) as desk:
        await desk.press("R")
        if isinstance(desk.app.screen, AskScreen):
            await _rename(desk, "c")
        await desk.press("d", "e")
        if isinstance(desk.app.screen, EffectsScreen):
            await desk.press("escape")
        assert desk.notices
        assert contents(root) == before


async def until_screen(desk: Desk, kind: type[EffectsScreen]) -> None:
    """Until a dialog is there that a thread asks for."""
    await until(desk.pilot, lambda: isinstance(desk.app.screen, kind), kind.__name__)


def _many(tmp_path: Path) -> Path:
    people = {f"personas/p{number}.toml": f'name = "P{number}"\nsegment = "s"\n' for number in range(40)}
    return project(
        tmp_path,
        {**people, "personas/q.toml": 'name = "Q"\nsegment = "t"\n'}
        | {"segments/s.toml": 'name = "S"\n', "segments/t.toml": 'name = "T"\n'},
    )


async def test_a_change_of_many_files_does_not_stop_the_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = _many(tmp_path)
    before = contents(root)
    begun, go_on, threads = Event(), Event(), set[int]()
    real = Session.make

    def slowly(session: Session, change: Change) -> None:
        threads.add(get_ident())
        begun.set()
        assert go_on.wait(20)
        real(session, change)

    async with at_work(root) as desk:
        await desk.press("v")
        monkeypatch.setattr(Session, "make", slowly)
        rename(desk.screen, Reference("segment", "s"), "fresh")
        await until_screen(desk, EffectsScreen)
        send_key(desk.app, "enter")
        while not begun.is_set():
            await desk.pilot.pause(0.01)
        assert threads == {thread for thread in threads if thread != get_ident()}
        # what is typed meanwhile waits, and so does leaving
        screen = desk.screen
        left: list[bool] = []
        send_key(desk.app, "o")
        screen.leave(lambda: left.append(screen.is_left))
        for _ in range(10):
            await desk.pilot.pause(0.01)
        desk.on(WorkbenchScreen)
        assert left == []
        assert not screen.is_left
        go_on.set()
        await settled(desk.pilot)
        assert left == [True]
    assert (root / "segments/fresh.toml").exists()
    assert all(b'"fresh"' in data for name, data in contents(root).items() if name.startswith("personas/p"))
    assert contents(root)["personas/q.toml"] == before["personas/q.toml"]


async def test_many_files_are_one_step_and_stay_in_view(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = _many(tmp_path)
    before = contents(root)
    undone_by: list[Thread] = []
    undo = Session.undo

    def watched(session: Session) -> str:
        undone_by.append(current_thread())
        return undo(session)

    monkeypatch.setattr(Session, "undo", watched)
    async with at_work(root) as desk:
        rename(desk.screen, Reference("segment", "s"), "fresh")
        await until_screen(desk, EffectsScreen)
        await desk.press("enter")
        assert desk.screen.view == "segment"
        assert desk.rail.list.current is not None
        assert desk.rail.list.current.key == "fresh"
        after = contents(root)
        await desk.press("u")
        assert contents(root) == before
        # the screen does not stand still for it
        assert undone_by != [current_thread()]
        assert desk.notices[-1].startswith("Undid: rename")
        await desk.press("ctrl+r")
        assert contents(root) == after


async def test_many_files_of_which_one_cannot_be_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = _many(tmp_path)
    before = contents(root)

    def refuse(session: Session, change: Change) -> None:
        raise EditError("This cannot be done.", hint="Wait.")

    async with at_work(root) as desk:
        monkeypatch.setattr(Session, "make", refuse)
        rename(desk.screen, Reference("segment", "s"), "fresh")
        await until_screen(desk, EffectsScreen)
        await desk.press("enter")
        assert any("This cannot be done." in notice for notice in desk.notices)
        assert desk.screen.is_ready
        await desk.press("j")
        assert desk.screen.view == "persona"
    assert contents(root) == before


def test_only_what_a_change_bears_on_is_described_again(tmp_path: Path) -> None:
    people = {
        "a": 'segment = "s"',
        "b": 'segment = "t"',
        "c": 'goals = [{ id = "g1", text = "G", sources = ["x#e1"] }]',
        "d": 'goals = [{ id = "g1", text = "G", sources = ["y"] }]',
    }
    files = {f"personas/{name}.toml": f'name = "{name}"\n{text}\n' for name, text in people.items()}
    for name in ("s", "t"):
        files[f"segments/{name}.toml"] = f'name = "{name}"\n'
    for name in ("x", "y"):
        files[f"sources/{name}.toml"] = f'title = "{name}"\n'
    session = open_session(project(tmp_path, files))
    first = describe(session)

    def anew(edit: SetValue | DeleteFile) -> set[str]:
        before = describe(session, first)
        session.make(Change("edit", (edit,)))
        after = describe(session, before)
        assert after.entries == describe(session).entries
        session.undo()
        known = {id(entry) for entry in before.entries}
        return {entry.id for entry in after.entries if id(entry) not in known}

    assert anew(SetValue(Reference("segment", "s"), ("name",), "Other")) == {"a"}
    assert anew(DeleteFile(Reference("segment", "t"))) == {"b"}
    assert anew(SetValue(Reference("source", "x"), ("title",), "Other")) == {"c"}
    assert anew(DeleteFile(Reference("source", "y"))) == {"d"}
    assert anew(SetValue(Reference("persona", "a"), ("name",), "Other")) == {"a"}

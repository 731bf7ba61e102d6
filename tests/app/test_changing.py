"""Changing from the workbench: the palette's commands, undo and redo, and changes from outside."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.widget import Widget

from app.driving import SMALL, at_work, contents, sample, settled, told
from personatui.api import Change, Command, RemoveValue, SetValue
from personatui.api.ui import RegionView
from personatui.app.palette import WorkbenchCommands, workbench_commands
from personatui.app.start import StartScreen
from personatui.app.workbench import WorkbenchScreen
from personatui.model.ids import persona_reference

MAP = "canvases/empathy_map/maya-okafor.toml"


def _command(commands: tuple[Command, ...], name: str) -> Command:
    return next(command for command in commands if command.id == name)


async def test_a_command_of_a_tool_and_the_way_back(tmp_path: Path) -> None:
    root = sample(tmp_path)
    before = contents(root)
    async with at_work(root) as desk:
        await desk.open_tab("empathy_map")
        desk.screen.run_command(_command(desk.session.plugins.commands, "empathy_map.to-nng"))
        await settled(desk.pilot)
        changed = contents(root)
        assert [name for name in changed if changed[name] != before[name]] == [MAP]
        assert b'layout = "nng"' in changed[MAP]
        assert set(changed) == set(before)
        assert desk.box("feels").rows
        assert not desk.middle.query("#box-who")
        assert "NN/g" in desk.drawn()
        assert desk.title.endswith("  saved")
        assert desk.notices == []
        assert desk.screen.persona_id == "maya-okafor"
        assert desk.middle.tool_id == "empathy_map"

        await desk.press("u")
        assert contents(root) == before
        assert desk.box("who").rows
        assert any(notice.startswith("Undid: ") and "NN/g" in notice for notice in desk.notices)
        await desk.press("ctrl+r")
        assert contents(root) == changed
        await desk.press("u", "u", "u")
        assert contents(root) == before
        assert any("nothing to undo" in notice.lower() for notice in desk.notices)
        await desk.press("ctrl+r", "ctrl+r")
        assert any("nothing to redo" in notice.lower() for notice in desk.notices)
        assert contents(root) == changed


async def test_changes_from_outside(tmp_path: Path) -> None:
    root = sample(tmp_path)
    maya = root / "personas" / "maya-okafor.toml"
    async with at_work(root) as desk:
        desk.card.focus()
        await desk.press("G", "k")
        key = desk.card.current.key if desk.card.current is not None else ""
        maya.write_text(maya.read_text().replace('name = "Maya Okafor"', 'name = "Maya O."'))
        await desk.press("f5")
        assert str(desk.middle.border_title) == "Maya O."
        assert "Maya O." in told(desk.rail.list)
        # the cursor stays on the same statement
        assert desk.card.current is not None
        assert desk.card.current.key == key

        # a change here and another one there are both kept
        maya.write_text(maya.read_text().replace("first-time renter", "renter"))
        reference = persona_reference("maya-okafor")
        desk.screen.make(Change("Set the date", (SetValue(reference, ("date",), "2026-05-05"),)))
        await settled(desk.pilot)
        text = maya.read_text()
        assert 'date = "2026-05-05"' in text
        assert '"renter"' in text
        assert "renter" in told(desk.card)

        # the same field changed on both sides is told and not overwritten
        maya.write_text(maya.read_text().replace("2026-05-05", "2026-06-06"))
        desk.screen.make(Change("Set the date", (SetValue(reference, ("date",), "2026-07-07"),)))
        await settled(desk.pilot)
        assert 'date = "2026-06-06"' in maya.read_text()
        assert any("maya-okafor.toml" in notice for notice in desk.notices)
        assert desk.app.is_running


async def test_a_change_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    root = sample(tmp_path)
    before = contents(root)
    async with at_work(root) as desk:
        reference = persona_reference("maya-okafor")
        for change in (
            Change("No such item", (RemoveValue(reference, ("goals", "nope")),)),
            Change("No role", (SetValue(reference, ("role",), "king [b"),)),
            Change("No persona", (SetValue(persona_reference("nobody"), ("name",), "N"),)),
        ):
            seen = len(desk.notices)
            desk.screen.make(change)
            await settled(desk.pilot)
            assert len(desk.notices) == seen + 1
        assert desk.session.undo_label == ""
    assert contents(root) == before


async def test_every_command_of_the_palette_runs(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root, SMALL) as desk:
        desk.screen.run_command(_command(desk.session.plugins.commands, "empathy_map.to-nng"))
        await settled(desk.pilot)
        await desk.press("u")
        desk.screen.run_command(_command(desk.session.plugins.commands, "empathy_map.to-xplane"))
        await settled(desk.pilot)
        await desk.press("u", "ctrl+r")
        names = [command.title for command in workbench_commands(desk.screen)]
        assert len(names) == len(set(names))
        assert any(name.startswith("Undo: ") for name in names)
        for tool in desk.session.tools.values():
            assert f"Open {tool.title}" in names
            for command in tool.commands:
                assert f"{tool.title}: {command.title}" in names
        for name in names:
            offered = {command.title: command.callback for command in workbench_commands(desk.screen)}
            if name in offered and name != "Open another project":
                offered[name]()
                await settled(desk.pilot)
                if not isinstance(desk.app.screen, WorkbenchScreen):
                    await desk.press("escape")
            await settled(desk.pilot)
            assert desk.app.is_running
        assert desk.screen.persona_id == list(desk.session.project.personas)[-1]
        next(c for c in workbench_commands(desk.screen) if c.title == "Open another project").callback()
        await settled(desk.pilot)
        desk.on(StartScreen)


async def test_the_palette_finds_by_a_few_letters(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        provider = WorkbenchCommands(desk.screen)
        offered = [hit async for hit in provider.discover()]
        assert offered
        found = [hit async for hit in provider.search("priya")]
        assert any("Priya Nair" in str(hit.text) for hit in found)
        await desk.press("ctrl+p")
        assert isinstance(desk.app.screen, CommandPalette)
        await desk.type("persona priya")
        await desk.pilot.pause(0.3)
        await settled(desk.pilot)
        await desk.press("enter")
        if isinstance(desk.app.screen, CommandPalette):
            await desk.press("enter")
        assert isinstance(desk.app.screen, WorkbenchScreen)
        assert desk.screen.persona_id == "priya-nair"


async def test_layouts_that_change_faster_than_they_are_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.open_tab("empathy_map")
        view = desk.middle._views["empathy_map"]
        gray = view.context
        assert isinstance(view, RegionView)
        assert gray.canvas is not None
        mount = view._holder.mount

        async def mount_and_show(grid: Widget) -> None:
            await mount(grid)
            view.show(gray)

        monkeypatch.setattr(view._holder, "mount", mount_and_show)
        view.show(replace(gray, canvas=gray.canvas.model_copy(update={"layout": "nng"})))
        await settled(desk.pilot)
        assert desk.box("who").rows

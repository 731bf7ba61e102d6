"""The desk, the fixtures and the host for authors of plugins, used as they use them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from personatui.api import AnalysisInput, Tool
from personatui.host.plugins import PluginHost
from personatui.host.session import Session
from personatui.testing import ToolDesk, host_of, load_only, open_tool, write_project
from personatui.testing.fixtures import demo_input, desk_of, tool_host, tool_project
from testing.kano_tool import TOOL, KanoCanvas

# what a plugin's conftest names in `pytest_plugins`; here that would hold for every other test as well
__all__ = ["demo_input", "desk_of", "tool_host", "tool_project"]


@pytest.fixture
def tool() -> Tool:
    return TOOL


def test_the_project_holds_the_demo(tool_project: Path, tool_host: PluginHost, demo_input: AnalysisInput) -> None:
    session = Session.open(tool_project, tool_host)
    found = session.project.canvas("kano", "maya-okafor")
    assert found is not None
    assert found[1] == demo_input.canvas
    assert not session.loaded.faults


async def test_the_desk_is_worked_at_with_keys(
    desk_of: Callable[..., AbstractAsyncContextManager[ToolDesk]], tool: Tool
) -> None:
    async with desk_of(size=(80, 24)) as desk:
        assert "Kano Model" in desk.text
        assert desk.view.context.tool is tool
        await desk.press("a")
        await desk.type("Owls for rent")
        await desk.press("enter")
        await desk.press("escape")
        assert isinstance(desk.canvas, KanoCanvas)
        assert "Owls for rent" in {feature.text for feature in desk.canvas.features}
        assert "Owls for rent" in desk.text
        await desk.press("u")
        assert "Owls for rent" not in {feature.text for feature in desk.canvas.features}
        assert any("Owls for rent" in told for told in desk.notices)


async def test_an_empty_canvas_can_be_shown_too() -> None:
    async with open_tool(TOOL, {}) as desk:
        assert desk.canvas == KanoCanvas()
        assert "answers at night" not in desk.text


def test_one_plugin_is_loaded_alone() -> None:
    host = load_only("personatui_swot")
    assert [(status.name, status.status) for status in host.statuses] == [("swot", "active")]
    assert list(host.tools) == ["swot"]
    assert host_of(*host.tools.values()).analyses == host.analyses
    broken = load_only("personatui_that_is_not_there")
    assert [status.status for status in broken.statuses] == ["failed"]
    assert "personatui_that_is_not_there" in broken.statuses[0].reason


def test_a_project_may_hold_other_data(tmp_path: Path) -> None:
    root = write_project(tmp_path / "own", TOOL, {"features": [{"text": "Owl"}]})
    assert "Owl" in (root / "canvases" / "kano" / "maya-okafor.toml").read_text()


async def test_dialogs_are_opened_filled_in_and_left(
    desk_of: Callable[..., AbstractAsyncContextManager[ToolDesk]], tool: Tool
) -> None:
    async with desk_of() as desk:
        await desk.press("enter")
        assert "Text" in desk.text
        await desk.type("Now ")
        await desk.press("ctrl+s")
        assert "Now " in str(desk.canvas.to_data() if desk.canvas is not None else "")
        await desk.press("s")
        assert len(desk.app.screen_stack) == 2
        await desk.press("escape")
        assert len(desk.app.screen_stack) == 1

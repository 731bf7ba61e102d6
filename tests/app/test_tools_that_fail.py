"""Plugins at fault: what fails is said under the tool's tab or in the report, and everything else works."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

import personatui.host.opening
from app.driving import Desk, at_work, on_screen, project, settled, texts, told
from personatui.api import Analysis, AnalysisInput, Canvas, Command, CommandInput, Report, Tool
from personatui.api.ui import ComposeResult, Static, ToolView, Vertical
from personatui.app.faultpage import FaultPage
from personatui.host.plugins import PluginHost
from personatui.host.plugins import load_plugins as real_load_plugins
from personatui.model.reports import Fault

NAME = __name__


class NoScreen(ToolView):
    """Cannot be made."""

    def __init__(self, context: object) -> None:
        raise RuntimeError("no [bold]screen[/x] \x1b]0;title\x07")


class NoCompose(ToolView):
    """Fails half way through its widgets."""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("half of it")
            raise ValueError("half way")


class NotAWidget(ToolView):
    """Composes what is no widget."""

    def compose(self) -> ComposeResult:
        yield "text"  # type: ignore[misc]


class NoRefresh(ToolView):
    """Cannot show the second persona."""

    def compose(self) -> ComposeResult:
        yield Static(id="fragile")

    def refresh_canvas(self) -> None:
        if self.context.persona_id == "b":
            raise KeyError("b")
        self.query_one("#fragile", Static).update(f"canvas of {self.context.persona_id}")


class Sound(ToolView):
    """Works."""

    def compose(self) -> ComposeResult:
        yield Static("sound as a bell")


def _raise(given: AnalysisInput) -> Report:
    raise ZeroDivisionError("[red]by zero[/red]")


def _report(given: AnalysisInput) -> Report:
    return Report("sound.report", "sound", "A sound report", "It works.")


def _no_change(given: CommandInput) -> None:
    return None


def _no_command(given: CommandInput) -> None:
    raise SystemExit(3)


def tool(tool_id: str, screen: str = "", *, analyses: tuple[Analysis, ...] = ()) -> Tool:
    return Tool(
        id=tool_id,
        title=f"The {tool_id} tool",
        short_title=tool_id,
        summary="[b]of a test",
        model=Canvas,
        screen=screen,
        analyses=analyses,
        commands=(
            Command(id=f"{tool_id}.nothing", title="Change nothing", run=_no_change),
            Command(id=f"{tool_id}.fails", title="Fail", run=_no_command),
        ),
    )


TOOLS = (
    tool("no_module", "no.such.module:Class"),
    tool("no_class", f"{NAME}:Missing"),
    tool("no_screen", f"{NAME}:NoScreen"),
    tool("no_compose", f"{NAME}:NoCompose"),
    tool("no_widget", f"{NAME}:NotAWidget"),
    tool("no_refresh", f"{NAME}:NoRefresh"),
    tool("not_a_view", "pathlib:Path"),
    tool(
        "sound",
        f"{NAME}:Sound",
        analyses=(
            Analysis(id="sound.raises", title="Raises", summary="", run=_raise),
            Analysis(id="sound.report", title="Reports", summary="", run=_report),
        ),
    ),
    tool("plain"),
)
FILES = {
    "personas/a.toml": 'name = "A"\n',
    "personas/b.toml": 'name = "B"\n',
    "canvases/sound/a.toml": 'title = "A"\n',
    "canvases/plain/a.toml": 'title = "A"\n',
}


@pytest.fixture
def faulty_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """Adds tools at fault to those that are installed."""

    def load(**options: object) -> PluginHost:
        host = real_load_plugins()
        tools = {**host.tools, **{tool.id: tool for tool in TOOLS}}
        return replace(
            host,
            tools=MappingProxyType(tools),
            analyses=MappingProxyType({**host.analyses, **{tool.id: tool.analyses for tool in TOOLS}}),
            commands=(*host.commands, *(command for tool in TOOLS for command in tool.commands)),
            faults=(Fault("broken", "import", "ImportError: no [module]"),),
        )

    monkeypatch.setattr(personatui.host.opening, "load_plugins", load)


def _under(desk: Desk, tool_id: str) -> str:
    return "\n".join(texts(desk.middle.query_one(f"#view-{tool_id}").parent))  # type: ignore[arg-type]


async def test_screens_that_fail_are_said_to(tmp_path: Path, faulty_tools: None) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        assert any("broken failed at import: ImportError: no [module]" in notice for notice in desk.notices)
        for tool_id, sentence in {
            "no_module": "ModuleNotFoundError: No module named 'no'",
            "no_class": "AttributeError",
            "no_screen": "no [bold]screen[/x] ␛]0;title␇",
            "no_compose": "ValueError: half way",
            "no_widget": "It returned a value of type str instead of Widget.",
            "not_a_view": "",
        }.items():
            await desk.open_tab(tool_id)
            shown = desk.middle.query_one(f"#view-{tool_id}", FaultPage)
            said = "\n".join(texts(shown))
            assert f"{tool_id} failed at {tool_id} screen: " in said
            assert sentence in said
            assert on_screen(shown)
            assert "half of it" not in desk.drawn()
            await desk.press("j", "r", "escape")
        await desk.open_tab("sound")
        assert "sound as a bell" in desk.drawn()
        await desk.open_tab("empathy_map")
        assert desk.box("who").border_subtitle == "empty · a adds"
        await desk.open_tab("no_compose")
        await desk.select("b")
        assert "half way" in desk.drawn()
        await desk.open_tab("")
        assert told(desk.card)


async def test_a_screen_that_fails_on_one_persona(tmp_path: Path, faulty_tools: None) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        await desk.open_tab("no_refresh")
        assert "canvas of a" in desk.drawn()
        await desk.select("b")
        assert "KeyError" in desk.drawn()
        assert "canvas of a" not in desk.drawn()
        await desk.select("a")
        assert "canvas of a" in desk.drawn()
        assert "KeyError" not in desk.drawn()


async def test_faults_of_analyses_are_shown_beside_the_reports(tmp_path: Path, faulty_tools: None) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        await desk.open_tab("sound")
        await desk.press("r")
        report = "\n".join(texts(desk.inspector))
        assert "A sound report" in report
        assert "sound failed at sound.raises: ZeroDivisionError: [red]by zero[/red]" in report
        assert "[red]by zero[/red]" in " ".join(desk.drawn().split()) or "[red]by" in desk.drawn()
        await desk.open_tab("plain")
        assert "This tool has no canvas to show" in " ".join(desk.drawn().split())
        await desk.press("r")
        assert "There is nothing to report" in "\n".join(texts(desk.inspector)) or desk.reports()


async def test_commands_that_fail(tmp_path: Path, faulty_tools: None) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        for command in desk.session.plugins.commands:
            if command.id in ("sound.nothing", "sound.fails"):
                desk.screen.run_command(command)
                await settled(desk.pilot)
        assert "Change nothing: nothing to change" in desk.notices
        assert any("sound failed at sound.fails: SystemExit: 3" in notice for notice in desk.notices)


Loader = Callable[..., PluginHost]

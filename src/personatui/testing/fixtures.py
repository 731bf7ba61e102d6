"""Fixtures for the tests of a plugin: `pytest_plugins = ["personatui.testing.fixtures"]` in a conftest.py.

They ask for a fixture `tool`, as ToolConformance does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest

from personatui.api import AnalysisInput, Tool
from personatui.host.plugins import PluginHost
from personatui.testing.driving import ToolDesk, open_tool
from personatui.testing.folders import own_settings, write_project
from personatui.testing.hosting import host_of
from personatui.testing.projects import analysis_input


@pytest.fixture(autouse=True)
def personatui_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder that stands for the person's settings, state and data: tests neither read nor change the real ones."""
    folder = tmp_path_factory.mktemp("personatui")
    with own_settings(folder):
        yield folder


@pytest.fixture
def tool_project(tmp_path: Path, tool: Tool) -> Path:
    """The folder of a project with one persona and the demo of the tool as its canvas."""
    return write_project(tmp_path / "project", tool)


@pytest.fixture
def demo_input(tool: Tool) -> AnalysisInput:
    """What an analysis of the tool is given for its demo: `analysis.run(demo_input)`."""
    return analysis_input(tool, tool.demo)


@pytest.fixture
def tool_host(tool: Tool) -> PluginHost:
    """The host with this tool alone, for `Session.open` and whatever else takes one."""
    return host_of(tool)


@pytest.fixture
def desk_of(tool: Tool) -> Callable[..., AbstractAsyncContextManager[ToolDesk]]:
    """Opens the tool's screen without a terminal: `async with desk_of(size=(80, 24)) as desk: ...`."""
    return partial(open_tool, tool)

"""What plugin authors test with: projects and inputs from plain data, and the tests that every tool must pass.

from personatui.testing import ToolConformance

class TestKano(ToolConformance):
    @pytest.fixture
    def tool(self) -> Tool:
        return TOOL

The fixtures stand in `personatui.testing.fixtures`, all widgets with examples in `personatui.testing.gallery`.
"""

from personatui.testing.conformance import ToolConformance
from personatui.testing.driving import ToolDesk, open_tool, screen_texts
from personatui.testing.folders import write_project
from personatui.testing.hosting import host_of, load_only
from personatui.testing.outside import OutsideError, nothing_outside
from personatui.testing.projects import analysis_input, make_project

__all__ = [
    "OutsideError",
    "ToolConformance",
    "ToolDesk",
    "analysis_input",
    "host_of",
    "load_only",
    "make_project",
    "nothing_outside",
    "open_tool",
    "screen_texts",
    "write_project",
]

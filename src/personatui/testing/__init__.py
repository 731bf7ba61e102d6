"""What plugin authors test with: projects and inputs from plain data, and the tests that every tool must pass.

from personatui.testing import ToolConformance

class TestKano(ToolConformance):
    @pytest.fixture
    def tool(self) -> Tool:
        return TOOL
"""

from personatui.testing.conformance import ToolConformance
from personatui.testing.projects import analysis_input, make_project

__all__ = ["ToolConformance", "analysis_input", "make_project"]

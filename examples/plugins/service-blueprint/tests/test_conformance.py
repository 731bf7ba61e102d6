"""The Service Blueprint holds to what every tool must."""

from __future__ import annotations

import pytest
from personatui.api import Tool
from personatui.testing import ToolConformance

from personatui_service_blueprint.tool import TOOL


class TestServiceBlueprint(ToolConformance):
    @pytest.fixture
    def tool(self) -> Tool:
        return TOOL

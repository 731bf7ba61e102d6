"""The Kano Model holds to what every tool must."""

from __future__ import annotations

import pytest
from personatui.api import Tool
from personatui.testing import ToolConformance

from personatui_kano.tool import TOOL


class TestKano(ToolConformance):
    @pytest.fixture
    def tool(self) -> Tool:
        return TOOL

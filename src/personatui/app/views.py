"""The screen of a tool: its own, imported when it is first opened, or the generic one made from its regions."""

from __future__ import annotations

from importlib import import_module

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from personatui.api.ui import RegionView, ToolContext, ToolView
from personatui.host.guard import guarded
from personatui.model.reports import Fault


class PlainView(ToolView):
    """For a tool that has neither a screen nor regions: says what can be done with it."""

    def compose(self) -> ComposeResult:
        yield Static(
            Content(f"{self.context.tool.summary}\n\nThis tool has no canvas to show. Press r to analyse.")
        )


def make_view(context: ToolContext) -> ToolView | Fault:
    """A view of the tool's canvas, or the fault of the plugin that could not make one."""
    tool = context.tool
    if tool.screen:
        return _made(guarded(tool.id, "screen", _own_view, tool.screen, context, expect=ToolView))
    return RegionView(context) if tool.layouts else PlainView(context)


def _own_view(address: str, context: ToolContext) -> ToolView:
    module_name, _, class_name = address.partition(":")
    view_class = getattr(import_module(module_name), class_name)
    view: ToolView = view_class(context)
    return view


def _made(outcome: ToolView | Fault) -> ToolView | Fault:
    return outcome

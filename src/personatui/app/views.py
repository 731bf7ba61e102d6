"""The screen of a tool: its own, imported when it is first opened, or the generic one made from its regions."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from personatui.api.ui import RegionView, ToolContext, ToolView
from personatui.host.guard import guarded
from personatui.model.reports import Fault
from personatui.widgets.keys import key_of


class PlainView(ToolView):
    """For a tool that has neither a screen nor regions: says what can be done with it."""

    def compose(self) -> ComposeResult:
        key = key_of(self, "workbench.analyse")
        told = f"This tool has no canvas to show.{f' Press {key} to analyse.' if key else ''}"
        yield Static(Content(f"{self.context.tool.summary}\n\n{told}"))


def make_view(context: ToolContext, plugin: str, on_fault: Callable[[Fault], None]) -> ToolView | Fault:
    """A view of the tool's canvas, or the fault of the plugin that could not make one.

    `on_fault` hears of what fails later, when the view is composed or brought up to date. Textual has no such
    guard, so what a view does in its message handlers and while it is drawn can still end the program.
    """
    tool = context.tool
    if not tool.screen:
        return RegionView(context) if tool.layouts else PlainView(context)
    stage = f"{tool.id} screen"
    view = guarded(plugin, stage, _own_view, tool.screen, context, expect=ToolView)
    if not isinstance(view, Fault):
        _shield(view, plugin, stage, on_fault)
    return view


def _own_view(address: str, context: ToolContext) -> object:
    module_name, _, class_name = address.partition(":")
    return getattr(import_module(module_name), class_name)(context)


def _shield(view: ToolView, plugin: str, stage: str, on_fault: Callable[[Fault], None]) -> None:
    """Put a guard around the two methods of the view that tools override."""
    own_compose, own_refresh = view.compose, view.refresh_canvas

    def parts() -> ComposeResult:
        yield from own_compose()

    def compose() -> ComposeResult:
        made = parts()
        while part := guarded(plugin, stage, next, made, None, expect=Widget, optional=True):
            if isinstance(part, Fault):
                on_fault(part)
                return
            yield part

    def refresh_canvas() -> None:
        outcome = guarded(plugin, stage, own_refresh, expect=object, optional=True)
        if isinstance(outcome, Fault):
            on_fault(outcome)

    for method in (compose, refresh_canvas):
        setattr(view, method.__name__, method)

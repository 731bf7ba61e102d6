"""The screen of a tool: its own, imported when it is first opened, or the generic one made from its regions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial
from importlib import import_module
from typing import TypeVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from personatui.api.ui import RegionView, ToolContext, ToolView
from personatui.app.boundary import Shield, put_shield, shield_of
from personatui.errors import PluginError
from personatui.host.contract import missing_from_api
from personatui.host.guard import guarded
from personatui.host.lending import Loan
from personatui.host.plugins import PluginHost
from personatui.model.reports import Fault
from personatui.widgets.keys import key_of
from personatui.widgets.rows import RowList

_T = TypeVar("_T")


class PlainView(ToolView):
    """For a tool that has neither a screen nor regions: says what can be done with it."""

    def compose(self) -> ComposeResult:
        key = key_of(self, "workbench.analyse")
        told = f"This tool has no canvas to show.{f' Press {key} to analyse.' if key else ''}"
        yield Static(Content(f"{self.context.tool.summary}\n\n{told}"))


def make_view(
    context: ToolContext, plugin: str, on_fault: Callable[[Fault], None], *, is_bundled: bool = False
) -> ToolView | Fault:
    """A view of the tool's canvas, or the fault of the plugin that could not make one.

    `on_fault` hears of the first thing that fails later, wherever it fails: when the view is composed, brought up to
    date or drawn, and in its handlers, timers and workers.
    """
    tool = context.tool
    if not tool.screen:
        return RegionView(context) if tool.layouts else PlainView(context)
    stage = f"{tool.id} screen"
    view = guarded(plugin, stage, _own_view, tool.screen, context, expect=ToolView)
    if not isinstance(view, Fault):
        shield = Shield(plugin, stage, on_fault, is_bundled=is_bundled)
        shield.changes = partial(_changes, view)
        put_shield(view, shield)
        _guard_methods(view)
    return view


@dataclass(frozen=True)
class LentContext(ToolContext):
    """What a plugin's view shows, on copies of the project's records."""

    loan: Loan | None = None


def lent(context: ToolContext, plugins: PluginHost) -> ToolContext:
    """The context as the owner of its tool may see it; the bundled tools are given the project itself."""
    plugin = plugins.owner_of(context.tool.id)
    if plugins.is_bundled(plugin):
        return context
    loan = plugins.lending.lend(plugin, context.project)
    given = {entry.name: getattr(context, entry.name) for entry in fields(context)} | {
        "project": loan.project,
        "persona": loan.project.personas[context.persona_id],
        "canvas": loan.canvas_like(context.canvas) if context.canvas is not None else None,
    }
    return LentContext(**given, loan=loan)


def _changes(view: ToolView) -> str:
    loan = getattr(view.context, "loan", None)
    return loan.take_back() if isinstance(loan, Loan) else ""


def _own_view(address: str, context: ToolContext) -> object:
    module_name, _, class_name = address.partition(":")
    try:
        module = import_module(module_name)
    except ImportError as error:
        missing = missing_from_api(error)
        if missing:
            raise PluginError(context.tool.id, "screen", missing) from error
        raise
    return getattr(module, class_name)(context)


def first_list_of(view: ToolView) -> RowList | None:
    """Where the keys of a view begin, as it says itself."""
    return asked(view, lambda: view.first_list, None)


def is_drawn(view: ToolView) -> bool:
    """Whether a view has its widgets in place, as it says itself."""
    return asked(view, lambda: view.is_drawn, True)


def asked(view: ToolView, ask: Callable[[], _T], otherwise: _T) -> _T:
    """What a view answers; `otherwise` where it fails, which its shield is told."""
    shield = shield_of(view)
    if shield is None:
        return ask()
    if shield.has_failed:
        # it is about to be replaced
        return otherwise
    outcome = guarded(shield.plugin, shield.stage, lambda: (ask(),), expect=tuple)
    if isinstance(outcome, Fault):
        shield.take(outcome)
        return otherwise
    shield.look()
    answer: _T = outcome[0]
    return answer


def _guard_methods(view: ToolView) -> None:
    """Put a guard around the methods of the view that tools override and the workbench calls."""
    own_compose, own_refresh, own_show = view.compose, view.refresh_canvas, view.show

    def parts() -> ComposeResult:
        yield from own_compose()

    def compose() -> ComposeResult:
        shield = shield_of(view)
        made = parts()
        while shield is not None:
            part = guarded(shield.plugin, shield.stage, next, made, None, expect=Widget, optional=True)
            if part is None:
                return
            if isinstance(part, Fault):
                shield.take(part)
                return
            yield part

    def refresh_canvas() -> None:
        asked(view, own_refresh, None)

    def show(context: ToolContext) -> None:
        asked(view, lambda: own_show(context), None)

    for method in (compose, refresh_canvas, show):
        setattr(view, method.__name__, method)

"""The three panels of the workbench: which are on screen, and how wide they are."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from personatui.app.asking import AskingScreen
from personatui.app.inspector import Inspector
from personatui.app.keybar import KeyBar
from personatui.app.middle import CARD, Middle
from personatui.app.rail import Rail

if TYPE_CHECKING:
    from personatui.app.app import WorkbenchApp

# What a report takes beside the middle, and the least that its charts need.
_REPORT_WIDTH, _REPORT_LEAST = "46%", 44
_NARROW_RAIL = 26


class Panels:
    """Folds and unfolds the rail, the middle and the Inspector.

    On a narrow screen the Inspector takes the place of the middle. Only the panels themselves are touched: a class
    on the screen would have every widget of it styled anew.
    """

    def __init__(self, rail: Widget, middle: Widget, inspector: Widget, folded: tuple[str, ...]) -> None:
        self._rail, self._middle, self._inspector = rail, middle, inspector
        self.is_narrow = False
        self.has_rail = "rail" not in folded
        self.has_inspector = "inspector" not in folded
        # the Inspector in place of the middle, on a narrow screen
        self.is_inspecting = False
        self.is_zoomed = False
        # the Inspector is wide for a report or the findings
        self.has_report = False
        self._least: int | None = None

    def set_narrow(self, is_narrow: bool) -> None:
        """The screen became too narrow for three panels, or wide enough again."""
        self.is_narrow = is_narrow
        self._apply()

    def open_inspector(self, *, report: bool) -> None:
        """Show the Inspector, on a narrow screen in place of the middle; wide for a report."""
        self.has_inspector = self.is_inspecting = True
        self.has_report = report
        self._apply()

    def close_report(self) -> None:
        """Give the room of a report back."""
        self.has_report = False
        self._apply()

    def open_middle(self) -> None:
        """Show what is in the middle."""
        self.is_inspecting = self.is_zoomed = False
        self._apply()

    def open_rail(self) -> None:
        """Show the rail, and the middle beside it."""
        self.has_rail = True
        self.open_middle()

    def fold_rail(self) -> bool:
        """Fold the rail, or show it again; whether it is there now."""
        self.has_rail = not self.has_rail
        self._apply()
        return self.has_rail

    def fold_inspector(self) -> bool:
        """Fold the Inspector, or show it again; whether it is there now."""
        if self.is_narrow:
            self.is_inspecting = not self.is_inspecting
        else:
            self.has_inspector = not self.has_inspector
        self._apply()
        return self.is_inspecting if self.is_narrow else self.has_inspector

    def zoom(self) -> bool:
        """Give the Inspector the whole screen, or end that; whether it has it now."""
        self.is_zoomed = not self.is_zoomed
        self._apply()
        return self.is_zoomed

    def _apply(self) -> None:
        # Textual makes the map that a scroll left invalid anew amid these changes, and tells nobody of other sizes
        _ = self._middle.region
        inspects = self.is_narrow and self.is_inspecting
        _show(self._rail, self.has_rail and not self.is_zoomed)
        _show(self._middle, not self.is_zoomed and not inspects)
        _show(self._inspector, self.is_zoomed or (inspects if self.is_narrow else self.has_inspector))
        _set_width(self._rail, _NARROW_RAIL if self.is_narrow else None)
        wide = "1fr" if self.is_zoomed or self.is_narrow else _REPORT_WIDTH if self.has_report else None
        _set_width(self._inspector, wide)
        least = _REPORT_LEAST if wide == _REPORT_WIDTH else None
        if least != self._least:
            # setting it lays out the whole screen, even where it is set already
            self._least = least
            self._inspector.styles.min_width = least


def _show(panel: Widget, is_shown: bool) -> None:
    if panel.display != is_shown:
        panel.display = is_shown


def _set_width(panel: Widget, width: int | str | None) -> None:
    """Set the width; None is what the style sheet says, with the widths of the person's settings."""
    if width is not None:
        panel.styles.width = width
    elif panel.styles.inline.has_rule("width"):
        panel.styles.inline.clear_rule("width")
        panel.refresh(layout=True)


class PanelScreen(AskingScreen):
    """A project in three panels, which the person folds, zooms and moves between."""

    app: WorkbenchApp

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        with Horizontal(id="body"):
            yield Rail(id="rail")
            yield Middle(id="middle")
            yield Inspector(id="inspector")
        yield KeyBar()

    @cached_property
    def panels(self) -> Panels:
        """Which of the panels are there."""
        return Panels(self.rail, self.middle, self.inspector, self.app.settings.layout.folded)

    @property
    def rail(self) -> Rail:
        return self.query_one(Rail)

    @property
    def middle(self) -> Middle:
        return self.query_one(Middle)

    @property
    def inspector(self) -> Inspector:
        return self.query_one(Inspector)

    def on_resize(self, event: events.Resize) -> None:
        self.panels.set_narrow(event.size.width < self.app.settings.layout.narrow)

    def action_narrow(self) -> None:
        """Type to narrow the list on the left."""
        self.panels.open_rail()
        self.rail.filter.focus()

    def action_tab(self, direction: int) -> None:
        self.middle.step(direction)

    def action_tabs(self) -> None:
        """Choose a tab by its name."""
        from personatui.app.choosing import Choice, ChooseScreen

        if not self.middle.has_tabs:
            return

        def open_tab(chosen: str | tuple[str, ...] | None) -> None:
            if isinstance(chosen, str):
                self.panels.open_middle()
                self.middle.open("" if chosen == CARD else chosen, "")

        choices = [Choice(CARD, "Card", shortcut="0")]
        for number, tool in enumerate(self.middle.tools, 1):
            choices.append(Choice(tool.id, tool.title, tool.summary, shortcut=str(number) if number < 10 else ""))
        self.app.push_screen(ChooseScreen("Go to a tab", choices, chosen=(self.middle.tool_id or CARD,)), open_tab)

    def action_inspector(self) -> None:
        is_there = self.panels.fold_inspector()
        if self.panels.is_narrow:
            (self.inspector if is_there else self.middle).focus_content()

    def action_rail(self) -> None:
        if self.panels.fold_rail():
            self.rail.list.focus()
        else:
            self.middle.focus_content()

    def action_zoom(self) -> None:
        if self.panels.zoom():
            self.inspector.focus_content()

    def action_back(self) -> None:
        """One step out: from the zoom, the report, the middle, the filter; never out of the program."""
        if self.panels.is_zoomed:
            self.panels.zoom()
        elif self.panels.has_report or (self.panels.is_narrow and self.panels.is_inspecting):
            self.panels.close_report()
            self.panels.open_middle()
            self.show_overview()
            self.middle.focus_content()
        elif not self.rail.list.has_focus and self.panels.has_rail:
            self.rail.list.focus()
        else:
            self.rail.action_leave_filter()

    def show_overview(self) -> None:
        """Show in the Inspector what is to be told when nothing is selected."""

"""The failures of plugins since the project was opened, and switching the plugins off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from personatui.app.closing import Dialog
from personatui.host.log import plugin_log_path
from personatui.model.cleaning import clean_line
from personatui.model.reports import Fault
from personatui.widgets.keys import offer, told_together
from personatui.widgets.lines import Row
from personatui.widgets.rows import RowList

if TYPE_CHECKING:
    from personatui.app.analysing import AnalysingScreen


class FaultsScreen(Dialog[None]):
    """A list of what failed, the latest first."""

    DEFAULT_CSS = """
    FaultsScreen {
        align: center middle;
        & > Vertical {
            width: 100; max-width: 95%; height: auto; max-height: 90%;
            border: round $accent; padding: 1 2; background: $surface;
        }
        & RowList { height: auto; max-height: 1fr; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "switch_off", "Switch it off", id="faults.switch-off", tooltip="Switch the plugin off"),
        Binding("L", "log", "Open the log", id="faults.log", tooltip="The tracebacks, in your own editor"),
        Binding("escape", "dismiss(None)", "Close", id="faults.close"),
    ]

    def __init__(self, owner: AnalysingScreen) -> None:
        super().__init__()
        self._owner = owner
        self._shown: tuple[Fault, ...] = ()

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = "Plugins that failed"
            box.border_subtitle = told_together(
                offer(self, "faults.switch-off", "switches the plugin off"),
                offer(self, "faults.log", "opens the log"),
                offer(self, "faults.close", "closes"),
            )
            yield RowList()

    def on_mount(self) -> None:
        rows = self.query_one(RowList)
        self.show_faults(self._owner.faults)
        rows.focus()

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """Show what failed as it is now."""
        self._shown = tuple(reversed(faults))
        rows = [
            Row((("✖ ", "error"), (fault.told, "plain")), key=str(number), hanging=2)
            for number, fault in enumerate(self._shown)
        ]
        where = f"The tracebacks are in {clean_line(str(plugin_log_path()))}"
        shown = self.query_one(RowList)
        shown.show([*rows, Row(((where if rows else "No plugin is at fault.", "dim"),))])
        if shown.current is None:
            shown.move_to_first()

    def action_switch_off(self) -> None:
        current = self.query_one(RowList).current
        if current is not None and current.key:
            self._owner.switch_off(self._shown[int(current.key)].plugin)
            self.call_later(self.show_faults_again)

    def show_faults_again(self) -> None:
        """Leave out what was switched off."""
        if self.is_there:
            self.show_faults(self._owner.faults)

    def action_log(self) -> None:
        self.dismiss(None)
        self._owner.call_later(self._owner.edit_file, plugin_log_path())

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()


def told_of(fault: Fault, key: str) -> str:
    """A failure in a notice, with the key that shows them all."""
    return f"{fault.told}\n{key} shows it, and switches the plugin off." if key else fault.told

"""What stands in place of a tool's screen that failed: which plugin, where, and what can be done about it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from personatui.host.log import plugin_log_path
from personatui.model.cleaning import clean_line
from personatui.model.reports import Fault
from personatui.widgets.keys import own_key
from personatui.widgets.lines import BLANK, Row
from personatui.widgets.rows import RowList

SWITCH_OFF, AGAIN, LOG = "switch-off", "again", "log"


class FaultPage(Vertical):
    """Says what failed. Each way to go on has a key, and is a row to choose."""

    DEFAULT_CSS = """
    FaultPage {
        height: 1fr; padding: 1 2;
        & RowList { height: 1fr; }
    }
    """
    BINDING_GROUP_TITLE = "A tool that failed"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", f"go('{SWITCH_OFF}')", "Switch it off", id="fault.switch-off", tooltip="Switch the plugin off"),
        Binding("t", f"go('{AGAIN}')", "Try again", id="fault.again"),
        Binding("L", f"go('{LOG}')", "Open the log", id="fault.log", tooltip="The traceback, in your own editor"),
    ]

    class Answered(Message):
        """A way to go on was chosen: one of the three above."""

        def __init__(self, way: str, fault: Fault) -> None:
            super().__init__()
            self.way = way
            self.fault = fault

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault

    def compose(self) -> ComposeResult:
        yield RowList(id="fault-rows")

    def on_mount(self) -> None:
        self.query_one(RowList).show(self._rows())

    def _rows(self) -> list[Row]:
        ways = (
            (SWITCH_OFF, "fault.switch-off", f"Switch the plugin {self.fault.plugin} off; its files stay as they are"),
            (AGAIN, "fault.again", "Try again"),
            (LOG, "fault.log", f"Open the log, where the traceback is: {clean_line(str(plugin_log_path()))}"),
        )
        return [
            Row(((self.fault.told, "error"),)),
            BLANK,
            Row((("Everything else goes on.", "dim"),)),
            BLANK,
            *(
                Row(((f"{own_key(self, binding):>2}  ", "mark"), (text, "plain")), key=way, hanging=4)
                for way, binding, text in ways
            ),
        ]

    def action_go(self, way: str) -> None:
        """Go one of the ways."""
        self.post_message(self.Answered(way, self.fault))

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_go(event.key)

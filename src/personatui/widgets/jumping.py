"""Letters over what can be reached on a screen: which there are, what each is called, and how they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from textual.css.query import NoMatches
from textual.errors import NoWidget
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static, Tab, Tabs

# Those under the fingers first.
LETTERS = "asdfghjklqwertyuiopzxcvbnm"


@dataclass(frozen=True, slots=True)
class JumpTarget:
    """Something to go to, and the part of it that can be seen."""

    widget: Widget
    region: Region

    def reach(self) -> None:
        """Bring a tab to the front, or give a pane the keys; one that went away meanwhile is let go."""
        if not self.widget.is_attached:
            return
        if isinstance(self.widget, Tab):
            tabs = next((node for node in self.widget.ancestors if isinstance(node, Tabs)), None)
            if tabs is not None and self.widget.id is not None:
                tabs.active = self.widget.id
                tabs.focus()
        else:
            self.widget.focus(scroll_visible=False)


def codes(number: int) -> list[str]:
    """That many different codes, none the beginning of another: letters, or pairs when there are too few letters."""
    if number <= len(LETTERS):
        return list(LETTERS[:number])
    return ["".join(pair) for pair in product(LETTERS, repeat=2)][:number]


def targets(screen: Screen[object]) -> list[JumpTarget]:
    """Every pane that takes the keys and every tab that is seen, from top to bottom and left to right."""
    found = [
        JumpTarget(widget, region)
        for widget in screen.query("*").results(Widget)
        if _is_goal(widget) and (region := _seen(screen, widget))
    ]
    return sorted(found, key=lambda target: (target.region.y, target.region.x, -target.region.area))


def _is_goal(widget: Widget) -> bool:
    if isinstance(widget, Tab):
        return not widget.disabled and widget.display
    return widget.focusable and not isinstance(widget, Tabs)


def _seen(screen: Screen[object], widget: Widget) -> Region | None:
    try:
        geometry = screen.find_widget(widget)
    except (NoWidget, NoMatches):
        return None
    region = geometry.region.intersection(geometry.clip)
    return region if region.area else None


def places(regions: Sequence[Region], width: int, size: Size) -> list[Region]:
    """Where labels of a width stand: at the top left of each region, moved where another stands already."""
    taken: list[Region] = []
    for region in regions:
        x = min(region.x + (1 if region.width > width + 1 else 0), max(0, size.width - width))
        y = min(region.y, max(0, size.height - 1))
        label = Region(x, y, width, 1)
        while any(label.overlaps(other) for other in taken):
            label = label.translate((width, 0))
            if label.right > size.width:
                label = Region(0, label.y + 1, width, 1)
            if label.bottom > size.height:
                break
        taken.append(label)
    return taken


class JumpLabel(Static):
    """The letters of one target; what has been typed of them is crossed out."""

    DEFAULT_CSS = """
    JumpLabel {
        position: absolute; width: auto; height: 1;
        background: $accent; color: auto; text-style: bold;
        &.-out { display: none; }
        &:nocolor { text-style: bold reverse; }
    }
    """

    def __init__(self, code: str, target: JumpTarget) -> None:
        super().__init__(f" {code} ", markup=False)
        self.code = code
        self.target = target

"""Which box of which layout a heading means, when a tool draws its canvas in several ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from personatui.api import Tool
from personatui.host.importing.vocabulary import Home


@dataclass(frozen=True, slots=True)
class CanvasPlan:
    """The box of each heading, and the layout of each tool's canvas; empty for the tool's first."""

    boxes: Mapping[tuple[tuple[str, str, str], ...], tuple[str, str]]
    layouts: Mapping[str, str]
    titles: Mapping[tuple[str, str], str]

    def box(self, home: Home) -> tuple[str, str]:
        """The tool and the field of its canvas that a home means."""
        return self.boxes[home.boxes]

    def spell(self, home: Home) -> str:
        """The box as people say it: `Empathy map: Hears`."""
        return self.titles[self.boxes[home.boxes]]


def choose_boxes(homes: Sequence[Home], tools: Mapping[str, Tool]) -> CanvasPlan:
    """Choose one tool for each heading and one layout for each tool.

    A heading that several tools know goes to the tool that knows most of the headings. The layout is the
    first of those that hold most of them.
    """
    wanted = list(dict.fromkeys(home.boxes for home in homes if home.boxes))
    votes: Counter[str] = Counter()
    for boxes in wanted:
        votes.update({tool_id for tool_id, _, _ in boxes})
    order = list(tools)
    boxes_of: dict[tuple[tuple[str, str, str], ...], tuple[str, str]] = {}
    layouts: dict[str, str] = {}
    titles: dict[tuple[str, str], str] = {}
    by_tool: dict[str, list[tuple[tuple[str, str, str], ...]]] = {}
    for boxes in wanted:
        candidates = {tool_id for tool_id, _, _ in boxes}
        chosen = min(candidates, key=lambda tool_id: (-votes[tool_id], order.index(tool_id)))
        by_tool.setdefault(chosen, []).append(boxes)
    for tool_id, entries in by_tool.items():
        tool = tools[tool_id]
        layout = _best_layout(tool, entries)
        if layout and tool.layouts and layout != tool.layouts[0].id:
            layouts[tool_id] = layout
        for boxes in entries:
            own = [(shown, region) for owner, shown, region in boxes if owner == tool_id]
            region_id = next((region for shown, region in own if shown == layout), own[0][1])
            boxes_of[boxes] = (tool_id, region_id)
            titles[tool_id, region_id] = f"{tool.title}: {_region_title(tool, region_id)}"
    return CanvasPlan(boxes_of, layouts, titles)


def _best_layout(tool: Tool, entries: Sequence[tuple[tuple[str, str, str], ...]]) -> str:
    best = ""
    most = -1
    for layout in tool.layouts:
        held = sum(any(owner == tool.id and shown == layout.id for owner, shown, _ in boxes) for boxes in entries)
        if held > most:
            best, most = layout.id, held
    return best


def _region_title(tool: Tool, region_id: str) -> str:
    for layout in tool.layouts:
        for region in layout.regions:
            if region.id == region_id:
                return region.title
    return region_id.replace("_", " ")

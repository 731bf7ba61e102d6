"""Charts as small SVG drawings for HTML pages: built as elements, so that every text is escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from xml.etree import ElementTree as ET

from personatui.model.reports import BarsBlock, LineBlock, Point, ScatterBlock
from personatui.render.canvas import Axis, axis_of, clipped
from personatui.render.charts import bars_range
from personatui.render.figures import figure, is_number
from personatui.render.layout import chart_label, shorten
from personatui.render.plots import line_marks, line_rows

_WIDTH, _HEIGHT = 640, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 24, 36, 56
_BAR_HEIGHT = 26
_BAR_LEFT, _BAR_RIGHT = 210, 110
# Points that are closer than this, in pixels across and down, share one mark.
_NEAR = (20, 12)
_LONGEST_LABEL = 28
# How many forms of strokes there are, and how far marks at one place stand apart.
_DASHES, _BESIDE = 4, 12


def draw_svg(block: ScatterBlock | LineBlock | BarsBlock, name: str) -> ET.Element:
    """The drawing of a chart with its title as accessible name; `name` is its id on the page."""
    match block:
        case ScatterBlock():
            return _scatter(block, name)
        case LineBlock():
            return _line(block, name)
        case BarsBlock():
            return _bars(block, name)


class _Frame:
    """An SVG element with two axes, and where values stand on it."""

    def __init__(self, title: str, name: str, x: Axis, y: Axis) -> None:
        self.root = _drawing(title, name, _HEIGHT)
        self.x, self.y = x, y
        _add(
            self.root,
            "rect",
            "frame",
            x=_LEFT,
            y=_TOP,
            width=_WIDTH - _LEFT - _RIGHT,
            height=_HEIGHT - _TOP - _BOTTOM,
        )
        for tick in x.ticks:
            _write(self.root, figure(tick), self.across(tick), _HEIGHT - _BOTTOM + 18, "tick", "middle")
        for tick in y.ticks:
            _write(self.root, figure(tick), _LEFT - 8, self.down(tick) + 4, "tick", "end")

    def across(self, value: float) -> float:
        share = (value - self.x.low) / (self.x.high - self.x.low)
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)

    def down(self, value: float) -> float:
        share = (value - self.y.low) / (self.y.high - self.y.low)
        return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)


def _scatter(block: ScatterBlock, name: str) -> ET.Element:
    frame = _Frame(block.title, name, axis_of(block.x_range, 10), axis_of(block.y_range, 10))
    _write(frame.root, block.x_label, _WIDTH - _RIGHT, _HEIGHT - 12, "label", "end")
    _write(frame.root, block.y_label, 4, 16, "label", "start")
    for divider in block.dividers:
        stroke = clipped(divider.x0, divider.y0, divider.x1, divider.y1, frame.x, frame.y)
        if not stroke:
            continue
        (x0, y0), (x1, y1) = sorted(stroke, key=lambda point: point[1])
        _add(
            frame.root,
            "line",
            "divider",
            x1=frame.across(x0),
            y1=frame.down(y0),
            x2=frame.across(x1),
            y2=frame.down(y1),
        )
        at_x, at_y = x0 + (x1 - x0) * 0.06, y0 + (y1 - y0) * 0.06
        _write(frame.root, divider.label, frame.across(at_x) + 8, frame.down(at_y), "tick", "start")
    for zone, x, y in block.zones:
        if frame.x.holds(x) and frame.y.holds(y):
            _write(frame.root, zone, frame.across(x), frame.down(y), "zone", "middle")
    for x, y, points in _places(block.points, frame):
        _add(frame.root, "circle", "point", cx=x, cy=y, r=4)
        _write(frame.root, ", ".join(point.mark for point in points), x + 7, y - 5, "mark", "start")
    return frame.root


def _places(points: Sequence[Point], frame: _Frame) -> list[tuple[float, float, list[Point]]]:
    """Where the points stand in pixels; those that would hide each other are put together."""
    places: list[tuple[float, float, list[Point]]] = []
    for point in points:
        if not (frame.x.holds(point.x) and frame.y.holds(point.y)):
            continue
        x, y = frame.across(point.x), frame.down(point.y)
        near = next((group for at, to, group in places if abs(at - x) < _NEAR[0] and abs(to - y) < _NEAR[1]), None)
        if near is None:
            places.append((x, y, [point]))
        else:
            near.append(point)
    return places


def _line(block: LineBlock, name: str) -> ET.Element:
    rows, marks = line_rows(block), line_marks(block)
    size = max(len(rows), 1)
    x = axis_of((-0.5, size - 0.5), 1)
    frame = _Frame(block.title, name, Axis(x.low, x.high), axis_of((block.low, block.high), 8))
    if frame.y.low < 0 < frame.y.high:
        zero = frame.down(0)
        _add(frame.root, "line", "divider", x1=_LEFT, y1=zero, x2=_WIDTH - _RIGHT, y2=zero)
    room = max(round(100 / size), 3)
    for index, (label, _) in enumerate(rows if size <= _LONGEST_LABEL else ()):
        _write(frame.root, shorten(label, room), frame.across(index), _HEIGHT - _BOTTOM + 18, "tick", "middle")
    lines = [[values[number] for _, values in rows] for number in range(len(marks))]
    for number in reversed(range(len(lines))):
        _strokes(frame, lines[number], f"stroke dash-{number % _DASHES}" if number else "stroke")
    crowd: Counter[tuple[int, float]] = Counter()
    for mark, values in zip(marks, lines, strict=True):
        for index, value in enumerate(values):
            if value is None:
                continue
            across, down = frame.across(index), _within(frame, value)
            if block.others:
                # beside each other where several lines meet
                _write(frame.root, mark, across + crowd[index, value] * _BESIDE, down + 4, "sign", "middle")
                crowd[index, value] += 1
            else:
                _add(frame.root, "circle", "point", cx=across, cy=down, r=4)
    return frame.root


def _strokes(frame: _Frame, values: Sequence[float | None], style: str) -> None:
    for index, (start, end) in enumerate(pairwise(values)):
        if start is not None and end is not None:
            _add(
                frame.root,
                "line",
                style,
                x1=frame.across(index),
                y1=_within(frame, start),
                x2=frame.across(index + 1),
                y2=_within(frame, end),
            )


def _within(frame: _Frame, value: float) -> float:
    return frame.down(min(max(value, frame.y.low), frame.y.high))


def _bars(block: BarsBlock, name: str) -> ET.Element:
    low, high = bars_range(block)
    root = _drawing(block.title, name, _BAR_HEIGHT * max(len(block.bars), 1) + 8)
    width = _WIDTH - _BAR_LEFT - _BAR_RIGHT

    def across(value: float) -> float:
        return _BAR_LEFT + (min(max(value, low), high) - low) / (high - low) * width

    base = across(0 if low < 0 else low)
    for index, bar in enumerate(block.bars):
        top = index * _BAR_HEIGHT + 4
        text_y = top + _BAR_HEIGHT - 10
        _write(root, shorten(chart_label(bar.label), _LONGEST_LABEL), _BAR_LEFT - 8, text_y, "label", "end")
        _add(root, "rect", "track", x=_BAR_LEFT, y=top, width=width, height=_BAR_HEIGHT - 6)
        if is_number(bar.value):
            start, end = sorted((base, across(bar.value)))
            _add(root, "rect", "bar", x=start, y=top, width=end - start, height=_BAR_HEIGHT - 6)
        _write(root, figure(bar.value, block.unit), _WIDTH - _BAR_RIGHT + 8, text_y, "tick", "start")
    return root


def _drawing(title: str, name: str, height: int) -> ET.Element:
    root = ET.Element(
        "svg", {"viewBox": f"0 0 {_WIDTH} {height}", "role": "img", "aria-labelledby": name, "class": "chart"}
    )
    ET.SubElement(root, "title", {"id": name}).text = chart_label(title) or "Chart"
    return root


def _add(parent: ET.Element, tag: str, style: str, **numbers: float) -> None:
    attributes = {key: f"{value:.1f}".removesuffix(".0") for key, value in numbers.items()}
    ET.SubElement(parent, tag, {"class": style, **attributes})


def _write(parent: ET.Element, text: str, x: float, y: float, style: str, anchor: str) -> None:
    cleaned = chart_label(text)
    if cleaned:
        attributes = {"class": style, "x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor}
        ET.SubElement(parent, "text", attributes).text = cleaned

"""Scatter and line charts in the terminal: plotext draws axes and strokes, marks and names are put over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import ascii_uppercase

from rich.console import RenderableType
from rich.text import Text

from personatui.model.reports import Divider, LineBlock, Point, ScatterBlock
from personatui.render.canvas import Canvas, Plot, axis_of, cells_in, clipped, plot
from personatui.render.figures import NO_VALUE, figure, is_number
from personatui.render.layout import chart_label, drawn, hanging, line, pad, shorten, table, text_of
from personatui.render.marks import to_ascii

# Below this a drawing is no longer legible, and its table says more.
NARROWEST_PLOT, LOWEST_PLOT = 40, 10
_GROUP_STYLES = ("bold cyan", "bold magenta", "bold yellow", "bold green", "bold blue", "bold red")
# Below this a legend in columns would squeeze the names.
_WIDE_LEGEND = 80
_LONGEST_MARK = 4
_NARROWEST_LABEL = 5
# Signs of lines, told apart by their form; one solid, one hollow in turn.
_LINE_MARKS, _ASCII_MARKS = "●◇▲□■△◆○", "*o#x@+%&"


def draw_scatter(block: ScatterBlock, *, width: int, height: int, colour: bool, ascii_only: bool) -> str:
    """Points as their marks between dotted borders, then a legend with every point."""
    styles = _group_styles(block.points)
    legend = _scatter_legend(block, styles, width, colour)
    if width < NARROWEST_PLOT or height < LOWEST_PLOT:
        return legend
    x_label, y_label = (shorten(chart_label(label), width - 4) for label in (block.x_label, block.y_label))
    x, y = axis_of(block.x_range, width // 8), axis_of(block.y_range, (height - 2) // 2)
    strokes = [clipped(border.x0, border.y0, border.x1, border.y1, x, y) for border in block.dividers]
    drawing = plot(
        x,
        y,
        [(stroke, "." if ascii_only else "·") for stroke in strokes if stroke],
        width=width,
        height=height - bool(x_label) - bool(y_label),
        ascii_only=ascii_only,
    )
    notes = _put_points(drawing, block.points, styles)
    for name, at_x, at_y in block.zones:
        if x.holds(at_x) and y.holds(at_y):
            _put_zone(drawing, shorten(chart_label(name), drawing.width - 2), at_x, at_y, block.dividers)
    for divider, stroke in zip(block.dividers, strokes, strict=True):
        if stroke and divider.label:
            _put_divider_label(drawing, shorten(chart_label(divider.label), 16), stroke)
    lines = [Text(y_label)] if y_label else []
    lines += drawing.canvas.lines()
    if x_label:
        lines.append(Text(pad(x_label, width, ">")))
    parts = [drawn(lines, colour=colour), legend]
    parts += [text_of(line(note), width=width, colour=False) for note in notes]
    return "\n".join(part for part in parts if part)


def draw_line(block: LineBlock, *, width: int, height: int, colour: bool, ascii_only: bool) -> str:
    """Values in order joined by lines with gaps for None; labels and values stand below.

    The first of several lines is drawn solid, the others dotted, each with a mark of its own at every value.
    """
    rows, several = line_rows(block), bool(block.others)
    marks = line_marks(block, ascii_only=ascii_only)
    styles = [_GROUP_STYLES[index % len(_GROUP_STYLES)] for index in range(len(marks))]
    if not rows:
        return NO_VALUE
    legend = _line_legend(block, marks, width, colour)
    if width < NARROWEST_PLOT or height < LOWEST_PLOT:
        return legend
    size = len(rows)
    x = axis_of((-0.5, size - 0.5), 1)
    y = axis_of((block.low, block.high), (height - 3) // 2)
    lines = [[values[number] for _, values in rows] for number in range(len(marks))]
    dotted, solid = ("." if ascii_only else "·"), ("." if ascii_only else "braille")
    strokes = [(run, dotted) for values in lines[1:] for run in _runs(values, y.low, y.high)]
    # last, so that it stays whole where lines cross
    strokes += [(run, solid) for run in _runs(lines[0], y.low, y.high)]
    drawing = plot(
        type(x)(x.low, x.high),
        y,
        strokes,
        width=width,
        height=height - 2,
        ascii_only=ascii_only,
    )
    if y.low < 0 < y.high:
        _put_zero_line(drawing, "-" if ascii_only else "─")
    notes = _put_lines(drawing, lines, marks, styles)
    room = drawing.width // size - 1
    labels = [label for label, _ in rows]
    full = all(cells_in(label) <= room for label in labels) and room >= _NARROWEST_LABEL
    below = [labels if full else [str(index + 1) for index in range(size)]]
    if full:
        told = [[figure(value) if value is not None else "–" for value in values] for values in lines]
        below += [list(map(to_ascii, values)) for values in told] if ascii_only else told
    parts = [drawn([*drawing.canvas.lines(), *_below(drawing, below, marks, styles, width)], colour=colour)]
    if not full:
        parts.append(legend)
    elif several:
        names = zip(marks, styles, line_names(block), strict=True)
        parts += [
            text_of(hanging(line(mark, style), line(name)), width=width, colour=colour) for mark, style, name in names
        ]
    parts += [text_of(line(note), width=width, colour=False) for note in notes]
    return "\n".join(parts)


def line_rows(block: LineBlock) -> list[tuple[str, tuple[float | None, ...]]]:
    """Every label of a line chart with the values of all its lines there; what is no number is no value."""
    size = max(len(block.labels), *(len(line.values) for line in block.lines))
    columns = [
        [value if is_number(value) else None for value in (*line.values, *[None] * size)][:size] for line in block.lines
    ]
    labels = [chart_label(label) for label in (*block.labels, *[""] * size)][:size]
    return list(zip(labels, zip(*columns, strict=True), strict=True))


def line_names(block: LineBlock) -> tuple[str, ...]:
    """What the lines of a chart are called; one without a name has its number."""
    return tuple(chart_label(line.name) or f"line {index + 1}" for index, line in enumerate(block.lines))


def line_marks(block: LineBlock, *, ascii_only: bool = False) -> tuple[str, ...]:
    """A sign of one cell for each line: its own, unless it is another's already, else one that is free."""
    signs = (_ASCII_MARKS if ascii_only else _LINE_MARKS) + ascii_uppercase
    marks: list[str] = []
    for one in block.lines:
        own = chart_label(one.mark)
        own = to_ascii(own) if ascii_only else own
        usable = len(own) == 1 and cells_in(own) == 1 and own not in marks and (own.isascii() or not ascii_only)
        marks.append(own if usable else next((sign for sign in signs if sign not in marks), signs[0]))
    return tuple(marks)


def _line_legend(block: LineBlock, marks: Sequence[str], width: int, colour: bool) -> str:
    heads = [f"{mark} {name}" for mark, name in zip(marks, line_names(block), strict=True)]
    return text_of(
        table(
            [line(head) for head in ("", "", *(heads if block.others else ["Value"]))],
            [
                [line(str(index + 1)), line(label), *(line(figure(value)) for value in values)]
                for index, (label, values) in enumerate(line_rows(block))
            ],
            width=width,
            align="><" + ">" * len(heads),
        ),
        width=width,
        colour=colour,
    )


def _put_lines(
    drawing: Plot, lines: Sequence[Sequence[float | None]], marks: Sequence[str], styles: Sequence[str]
) -> list[str]:
    """Writes the mark of every value, beside each other where several stand at one place; tells what is outside."""
    notes = []
    for values, mark, style in zip(lines, marks, styles, strict=True):
        of = f" of {mark}" if len(lines) > 1 else ""
        for index, value in enumerate(values):
            if value is None:
                continue
            if not drawing.y.holds(value):
                notes.append(f"{index + 1}{of} is outside the chart: {figure(value)}.")
                continue
            row, column = drawing.cell(index, value)
            beside = (column + offset for step in range(len(marks)) for offset in (step, -step))
            free = (at for at in beside if drawing.left <= at < drawing.left + drawing.width)
            at = next((at for at in free if drawing.canvas.is_untouched(row, at)), column)
            drawing.canvas.put(row, at, mark, style)
    return notes


def _below(
    drawing: Plot, rows: Sequence[Sequence[str]], marks: Sequence[str], styles: Sequence[str], width: int
) -> list[Text]:
    """Labels and values under the stages that they belong to, with the marks of several lines on the left."""
    below = Canvas([" " * width for _ in rows])
    for row, texts in enumerate(rows):
        if row and len(marks) > 1:
            below.put(row, 0, marks[row - 1], styles[row - 1])
        for index, text in enumerate(texts):
            column = max(drawing.left + drawing.x.position(index, drawing.width) - cells_in(text) // 2, 0)
            if below.is_free(row, column, text):
                below.put(row, column, text, "dim" if row else "")
    return below.lines()


def _runs(values: Sequence[float | None], low: float, high: float) -> list[tuple[tuple[float, float], ...]]:
    """The stretches without a gap; a value outside the range is drawn at its border."""
    runs: list[list[tuple[float, float]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((float(index), min(max(value, low), high)))
    return [tuple(run) for run in runs if len(run) > 1]


def _put_zero_line(drawing: Plot, sign: str) -> None:
    row, _ = drawing.cell(0, 0)
    for column in range(drawing.left, drawing.left + drawing.width, 2):
        if drawing.canvas.is_free(row, column, sign):
            drawing.canvas.put(row, column, sign, "dim")


def _group_styles(points: Sequence[Point]) -> dict[str, str]:
    groups = list(dict.fromkeys(point.group for point in points))
    return {group: _GROUP_STYLES[index % len(_GROUP_STYLES)] for index, group in enumerate(groups)}


def _mark(point: Point) -> str:
    mark = chart_label(point.mark)
    return mark if mark and cells_in(mark) <= _LONGEST_MARK else "*"


def _scatter_legend(block: ScatterBlock, styles: dict[str, str], width: int, colour: bool) -> str:
    grouped = any(point.group for point in block.points)
    heads = ["", "", block.x_label or "x", block.y_label or "y"] + ["Group"] * grouped
    rows = []
    for point in block.points:
        row = [
            line(_mark(point), styles[point.group]),
            line(point.label),
            line(figure(point.x)),
            line(figure(point.y)),
        ]
        rows.append(row + [line(point.group)] * grouped)
    if not rows:
        return "No points."
    if width < _WIDE_LEGEND:
        return text_of(*_narrow_legend(block, styles), width=width, colour=colour)
    # a mark never wraps, whatever happens to the names beside it
    return text_of(
        table([line(head) for head in heads], rows, width=width, align="><>><", fixed=1),
        width=width,
        colour=colour,
    )


def _narrow_legend(block: ScatterBlock, styles: dict[str, str]) -> Iterator[RenderableType]:
    """Name above figures, where columns would squeeze the names."""
    for point in block.points:
        x, y = (f"{name or axis} {figure(value)}" for name, axis, value in _coordinates(block, point))
        told = line(point.label).append("\n").append(line(", ".join(filter(None, (x, y, point.group))), "dim"))
        yield hanging(line(_mark(point), styles[point.group]), told)


def _coordinates(block: ScatterBlock, point: Point) -> tuple[tuple[str, str, float], ...]:
    return (block.x_label, "x", point.x), (block.y_label, "y", point.y)


def _put_points(drawing: Plot, points: Sequence[Point], styles: dict[str, str]) -> list[str]:
    """Writes every point that is on the chart, and says which share a place and which are outside."""
    outside: list[Point] = []
    rows: dict[int, list[tuple[int, list[Point]]]] = {}
    for point in points:
        if drawing.x.holds(point.x) and drawing.y.holds(point.y):
            row, column = drawing.cell(point.x, point.y)
            rows.setdefault(row, []).append((column, [point]))
        else:
            outside.append(point)
    notes = []
    for row in sorted(rows):
        for column, group in _merged(sorted(rows[row], key=lambda entry: entry[0]), drawing):
            text = _shared_mark(group)
            style = styles[group[0].group] if len({point.group for point in group}) == 1 else "bold"
            drawing.canvas.put(row, column, text, style)
            if len(group) > 1:
                notes.append(f"{text} stands for {', '.join(_mark(point) for point in group)}.")
    if outside:
        notes.append(f"Outside the chart: {', '.join(_mark(point) for point in outside)}.")
    return notes


def _merged(entries: list[tuple[int, list[Point]]], drawing: Plot) -> list[tuple[int, list[Point]]]:
    """Marks of one row from left to right, those that would cover each other put together."""
    placed: list[tuple[int, int, list[Point]]] = []
    for column, group in entries:
        anchor, together = column, group
        start, end = _span(anchor, together, drawing)
        while placed and start < placed[-1][1]:
            anchor, _, earlier = placed.pop()
            together = earlier + together
            start, end = _span(anchor, together, drawing)
        placed.append((anchor, end, together))
    return [(_span(anchor, group, drawing)[0], group) for anchor, _, group in placed]


def _span(column: int, group: list[Point], drawing: Plot) -> tuple[int, int]:
    """Where a mark starts and ends: centred on its cell, and inside the frame."""
    size = cells_in(_shared_mark(group))
    start = min(max(column - (size - 1) // 2, drawing.left), drawing.left + drawing.width - size)
    return start, start + size


def _shared_mark(group: list[Point]) -> str:
    return _mark(group[0]) + "+" * (len(group) > 1)


def _put_zone(drawing: Plot, name: str, x: float, y: float, dividers: Sequence[Divider]) -> None:
    """Names a zone near a point, on the same side of every border: elsewhere the name would tell a lie."""
    wanted = _sides(x, y, dividers)
    row, column = drawing.cell(x, y)
    drawing.canvas.put_near(
        row, column, name, "italic", allowed=lambda *cell: _sides(*drawing.point(*cell), dividers) == wanted
    )


def _sides(x: float, y: float, dividers: Sequence[Divider]) -> list[bool]:
    return [
        (border.x1 - border.x0) * (y - border.y0) > (border.y1 - border.y0) * (x - border.x0) for border in dividers
    ]


def _put_divider_label(drawing: Plot, label: str, stroke: tuple[tuple[float, float], ...]) -> None:
    """Names a border beside it, at the first place from its lower end where the name covers nothing."""
    (x0, y0), (x1, y1) = sorted(stroke, key=lambda point: point[1])
    for step in range(1, 20):
        at = step / 20
        row, column = drawing.cell(x0 + (x1 - x0) * at, y0 + (y1 - y0) * at)
        for start in (column + 2, column - cells_in(label) - 1):
            if drawing.canvas.is_free(row, start, label, margin=1):
                drawing.canvas.put(row, start, label, "dim")
                return

"""Reports: what an analysis found, as data that one renderer each draws in the app, as text, HTML or JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, TypeAlias

from personatui.model.claims import Strength
from personatui.model.findings import Finding


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure and what it rests on.

    `value` is a number, a word (a verdict or band) or None for "no value": missing is never zero.
    `unit` is empty for plain numbers, `%` for percentages from 0 to 100, `share` for shares from 0 to 1, which
    people are shown as percentages. `scale` names the range or the
    rating scale, such as `0-20` or `share of 4 and 5 answers`. `n` counts what the figure was computed
    from. `evidence` is the weakest strength it rests on. `subject` is a reference. A `detail` is a figure of one
    item that a block shows already: it is in the data, and lists of figures leave it out.
    """

    id: str
    label: str
    value: float | int | str | None
    unit: str = ""
    scale: str = ""
    n: int | None = None
    formula: str = ""
    evidence: Strength | None = None
    subject: str = ""
    detail: bool = False

    def to_data(self) -> dict[str, Any]:
        """The metric as JSON-ready data with the stable names that other programs read."""
        data = asdict(self)
        del data["detail"]
        return data


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Paragraphs of plain text under a title."""

    kind: ClassVar[str] = "text"
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class TableBlock:
    """Rows of cells; None is an empty cell. `align` holds `<` or `>` a column, all `<` when empty."""

    kind: ClassVar[str] = "table"
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | float | int | None, ...], ...]
    align: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; a value of None is shown as "no value", not as an empty bar."""

    label: str
    value: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class BarsBlock:
    """Horizontal bars on one scale from `low` to `high`."""

    kind: ClassVar[str] = "bars"
    title: str
    bars: tuple[Bar, ...]
    low: float = 0.0
    high: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Another line of a line chart: its name, its values, and a sign for them, chosen by the chart when empty."""

    name: str
    values: tuple[float | None, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class LineBlock:
    """Values in order, one a label; None leaves a gap. `name` and `mark` tell the line from the `others`."""

    kind: ClassVar[str] = "line"
    title: str
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    low: float
    high: float
    name: str = ""
    mark: str = ""
    others: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines of the chart, the first one first."""
        return (Line(self.name, self.values, self.mark), *self.others)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a scatter chart: a short `mark` on the chart, explained by its `label` in the legend."""

    x: float
    y: float
    mark: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Divider:
    """A line drawn into a scatter chart through two points, such as the border of a zone."""

    x0: float
    y0: float
    x1: float
    y1: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class ScatterBlock:
    """Points on two axes with named borders between zones."""

    kind: ClassVar[str] = "scatter"
    title: str
    x_label: str
    y_label: str
    points: tuple[Point, ...]
    x_range: tuple[float, float] = (0.0, 10.0)
    y_range: tuple[float, float] = (0.0, 10.0)
    dividers: tuple[Divider, ...] = ()
    zones: tuple[tuple[str, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixBlock:
    """Values by row and column; None is an empty cell."""

    kind: ClassVar[str] = "matrix"
    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[float | int | str | None, ...], ...]
    low: float | None = None
    high: float | None = None


# One part of a report, drawn below its figures: a text, a table or a chart.
Block: TypeAlias = TextBlock | TableBlock | BarsBlock | LineBlock | ScatterBlock | MatrixBlock


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one analysis.

    `id` is the analysis, `tool` its tool, `reading` says in a line or two what the figures mean and what to
    look at next.
    """

    id: str
    tool: str
    title: str
    reading: str = ""
    metrics: tuple[Metric, ...] = ()
    blocks: tuple[Block, ...] = ()
    findings: tuple[Finding, ...] = ()
    parameters: dict[str, Any] = field(default_factory=dict)

    def metric(self, metric_id: str) -> Metric:
        """The metric of that id. Raises KeyError when the report has none."""
        for metric in self.metrics:
            if metric.id == metric_id:
                return metric
        raise KeyError(metric_id)

    @property
    def figures(self) -> tuple[Metric, ...]:
        """The metrics that a list of figures shows: all but the details of single items."""
        return tuple(metric for metric in self.metrics if not metric.detail)

    def to_data(self) -> dict[str, Any]:
        """JSON-ready data with the stable names that other programs read."""
        return {
            "id": self.id,
            "tool": self.tool,
            "title": self.title,
            "reading": self.reading,
            "metrics": [metric.to_data() for metric in self.metrics],
            "blocks": [{"kind": block.kind, **asdict(block)} for block in self.blocks],
            "findings": [finding.to_data() for finding in self.findings],
            "parameters": dict(self.parameters),
        }


@dataclass(frozen=True, slots=True)
class Fault:
    """A plugin's failure while it was asked for something: who, where, and the message without a traceback."""

    plugin: str
    stage: str
    message: str

    @property
    def told(self) -> str:
        """Who failed, where and how, in a line."""
        return f"{self.plugin} failed at {self.stage}: {self.message}"

    def to_data(self) -> dict[str, str]:
        return {"plugin": self.plugin, "stage": self.stage, "message": self.message}

"""A project in memory to import into, and small tools with layouts like those of the empathy map."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from personatui.api import Array, Canvas, Claim, Layout, Region, Tool
from personatui.errors import FileError
from personatui.host.importing.importer import ImportPlan, plan_import
from personatui.host.importing.report import ImportReport, ReportRow
from personatui.host.importing.vocabulary import HeadingMap
from personatui.model.base import Model
from personatui.model.canvas import Canvas as PlainCanvas
from personatui.model.edits import CreateFile, Data, DeleteFile, RenameFile, ValueEdit, apply_to_data
from personatui.model.ids import Reference
from personatui.model.persona import Persona
from personatui.model.project import Project
from personatui.model.segment import Segment
from personatui.model.source import Source
from personatui.model.validation import read_record

FIXTURES = Path(__file__).parent / "fixtures"


class FeelingsCanvas(Canvas):
    """An empathy map, small."""

    think_feel: Array[Claim] = ()
    thinks: Array[Claim] = ()
    feels: Array[Claim] = ()
    says: Array[Claim] = ()
    does: Array[Claim] = ()
    says_does: Array[Claim] = ()
    sees: Array[Claim] = ()
    hears: Array[Claim] = ()


class HurdlesCanvas(Canvas):
    """A tool that knows one heading of the first and one of its own."""

    hears: Array[Claim] = ()
    hurdles: Array[Claim] = ()


def region(region_id: str, *headings: str) -> Region:
    """A region that documents call by `headings`."""
    return Region(id=region_id, title=region_id.replace("_", " ").title(), headings=headings)


FEELINGS = Tool(
    id="feelings",
    title="Feelings map",
    summary="What somebody thinks, says, sees and hears",
    model=FeelingsCanvas,
    layouts=(
        Layout(
            id="around",
            title="Around a head",
            regions=(
                region("says", "says"),
                region("does", "does"),
                region("sees", "sees"),
                region("hears", "hears"),
                region("think_feel", "thinks/feels"),
            ),
        ),
        Layout(
            id="quarters",
            title="Quarters",
            regions=(
                region("says", "says"),
                region("thinks", "thinks"),
                region("does", "does"),
                region("feels", "feels"),
            ),
        ),
        Layout(
            id="classic",
            title="Classic",
            regions=(
                region("think_feel", "thinks/feels"),
                region("hears", "hears"),
                region("sees", "sees"),
                region("says_does", "says/does"),
            ),
        ),
    ),
)
HURDLES = Tool(
    id="hurdles",
    title="Hurdles",
    summary="What stands in the way",
    model=HurdlesCanvas,
    layouts=(
        Layout(id="plain", title="Plain", regions=(region("hears", "hears"), region("hurdles", "hurdles", "pains"))),
    ),
)
TOOLS = (HURDLES, FEELINGS)

_MODELS: dict[str, type[Model]] = {"persona": Persona, "segment": Segment, "source": Source}


class Desk:
    """Records in memory. `broken` names those whose file cannot be read."""

    def __init__(self, tools: Sequence[Tool] = TOOLS) -> None:
        self.records: dict[Reference, Data] = {}
        self.broken: set[Reference] = set()
        self.tools = tools

    def plan(
        self, *paths: Path, form: Literal["markdown", "yaml"] = "markdown", mapping: HeadingMap | None = None
    ) -> ImportPlan:
        """What an import would do."""
        return plan_import(paths, form, project=self.project, raw=self.raw, tools=self.tools, mapping=mapping)

    def run(
        self,
        *paths: Path,
        form: Literal["markdown", "yaml"] = "markdown",
        mapping: HeadingMap | None = None,
        left: Sequence[int] = (),
    ) -> ImportReport:
        """Import, and check that whatever was written is valid and every line was placed but those in `left`."""
        plan = self.plan(*paths, form=form, mapping=mapping)
        for edit in plan.change.edits if plan.change is not None else ():
            if isinstance(edit, CreateFile):
                assert edit.target not in self.records
                self.records[edit.target] = edit.data
            else:
                assert not isinstance(edit, DeleteFile | RenameFile)
                self.edit(edit)
        check_report(plan.report, left)
        self.check_records()
        return plan.report

    def edit(self, edit: ValueEdit) -> None:
        """A person's own edit."""
        self.records[edit.target] = apply_to_data(self.records[edit.target], edit)

    def raw(self, reference: Reference) -> Data | None:
        """The plain data of a record, as a session gives it."""
        if reference in self.broken:
            raise FileError(f"{reference.record}.toml", "The file is no valid TOML.", line=3)
        return self.records.get(reference)

    def model(self, reference: Reference) -> type[Model]:
        """The model of a record."""
        if reference.kind == "canvas":
            return next((tool.model for tool in self.tools if tool.id == reference.tool), PlainCanvas)
        return _MODELS[reference.kind]

    @property
    def project(self) -> Project:
        """The records as a project."""
        read = {
            reference: read_record(self.model(reference), data).record
            for reference, data in self.records.items()
            if reference.kind != "import" and reference not in self.broken
        }
        return Project(
            personas={ref.record: record for ref, record in read.items() if isinstance(record, Persona)},
            segments={ref.record: record for ref, record in read.items() if isinstance(record, Segment)},
            sources={ref.record: record for ref, record in read.items() if isinstance(record, Source)},
            canvases={(ref.tool, ref.record): record for ref, record in read.items() if isinstance(record, Canvas)},
        )

    def check_records(self) -> None:
        """Every record is valid, knows all of its keys, and no two of its items have the same id."""
        for reference, data in self.records.items():
            if reference.kind == "import":
                continue
            reading = read_record(self.model(reference), data)
            assert not reading.problems, (reference, reading.problems)
            assert not reading.record.model_extra, (reference, reading.record.model_extra)
            lists = [value for value in data.values() if isinstance(value, list)]
            ids = [item["id"] for items in lists for item in items if isinstance(item, dict)]
            assert len(ids) == len(set(ids)), reference

    def persona(self, persona_id: str) -> Data:
        """The data of a persona."""
        return self.records[Reference("persona", persona_id)]

    def texts(self, persona_id: str, field: str) -> list[str]:
        """The texts of a persona's list."""
        return [item.get("text", "") for item in self.persona(persona_id).get(field, [])]

    def canvas(self, persona_id: str, tool_id: str = "feelings") -> Data:
        """The data of a canvas."""
        return self.records[Reference("canvas", persona_id, tool_id)]

    @property
    def ids(self) -> set[str]:
        """The ids of all personas."""
        return {reference.record for reference in self.records if reference.kind == "persona"}

    def words(self) -> Counter[str]:
        """Every word that is stored anywhere, file names and the names of free fields included."""
        found: Counter[str] = Counter()
        for reference, data in self.records.items():
            if reference.kind != "import":
                found.update(words_of(" ".join(texts_in(data))))
                found.update(words_of(reference.record))
        return found


def check_report(report: ImportReport, left: Sequence[int] = ()) -> None:
    """Lines in are lines placed and lines `left` alone, by file and by row, and the report can be shown and sent."""
    assert sorted(number for entry in report.left for number in entry.lines) == sorted(left)
    assert report.left_alone == len(left)
    assert report.placed == report.lines - len(left)
    for count in report.files:
        rows = [row for row in report.rows if row.file == count.file]
        assert count.placed + count.left_alone == count.lines
        assert sum(row.lines for row in rows) == count.lines
        assert sum(row.left for row in rows) == count.left_alone
        assert all(0 <= row.left <= row.lines for row in rows)
        told = [number for entry in report.left if entry.file == count.file for number in entry.lines]
        assert len(told) == len(set(told)) == count.left_alone
    assert all(entry.record and entry.reason and entry.lines for entry in report.left)
    text = report.to_text()
    assert ("left alone" in text.lower()) == bool(left or report.skipped)
    data = report.to_data()
    assert (data["lines"], data["placed"], data["left_alone"]) == (report.lines, report.placed, len(left))


def texts_in(data: Any) -> Iterator[str]:
    """Every key of a free table and every value in plain data, as text."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield str(key)
            yield from texts_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from texts_in(value)
    else:
        yield str(data)


def words_of(text: str) -> Counter[str]:
    """The words of a text, in small letters."""
    plain = unicodedata.normalize("NFKC", html.unescape(text)).casefold()
    return Counter(re.findall(r"[^\W_]+", plain))


def rows_about(report: ImportReport, heading: str) -> list[ReportRow]:
    """The rows of a heading."""
    return [row for row in report.rows if row.heading == heading]

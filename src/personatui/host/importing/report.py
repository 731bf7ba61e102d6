"""What an import did, line by line: for people as aligned text, for programs as JSON-ready data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

_HEADING_WIDTH = 28


@dataclass(frozen=True, slots=True)
class ReportRow:
    """Where some lines of a file went. `how` is field, notes, custom, link, structure or empty.

    `left` of its `lines` were left alone in the end.
    """

    file: str
    first: int
    last: int
    heading: str
    where: str
    how: str
    record: str
    lines: int
    left: int = 0


@dataclass(frozen=True, slots=True)
class FileCount:
    """The lines of a file that are not blank: each was either placed or left alone."""

    file: str
    lines: int
    placed: int
    added_verbatim: int = 0
    left_alone: int = 0


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that was changed both in the project and in the imported file; the project's text was kept."""

    record: str
    where: str
    file: str
    kept: str
    imported: str


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """Lines of a file that say something of a record which it was not given, and why."""

    record: str
    file: str
    lines: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A value that was taken out of a record, since the file that it came from no longer says it."""

    record: str
    where: str
    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or record that was left alone, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class ImportReport:
    """The outcome of an import. Records are references such as `persona/maya-okafor`."""

    rows: tuple[ReportRow, ...] = ()
    files: tuple[FileCount, ...] = ()
    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    left: tuple[LeftAlone, ...] = ()
    removed: tuple[Removed, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    @property
    def lines(self) -> int:
        """Lines that are not blank, of every file that was read."""
        return sum(count.lines for count in self.files)

    @property
    def placed(self) -> int:
        """How many of them were placed."""
        return sum(count.placed for count in self.files)

    @property
    def left_alone(self) -> int:
        """How many of them were left alone: with `placed` they are all lines."""
        return sum(count.left_alone for count in self.files)

    def personas(self, records: tuple[str, ...]) -> tuple[str, ...]:
        """The ids of the personas among records."""
        return tuple(record.partition("/")[2] for record in records if record.startswith("persona/"))

    def to_data(self) -> dict[str, Any]:
        """JSON-ready data with stable names."""
        return {
            "lines": self.lines,
            "placed": self.placed,
            "left_alone": self.left_alone,
            "personas": {
                "created": list(self.personas(self.created)),
                "updated": list(self.personas(self.updated)),
                "unchanged": list(self.personas(self.unchanged)),
            },
            "records": {
                "created": list(self.created),
                "updated": list(self.updated),
                "unchanged": list(self.unchanged),
            },
            "files": [asdict(count) for count in self.files],
            "rows": [asdict(row) for row in self.rows],
            "conflicts": [asdict(conflict) for conflict in self.conflicts],
            "skipped": [asdict(entry) for entry in self.skipped],
            "left": [asdict(entry) for entry in self.left],
            "removed": [asdict(entry) for entry in self.removed],
            "warnings": list(self.warnings),
        }

    def to_text(self) -> str:
        """Aligned plain text: the summary, what needs attention, then every row by file."""
        parts = [self.summary]
        if self.conflicts:
            parts.append("Changed both here and in the imported file; the text here was kept:")
            parts.extend(
                f"  {conflict.record} {conflict.where} ({conflict.file})\n"
                f"    here:     {_one_line(conflict.kept, 90)}\n    imported: {_one_line(conflict.imported, 90)}"
                for conflict in self.conflicts
            )
        if self.skipped:
            parts.append("Left alone:")
            parts.extend(f"  {entry.name}: {entry.reason}" for entry in self.skipped)
        if self.left:
            parts.append("Lines that were not placed:")
            parts.extend(
                f"  {entry.record}, {_numbers(entry.lines)} of {entry.file}: {entry.reason}" for entry in self.left
            )
        if self.removed:
            parts.append("Removed, since the file no longer says it:")
            parts.extend(
                f"  {entry.record} {entry.where} ({entry.file}): {_one_line(entry.text, 90)}" for entry in self.removed
            )
        parts.extend(self.warnings)
        by_file: dict[str, list[ReportRow]] = {}
        for row in self.rows:
            by_file.setdefault(row.file, []).append(row)
        for count in self.files:
            left = f", {count.left_alone} left alone" if count.left_alone else ""
            parts.extend(["", f"{count.file}  {count.placed} of {count.lines} lines placed{left}"])
            rows = by_file.get(count.file, [])
            width = min(max((len(row.heading) for row in rows), default=0), _HEADING_WIDTH)
            parts.extend(f"  {_span(row):>9}  {_one_line(row.heading, width):<{width}}  {_place(row)}" for row in rows)
        return "\n".join(parts) + "\n"

    @property
    def summary(self) -> str:
        """What was imported, in two lines."""
        told = [
            f"{len(self.personas(records))} {what}"
            for records, what in (
                (self.created, "created"),
                (self.updated, "updated"),
                (self.unchanged, "unchanged"),
            )
        ]
        others = [
            _counted(sum(record.startswith(f"{kind}/") for record in (*self.created, *self.updated)), one)
            for kind, one in (("canvas", "canvas"), ("segment", "segment"), ("source", "document"))
        ]
        more = ", ".join(text for text in others if text)
        first = f"Personas: {', '.join(told)}." + (f" Also written: {more}." if more else "")
        files = _counted(len(self.files), "file") or "no file"
        second = f"Lines: {self.lines} read from {files}, {self.placed} placed"
        second += f", {self.left_alone} left alone." if self.left_alone else "."
        verbatim = sum(count.added_verbatim for count in self.files)
        if verbatim:
            second += f" {verbatim} of them stand as they were under “Unplaced text”."
        return f"{first}\n{second}"


def _counted(number: int, what: str) -> str:
    if not number:
        return ""
    plural = "canvases" if what == "canvas" else f"{what}s"
    return f"{number} {what if number == 1 else plural}"


def _numbers(lines: tuple[int, ...]) -> str:
    """Line numbers with runs drawn together: `lines 3, 5-8`."""
    runs: list[list[int]] = []
    for line in lines:
        if runs and runs[-1][1] == line - 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    told = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
    return f"{'line' if len(lines) == 1 else 'lines'} {told}"


def _span(row: ReportRow) -> str:
    return str(row.first) if row.first == row.last else f"{row.first}-{row.last}"


def _place(row: ReportRow) -> str:
    if row.left:
        told = "left alone" if row.left == row.lines else f"{row.left} of {row.lines} lines left alone"
        return f"{row.where}: {told}" if row.where else told
    match row.how:
        case "empty":
            return f"{row.where}: nothing there" if row.where else "nothing there"
        case "structure":
            return row.where or "holds the document together"
        case _:
            return row.where


def _one_line(text: str, width: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: max(width - 1, 0)] + "…"

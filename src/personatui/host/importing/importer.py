"""Plan an import: read files, find their personas, and tell as edits and as a report what becomes of each line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from personatui.api import Tool
from personatui.errors import FileError, ImportFormatError
from personatui.host.importing.account import Fate, LeftLine, Place, Row, left_lines, settle
from personatui.host.importing.addresses import Addresses
from personatui.host.importing.documents import Format, ParsedFile
from personatui.host.importing.drafts import Draft
from personatui.host.importing.files import GivenFile, find_files, read_file
from personatui.host.importing.inline import InlineReader, read_html
from personatui.host.importing.markdown import parse_markdown
from personatui.host.importing.outline import Block, Outliner, Title, take_title_apart
from personatui.host.importing.placing import PersonaInput, PersonaPlacer, Placement, name_of
from personatui.host.importing.records import RecordPlanner
from personatui.host.importing.report import FileCount, ImportReport, LeftAlone, ReportRow, Skipped
from personatui.host.importing.sources import Group, place_document
from personatui.host.importing.synonyms import normalise
from personatui.host.importing.vocabulary import HeadingMap, Vocabulary
from personatui.host.importing.yaml_files import parse_yaml
from personatui.model.cleaning import clean_line
from personatui.model.edits import Change, Data
from personatui.model.ids import Reference, is_record_id, persona_reference, slugify
from personatui.model.project import Project

RawData = Callable[[Reference], Data | None]

# File names that say nothing about who the persona is.
_GENERIC_STEMS = frozenset({"persona", "personas", "readme", "index", "profile", "user", "customer", "document"})


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do: the change to make, None when there is nothing to do, and the report about it."""

    change: Change | None
    report: ImportReport


@dataclass(slots=True)
class _Part:
    """A block of a file on its way: a persona with its id, or a document with its own."""

    block: Block
    record_id: str = ""
    title: Title = field(default_factory=lambda: Title(""))


@dataclass(slots=True)
class _File:
    given: GivenFile
    parsed: ParsedFile
    parts: list[_Part] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    # lines that were added as they stand, with the note that holds them
    added: dict[int, Place] = field(default_factory=dict)

    @property
    def personas(self) -> list[_Part]:
        return [part for part in self.parts if part.block.kind == "persona"]


def plan_import(
    paths: Sequence[Path],
    format: Format,  # noqa: A002
    *,
    project: Project,
    raw: RawData,
    tools: Iterable[Tool] = (),
    mapping: HeadingMap | None = None,
) -> ImportPlan:
    """Plan the import of Markdown or YAML files into a project; nothing is written.

    `raw` gives the plain data of a record's file, None when there is none, and raises a PersonatuiError for one
    that cannot be read. A file that cannot be read is reported and left out. Raises FileError when none could be
    read, and ImportFormatError when the mapping names a place that is none.
    """
    return _Importer(format, project, raw, Vocabulary(tools, mapping)).plan(paths)


class _Importer:
    def __init__(self, file_format: Format, project: Project, raw: RawData, vocabulary: Vocabulary) -> None:
        self._format = file_format
        self._project = project
        self._vocabulary = vocabulary
        self._addresses = Addresses(project.personas)
        self._outliner = Outliner(vocabulary, self._links_to_files)
        self._planner = RecordPlanner(project, raw, file_format, vocabulary.tools)
        self._skipped: list[Skipped] = []
        self._stems: set[str] = set()
        self._segments: dict[str, Draft] = {}

    def plan(self, paths: Sequence[Path]) -> ImportPlan:
        files = self._read(paths)
        self._stems = {PurePath(file.given.name).stem.lower() for file in files}
        for file in files:
            file.parts = [_Part(block) for block in self._outliner.blocks(file.parsed)]
        self._name_all(files)
        groups: list[tuple[_File, Group]] = []
        for file in files:
            groups.extend((file, group) for group in self._place(file))
        self._join_segments(files, groups)
        for file in files:
            self._settle(file)
            self._planner.add(file.given, file.drafts)
        outcome = self._planner.plan()
        left: list[LeftAlone] = []
        counts: list[FileCount] = []
        for file in files:
            lines = self._left(file, outcome.fates[file.given.name])
            left += _by_record(file, lines)
            written = sum(row.lines for row in file.rows)
            counts.append(
                FileCount(file.given.name, written, written - len(lines), len(file.added), left_alone=len(lines))
            )
        report = ImportReport(
            rows=tuple(_report_row(file, row) for file in files for row in file.rows),
            files=tuple(counts),
            created=outcome.created,
            updated=outcome.updated,
            unchanged=outcome.unchanged,
            conflicts=outcome.conflicts,
            skipped=(*self._skipped, *outcome.skipped),
            left=tuple(left),
            removed=outcome.removed,
        )
        return ImportPlan(outcome.change, report)

    # Reading ---------------------------------------------------------------------------------------------

    def _read(self, paths: Sequence[Path]) -> list[_File]:
        files: list[_File] = []
        failures: list[FileError] = []
        for found in find_files(paths, self._format):
            try:
                if isinstance(found, FileError):
                    raise found
                given = read_file(found)
                files.append(_File(given, self._parse(found, given)))
            except FileError as error:
                failures.append(error)
                line = f" (line {error.line})" if error.line else ""
                told = f"{error.message}{line} {error.hint}".rstrip()
                self._skipped.append(
                    Skipped(clean_line(str(found.path if isinstance(found, FileError) else found)), told)
                )
        if not files:
            if failures:
                raise failures[0]
            raise ImportFormatError(paths[0] if paths else ".", "There is nothing to import.", hint="Name a file.")
        return _with_distinct_names(files)

    def _parse(self, path: Path, given: GivenFile) -> ParsedFile:
        if self._format == "yaml":
            try:
                return parse_yaml(given.name, given.text, self._vocabulary.is_known)
            except ImportFormatError as error:
                raise ImportFormatError(
                    path, error.message, hint=error.hint, line=error.line, column=error.column
                ) from error
        return parse_markdown(given.name, given.text)

    def _links_to_files(self, parsed: ParsedFile) -> int:
        """How many other files of this import a file links to."""
        own = PurePath(parsed.name).stem.lower()
        found: set[str] = set()
        reader = InlineReader(parsed.references)
        for section in parsed.sections:
            for piece in section.pieces:
                addresses = (
                    read_html(piece.source).addresses if piece.kind == "html" else reader.read(piece.source).addresses
                )
                for address in addresses:
                    stem = PurePath(address.target.partition("#")[0].rstrip("/")).stem.lower()
                    if not address.is_picture and stem in self._stems and stem != own:
                        found.add(stem)
        return len(found)

    # Names and ids ---------------------------------------------------------------------------------------

    def _name_all(self, files: Sequence[_File]) -> None:
        """Give every persona and document its id: that of the last import, else one made from file or name."""
        taken: dict[str, set[str]] = {"persona": set(), "source": set()}
        for file in files:
            for part in file.parts:
                part.title = self._title(file, part)
                kind = "persona" if part.block.kind == "persona" else "source"
                wanted = self._wanted_id(file, part)
                part.record_id = self._planner.choose_id(file.given, kind, wanted, part.title.name, taken[kind])
                taken[kind].add(part.record_id)
            self._addresses.add(file.given.path, [part.record_id for part in file.personas])

    def _title(self, file: _File, part: _Part) -> Title:
        block = part.block
        if block.kind == "document":
            return Title(clean_line(block.title) or PurePath(file.given.name).stem)
        is_only = len(file.personas) == 1
        matter = file.parsed.matter if is_only else ()
        sections = self._outliner.labelled(block)
        label = name_of(sections, self._vocabulary, ("name",)) or name_of(matter, self._vocabulary, ("name",))
        if block.root is None:
            label = label or name_of(sections, self._vocabulary, ("title",))
        written = (
            label or (block.title if block.root is not None else "") or name_of(matter, self._vocabulary, ("title",))
        )
        if block.root is not None and not label:
            written = InlineReader(file.parsed.references).read(block.root.written).text or written
        if not written:
            stem = PurePath(file.given.name).stem
            return Title(_as_name(block.key or stem if is_only else block.key or "Unnamed persona"))
        return take_title_apart(written) if file.parsed.format == "markdown" else Title(written)

    def _wanted_id(self, file: _File, part: _Part) -> str:
        stem = PurePath(file.given.name).stem
        if part.block.kind == "document":
            return slugify(part.title.name if part.title.name else stem)
        keys = [part.block.key, name_of(part.block.sections, self._vocabulary, ("id",))]
        if len(file.personas) == 1 and normalise(stem) not in _GENERIC_STEMS:
            keys.append(stem)
        return next((key for key in keys if is_record_id(key)), slugify(part.title.name))

    # Placing ---------------------------------------------------------------------------------------------

    def _place(self, file: _File) -> list[Group]:
        groups: list[Group] = []
        for first, last in file.parsed.structure:
            row = Row(first, last, how="structure")
            row.keep(*file.parsed.lines[first - 1 : last])
            file.rows.append(row)
        is_only = len(file.personas) == 1 and len(file.parts) == 1
        for part in file.parts:
            if part.block.kind == "persona":
                placement = self._place_persona(file, part, is_only=is_only)
                file.rows.extend(placement.rows)
                file.drafts.extend(placement.drafts)
                continue
            document = place_document(
                file.parsed, file.given.path, part.record_id, part.title.name, part.block.sections, self._addresses
            )
            file.rows.extend(document.rows)
            file.drafts.append(document.source)
            groups.extend(document.groups)
        return groups

    def _place_persona(self, file: _File, part: _Part, *, is_only: bool) -> Placement:
        block = part.block
        record = next((entry for entry in file.parsed.records if entry.sections is block.sections), None)
        comments = file.parsed.comments if is_only else ()
        if record is not None and not is_only:
            comments = tuple(
                comment for comment in file.parsed.comments if record.first <= comment.first <= record.last
            )
        found = PersonaInput(
            part.record_id,
            part.title,
            self._outliner.labelled(block),
            matter=file.parsed.matter if is_only else (),
            comments=comments,
            root=block.root,
            key=(block.key, record.first) if record is not None and block.key else None,
        )
        return PersonaPlacer(
            file.parsed,
            file.given.path,
            found,
            self._vocabulary,
            self._addresses,
            lambda name, row: self._segment_named(file, name, row),
        ).place()

    def _segment_named(self, file: _File, name: str, row: Row) -> str:
        """The id of the segment that a persona names, made when there is none yet."""
        known = self._project.segments
        name = clean_line(name)
        for segment_id, segment in known.items():
            if name == segment_id or normalise(name) == normalise(segment.name):
                return segment_id
        segment_id = slugify(name)
        if segment_id not in known and not any(
            draft.reference == Reference("segment", segment_id) for draft in file.drafts
        ):
            draft = Draft(Reference("segment", segment_id))
            draft.set(("name",), name)
            file.drafts.append(draft)
        return segment_id

    def _join_segments(self, files: Sequence[_File], groups: Sequence[tuple[_File, Group]]) -> None:
        """Make the groups of an index segments, and put those personas into them that name none themselves."""
        placed = {
            draft.reference.record: draft
            for file in files
            for draft in file.drafts
            if draft.reference.kind == "persona"
        }
        joined: set[str] = set()
        for file, group in groups:
            reference = Reference("segment", slugify(group.name))
            draft = Draft(reference)
            draft.set(("name",), clean_line(group.name))
            if group.summary:
                draft.set(("summary",), group.summary)
            file.drafts.append(draft)
            group.row.at(f"Segment “{clean_line(group.name)}”", group.row.how)
            for persona_id in group.personas:
                if persona_id not in joined and self._may_join(file, placed.get(persona_id), persona_id, reference):
                    joined.add(persona_id)
                    member = Draft(persona_reference(persona_id))
                    member.set(("segment",), reference.record)
                    file.drafts.append(member)

    def _may_join(self, file: _File, persona: Draft | None, persona_id: str, segment: Reference) -> bool:
        """Whether an index decides on a persona's segment: its own file names none and no person chose another."""
        if persona is not None:
            return persona.get("segment") is None
        reference = persona_reference(persona_id)
        known = self._project.personas.get(persona_id)
        return known is not None and (
            known.segment in ("", segment.record) or self._planner.was_imported(file.given, reference, ("segment",))
        )

    # The line account ------------------------------------------------------------------------------------

    def _settle(self, file: _File) -> None:
        """Check that nothing was lost; a line of which a word is missing is added as it stands."""
        lost = settle(file.parsed, file.rows)
        by_record: dict[str, list[int]] = {}
        for number in lost:
            row = next(row for row in file.rows if row.first <= number <= row.last)
            by_record.setdefault(row.record, []).append(number)
        for record, numbers in by_record.items():
            draft = next((draft for draft in file.drafts if str(draft.reference) == record), file.drafts[0])
            if draft.reference.kind not in ("persona", "source"):
                draft = file.drafts[0]
            text = "\n".join(file.parsed.lines[number - 1] for number in numbers)
            note = draft.add("notes", {"heading": "Unplaced text", "text": text})
            file.added.update(dict.fromkeys(numbers, (draft.reference, ("notes", note))))
            for row in file.rows:
                if any(row.first <= number <= row.last for number in numbers):
                    row.at("Notes “Unplaced text”", "notes")

    def _left(self, file: _File, fate: Fate) -> list[LeftLine]:
        """The lines of which nothing was stored, since what they say was left alone."""
        records = [draft.reference for draft in file.drafts if draft.reference.kind != "segment"]
        return left_lines(file.parsed, file.rows, file.added, fate, records)


def _by_record(file: _File, lines: Sequence[LeftLine]) -> list[LeftAlone]:
    """Lines that were left alone, together for each record and reason."""
    found: dict[tuple[str, str], list[int]] = {}
    for line in lines:
        found.setdefault((line.record, line.reason), []).append(line.number)
    return [LeftAlone(record, file.given.name, tuple(numbers), reason) for (record, reason), numbers in found.items()]


def _with_distinct_names(files: list[_File]) -> list[_File]:
    """Files whose folder and name are the same are told apart by more of their path."""
    seen: dict[str, int] = {}
    for file in files:
        name = file.given.name
        parts = file.given.path.parts
        depth = 3
        while name in seen and depth < len(parts):
            name = "/".join(parts[-depth:])
            depth += 1
        seen[name] = 1
        if name != file.given.name:
            file.given = replace(file.given, name=clean_line(name))
            file.parsed = replace(file.parsed, name=file.given.name)
    return files


def _report_row(file: _File, row: Row) -> ReportRow:
    return ReportRow(
        file=file.given.name,
        first=row.first,
        last=row.last,
        heading=clean_line(row.heading),
        where="; ".join(row.where),
        how=row.how or "structure",
        record=row.record,
        lines=row.lines,
        left=row.left,
    )


def _as_name(stem: str) -> str:
    """A name made of a file's name or an id: `maya-okafor` gives `Maya Okafor`."""
    words = clean_line(stem.replace("-", " ").replace("_", " ")).split()
    return " ".join(word if any(letter.isupper() for letter in word) else word.capitalize() for word in words)

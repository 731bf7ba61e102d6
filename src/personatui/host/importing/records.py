"""From what files say to edits: new records are created, imported ones brought up to date, others left alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from personatui.api import Tool
from personatui.errors import PersonatuiError
from personatui.host.importing.account import Fate
from personatui.host.importing.documents import Format
from personatui.host.importing.drafts import Draft, in_file_order
from personatui.host.importing.files import GivenFile
from personatui.host.importing.following import Moved, find_moved
from personatui.host.importing.report import Conflict, Removed, Skipped
from personatui.host.importing.updating import SAID_TWICE, Updater, digest, key_of, parse_key, units_of
from personatui.model.base import SCHEMA_VERSION, Model
from personatui.model.canvas import Canvas
from personatui.model.edits import Change, CreateFile, Data, Edit, Path, RemoveValue, SetValue
from personatui.model.ids import Reference, slugify
from personatui.model.persona import Persona
from personatui.model.project import Project
from personatui.model.segment import Segment
from personatui.model.source import Source

RawData = Callable[[Reference], Data | None]

_MODELS: dict[str, type[Model]] = {"persona": Persona, "segment": Segment, "source": Source}
_MOST_NAMESAKES = 1_000


@dataclass(frozen=True, slots=True)
class RecordsOutcome:
    """The change to make and what it does to which record."""

    change: Change | None
    created: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    skipped: tuple[Skipped, ...]
    removed: tuple[Removed, ...]
    # what became of the drafts of each file, by the file's name
    fates: Mapping[str, Fate]


@dataclass(slots=True)
class _Entry:
    """One file of the import with its record in the project, if it was imported before."""

    given: GivenFile
    reference: Reference
    before: dict[Reference, dict[Path, str]]
    stored: Data | None
    moved: Moved = field(default_factory=Moved)
    drafts: list[Draft] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    fate: Fate = field(default_factory=Fate)


class RecordPlanner:
    """Collects the drafts of all files and turns them into one change."""

    def __init__(self, project: Project, raw: RawData, file_format: Format, tools: Mapping[str, Tool]) -> None:
        self._project = project
        self._raw = raw
        self._format = file_format
        self._tools = tools
        self._entries: dict[str, _Entry] = {}
        self._names: set[str] = set()
        self._edits: list[Edit] = []
        self._conflicts: list[Conflict] = []
        self._skipped: list[Skipped] = []
        self._removed: list[Removed] = []
        self._created: list[str] = []
        self._updated: list[str] = []
        self._unchanged: list[str] = []

    # Which record is whose -------------------------------------------------------------------------------

    def choose_id(self, given: GivenFile, kind: str, wanted: str, name: str, taken: set[str]) -> str:
        """The id for a persona or source: that of its last import, or `wanted`, numbered when another has it."""
        entry = self._entry(given)
        field_name = "name" if kind == "persona" else "title"
        mine = {
            reference.record: paths.get((field_name,), "")
            for reference, paths in entry.before.items()
            if reference.kind == kind and (field_name,) in paths and reference.record not in taken
        }
        moved = entry.moved.renamed.get(Reference(kind, wanted))
        if moved is not None and moved.record in mine:
            return moved.record
        if wanted in mine:
            return wanted
        by_name = next((record for record, told in mine.items() if told == digest(name)), "")
        if by_name:
            return by_name
        if len(mine) == 1 and wanted == PurePath(given.name).stem:
            # a file that is named after its only persona still tells of it, whatever both are called by now
            return next(iter(mine))
        existing: Mapping[str, Model] = self._project.personas if kind == "persona" else self._project.sources
        others = {
            record_id
            for record_id, record in existing.items()
            if record_id != wanted or getattr(record, "name", "").casefold() != name.casefold()
        }
        return slugify(wanted, others | taken) if wanted in others | taken else wanted

    def was_imported(self, given: GivenFile, reference: Reference, path: Path) -> bool:
        """Whether a value came from this file at its last import."""
        return path in self._entry(given).before.get(reference, {})

    def _entry(self, given: GivenFile) -> _Entry:
        if given.name not in self._entries:
            self._entries[given.name] = self._find_entry(given)
        return self._entries[given.name]

    def _find_entry(self, given: GivenFile) -> _Entry:
        """The import record of a file: of the same folder and name, else the only one of the same name."""
        base = slugify(PurePath(given.name).stem)
        namesakes: list[tuple[Reference, Data]] = []
        free: Reference | None = None
        for number in range(1, _MOST_NAMESAKES):
            reference = Reference("import", base if number == 1 else f"{base[:58]}-{number}")
            try:
                data = self._raw(reference)
            except PersonatuiError as error:
                self._skipped.append(Skipped(str(reference), error.message))
                continue
            if data is None:
                if str(reference) in self._names:
                    continue
                free = reference
                break
            namesakes.append((reference, data))
        same = [pair for pair in namesakes if pair[1].get("file") == given.name]
        if not same:
            last = PurePath(given.name).name
            same = [pair for pair in namesakes if PurePath(str(pair[1].get("file", ""))).name == last]
            same = same if len(same) == 1 and str(same[0][0]) not in self._names else []
        if same:
            reference, stored = same[0]
            self._names.add(str(reference))
            before = _read_fields(stored)
            moved = find_moved(before, self._project, self._is_gone)
            before = {moved.renamed.get(key, key): paths for key, paths in before.items()}
            return _Entry(given, reference, before, stored, moved)
        reference = free or Reference("import", slugify(f"{base[:40]}-{given.sha256[:12]}"))
        self._names.add(str(reference))
        return _Entry(given, reference, {}, None)

    def _is_gone(self, reference: Reference) -> bool:
        try:
            return self._raw(reference) is None
        except PersonatuiError:
            return False

    # Planning --------------------------------------------------------------------------------------------

    def add(self, given: GivenFile, drafts: Sequence[Draft]) -> None:
        """Take what a file says."""
        self._entry(given).drafts = list(drafts)

    def plan(self) -> RecordsOutcome:
        """The change for everything that was added."""
        order: dict[Reference, list[_Entry]] = {}
        for entry in self._entries.values():
            for reference in [*(draft.reference for draft in entry.drafts), *entry.before]:
                sharing = order.setdefault(reference, [])
                if entry not in sharing:
                    sharing.append(entry)
        for reference, entries in order.items():
            self._plan_record(reference, entries)
        for entry in self._entries.values():
            self._plan_import_record(entry)
        count = len(self._created) + len(self._updated)
        label = f"Import {count} record{'s' if count != 1 else ''} from {self._format.capitalize()}"
        if self._format == "yaml":
            label = label.replace("Yaml", "YAML")
        return RecordsOutcome(
            Change(label, tuple(self._edits)) if self._edits else None,
            tuple(self._created),
            tuple(self._updated),
            tuple(self._unchanged),
            tuple(self._conflicts),
            tuple(self._skipped),
            tuple(self._removed),
            {name: entry.fate for name, entry in self._entries.items()},
        )

    def _plan_record(self, reference: Reference, entries: Sequence[_Entry]) -> None:
        try:
            current = self._raw(reference)
        except PersonatuiError as error:
            self._leave(reference, entries, f"{error.message} It was left alone.")
            return
        if current is None and self._project.record(reference) is not None:
            self._leave(reference, entries, "Its file cannot be read now. It was left alone.")
            return
        if current is None:
            self._create(reference, entries)
            return
        version = current.get("schema", SCHEMA_VERSION)
        if isinstance(version, int) and version > SCHEMA_VERSION:
            self._leave(reference, entries, "It was written by a newer version of personatui. It was left alone.")
            return
        self._update(reference, current, entries)

    def _create(self, reference: Reference, entries: Sequence[_Entry]) -> None:
        imported = [entry for entry in entries if entry.before.get(reference)]
        doubtful = [str(found) for entry in imported for found in entry.moved.doubtful.get(reference, ())]
        if doubtful:
            self._leave(
                reference,
                entries,
                f"Its file is gone, and it is not certain that it is {' or '.join(doubtful)} now, so nothing of it was "
                f"imported again. Rename the right one back, or delete imports/{imported[0].reference.record}.toml to "
                "import it anew.",
            )
            return
        if imported:
            self._leave(
                reference,
                entries,
                "It was deleted or renamed here since it was imported, so nothing of it was imported again. "
                f"Delete imports/{imported[0].reference.record}.toml to import it anew.",
            )
            return
        merged: Data = {}
        for entry in entries:
            for draft in entry.drafts:
                if draft.reference == reference:
                    told, refused = _merge(merged, draft.data)
                    entry.digests.update({key_of(reference, path): fresh for path, fresh in told})
                    entry.fate.places.update({(reference, path): SAID_TWICE for path in refused})
        if not merged:
            return
        self._edits.append(CreateFile(reference, in_file_order(self._model(reference), merged)))
        self._created.append(str(reference))

    def _update(self, reference: Reference, current: Data, entries: Sequence[_Entry]) -> None:
        edits: list[Edit] = []
        for position, entry in enumerate(entries):
            said: Data = {}
            for draft in entry.drafts:
                if draft.reference == reference:
                    _, refused = _merge(said, draft.data)
                    entry.fate.places.update({(reference, path): SAID_TWICE for path in refused})
            before = entry.before.get(reference, {})
            if not said and (("name",) in before or ("title",) in before):
                self._leave(reference, [entry], f"{entry.given.name} no longer holds it. It was left as it is.")
                continue
            outcome = Updater(reference, current, before, entry.given.name).update(said)
            taken = {edit.path: edit.value for edit in edits if isinstance(edit, SetValue)}
            for edit in outcome.edits:
                if not isinstance(edit, SetValue) or edit.path not in taken:
                    edits.extend([edit] if not position or edit not in edits else [])
                elif taken[edit.path] != edit.value:
                    entry.fate.places[reference, edit.path] = SAID_TWICE
            entry.fate.places.update({(reference, path): reason for path, reason in outcome.left.items()})
            self._removed.extend(outcome.removed)
            entry.digests.update(outcome.digests)
            self._conflicts.extend(outcome.conflicts)
        self._edits.extend(_in_safe_order(edits))
        (self._updated if edits else self._unchanged).append(str(reference))

    def _leave(self, reference: Reference, entries: Sequence[_Entry], reason: str) -> None:
        self._skipped.append(Skipped(str(reference), reason))
        for entry in entries:
            entry.fate.records[reference] = reason
            for path, told in entry.before.get(reference, {}).items():
                entry.digests[key_of(reference, path)] = told

    def _plan_import_record(self, entry: _Entry) -> None:
        fields = dict(sorted(entry.digests.items()))
        if entry.stored is None:
            self._edits.append(
                CreateFile(
                    entry.reference,
                    {
                        "schema": SCHEMA_VERSION,
                        "file": entry.given.name,
                        "format": self._format,
                        "sha256": entry.given.sha256,
                        "fields": fields,
                    },
                )
            )
            return
        told = (("file", entry.given.name), ("sha256", entry.given.sha256), ("fields", fields))
        self._edits.extend(
            SetValue(entry.reference, (name,), value) for name, value in told if entry.stored.get(name) != value
        )

    def _model(self, reference: Reference) -> type[Model]:
        if reference.kind == "canvas":
            tool = self._tools.get(reference.tool)
            return tool.model if tool is not None else Canvas
        return _MODELS[reference.kind]


def _read_fields(stored: Data) -> dict[Reference, dict[Path, str]]:
    found: dict[Reference, dict[Path, str]] = {}
    fields = stored.get("fields")
    for key, told in (fields if isinstance(fields, dict) else {}).items():
        parsed = parse_key(str(key))
        if parsed is not None and isinstance(told, str):
            found.setdefault(parsed[0], {})[parsed[1]] = told
    return found


def _merge(into: Data, data: Data) -> tuple[list[tuple[Path, str]], list[Path]]:
    """Put data into other data where nothing stands yet.

    Returns what it says, with its digest, and the places where something else stands.
    """
    told: list[tuple[Path, str]] = []
    refused: list[Path] = []
    there = {unit.path for unit in units_of(into)}
    for unit in units_of(data):
        if unit.is_item:
            if unit.path not in there:
                into.setdefault(str(unit.path[0]), []).append(unit.value)
        else:
            table = into
            for step in unit.path[:-1]:
                table = table.setdefault(str(step), {})
            if table.setdefault(str(unit.path[-1]), unit.value) != unit.value:
                refused.append(unit.path)
        told.append((unit.path, digest(unit.value)))
    return told, refused


def _in_safe_order(edits: Sequence[Edit]) -> list[Edit]:
    """Additions before removals: a list that is emptied in between would be dropped and made anew."""
    return sorted(edits, key=lambda edit: isinstance(edit, RemoveValue))

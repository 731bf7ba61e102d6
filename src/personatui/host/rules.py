"""The rules that every project must hold to, whatever its tools: one function a kind of finding."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace

from personatui.api import Change, Finding, RemoveValue, Severity, Tool, listed, quoted
from personatui.host import mending
from personatui.host.loading import LoadedFile, LoadedProject
from personatui.model.base import Model, unknown_keys
from personatui.model.canvas import Canvas
from personatui.model.claims import Claim, Item, Link
from personatui.model.edits import Path, spell
from personatui.model.ids import ITEM_ID, PROJECT_CANVAS, PROJECT_REFERENCE, Reference, is_record_id
from personatui.model.persona import Persona
from personatui.model.project import Project, Settings, items_of
from personatui.model.segment import Segment
from personatui.store.folders import FOLDERS

# More secondary personas than this for one interface mean that its scope is too wide (after Cooper).
MOST_SECONDARY = 3


@dataclass(frozen=True, slots=True)
class Located:
    """A finding, and the path in its record's file that it is about."""

    reference: Reference
    path: Path
    finding: Finding


def record_findings(loaded: LoadedProject, tools: Mapping[str, Tool]) -> Iterator[Located]:
    """What is to be mended in the files, one by one; `tools` are those that are installed, by id."""
    project = loaded.project
    targets = _Targets(loaded)
    for reference, record in ((PROJECT_REFERENCE, project.settings), *project.records()):
        file = loaded.files.get(reference)
        for found in _of_record(reference, record, loaded, tools, targets):
            # what may not be changed cannot be mended from here
            yield (
                found
                if file is None or not file.read_only
                else replace(found, finding=replace(found.finding, fix=None))
            )


def _of_record(
    reference: Reference, record: Model, loaded: LoadedProject, tools: Mapping[str, Tool], targets: _Targets
) -> Iterator[Located]:
    yield from _of_file(reference, record, loaded.files.get(reference))
    yield from _unknown(reference, record, loaded, tools)
    yield from _items(reference, record, targets)
    yield from _belonging(reference, record, targets)
    yield from _top_sources(reference, record, targets)
    if isinstance(record, Persona):
        yield from _persona(reference, record)
    elif isinstance(record, Canvas):
        yield from _layout(reference, record, tools)
    elif isinstance(record, Settings):
        yield from _settings(reference, record, tools)


class _Targets:
    """Which references lead somewhere. A file that cannot be read is there all the same."""

    def __init__(self, loaded: LoadedProject) -> None:
        self._project = loaded.project
        self._broken = loaded.broken
        # of a folder that cannot be read nobody knows what is in it
        self._unread = {error.path for error in loaded.misplaced}
        self._root = loaded.files[PROJECT_REFERENCE].path.parent if PROJECT_REFERENCE in loaded.files else None
        self._known: dict[str, bool] = {}
        self.records: dict[str, tuple[str, ...]] = {
            "persona": tuple(self._project.personas),
            "segment": tuple(self._project.segments),
            "source": tuple(self._project.sources),
        }

    def has_source(self, text: str) -> bool:
        """Whether a text names a source, or an excerpt of one."""
        found = self._known.get(text)
        if found is None:
            reference = Reference.parse(text)
            found = reference is not None and reference.kind == "source" and self.has(reference)
            self._known[text] = found
        return found

    def has(self, reference: Reference) -> bool:
        """Whether there is such a record, or such an item in it."""
        if reference.file in self._broken or self._is_unread(reference):
            return True
        there = self._project.item(reference) if reference.item else self._project.record(reference)
        return there is not None

    def _is_unread(self, reference: Reference) -> bool:
        return self._root is not None and self._root / FOLDERS.get(reference.kind, "") in self._unread


def _of_file(reference: Reference, record: Model, file: LoadedFile | None) -> Iterator[Located]:
    """What was found when the file was read."""
    if file is None:
        return
    for problem in file.problems:
        hint = "" if file.fault is not None else "The value stays in the file but is not used."
        fix = mending.corrected_value(reference, problem.path, type(record), mending.raw_value(file, problem.path))
        item = mending.owner_at(record, problem.path) if problem.path else None
        told = problem.message
        if isinstance(item, Item) and _label(item).strip():
            # a position in a list tells nobody which entry it is
            told = f"{quoted(_label(item))}: {told}"
        yield located(
            reference,
            problem.path,
            problem.code,
            Severity.ERROR,
            told,
            hint=hint,
            item=item.id if isinstance(item, Item) else "",
            fix=fix,
        )
    for path in file.unclean:
        yield located(
            reference,
            path,
            "core.control-character",
            Severity.WARNING,
            f"`{spell(path)}` holds control characters; they are shown as signs.",
            hint="Type the text again without them.",
            fix=mending.cleaned_text(reference, path, mending.raw_value(file, path)),
        )
    if file.read_only and file.fault is None:
        yield located(
            reference,
            ("schema",),
            "core.newer-schema",
            Severity.WARNING,
            "The file was written by a newer version and opens read-only.",
            hint="Upgrade to edit it.",
        )


def _unknown(reference: Reference, record: Model, loaded: LoadedProject, tools: Container[str]) -> Iterator[Located]:
    if reference.kind == "canvas" and reference.tool not in tools:
        # what only its tool knows
        return
    file = loaded.files.get(reference)
    if file is not None and file.read_only:
        # What a newer version has added cannot be known, and is no mistake.
        return
    what = "setting" if reference.kind == "project" else "field"
    where = "" if "custom" not in type(record).model_fields else ", or put it under [custom]"
    for path in unknown_keys(record):
        owner = mending.owner_at(record, path)
        value = (owner.model_extra or {}).get(str(path[-1])) if owner is not None else None
        yield located(
            reference,
            path,
            "core.unknown-key",
            Severity.WARNING,
            f"`{spell(path)}` is no known {what}.",
            hint=f"Check the spelling{where}; it is kept as it is.",
            fix=mending.renamed_key(reference, path, owner, value) if owner is not None else None,
        )


def _items(reference: Reference, record: Model, targets: _Targets) -> Iterator[Located]:
    first: dict[str, str] = {}
    taken = {item.id for _, _, item in items_of(record) if item.id}
    for name, index, item in items_of(record):
        if item.id:
            yield from _item_id(reference, name, index, item, first, taken)
        if isinstance(item, Claim):
            yield from _claim(reference, name, index, item, targets)
        elif isinstance(item, Link):
            yield from _link(reference, name, index, item, targets)


def _item_id(
    reference: Reference, name: str, index: int, item: Item, first: dict[str, str], taken: set[str]
) -> Iterator[Located]:
    path = (name, index, "id")
    if not ITEM_ID.fullmatch(item.id):
        yield located(
            reference,
            path,
            "core.bad-id",
            Severity.ERROR,
            f"The id {item.id} cannot be referred to.",
            hint="Ids are letters, digits, - and _, at most 64, and begin with a letter or digit.",
            fix=mending.new_id(reference, path, taken),
        )
    elif item.id in first:
        yield located(
            reference,
            path,
            "core.duplicate-id",
            Severity.ERROR,
            f"The id {item.id} is used more than once in this file, first in {first[item.id]}.",
            hint="Give one of them another id.",
            item=item.id,
            fix=mending.new_id(reference, path, taken),
        )
    first.setdefault(item.id, f"{name}[{index}]")


def _label(item: Item) -> str:
    """What an item says on one line; a plugin's own items may fail to tell."""
    try:
        return item.label
    except Exception:  # noqa: BLE001 - the property may be a plugin's code
        return item.id


def _claim(reference: Reference, name: str, index: int, claim: Claim, targets: _Targets) -> Iterator[Located]:
    if not _label(claim).strip():
        yield located(
            reference,
            (name, index),
            "core.empty-claim",
            Severity.WARNING,
            f"Entry {index + 1} of {name} says nothing.",
            hint="Write its text or remove it.",
            item=claim.id,
            fix=mending.removed_claim(reference, (name, index), claim),
        )
    for position, source in enumerate(claim.sources):
        if not targets.has_source(source):
            yield located(
                reference,
                (name, index, "sources", position),
                "core.dangling-source",
                Severity.ERROR,
                f'"{_short(_label(claim))}" rests on {source}, which does not exist.',
                hint="Correct the reference, or add the source.",
                item=claim.id,
                fix=mending.mended_source(
                    reference, (name, index, "sources", position), source, targets.records["source"], targets.has_source
                ),
            )


def _link(reference: Reference, name: str, index: int, link: Link, targets: _Targets) -> Iterator[Located]:
    """A link to a record that is not there; any other text is an address, and not for us to judge."""
    target = Reference.parse(link.target) if "/" in link.target else None
    if target is not None and not targets.has(target):
        yield located(
            reference,
            (name, index, "target"),
            "core.dangling-link",
            Severity.ERROR,
            f"The link leads to {link.target}, which does not exist.",
            hint="Correct the reference, or remove the link.",
            item=link.id,
        )


def _top_sources(reference: Reference, record: Model, targets: _Targets) -> Iterator[Located]:
    """The sources of the record as a whole."""
    sources = record.sources if isinstance(record, Persona | Segment) else ()
    for position, source in enumerate(sources):
        if not targets.has_source(source):
            yield located(
                reference,
                ("sources", position),
                "core.dangling-source",
                Severity.ERROR,
                f"The source {source} does not exist.",
                hint="Correct the reference, or add the source.",
                fix=mending.mended_source(
                    reference, ("sources", position), source, targets.records["source"], targets.has_source
                ),
            )


def _belonging(reference: Reference, record: Model, targets: _Targets) -> Iterator[Located]:
    """The segment and the personas that a record is about."""
    segment = record.segment if isinstance(record, Persona | Canvas) else ""
    if segment and not targets.has(Reference("segment", segment)):
        yield located(
            reference,
            ("segment",),
            "core.dangling-segment",
            Severity.ERROR,
            f"The segment {segment} does not exist.",
            hint=f"Add segments/{segment}.toml or correct it." if is_record_id(segment) else "Correct it.",
            fix=mending.corrected(reference, ("segment",), segment, targets.records["segment"]),
        )
    if not isinstance(record, Canvas):
        return
    own = () if record.segment or reference.record == PROJECT_CANVAS else (reference.record,)
    for persona_id in record.personas or own:
        if not targets.has(Reference("persona", persona_id)):
            path: Path = ("personas", record.personas.index(persona_id)) if record.personas else ()
            yield located(
                reference,
                path,
                "core.dangling-persona",
                Severity.ERROR,
                f"The canvas is about {persona_id}, and there is no such persona.",
                hint="Name the file after a persona, or list `personas`.",
                fix=mending.corrected(reference, path, persona_id, targets.records["persona"]) if path else None,
            )


def _persona(reference: Reference, persona: Persona) -> Iterator[Located]:
    if not persona.name.strip():
        yield located(
            reference,
            ("name",),
            "core.no-name",
            Severity.ERROR,
            "The persona has no name.",
            hint='Add name = "...".',
            fix=mending.named(reference),
        )
    if persona.basis != "proto" and not persona.n:
        yield located(
            reference,
            ("basis",),
            "core.basis-without-n",
            Severity.WARNING,
            f"The basis is {persona.basis}, but n does not say how many people were studied.",
            hint="Add n = ..., or make it a proto persona.",
        )


def _settings(reference: Reference, settings: Settings, tools: Mapping[str, Tool]) -> Iterator[Located]:
    for position, tool in enumerate(settings.tools_off):
        if tool not in tools:
            yield located(
                reference,
                ("tools_off", position),
                "core.unknown-tool",
                Severity.NOTE,
                f"There is no tool {tool} to switch off.",
                hint="Check the spelling; `personatui tools` lists those that are installed.",
                fix=mending.corrected(reference, ("tools_off", position), tool, tuple(tools)),
            )


def set_findings(project: Project) -> Iterator[Finding]:
    """Cooper's rules for the set of personas of one interface, as warnings and notes [P]."""
    by_interface: dict[str, dict[str, Persona]] = {}
    for persona_id, persona in project.personas.items():
        if not persona.is_negative:
            by_interface.setdefault(persona.interface, {})[persona_id] = persona
    for interface, members in by_interface.items():
        if any(persona.role for persona in members.values()):
            yield from _roles(f" for {interface}" if interface else "", members)


def _roles(place: str, members: Mapping[str, Persona]) -> Iterator[Finding]:
    primary = [str(Reference("persona", key)) for key, persona in members.items() if persona.role == "primary"]
    secondary = [str(Reference("persona", key)) for key, persona in members.items() if persona.role == "secondary"]
    if len(primary) != 1:
        yield Finding(
            code="core.primary-personas",
            severity=Severity.WARNING,
            message=f"There are {len(primary) or 'no'} primary personas{place}; a design needs exactly one.",
            hint="Cooper: one primary persona an interface. Split the interface or decide.",
            where=primary[0] if primary else "",
            references=tuple(primary),
        )
    if len(secondary) > MOST_SECONDARY:
        yield Finding(
            code="core.secondary-personas",
            severity=Severity.NOTE,
            message=f"There are {len(secondary)} secondary personas{place}; the scope may be too wide.",
            hint=f"Cooper: with more than {MOST_SECONDARY} or 4 the design tries to please too many.",
            where=secondary[0],
            references=tuple(secondary),
        )


def _layout(reference: Reference, canvas: Canvas, tools: Mapping[str, Tool]) -> Iterator[Located]:
    layouts = tools[reference.tool].layouts if reference.tool in tools else ()
    names = [layout.id for layout in layouts]
    if layouts and canvas.layout and canvas.layout not in names:
        yield located(
            reference,
            ("layout",),
            "core.unknown-layout",
            Severity.WARNING,
            f"{tools[reference.tool].title} has no layout {canvas.layout}; it is shown as {layouts[0].title}.",
            hint=f"Use {listed(names)}, or leave it out.",
            fix=Change(f"Use the layout {layouts[0].title}", (RemoveValue(reference, ("layout",)),)),
        )


def located(
    reference: Reference,
    path: Path,
    code: str,
    severity: Severity,
    message: str,
    *,
    hint: str = "",
    item: str = "",
    fix: Change | None = None,
) -> Located:
    where = str(reference.at(item)) if item else str(reference)
    finding = Finding(code=code, severity=severity, message=message, where=where, hint=hint, fix=fix)
    return Located(reference, path, finding)


def _short(text: str, width: int = 48) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"

"""Renaming and deleting records and items together with whatever refers to them, planned before it is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from personatui.errors import EditError
from personatui.host.effects import WHATS, Effect
from personatui.host.importing.following import Follower
from personatui.host.mentions import Mention, items_in, personas_named
from personatui.host.session import Session
from personatui.host.survey import Survey
from personatui.model.cleaning import clean_line
from personatui.model.edits import Change, DeleteFile, Edit, Path, RemoveValue, RenameFile, SetValue
from personatui.model.ids import ITEM_ID, Reference, is_record_id, slugify


@dataclass(frozen=True, slots=True)
class Plan:
    """A change that renames or deletes something, and what it does besides, in the order of the files.

    `unread` are files that cannot be read and may refer to it too; the change leaves them as they are.
    """

    change: Change
    effects: tuple[Effect, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many files are `changed`, `renamed` and `deleted` by the effects, each counted once."""
        files = {what: {effect.file for effect in self.effects if effect.what == what} for what in WHATS}
        files["changed"] -= files["renamed"] | files["deleted"]
        return {what: len(found) for what, found in files.items()}


def plan_delete(session: Session, reference: Reference) -> Plan:
    """The change that deletes a record or item, and every reference to it.

    A canvas goes with the only persona or segment that it is about. What an import remembers of a deleted record
    stays, so that the next one does not bring it back. Raises EditError when it cannot be done as a whole.
    """
    survey = Survey(session)
    survey.refuse_unknown(reference)
    effects: list[Effect] = []
    edits: list[Edit] = []
    gone = {reference}
    if reference.item:
        path = survey.item_path(reference)
        edits.append(RemoveValue(reference.file, survey.lasting(reference.file, path)))
        label = f"delete {survey.wording.item(reference.file, path)}"
    else:
        goes_with = [key for key in survey.canvases() if survey.belongs_only_to(key, reference)]
        for key in goes_with:
            message = f"{survey.wording.record(key)} is deleted with it"
            effects.append(Effect(key, survey.file(key), message, "deleted"))
        edits += [DeleteFile(key) for key in (reference, *goes_with)]
        gone.update(goes_with)
        label = f"delete {survey.wording.record(reference)}"
    records = {key.record for key in gone}
    found = [mention for mention in survey.mentions(records) if _is_lost(mention, gone, survey)]
    for mentions in _by_place(found):
        owner, path = mentions[0].owner, mentions[0].path
        message = survey.wording.loss(mentions, lambda text: _stays(text, gone, survey))
        effects.append(Effect(survey.wording.reference(owner, path), survey.file(owner), message))
    # From the last to the first, so that positions in lists still hold; the item itself goes last.
    places = dict.fromkeys((lost.owner, lost.path[:2] if lost.is_of_pair else lost.path) for lost in reversed(found))
    removed = (RemoveValue(owner, survey.lasting(owner, path)) for owner, path in places)
    return _planned(survey, Change(label, (*removed, *edits)), effects, records)


def _is_lost(mention: Mention, gone: Set[Reference], survey: Survey) -> bool:
    """Whether a mention points at something that is deleted, and stands in something that stays."""
    if mention.owner in gone or gone.isdisjoint((mention.reference, mention.reference.file)):
        return False
    return not any(item.item and survey.is_within(mention, item) for item in gone)


def _stays(text: str, gone: Set[Reference], survey: Survey) -> bool:
    """Whether a text of a list of sources names one that is there after others are deleted."""
    found = Reference.parse(text)
    return found is not None and gone.isdisjoint((found, found.file)) and survey.exists(found)


def plan_rename(session: Session, reference: Reference, new_id: str) -> Plan:
    """The change that gives a record or item another id, and lets every reference follow.

    The canvases that are named after a persona are renamed with it, and what imports remember of it follows. Raises
    EditError when it cannot be done as a whole.
    """
    survey = Survey(session)
    survey.refuse_unknown(reference)
    return _rename_item(survey, reference, new_id) if reference.item else _rename_file(survey, reference, new_id)


def _rename_item(survey: Survey, reference: Reference, new_id: str) -> Plan:
    path = survey.item_path(reference)
    if not ITEM_ID.fullmatch(new_id):
        raise EditError(
            f"{clean_line(new_id) or 'An empty text'} cannot be an id.",
            hint="Ids of entries are letters, digits, - and _, at most 64, and begin with a letter or digit.",
        )
    if new_id == reference.item:
        raise EditError(f"The id is {new_id} already.", hint="Choose another id.")
    if any(known == new_id for _, known in items_in(survey.data(reference.file))):
        raise EditError(f"The id {new_id} is used already in this file.", hint="Choose another id.")
    label = f"rename {survey.wording.noun(reference.file, path)} {reference.item} to {new_id}"
    # Once it is done, its path is another: it goes last.
    edits = (SetValue(reference.file, (*survey.lasting(reference.file, path), "id"), new_id),)
    return _follow(survey, label, {reference: reference.file.at(new_id)}, edits, (), [])


def _rename_file(survey: Survey, reference: Reference, new_id: str) -> Plan:
    if not is_record_id(new_id):
        raise EditError(
            f"{clean_line(new_id) or 'An empty text'} cannot be an id.",
            hint=f"Ids are small letters, digits, - and _, at most 64; for example {slugify(new_id)}.",
        )
    if new_id == reference.record:
        raise EditError(f"The id is {new_id} already.", hint="Choose another id.")
    new = replace(reference, record=new_id)
    renamed = {reference: new}
    effects: list[Effect] = []
    edits: list[SetValue] = []
    if reference.kind == "persona":
        survey.refuse_broken_canvases(reference.record)
        for key in survey.canvases():
            if key.record == reference.record and survey.is_named_after(key):
                renamed[key] = replace(key, record=new_id)
                message = f"{survey.wording.record(key)} is renamed to {key.tool}/{new_id}"
                effects.append(Effect(key, survey.file(key), message, "renamed"))
    elif reference.kind == "canvas" and survey.is_named_after(reference):
        persona = Reference("persona", reference.record)
        if survey.exists(persona) and not personas_named(survey.data(reference)):
            # Its name has said so far whom it is about.
            edits.append(SetValue(reference, ("personas",), [persona.record]))
    for key in renamed.values():
        survey.refuse_taken(key)
    label = f"rename {reference.kind} {_short_name(reference)} to {_short_name(new)}"
    moves = tuple(RenameFile(old, key) for old, key in renamed.items())
    return _follow(survey, label, renamed, edits, moves, effects)


def _follow(
    survey: Survey,
    label: str,
    renamed: Mapping[Reference, Reference],
    edits: Sequence[SetValue],
    moves: Sequence[RenameFile],
    effects: list[Effect],
) -> Plan:
    """The plan in which everything that refers to what is renamed follows."""
    records = {key.record for key in renamed}

    def new(found: Reference) -> Reference | None:
        if found in renamed:
            return renamed[found]
        file = renamed.get(found.file)
        return file.at(found.item) if file is not None else None

    texts: dict[tuple[Reference, Path], str] = {}
    found: list[Mention] = []
    for mention in survey.mentions(records):
        other = new(mention.reference)
        # What names an entry of its own file by its id alone says the same in a renamed file.
        if other is not None and (mention.form != "item" or other.item != mention.reference.item):
            texts[mention.owner, mention.path] = mention.spelt(other)
            found.append(mention)
    for mentions in _by_place(found):
        owner, path = mentions[0].owner, mentions[0].path
        message = survey.wording.gain(mentions, [texts[mention.owner, mention.path] for mention in mentions])
        effects.append(Effect(survey.wording.reference(owner, path), survey.file(owner), message))
    values = [SetValue(owner, survey.lasting(owner, path), text) for (owner, path), text in texts.items()]
    values += edits
    follower = Follower(renamed, values, survey.data)
    for key in survey.imports:
        fields = follower.fields(survey.data(key))
        if fields is not None:
            effects.append(Effect(key, survey.file(key), f"{survey.wording.record(key)} still finds what it brought"))
            values.append(SetValue(key, ("fields",), fields))
    return _planned(survey, Change(label, (*values, *moves)), effects, records)


def _planned(survey: Survey, change: Change, effects: Sequence[Effect], records: Set[str]) -> Plan:
    """The plan for a change. Raises EditError when a file would have to change that must stay as it is."""
    survey.refuse_read_only(change)
    order = {key: index for index, key in enumerate((*survey.owners(), *survey.imports))}
    ordered = sorted(effects, key=lambda effect: order[effect.reference.file])
    return Plan(change, tuple(ordered), survey.unread(records))


def _by_place(mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Mentions of one list together, any other alone."""
    places: dict[tuple[Reference, Path], list[Mention]] = {}
    for mention in mentions:
        path = mention.path[:-1] if isinstance(mention.path[-1], int) and not mention.is_persona else mention.path
        places.setdefault((mention.owner, path), []).append(mention)
    yield from places.values()


def _short_name(reference: Reference) -> str:
    return f"{reference.tool}/{reference.record}" if reference.tool else reference.record

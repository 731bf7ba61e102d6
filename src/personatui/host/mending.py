"""The fixes of findings: small changes that make one finding vanish, lose nothing, and can be undone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from difflib import get_close_matches
from functools import cmp_to_key
from typing import Any, Literal, get_args, get_origin

from personatui.host.loading import LoadedFile
from personatui.model.base import Model, item_fields, table_fields
from personatui.model.claims import Claim
from personatui.model.cleaning import clean_line, without_controls
from personatui.model.edits import Change, Path, RemoveValue, SetValue, copied, spell, value_at
from personatui.model.ids import Reference, mint_item_id
from personatui.model.validation import read_record

# How alike two names are when one is taken for a misspelling of the other.
_ALIKE = 0.8
# Comparing with more names than this takes too long to be done for every finding.
_MOST_COMPARED = 500


def closest(text: str, known: Collection[str]) -> str:
    """The one name that a text is probably a misspelling of; empty when none, or several, are close."""
    if len(known) > _MOST_COMPARED:
        known = [name for name in known if name[:1] == text[:1] and abs(len(name) - len(text)) <= 2][:_MOST_COMPARED]
    found = get_close_matches(text, known, n=2, cutoff=_ALIKE)
    lowered = [name for name in known if name.casefold() == text.casefold()]
    if len(lowered) == 1:
        return lowered[0]
    return found[0] if len(found) == 1 else ""


def renamed_key(reference: Reference, path: Path, owner: Model, value: Any) -> Change | None:
    """Give a misspelled key the name that was meant, when that is free and can hold the value."""
    key = str(path[-1])
    free = {
        info.alias or name: name
        for name, info in type(owner).model_fields.items()
        if name not in owner.model_fields_set and name not in ("custom", "schema_version")
    }
    meant = closest(key, free)
    if not meant or isinstance(value, dict) or _holds_tables(value):
        return None
    if read_record(type(owner), {meant: copied(value)}).problems:
        return None
    edits = (SetValue(reference, (*path[:-1], meant), copied(value)), RemoveValue(reference, path))
    return Change(f"Rename {clean_line(key)} to {meant}", edits)


def _holds_tables(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(part, dict) for part in value)


def owner_at(record: Model, path: Path) -> Model | None:
    """The part of a record that the last step of a path is a key of."""
    node: Any = record
    for step in path[:-1]:
        if isinstance(node, Model) and isinstance(step, str):
            node = getattr(node, step, None) if step in type(node).model_fields else None
        elif isinstance(node, tuple) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            return None
    return node if isinstance(node, Model) else None


def cleaned_text(reference: Reference, path: Path, raw: Any) -> Change | None:
    """Take the characters out of a text that a terminal could obey."""
    if not isinstance(raw, str):
        return None
    return Change(
        f"Take the control characters out of {spell(path)}", (SetValue(reference, path, without_controls(raw)),)
    )


def new_id(reference: Reference, path: Path, taken: set[str]) -> Change:
    """Give an item another id; nothing can have meant this item by the one it has."""
    minted = mint_item_id(taken)
    taken.add(minted)
    return Change(f"Give the item at {spell(path[:-1])} the id {minted}", (SetValue(reference, path, minted),))


def mended_source(
    reference: Reference, path: Path, source: str, known: Collection[str], exists: Callable[[str], bool]
) -> Change:
    """Correct a misspelled source, or remove the reference that leads nowhere."""
    record, hash_sign, item = source.partition("#")
    meant = closest(record, known) + hash_sign + item
    if exists(meant):
        return Change(f"Correct {clean_line(source)} to {meant}", (SetValue(reference, path, meant),))
    label = f"Remove the source {clean_line(source)}, which does not exist"
    return Change(label, (RemoveValue(reference, path),))


def corrected(reference: Reference, path: Path, text: str, known: Collection[str]) -> Change | None:
    """Put the name that was meant in place of a misspelled one."""
    meant = closest(text, known)
    return Change(f"Correct {clean_line(text)} to {meant}", (SetValue(reference, path, meant),)) if meant else None


def corrected_value(reference: Reference, path: Path, model: type[Model], raw: Any) -> Change | None:
    """Correct a misspelled choice, such as `role = "Primary"`, or a number in quotes."""
    annotation = _annotation_at(model, path)
    if not isinstance(raw, str) or annotation is None:
        return None
    meant = closest(raw.strip(), [choice for choice in _choices(annotation) if isinstance(choice, str)])
    if meant:
        return Change(f"Correct {clean_line(raw)} to {meant}", (SetValue(reference, path, meant),))
    if raw.strip().isascii() and raw.strip().isdigit() and int in _kinds(annotation):
        number = int(raw.strip())
        if not read_record(model, _nested(path, number)).problems:
            return Change(f"Make {spell(path)} the number {number}", (SetValue(reference, path, number),))
    return None


def _annotation_at(model: type[Model], path: Path) -> Any:
    """The type of the field that a path leads to, or None when there is no such field."""
    node: type[Model] = model
    for position, step in enumerate(path):
        if isinstance(step, int):
            continue
        name = next((name for name, info in node.model_fields.items() if step in (info.alias, name)), "")
        if not name:
            return None
        inner = item_fields(node).get(name) or table_fields(node).get(name)
        if inner is None:
            return node.model_fields[name].annotation if position == len(path) - 1 else None
        node = inner
    return None


def _choices(annotation: Any) -> Iterable[Any]:
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
        return
    for part in get_args(annotation):
        yield from _choices(part)


def _kinds(annotation: Any) -> set[Any]:
    return {annotation, *(kind for part in get_args(annotation) for kind in _kinds(part))}


def _nested(path: Path, value: Any) -> dict[str, Any]:
    """Data that holds nothing but a value at a path; a position becomes the first."""
    node: Any = value
    for step in reversed(path):
        node = [node] if isinstance(step, int) else {step: node}
    return dict(node)


def named(reference: Reference) -> Change:
    """Name a persona after its file."""
    name = " ".join(part.capitalize() for part in reference.record.replace("_", "-").split("-") if part)
    return Change(f"Name it {name}", (SetValue(reference, ("name",), name),))


def removed_claim(reference: Reference, path: Path, claim: Claim) -> Change | None:
    """Remove an entry that says nothing and holds nothing."""
    held = {name: value for name, value in claim.to_data().items() if name not in ("id", "text")}
    if any(value not in ("", []) for value in held.values()):
        return None
    return Change(f"Remove the empty entry {spell(path)}", (RemoveValue(reference, path),))


def raw_value(file: LoadedFile, path: Path) -> Any:
    """What a file holds at a path, before it was cleaned; None where there is nothing."""
    from personatui.errors import PersonatuiError
    from personatui.store.reading import parse

    try:
        return value_at(parse(file.text, path=file.path).raw, path)
    except PersonatuiError:
        return None


def joined_fixes(fixes: Iterable[Change], label: str = "") -> Change:
    """Several fixes as one step. Those at the end of a list are made first, so that positions before them hold."""
    different = list({repr(fix.edits): fix for fix in fixes if fix.edits}.values())
    ordered = sorted(different, key=cmp_to_key(_compare), reverse=True)
    edits = tuple(edit for fix in ordered for edit in fix.edits)
    return Change(label or (different[0].label if different else ""), edits)


def _compare(one: Change, other: Change) -> int:
    mine, theirs = (getattr(fix.edits[0], "path", ()) for fix in (one, other))
    for left, right in zip(mine, theirs, strict=False):
        if left == right:
            continue
        if isinstance(left, int) and isinstance(right, int):
            return left - right
        return -1 if str(left) < str(right) else 1
    return len(mine) - len(theirs)

"""Statements that refer to an entry of another record: how they are made, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from personatui.model.claims import Borrowed, Item
from personatui.model.edits import Change, Edit, RemoveValue, SetValue
from personatui.model.findings import Finding, Severity
from personatui.model.ids import Reference
from personatui.model.project import Project, items_of
from personatui.render.wording import quoted


def borrowed(original: Reference, entry: Item) -> dict[str, Any]:
    """What an entry of a list of `Borrowed` holds to say what the entry at a reference says."""
    return {"origin": str(original), "origin_text": entry.label}


def borrowed_findings(tool_id: str, where: Reference, project: Project) -> Iterator[Finding]:
    """Statements of a record whose original was edited since, is gone, or is no entry; each with a way to mend it."""
    record = project.record(where)
    for field, index, item in items_of(record) if record is not None else ():
        if not isinstance(item, Borrowed) or not item.origin:
            continue
        path = (field, item.id or index)
        original = project.original(item)
        name = quoted(project.resolved(item).label)
        if original is None:
            keep: list[Edit] = [SetValue(where, (*path, "text"), item.label), RemoveValue(where, (*path, "origin"))]
            if item.origin_text:
                keep.append(RemoveValue(where, (*path, "origin_text")))
            yield Finding(
                f"{tool_id}.original-gone",
                Severity.ERROR,
                f"{quoted(item.label)} is taken over from {item.origin}, which is not there{_unread(item, project)}.",
                str(where.at(item.id)),
                "The original was removed or renamed: keep the words as its own, or take another over.",
                fix=Change(f"keep the words of {quoted(item.label)}", tuple(keep)) if item.label else None,
            )
        elif project.is_outdated(item):
            said = f"it said {quoted(item.origin_text)} and now says " if item.origin_text.strip() else "it says "
            look = SetValue(where, (*path, "origin_text"), original.label)
            yield Finding(
                f"{tool_id}.original-edited",
                Severity.WARNING,
                f"The original of {name} was edited: {said}{quoted(original.label)}.",
                str(where.at(item.id)),
                "Look whether what was said of it here still holds.",
                references=(item.origin,),
                fix=Change(f"take note of {quoted(original.label)}", (look,)),
            )


def _unread(item: Borrowed, project: Project) -> str:
    """What else may be the matter with an original whose whole record is missing."""
    reference = Reference.parse(item.origin) if "/" in item.origin else None
    is_missing = reference is not None and bool(reference.item) and project.record(reference.file) is None
    return " or cannot be read" if is_missing else ""

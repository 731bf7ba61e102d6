"""Rules over the empathy maps of a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from personatui.api import (
    Change,
    CheckInput,
    Finding,
    Reference,
    RemoveValue,
    Severity,
    canvas_reference,
    quoted,
)
from personatui_empathy_map.canvas import EmpathyMap
from personatui_empathy_map.register import read_register
from personatui_empathy_map.sections import ALL_SECTIONS, TOOL_ID, all_notes


def check_contradictions(given: CheckInput) -> Iterable[Finding]:
    """Contradictions that name notes which do not exist, one note only, or the same pair again."""
    for where, canvas in _maps(given):
        yield from read_register(canvas, where).findings


def check_origins(given: CheckInput) -> Iterable[Finding]:
    """Notes whose `moved_from` names no section: the way back to the former layout cannot be found."""
    for where, canvas in _maps(given):
        for section in ALL_SECTIONS:
            for index, note in enumerate(all_notes(canvas, section)):
                if note.moved_from and note.moved_from not in ALL_SECTIONS:
                    yield Finding(
                        f"{TOOL_ID}.unknown-origin",
                        Severity.WARNING,
                        f"{quoted(note.label)} is said to come from “{note.moved_from}”, which is no section.",
                        str(where.at(note.id)),
                        "Remove `moved_from`, or name the section that held the note.",
                        fix=Change(
                            "Forget where the note came from",
                            (RemoveValue(where, (section, note.id or index, "moved_from")),),
                        ),
                    )


def _maps(given: CheckInput) -> Iterator[tuple[Reference, EmpathyMap]]:
    for (tool, name), canvas in given.project.canvases.items():
        if tool == TOOL_ID and isinstance(canvas, EmpathyMap):
            yield canvas_reference(tool, name), canvas

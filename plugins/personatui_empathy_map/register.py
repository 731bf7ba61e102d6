"""The contradictions that people declared between notes: signals to look into, not errors to remove."""

from __future__ import annotations

from dataclasses import dataclass

from personatui.api import Change, Finding, Reference, RemoveValue, Severity, on_scale, quoted
from personatui_empathy_map.canvas import Contradiction, EmpathyMap, EmpathyNote
from personatui_empathy_map.sections import ALL_SECTIONS, TOOL_ID, all_notes

SEVERITY_SCALE = (1, 5)


@dataclass(frozen=True, slots=True)
class Pair:
    """A declared contradiction whose two notes exist, and the sections that hold them."""

    declared: Contradiction
    first: EmpathyNote
    first_section: str
    second: EmpathyNote
    second_section: str

    @property
    def sections(self) -> tuple[str, str]:
        """The two sections in the order of the canvas model, so that says and does meet does and says."""
        one, other = sorted((self.first_section, self.second_section), key=ALL_SECTIONS.index)
        return one, other


@dataclass(frozen=True, slots=True)
class Register:
    """The contradictions that hold, each pair of notes once, and what is wrong with the others."""

    pairs: tuple[Pair, ...]
    findings: tuple[Finding, ...]


def read_register(canvas: EmpathyMap, where: Reference) -> Register:
    """The declared contradictions of a canvas; `where` is the reference of its file."""
    held: dict[str, list[tuple[EmpathyNote, str]]] = {}
    for section in ALL_SECTIONS:
        for note in all_notes(canvas, section):
            if note.id:
                held.setdefault(note.id, []).append((note, section))
    pairs: dict[frozenset[str], Pair] = {}
    findings: list[Finding] = []
    for index, declared in enumerate(canvas.contradictions):
        problem = _problem(declared, held, where, index)
        if problem is not None:
            findings.append(problem)
            continue
        key = frozenset((declared.first, declared.second))
        if key in pairs:
            findings.append(
                _finding(
                    "repeated-contradiction",
                    Severity.NOTE,
                    f"The contradiction {quoted(declared.label)} joins two notes that "
                    f"{quoted(pairs[key].declared.label)} joins already, so it was counted once.",
                    "Remove one of the two.",
                    declared,
                    where,
                    index,
                )
            )
            continue
        if declared.severity is not None and not on_scale(declared.severity, *SEVERITY_SCALE):
            findings.append(
                _finding(
                    "severity-off-scale",
                    Severity.ERROR,
                    f"The contradiction {quoted(declared.label)} has the severity {declared.severity}, which is not on "
                    "the scale 1-5, so it was left out.",
                    "Correct it; nothing is rounded into range.",
                    declared,
                    where,
                    index,
                    removable=False,
                )
            )
            declared = declared.model_copy(update={"severity": None})
        first, first_section = held[declared.first][0]
        second, second_section = held[declared.second][0]
        pairs[key] = Pair(declared, first, first_section, second, second_section)
    return Register(tuple(pairs.values()), tuple(findings))


def _problem(
    declared: Contradiction, held: dict[str, list[tuple[EmpathyNote, str]]], where: Reference, index: int
) -> Finding | None:
    ends = (declared.first, declared.second)
    if not all(ends):
        return _finding(
            "incomplete-contradiction",
            Severity.WARNING,
            f"The contradiction {quoted(declared.label)} names {'one note only' if any(ends) else 'no notes'}.",
            "Set `first` and `second` to the ids of two notes.",
            declared,
            where,
            index,
        )
    missing = [end for end in dict.fromkeys(ends) if end not in held]
    if missing:
        words = " and ".join(f"“{end}”" for end in missing)
        return _finding(
            "dangling-contradiction",
            Severity.ERROR,
            f"The contradiction {quoted(declared.label)} names {words}, which is no note of this map."
            if len(missing) == 1
            else f"The contradiction {quoted(declared.label)} names {words}, which are no notes of this map.",
            "The note was removed or its id is misspelt: correct the id, or remove the contradiction.",
            declared,
            where,
            index,
        )
    if ends[0] == ends[1]:
        return _finding(
            "self-contradiction",
            Severity.WARNING,
            f"The contradiction {quoted(declared.label)} names the same note twice: "
            f"{quoted(held[ends[0]][0][0].label)}.",
            "Set `second` to the id of the other note.",
            declared,
            where,
            index,
        )
    doubled = next((end for end in ends if len(held[end]) > 1), None)
    if doubled is not None:
        return _finding(
            "ambiguous-contradiction",
            Severity.WARNING,
            f"The contradiction {quoted(declared.label)} names “{doubled}”, which is the id of "
            f"{len(held[doubled])} notes.",
            "Give each note an id of its own.",
            declared,
            where,
            index,
            removable=False,
        )
    return None


def _finding(
    code: str,
    severity: Severity,
    message: str,
    hint: str,
    declared: Contradiction,
    where: Reference,
    index: int,
    *,
    removable: bool = True,
) -> Finding:
    fix = Change("Remove the contradiction", (RemoveValue(where, ("contradictions", declared.id or index)),))
    return Finding(
        f"{TOOL_ID}.{code}",
        severity,
        message,
        str(where.at(declared.id)),
        hint,
        fix=fix if removable else None,
    )

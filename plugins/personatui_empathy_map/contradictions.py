"""The report on declared contradictions: how many, between which sections, and where else to look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Metric,
    Parameters,
    Reference,
    Report,
    TableBlock,
    counted,
    quoted,
)
from personatui_empathy_map.antonyms import has_opposite, opposite_words
from personatui_empathy_map.canvas import EmpathyMap, EmpathyNote
from personatui_empathy_map.register import Pair, read_register
from personatui_empathy_map.sections import (
    TOOL_ID,
    as_empathy_map,
    layout_of,
    notes_in,
    sections_of,
    titles,
)

ANALYSIS_ID = f"{TOOL_ID}.contradictions"
TITLE = "Contradictions"

# Pairs of sections in which the field looks for contradictions; used for suggestions only.
_TELLING_PAIRS = (
    ("says", "does"),
    ("says", "thinks"),
    ("says", "think_feel"),
    ("does", "feels"),
    ("does", "think_feel"),
    ("says_does", "think_feel"),
)
_MAX_SUGGESTIONS = 20
# Every note of a section is compared with every one of another: a bound for maps beyond reading.
_MAX_COMPARED = 200


class ContradictionParameters(Parameters):
    """`suggest` adds pairs of notes with words of opposite meaning, as suggestions that count in no figure."""

    suggest: bool = True


def analyse_contradictions(given: AnalysisInput) -> Report:
    """The report `empathy_map.contradictions`: the register, its rate, and suggestions where to look."""
    canvas = as_empathy_map(given.canvas)
    layout = layout_of(canvas)
    names = titles(layout)
    register = read_register(canvas, Reference("canvas", given.name, given.tool))
    pairs = sorted(register.pairs, key=lambda pair: (-(pair.declared.severity or 0), pair.first.label))
    said_in = "says_does" if "says_does" in sections_of(layout) else "says"
    said = notes_in(canvas, said_in)
    contested = {id(note) for pair in pairs for note in (pair.first, pair.second)}
    involved = [note for pair in pairs for note in (pair.first, pair.second)]
    grave = max((pair.declared.severity for pair in pairs if pair.declared.severity is not None), default=None)
    evidence = given.project.evidence(involved)
    subject = given.at()
    parameters = (
        given.parameters if isinstance(given.parameters, ContradictionParameters) else ContradictionParameters()
    )
    suggestions = tuple(_suggestions(canvas, pairs)) if parameters.suggest else ()
    by_sections = Counter(pair.sections for pair in pairs)
    blocks: list[BarsBlock | TableBlock] = []
    if pairs:
        blocks += [
            BarsBlock(
                "Contradictions between sections",
                tuple(
                    Bar(f"{names[one]} ↔ {names[other]}", number)
                    for (one, other), number in sorted(by_sections.items(), key=lambda entry: (-entry[1], entry[0]))
                ),
                unit="pairs",
            ),
            TableBlock(
                "Register",
                ("One note", "In", "The other note", "In", "Severity", "Remark"),
                tuple(
                    (
                        pair.first.label,
                        names[pair.first_section],
                        pair.second.label,
                        names[pair.second_section],
                        pair.declared.severity,
                        pair.declared.note or None,
                    )
                    for pair in pairs
                ),
                align="<<<<><",
            ),
        ]
    if suggestions:
        blocks.append(
            TableBlock(
                "Suggestions: words of opposite meaning, nobody has judged them",
                ("One note", "The other note", "Words", "Mark"),
                tuple(
                    (first.label, second.label, f"{word} / {opposite}", "suggestion")
                    for first, second, word, opposite in suggestions
                ),
            )
        )
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(pairs, len(suggestions)),
        metrics=(
            Metric(
                "contradictions",
                "Declared contradictions",
                len(pairs),
                "",
                "0 and up",
                len(canvas.contradictions),
                "pairs of notes that exist, each once",
                evidence,
                subject,
            ),
            Metric(
                "rate",
                f"Contradictions per note in {names[said_in]}",
                len(pairs) / len(said) if said else None,
                "",
                "0 and up",
                len(said),
                f"linked pairs / notes in {said_in} [P]",
                evidence,
                subject,
            ),
            Metric(
                "contested_share",
                f"Notes in {names[said_in]} that stand in a contradiction",
                sum(1 for note in said if id(note) in contested) / len(said) if said else None,
                "share",
                "0-1",
                len(said),
                f"linked notes in {said_in} / notes in {said_in} [P]",
                evidence,
                subject,
            ),
            Metric(
                "gravest",
                "Gravest severity",
                grave,
                "",
                "1-5",
                sum(1 for pair in pairs if pair.declared.severity is not None),
                "highest declared severity [P]",
                evidence,
                subject,
            ),
        ),
        blocks=tuple(blocks),
        findings=register.findings,
        parameters={"suggest": parameters.suggest, "layout": layout.id},
    )


def _suggestions(canvas: EmpathyMap, pairs: list[Pair]) -> Iterator[tuple[EmpathyNote, EmpathyNote, str, str]]:
    known = {frozenset((id(pair.first), id(pair.second))) for pair in pairs}
    shown = set(sections_of(layout_of(canvas)))
    candidates = {
        section: [note for note in notes_in(canvas, section) if has_opposite(note.text)][:_MAX_COMPARED]
        for section in shown
    }
    found = 0
    for one, other in _TELLING_PAIRS:
        if not {one, other} <= shown:
            continue
        for first in candidates[one]:
            for second in candidates[other]:
                if frozenset((id(first), id(second))) in known:
                    continue
                for word, opposite in opposite_words(first.text, second.text):
                    yield first, second, word, opposite
                    found += 1
                    if found == _MAX_SUGGESTIONS:
                        return
                    break


def _reading(pairs: list[Pair], suggestions: int) -> str:
    hint = (
        f" {counted(suggestions, 'pair')} of notes use words of opposite meaning: a suggestion where to look."
        if suggestions
        else ""
    )
    if not pairs:
        return (
            "No contradiction is declared. Compare what the person says with what they do, think and feel, and "
            f"link the notes that do not go together.{hint}"
        )
    first = pairs[0]
    return (
        f"{counted(len(pairs), 'contradiction')} declared{', first of all' if len(pairs) > 1 else ':'} "
        f"{quoted(first.first.label)} against {quoted(first.second.label)}. It is a signal, not a "
        f"mistake: ask in the next interview what lies behind it.{hint}"
    )

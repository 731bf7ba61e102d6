"""Claims as rows: the mark that tells a supported statement from an assumption, and what is said beside it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len

from personatui.model.claims import Borrowed, Claim, Goal, Item, Note, Pain, Quote, Trait
from personatui.model.ids import Reference
from personatui.model.places import entry_key
from personatui.model.project import Project
from personatui.render.marks import support_mark
from personatui.widgets.lines import Piece, Row

# The names of facts stand below each other, and what wraps below the values.
LABEL_WIDTH = 14
# A longer name stands before its value, as it takes too much room from the others.
_WIDEST_LABEL = 24
_QUOTATION_MARKS = '“”"'
_SEEN_SIGNS = {"observed": "seen", "heard": "heard", "imagined": "imagined"}


def claim_row(claim: Claim, project: Project, owner: Reference, position: tuple[str, int]) -> Row:
    """A claim with its mark: `●` rests on a source, `○` is an assumption; ratings stand at the right.

    `↗` tells that it is taken over from another record, and whether that was edited since or is gone.
    """
    said = project.resolved(claim)
    strength = project.strength(said.sources)
    assumed = strength.rank == 0
    text = said.label or "(says nothing yet)"
    if isinstance(claim, Quote):
        text = f"“{text.strip(_QUOTATION_MARKS)}”"
    pieces: tuple[Piece, ...] = (
        (f"{support_mark(strength)} ", "assumption" if assumed else "mark"),
        (text, "quote" if isinstance(claim, Quote) else "plain"),
    )
    if isinstance(claim, Borrowed) and claim.origin:
        pieces = (*pieces, *_borrowed(claim, project))
    return Row(pieces, key=entry_key(claim, owner, *position), right=_rating(claim), hanging=2)


def item_row(item: Item, project: Project, owner: Reference, position: tuple[str, int]) -> Row:
    """Any item as a row; claims get their mark."""
    if isinstance(item, Claim):
        return claim_row(item, project, owner, position)
    return Row((("· ", "dim"), (item.label or "(empty)", "plain")), key=entry_key(item, owner, *position), hanging=2)


def label_width(names: Iterable[str]) -> int:
    """The cells of the names of facts that stand together, so that all values stand one below the other."""
    return max((cell_len(name) + 1 for name in names if cell_len(name) < _WIDEST_LABEL), default=0)


def fact(name: str, value: str, key: str = "", prompt: str = "", width: int = LABEL_WIDTH) -> Row:
    """A fact, with the values of short names one below the other; `prompt` asks for one that is not said."""
    width = max(width, LABEL_WIDTH)
    cells = cell_len(name)
    label = f"{name}{' ' * (width - cells)}" if cells < width else f"{name}  "
    said = (value, "plain") if value or not prompt else (prompt, "dim")
    return Row(((label, "dim"), said), key=key, hanging=width)


def note_rows(note: Note, owner: Reference, position: tuple[str, int]) -> Iterable[Row]:
    """A note: its heading, and its text as it was written."""
    key = entry_key(note, owner, *position)
    if note.heading:
        yield Row(((note.heading, "strong"),), key=key)
        yield Row(((f"  {note.text.strip()}", "plain"),), hanging=2)
    else:
        yield Row(((note.text.strip(), "plain"),), key=key)


def _borrowed(claim: Borrowed, project: Project) -> Iterable[Piece]:
    yield " ↗", "dim"
    if project.original(claim) is None:
        yield " original gone", "error"
    elif project.is_outdated(claim):
        yield " original edited", "warning"


def _rating(claim: Claim) -> tuple[Piece, ...]:
    if isinstance(claim, Pain) and claim.severity is not None:
        return ((f"severity {claim.severity}", "dim"),)
    if isinstance(claim, Goal):
        said = [claim.kind or "", f"priority {claim.priority}" if claim.priority is not None else ""]
        text = " · ".join(part for part in said if part)
        return ((text, "dim"),) if text else ()
    if isinstance(claim, Trait) and claim.score is not None:
        return ((f"{claim.score:g} of {claim.low:g}–{claim.high:g}", "dim"),)
    seen = _SEEN_SIGNS.get(str(getattr(claim, "seen", "") or ""))
    return ((seen, "dim"),) if seen else ()

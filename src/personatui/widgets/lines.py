"""Rows of text, and how they become lines of a width: wrapped between words, or cut with an ellipsis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from rich.cells import cell_len

from personatui.model.cleaning import clean
from personatui.widgets.slots import Slot

# A piece of a row: its text, and the part it plays (`ROLES`), which the style sheet gives a look.
Piece = tuple[str, str]

ROLES = ("plain", "strong", "dim", "mark", "assumption", "heading", "good", "warning", "error", "quote", "match")


@dataclass(frozen=True, slots=True)
class Row:
    """One row. Rows with a `key` can be selected; `right` stands at the right edge of the first line.

    `hanging` indents the lines that a long row wraps into. A row with a `slot` begins it: the rows below stand
    in it too, up to the next row with one.
    """

    pieces: tuple[Piece, ...]
    key: str = ""
    right: tuple[Piece, ...] = ()
    hanging: int = 0
    slot: Slot | None = None

    @property
    def text(self) -> str:
        """The row without its styles."""
        return "".join(text for text, _ in self.pieces)

    def with_right(self, text: str) -> Row:
        """The same row with a text at the right, or as it is when the text is empty."""
        return replace(self, right=((text, "dim"),)) if text else self


def heading(text: str, right: str = "") -> Row:
    """A row that names what follows and cannot be selected."""
    return Row(((text, "heading"),), right=((right, "dim"),) if right else ())


# A row that says nothing, to leave a line between others.
BLANK = Row(())
# A tab that reached the terminal would move its cursor past what was measured.
_TAB = " " * 4


def wrap_row(row: Row, width: int) -> tuple[tuple[Piece, ...], ...]:
    """The lines that a row takes at a width, broken between words, or inside one that is longer than a whole line.

    What stands at the right is left out where it would take a third of the width.
    """
    return _wrapped(row.pieces, row.right, row.hanging, max(4, width))


# After an edit all but a few rows are as they were.
@lru_cache(maxsize=4096)
def _wrapped(
    pieces: tuple[Piece, ...], right: tuple[Piece, ...], hanging: int, width: int
) -> tuple[tuple[Piece, ...], ...]:
    if not pieces:
        return ((),)
    right_width = sum(cell_len(text) for text, _ in right)
    has_right = 0 < right_width < width // 3
    lines: list[list[Piece]] = [[]]
    used = 0
    room = width - (right_width + 1 if has_right else 0)
    indent = min(hanging, width // 2)
    for word, role in _words(pieces):
        if word == "\n":
            lines.append([(" " * indent, "plain")] if indent else [])
            used, room = indent, width
            continue
        size = cell_len(word)
        if used + cell_len(word.rstrip()) > room:
            if used > (indent if len(lines) > 1 else 0):
                lines.append([])
                word, size = word.lstrip(), cell_len(word.lstrip())
            if len(lines) > 1:
                used, room = _start(word, indent, width), width
                lines[-1] = [(" " * used, "plain")] if used else []
        while used + cell_len(word.rstrip()) > room:
            head = _break(word, max(1, room - used))
            lines[-1].append((head, role))
            word = word[len(head) :]
            used, room = _start(word, indent, width), width
            lines.append([(" " * used, "plain")] if used else [])
        if word:
            text = word if used + cell_len(word) <= room else word.rstrip()
            lines[-1].append((text, role))
            used += min(size, cell_len(text))
    if has_right:
        first_used = sum(cell_len(text) for text, _ in lines[0])
        lines[0].append((" " * max(1, width - first_used - right_width), "plain"))
        lines[0].extend(right)
    return tuple(tuple(line) for line in lines)


def _start(word: str, indent: int, width: int) -> int:
    """Where a line begins: at its indent, or as far before it as a word needs that is whole only there."""
    size = cell_len(word.rstrip())
    return width - size if width - indent < size <= width else indent


def cut_row(row: Row, width: int) -> tuple[Piece, ...]:
    """The row on one line, shortened with an ellipsis to leave room for what stands at the right.

    That is left out where it would take half of the width.
    """
    right_width = sum(cell_len(text) for text, _ in row.right)
    has_right = 0 < right_width < width // 2
    room = max(1, width - (right_width + 1 if has_right else 0))
    pieces = [(_plain(text).replace("\n", " "), role) for text, role in row.pieces]
    fits = sum(cell_len(text) for text, _ in pieces) <= room
    kept: list[Piece] = []
    used = 0
    for text, role in pieces:
        taken = _take(text, (room if fits else room - 1) - used)
        kept.append((taken, role))
        used += cell_len(taken)
        if taken != text:
            break
    if not fits:
        kept.append(("…", kept[-1][1]))
        used += 1
    if has_right:
        kept.append((" " * max(1, width - used - right_width), "plain"))
        kept.extend(row.right)
    return tuple(kept)


def _plain(text: str) -> str:
    """Text that a terminal draws and never obeys. What comes from files is clean already; this is the last door."""
    return clean(text).replace("\t", _TAB)


def _words(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """Words with the blanks that follow them; a line break is a word of its own."""
    for text, role in pieces:
        for number, line in enumerate(_plain(text).split("\n")):
            if number:
                yield "\n", role
            start = 0
            for position in range(1, len(line)):
                if line[position] != " " and line[position - 1] == " " and line[start:position].strip():
                    yield line[start:position], role
                    start = position
            if line[start:]:
                yield line[start:], role


def _break(word: str, width: int) -> str:
    """The part of a long word that goes on this line: up to a hyphen or slash in its second half, else what fits."""
    head = _take(word, width) or word[:1]
    at = max(head.rfind("-"), head.rfind("/")) + 1
    return head[:at] if at > len(head) // 2 else head


def _take(text: str, width: int) -> str:
    """As much of the text's beginning as fits into `width` cells."""
    used = 0
    for position, character in enumerate(text):
        used += cell_len(character)
        if used > width:
            return text[:position]
    return text

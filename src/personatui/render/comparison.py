"""Personas side by side as text, Markdown and data. Every difference has a sign; none is told by colour alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from personatui.model.aligning import Cell, Mark, Row, Section
from personatui.model.claims import Claim, Goal, Pain, Quote, Strength, Trait
from personatui.model.comparing import Comparison
from personatui.render.cards import LEGEND, claim_details, trait_scale
from personatui.render.figures import count, percent
from personatui.render.layout import NARROWEST, indented, line, text_of, words
from personatui.render.markdown import escape, table
from personatui.render.marks import evidence_bar, support_mark

_SIGNS = {Mark.SAME: ("=", "="), Mark.SHARED: ("◐", "&"), Mark.DIFFERENT: ("≠", "!"), Mark.ONLY: ("+", "+")}
_MEANINGS = {
    Mark.SAME: "the same in all",
    Mark.SHARED: "shared by some",
    Mark.DIFFERENT: "different",
    Mark.ONLY: "only in one",
}
_STYLES = {Mark.SAME: "dim", Mark.SHARED: "cyan", Mark.DIFFERENT: "yellow", Mark.ONLY: "green"}
_COMMON_FIELDS = frozenset(Claim.model_fields)
MISSING = ("–", "-")
NOTHING_DIFFERS = "Nothing differs."
_LABEL = 18
_NARROWEST_COLUMN = 16


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a side-by-side view. In a `packed` one the cells have nothing to do with each other."""

    label: str
    mark: Mark
    cells: tuple[Cell | None, ...]
    packed: bool = False


def lines_of(section: Section) -> list[Line]:
    """The rows of a section to show, with the statements that only one persona has side by side to save space."""
    lines = [Line(_label(row), row.mark, row.cells) for row in section.rows if not _is_packed(row)]
    packed = [row for row in section.rows if _is_packed(row)]
    columns: list[list[Cell]] = [[] for _ in (packed[0].cells if packed else ())]
    for row in packed:
        for column, cell in zip(columns, row.cells, strict=True):
            if cell is not None:
                column.append(cell)
    for number, cells in enumerate(zip_longest(*columns)):
        lines.append(Line("" if number else "only here", Mark.ONLY, tuple(cells), packed=True))
    return lines


def mark_sign(mark: Mark, *, ascii_only: bool = False) -> str:
    """`=` the same, `◐` shared by some, `≠` different, `+` only in one."""
    return _SIGNS[mark][ascii_only]


def mark_legend(comparison: Comparison, *, ascii_only: bool = False) -> str:
    """What the signs mean that a comparison needs, on one line."""
    rows = [row for section in comparison.sections for row in section.rows]
    used = {row.mark for row in rows}
    told = [f"{mark_sign(mark, ascii_only=ascii_only)} {_MEANINGS[mark]}" for mark in Mark if mark in used]
    if any(None in row.cells for row in rows if not _is_packed(row)):
        told.append(f"{MISSING[ascii_only]} missing here")
    strengths = {cell.strength for row in rows for cell in row.cells if cell is not None and cell.strength is not None}
    if strengths - {Strength.ASSUMPTION}:
        told.append(f"{support_mark(Strength.ANECDOTE, ascii_only=ascii_only)} {LEGEND[0]}")
    if Strength.ASSUMPTION in strengths:
        told.append(f"{support_mark(Strength.ASSUMPTION, ascii_only=ascii_only)} {LEGEND[1]}")
    return ", ".join(told)


def tally_words(comparison: Comparison) -> str:
    """How many fields are equal, different, shared by some, and only in one."""
    tally = comparison.tally
    told = [f"{tally[mark]} {_MEANINGS[mark]}" for mark in Mark if tally[mark] or mark in (Mark.SAME, Mark.DIFFERENT)]
    return f"{count(sum(tally.values()), 'field')} and statements: {', '.join(told)}"


def cell_text(cell: Cell, *, ascii_only: bool = False) -> str:
    """What a cell says, without its marks; quotes in quotation marks."""
    if cell.share is not None:
        return f"{evidence_bar(cell.share, ascii_only=ascii_only)} {percent(cell.share)}, {cell.text}"
    if cell.item is None:
        return cell.text
    text = cell.text or "(says nothing yet)"
    if isinstance(cell.item, Quote) and cell.text:
        bare = text.strip('“”"')
        return f'"{bare}"' if ascii_only else f"“{bare}”"
    return text


def cell_details(cell: Cell, *, ascii_only: bool = False) -> str:
    """The rating of a cell's statement and what else qualifies it, so that a difference can be seen."""
    item = cell.item
    match item:
        case Trait():
            return trait_scale(item, ascii_only=ascii_only)
        case Goal() | Pain() | Quote():
            return ", ".join(claim_details(item))
        case Claim():
            told = [
                f"{name.replace('_', ' ')}: {value}"
                for name in type(item).model_fields
                if name not in _COMMON_FIELDS
                and name in item.model_fields_set
                and (value := getattr(item, name)) not in (None, "", ())
            ]
            return ", ".join([*told, *claim_details(item)])
        case _:
            return ""


def comparison_text(comparison: Comparison, *, width: int = 100, colour: bool = False, ascii_only: bool = False) -> str:
    """Personas in columns, told one below the other where the columns would be too narrow."""
    width = max(width, NARROWEST)
    parts: list[RenderableType] = []
    across = (width - _LABEL) // len(comparison.names) - 2
    is_wide = across >= _NARROWEST_COLUMN
    names = [line(name, "bold") for name in comparison.names]
    if is_wide:
        parts.append(_grid([[Text(), *names]], across))
    else:
        parts.append(Text(", ").join(names))
    for section in comparison.sections:
        parts += ["", line(section.title, "bold")]
        lines = lines_of(section)
        if is_wide:
            rows = [[_label_text(row, ascii_only), *_cell_texts(row, ascii_only)] for row in lines]
            parts.append(_grid(rows, across))
        else:
            parts += _records(lines, comparison, ascii_only)
    if not comparison.sections:
        parts += ["", _nothing(comparison)]
    parts += ["", line(tally_words(comparison)), line(mark_legend(comparison, ascii_only=ascii_only), "dim")]
    return text_of(*parts, width=width, colour=colour)


def comparison_markdown(comparison: Comparison) -> str:
    """Personas in columns, a table for each section."""
    parts = [f"# {escape(' · '.join(comparison.names))}", f"{escape(tally_words(comparison))}."]
    for section in comparison.sections:
        rows = [
            [f"{mark_sign(row.mark)} {row.label}".strip(), *(_cell_line(cell, row) for cell in row.cells)]
            for row in lines_of(section)
        ]
        parts += [f"## {escape(section.title)}", table(["", *comparison.names], rows)]
    if not comparison.sections:
        parts.append(_nothing(comparison))
    parts.append(escape(mark_legend(comparison)))
    return "\n\n".join(parts) + "\n"


def comparison_data(comparison: Comparison) -> dict[str, Any]:
    """A comparison as data with stable names; every statement stands on a row of its own or a shared one."""
    tally = comparison.tally
    return {
        "personas": [
            {"id": key, "name": name} for key, name in zip(comparison.persona_ids, comparison.names, strict=True)
        ],
        "tool": comparison.tool or None,
        "summary": {"fields": sum(tally.values()), **{mark.value: tally[mark] for mark in Mark}},
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "derived": section.derived,
                "rows": [
                    {"label": row.label, "mark": row.mark.value, "cells": [_cell_data(cell) for cell in row.cells]}
                    for row in section.rows
                ],
            }
            for section in comparison.sections
        ],
    }


def _cell_data(cell: Cell | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    item = cell.item
    return {
        "text": cell.text,
        "details": cell_details(cell),
        "reference": str(cell.owner.at(item.id)) if item is not None and item.id else None,
        "evidence": cell.strength.value if cell.strength is not None else None,
        "share": cell.share,
    }


def _is_packed(row: Row) -> bool:
    return row.is_statement and row.mark is Mark.ONLY


def _label(row: Row) -> str:
    """The name of a field; for a statement, who has it."""
    if row.label:
        return row.label
    there = sum(cell is not None for cell in row.cells)
    if row.mark is Mark.DIFFERENT:
        return "differs"
    everybody = "in both" if len(row.cells) == 2 else "in all"
    return everybody if there == len(row.cells) else f"in {there} of {len(row.cells)}"


def _nothing(comparison: Comparison) -> str:
    return "There is nothing to compare." if not any(comparison.tally.values()) else NOTHING_DIFFERS


def _label_text(row: Line, ascii_only: bool) -> Text:
    if row.packed and not row.label:
        return Text()
    sign = mark_sign(row.mark, ascii_only=ascii_only)
    return Text.assemble((sign, _STYLES[row.mark]), " ", line(row.label, "dim"))


def _cell_texts(row: Line, ascii_only: bool) -> Iterator[Text]:
    for cell in row.cells:
        if cell is None:
            yield Text("" if row.packed else MISSING[ascii_only], "dim")
        else:
            yield _cell_styled(cell, ascii_only)


def _cell_styled(cell: Cell, ascii_only: bool) -> Text:
    told = words(cell_text(cell, ascii_only=ascii_only))
    if cell.strength is not None:
        told = Text.assemble(support_mark(cell.strength, ascii_only=ascii_only), " ", told)
    details = cell_details(cell, ascii_only=ascii_only)
    if details:
        told.append("\n" if isinstance(cell.item, Trait) else "  ").append(line(f"[{details}]", "dim"))
    return told


def _cell_line(cell: Cell | None, row: Line) -> str:
    if cell is None:
        return "" if row.packed else MISSING[0]
    details = cell_details(cell)
    mark = support_mark(cell.strength) if cell.strength is not None else ""
    return " ".join(part for part in (mark, cell_text(cell), f"({details})" if details else "") if part)


def _grid(rows: list[list[Text]], across: int) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for index in range(len(rows[0])):
        wide = across if index else _LABEL - 2
        grid.add_column(width=wide, overflow="fold")
    for row in rows:
        grid.add_row(*row)
    return grid


def _records(lines: list[Line], comparison: Comparison, ascii_only: bool) -> Iterator[RenderableType]:
    """Each line as a paragraph: what it is about, and below it what each persona says."""
    label: Text = Text()
    for row in lines:
        if row.label:
            label = _label_text(row, ascii_only)
            yield indented(label)
        for name, cell in zip(comparison.names, row.cells, strict=True):
            if cell is not None:
                yield indented(Text.assemble(line(f"{name}: ", "dim"), _cell_styled(cell, ascii_only)), 4)
            elif not row.packed:
                yield indented(Text.assemble(line(f"{name}: ", "dim"), MISSING[ascii_only]), 4)

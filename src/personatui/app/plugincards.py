"""A plugin as a row of a list, and all that is known of it as rows."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, distribution

from personatui.api import Tool
from personatui.host.plugins import PluginStatus
from personatui.model.cleaning import clean_line
from personatui.widgets.lines import BLANK, Row, heading
from personatui.widgets.notes import fact

_MARKS = {"active": ("● ", "good"), "disabled": ("○ ", "dim"), "unapproved": ("? ", "warning")}
_LABEL = 14


def entry(status: PluginStatus) -> Row:
    """The row of the list: a mark for how it stands, the name, and the state in words."""
    mark = _MARKS.get(status.status, ("✕ ", "error"))
    version = "" if status.is_bundled else f"  {clean_line(status.version)}"
    role = "plain" if status.status == "active" else "dim"
    return Row(
        (mark, (clean_line(status.name), role), (version, "dim")),
        key=status.name,
        right=((status.status, "dim" if status.status == "active" else mark[1]),),
    )


def details(status: PluginStatus, tools: Sequence[Tool]) -> list[Row]:
    """What it is, what became of it and why, and what it brings."""
    author, summary = ("", "") if status.is_bundled else _described(status.distribution)
    rows = [heading(clean_line(status.name))]
    if summary:
        rows.append(Row(((summary, "plain"),)))
    rows += [BLANK, fact("State", status.status, width=_LABEL)]
    if status.reason:
        role = "plain" if status.status == "active" else "warning"
        rows.append(Row(((" " * _LABEL, "plain"), (clean_line(status.reason), role)), hanging=_LABEL))
    comes = "personatui itself" if status.is_bundled else f"{status.distribution} {status.version}"
    rows.append(fact("Comes with", clean_line(comes), width=_LABEL))
    if author:
        rows.append(fact("By", author, width=_LABEL))
    if status.hooks:
        rows.append(fact("Hooks", ", ".join(status.hooks), width=_LABEL))
    if status.status == "active":
        rows.append(fact("Loading took", f"{status.import_seconds * 1000:.0f} ms", width=_LABEL))
    for tool in tools:
        rows += [BLANK, Row(((tool.title, "strong"), (f"  {tool.id}", "dim"))), Row(((tool.summary, "plain"),))]
        rows += (
            Row((("  · ", "dim"), (one.title, "plain"), (f"  {one.id}", "dim")), hanging=4) for one in tool.analyses
        )
    return rows


def _described(name: str) -> tuple[str, str]:
    """The author and the summary of a distribution; empty where it has none, or is gone."""
    from personatui.host.installing.previews import describe

    try:
        return describe(distribution(name)) if name else ("", "")
    except PackageNotFoundError:
        return "", ""

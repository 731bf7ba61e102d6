"""The summary of a run of all analyses, as a report of its own and as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from personatui.model.reports import Report
from personatui.model.summary import ORDER, Ranked, Summary
from personatui.render.figures import count
from personatui.render.wording import listed

SUMMARY = "core.summary"


def summary_report(summary: Summary, titles: Mapping[str, str]) -> Report:
    """The findings that matter most, each with why it stands where it does. `titles` are the tools' by their ids."""
    if not summary.findings:
        return Report(SUMMARY, "", "What matters most", "The analyses found nothing to mend.")
    shown = len(summary.findings)
    told = f"{count(summary.total, 'finding')} in all; these {shown} come first." if shown > 1 else "One finding."
    findings = tuple(
        replace(
            ranked.finding,
            message=f"{place}. {ranked.finding.message}",
            hint=f"{ranked.finding.hint} Why here: {', '.join(reasons(ranked, titles))}.".strip(),
        )
        for place, ranked in enumerate(summary.findings, 1)
    )
    return Report(SUMMARY, "", "What matters most", f"{told} {ORDER}", findings=findings)


def reasons(ranked: Ranked, titles: Mapping[str, str]) -> Iterator[str]:
    """What a finding is ranked by, in words."""
    yield ranked.finding.severity.value
    names = [titles.get(tool, tool) for tool in ranked.tools]
    yield f"found by {listed(names)}"
    if not ranked.is_own:
        yield "not about this persona alone"
    if ranked.pain is not None:
        yield f"severity {ranked.pain} of 5"
    if ranked.strength is not None:
        yield f"evidence {ranked.strength.value}"
    if ranked.alike:
        yield f"{ranked.alike} more of the kind"


def summary_data(summary: Summary) -> dict[str, Any]:
    """The summary with stable names, for `analyze --json`."""
    return {
        "order": ORDER,
        "total": summary.total,
        "findings": [
            {
                **ranked.finding.to_data(),
                "tools": list(ranked.tools),
                "own": ranked.is_own,
                "alike": ranked.alike,
                "pain": ranked.pain,
                "evidence": None if ranked.strength is None else ranked.strength.value,
            }
            for ranked in summary.findings
        ],
    }

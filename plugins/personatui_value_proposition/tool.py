"""The value proposition canvas put together: its layout, analyses, checks and commands."""

from __future__ import annotations

from importlib.resources import files

from personatui.api import Analysis, CheckRule, Tool
from personatui_value_proposition import coverage, fit, gaps
from personatui_value_proposition.canvas import ValueProposition
from personatui_value_proposition.checks import check_links, check_segments
from personatui_value_proposition.demo import DEMO
from personatui_value_proposition.regions import LAYOUTS, TOOL_ID
from personatui_value_proposition.taking import COMMANDS

_BOOK = "Osterwalder, Pigneur, Bernarda and Smith, Value Proposition Design 2014"

TOOL = Tool(
    id=TOOL_ID,
    title="Value Proposition Canvas",
    short_title="Value",
    summary="What one customer segment needs, and how the offer answers it",
    model=ValueProposition,
    layouts=LAYOUTS,
    screen="personatui_value_proposition.ui.screen:ValuePropositionView",
    analyses=(
        Analysis(
            id=coverage.ANALYSIS_ID,
            title=coverage.TITLE,
            summary="How much of what matters is answered: pains, gains, jobs, and pooled",
            run=coverage.analyse_coverage,
            method=f"{_BOOK}: fit is checked off item by item. Weights from 1 to 5, effects of 0, 0.5 and 1 and every "
            "figure are conventions of personatui [P]",
        ),
        Analysis(
            id=gaps.ANALYSIS_ID,
            title=gaps.TITLE,
            summary="Unaddressed items, critical gaps, and what nobody asked for",
            run=gaps.analyse_gaps,
            method=f"After {_BOOK}; what is critical, an orphan or over-serving is a convention of personatui [P]",
        ),
        Analysis(
            id=fit.ANALYSIS_ID,
            title=fit.TITLE,
            summary="The stage of fit that evidence shows, and whether a required gain is covered",
            run=fit.analyse_fit,
            method=f"The three stages of fit by {_BOOK}; that a source must show it and that a required gain must be "
            "covered are conventions of personatui [P]",
        ),
    ),
    checks=(
        CheckRule(id=f"{TOOL_ID}.links", title="Weights are on scale, links and originals are there", run=check_links),
        CheckRule(id=f"{TOOL_ID}.segments", title="A value proposition is for one segment", run=check_segments),
    ),
    commands=COMMANDS,
    help=files(__package__).joinpath("help.md").read_text(encoding="utf-8"),
    demo=DEMO,
)

"""The Business Model Canvas put together: its layout, analyses and checks."""

from __future__ import annotations

from importlib.resources import files

from personatui.api import Analysis, CheckRule, Tool
from personatui_business_model import coverage, people, service
from personatui_business_model.blocks import LAYOUT, TOOL_ID
from personatui_business_model.canvas import BusinessModel
from personatui_business_model.checks import check_links, check_references
from personatui_business_model.demo import DEMO

TOOL = Tool(
    id=TOOL_ID,
    title="Business Model Canvas",
    short_title="Business",
    summary="For whom the business creates value, and how each of nine blocks serves them",
    model=BusinessModel,
    about="project",
    screen="personatui_business_model.ui.screen:BusinessModelView",
    layouts=(LAYOUT,),
    analyses=(
        Analysis(
            id=coverage.ANALYSIS_ID,
            title=coverage.TITLE,
            summary="Which blocks each segment has; segments without proposition, channel, relationship or revenue",
            run=coverage.analyse_coverage,
            method="The nine blocks by Osterwalder and Pigneur, Business Model Generation 2010; counting them for each "
            "segment is a convention of personatui [P]",
        ),
        Analysis(
            id=service.ANALYSIS_ID,
            title=service.TITLE,
            summary="Which notes are for which segment, and which blocks and notes serve none",
            run=service.analyse_service,
            method="The nine blocks by Osterwalder and Pigneur 2010; that every note should name its segments is a "
            "convention of personatui [P]",
        ),
        Analysis(
            id=people.ANALYSIS_ID,
            title=people.TITLE,
            summary="Customer segments against the project's segments, targets and personas",
            run=people.analyse_people,
            method="Customer segments by Osterwalder and Pigneur 2010; the comparison with the project's segments and "
            "personas is a convention of personatui [P]",
        ),
    ),
    checks=(
        CheckRule(id=f"{TOOL_ID}.links", title="Notes are for customer segments of their canvas", run=check_links),
        CheckRule(
            id=f"{TOOL_ID}.references",
            title="Customer segments name segments and personas that exist",
            run=check_references,
        ),
    ),
    help=files(__package__).joinpath("help.md").read_text(encoding="utf-8"),
    demo=DEMO,
)

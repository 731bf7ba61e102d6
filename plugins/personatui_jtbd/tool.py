"""Jobs To Be Done put together: its layout, analyses and checks."""

from __future__ import annotations

from importlib.resources import files

from personatui.api import Analysis, CheckRule, Tool
from personatui_jtbd import forces, jobmap, opportunity, statements, strategy, timeline
from personatui_jtbd.canvas import JobsCanvas
from personatui_jtbd.checks import check_dates, check_forces, check_ratings
from personatui_jtbd.demo import DEMO
from personatui_jtbd.regions import LAYOUTS, TOOL_ID

TOOL = Tool(
    id=TOOL_ID,
    title="Jobs To Be Done",
    short_title="Jobs",
    summary="What the customer is trying to get done, how they measure success, and what makes them switch",
    model=JobsCanvas,
    layouts=LAYOUTS,
    screen="personatui_jtbd.ui.screen:JobsView",
    analyses=(
        Analysis(
            id=opportunity.ANALYSIS_ID,
            title=opportunity.TITLE,
            summary="Outcomes by importance and satisfaction: underserved, served, overserved",
            run=opportunity.analyse_opportunity,
            parameters=opportunity.OpportunityParameters,
            method="Ulwick's opportunity algorithm I + max(I - S, 0), Jobs To Be Done 2016; the limits belong to "
            "the band above them, and ties are ranked by convention of personatui [P]",
        ),
        Analysis(
            id=forces.ANALYSIS_ID,
            title=forces.TITLE,
            summary="Whether push and pull outweigh anxiety and habit",
            run=forces.analyse_forces,
            method="Forces of progress by Moesta and Spiek: a switch only if push + pull > anxiety + habit; the "
            "intensities from 0 to 5 and their sums are conventions of personatui [P]",
        ),
        Analysis(
            id=jobmap.ANALYSIS_ID,
            title=jobmap.TITLE,
            summary="Which of the eight steps of the job have outcomes",
            run=jobmap.analyse_job_map,
            method="The universal job map by Bettencourt and Ulwick, HBR 2008; the coverage is a convention of "
            "personatui [P]",
        ),
        Analysis(
            id=statements.ANALYSIS_ID,
            title=statements.TITLE,
            summary="Whether jobs, outcomes and job stories are put as the method asks",
            run=statements.analyse_statements,
            method="Statements by Ulwick and Bettencourt 2008, emotional jobs by Bettencourt 2010, job stories by "
            "Intercom and Klement; the word lists are conventions of personatui [P]",
        ),
        Analysis(
            id=timeline.ANALYSIS_ID,
            title=timeline.TITLE,
            summary="The moments from the first thought to ongoing use, and the days between them",
            run=timeline.analyse_timeline,
            method="The timeline of the switch interview by Moesta and Spiek; the figures are conventions of "
            "personatui [P]",
        ),
        Analysis(
            id=strategy.ANALYSIS_ID,
            title=strategy.TITLE,
            summary="Which growth strategy the offer follows, and whether the outcomes bear it",
            run=strategy.analyse_strategy,
            method="Ulwick's growth strategy matrix; that “the same” counts as sustaining is a convention of "
            "personatui [P]",
        ),
    ),
    checks=(
        CheckRule(id=f"{TOOL_ID}.ratings", title="Ratings of outcomes are complete and on scale", run=check_ratings),
        CheckRule(id=f"{TOOL_ID}.forces", title="Intensities of forces are on scale", run=check_forces),
        CheckRule(id=f"{TOOL_ID}.dates", title="Moments of the timeline have real dates", run=check_dates),
    ),
    help=files(__package__).joinpath("help.md").read_text(encoding="utf-8"),
    demo=DEMO,
)

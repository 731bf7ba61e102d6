"""Segments put together: the layout, analyses and checks."""

from __future__ import annotations

from importlib.resources import files

from personatui.api import Analysis, CheckRule, Tool
from personatui_segments import attractiveness, classes, criteria, groups, market, ninebox, turf
from personatui_segments.canvas import SegmentsCanvas
from personatui_segments.checks import check_references, check_weights
from personatui_segments.common import TOOL_ID
from personatui_segments.demo import DEMO
from personatui_segments.regions import LAYOUTS

TOOL = Tool(
    id=TOOL_ID,
    title="Segments",
    summary="What kind of market it is, how attractive each segment is, and which to serve",
    model=SegmentsCanvas,
    about="project",
    layouts=LAYOUTS,
    screen="personatui_segments.ui.screen:SegmentsView",
    analyses=(
        Analysis(
            id=market.ANALYSIS_ID,
            title=market.TITLE,
            summary="Whether the segments fit the type of market, and what tells them apart",
            run=market.analyse_market,
            parameters=market.MarketParameters,
            method="Osterwalder's types of markets and reasons to separate segments; variables by Kotler, Bonoma and "
            "Shapiro; the checks of each type are conventions of personatui [P]",
        ),
        Analysis(
            id=criteria.ANALYSIS_ID,
            title=criteria.TITLE,
            summary="Whether a segment can be targeted at all",
            run=criteria.analyse_criteria,
            method="Kotler's measurable, accessible, substantial, differentiable, actionable; knock-outs by Dolnicar, "
            "Grün and Leisch 2018; that disagreeing verdicts do not count is a convention of personatui [P]",
        ),
        Analysis(
            id=attractiveness.ANALYSIS_ID,
            title=attractiveness.TITLE,
            summary="Weighted scores, flat from 1 to 5 or nested from 0 to 100",
            run=attractiveness.analyse_attractiveness,
            method="Nested index by Best, Market-Based Management; factors and weights as in McDonald and Dunbar; that "
            "the weight of what lacks a score goes to the others is a convention of personatui [P]",
        ),
        Analysis(
            id=ninebox.ANALYSIS_ID,
            title=ninebox.TITLE,
            summary="Attractiveness against strength, cut at 2.33 and 3.67, and which segments to target",
            run=ninebox.analyse_nine_box,
            method="GE and McKinsey, on 1 to 5 as in Kotler; ranking and advice are conventions of personatui [P]",
        ),
        Analysis(
            id=groups.ANALYSIS_ID,
            title=groups.TITLE,
            summary="How many groups survey rows fall into, how clear these are, and whether they come again",
            run=groups.analyse_groups,
            parameters=groups.GroupsParameters,
            method="Medoids, average linkage and silhouettes by Kaufman and Rousseeuw on Gower's distance, "
            "k-prototypes by Huang 1998, stability by Hennig 2007; a distance of 1 between rows that share nothing "
            "is a convention of personatui [P]",
        ),
        Analysis(
            id=classes.ANALYSIS_ID,
            title=classes.TITLE,
            summary="How many classes explain the answers in words, and what each of them answers",
            run=classes.analyse_latent,
            parameters=classes.LatentParameters,
            method="Latent class analysis (Lazarsfeld; Goodman) with the number of classes by BIC; which numbers are "
            "tried is a convention of personatui [P]",
        ),
        Analysis(
            id=turf.ANALYSIS_ID,
            title=turf.TITLE,
            summary="Which few of several things reach most people at least once",
            run=turf.analyse_turf,
            parameters=turf.TurfParameters,
            method="Total unduplicated reach and frequency; every set up to a million, else the best addition; that "
            "rows with a gap drop out is a convention of personatui [P]",
        ),
    ),
    checks=(
        CheckRule(id=f"{TOOL_ID}.weights", title="Weights sum to 1 and scores are on scale", run=check_weights),
        CheckRule(id=f"{TOOL_ID}.references", title="Entries name segments that are there", run=check_references),
    ),
    help=files(__package__).joinpath("help.md").read_text(encoding="utf-8"),
    demo=DEMO,
)

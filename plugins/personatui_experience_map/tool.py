"""The experience map put together: its layout, analyses and checks."""

from __future__ import annotations

from importlib.resources import files

from personatui.api import Analysis, CheckRule, Tool
from personatui_experience_map import emotion, gaps, moments, touchpoints
from personatui_experience_map.canvas import ExperienceMap
from personatui_experience_map.checks import check_measures, check_stages
from personatui_experience_map.commands import COMMANDS
from personatui_experience_map.demo import DEMO
from personatui_experience_map.regions import LAYOUTS, TOOL_ID

TOOL = Tool(
    id=TOOL_ID,
    title="Experience Map",
    short_title="Journey",
    summary="What a persona goes through, stage by stage, and how it feels",
    model=ExperienceMap,
    layouts=LAYOUTS,
    screen="personatui_experience_map.ui.screen:ExperienceView",
    analyses=(
        Analysis(
            id=emotion.ANALYSIS_ID,
            title=emotion.TITLE,
            summary="Mean, swings, biggest drop and rise, and how the whole is remembered",
            run=emotion.analyse_emotion,
            method="Emotion from -2 to +2 after This Is Service Design Doing; peak-end rule by Kahneman, Thinking, "
            "Fast and Slow, ch. 35; RMSSD after von Neumann 1941 and Jahng 2008; ties, the peak of a scale with two "
            "sides and the comparison of maps are conventions of personatui [P]",
        ),
        Analysis(
            id=moments.ANALYSIS_ID,
            title=moments.TITLE,
            summary="The stages that decide what is remembered",
            run=moments.analyse_moments,
            method="Moments of truth by Carlzon 1987, first and second by Procter & Gamble 2005, zero by Google 2011; "
            "that peak, end and biggest drop are candidates is a convention of personatui [P]",
        ),
        Analysis(
            id=gaps.ANALYSIS_ID,
            title=gaps.TITLE,
            summary="Touchpoint and channel coverage, channel switches, pain density, opportunity gaps",
            run=gaps.analyse_gaps,
            method="Lanes after Adaptive Path's guide to experience mapping 2013 and Nielsen Norman Group; the figures "
            "are conventions of personatui [P]",
        ),
        Analysis(
            id=touchpoints.ANALYSIS_ID,
            title=touchpoints.TITLE,
            summary="NPS, CSAT and CES per touchpoint, each with its n",
            run=touchpoints.analyse_touchpoints,
            parameters=touchpoints.TouchpointParameters,
            method="NPS: % of 9-10 minus % of 0-6; CSAT: % of 4 and 5 of 5; CES 2.0: agreement 1-7, CES 1.0 (2010): "
            "effort 1-5; the warning below 30 answers and the interval are conventions of personatui [P]",
        ),
    ),
    checks=(
        CheckRule(id=f"{TOOL_ID}.stages", title="Stages have emotions, entries belong to stages", run=check_stages),
        CheckRule(id=f"{TOOL_ID}.measures", title="Measurements at touchpoints give a score", run=check_measures),
    ),
    commands=COMMANDS,
    help=files(__package__).joinpath("help.md").read_text(encoding="utf-8"),
    demo=DEMO,
)

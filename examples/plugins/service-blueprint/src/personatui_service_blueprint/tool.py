"""The Service Blueprint put together: its layout, screen, analyses, checks and commands."""

from __future__ import annotations

from importlib.resources import files

from personatui.api import Analysis, CheckRule, Tool

from personatui_service_blueprint import checks, coverage, failures, handovers, timing
from personatui_service_blueprint.canvas import ServiceBlueprint
from personatui_service_blueprint.commands import COMMANDS
from personatui_service_blueprint.demo import DEMO
from personatui_service_blueprint.lanes import LAYOUT, TOOL_ID

TOOL = Tool(
    id=TOOL_ID,
    title="Service Blueprint",
    short_title="Blueprint",
    summary="What customers do and see, what happens behind it, and where it waits and fails",
    model=ServiceBlueprint,
    layouts=(LAYOUT,),
    screen="personatui_service_blueprint.ui.screen:ServiceBlueprintView",
    analyses=(
        Analysis(
            id=coverage.ANALYSIS_ID,
            title=coverage.TITLE,
            summary="Which lanes say something of which stage, what customers see of it, who sees to it",
            run=coverage.analyse_coverage,
            method="Lanes and physical evidence by Bitner, Ostrom and Morgan 2008; the shares are conventions of this "
            "plugin [P]",
        ),
        Analysis(
            id=timing.ANALYSIS_ID,
            title=timing.TITLE,
            summary="How long the service takes each persona, and how much of it is waiting",
            run=timing.analyse_time,
            method="Execution time, acceptable time and the delay of failures by Shostack 1984, along the longest way "
            "as in a network plan; the share of waiting is a convention of this plugin [P]",
        ),
        Analysis(
            id=failures.ANALYSIS_ID,
            title=failures.TITLE,
            summary="Where it can fail, whether customers see it, and what nothing recovers",
            run=failures.analyse_failures,
            method="Fail points and fail-safe recovery by Shostack 1984; chance x minutes is a convention of this "
            "plugin [P]",
        ),
        Analysis(
            id=handovers.ANALYSIS_ID,
            title=handovers.TITLE,
            summary="Which links cross which line, and where work passes to another owner",
            run=handovers.analyse_handovers,
            method="The three lines by Bitner, Ostrom and Morgan 2008: each crossing of the line of interaction is an "
            "encounter; the counts are conventions of this plugin [P]",
        ),
    ),
    checks=(
        CheckRule(id=f"{TOOL_ID}.links", title="Links, waits and fail points lead to steps", run=checks.check_links),
        CheckRule(id=f"{TOOL_ID}.lanes", title="Lanes are filled, entries stand in stages", run=checks.check_lanes),
        CheckRule(id=f"{TOOL_ID}.ranges", title="Times and chances can be", run=checks.check_ranges),
    ),
    commands=COMMANDS,
    help=files(__package__).joinpath("help.md").read_text(encoding="utf-8"),
    demo=DEMO,
)

"""The empathy map put together: its layouts, analyses, checks and commands."""

from __future__ import annotations

from importlib.resources import files

from personatui.api import Analysis, CheckRule, Command, Tool
from personatui_empathy_map import contradictions, coverage, evidence
from personatui_empathy_map.canvas import EmpathyMap
from personatui_empathy_map.checks import check_contradictions, check_origins
from personatui_empathy_map.conversion import to_gray2017, to_nng, to_xplane
from personatui_empathy_map.demo import DEMO
from personatui_empathy_map.sections import LAYOUTS, TOOL_ID

TOOL = Tool(
    id=TOOL_ID,
    title="Empathy Map",
    short_title="Empathy",
    summary="What the customer sees, says, does and hears, and what that tells about thoughts and feelings",
    model=EmpathyMap,
    layouts=LAYOUTS,
    analyses=(
        Analysis(
            id=coverage.ANALYSIS_ID,
            title=coverage.TITLE,
            summary="Which sections are filled, how evenly, pains against gains, inside against outside",
            run=coverage.analyse_coverage,
            method="Sections by Gray 2017, NN/g or XPLANE; evenness J by Pielou 1966; the other figures are "
            "conventions of personatui [P]",
        ),
        Analysis(
            id=evidence.ANALYSIS_ID,
            title=evidence.TITLE,
            summary="How much of the map was observed or heard, and how much imagined",
            run=evidence.analyse_evidence,
            method="Gray's canvas of 2017 tells heard and observed from imagined; the ratio and its limit of half "
            "are conventions of personatui [P]",
        ),
        Analysis(
            id=contradictions.ANALYSIS_ID,
            title=contradictions.TITLE,
            summary="Notes that do not go together, as people declared them, and where else to look",
            run=contradictions.analyse_contradictions,
            parameters=contradictions.ContradictionParameters,
            method="Contradictions between quadrants are signals to investigate (NN/g); the rate and the "
            "suggestions are conventions of personatui [P]",
        ),
    ),
    checks=(
        CheckRule(
            id=f"{TOOL_ID}.contradictions",
            title="Contradictions join two notes of the map",
            run=check_contradictions,
        ),
        CheckRule(id=f"{TOOL_ID}.origins", title="Moved notes come from a section that exists", run=check_origins),
    ),
    commands=(
        Command(
            id=f"{TOOL_ID}.to-gray2017",
            title="Show as Gray 2017",
            run=to_gray2017,
            summary="Nine sections: the goal, the outside, and the head with pains and gains",
        ),
        Command(
            id=f"{TOOL_ID}.to-nng",
            title="Show as NN/g quadrants",
            run=to_nng,
            summary="Says, thinks, does and feels; other sections stay in the file",
        ),
        Command(
            id=f"{TOOL_ID}.to-xplane",
            title="Show as XPLANE",
            run=to_xplane,
            summary="Think and feel, hear, see, say and do, pains, gains",
        ),
    ),
    help=files(__package__).joinpath("help.md").read_text(encoding="utf-8"),
    demo=DEMO,
)

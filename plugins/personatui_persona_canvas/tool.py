"""The Customer Persona Canvas put together: its layout, analyses and checks."""

from __future__ import annotations

from importlib.resources import files

from personatui.api import Analysis, CheckRule, Tool
from personatui_persona_canvas import balance, coverage, needs
from personatui_persona_canvas.canvas import PersonaCanvas
from personatui_persona_canvas.checks import check_links
from personatui_persona_canvas.demo import DEMO
from personatui_persona_canvas.sections import LAYOUT, TOOL_ID

TOOL = Tool(
    id=TOOL_ID,
    title="Customer Persona Canvas",
    short_title="Canvas",
    summary="What the customer needs, between trends, opportunities and headaches, hopes and fears",
    model=PersonaCanvas,
    layouts=(LAYOUT,),
    screen="personatui_persona_canvas.ui.screen:PersonaCanvasView",
    analyses=(
        Analysis(
            id=balance.ANALYSIS_ID,
            title=balance.TITLE,
            summary="Positive against negative notes in each pair and in all, and pairs with an empty half",
            run=balance.analyse_balance,
            method="The three pairs of the Customer Persona Canvas, Design a Better Business (van der Pijl, Lokitz, "
            "Solomon 2016); its authors publish no figures, the balances are conventions of personatui [P]",
        ),
        Analysis(
            id=needs.ANALYSIS_ID,
            title=needs.TITLE,
            summary="Which needs come from a headache, a fear or a hope, and which from nothing",
            run=needs.analyse_needs,
            method="Needs stand in the centre of the Customer Persona Canvas; that each should name its reason is a "
            "convention of personatui [P]",
        ),
        Analysis(
            id=coverage.ANALYSIS_ID,
            title=coverage.TITLE,
            summary="Which boxes are filled, and how many notes name a source",
            run=coverage.analyse_coverage,
            method="The boxes of the Customer Persona Canvas; both shares are conventions of personatui [P]",
        ),
    ),
    checks=(CheckRule(id=f"{TOOL_ID}.links", title="Needs are linked with notes of their canvas", run=check_links),),
    help=files(__package__).joinpath("help.md").read_text(encoding="utf-8"),
    demo=DEMO,
)

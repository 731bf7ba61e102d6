"""SWOT put together: its layout, analyses, checks and command."""

from __future__ import annotations

from importlib.resources import files

from personatui.api import Analysis, CheckRule, Command, Tool
from personatui_swot import attractiveness, balance, checks, evaluation, origins, placement, priorities, space, tows
from personatui_swot.canvas import SwotCanvas
from personatui_swot.demo import DEMO
from personatui_swot.regions import LAYOUTS, TOOL_ID

TOOL = Tool(
    id=TOOL_ID,
    title="SWOT",
    summary="Strengths, weaknesses, opportunities and threats, and the strategies that follow from their pairs",
    model=SwotCanvas,
    layouts=LAYOUTS,
    screen="personatui_swot.ui.screen:SwotView",
    analyses=(
        Analysis(
            id=balance.ANALYSIS_ID,
            title=balance.TITLE,
            summary="How many factors stand in each box, and what they rest on",
            run=balance.analyse_balance,
            method="Counts alone: scores of S x O against W x T have no source, so there are none [P]",
        ),
        Analysis(
            id=tows.ANALYSIS_ID,
            title=tows.TITLE,
            summary="Which pairs of factors matter to each other, and whether strategies cover them",
            run=tows.analyse_tows,
            method="TOWS by Weihrich 1982, with the factors that a strategy uses as in David; a pair of weakness and "
            "threat that no WT strategy cites is an uncovered vulnerability by convention of personatui [P]",
        ),
        Analysis(
            id=evaluation.IFE_ID,
            title=evaluation.TITLES["ife"],
            summary="Strengths and weaknesses by weight and rating",
            run=evaluation.analyse_ife,
            parameters=evaluation.EvaluationParameters,
            method="The internal factor evaluation matrix by David, sum of weight x rating; that what lacks a rating "
            "drops out of both sides is a convention of personatui [P]",
        ),
        Analysis(
            id=evaluation.EFE_ID,
            title=evaluation.TITLES["efe"],
            summary="Opportunities and threats by weight and by how well you respond",
            run=evaluation.analyse_efe,
            parameters=evaluation.EvaluationParameters,
            method="The external factor evaluation matrix by David, sum of weight x rating; that what lacks a rating "
            "drops out of both sides is a convention of personatui [P]",
        ),
        Analysis(
            id=placement.ANALYSIS_ID,
            title=placement.TITLE,
            summary="Grow, hold or harvest: one of nine cells from IFE and EFE",
            run=placement.analyse_placement,
            parameters=placement.PlacementParameters,
            method="The internal-external matrix by David; the printed bands leave holes between 1.99 and 2.00, so "
            "here a limit belongs to the band above it [P]",
        ),
        Analysis(
            id=space.ANALYSIS_ID,
            title=space.TITLE,
            summary="Aggressive, conservative, defensive or competitive: a vector from four axes",
            run=space.analyse_space,
            method="SPACE by Rowe, Mason and Dickel 1982; a vector on an axis names no posture by convention of "
            "personatui [P]",
        ),
        Analysis(
            id=priorities.ANALYSIS_ID,
            title=priorities.TITLE,
            summary="Which factor matters most, from pairwise comparisons",
            run=priorities.analyse_priorities,
            method="AHP by Saaty, principal eigenvector and CR up to 0.10, within and between the boxes as Kurttila et "
            "al. 2000; missing judgements as Harker, and without a ratio then, is a convention of personatui [P]",
        ),
        Analysis(
            id=attractiveness.ANALYSIS_ID,
            title=attractiveness.TITLE,
            summary="Which of the strategies is most attractive in view of all factors",
            run=attractiveness.analyse_attractiveness,
            method="The quantitative strategic planning matrix by David 1986; that a factor scored for some strategies "
            "only counts for none, and the margin in percent of the best, are conventions of personatui [P]",
        ),
    ),
    checks=(
        CheckRule(
            id=f"{TOOL_ID}.ratings", title="Weights and ratings are on scale and add up", run=checks.check_ratings
        ),
        CheckRule(
            id=f"{TOOL_ID}.pairs", title="Pairs, strategies and scores cite what is there", run=checks.check_pairs
        ),
        CheckRule(id=f"{TOOL_ID}.comparisons", title="Comparisons are consistent", run=checks.check_comparisons),
        CheckRule(id=f"{TOOL_ID}.space", title="The axes of SPACE have values on scale", run=checks.check_space),
        CheckRule(
            id=f"{TOOL_ID}.origins", title="What factors refer to is there and unchanged", run=checks.check_origins
        ),
    ),
    commands=(
        Command(
            id=f"{TOOL_ID}.take-over-pestel",
            title="Take over what PESTEL rates highest",
            summary="As opportunities and threats that refer to their originals, up to eight in all",
            run=origins.take_over_command,
        ),
    ),
    help=files(__package__).joinpath("help.md").read_text(encoding="utf-8"),
    demo=DEMO,
)

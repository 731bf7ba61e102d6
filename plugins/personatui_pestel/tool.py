"""PESTEL put together: its layouts, analyses, checks and command."""

from __future__ import annotations

from importlib.resources import files

from personatui.api import Analysis, CheckRule, Command, Tool
from personatui_pestel import checks, coverage, crossimpact, evaluation, impact, structure, weighted
from personatui_pestel.canvas import PestelCanvas
from personatui_pestel.demo import DEMO
from personatui_pestel.regions import LAYOUTS, TOOL_ID

TOOL = Tool(
    id=TOOL_ID,
    title="PESTEL",
    summary="What changes outside: political, economic, social, technological, environmental and legal factors",
    model=PestelCanvas,
    layouts=LAYOUTS,
    screen="personatui_pestel.ui.screen:PestelView",
    analyses=(
        Analysis(
            id=impact.ANALYSIS_ID,
            title=impact.TITLE,
            summary="Which factors matter most, as opportunities or threats, and how soon",
            run=impact.analyse_impact,
            parameters=impact.ImpactParameters,
            method="Impact x likelihood on 1 to 5 each; the bands 5, 10 and 15 and the multipliers of the horizons are "
            "conventions of personatui [P]",
        ),
        Analysis(
            id=weighted.ANALYSIS_ID,
            title=weighted.TITLE,
            summary="Factors by their share of influence and what experts find probable",
            run=weighted.analyse_weighted,
            method="Weighted PEST: influence / sum of influences x mean expert probability; that an influence counts "
            "in the sum before experts were asked is a convention of personatui [P]",
        ),
        Analysis(
            id=evaluation.ANALYSIS_ID,
            title=evaluation.TITLE,
            summary="Factors by weight and by how well you respond",
            run=evaluation.analyse_evaluation,
            method="The external factor evaluation matrix by David, sum of weight x rating; that what lacks a rating "
            "drops out of both sides is a convention of personatui [P]",
        ),
        Analysis(
            id=coverage.ANALYSIS_ID,
            title=coverage.TITLE,
            summary="Which dimensions have factors, and which factors rest on evidence",
            run=coverage.analyse_coverage,
            method="Counts over the six dimensions, after Aguilar 1967; the shares are conventions of personatui [P]",
        ),
        Analysis(
            id=crossimpact.ANALYSIS_ID,
            title=crossimpact.TITLE,
            summary="What a factor's happening makes of the probability of another",
            run=crossimpact.analyse_cross_impact,
            method="Admissible bounds after Gordon and Helmer 1966, factors by Turoff; that the two directions of a "
            "pair may differ by 0.01 is a convention of personatui [P]",
        ),
        Analysis(
            id=structure.ANALYSIS_ID,
            title=structure.TITLE,
            summary="Which factors drive the others, and which only follow",
            run=structure.analyse_structure,
            method="Structural analysis as in MICMAC: row and column sums, quadrants at the means, powers of the "
            "matrix; that a factor at the mean counts as above it is a convention of personatui [P]",
        ),
    ),
    checks=(
        CheckRule(id=f"{TOOL_ID}.ratings", title="Ratings and weights are on scale", run=checks.check_ratings),
        CheckRule(id=f"{TOOL_ID}.pairs", title="Probabilities and influences are possible", run=checks.check_pairs),
    ),
    commands=(
        Command(
            id=f"{TOOL_ID}.fill-influences",
            title="Say 0 of all influences that are not judged",
            summary="Completes the structural matrix, so that the indirect ranking can be computed",
            run=structure.fill_command,
        ),
    ),
    help=files(__package__).joinpath("help.md").read_text(encoding="utf-8"),
    demo=DEMO,
)

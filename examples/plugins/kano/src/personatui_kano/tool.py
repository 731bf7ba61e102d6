"""The Kano Model put together: its layout, analyses, checks and exporter. The host draws the screen."""

from __future__ import annotations

from importlib.resources import files

from personatui.api import Analysis, CheckRule, Exporter, Layout, Region, Tool

from personatui_kano import categories, checks, coefficients, importance, questionnaire
from personatui_kano.canvas import KanoCanvas
from personatui_kano.demo import DEMO
from personatui_kano.survey import TOOL_ID

LAYOUT = Layout(
    id="survey",
    title="Features and answers",
    regions=(
        Region(
            id="features",
            title="Features",
            prompts=(
                "What could you build that a customer would notice?",
                "Which of it is said in the customer's words, as a benefit and not as a solution?",
            ),
            headings=("kano features", "product requirements"),
        ),
        Region(
            id="answers",
            title="Answers",
            prompts=("Who answered? How do they feel if it is there, and if it is missing, from 1 to 5?",),
            column=1,
        ),
    ),
)

TOOL = Tool(
    id=TOOL_ID,
    title="Kano Model",
    short_title="Kano",
    summary="Which features delight, which are expected, and which nobody would miss",
    model=KanoCanvas,
    layouts=(LAYOUT,),
    analyses=(
        Analysis(
            id=categories.ANALYSIS_ID,
            title=categories.TITLE,
            summary="Must-be, one-dimensional, attractive or indifferent, and how sure one can be",
            run=categories.analyse_categories,
            parameters=categories.CategoriesParameters,
            method="Evaluation table by Kano et al. 1984, mode and M > O > A > I by Berger et al. 1993, strengths by "
            "Lee and Newcomb 1997, significance by Fong 1996",
        ),
        Analysis(
            id=coefficients.ANALYSIS_ID,
            title=coefficients.TITLE,
            summary="How far each feature can satisfy, and how far its absence dissatisfies",
            run=coefficients.analyse_coefficients,
            method="Better and worse by Timko in Berger et al. 1993, halved at 0.5 for the four fields of the chart",
        ),
        Analysis(
            id=importance.ANALYSIS_ID,
            title=importance.TITLE,
            summary="What people say matters to them, within each category",
            run=importance.analyse_importance,
            method="Self-stated importance from 1 to 9 as in Berger et al. 1993; the mean, ranked within the category",
        ),
    ),
    checks=(
        CheckRule(
            id=f"{TOOL_ID}.answers",
            title="Answers are whole, on the scale and about a feature",
            run=checks.check_answers,
        ),
        CheckRule(id=f"{TOOL_ID}.counts", title="Counts can be", run=checks.check_counts),
    ),
    exporters=(
        Exporter(
            id=questionnaire.EXPORTER_ID,
            title="Kano questionnaire",
            extension="md",
            media_type="text/markdown",
            run=questionnaire.export_questionnaire,
        ),
    ),
    help=files(__package__).joinpath("help.md").read_text(encoding="utf-8"),
    demo=DEMO,
)

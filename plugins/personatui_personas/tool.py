"""Personas together put together: its layout, analyses and checks."""

from __future__ import annotations

from importlib.resources import files

from personatui.api import Analysis, CheckRule, Tool
from personatui_personas import buying, crowd, gendermag, perception, prevalence, roles, similarity
from personatui_personas.canvas import TogetherCanvas
from personatui_personas.checks import check_attributes, check_figures, check_references
from personatui_personas.common import TOOL_ID
from personatui_personas.demo import DEMO
from personatui_personas.regions import LAYOUTS

TOOL = Tool(
    id=TOOL_ID,
    title="Personas together",
    short_title="Together",
    summary="All personas as a set: how alike they are, whom they leave out, and what people make of them",
    model=TogetherCanvas,
    about="project",
    layouts=LAYOUTS,
    screen="personatui_personas.ui.screen:TogetherView",
    analyses=(
        Analysis(
            id=similarity.ANALYSIS_ID,
            title=similarity.TITLE,
            summary="How alike each two personas are, and which may be one",
            run=similarity.analyse_similarity,
            parameters=similarity.SimilarityParameters,
            method="Gower 1971 with Podani's ranks 1999; Jaccard, Dice, overlap coefficient and cosine; what is "
            "compared and the limits 0.85 and 0.7 are conventions of personatui [P]",
        ),
        Analysis(
            id=crowd.ANALYSIS_ID,
            title=crowd.TITLE,
            summary="Segments without a persona or with too many, and personas that are too broad",
            run=crowd.analyse_crowd,
            parameters=crowd.CrowdParameters,
            method="All limits are conventions of personatui [P]",
        ),
        Analysis(
            id=roles.ANALYSIS_ID,
            title=roles.TITLE,
            summary="One primary persona an interface, few secondary ones",
            run=roles.analyse_roles,
            method="Cooper's primary and secondary personas; the findings are conventions of personatui [P]",
        ),
        Analysis(
            id=buying.ANALYSIS_ID,
            title=buying.TITLE,
            summary="Which of the seven roles of a buying centre the personas hold",
            run=buying.analyse_buying_centre,
            method="The buying centre by Webster and Wind, with seven roles as in Kotler; the coverage is a convention "
            "of personatui [P]",
        ),
        Analysis(
            id=gendermag.ANALYSIS_ID,
            title=gendermag.TITLE,
            summary="Whether both poles of the five facets are there, and how near each persona is to Abi and Tim",
            run=gendermag.analyse_gendermag,
            method="GenderMag by Burnett et al. (gendermag.org); coverage, distance are conventions of personatui [P]",
        ),
        Analysis(
            id=prevalence.ANALYSIS_ID,
            title=prevalence.TITLE,
            summary="How many people have all attributes of a persona at once",
            run=prevalence.analyse_prevalence,
            method="After Chapman, Love, Milham, ElRif and Alford 2008: product of shares and Frechet bounds; that no "
            "attributes give no value is a convention of personatui [P]",
        ),
        Analysis(
            id=perception.ANALYSIS_ID,
            title=perception.TITLE,
            summary="What people think of a persona, on eight constructs, and whether their answers hang together",
            run=perception.analyse_perception,
            method="Persona Perception Scale by Salminen et al. 2020; Cronbach's alpha with Nunnally's bands; that "
            "respondents with a gap drop out of alpha is a convention of personatui [P]",
        ),
    ),
    checks=(
        CheckRule(id=f"{TOOL_ID}.figures", title="Shares, counts and answers are on their scale", run=check_figures),
        CheckRule(id=f"{TOOL_ID}.references", title="Entries name personas that are there", run=check_references),
        CheckRule(id=f"{TOOL_ID}.attributes", title="Attributes are known and have weights", run=check_attributes),
    ),
    help=files(__package__).joinpath("help.md").read_text(encoding="utf-8"),
    demo=DEMO,
)

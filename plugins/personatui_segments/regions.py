"""The boxes of the canvas: what is judged about segments, and what to ask."""

from __future__ import annotations

from personatui.api import Layout, Region

MARKET = Layout(
    id="market",
    title="Segments",
    regions=(
        Region(
            id="members",
            title="Why a segment of its own",
            prompts=(
                "What does it get that others do not: offer, channel, relationship?",
                "Does it pay differently, or for something else?",
                "Which side of the market is it, and whom does it come for?",
            ),
        ),
        Region(
            id="variables",
            title="Variables",
            prompts=(
                "Where are they, who are they, what do they care for, what do they do?",
                "Businesses: which industry, what equipment, who decides, how urgent, what kind of people?",
            ),
            column=1,
        ),
        Region(
            id="verdicts",
            title="Criteria",
            prompts=(
                "Can you count it, reach it, and is it large enough?",
                "Are its members alike, and unlike the others? Does it match what you are good at?",
            ),
            row=1,
        ),
        Region(
            id="scores",
            title="Scores",
            prompts=("How does the segment do on each factor?", "What is the score taken from?"),
            row=1,
            column=1,
        ),
        Region(
            id="factors",
            title="Factors",
            prompts=(
                "What would make you want to serve a segment? (attractiveness)",
                "What would make you win there? (strength)",
            ),
            row=2,
        ),
        Region(
            id="groups",
            title="Groups of factors",
            prompts=("Which factors belong together?", "How much does the group count?"),
            row=2,
            column=1,
        ),
    ),
)
LAYOUTS = (MARKET,)

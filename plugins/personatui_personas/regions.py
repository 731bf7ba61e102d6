"""The boxes of the canvas: what a team can add to its personas, and what to ask to fill it."""

from __future__ import annotations

from personatui.api import Layout, Region

SET = Layout(
    id="set",
    title="Personas together",
    regions=(
        Region(
            id="apart",
            title="Kept apart",
            prompts=("Which two look alike and are not?", "What does one need that would annoy the other?"),
        ),
        Region(
            id="motives",
            title="Why they use technology",
            prompts=("Is it a means to an end? (task)", "Do they try new things for the fun of it? (technology)"),
            column=1,
        ),
        Region(
            id="shares",
            title="How many share an attribute",
            prompts=(
                "Which attributes must all fit for somebody to be this persona?",
                "How many of all customers have it, from 0 to 1?",
            ),
            row=1,
        ),
        Region(
            id="conjunctions",
            title="Counted in surveys",
            prompts=("In which survey were all attributes asked?", "How many of how many had all of them?"),
            row=1,
            column=1,
        ),
        Region(
            id="responses",
            title="Persona Perception Scale",
            prompts=("Who read the persona, and what did they answer from 1 to 7?", "Which items did they leave out?"),
            row=2,
        ),
        Region(
            id="attributes",
            title="How attributes count",
            prompts=("Which attribute matters more, or not at all?", "Which words are steps of a scale?"),
            row=2,
            column=1,
        ),
    ),
)
LAYOUTS = (SET,)

"""The boxes of the jobs canvas: what each asks, where it stands, and what documents call it."""

from __future__ import annotations

from personatui.api import Canvas, Layout, Region
from personatui_jtbd.canvas import ForceKind, JobsCanvas, Moment, StepName

TOOL_ID = "jtbd"

# The eight steps of the universal job map, in their fixed order (Bettencourt and Ulwick, HBR 2008).
STEPS: tuple[tuple[StepName, str, str], ...] = (
    ("define", "Define", "plan and decide what is to be done"),
    ("locate", "Locate", "gather what is needed"),
    ("prepare", "Prepare", "set up and organise"),
    ("confirm", "Confirm", "verify that everything is ready"),
    ("execute", "Execute", "carry the job out"),
    ("monitor", "Monitor", "watch how it goes"),
    ("modify", "Modify", "alter what does not go well"),
    ("conclude", "Conclude", "finish and put away"),
)
FORCES: tuple[tuple[ForceKind, str], ...] = (
    ("push", "Push of the situation"),
    ("pull", "Pull of the new"),
    ("anxiety", "Anxiety of the new"),
    ("habit", "Habit of the present"),
)
MOMENTS: tuple[tuple[Moment, str], ...] = (
    ("first-thought", "First thought"),
    ("passive-looking", "Passive looking"),
    ("event-one", "Event one"),
    ("active-looking", "Active looking"),
    ("event-two", "Event two"),
    ("deciding", "Deciding"),
    ("buying", "Buying or first use"),
    ("ongoing-use", "Ongoing use"),
)

# A persona's fields own headings such as goals, needs, challenges and desired outcomes: none of them stands here.
ODI = Layout(
    id="odi",
    title="Outcome-Driven Innovation",
    regions=(
        Region(
            id="steps",
            title="Job map",
            prompts=(
                "What must be decided before the job can start? (define)",
                "What has to be found or gathered? (locate)",
                "What is set up, and how do they know that it is ready? (prepare, confirm)",
                "What is the core of the job, and what do they watch while it runs? (execute, monitor)",
                "What do they alter when it goes wrong, and how does the job end? (modify, conclude)",
            ),
            column_span=2,
            headings=("job map", "job steps", "steps of the job"),
        ),
        Region(
            id="outcomes",
            title="Outcomes",
            prompts=(
                "What makes this step slow? Minimize the time it takes to …",
                "What makes it go wrong? Minimize the likelihood that …",
                "How do they tell a good result from a poor one?",
                "How important is it, and how satisfied are they today?",
            ),
            row=1,
            column_span=2,
            headings=("outcome statements", "customer-desired outcomes", "job outcomes"),
        ),
        Region(
            id="related_jobs",
            title="Related jobs",
            prompts=(
                "What else are they trying to get done at the same time?",
                "How do they want to feel, and what feeling do they avoid?",
                "How do they want to be perceived by others, and how not?",
                "What do buying, installing, learning and maintaining ask of them? (consumption chain)",
                "What does the buyer want to gain or save? (financial outcomes)",
            ),
            row=2,
            headings=(
                "related jobs",
                "jobs to be done",
                "jobs-to-be-done",
                "jtbd",
                "emotional jobs",
                "social jobs",
                "functional jobs",
                "consumption chain jobs",
            ),
        ),
        Region(
            id="stories",
            title="Job stories",
            prompts=(
                "When … what situation were they in?",
                "I want to … what did they want to do about it?",
                "So I can … what would be better then?",
            ),
            row=2,
            column=1,
            headings=("job stories", "job story"),
        ),
        Region(
            id="forces",
            title="Forces of progress",
            prompts=(
                "Push: what made the present situation hard to bear?",
                "Pull: what did they imagine would be better with the new?",
                "Anxiety: what worried them about the new?",
                "Habit: what kept them with the present?",
            ),
            row=3,
            headings=("forces", "four forces", "forces of progress", "forces diagram"),
        ),
        Region(
            id="timeline",
            title="Timeline",
            prompts=(
                "When did they first think that something had to change?",
                "What happened that made them start to look?",
                "What happened that made them decide?",
                "What was it like at first use, and what is it like now?",
            ),
            row=3,
            column=1,
            headings=("switch timeline", "buying timeline", "purchase timeline"),
        ),
    ),
)
LAYOUTS = (ODI,)


def as_jobs_canvas(canvas: Canvas) -> JobsCanvas:
    """The canvas as a jobs canvas; one read before the tool was there is a plain record of the same data."""
    return canvas if isinstance(canvas, JobsCanvas) else JobsCanvas.model_validate(canvas.to_data())

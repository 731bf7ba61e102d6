"""What to ask to fill a list of a persona, a segment or a source."""

from __future__ import annotations

# After Cooper's goals, Revella's five rings of buying insight and the questions of contextual interviews.
QUESTIONS: dict[str, tuple[str, ...]] = {
    "background": (
        "What brought them where they are today?",
        "What does an ordinary day look like?",
    ),
    "goals": (
        "What do they want to have done in the end?",
        "How do they want to feel while they do it?",
        "Who do they want to be in the long run?",
    ),
    "needs": (
        "What must be true for them to succeed?",
        "What do they ask for again and again?",
    ),
    "motivations": (
        "Why does it matter to them, and why now?",
        "What would they give up for it?",
    ),
    "behaviours": (
        "What do they do today, step by step?",
        "What have we seen them do, apart from what they say?",
    ),
    "preferences": ("What do they choose when they have the choice?",),
    "pains": (
        "What went wrong the last time?",
        "What takes too long, costs too much, or worries them?",
        "What keeps them from their goal?",
    ),
    "channels": ("Where do they look, whom do they ask, where do they buy?",),
    "triggers": ("What happened on the day that they began to look for something?",),
    "success_factors": ("What do they expect to be better afterwards?",),
    "objections": (
        "What almost kept them from it?",
        "Whom do they have to convince, and of what?",
    ),
    "decision_criteria": ("Which questions do they ask of every alternative?",),
    "quotes": ("Which of their words would a colleague remember?",),
    "traits": ("Between which two poles do they differ from others?",),
    "characteristics": ("What do the members have in common that others have not?",),
    "excerpts": ("Which words or figures are worth quoting, exactly as they were?",),
    "notes": ("What does not fit anywhere else?",),
}

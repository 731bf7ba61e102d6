"""What is about to be installed or removed, in lines for a person to say yes to."""

from __future__ import annotations

from collections.abc import Iterator

from personatui.host.installing.running import RIGHTS, Plan, Removal
from personatui.model.cleaning import clean, clean_line


def told_plan(plan: Plan) -> Iterator[str]:
    """What would be installed, from whom, with what and by which commands, and what that means."""
    wanted, installed = plan.preview.wanted, plan.installed
    if wanted is not None:
        yield clean_line(wanted.label)
        told = f"by {wanted.author or 'nobody that it names'}{f': {wanted.summary}' if wanted.summary else ''}"
        yield f"    {clean_line(told)}"
    elif installed is not None and plan.preview.is_complete:
        yield f"{installed.name} {installed.version} is installed already{', and installed anew' * plan.again}."
    else:
        yield clean_line(plan.request.requirement)
    if plan.preview.others:
        yield f"    with {clean_line(', '.join(one.label for one in plan.preview.others))}"
    if plan.preview.requires:
        yield f"    requires {clean_line(', '.join(plan.preview.requires))}"
    if not plan.preview.is_complete:
        yield "    It has to be built, so what else it brings shows afterwards; building runs its code."
    if not plan.changes_nothing:
        yield f"It goes into {plan.environment.title}, with"
        yield from (f"    {clean(command.shown)}" for command in plan.commands)
    yield RIGHTS


def told_removal(removal: Removal) -> Iterator[str]:
    """What would be removed, by which commands, and who needs it."""
    yield f"{removal.name} {removal.version} is removed from {removal.environment.title}, with"
    yield from (f"    {clean(command.shown)}" for command in removal.commands)
    if removal.needed_by:
        yield f"It is needed by {', '.join(removal.needed_by)}."

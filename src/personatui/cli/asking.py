"""Asking a person yes or no, and what scripts say instead."""

from __future__ import annotations

import sys

import click

from personatui.cli.output import warn
from personatui.errors import UsageError

yes_option = click.option("-y", "--yes", is_flag=True, help="Do not ask; for scripts.")


def refuse_unasked(yes: bool, what: str) -> None:
    """Raise UsageError when nobody can be asked and nobody has said yes; `what` is what does not happen then."""
    if not yes and not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(
            f"There is no terminal to ask at, so {what}.", hint="Say --yes if you have looked at it before."
        )


def ask(question: str, *, yes: bool = False) -> None:
    """Go on when the person says yes, or has said so before; else end the command."""
    if not yes and not click.confirm(question, default=False, err=True):
        warn("Nothing was done.")
        raise click.Abort

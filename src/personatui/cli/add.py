"""`personatui add`: a new persona, segment or source, made from a template."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from personatui.cli.completion import complete_segments
from personatui.cli.context import Context, common_options, json_option, pass_context, project_option
from personatui.cli.output import print_json, put_line, warn
from personatui.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection

    from personatui.host.session import Session
    from personatui.model.edits import Change

# Spelled out, so that the help needs no model; a test compares them.
PERSONA_TEMPLATES = ("b2c", "b2b", "negative", "proto", "blank")
SOURCE_KINDS = (
    "interview",
    "survey",
    "analytics",
    "support",
    "sales",
    "observation",
    "desk-research",
    "workshop",
)


@click.group("add", invoke_without_command=True)
@project_option
@common_options
@click.pass_context
def command(ctx: click.Context) -> None:
    """Add a persona, a segment or a source to the project, as a file with questions to answer.

    \b
    Examples:
      personatui add persona "Ada Byron" --template b2b
      personatui add source "Interviews in May" --kind interview --participants 6
    """
    if ctx.invoked_subcommand is None:
        raise UsageError("Say what to add: persona, segment or source.", hint="`personatui add --help` shows examples.")


@command.command("persona")
@click.argument("name")
@click.option(
    "--template",
    type=click.Choice(PERSONA_TEMPLATES),
    default="b2c",
    show_default=True,
    help="Which questions the file asks.",
)
@click.option(
    "--segment", metavar="SEGMENT", default="", shell_complete=complete_segments, help="The segment's id or name."
)
@json_option
@project_option
@common_options
@pass_context
def persona(context: Context, name: str, template: str, segment: str, as_json: bool) -> None:
    """Add the persona NAME, and print where its file is.

    \b
    Examples:
      personatui add persona "Maya Okafor" --segment urban-renters
      personatui add persona "Bargain hunter" --template negative
    """
    from personatui.host.templates import new_persona_change

    session = context.session()
    change = new_persona_change(session.project, template, name, segment, taken=_unreadable(session, "persona"))
    _make(session, change, as_json=as_json)


@command.command("segment")
@click.argument("name")
@click.option("--market", type=click.Choice(["b2c", "b2b"]), help="Consumers or organisations.")
@json_option
@project_option
@common_options
@pass_context
def segment(context: Context, name: str, market: str | None, as_json: bool) -> None:
    """Add the segment NAME, and print where its file is.

    \b
    Example:
      personatui add segment "Night-shift nurses" --market b2b
    """
    from personatui.host.templates import new_segment_change

    session = context.session()
    change = new_segment_change(session.project, name, market or "", taken=_unreadable(session, "segment"))
    _make(session, change, as_json=as_json)


@command.command("source")
@click.argument("title")
@click.option("--kind", type=click.Choice(SOURCE_KINDS), required=True, help="How it was gathered.")
@click.option("--date", metavar="DAY", default="", help="When it was gathered, as 2026-01-31.")
@click.option("--participants", metavar="NUMBER", type=click.IntRange(min=0), help="People asked or observed.")
@json_option
@project_option
@common_options
@pass_context
def source(context: Context, title: str, kind: str, date: str, participants: int | None, as_json: bool) -> None:
    """Add the source TITLE, a piece of evidence that statements can rest on, and print where its file is.

    \b
    Example:
      personatui add source "Booking survey" --kind survey --participants 180
    """
    from personatui.host.templates import new_source_change

    session = context.session()
    taken = _unreadable(session, "source")
    change = new_source_change(session.project, kind, title, day=date, participants=participants, taken=taken)
    _make(session, change, as_json=as_json)


def _unreadable(session: Session, kind: str) -> Collection[str]:
    """The ids of files that are there and yet are no records of the project."""
    return {reference.record for reference in session.loaded.broken if reference.kind == kind}


def _make(session: Session, change: Change, *, as_json: bool) -> None:
    """Make and save a change that adds one file, and print the file."""
    session.make(change)
    saved = session.save()
    for error in (*saved.conflicts, *saved.failures):
        raise error
    reference = change.targets[0]
    path = session.folder.path_of(reference)
    if as_json:
        print_json({"kind": reference.kind, "id": reference.record, "file": str(path)})
        return
    put_line(str(path))
    warn("Next: answer the questions in it in your editor, or open the project with `personatui`.")

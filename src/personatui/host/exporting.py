"""Running a plugin's exporter: it makes a file's bytes of a persona, and the host decides where they go."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches

from personatui.api import Exporter, ExportInput
from personatui.errors import UsageError
from personatui.host.analysing import analyse
from personatui.host.guard import guarded
from personatui.host.plugins import ask
from personatui.host.session import Session
from personatui.model.cleaning import clean_line
from personatui.model.reports import Fault


def find_exporter(session: Session, name: str) -> Exporter:
    """The exporter of an id; one of a tool that the project has switched off is none. Raises UsageError."""
    off = session.project.settings.tools_off
    known = {one.id: one for one in session.plugins.exporters if one.id.partition(".")[0] not in off}
    if name in known:
        return known[name]
    close = get_close_matches(name, known, n=1)
    there = f"There are: {', '.join(known)}." if known else "No plugin that is installed has one."
    raise UsageError(f"There is no exporter {clean_line(name)}.", hint=f"Did you mean {close[0]}?" if close else there)


def run_exporter(session: Session, exporter: Exporter, persona_id: str, *, today: date) -> bytes | Fault:
    """The bytes that an exporter makes of a persona; a failure of the plugin is a Fault.

    It is given the reports of its own tool, or of all tools where it belongs to none. Raises UsageError for an
    unknown persona.
    """
    project, plugins, tools = session.project, session.plugins, session.tools
    tool_id = exporter.id.partition(".")[0]
    outcome = analyse(project, plugins, tools, persona_id, (tool_id,) if tool_id in tools else (), today=today)
    given = ExportInput(
        project=project,
        persona_id=outcome.persona_id,
        persona=project.personas[outcome.persona_id],
        reports=outcome.reports,
    )

    def run(owner: str, lent: ExportInput) -> bytes | Fault:
        return guarded(owner, exporter.id, exporter.run, lent, expect=bytes)

    return ask(plugins, exporter.id, given, run)

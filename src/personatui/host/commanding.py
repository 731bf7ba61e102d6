"""Running a plugin's command: it looks at the project and returns the change to make, or nothing."""

from __future__ import annotations

from typing import get_args

from personatui.api import Change, Command, CommandInput, Project, Reference
from personatui.errors import UsageError
from personatui.host.contract import misfit
from personatui.host.guard import guarded
from personatui.host.plugins import PluginHost, ask
from personatui.model.cleaning import clean_line
from personatui.model.edits import Edit, RenameFile
from personatui.model.reports import Fault

_EDITS = get_args(Edit)


def run_command(
    project: Project, plugins: PluginHost, command: Command, persona_id: str, selected: str = ""
) -> Change | Fault | None:
    """What the command wants changed for a persona; a failure of the plugin is a Fault.

    `selected` is the reference to what is selected. Raises UsageError for an unknown persona.
    """
    if persona_id not in project.personas:
        raise UsageError(f"There is no persona {clean_line(persona_id)}.")
    tool_id = command.id.partition(".")[0]
    found = project.canvas(tool_id, persona_id)
    tool = plugins.tools.get(tool_id)
    new_name = tool.canvas_name(persona_id) if tool is not None else persona_id
    given = CommandInput(
        project=project,
        persona_id=persona_id,
        persona=project.personas[persona_id],
        tool=tool_id,
        name=found[0] if found is not None else new_name,
        canvas=found[1] if found is not None else None,
        selected=Reference.parse(selected, default_kind="persona") if selected else None,
    )

    def run(owner: str, lent: CommandInput) -> Change | Fault | None:
        return guarded(owner, command.id, command.run, lent, expect=Change, optional=True, verify=_change_trouble)

    return ask(plugins, command.id, given, run)


def _change_trouble(change: Change) -> str:
    """What is wrong with a change, so that only edits which can be told apart reach the session."""
    trouble = misfit(change, Change)
    if trouble:
        return f"Its change does not fit: {trouble}"
    for edit in change.edits:
        if not isinstance(edit, _EDITS):
            return f"Its change holds a {type(edit).__name__}, which is no edit."
        trouble = misfit(edit, type(edit)) or misfit(edit.target, Reference)
        if isinstance(edit, RenameFile):
            trouble = trouble or misfit(edit.to, Reference)
        if trouble:
            return f"An edit does not fit: {trouble}"
    return ""

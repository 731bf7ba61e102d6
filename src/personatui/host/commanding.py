"""Running a plugin's command: it looks at the project and returns the change to make, or nothing."""

from __future__ import annotations

from personatui.api import Change, Command, CommandInput, Project, Reference
from personatui.host.guard import guarded
from personatui.host.plugins import PluginHost
from personatui.model.reports import Fault


def run_command(
    project: Project, plugins: PluginHost, command: Command, persona_id: str, selected: str = ""
) -> Change | Fault | None:
    """What the command wants changed for a persona; a failure of the plugin is a Fault."""
    tool_id = command.id.partition(".")[0]
    found = project.canvas(tool_id, persona_id)
    given = CommandInput(
        project=project,
        persona_id=persona_id,
        persona=project.personas[persona_id],
        tool=tool_id,
        name=found[0] if found is not None else persona_id,
        canvas=found[1] if found is not None else None,
        selected=Reference.parse(selected, default_kind="persona") if selected else None,
    )
    owner = plugins.owner_of(command.id)
    return guarded(owner, command.id, command.run, given, expect=Change, optional=True)

"""`personatui tools`: what plugins contribute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from personatui.cli.context import Context, common_options, json_option, pass_context, warn_faults
from personatui.cli.output import print_json, print_rows, put, warn
from personatui.errors import ExitCode

if TYPE_CHECKING:
    from personatui.api import Tool
    from personatui.host.plugins import PluginHost


@click.command("tools")
@json_option
@common_options
@pass_context
def command(context: Context, as_json: bool) -> int:
    """List the tools with their analyses, and the plugin that each comes from.

    \b
    Example:
      personatui tools --json
    """
    from personatui.model.cleaning import clean_line

    plugins = context.plugins()
    if as_json:
        print_json(
            {
                "tools": [_entry(tool, plugins) for tool in plugins.tools.values()],
                "faults": [fault.to_data() for fault in plugins.faults],
            }
        )
    else:
        for number, tool in enumerate(plugins.tools.values()):
            heading = clean_line(f"{tool.title}: {tool.summary}")
            put(("\n" if number else "") + f"{tool.id}  {heading}  [{plugins.owner_of(tool.id)}]")
            print_rows([(entry.id, entry.summary) for entry in plugins.analyses.get(tool.id, ())], indent=4)
        if not plugins.tools:
            warn("No plugin contributes a tool.")
    warn_faults(plugins.faults)
    return ExitCode.PLUGIN_FAILED if plugins.faults else ExitCode.OK


def _entry(tool: Tool, plugins: PluginHost) -> dict[str, Any]:
    """A tool as JSON-ready data."""
    return {
        "id": tool.id,
        "title": tool.title,
        "summary": tool.summary,
        "plugin": plugins.owner_of(tool.id),
        "layouts": [layout.id for layout in tool.layouts],
        "analyses": [
            {"id": analysis.id, "title": analysis.title, "summary": analysis.summary}
            for analysis in plugins.analyses.get(tool.id, ())
        ],
        "commands": [entry.id for entry in tool.commands],
        "exporters": [entry.id for entry in tool.exporters],
    }

"""`personatui tools`: what plugins contribute."""

from __future__ import annotations

import click

from personatui.cli.context import Context, as_json, pass_context, print_json, warn
from personatui.errors import ExitCode


@click.command("tools")
@as_json
@pass_context
def command(context: Context, as_json: bool) -> int:
    """List the tools with their analyses, and the plugin that each comes from."""
    from personatui.host.opening import user_plugins

    plugins = user_plugins(plugins_off=context.plugins_off)
    if as_json:
        print_json(
            {
                "tools": [
                    {
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
                    for tool in plugins.tools.values()
                ],
                "faults": [fault.to_data() for fault in plugins.faults],
            }
        )
    else:
        for tool in plugins.tools.values():
            click.echo(f"{tool.id}  {tool.title}: {tool.summary}")
            for analysis in plugins.analyses.get(tool.id, ()):
                click.echo(f"    {analysis.id}  {analysis.summary}")
        if not plugins.tools:
            click.echo("No plugin contributes a tool.", err=True)
        for fault in plugins.faults:
            warn(f"{fault.plugin} failed at {fault.stage}: {fault.message}")
    return ExitCode.PLUGIN_FAILED if plugins.faults else ExitCode.OK

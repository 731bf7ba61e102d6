"""`personatui plugins check`: whether a plugin's package holds to what personatui asks of it."""

from __future__ import annotations

from pathlib import Path

import click

from personatui.cli.context import Context, common_options, json_option, pass_context
from personatui.cli.output import colour, print_json, put, warn
from personatui.cli.progress import waiting
from personatui.errors import ExitCode


@click.command("check")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--timeout",
    "patience",
    metavar="SECONDS",
    type=click.FloatRange(min=1),
    default=60,
    show_default=True,
    help="How long one step of the plugin may take.",
)
@json_option
@common_options
@pass_context
def command(_: Context, path: Path, patience: float, as_json: bool) -> int:
    """Check the plugin in the folder or wheel PATH without installing it; exit code 1 when something is to be mended.

    It is imported and tried in a process of its own: its metadata, hooks and ids, its demo, every analysis, check,
    exporter and command, its styles and its screen.

    \b
    Examples:
      personatui plugins check .
      personatui plugins check dist/personatui_kano-0.1.0-py3-none-any.whl --json
    """
    from personatui.host.plugin_inspecting import inspect_plugin
    from personatui.render.findings import findings_data, findings_summary, findings_text

    with waiting("Checking the plugin"):
        found = inspect_plugin(path, patience=patience)
    if as_json:
        print_json({"plugin": found.label, "tools": list(found.tools), "findings": findings_data(found.findings)})
    elif found.findings:
        put(findings_text(found.findings, colour=colour()))
        warn(f"{found.label}: {findings_summary(found.findings)}")
    else:
        tools = ", ".join(found.tools) or "no tool"
        warn(f"{found.label} ({tools}): nothing is to be mended.")
    return ExitCode.FINDINGS if found.findings else ExitCode.OK

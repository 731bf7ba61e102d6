"""`personatui plugins`: what is installed, and what is switched on. The other commands have modules of their own."""

from __future__ import annotations

from difflib import get_close_matches

import click

from personatui.cli import plugin_check, plugin_new
from personatui.cli.completion import complete_plugins
from personatui.cli.context import Context, common_options, json_option, pass_context
from personatui.cli.output import print_json, print_rows, put_line, warn
from personatui.cli.plugin_info import approve, info
from personatui.cli.plugin_install import install, restore, uninstall, upgrade
from personatui.errors import UsageError


@click.group("plugins", invoke_without_command=True)
@json_option
@common_options
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """List the installed plugins, install and approve others, and switch them on and off.

    \b
    Examples:
      personatui plugins
      personatui plugins install personatui-kano
      personatui plugins disable jtbd
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_plugins, as_json=as_json)
    elif as_json:
        raise UsageError(
            "--json stands after the command.", hint=f"`personatui plugins {ctx.invoked_subcommand} --json`"
        )


@command.command("list")
@json_option
@common_options
@pass_context
def list_plugins(context: Context, as_json: bool) -> None:
    """List the installed plugins. A faulty one stands there with the reason.

    \b
    Example:
      personatui plugins list --json
    """
    statuses = context.plugins().statuses
    if as_json:
        print_json([status.to_data() for status in statuses])
        return
    if not statuses:
        warn("No plugins are installed.")
        return
    rows = [("name", "version", "status", "tools", "from")]
    rows += [
        (status.name, status.version, status.status, ", ".join(status.tools) or "-", status.distribution)
        for status in statuses
    ]
    print_rows(rows, notes=["", *(status.reason for status in statuses)])


@command.command("enable")
@click.argument("name", shell_complete=complete_plugins)
@json_option
@common_options
@pass_context
def enable(_: Context, name: str, as_json: bool) -> None:
    """Switch the plugin NAME on.

    \b
    Example:
      personatui plugins enable jtbd
    """
    _switch(name, disabled=False, as_json=as_json)


@command.command("disable")
@click.argument("name", shell_complete=complete_plugins)
@json_option
@common_options
@pass_context
def disable(_: Context, name: str, as_json: bool) -> None:
    """Switch the plugin NAME off. It is not even imported, whatever the project.

    \b
    Example:
      personatui plugins disable jtbd
    """
    _switch(name, disabled=True, as_json=as_json)


for _command in (install, uninstall, upgrade, restore, info, approve):
    command.add_command(_command)


def _switch(name: str, *, disabled: bool, as_json: bool) -> None:
    from personatui.host.discovery import discover
    from personatui.store.settings import load_settings, set_plugin_disabled

    # one that is switched off may be uninstalled by now, and is forgotten all the same
    known = [found.name for found in discover()]
    if name not in known and (disabled or name not in load_settings().disabled_plugins):
        close = get_close_matches(name, known, n=1)
        hint = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(known) or 'none'}."
        raise UsageError(f"There is no plugin {name}.", hint=hint)
    set_plugin_disabled(name, disabled)
    if as_json:
        print_json({"name": name, "disabled": disabled})
    else:
        put_line(f"{name} is switched {'off' if disabled else 'on'}.")


command.add_command(plugin_check.command)
command.add_command(plugin_new.command)

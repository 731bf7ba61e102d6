"""`personatui plugins`: what is installed, and what is switched on."""

from __future__ import annotations

import click

from personatui.cli.context import Context, as_json, pass_context, print_json
from personatui.cli.listing import aligned
from personatui.errors import UsageError


@click.group("plugins", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """List plugins, switch them on and off."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_plugins)


@command.command("list")
@as_json
@pass_context
def list_plugins(context: Context, as_json: bool = False) -> None:
    """List the installed plugins with their status; a faulty one with the reason."""
    from personatui.host.opening import user_plugins

    statuses = user_plugins(plugins_off=context.plugins_off).statuses
    if as_json:
        print_json([status.to_data() for status in statuses])
        return
    if not statuses:
        click.echo("No plugins are installed.", err=True)
        return
    rows = [("name", "version", "status", "tools", "from")]
    rows += [
        (status.name, status.version, status.status, ", ".join(status.tools) or "-", status.distribution)
        for status in statuses
    ]
    for line, status in zip(aligned(rows), [None, *statuses], strict=True):
        click.echo(line)
        if status is not None and status.reason:
            click.echo(f"    {status.reason}")


@command.command("enable")
@click.argument("name")
@pass_context
def enable(_: Context, name: str) -> None:
    """Switch the plugin NAME on."""
    _switch(name, disabled=False)


@command.command("disable")
@click.argument("name")
@pass_context
def disable(_: Context, name: str) -> None:
    """Switch the plugin NAME off: it is not even imported."""
    _switch(name, disabled=True)


def _switch(name: str, *, disabled: bool) -> None:
    from personatui.host.discovery import discover
    from personatui.store.settings import set_plugin_disabled

    known = [found.name for found in discover()]
    if name not in known:
        raise UsageError(f"There is no plugin {name}.", hint=f"There are: {', '.join(known) or 'none'}.")
    set_plugin_disabled(name, disabled)
    click.echo(f"{name} is switched {'off' if disabled else 'on'}.")

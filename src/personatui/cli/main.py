"""The command `personatui`: finds the subcommand, and turns every error into a sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from personatui.cli.context import Context
from personatui.errors import ExitCode, PersonatuiError

# command -> module of personatui.cli; each holds a click command called `command`
COMMANDS = {
    "demo": "demo",
    "new": "new",
    "list": "listing",
    "show": "show",
    "tools": "tools",
    "analyze": "analyze",
    "check": "check",
    "import": "importing",
    "plugins": "plugins",
    "schema": "schema",
}
SUMMARIES = {
    "demo": "Copy a sample project and open it.",
    "new": "Start a project.",
    "list": "List the personas of a project.",
    "show": "Show one persona.",
    "tools": "List the tools that plugins contribute.",
    "analyze": "Run analyses on a persona.",
    "check": "Check a project; for people and for CI.",
    "import": "Import personas from Markdown or YAML.",
    "plugins": "List plugins, switch them on and off.",
    "schema": "Print the JSON Schema of a file.",
}


class LazyGroup(click.Group):
    """A group that imports a subcommand's module only when that subcommand is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"personatui.cli.{COMMANDS[cmd_name]}").command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """`personatui FOLDER` opens a project, as long as FOLDER is no command's name."""
        name = args[0]
        if name not in COMMANDS:
            if Path(name).is_dir() or os.sep in name:
                from personatui.cli.workbench import command

                return "open", command, args
            from difflib import get_close_matches

            close = get_close_matches(name, COMMANDS, n=1)
            hint = f"Did you mean `personatui {close[0]}`?" if close else "`personatui --help` lists them."
            raise click.UsageError(f"There is no command or project folder {name}. {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"personatui {version('personatui')}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Without a command: open the workbench on PROJECT, or on the project of the current folder.",
    subcommand_metavar="[PROJECT | COMMAND [ARGS]...]",
)
@click.option(
    "-p", "--project", "project", type=click.Path(path_type=Path), help="The project's folder; else found upwards."
)
@click.option("--no-plugins", is_flag=True, help="Load no plugins at all.")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show the version."
)
@click.pass_context
def cli(ctx: click.Context, project: Path | None, no_plugins: bool, debug: bool) -> None:
    """A terminal workbench for customer personas kept as text in git."""
    ctx.obj = Context(project=project, plugins_off=no_plugins, debug=debug)
    if ctx.invoked_subcommand is None:
        from personatui.cli.workbench import open_workbench

        ctx.exit(open_workbench(ctx.obj))


def run(arguments: Sequence[str]) -> int:
    """Run the command line on these arguments; the exit code. No traceback leaves it without `--debug`."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    try:
        result = cli.main(args=list(arguments), prog_name="personatui", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return 130
    except PersonatuiError as error:
        if "--debug" in arguments:
            raise
        from personatui.model.cleaning import clean

        click.echo(f"personatui: {clean(str(error))}", err=True)
        return error.exit_code
    except BrokenPipeError:
        # the reader went away, as `| head` does; what is left has nowhere to go
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.OK
    except Exception as error:  # noqa: BLE001 - the one place where a defect becomes a sentence
        if "--debug" in arguments:
            raise
        from personatui.model.cleaning import clean_line

        told = clean_line(str(error)) or "no message"
        click.echo(
            f"personatui: this is a defect of personatui ({type(error).__name__}: {told}). "
            "Nothing was changed by it. Run again with --debug to see where.",
            err=True,
        )
        return ExitCode.DEFECT
    return result if isinstance(result, int) else ExitCode.OK

"""The command `personatui`: finds the subcommand, and turns every error into a sentence and an exit code."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module

import click

from personatui.cli.context import Context, common_options, project_option
from personatui.cli.names import COMMANDS
from personatui.cli.output import prepare_streams, warn
from personatui.errors import ExitCode, PersonatuiError

_INTERRUPTED = 130


class LazyGroup(click.Group):
    """A group that imports a subcommand's module only when that subcommand is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"personatui.cli.{COMMANDS[cmd_name][0]}").command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """`personatui FOLDER` opens a project, as long as FOLDER is no command's name."""
        name = args[0]
        if name in COMMANDS or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        if os.sep in name or os.path.lexists(name):
            from personatui.cli.workbench import command

            return "PROJECT", command, args
        from difflib import get_close_matches

        close = get_close_matches(name, COMMANDS, n=1)
        hint = f"Did you mean `personatui {close[0]}`?" if close else "`personatui --help` lists the commands."
        raise click.UsageError(f"There is no command or project folder {name}. {hint}", ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"personatui {version('personatui')}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    subcommand_metavar="[PROJECT | COMMAND [ARGS]...]",
)
@project_option
@common_options
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show the version."
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """A terminal workbench for customer personas kept as text in git.

    Without a command it opens the workbench on PROJECT, or on the project of the current folder. The options
    below may stand before or after a command.

    \b
    Examples:
      personatui demo                look around in a sample project
      personatui my-project          open a project
      personatui check -p my-project --format sarif

    Completion in bash, zsh and fish: eval "$(_PERSONATUI_COMPLETE=bash_source personatui)", or zsh_source,
    fish_source.
    """
    if ctx.invoked_subcommand is None:
        from personatui.cli.workbench import open_workbench

        ctx.exit(open_workbench(ctx.ensure_object(Context)))


def run(arguments: Sequence[str]) -> int:
    """Run the command line on these arguments; the exit code. No traceback leaves it without `--debug`."""
    prepare_streams()
    context = Context()
    try:
        result = cli.main(args=list(arguments), prog_name="personatui", standalone_mode=False, obj=context)
    except click.ClickException as error:
        warn(f"personatui: {error.format_message()}")
        if isinstance(error, click.UsageError) and error.ctx is not None:
            warn(f"Try `{error.ctx.command_path} --help`.")
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        warn("Stopped.")
        return _INTERRUPTED
    except PersonatuiError as error:
        _trace(context)
        warn(f"personatui: {error}")
        return error.exit_code
    except Exception as error:  # noqa: BLE001 - the one place where a defect becomes a sentence
        _trace(context)
        from personatui.model.cleaning import clean_line

        told = clean_line(str(error)) or "no message"
        again = "" if context.debug else " Run again with --debug to see where."
        warn(f"personatui: this is a defect of personatui ({type(error).__name__}: {told}).{again}")
        return ExitCode.DEFECT
    return result if isinstance(result, int) else ExitCode.OK


def _trace(context: Context) -> None:
    if context.debug:
        from traceback import format_exc

        warn(format_exc())

"""`personatui plugins new`: a whole package for a plugin of one's own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import click

from personatui.cli.context import Context, common_options, json_option, pass_context
from personatui.cli.output import print_json, put_line, warn

# The parts of a plugin that are asked for, what is asked, and what holds where nobody is asked.
_QUESTIONS = (
    ("screen", "A screen of its own? Without one it is made of boxes", False),
    ("checks", "A check, which finds what is to be mended?", True),
    ("exporter", "An exporter, which makes a file of a persona?", False),
    ("commands", "A command, which people call by name?", False),
)
_GIT_SECONDS = 5


@click.command("new")
@click.argument("name")
@click.option(
    "--to", "folder", metavar="FOLDER", type=click.Path(path_type=Path), help="Where; else in personatui-NAME."
)
@click.option("--title", metavar="TEXT", help="What the tool is called on screen; else made from NAME.")
@click.option("--screen/--no-screen", default=None, help="A screen of its own, or one made of boxes.")
@click.option("--checks/--no-checks", default=None, help="A check of the canvases.")
@click.option("--exporter/--no-exporter", default=None, help="An exporter of the canvas.")
@click.option("--commands/--no-commands", default=None, help="A command on the canvas.")
@click.option("--author", metavar="TEXT", help="Who writes it; else as git knows you.")
@click.option("--yes", "-y", "is_quiet", is_flag=True, help="Ask nothing.")
@json_option
@common_options
@pass_context
def command(
    context: Context,
    name: str,
    folder: Path | None,
    title: str | None,
    author: str | None,
    is_quiet: bool,
    as_json: bool,
    screen: bool | None,
    checks: bool | None,
    exporter: bool | None,
    commands: bool | None,
) -> None:
    """Start a plugin: a package with a tool, its tests and a sample that pass from the first minute.

    In a terminal it asks for what the options do not say.

    \b
    Examples:
      personatui plugins new kano
      personatui plugins new kano --to plugins/kano --title "Kano Model" --screen --yes
    """
    from personatui.host.plugin_template import PluginAnswers, plugin_files, plugin_names, plugin_title, write_plugin

    names = plugin_names(name, _taken(context))
    asks = not (is_quiet or as_json) and sys.stdin.isatty() and sys.stderr.isatty()
    shown = plugin_title(title or "", names)
    if asks and title is None:
        shown = plugin_title(click.prompt("What is the tool called?", default=shown, err=True), names)
    parts = {"screen": screen, "checks": checks, "exporter": exporter, "commands": commands}
    wanted = {part: _answer(parts[part], question, default, asks) for part, question, default in _QUESTIONS}
    known, email = _git("user.name"), _git("user.email")
    if asks and author is None:
        author = str(click.prompt("Who writes it?", default=known, show_default=bool(known), err=True)).strip()
    writer = known if author is None else author
    answers = PluginAnswers(
        names=names,
        title=shown,
        parts=frozenset(part for part, is_wanted in wanted.items() if is_wanted),
        author=writer,
        email=email if writer and writer == known else "",
    )
    target = folder if folder is not None else Path(names.distribution)
    files = plugin_files(answers)
    write_plugin(target, files)
    if as_json:
        told = {"name": names.tool, "distribution": names.distribution, "package": names.package}
        print_json({**told, "folder": str(target.absolute()), "files": sorted(files)})
        return
    put_line(str(target.absolute()))
    warn(f"Next: `cd {target} && pip install -e '.[dev]' && pytest`, then `personatui plugins check {target}`.")


def _answer(said: bool | None, question: str, default: bool, asks: bool) -> bool:
    if said is not None:
        return said
    return click.confirm(question, default=default, err=True) if asks else default


def _taken(context: Context) -> dict[str, str]:
    """The names of plugins and tools that are installed, with the distribution of each."""
    statuses = context.plugins().statuses
    return {name: status.distribution for status in statuses for name in (status.name, *status.tools)}


def _git(key: str) -> str:
    """What git has in its configuration, cleaned; empty without git or without the key."""
    from personatui.model.cleaning import clean_line

    git = shutil.which("git")
    if git is None:
        return ""
    try:
        told = subprocess.run(
            [git, "config", "--get", key], capture_output=True, text=True, timeout=_GIT_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    return clean_line(told.stdout)

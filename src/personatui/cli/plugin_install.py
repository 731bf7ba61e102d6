"""`personatui plugins install`, `upgrade`, `restore` and `uninstall`: shown, asked for, then done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import click

from personatui.cli.asking import ask, refuse_unasked, yes_option
from personatui.cli.completion import complete_added_plugins
from personatui.cli.context import Context, common_options, json_option, pass_context
from personatui.cli.output import print_json, put, put_line, warn
from personatui.cli.progress import waiting
from personatui.errors import ExitCode, InstallError, PersonatuiError, UsageError

if TYPE_CHECKING:
    from personatui.host.environment import Environment
    from personatui.host.installing.requests import Request
    from personatui.host.installing.running import Outcome, Plan

_dry_run_option = click.option("--dry-run", is_flag=True, help="Only show what would be done.")


@click.command("install")
@click.argument("what", metavar="NAME|PATH|URL")
@click.option("-e", "--editable", is_flag=True, help="Install a folder so that it runs as it is edited.")
@_dry_run_option
@yes_option
@json_option
@common_options
@pass_context
def install(_: Context, what: str, editable: bool, dry_run: bool, yes: bool, as_json: bool) -> int:
    """Install a plugin and approve it.

    It is a package by name, a folder, a wheel, or an address, and goes beside personatui itself. It is shown first what
    would be run and installed. What personatui itself needs stays as it is, and what turns out to be no plugin is
    removed again.

    \b
    Examples:
      personatui plugins install personatui-kano
      personatui plugins install ./my-plugin --editable
      personatui plugins install git+https://example.org/kano.git --dry-run
    """
    from personatui.host.installing.requests import read_request
    from personatui.host.installing.running import doubtful, found_plugins, own_environment, refuse_bundled
    from personatui.store.approvals import load_records

    refuse_unasked(yes or dry_run, "nothing is installed")
    request = read_request(what, editable=editable)
    plugins, records = found_plugins(), load_records()
    refuse_bundled(request, plugins)
    environment = own_environment()
    meant = doubtful(request, plugins, records)
    if meant and dry_run:
        warn(f"{request.name} looks like a misspelling of {meant}.")
    elif meant and yes and not request.is_pinned:
        raise UsageError(
            f"{request.name} looks like a misspelling of {meant}, so nothing is installed.",
            hint=f"If it is meant, say which version: {request.name}==VERSION.",
        )
    elif meant:
        ask(f"{request.name} looks like a misspelling of {meant}. Go on with {request.name}?", yes=yes)
    plan = _planned(environment, request, yes=yes, dry_run=dry_run)
    if dry_run:
        print_json({**plan.to_data(), "dry_run": True}) if as_json else _show(plan, put)
        return ExitCode.OK
    _show(plan, warn)
    ask("It is installed already. Approve it?" if plan.changes_nothing else "Install it?", yes=yes)
    return _tell([_carried_out(plan)], environment, as_json)


@click.command("upgrade")
@click.argument("names", metavar="[NAME]...", nargs=-1, shell_complete=complete_added_plugins)
@click.option("--all", "everything", is_flag=True, help="Upgrade every plugin that did not come with personatui.")
@_dry_run_option
@yes_option
@json_option
@common_options
@pass_context
def upgrade(_: Context, names: tuple[str, ...], everything: bool, dry_run: bool, yes: bool, as_json: bool) -> int:
    """Upgrade plugins and approve them.

    The newest version is taken that fits what was asked for. What was installed from a path or an address is installed
    from there again.

    \b
    Examples:
      personatui plugins upgrade personatui-kano
      personatui plugins upgrade --all --yes
    """
    from personatui.host.discovery import BUNDLED_DISTRIBUTION
    from personatui.host.installing.running import distribution_of, found_plugins, own_environment, upgrade_request
    from personatui.store.approvals import load_records

    if bool(names) is everything:
        raise UsageError("It is not said what to upgrade.", hint="Name plugins, or say --all.")
    refuse_unasked(yes or dry_run, "nothing is upgraded")
    plugins, records = found_plugins(), load_records()
    installed = dict.fromkeys(plugin.distribution for plugin in plugins if plugin.distribution)
    chosen = list(installed) if everything else [distribution_of(name, plugins, records) for name in names]
    gone = [name for name in chosen if name not in installed]
    if gone:
        raise UsageError(f"{gone[0]} is not installed.", hint="`personatui plugins restore` brings back what is gone.")
    environment = own_environment()
    run = _Run(environment, "upgraded", yes=yes, dry_run=dry_run, as_json=as_json, upgrade=True)
    for name in dict.fromkeys(chosen):
        if name != BUNDLED_DISTRIBUTION:
            run.one(name, partial(upgrade_request, name, records))
    return run.end("There is nothing to upgrade.")


@click.command("restore")
@_dry_run_option
@yes_option
@json_option
@common_options
@pass_context
def restore(_: Context, dry_run: bool, yes: bool, as_json: bool) -> int:
    """Install again what is gone.

    What was installed with `plugins install` and is missing now comes back in the version that it had. An upgrade of
    personatui, or a new environment, may have left it out.

    \b
    Example:
      personatui plugins restore
    """
    from personatui.host.installing.running import missing_installations, own_environment, restoring_request

    refuse_unasked(yes or dry_run, "nothing is installed")
    environment = own_environment()
    run = _Run(environment, "restored", yes=yes, dry_run=dry_run, as_json=as_json)
    for installation in missing_installations(environment):
        run.one(installation.name, partial(restoring_request, installation), installation.requirement)
    return run.end("Nothing is missing.")


@click.command("uninstall")
@click.argument("name", shell_complete=complete_added_plugins)
@yes_option
@json_option
@common_options
@pass_context
def uninstall(_: Context, name: str, yes: bool, as_json: bool) -> None:
    """Remove the plugin NAME and its approval. The data of its canvases stays in the projects.

    \b
    Example:
      personatui plugins uninstall personatui-kano
    """
    from personatui.host.installing.running import (
        distribution_of,
        forget,
        found_plugins,
        own_environment,
        plan_removal,
        remove,
    )
    from personatui.host.installing.telling import told_removal
    from personatui.store.approvals import load_records

    refuse_unasked(yes, "nothing is removed")
    distribution = distribution_of(name, found_plugins(), load_records())
    environment = own_environment()
    with waiting("Looking what is installed"):
        removal = plan_removal(environment, distribution)
    if removal is None:
        forget(distribution)
    else:
        for line in told_removal(removal):
            warn(line)
        ask("Remove it?", yes=yes)
        with waiting(f"Removing {removal.name}"):
            remove(removal)
    version = removal.version if removal is not None else ""
    if as_json:
        commands = [command.shown for command in removal.commands] if removal is not None else []
        print_json({"name": distribution, "version": version, "commands": commands})
    elif removal is None:
        put_line(f"{distribution} is not installed any more, and is forgotten.")
    else:
        put_line(f"{distribution} {version} is removed. What its tools have written stays in your projects.")


class _Run:
    """Several plugins, one after the other: what fails is told, and the others go on."""

    def __init__(
        self, environment: Environment, done: str, *, yes: bool, dry_run: bool, as_json: bool, upgrade: bool = False
    ) -> None:
        self._environment = environment
        self._done = done
        self._as_json = as_json
        self._yes = yes
        self._dry_run = dry_run
        self._upgrade = upgrade
        self._plans: list[Plan] = []
        self._outcomes: list[Outcome] = []
        self._failed: list[PersonatuiError] = []

    def one(self, name: str, asked: Callable[[], Request], remembered: str = "") -> None:
        """Do it for a distribution; `asked` gives what is asked for, and `remembered` is kept for later instead."""
        try:
            plan = _planned(self._environment, asked(), yes=self._yes, dry_run=self._dry_run, upgrade=self._upgrade)
            self._plans.append(plan)
            if self._upgrade and plan.changes_nothing:
                held = f" It was asked for as {plan.request.requirement}." if plan.request.is_pinned else ""
                warn(f"{name} is up to date.{held}")
                return
            _show(plan, put if self._dry_run and not self._as_json else warn)
            if not self._dry_run:
                ask("Upgrade it?" if self._upgrade else "Install it?", yes=self._yes)
                self._outcomes.append(_carried_out(replace(plan, remembered=remembered)))
        except PersonatuiError as error:
            self._failed.append(error)
            warn(f"{name} was not {self._done}: {error}")

    def end(self, nothing: str) -> int:
        """Tell what was done; the exit code."""
        if not self._plans and not self._failed:
            warn(nothing)
        if self._dry_run and self._as_json:
            print_json([{**plan.to_data(), "dry_run": True} for plan in self._plans])
        code = ExitCode.OK if self._dry_run else _tell(self._outcomes, self._environment, self._as_json, many=True)
        return max([code, *(error.exit_code for error in self._failed)])


def _planned(environment: Environment, request: Request, *, yes: bool, dry_run: bool, upgrade: bool = False) -> Plan:
    """The plan for a request. Where only building would tell what it brings, the person is asked first."""
    from personatui.host.installing.running import plan_installation

    try:
        with waiting("Looking what would be installed"):
            return plan_installation(environment, request, upgrade=upgrade, may_build=yes)
    except InstallError as error:
        if yes or dry_run:
            raise
        warn(str(error))
    ask("It may come as source, which runs its own code when it is built. Look there too?")
    with waiting("Looking what would be installed"):
        return plan_installation(environment, request, upgrade=upgrade, may_build=True)


def _carried_out(plan: Plan) -> Outcome:
    from personatui.host.installing.running import carry_out

    with waiting(f"Installing {plan.request.name or plan.request.requirement}"):
        return carry_out(plan)


def _show(plan: Plan, write: Callable[[str], None]) -> None:
    """Say what would be installed, from whom, with what, and what that means."""
    from personatui.host.installing.telling import told_plan

    for line in told_plan(plan):
        write(line)


def _tell(outcomes: list[Outcome], environment: Environment, as_json: bool, *, many: bool = False) -> int:
    """Say what was installed, and whether it works; the exit code."""
    from personatui.host.installing.running import fresh_statuses
    from personatui.model.cleaning import clean_line

    with waiting("Loading the plugins"):
        statuses = fresh_statuses(environment) if outcomes else []
    data = []
    for outcome in outcomes:
        own = [status for status in statuses if status["distribution"] == outcome.name]
        data.append({**outcome.to_data(), "plugins": own})
        if as_json:
            continue
        instead = f", instead of {outcome.before}" if outcome.before not in ("", outcome.version) else ""
        put_line(f"{outcome.name} {outcome.version} is installed and approved{instead}.")
        for status in own:
            tools = f", with the tools {', '.join(status['tools'])}" if status["tools"] else ""
            told = f"{status['name']} is {status['status']}{tools}. {status['reason']}"
            put(f"    {clean_line(told)}")
    if as_json:
        print_json(data if many else data[0])
    is_failed = any(status["status"] == "failed" for entry in data for status in entry["plugins"])
    return ExitCode.PLUGIN_FAILED if is_failed else ExitCode.OK

"""Installing, upgrading and removing plugins: planned, run, verified, undone where they are none, and remembered."""

from __future__ import annotations

import contextlib
import importlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from personatui.errors import InstallError, UsageError
from personatui.host.discovery import BUNDLED_DISTRIBUTION, ENTRY_POINT_GROUP, FoundPlugin, discover
from personatui.host.environment import Environment, find_environment, this_interpreter
from personatui.host.installing.commands import Command, install_commands, kept_files, undo_commands, uninstall_commands
from personatui.host.installing.previews import Preview, preview
from personatui.host.installing.processes import run_command
from personatui.host.installing.requests import Request, misspelling, read_request, recorded_request
from personatui.host.installing.snapshots import (
    Installed,
    Snapshot,
    added,
    changed_core,
    constraints_text,
    core_of,
    dependents,
    take_snapshot,
)
from personatui.host.trust import approval_of
from personatui.model.cleaning import clean_line
from personatui.store.approvals import Installation, PluginRecords, change_records, load_records
from personatui.store.settings import state_folder

RIGHTS = "A plugin is code that runs with your own rights. Install it only if you trust who wrote it."
_CONSTRAINTS_FILE = "plugin-constraints.txt"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is about to be done, for a person to say yes to.

    `before` is what is installed now, and `installed` the distribution among it, if it is. With `again` the same
    version is installed anew. `remembered` is the requirement that is kept for later, where it is not the request's.
    """

    environment: Environment
    request: Request
    commands: tuple[Command, ...]
    preview: Preview
    before: Snapshot
    constraints: Path
    installed: Installed | None = None
    upgrade: bool = False
    again: bool = False
    remembered: str = ""

    @property
    def changes_nothing(self) -> bool:
        """Whether it is installed already as it would be."""
        found = self.preview
        is_there = self.installed is not None and found.is_complete
        return is_there and not self.again and found.wanted is None and not found.others

    def to_data(self) -> dict[str, Any]:
        """JSON-ready data with the names that other programs read."""
        return {
            "requirement": self.request.requirement,
            "environment": self.environment.kind,
            "commands": [command.shown for command in self.commands],
            "plugin": self.preview.wanted.to_data() if self.preview.wanted is not None else None,
            "requires": list(self.preview.requires),
            "dependencies": [incoming.to_data() for incoming in self.preview.others],
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """A distribution that was installed or upgraded; `before` is the version that was there."""

    name: str
    version: str
    before: str
    plugins: tuple[str, ...]
    dependencies: tuple[str, ...]

    def to_data(self) -> dict[str, Any]:
        """JSON-ready data with the names that other programs read."""
        return {
            "name": self.name,
            "version": self.version,
            "replaces": self.before if self.before != self.version else "",
            "dependencies": list(self.dependencies),
        }


@dataclass(frozen=True, slots=True)
class Removal:
    """What is about to be removed. `needed_by` are the installed distributions that require it."""

    environment: Environment
    name: str
    version: str
    commands: tuple[Command, ...]
    needed_by: tuple[str, ...]


def own_environment() -> Environment:
    """The environment that runs personatui. Raises InstallError where nothing can be installed into it."""
    environment = find_environment(this_interpreter())
    if environment.kind == "refused":
        raise InstallError(environment.reason, hint=environment.remedy)
    return environment


def found_plugins() -> tuple[FoundPlugin, ...]:
    """Every plugin that is installed now."""
    importlib.invalidate_caches()
    return discover()


def distribution_of(name: str, plugins: Iterable[FoundPlugin], records: PluginRecords) -> str:
    """The distribution that a person means by the name of it or of one of its plugins.

    It may be gone by now, and only known from its installation. Raises UsageError when it is none, or a bundled one.
    """
    wanted = canonicalize_name(name)
    installed = list(plugins)
    for plugin in installed:
        if wanted in (plugin.distribution, canonicalize_name(plugin.name)):
            if plugin.distribution == BUNDLED_DISTRIBUTION:
                raise UsageError(
                    f"{clean_line(name)} comes with personatui itself.",
                    hint=f"`personatui plugins disable {plugin.name}` switches it off.",
                )
            return plugin.distribution
    known = records.names
    if wanted in known:
        return wanted
    names = [entry for plugin in installed for entry in (plugin.name, plugin.distribution)]
    meant = misspelling(name, [*names, *known])
    hint = f"Did you mean {meant}?" if meant else "`personatui plugins` lists them."
    raise UsageError(f"There is no plugin {clean_line(name)}.", hint=hint)


def refuse_bundled(request: Request, plugins: Iterable[FoundPlugin]) -> None:
    """Raise UsageError when what is asked for is personatui itself, or comes with it."""
    bundled = {canonicalize_name(plugin.name) for plugin in plugins if plugin.distribution == BUNDLED_DISTRIBUTION}
    if request.name == BUNDLED_DISTRIBUTION:
        raise UsageError("personatui itself is no plugin.", hint="Name the plugin that is to be installed.")
    if request.kind == "name" and request.name in bundled:
        raise UsageError(f"{request.name} comes with personatui itself.", hint="There is nothing to install.")


def doubtful(request: Request, plugins: Iterable[FoundPlugin], records: PluginRecords) -> str:
    """The known plugin that a name was probably meant to be; empty when there is no doubt."""
    if request.kind != "name":
        return ""
    names = [entry for plugin in plugins for entry in (plugin.distribution, plugin.name)]
    return misspelling(request.name, [*names, *records.names, BUNDLED_DISTRIBUTION])


def plan_installation(
    environment: Environment, request: Request, *, upgrade: bool = False, may_build: bool = False
) -> Plan:
    """What installing a request would do. Raises InstallError with what the installer says where it cannot be done.

    Without `may_build` nothing is built, and so no code of anybody is run.
    """
    before = take_snapshot(environment.python, environment.prefix)
    constraints = _write_constraints(environment, before)
    found = preview(environment, request, constraints, before, upgrade=upgrade, may_build=may_build)
    if not request.name and found.wanted is not None:
        request = replace(request, name=found.wanted.name)
    installed = before.get(request.name)
    if found.wanted is not None and found.wanted.plugins == ():
        raise _no_plugin(found.wanted.name, found.wanted.version, "Nothing was installed.")
    if installed is not None and not installed.plugins and found.is_complete and found.wanted is None:
        raise _no_plugin(installed.name, installed.version, "It was installed before, and is left as it is.")
    # a file of the same version may hold something else
    is_same = installed is not None and (found.wanted is None or found.wanted.version == installed.version)
    again = is_same and request.kind != "name" and not request.is_source
    commands = install_commands(environment, request, constraints, upgrade=upgrade, again=again)
    return Plan(environment, request, commands, found, before, constraints, installed, upgrade, again)


def carry_out(plan: Plan) -> Outcome:
    """Install what was planned, approve and remember it.

    Raises InstallError when that fails, changes what personatui runs on, or brings no plugin: then it is undone.
    """
    name = plan.request.name
    told = plan.request.requirement
    try:
        for command in plan.commands if not plan.changes_nothing else ():
            run_command(command, f"{told} was not {_done(plan)}.")
        after = take_snapshot(plan.environment.python, plan.environment.prefix)
        new = added(plan.before, after)
        name = name or _only(new)
        installed = after.get(name)
        if installed is None:
            raise InstallError(
                f"{told} was installed, but not into the environment that runs personatui.",
                hint="Look into the settings of the installer, such as PIP_TARGET.",
            )
        changed = changed_core(plan.before, after)
        if changed:
            raise InstallError(f"{told} has changed what personatui runs on: {', '.join(changed)}.")
        if not installed.plugins:
            was_there = plan.installed is not None and plan.installed.version == installed.version
            raise _no_plugin(
                name, installed.version, "It was there before, and was left as it is." if was_there else ""
            )
    except BaseException as error:
        undone = _undo(plan, name)
        if isinstance(error, InstallError):
            raise InstallError(error.message, hint=f"{error.hint} {undone}".strip()) from error
        raise
    _remember(plan, installed)
    return Outcome(
        name,
        installed.version,
        plan.installed.version if plan.installed is not None else "",
        installed.plugins,
        tuple(f"{one.name} {one.version}" for one in new if one.name != name),
    )


def fresh_statuses(environment: Environment) -> list[dict[str, Any]]:
    """What became of every plugin, as `plugins list --json` tells it in a new process; nothing when it cannot.

    This process does not see the code of what it has installed editable, and may know an older version of it.
    """
    arguments = (str(environment.python), "-P", "-m", "personatui", "plugins", "list", "--json")
    try:
        told = json.loads(run_command(Command(arguments), "The plugins cannot be listed.").out)
    except (InstallError, ValueError):
        return []
    return [status for status in told if isinstance(status, dict)] if isinstance(told, list) else []


def plan_removal(environment: Environment, name: str) -> Removal | None:
    """What removing a distribution would do; None when it is not installed. Raises InstallError, UsageError."""
    snapshot = take_snapshot(environment.python, environment.prefix)
    installed = snapshot.get(name)
    if installed is None:
        return None
    if name in {one.name for one in core_of(snapshot)}:
        raise UsageError(f"personatui itself needs {name}.", hint="It stays.")
    needed_by = dependents(snapshot, name)
    constraints = _write_constraints(environment, snapshot)
    commands = uninstall_commands(environment, [name], constraints)
    return Removal(environment, name, installed.version, commands, needed_by)


def remove(removal: Removal) -> None:
    """Remove a distribution and forget it. Raises InstallError when it is still there afterwards."""
    for command in removal.commands:
        run_command(command, f"{removal.name} was not removed.")
    if removal.name in take_snapshot(removal.environment.python, removal.environment.prefix):
        raise InstallError(
            f"{removal.name} is still there: it is installed more than once, or by something else.",
            hint="Remove it with what has installed it.",
        )
    forget(removal.name)


def forget(name: str) -> None:
    """Take back the approval of a distribution, and that it was installed."""
    change_records(lambda records: records.without(name))


def upgrade_request(name: str, records: PluginRecords) -> Request:
    """What is asked for again when a distribution is upgraded: what was asked for when it was installed."""
    known = records.installation_of(name)
    return read_request(known.requirement, editable=known.editable) if known is not None else read_request(name)


def missing_installations(environment: Environment, records: PluginRecords | None = None) -> tuple[Installation, ...]:
    """What was installed from personatui and is not there now."""
    snapshot = take_snapshot(environment.python, environment.prefix)
    known = (records if records is not None else load_records()).installations
    return tuple(one for one in known if one.name not in snapshot)


def restoring_request(installation: Installation) -> Request:
    """What installs again what was installed. Raises UsageError when the file or folder that it came from is gone."""
    return recorded_request(
        installation.requirement, installation.name, installation.version, editable=installation.editable
    )


def _remember(plan: Plan, installed: Installed) -> None:
    """Approve what was installed, and remember as what. Raises InstallError when it cannot be found.

    What was there already stays remembered as what it was installed as.
    """
    importlib.invalidate_caches()
    try:
        approval = approval_of(distribution(installed.name))
    except PackageNotFoundError as error:
        raise InstallError(
            f"{installed.name} was installed.", hint=f"`personatui plugins approve {installed.name}` lets it run."
        ) from error
    request = plan.request
    requirement = plan.remembered or request.requirement
    noted = Installation(installed.name, installed.version, requirement, request.editable)

    def change(records: PluginRecords) -> PluginRecords:
        approved = records.with_approval(approval)
        keeps = plan.changes_nothing and records.installation_of(installed.name) is not None
        return approved if keeps else approved.with_installation(noted)

    change_records(change)


def _undo(plan: Plan, name: str) -> str:
    """Remove everything that was not there before, and only that; what was done, in a sentence."""
    environment = plan.environment
    with contextlib.suppress(InstallError):
        new = _names(added(plan.before, take_snapshot(environment.python, environment.prefix)))
        if not new:
            return _step_back(plan, name)
        failure = f"{', '.join(new)} could not be removed again."
        try:
            for command in undo_commands(environment, name if name in new else "", new, plan.constraints):
                run_command(command, failure)
            left = _names(added(plan.before, take_snapshot(environment.python, environment.prefix)))
            # what the tool keeps no count of is removed by itself
            for command in uninstall_commands(replace(environment, noted=frozenset()), left, plan.constraints):
                run_command(command, failure)
        except InstallError as error:
            return str(error)
        return f"What was installed was removed again: {', '.join(new)}."
    return "What it has left cannot be told."


def _step_back(plan: Plan, name: str) -> str:
    """Bring back the version that was there, where another one has taken its place."""
    environment, known = plan.environment, plan.installed
    now = take_snapshot(environment.python, environment.prefix).get(name)
    if known is None or now is None or now.version == known.version:
        return ""
    request = Request(f"{name}=={known.version}", "name", name, is_pinned=True)
    try:
        for command in install_commands(environment, request, plan.constraints):
            run_command(command, f"{name} {known.version} could not be brought back.")
    except InstallError as error:
        return str(error)
    return f"{name} {known.version} was brought back."


def _write_constraints(environment: Environment, snapshot: Snapshot) -> Path:
    path = (state_folder() / _CONSTRAINTS_FILE).absolute()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for file, text in {path: constraints_text(snapshot), **kept_files(environment, path)}.items():
            file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InstallError(
            f"{path} cannot be written: {error.strerror or error}.", hint="Change the permissions of its folder."
        ) from error
    return path


def _no_plugin(name: str, version: str, what: str) -> InstallError:
    return InstallError(
        f"{name} {version} is no plugin of personatui: it has no entry point in the group {ENTRY_POINT_GROUP}.",
        hint=what,
    )


def _names(installed: Sequence[Installed]) -> list[str]:
    return [one.name for one in installed]


def _only(new: Sequence[Installed]) -> str:
    """The distribution that was asked for, where only what came of it tells."""
    plugins = [one.name for one in new if one.plugins]
    candidates = plugins or _names(new)
    return candidates[0] if len(candidates) == 1 else ""


def _done(plan: Plan) -> str:
    return "upgraded" if plan.upgrade else "installed"

"""Loading plugins one by one, and what they contribute, as one frozen view for the rest of the program."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from time import perf_counter
from types import MappingProxyType
from typing import Any, Literal

from personatui.api.contributions import (
    Analysis,
    AnalysisInput,
    CheckRule,
    Command,
    Exporter,
    Parameters,
    Tool,
)
from personatui.host.contract import (
    CONTRIBUTIONS,
    Implementation,
    Part,
    hook_trouble,
    implementations,
    part_trouble,
    repeated,
    report_trouble,
    tool_trouble,
)
from personatui.host.discovery import FoundPlugin, discover
from personatui.host.guard import guarded
from personatui.host.log import logger
from personatui.host.trust import Trust, load_trust
from personatui.model.reports import Fault, Report

SWITCHED_OFF = "It is switched off in the settings."

Status = Literal["active", "disabled", "unapproved", "incompatible", "failed"]


@dataclass(frozen=True, slots=True)
class PluginStatus:
    """What became of one installed plugin. `import_seconds` counts its import and its hooks."""

    name: str
    distribution: str
    version: str
    status: Status
    reason: str = ""
    tools: tuple[str, ...] = ()
    hooks: tuple[str, ...] = ()
    import_seconds: float = 0.0

    def to_data(self) -> dict[str, Any]:
        """JSON-ready data with the names that other programs read."""
        return {
            "name": self.name,
            "distribution": self.distribution,
            "version": self.version,
            "status": self.status,
            "reason": self.reason,
            "tools": list(self.tools),
            "hooks": list(self.hooks),
            "import_seconds": round(self.import_seconds, 4),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginHost:
    """Everything that the working plugins contribute; the bundled ones first, then by distribution and name.

    `analyses` holds, for each tool, its own and those that other plugins add to it. `faults` tells of plugins
    that failed while loading.
    """

    tools: Mapping[str, Tool] = field(default_factory=lambda: MappingProxyType({}))
    analyses: Mapping[str, tuple[Analysis, ...]] = field(default_factory=lambda: MappingProxyType({}))
    checks: tuple[CheckRule, ...] = ()
    exporters: tuple[Exporter, ...] = ()
    commands: tuple[Command, ...] = ()
    statuses: tuple[PluginStatus, ...] = ()
    faults: tuple[Fault, ...] = ()
    owners: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def unapproved(self) -> tuple[PluginStatus, ...]:
        """The plugins that wait for the user's approval."""
        return tuple(status for status in self.statuses if status.status == "unapproved")

    def owner_of(self, contribution: str) -> str:
        """The name of the plugin that contributes an id; of an unknown one, of the tool that it starts with.

        Where there is none either, the first part of the id itself.
        """
        prefix = contribution.partition(".")[0]
        return self.owners.get(contribution) or self.owners.get(prefix) or prefix


@dataclass(slots=True)
class _Candidate:
    """A plugin on its way from its metadata into the host."""

    found: FoundPlugin
    hooks: tuple[str, ...] = ()
    seconds: float = 0.0
    note: str = ""
    fault: Fault | None = None
    tools: list[Tool] = field(default_factory=list)
    analyses: list[Analysis] = field(default_factory=list)
    checks: list[CheckRule] = field(default_factory=list)
    exporters: list[Exporter] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)

    def fail(self, stage: str, message: str) -> None:
        self.fault = Fault(self.found.name, stage, message)
        logger.error("%s failed (%s): %s", self.found.name, stage, message)

    def ids_by_kind(self) -> Iterator[list[str]]:
        """The ids of each kind, a tool's parts and what is added together."""
        yield [tool.id for tool in self.tools]
        for kind in ("analyses", "checks", "exporters", "commands"):
            yield [part.id for holder in (self, *self.tools) for part in getattr(holder, kind)]

    def own_ids(self) -> Iterator[str]:
        """The ids of the tools and of their parts."""
        for tool in self.tools:
            yield tool.id
            yield from _part_ids(tool)

    def added_ids(self) -> Iterator[str]:
        """The ids of what is no part of a tool."""
        yield from _part_ids(self)


def _part_ids(holder: Tool | _Candidate) -> Iterator[str]:
    parts: Iterable[Part] = chain(holder.analyses, holder.checks, holder.exporters, holder.commands)
    return (part.id for part in parts)


def load_plugins(*, disabled: Collection[str] = (), off: bool = False, trust: Trust | None = None) -> PluginHost:
    """Load every installed plugin that is sound and approved; the others are listed in `statuses` with the reason.

    `disabled` names plugins or distributions that are not imported, `off` imports none. `trust` tells what may be
    imported: by default what the user has approved. A plugin of which anything is at fault contributes nothing.
    """
    trust = trust if trust is not None else load_trust()
    settle = _switched_off if off or trust.is_off else trust.settled
    return load_found(discover(disabled=disabled, settle=settle))


def load_found(plugins: Iterable[FoundPlugin]) -> PluginHost:
    """Load these plugins alone, in their order; as `load_plugins` does those that are installed."""
    candidates = [_Candidate(found) for found in plugins]
    for candidate in candidates:
        found = candidate.found
        if found.is_held or found.incompatible:
            continue
        if found.fault:
            candidate.fail("metadata", found.fault)
            continue
        started = perf_counter()
        candidate.fault = _load(candidate)
        candidate.seconds = perf_counter() - started
    owners = _settle_owners(candidates)
    working = [candidate for candidate in candidates if _works(candidate)]
    tools = {tool.id: tool for candidate in working for tool in candidate.tools}
    analyses = {tool.id: list(tool.analyses) for tool in tools.values()}
    for candidate in working:
        waiting = []
        for analysis in candidate.analyses:
            target = analyses.get(analysis.id.partition(".")[0])
            if target is None:
                waiting.append(analysis.id)
            else:
                target.append(analysis)
        if waiting:
            candidate.note = f"Waits for a tool that is not loaded: {', '.join(waiting)}."
    checks = [check for tool in tools.values() for check in tool.checks]
    exporters = [exporter for tool in tools.values() for exporter in tool.exporters]
    commands = [command for tool in tools.values() for command in tool.commands]
    return PluginHost(
        tools=MappingProxyType(tools),
        analyses=MappingProxyType({key: tuple(value) for key, value in analyses.items()}),
        checks=(*checks, *(check for candidate in working for check in candidate.checks)),
        exporters=(*exporters, *(exporter for candidate in working for exporter in candidate.exporters)),
        commands=(*commands, *(command for candidate in working for command in candidate.commands)),
        statuses=tuple(map(_status, candidates)),
        faults=tuple(candidate.fault for candidate in candidates if candidate.fault is not None),
        owners=MappingProxyType(owners),
    )


def run_analysis(host: PluginHost, analysis: Analysis, given: AnalysisInput) -> Report | Fault:
    """The report of an analysis, checked so that every renderer can draw it, or what went wrong.

    An analysis with parameters of its own that is given none runs with its defaults.
    """
    return guarded(
        host.owner_of(analysis.id),
        analysis.id,
        _run_analysis,
        analysis,
        given,
        expect=Report,
        verify=partial(report_trouble, analysis.id, given.tool),
    )


def _run_analysis(analysis: Analysis, given: AnalysisInput) -> object:
    if type(given.parameters) is Parameters and analysis.parameters is not Parameters:
        given = replace(given, parameters=analysis.parameters())
    return analysis.run(given)


def _switched_off(found: FoundPlugin) -> FoundPlugin:
    return replace(found, left_out="Plugins are switched off for this run.")


def _works(candidate: _Candidate) -> bool:
    found = candidate.found
    return not (found.is_held or found.incompatible or candidate.fault)


def _load(candidate: _Candidate) -> Fault | None:
    """Import the plugin and call its hooks; the first fault ends it."""
    name, entry_point = candidate.found.name, candidate.found.entry_point
    if entry_point is None:
        return Fault(name, "metadata", "It has no entry point.")
    plugin = guarded(name, "import", entry_point.load, expect=object)
    if isinstance(plugin, Fault):
        return plugin
    found = guarded(name, "hooks", implementations, plugin, expect=tuple, verify=lambda _: hook_trouble(plugin))
    if isinstance(found, Fault):
        return found
    hooks: tuple[tuple[str, Implementation], ...] = found
    candidate.hooks = tuple(dict.fromkeys(hook for hook, _ in hooks))
    if not hooks:
        candidate.note = "It implements no hook."
    for hook, implementation in hooks:
        # every plugin's analyses may name any tool; the rest stays under the plugin's own names
        prefixes = () if hook == "personatui_analyses" else (name, *(tool.id for tool in candidate.tools))
        verify: Callable[[Any], str] = (
            tool_trouble if hook == "personatui_tools" else partial(part_trouble, prefixes=prefixes)
        )
        yielded = guarded(name, hook, implementation, expect=CONTRIBUTIONS[hook], many=True, verify=verify)
        if isinstance(yielded, Fault):
            return yielded
        getattr(candidate, hook.removeprefix("personatui_")).extend(yielded)
    twice = next(filter(None, map(repeated, candidate.ids_by_kind())), None)
    return Fault(name, "ids", f"It contributes {twice} twice.") if twice else None


def _settle_owners(candidates: list[_Candidate]) -> dict[str, str]:
    """Who owns each id. Whoever claims what another has fails; tools and their parts come before additions."""
    owners: dict[str, _Candidate] = {}
    for ids_of, stage in ((_Candidate.own_ids, "tools"), (_Candidate.added_ids, "additions")):
        for candidate in filter(_works, candidates):
            ids = list(ids_of(candidate))
            taken = next((key for key in ids if owners.get(key, candidate) is not candidate), None)
            if taken is None:
                owners.update(dict.fromkeys(ids, candidate))
                continue
            kind = "analysis, check, exporter or command" if "." in taken else "tool"
            candidate.fail(
                stage,
                f"The {kind} {taken} belongs to {owners[taken].found.label} already; "
                f"{candidate.found.label} cannot add it too.",
            )
            owners = {key: owner for key, owner in owners.items() if owner is not candidate}
    return {key: owner.found.name for key, owner in owners.items()}


def _status(candidate: _Candidate) -> PluginStatus:
    found, fault = candidate.found, candidate.fault
    status: Status = "active"
    reason = candidate.note
    if found.left_out or found.disabled:
        status, reason = "disabled", found.left_out or SWITCHED_OFF
    elif found.incompatible:
        status, reason = "incompatible", found.incompatible
    elif found.unapproved:
        status, reason = "unapproved", found.unapproved
    elif fault is not None:
        status, reason = "failed", f"{fault.stage}: {fault.message}"
    return PluginStatus(
        name=found.name,
        distribution=found.distribution,
        version=found.version,
        status=status,
        reason=reason,
        tools=tuple(tool.id for tool in candidate.tools) if status == "active" else (),
        hooks=candidate.hooks,
        import_seconds=candidate.seconds,
    )

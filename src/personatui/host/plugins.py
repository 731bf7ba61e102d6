"""Loading plugins one by one, and what they contribute, as one frozen view for the rest of the program."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from time import perf_counter
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from personatui.api.contributions import (
    Analysis,
    AnalysisInput,
    CheckInput,
    CheckRule,
    Command,
    CommandInput,
    Exporter,
    ExportInput,
    Parameters,
    Tool,
)
from personatui.host.contract import (
    CONTRIBUTIONS,
    Implementation,
    Newer,
    Part,
    hook_trouble,
    implementations,
    imported,
    part_trouble,
    repeated,
    report_trouble,
    tool_trouble,
    unknown_hooks,
)
from personatui.host.discovery import BUNDLED_DISTRIBUTION, FoundPlugin, discover
from personatui.host.guard import guarded
from personatui.host.lending import Lending, Loan
from personatui.host.log import logger
from personatui.host.patience import Patience
from personatui.host.trust import Trust, load_trust
from personatui.model.reports import Fault, Report

SWITCHED_OFF = "It is switched off in the settings."

Status = Literal["active", "disabled", "unapproved", "incompatible", "failed"]
_T = TypeVar("_T")
_G = TypeVar("_G", AnalysisInput, CheckInput, CommandInput, ExportInput)


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

    @property
    def is_bundled(self) -> bool:
        """Whether it comes with personatui itself."""
        return self.distribution == BUNDLED_DISTRIBUTION

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
    that failed while loading. `patience` says how long they are waited for, and `lending` what they are given.
    """

    tools: Mapping[str, Tool] = field(default_factory=lambda: MappingProxyType({}))
    analyses: Mapping[str, tuple[Analysis, ...]] = field(default_factory=lambda: MappingProxyType({}))
    checks: tuple[CheckRule, ...] = ()
    exporters: tuple[Exporter, ...] = ()
    commands: tuple[Command, ...] = ()
    statuses: tuple[PluginStatus, ...] = ()
    faults: tuple[Fault, ...] = ()
    owners: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    patience: Patience = field(default_factory=Patience, repr=False, compare=False)
    lending: Lending = field(default_factory=Lending, repr=False, compare=False)

    def is_bundled(self, plugin: str) -> bool:
        """Whether a plugin comes with personatui itself."""
        return any(status.name == plugin and status.is_bundled for status in self.statuses)

    def within(self, plugin: str, stage: str, call: Callable[[], _T]) -> _T | Fault:
        """What a call of a plugin's code returns, waited for only so long; what is bundled is called at once."""
        return call() if self.is_bundled(plugin) else self.patience.within(plugin, stage, call)

    def without(self, plugin: str) -> PluginHost:
        """The same without what one plugin contributes."""

        def is_kept(contribution: str) -> bool:
            return self.owner_of(contribution) != plugin

        tools = {key: tool for key, tool in self.tools.items() if is_kept(key)}
        analyses = {
            key: tuple(analysis for analysis in self.analyses.get(key, ()) if is_kept(analysis.id)) for key in tools
        }
        return replace(
            self,
            tools=MappingProxyType(tools),
            analyses=MappingProxyType(analyses),
            checks=tuple(check for check in self.checks if is_kept(check.id)),
            exporters=tuple(exporter for exporter in self.exporters if is_kept(exporter.id)),
            commands=tuple(command for command in self.commands if is_kept(command.id)),
            statuses=tuple(
                replace(status, status="disabled", reason=SWITCHED_OFF, tools=()) if status.name == plugin else status
                for status in self.statuses
            ),
            faults=tuple(fault for fault in self.faults if fault.plugin != plugin),
        )

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


def load_plugins(
    *,
    disabled: Collection[str] = (),
    off: bool = False,
    trust: Trust | None = None,
    patience: Patience | None = None,
) -> PluginHost:
    """Load every installed plugin that is sound and approved; the others are listed in `statuses` with the reason.

    `disabled` names plugins or distributions that are not imported, `off` imports none. `trust` tells what may be
    imported: by default what the user has approved. A plugin of which anything is at fault contributes nothing, and
    one that takes longer than `patience` has is at fault.
    """
    trust = trust if trust is not None else load_trust()
    settle = _switched_off if off or trust.is_off else trust.settled
    return load_found(discover(disabled=disabled, settle=settle), patience=patience)


def load_found(plugins: Iterable[FoundPlugin], *, patience: Patience | None = None) -> PluginHost:
    """Load these plugins alone, in their order; as `load_plugins` does those that are installed."""
    patience = patience or Patience()
    candidates = [_Candidate(found) for found in plugins]
    for candidate in candidates:
        found = candidate.found
        if found.is_held or found.incompatible:
            continue
        if found.fault:
            candidate.fail("metadata", found.fault)
            continue
        started = perf_counter()
        candidate.fault = _load(candidate, patience)
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
        patience=patience,
    )


def run_analysis(host: PluginHost, analysis: Analysis, given: AnalysisInput) -> Report | Fault:
    """The report of an analysis, checked so that every renderer can draw it, or what went wrong.

    An analysis with parameters of its own that is given none runs with its defaults.
    """
    verify = partial(report_trouble, analysis.id, given.tool)
    return ask(
        host,
        analysis.id,
        given,
        lambda owner, lent: guarded(owner, analysis.id, _run_analysis, analysis, lent, expect=Report, verify=verify),
    )


def ask(host: PluginHost, part: str, given: _G, call: Callable[[str, _G], _T | Fault]) -> _T | Fault:
    """What `call` returns, given the owner of a part and what that owner may see; it is waited for only so long.

    A plugin that is not bundled sees copies of the records, and has failed when it changes them.
    """
    owner = host.owner_of(part)
    if host.is_bundled(owner):
        return host.patience.within(owner, part, partial(call, owner, given))
    loan = host.lending.lend(owner, given.project)
    lent: _G = _lent(given, loan)
    result = host.patience.within(owner, part, partial(call, owner, lent))
    # one that was left behind may change them at any time
    is_left = isinstance(result, Fault) and host.patience.is_behind(result)
    changed = loan.take_back(for_good=is_left)
    if changed and not isinstance(result, Fault):
        message = f"It changed {changed} instead of returning a change. The project stays as it was."
        logger.error("%s failed (%s): %s", owner, part, message)
        return Fault(owner, part, message)
    return result


def _lent(given: Any, loan: Loan) -> Any:
    """What a part is given, with the records of the loan in place of the session's."""
    changes: dict[str, Any] = {"project": loan.project}
    if not isinstance(given, CheckInput):
        changes["persona"] = loan.project.personas[given.persona_id]
    if isinstance(given, AnalysisInput | CommandInput) and given.canvas is not None:
        changes["canvas"] = loan.canvas_like(given.canvas)
    return replace(given, **changes)


def _at_once(_plugin: str, _stage: str, call: Callable[[], _T]) -> _T:
    return call()


def _run_analysis(analysis: Analysis, given: AnalysisInput) -> object:
    if type(given.parameters) is Parameters and analysis.parameters is not Parameters:
        given = replace(given, parameters=analysis.parameters())
    return analysis.run(given)


def _switched_off(found: FoundPlugin) -> FoundPlugin:
    return replace(found, left_out="Plugins are switched off for this run.")


def _works(candidate: _Candidate) -> bool:
    found = candidate.found
    return not (found.is_held or found.incompatible or candidate.fault)


def _load(candidate: _Candidate, patience: Patience) -> Fault | None:
    """Import the plugin and call its hooks; the first fault ends it, and so does what this version lacks."""
    name, entry_point = candidate.found.name, candidate.found.entry_point
    if entry_point is None:
        return Fault(name, "metadata", "It has no entry point.")
    within = _at_once if candidate.found.distribution == BUNDLED_DISTRIBUTION else patience.within
    plugin = within(name, "import", lambda: guarded(name, "import", imported, entry_point, expect=object))
    if isinstance(plugin, Fault):
        return plugin
    newer = within(name, "hooks", lambda: guarded(name, "hooks", _newer, plugin, expect=str))
    if isinstance(newer, Fault):
        return newer
    if newer:
        candidate.found = replace(candidate.found, incompatible=newer)
        return None
    found = within(
        name,
        "hooks",
        lambda: guarded(name, "hooks", implementations, plugin, expect=tuple, verify=lambda _: hook_trouble(plugin)),
    )
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
        call = partial(guarded, name, hook, implementation, expect=CONTRIBUTIONS[hook], many=True, verify=verify)
        yielded: tuple[Any, ...] | Fault = within(name, hook, call)
        if isinstance(yielded, Fault):
            return yielded
        getattr(candidate, hook.removeprefix("personatui_")).extend(yielded)
    twice = next(filter(None, map(repeated, candidate.ids_by_kind())), None)
    return Fault(name, "ids", f"It contributes {twice} twice.") if twice else None


def _newer(plugin: object) -> str:
    return plugin.reason if isinstance(plugin, Newer) else unknown_hooks(plugin)


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

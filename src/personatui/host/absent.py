"""Tools that a project has canvases of, or says it uses, and that are not there: why, and what brings them."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from personatui.host.discovery import read_requirement
from personatui.host.plugins import SWITCHED_OFF, PluginHost, PluginStatus
from personatui.host.rules import Located, located
from personatui.model.cleaning import clean_line
from personatui.model.findings import Severity
from personatui.model.ids import PROJECT_REFERENCE, canvas_reference, is_record_id
from personatui.model.project import Project

# What a person can do about a plugin that is installed and not active, by its status.
_COMMANDS = {"disabled": "enable", "unapproved": "approve", "incompatible": "upgrade"}


@dataclass(frozen=True, slots=True)
class AbsentTool:
    """A tool that is not there: `reason` is a sentence, `command` what a shell would be given; empty if unknown.

    One that `is_left_out` is installed, and this run goes without it. A project can only say what it needs: nothing is
    installed, loaded or approved because a file asks for it.
    """

    id: str
    reason: str
    command: str
    is_left_out: bool = False

    @property
    def told(self) -> str:
        """The reason with the command, as one line."""
        return f"{self.reason} `{self.command}`" if self.command not in self.reason else self.reason


def absent_tools(project: Project, plugins: PluginHost) -> Mapping[str, AbsentTool]:
    """The tools that the project needs and that are not there, by id: those with canvases, and those it names."""
    uses = project.settings.uses
    wanted = {*(tool for tool, _ in project.canvases), *filter(is_record_id, uses)}
    wanted -= {*plugins.tools, *project.settings.tools_off}
    return {tool: _absent(tool, _text(uses.get(tool)), plugins.statuses) for tool in sorted(wanted)}


def absent_findings(project: Project, plugins: PluginHost) -> Iterator[Located]:
    """What is to be said of tools that the project needs: absent, of another version, or not to be found."""
    absent = absent_tools(project, plugins)
    for tool, name in project.canvases:
        if tool in absent:
            yield located(
                canvas_reference(tool, name),
                (),
                "core.absent-tool",
                Severity.NOTE,
                f"The tool {tool} is not there; its canvas is kept as it is.",
                hint=absent[tool].told,
            )
    for tool, wanted in project.settings.uses.items():
        for code, severity, message, hint in _trouble(tool, wanted, absent, plugins):
            yield located(PROJECT_REFERENCE, ("uses", tool), code, severity, message, hint=hint)


def _trouble(
    tool: str, wanted: object, absent: Mapping[str, AbsentTool], plugins: PluginHost
) -> Iterator[tuple[str, Severity, str, str]]:
    """What is wrong with one line of `uses`: code, severity, message and hint."""
    shown, requirement = clean_line(tool), read_requirement(_text(wanted))
    if not is_record_id(tool):
        yield (
            "core.bad-id",
            Severity.WARNING,
            f"{shown} cannot be the id of a tool.",
            "Ids are a-z, 0-9, _ and -, at most 64.",
        )
    elif wanted != "" and requirement is None:
        yield (
            "core.bad-requirement",
            Severity.WARNING,
            f"`{clean_line(str(wanted))}` does not say what brings the tool {shown}.",
            'Write the name of a distribution, and a version if need be: "personatui-kano>=1.2".',
        )
    elif tool in absent:
        yield (
            "core.absent-tool",
            Severity.NOTE,
            f"The project uses the tool {shown}, which is not there.",
            absent[tool].told,
        )
    elif requirement is not None:
        installed = _installed(requirement, plugins.statuses)
        if installed and not requirement.specifier.contains(installed, prereleases=True):
            yield (
                "core.other-version",
                Severity.WARNING,
                f"The project needs {requirement.name}{requirement.specifier}, and {installed} is installed.",
                f"`personatui plugins upgrade {shlex.quote(plugins.owner_of(tool))}` brings the newest one.",
            )


def _text(wanted: object) -> str:
    """What a line of `uses` says; nothing where it is no text."""
    return wanted if isinstance(wanted, str) else ""


def _installed(requirement: Requirement, statuses: Iterable[PluginStatus]) -> str:
    """The version of a distribution that is installed, or nothing."""
    name = canonicalize_name(requirement.name)
    return next((status.version for status in statuses if status.distribution == name), "")


def _remedy(status: PluginStatus) -> str:
    """The command that makes a plugin active; empty where there is none."""
    verb = _COMMANDS.get(status.status)
    # a plugin is switched on by its own name; its distribution is what is approved and upgraded
    name = status.name if verb == "enable" else status.distribution
    return f"personatui plugins {verb} {shlex.quote(name)}" if verb else ""


def _absent(tool: str, wanted: str, statuses: Iterable[PluginStatus]) -> AbsentTool:
    requirement = read_requirement(wanted)
    names = {tool, canonicalize_name(requirement.name) if requirement is not None else tool}
    for status in statuses:
        if status.status != "active" and not names.isdisjoint((status.name, status.distribution)):
            is_left_out = status.status == "disabled" and status.reason != SWITCHED_OFF
            reason = f"Its plugin is {status.status}. {status.reason}".strip()
            return AbsentTool(tool, reason, "" if is_left_out else _remedy(status), is_left_out)
    if requirement is None:
        return AbsentTool(tool, "It is not installed, and the project does not say what brings it.", "")
    if requirement.url:
        # an address out of a file is for a person to judge, not to be copied and run
        return AbsentTool(tool, f"It is not installed. The project names {clean_line(wanted)} for it.", "")
    asked = shlex.quote(f"{requirement.name}{requirement.specifier}")
    return AbsentTool(tool, "It is not installed.", f"personatui plugins install {asked}")

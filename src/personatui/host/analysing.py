"""Running analyses on a persona: which ones, on which canvas, and what came of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from personatui.api import Analysis, AnalysisInput, Project, Report, Tool
from personatui.errors import UsageError
from personatui.host.plugins import PluginHost, run_analysis
from personatui.model.reports import Fault


@dataclass(frozen=True, slots=True)
class Outcome:
    """The reports of a run, the faults of plugins, and the tools left out because they have no canvas."""

    persona_id: str
    reports: tuple[Report, ...]
    faults: tuple[Fault, ...]
    without_canvas: tuple[str, ...] = ()


def find_persona(project: Project, name: str) -> str:
    """The id of the persona that a person means. Raises UsageError when it is none or not only one.

    An id or a name in any case; else what one id or name alone begins with, or a word of one name alone.
    """
    if name in project.personas:
        return name
    wanted = " ".join(name.split()).casefold()
    names = {key: persona.name.casefold() for key, persona in project.personas.items()}
    named = [key for key in names if wanted and wanted in (key, names[key])]
    begun = [key for key in names if wanted and (key.startswith(wanted) or names[key].startswith(wanted))]
    within = [key for key in names if wanted in names[key].split()]
    found = named or begun or within
    if len(found) == 1:
        return found[0]
    if found:
        how = "are called" if named else "answer to"
        raise UsageError(f"{len(found)} personas {how} {name}.", hint=f"Use an id: {', '.join(found)}.")
    candidates = {names[key]: key for key in names} | {key: key for key in names}
    close = get_close_matches(wanted, candidates, n=1)
    hint = f"Did you mean {candidates[close[0]]}?" if close else "`personatui list` names them."
    raise UsageError(f"There is no persona {name}.", hint=hint)


def analyse(
    project: Project,
    plugins: PluginHost,
    tools: Mapping[str, Tool],
    persona_id: str,
    names: Sequence[str] = (),
    *,
    today: date,
    seed: int = 0,
) -> Outcome:
    """Run the named tools' or single analyses, or all of the tools that have a canvas for the persona.

    Raises UsageError for an unknown persona, tool or analysis. A plugin's failure is a fault in the outcome.
    """
    persona_id = find_persona(project, persona_id)
    reports: list[Report] = []
    faults: list[Fault] = []
    without: list[str] = []
    for tool, analyses in _chosen(plugins, tools, names):
        found = project.canvas(tool.id, persona_id)
        if found is None and names and tool.about == "project":
            # what is asked for may be answered by the project alone
            found = tool.canvas_name(persona_id), tool.model()
        if found is None:
            without.append(tool.id)
            continue
        name, canvas = found
        for analysis in analyses:
            given = AnalysisInput(
                tool=tool.id,
                name=name,
                canvas=canvas,
                persona_id=persona_id,
                persona=project.personas[persona_id],
                project=project,
                today=today,
                seed=seed,
            )
            result = run_analysis(plugins, analysis, given)
            if isinstance(result, Report):
                reports.append(result)
            else:
                faults.append(result)
    return Outcome(persona_id, tuple(reports), tuple(faults), tuple(without))


def _chosen(
    plugins: PluginHost, tools: Mapping[str, Tool], names: Sequence[str]
) -> list[tuple[Tool, tuple[Analysis, ...]]]:
    if not names:
        return [(tool, plugins.analyses.get(tool.id, ())) for tool in tools.values()]
    chosen: dict[str, list[Analysis]] = {}
    for name in names:
        wanted = name.replace("-", "_")
        key = name if name in tools else wanted
        if key in tools:
            chosen.setdefault(key, []).extend(plugins.analyses.get(key, ()))
            continue
        tool_id = name.partition(".")[0]
        match = [analysis for analysis in plugins.analyses.get(tool_id, ()) if analysis.id == name]
        off = {tool_id, tool_id.replace("-", "_")} & (plugins.tools.keys() - tools.keys())
        if off:
            raise UsageError(
                f"This project has switched off the tool {off.pop()}.",
                hint="It stands in tools_off of personatui.toml.",
            )
        if not match:
            known = [*tools, *(analysis.id for tool in tools for analysis in plugins.analyses.get(tool, ()))]
            close = get_close_matches(name, known, n=1)
            hint = f"Did you mean {close[0]}?" if close else "`personatui tools` names them."
            raise UsageError(f"There is no tool or analysis {name}.", hint=hint)
        chosen.setdefault(tool_id, []).extend(match)
    return [(tools[key], tuple(dict.fromkeys(analyses))) for key, analyses in chosen.items()]

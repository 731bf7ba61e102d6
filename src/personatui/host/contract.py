"""What plugins owe the host: which hooks they may have, and what their tools, parts and reports must hold to.

The `..._trouble` functions return what is wrong in one sentence, or nothing. All functions here read what
plugins made, so they run under the guard.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import cache
from importlib.metadata import EntryPoint
from math import isfinite
from typing import Any, TypeAlias, TypeVar, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from personatui.api.contributions import Analysis, CheckRule, Command, Exporter, Layout, Region, Tool
from personatui.api.hookspecs import API_VERSION, HOOK_NAMES, PROJECT_NAME
from personatui.model.cleaning import clean_line, is_clean, strings_in
from personatui.model.edits import Change
from personatui.model.findings import Finding
from personatui.model.ids import is_record_id
from personatui.model.reports import (
    Bar,
    Block,
    Divider,
    Line,
    LineBlock,
    MatrixBlock,
    Metric,
    Point,
    Report,
    TableBlock,
)

Part: TypeAlias = Analysis | CheckRule | Exporter | Command
Implementation: TypeAlias = Callable[[], object]

# What each hook yields.
CONTRIBUTIONS: dict[str, type[Any]] = {
    "personatui_tools": Tool,
    "personatui_analyses": Analysis,
    "personatui_checks": CheckRule,
    "personatui_exporters": Exporter,
    "personatui_commands": Command,
}

_K = TypeVar("_K", bound=Hashable)

_MARK = f"{PROJECT_NAME}_impl"
# The host's own findings have codes with this prefix.
_RESERVED = "core"
_PART_ID = re.compile(r"[a-z0-9][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)+")
_LONGEST_PART_ID = 128
_API = "personatui.api"
_NOT_IMPORTED = re.compile(r"^cannot import name '")
# How much a hook's name must be like a known one to be a misspelling of it.
_ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Newer:
    """What a plugin asks for that only a newer personatui has, in a sentence."""

    reason: str


def imported(entry_point: EntryPoint) -> object:
    """The plugin that an entry point names, or what its import asks of the API that this version lacks."""
    try:
        return entry_point.load()
    except ImportError as error:
        missing = missing_from_api(error)
        if not missing:
            raise
        return Newer(missing)


def missing_from_api(error: ImportError) -> str:
    """What an import asks of the API that this version lacks, in a sentence; empty for an import of anything else."""
    module = error.name or ""
    if module != _API and not module.startswith(f"{_API}."):
        return ""
    what = module if isinstance(error, ModuleNotFoundError) else _NOT_IMPORTED.sub("", str(error)).partition("'")[0]
    return f"It needs a newer personatui: there is no {clean_line(what)} in version {API_VERSION} of its API."


def unknown_hooks(plugin: object) -> str:
    """Which hooks of a plugin this version does not know, in a sentence; not those that are but misspelt."""
    found = [
        _hook_name(name, options) for name, value, options in _attributes(plugin) if _is_unknown(name, value, options)
    ]
    new = [name for name in found if name.startswith(f"{PROJECT_NAME}_") and not _close_hook(name)]
    return f"It needs a newer personatui: this one knows no hook {' or '.join(map(clean_line, new))}." if new else ""


def _is_unknown(name: str, value: object, options: Mapping[str, Any] | None) -> bool:
    if options is not None:
        return _hook_name(name, options) not in HOOK_NAMES and not options.get("optionalhook")
    is_hook = name.startswith(f"{PROJECT_NAME}_") and callable(value) and not isinstance(value, type)
    return is_hook and name not in HOOK_NAMES


def hook_trouble(plugin: object) -> str:
    """What is wrong with the hooks of a plugin's module or object."""
    for name, value, options in _attributes(plugin):
        hook = _hook_name(name, options)
        if _is_unknown(name, value, options):
            close = _close_hook(hook)
            return f"{hook} is no hook of personatui." + (f" Did you mean {close}?" if close else "")
        if options is None:
            if name in HOOK_NAMES:
                return f"{name} is not marked with @hookimpl." if callable(value) else f"{name} is no function."
        elif hook not in HOOK_NAMES:
            continue
        elif not callable(value):
            return f"{name} is no function."
        elif options.get("wrapper") or options.get("hookwrapper"):
            return f"{name} is a hook wrapper; plugins only add, they do not wrap each other."
    return ""


def implementations(plugin: object) -> tuple[tuple[str, Implementation], ...]:
    """The hooks that a plugin without hook trouble implements, in the order of HOOK_NAMES."""
    found = [
        (_hook_name(name, options), value)
        for name, value, options in _attributes(plugin)
        if options is not None and callable(value)
    ]
    return tuple((hook, value) for wanted in HOOK_NAMES for hook, value in found if hook == wanted)


def _attributes(plugin: object) -> Iterator[tuple[str, Any, Mapping[str, Any] | None]]:
    for name in dir(plugin):
        try:
            value = getattr(plugin, name)
            options = getattr(value, _MARK, None)
        except Exception:  # noqa: BLE001 - lazy proxies in a module raise anything when they are looked at
            continue
        yield name, value, options if isinstance(options, dict) else None


def _hook_name(name: str, options: Mapping[str, Any] | None) -> str:
    return str((options or {}).get("specname") or name)


def _close_hook(name: str) -> str:
    """The hook that a misspelt name means; what all hooks begin with says nothing."""
    known = {hook.removeprefix(f"{PROJECT_NAME}_"): hook for hook in HOOK_NAMES}
    close = get_close_matches(name.removeprefix(f"{PROJECT_NAME}_"), known, n=1, cutoff=_ALIKE)
    return known[close[0]] if close else ""


def tool_trouble(tool: Tool) -> str:
    """What is wrong with a tool and its own parts."""
    trouble = _unfit(tool, Tool)
    if trouble:
        return f"A tool does not fit: {trouble}"
    if not is_record_id(tool.id) or tool.id == _RESERVED:
        return f'"{tool.id}" cannot be the id of a tool. Use up to 64 of a-z, 0-9, _ and -; no device names.'
    for layout in tool.layouts:
        trouble = _unfit(layout, Layout) or next(filter(None, (_unfit(box, Region) for box in layout.regions)), "")
        if trouble:
            return f"A layout of {tool.id} does not fit: {trouble}"
    try:
        tool.model.model_validate({})
    except ValidationError as error:
        where = ".".join(map(str, error.errors(include_url=False)[0]["loc"]))
        return f"The canvas model of {tool.id} must accept an empty file; {where or 'a field'} has no default."
    for parts in (tool.analyses, tool.checks, tool.exporters, tool.commands):
        for part in parts:
            trouble = part_trouble(part, (tool.id,))
            if trouble:
                return trouble
    return ""


def part_trouble(part: Part, prefixes: Collection[str] = ()) -> str:
    """What is wrong with an analysis, check, exporter or command whose id must start with one of the prefixes.

    Without prefixes any will do.
    """
    kind = next(kind for kind in (Analysis, CheckRule, Exporter, Command) if isinstance(part, kind))
    trouble = _unfit(part, kind)
    if trouble:
        return f"{kind.__name__} does not fit: {trouble}"
    prefix = part.id.partition(".")[0]
    if prefixes and (prefix not in prefixes or "." not in part.id):
        wanted = " or ".join(f"`{known}.`" for known in prefixes)
        return f'The id "{part.id}" must start with {wanted}.'
    if not _PART_ID.fullmatch(part.id) or len(part.id) > _LONGEST_PART_ID or prefix == _RESERVED:
        return f'"{part.id}" cannot be an id here. Write `prefix.name` of a-z, 0-9, _ and -.'
    if isinstance(part, Exporter) and not re.fullmatch(r"[A-Za-z0-9]{1,16}", part.extension):
        return f'The extension "{part.extension}" of {part.id} must be letters and digits, without a dot.'
    return ""


def report_trouble(analysis_id: str, tool_id: str, report: Report) -> str:
    """What is wrong with the report that an analysis returned for a tool's canvas."""
    trouble = misfit(report, Report)
    if trouble:
        return f"Its report does not fit: {trouble}"
    if report.id != analysis_id:
        return f"Its report calls itself {report.id}; the analysis is {analysis_id}."
    if report.tool != tool_id:
        return f"Its report names the tool {report.tool}; the canvas is of {tool_id}."
    for metric in report.metrics:
        trouble = misfit(metric, Metric)
        if trouble:
            return f"The metric {metric.id} does not fit: {trouble}"
        if isinstance(metric.value, float) and not isfinite(metric.value):
            return f"The metric {metric.id} is {metric.value}, which is no number; None stands for no value."
    # items written by hand may lack the id that would tell their metrics apart
    twice = repeated((metric.id, metric.subject, metric.label) for metric in report.metrics)
    if twice is not None:
        return f"Its report has the metric {twice[0]} twice for {twice[1] or 'the same subject'}."
    for block in report.blocks:
        trouble = _block_trouble(block)
        if trouble:
            return f'The block "{block.title}" does not fit: {trouble}'
    for finding in report.findings:
        trouble = finding_trouble(finding)
        if trouble:
            return trouble
    try:
        json.dumps(report.to_data(), allow_nan=False)
    except (TypeError, ValueError) as error:
        return f"Its report cannot be written as JSON: {error}."
    return ""


def finding_trouble(finding: Finding) -> str:
    """What is wrong with a finding of a report or a check."""
    trouble = misfit(finding, Finding)
    if not trouble and finding.fix is not None:
        trouble = misfit(finding.fix, Change)
    return f"A finding does not fit: {trouble}" if trouble else ""


def _block_trouble(block: Block) -> str:
    trouble = misfit(block, type(block))
    if trouble:
        return trouble
    for name, kind in (("bars", Bar), ("points", Point), ("dividers", Divider), ("others", Line)):
        for item in getattr(block, name, ()):
            trouble = misfit(item, kind)
            if trouble:
                return f"{name}: {trouble}"
    if isinstance(block, TableBlock) and any(len(row) != len(block.columns) for row in block.rows):
        return "every row needs one cell for each column."
    if isinstance(block, LineBlock):
        for one in block.lines:
            if len(one.values) != len(block.labels):
                return f"there are {len(one.values)} values for {len(block.labels)} labels."
    if isinstance(block, MatrixBlock) and (
        len(block.cells) != len(block.rows) or any(len(row) != len(block.columns) for row in block.cells)
    ):
        return "the cells must be as many as the rows and columns."
    try:
        json.dumps([getattr(block, entry.name) for entry in fields(block)], default=_as_data, allow_nan=False)
    except ValueError:
        return "it holds a figure that is no number; None stands for no value."
    return ""


def _as_data(value: Any) -> Any:
    return [getattr(value, entry.name) for entry in fields(value)]


def misfit(record: object, kind: Any) -> str:
    """Why the fields of a dataclass do not hold what they are declared to; records inside are not looked into."""
    values = {entry.name: getattr(record, entry.name) for entry in fields(kind)}
    try:
        _strict_model(kind).model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        return f"`{first['loc'][0] if first['loc'] else kind.__name__}`: {first['msg']}."
    return ""


def _unfit(part: object, kind: Any) -> str:
    """Like `misfit`, and its texts are clean: what a plugin contributes is shown as it stands."""
    for entry in fields(kind):
        if not all(map(is_clean, strings_in(getattr(part, entry.name)))):
            return f"`{entry.name}` holds control characters."
    return misfit(part, kind)


@cache
def _strict_model(kind: Any) -> type[BaseModel]:
    hints = get_type_hints(kind)
    declared: dict[str, Any] = {entry.name: (hints[entry.name], ...) for entry in fields(kind)}
    config = ConfigDict(strict=True, protected_namespaces=())
    return create_model(f"Strict{kind.__name__}", __config__=config, **declared)


def repeated(keys: Iterable[_K]) -> _K | None:
    """The first key that occurs more than once, or None."""
    return next((key for key, count in Counter(keys).items() if count > 1), None)

"""Finding plugins in the metadata of installed distributions, without importing any of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.metadata import Distribution, EntryPoint, PackageNotFoundError, distribution, distributions, version
from threading import Lock
from typing import TypeVar

from packaging.markers import UndefinedComparison, UndefinedEnvironmentName
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from personatui.host.log import logger
from personatui.model.cleaning import clean_line

# The same as `personatui.api.hookspecs.ENTRY_POINT_GROUP`, which would load pydantic.
ENTRY_POINT_GROUP = "personatui.plugins"
BUNDLED_DISTRIBUTION = "personatui"

_MENTIONS_PERSONATUI = re.compile(r"\s*personatui(?![A-Za-z0-9._-])", re.IGNORECASE)

# Reading a marker parses Python text, and CPython 3.11 fails when two threads do so at once.
PARSING = Lock()

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class FoundPlugin:
    """One entry point of the group, as its distribution's metadata tells it.

    `incompatible` says why it does not fit the running version, `fault` why it cannot be loaded at all, `left_out`
    why not in this run, and `unapproved` why not before the user approves it; all are empty for a sound plugin.
    `entry_point` is None where the metadata could not be read.
    """

    name: str
    value: str = ""
    distribution: str = ""
    version: str = ""
    disabled: bool = False
    incompatible: str = ""
    fault: str = ""
    left_out: str = ""
    unapproved: str = ""
    entry_point: EntryPoint | None = field(default=None, repr=False, compare=False)

    @property
    def label(self) -> str:
        """The plugin with its distribution: `kano (personatui-kano 1.2)`."""
        owner = f"{self.distribution} {self.version}".strip()
        return f"{self.name} ({owner})" if owner else self.name

    @property
    def is_held(self) -> bool:
        """Whether it is sound as far as is known, and yet not to be imported."""
        return bool(self.disabled or self.left_out or self.unapproved)


def running_version() -> str:
    """The version of personatui that runs, or nothing when it runs from a source tree that is not installed."""
    try:
        return version(BUNDLED_DISTRIBUTION)
    except PackageNotFoundError:
        return ""


def discover(
    *, disabled: Collection[str] = (), settle: Callable[[FoundPlugin], FoundPlugin] | None = None
) -> tuple[FoundPlugin, ...]:
    """Every plugin that is installed, the bundled ones first, then by distribution and name.

    `disabled` holds names of plugins or of distributions, and `settle` tells further which are not to be imported. A
    name belongs to the first plugin that has it, those before that are to be imported; another one of the same name is
    marked as faulty. Nothing is imported.
    """
    running = running_version()
    off = {canonicalize_name(name) for name in disabled}
    found: list[FoundPlugin] = []
    for source in _distributions():
        found += _plugins_of(source, running)
    found.sort(key=_order)
    for index, plugin in enumerate(found):
        names = {canonicalize_name(plugin.name), canonicalize_name(plugin.distribution)}
        plugin = replace(plugin, disabled=not off.isdisjoint(names))
        found[index] = settle(plugin) if settle is not None else plugin
    holders: dict[str, FoundPlugin] = {}
    # what is not imported anyway takes no name from what is
    for plugin in sorted(found, key=lambda plugin: plugin.is_held):
        if not plugin.fault:
            holders.setdefault(plugin.name, plugin)
    return tuple(_named(plugin, holders) for plugin in found)


def incompatibility(requirements: Collection[str], running: str) -> str:
    """Why the running version does not meet requirements on personatui, in a sentence; empty when it does."""
    for text in requirements:
        if not _MENTIONS_PERSONATUI.match(text):
            continue
        try:
            with PARSING:
                requirement = Requirement(text)
            if canonicalize_name(requirement.name) != BUNDLED_DISTRIBUTION:
                continue
            applies = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        except (InvalidRequirement, UndefinedComparison, UndefinedEnvironmentName):
            return f"Its requirement `{clean_line(text)}` cannot be understood."
        if applies and running and not requirement.specifier.contains(running, prereleases=True):
            return f"It needs personatui{requirement.specifier}, and this is {running}."
    return ""


def read_requirement(text: str) -> Requirement | None:
    """A requirement such as `personatui-kano>=1.2`, or None for what is none."""
    try:
        with PARSING:
            return Requirement(text)
    except InvalidRequirement:
        return None


def _distributions() -> Iterator[Distribution]:
    """The distributions that mention the group: of each name the first on the path, as an import finds it."""
    seen: set[str] = set()
    for candidate in distributions():
        text = _tried(partial(candidate.read_text, "entry_points.txt"), None)
        if ENTRY_POINT_GROUP not in (text or ""):
            continue
        name = _name_of(candidate)
        if not name:
            yield candidate
        elif name not in seen:
            seen.add(name)
            yield _tried(partial(distribution, name), candidate)


def _named(plugin: FoundPlugin, holders: Mapping[str, FoundPlugin]) -> FoundPlugin:
    holder = plugin if plugin.fault else holders[plugin.name]
    if holder is plugin:
        return plugin
    return replace(plugin, fault=f"The name {plugin.name} is taken already by {holder.label}.")


def _name_of(source: Distribution) -> str:
    """The canonical name, or nothing where the metadata is broken."""
    return _tried(lambda: str(canonicalize_name(source.metadata["Name"] or "")), "")


def _plugins_of(source: Distribution, running: str) -> list[FoundPlugin]:
    name = clean_line(_name_of(source))
    entry_points = _tried(lambda: [entry for entry in source.entry_points if entry.group == ENTRY_POINT_GROUP], None)
    if entry_points is None:
        fault = "Its entry_points.txt cannot be read. Reinstall it."
        return [FoundPlugin(name or "unknown", distribution=name, fault=fault)]
    release = _tried(lambda: clean_line(source.version or ""), "")
    requirements = _tried(lambda: source.requires or [], None)
    sound = name and release and requirements is not None
    return [
        FoundPlugin(
            name=clean_line(entry.name),
            value=clean_line(entry.value),
            distribution=name,
            version=release,
            incompatible=incompatibility(requirements or [], running),
            fault="" if sound else "The METADATA of its distribution cannot be read. Reinstall it.",
            entry_point=entry,
        )
        for entry in dict.fromkeys(entry_points)
    ]


def _tried(read: Callable[[], _T], otherwise: _T) -> _T:
    """What it reads; importlib.metadata raises many kinds for broken files, others with each Python."""
    try:
        return read()
    except Exception as error:  # noqa: BLE001 - see above
        logger.warning("The metadata of a distribution cannot be read: %s", clean_line(repr(error)))
        return otherwise


def _order(plugin: FoundPlugin) -> tuple[bool, str, str, str]:
    return plugin.distribution != BUNDLED_DISTRIBUTION, plugin.distribution, plugin.name, plugin.value

"""A host with one plugin alone, whatever else is installed."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from types import MappingProxyType, ModuleType

from personatui.api import Tool
from personatui.api.hookspecs import ENTRY_POINT_GROUP
from personatui.host.discovery import FoundPlugin
from personatui.host.plugins import PluginHost, load_found


def host_of(*tools: Tool) -> PluginHost:
    """What the rest of the program sees of these tools, as if a plugin each had brought them.

        session = Session.open(project, host_of(TOOL))

    The ids are not verified: `load_only` loads a plugin as it is loaded in earnest.
    """
    return PluginHost(
        tools=MappingProxyType({tool.id: tool for tool in tools}),
        analyses=MappingProxyType({tool.id: tool.analyses for tool in tools}),
        checks=tuple(part for tool in tools for part in tool.checks),
        exporters=tuple(part for tool in tools for part in tool.exporters),
        commands=tuple(part for tool in tools for part in tool.commands),
        owners=MappingProxyType({tool.id: tool.id for tool in tools}),
    )


def load_only(plugin: ModuleType | str, name: str = "") -> PluginHost:
    """The host after loading one plugin, by its module or the module's name; its faults are in `statuses`.

        host = load_only("personatui_kano")
        assert host.statuses[0].status == "active", host.statuses[0].reason

    `name` is that of the entry point, with which ids of parts that belong to no tool begin. Without it, it is the
    module's name less `personatui_`.
    """
    module = plugin if isinstance(plugin, str) else plugin.__name__
    name = name or module.rpartition(".")[2].removeprefix("personatui_")
    entry_point = EntryPoint(name, module, ENTRY_POINT_GROUP)
    return load_found([FoundPlugin(name, module, module.replace("_", "-"), "0", entry_point=entry_point)])

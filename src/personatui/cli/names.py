"""The names of the commands, apart from what runs them, so that the shortest way in need not load the command line."""

from __future__ import annotations

# command -> the module of personatui.cli that holds it, as `command`, and its line in the help
COMMANDS = {
    "demo": ("demo", "Copy a sample project and open it."),
    "new": ("new", "Start a project."),
    "add": ("add", "Add a persona, a segment or a source."),
    "list": ("listing", "List the personas of a project."),
    "show": ("show", "Show one persona."),
    "compare": ("compare", "Show personas side by side."),
    "tools": ("tools", "List the tools that plugins contribute."),
    "analyze": ("analyze", "Run analyses on a persona."),
    "export": ("exporting", "Make a file of a persona with a plugin's exporter."),
    "check": ("check", "Check a project; for people and for CI."),
    "import": ("importing", "Import personas from Markdown or YAML."),
    "plugins": ("plugins", "List, install and approve plugins, switch them on and off."),
    "settings": ("settings", "Show your settings, write or open their file."),
    "schema": ("schema", "Print the JSON Schema of a file."),
}

"""The template for a plugin: a whole package with tests, from a few answers."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from personatui.errors import UsageError
from personatui.model.cleaning import clean_line
from personatui.model.ids import is_record_id
from personatui.render.wording import as_title
from personatui.store.formatting import format_value

# The first release that has version 1 of the API.
SINCE = "0.1"
PREFIX = "personatui-"
PARTS = ("screen", "exporter", "checks", "commands")

_FOLDER = Path(__file__).with_name("plugin_files")
_LONGEST_NAME, _LONGEST_TITLE = 32, 60
_RESERVED = ("core", "app", "workbench")
_TOKEN = re.compile(r"@([a-z_]+)@")

# What each file of the package is made from; a part of the answers that it needs stands behind it.
_FILES: tuple[tuple[str, str, str], ...] = (
    (".github/workflows/ci.yml", "ci", ""),
    (".gitignore", "gitignore", ""),
    ("README.md", "readme", ""),
    ("pyproject.toml", "pyproject", ""),
    ("sample/personatui.toml", "sample_project", ""),
    ("sample/personas/maya-okafor.toml", "sample_persona", ""),
    ("sample/sources/interview-maya.toml", "sample_source", ""),
    ("sample/canvases/@tool@/maya-okafor.toml", "sample_canvas", ""),
    ("src/@package@/__init__.py", "init", ""),
    ("src/@package@/analysis.py", "analysis", ""),
    ("src/@package@/canvas.py", "canvas", ""),
    ("src/@package@/checks.py", "checks", "checks"),
    ("src/@package@/commands.py", "commands", "commands"),
    ("src/@package@/demo.py", "demo", ""),
    ("src/@package@/exporter.py", "exporter", "exporter"),
    ("src/@package@/help.md", "help", ""),
    ("src/@package@/py.typed", "", ""),
    ("src/@package@/tool.py", "tool", ""),
    ("src/@package@/ui/__init__.py", "ui_init", "screen"),
    ("src/@package@/ui/screen.py", "screen", "screen"),
    ("tests/conftest.py", "conftest", ""),
    ("tests/test_analysis.py", "test_analysis", ""),
    ("tests/test_checks.py", "test_checks", "checks"),
    ("tests/test_commands.py", "test_commands", "commands"),
    ("tests/test_exporter.py", "test_exporter", "exporter"),
    ("tests/test_screen.py", "test_screen", "screen"),
    ("tests/test_tool.py", "test_tool", ""),
)
_CLASSES = {"checks": "CheckRule", "commands": "Command", "exporter": "Exporter"}


@dataclass(frozen=True, slots=True)
class PluginNames:
    """What a plugin is called: its tool and entry point, its distribution, its package, and how its classes begin."""

    tool: str
    distribution: str
    package: str
    class_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginAnswers:
    """What the author said: the names, a title, which of PARTS it has, and who wrote it."""

    names: PluginNames
    title: str
    parts: frozenset[str] = frozenset()
    author: str = ""
    email: str = ""


def plugin_names(text: str, taken: Mapping[str, str]) -> PluginNames:
    """The names of a plugin that the author calls so: `kano`, `personatui-kano`, `kano-model`.

    `taken` holds the names of plugins and tools that are installed, each with the distribution that has it. Raises
    UsageError for what cannot be a name.
    """
    name = text.strip().removeprefix(PREFIX).removeprefix(PREFIX.replace("-", "_"))
    tool = name.replace("-", "_")
    told = clean_line(text)
    if not is_record_id(name) or name.endswith(("-", "_")) or "__" in tool or len(name) > _LONGEST_NAME:
        raise UsageError(
            f"“{told}” cannot be the name of a plugin.",
            hint=f"Use up to {_LONGEST_NAME} small letters and digits, with - between words, such as kano-model.",
        )
    if tool in _RESERVED:
        raise UsageError(f"{tool} is a name that personatui keeps for itself.", hint="Choose another name.")
    owner = taken.get(tool) or taken.get(name)
    if owner is not None:
        raise UsageError(f"There is a plugin or tool {tool} already, of {owner}.", hint="Choose another name.")
    words = "".join(word.capitalize() for word in tool.split("_"))
    return PluginNames(
        tool,
        f"{PREFIX}{tool.replace('_', '-')}",
        f"personatui_{tool}",
        f"Tool{words}" if words[0].isdigit() else words,
    )


def plugin_title(text: str, names: PluginNames) -> str:
    """The title that the author gave, cleaned; else made from the name. Raises UsageError when it is too long."""
    title = clean_line(text) or as_title(names.tool.replace("_", " "))
    if len(title) > _LONGEST_TITLE:
        raise UsageError(
            f"The title has {len(title)} characters, and stands on a tab.", hint=f"Use up to {_LONGEST_TITLE}."
        )
    return title


def plugin_files(answers: PluginAnswers) -> dict[str, str]:
    """The text of every file of the package, by its path below the package's folder."""
    names = answers.names
    wanted = {*answers.parts, *(["author"] if answers.author else [])}
    parts = sorted(["Analysis", "Layout", "Region", "Tool", *(_CLASSES[part] for part in wanted & _CLASSES.keys())])
    tokens = {
        "tool": names.tool,
        "distribution": names.distribution,
        "package": names.package,
        "class": names.class_name,
        "since": SINCE,
        "parts": ", ".join(parts),
        "title": answers.title,
        "title_py": _python_text(answers.title),
        "description_toml": format_value(f"{answers.title}: a tool for personatui"),
        "sample_toml": format_value(f"Sample for {answers.title}"),
        "author_toml": _author(answers.author, answers.email),
    }
    return {
        _filled(path, tokens): _filled("".join(_chosen(_read(source), wanted)), tokens)
        for path, source, part in _FILES
        if not part or part in wanted
    }


def write_plugin(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files into a folder that is not there yet, or empty. On an error there is nothing new on the disk.

    Raises UsageError when something is in the way, or nothing can be written there.
    """
    told = clean_line(str(folder))
    try:
        if folder.is_dir() and any(folder.iterdir()):
            raise UsageError(f"{told} is not empty.", hint="Name a folder that is new or empty with --to.")
        if os.path.lexists(folder) and not folder.is_dir():
            raise UsageError(f"{told} is a file, not a folder.", hint="Name another one with --to.")
        made = _first_missing(folder.parent)
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = folder.parent / f".{folder.name}.{secrets.token_hex(4)}"
        try:
            _write_all(beside, files)
            if folder.is_dir():
                folder.rmdir()
            beside.rename(folder)
        except BaseException:
            shutil.rmtree(made or beside, ignore_errors=True)
            raise
    except OSError as error:
        reason = clean_line(error.strerror or str(error))
        raise UsageError(
            f"Nothing can be written to {told}: {reason}.", hint="Name another folder with --to."
        ) from error


def _write_all(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)


def _first_missing(folder: Path) -> Path | None:
    """The topmost of the folders that have to be made for `folder` to be there."""
    missing = None
    while not folder.exists():
        missing, folder = folder, folder.parent
    return missing


def _chosen(text: str, wanted: set[str]) -> Iterator[str]:
    """The lines between `%if part` and `%end` only where the part is wanted; `%else` turns that round."""
    shown = [True]
    for line in text.splitlines(keepends=True):
        word, _, part = line.strip().partition(" ")
        if word == "%if":
            shown.append(part in wanted)
        elif word == "%else":
            shown[-1] = not shown[-1]
        elif word == "%end":
            shown.pop()
        elif all(shown):
            yield line


def _filled(text: str, tokens: Mapping[str, str]) -> str:
    return _TOKEN.sub(lambda match: tokens[match.group(1)], text)


def _author(name: str, email: str) -> str:
    address = f", email = {format_value(email)}" if email else ""
    return f"{{ name = {format_value(name)}{address} }}"


def _python_text(text: str) -> str:
    """The text as Python writes it, with the quotes that need fewer escapes."""
    if text.count('"') <= text.count("'"):
        return json.dumps(text, ensure_ascii=False)
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


@cache
def _read(source: str) -> str:
    return (_FOLDER / f"{source}.txt").read_text(encoding="utf-8") if source else ""

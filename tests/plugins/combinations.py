"""Packages made from the template, as their authors get them, and a process in which to work on them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from personatui.host.plugin_template import (
    PARTS,
    PluginAnswers,
    plugin_files,
    plugin_names,
    plugin_title,
    write_plugin,
)

FULLEST, SMALLEST = frozenset(PARTS), frozenset[str]()


def combinations() -> Iterator[tuple[str, frozenset[str]]]:
    """Every set of parts with a name for a plugin that has them; long and short names among them."""
    for answers in product((False, True), repeat=len(PARTS)):
        parts = frozenset(part for part, is_wanted in zip(PARTS, answers, strict=True) if is_wanted)
        name = "-".join(("zed", *sorted(part[:3] for part in parts)))
        yield (f"{name}-with-a-rather-long-name"[:32].rstrip("-") if len(parts) == 2 else name), parts


def make(folder: Path, name: str = "zed", parts: frozenset[str] = SMALLEST, title: str = "") -> Path:
    """The package of a plugin, written to a folder of its name."""
    names = plugin_names(name, {})
    answers = PluginAnswers(names=names, title=plugin_title(title, names), parts=parts, author="Ann Author")
    root = folder / names.distribution
    write_plugin(root, plugin_files(answers))
    return root


def python(*arguments: str | Path, folder: Path, paths: tuple[Path, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, with these paths in front of those of this process."""
    known = [*map(str, paths), *(path for path in sys.path if path)]
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(known), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

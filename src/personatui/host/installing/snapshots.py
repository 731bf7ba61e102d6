"""What is installed in the environment that runs personatui, as a fresh process of the same Python sees it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from personatui.errors import InstallError
from personatui.host.discovery import BUNDLED_DISTRIBUTION, ENTRY_POINT_GROUP, PARSING

_SECONDS = 120
# It runs in another process, where nothing of ours is imported.
_LOOK = """
import json
from importlib.metadata import distributions
found = {}
for one in distributions():
    try:
        name, version = one.metadata["Name"], one.version
        if not name or not version or name in found:
            continue
        found[name] = {
            "version": version,
            "requires": list(one.requires or []),
            "plugins": [entry.name for entry in one.entry_points if entry.group == GROUP],
            "url": json.loads(one.read_text("direct_url.json") or "{}").get("url", ""),
        }
    except Exception:
        continue
print(json.dumps(found))
"""


@dataclass(frozen=True, slots=True)
class Installed:
    """A distribution that is installed; `plugins` are the names of its entry points, `url` where it was taken from."""

    name: str
    version: str
    requires: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    url: str = ""


Snapshot = Mapping[str, Installed]


def take_snapshot(python: Path, folder: Path) -> Snapshot:
    """What a fresh process finds installed, by canonical name. `folder` is where it runs. Raises InstallError."""
    code = f"GROUP = {ENTRY_POINT_GROUP!r}\n{_LOOK}"
    try:
        result = subprocess.run(
            # a module of the current folder must not stand in for one of Python's
            [str(python), "-P", "-c", code],
            cwd=folder,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=True,
        )
        found: dict[str, Any] = json.loads(result.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise InstallError(
            "What is installed beside personatui cannot be read.", hint=f"Run `{python} -m pip check`."
        ) from error
    listed = (
        Installed(
            canonicalize_name(name),
            str(told["version"]),
            tuple(map(str, told["requires"])),
            tuple(map(str, told["plugins"])),
            str(told["url"]),
        )
        for name, told in found.items()
    )
    snapshot: dict[str, Installed] = {}
    for installed in listed:
        snapshot.setdefault(installed.name, installed)
    return snapshot


def core_of(snapshot: Snapshot) -> tuple[Installed, ...]:
    """personatui and everything that it requires, directly or not, of what is installed."""
    found: dict[str, Installed] = {}
    waiting = [BUNDLED_DISTRIBUTION]
    while waiting:
        name = waiting.pop()
        installed = snapshot.get(name)
        if installed is None or name in found:
            continue
        found[name] = installed
        waiting += filter(None, map(_required, installed.requires))
    return tuple(sorted(found.values(), key=lambda installed: installed.name))


def constraints_text(snapshot: Snapshot) -> str:
    """The constraints that keep personatui and what it requires as they are, as installers read them."""
    lines = [f"{installed.name}=={installed.version}\n" for installed in core_of(snapshot)]
    return "# What personatui itself runs on; nothing that is installed beside it may change that.\n" + "".join(lines)


def changed_core(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    """What became of personatui's own dependencies, one sentence part each: `click 8.1 → 7.0`."""
    told = []
    for installed in core_of(before):
        now = after.get(installed.name)
        if now is None or now.version != installed.version:
            told.append(f"{installed.name} {installed.version} → {now.version if now is not None else 'gone'}")
    return tuple(told)


def added(before: Snapshot, after: Snapshot) -> tuple[Installed, ...]:
    """What is installed now and was not."""
    return tuple(installed for name, installed in sorted(after.items()) if name not in before)


def dependents(snapshot: Snapshot, name: str) -> tuple[str, ...]:
    """The distributions that require one."""
    return tuple(one.name for one in snapshot.values() if name in map(_required, one.requires))


def _required(text: str) -> str:
    """The canonical name that a requirement is about; empty when it does not apply here."""
    try:
        with PARSING:
            requirement = Requirement(text)
        applies = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
    except Exception:  # noqa: BLE001 - a marker that cannot be evaluated raises several kinds
        return ""
    return canonicalize_name(requirement.name) if applies else ""

"""The source tree as files: what the tests of the structure look at."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def settings() -> dict[str, Any]:
    """The data of `pyproject.toml`."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def plugin_packages() -> list[str]:
    """The packages of the bundled tools."""
    return sorted(path.parent.name for path in (ROOT / "plugins").glob("*/__init__.py"))


def modules() -> list[Path]:
    """Every Python file of the product, relative to the root."""
    found = [*(ROOT / "src").rglob("*.py"), *(ROOT / "plugins").rglob("*.py")]
    return sorted(path.relative_to(ROOT) for path in found)


def texts() -> dict[Path, str]:
    """Every text file that is, or would be, committed; those of a checkout without git are all that there are."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    names = {name for name in listed.stdout.decode().split("\0") if name}
    paths = [ROOT / name for name in names] if listed.returncode == 0 else list(ROOT.rglob("*"))
    found: dict[Path, str] = {}
    for path in sorted(paths):
        if not path.is_file() or any(part in ("__pycache__", ".git") for part in path.parts):
            continue
        data = path.read_bytes()
        if b"\0" not in data:
            found[path.relative_to(ROOT)] = data.decode("utf-8", "replace")
    return found

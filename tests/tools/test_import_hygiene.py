"""Tools load no Textual: neither the packages, which are cheap, nor their tool modules."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGES = sorted(path.name for path in (Path(__file__).parents[2] / "plugins").glob("personatui_*"))


def _loaded_by(statement: str) -> set[str]:
    """The modules that a fresh interpreter has after a statement."""
    code = f"import sys\n{statement}\nprint('\\n'.join(sys.modules))"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=60, check=True
    )
    return set(result.stdout.split())


@pytest.mark.parametrize("package", PACKAGES)
def test_the_package_loads_none_of_its_modules(package: str) -> None:
    loaded = _loaded_by(f"import {package}")
    assert {name for name in loaded if name.startswith(f"{package}.")} == set()
    assert not {name for name in loaded if name.partition(".")[0] in ("textual", "rich", "tomlkit")}


@pytest.mark.parametrize("package", PACKAGES)
def test_the_tool_loads_without_textual_or_files(package: str) -> None:
    loaded = _loaded_by(f"import {package}.tool; assert {package}.tool.TOOL.help")
    assert f"{package}.tool" in loaded
    roots = ("textual", "rich", "tomlkit", "rtoml", "numpy")
    assert not {name for name in loaded if name.partition(".")[0] in roots}
    assert not {name for name in loaded if name.startswith((f"{package}.ui", "personatui.store", "personatui.app"))}


@pytest.mark.parametrize(
    ("package", "tool_id"), [(package, package.removeprefix("personatui_")) for package in PACKAGES]
)
def test_the_hook_gives_the_tool(package: str, tool_id: str) -> None:
    _loaded_by(
        f"import {package} as plugin; (tool,) = plugin.personatui_tools(); assert tool.id == {tool_id!r}; "
        "assert hasattr(plugin.personatui_tools, 'personatui_impl')"
    )

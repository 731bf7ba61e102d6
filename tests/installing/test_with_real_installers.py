"""The life of a plugin in real environments, installed with real pip and real uv."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from installing.environments import (
    CLICK,
    Place,
    place_of_uv_project,
    place_of_uv_tool,
    place_with_pip,
    place_with_uv,
    uv_program,
)
from installing.wheels import KANO, write_kano, write_source

CORE = {"personatui": "0.1.0", "click": CLICK}


def _noted(place: Place) -> dict[str, Any]:
    """What the user's plugins.toml holds."""
    return tomllib.loads((place.folder / "settings" / "plugins.toml").read_text())


def _versions(place: Place) -> dict[str, str]:
    """What is installed, but for what installs."""
    return {name: version for name, version in place.installed().items() if name not in ("pip", "setuptools")}


def _without_installer(place: Place) -> list[str | Path]:
    """The command that removes packages behind our back."""
    if place.variables.get("PATH"):
        return [uv_program(), "pip", "uninstall", "--python", place.python]
    return [place.python, "-m", "pip", "uninstall", "--yes"]


@pytest.mark.parametrize("make", [place_with_pip, place_with_uv])
def test_the_life_of_a_plugin(make: Callable[[Path, Path], Place], wheels: Path, tmp_path: Path) -> None:
    place = make(tmp_path / "place", wheels)
    assert _versions(place) == CORE

    # nothing is done without a yes
    refused = place.personatui("install", "personatui-kano")
    assert (refused.code, refused.out) == (2, "")
    assert "There is no terminal to ask at, so nothing is installed." in refused.err
    shown = place.personatui("install", "personatui-kano", "--dry-run")
    assert shown.code == 0
    assert "personatui-kano 0.1\n    by Ann Example: What delights customers\n    with side-salad 1.0\n" in shown.out
    assert "A plugin is code that runs with your own rights." in shown.out
    assert _versions(place) == CORE

    # installed, approved, active
    installed = place.personatui("install", "personatui-kano", "--yes")
    assert installed.code == 0, installed.err
    assert installed.out.startswith("personatui-kano 0.1 is installed and approved.\n    kano is active")
    assert "pip install" in installed.err
    assert "plugin-constraints.txt personatui-kano\n" in installed.err
    with_kano = CORE | {"personatui-kano": "0.1", "side-salad": "1.0"}
    assert _versions(place) == with_kano
    constraints = (place.folder / "settings" / "plugin-constraints.txt").read_text()
    assert f"click=={CLICK}\npersonatui==0.1.0\n" in constraints
    listed = {one["name"]: one for one in place.personatui("list", "--json").json()}["kano"]
    assert (listed["distribution"], listed["version"], listed["status"]) == ("personatui-kano", "0.1", "active")
    assert (listed["tools"], listed["hooks"]) == (["kano"], ["personatui_tools"])

    # what is no plugin, or would change the core, leaves everything as it is
    refused = place.personatui("install", "no-plugin", "--yes")
    assert refused.code == 3
    assert "no-plugin 1.0 is no plugin of personatui" in refused.err
    source = write_source(tmp_path / "source", "plain-source", "3.0", "")
    refused = place.personatui("install", source, "--yes")
    assert refused.code == 3
    assert "What was installed was removed again: plain-source." in refused.err
    refused = place.personatui("install", "personatui-greedy", "--yes")
    assert refused.code == 3
    assert "personatui-greedy cannot be installed." in refused.err
    assert "Traceback" not in refused.err
    assert _versions(place) == with_kano

    # a newer version
    write_kano(wheels, "0.2")
    upgraded = place.personatui("upgrade", "kano", "--yes", "--json")
    assert upgraded.code == 0, upgraded.err
    (told,) = upgraded.json()
    assert (told["name"], told["version"], told["replaces"]) == ("personatui-kano", "0.2", "0.1")
    assert place.statuses() == {"kano": "active"}

    # wiped by something else, and restored in its version although there is a newer one
    write_kano(wheels, "0.3")
    assert place.run(*_without_installer(place), "personatui-kano").code == 0
    assert place.statuses() == {}
    restored = place.personatui("restore", "--yes")
    assert restored.code == 0, restored.err
    assert restored.out.startswith("personatui-kano 0.2 is installed and approved.")

    # removed with its approval
    removed = place.personatui("uninstall", "kano", "--yes")
    assert removed.code == 0, removed.err
    assert "What its tools have written stays in your projects." in removed.out
    assert _versions(place) == CORE | {"side-salad": "1.0"}
    assert _noted(place) == {}
    assert place.personatui("info", "kano").code == 2


def test_what_came_by_other_ways_waits_for_approval(wheels: Path, tmp_path: Path) -> None:
    place = place_with_uv(tmp_path / "place", wheels)
    assert place.run(*_installer(place), "personatui-kano==0.1").code == 0
    assert place.statuses() == {"kano": "unapproved"}
    assert place.personatui("approve", "kano").code == 2
    listed = place.personatui("list")
    assert "`personatui plugins approve personatui-kano`" in listed.out
    approved = place.personatui("approve", "kano", "--yes")
    assert (approved.code, approved.out) == (0, "personatui-kano 0.1 is approved.\n")
    assert place.statuses() == {"kano": "active"}
    assert place.personatui("disable", "kano").code == 0
    assert place.statuses() == {"kano": "disabled"}
    assert place.personatui("enable", "kano").code == 0
    # and again when the same version has other files
    write_kano(wheels, "0.1").write_bytes(_other_kano(tmp_path).read_bytes())
    assert place.run(*_installer(place), "--reinstall-package", "personatui-kano", "personatui-kano==0.1").code == 0
    assert place.statuses() == {"kano": "unapproved"}


def _installer(place: Place) -> list[str | Path]:
    return [uv_program(), "pip", "install", "--python", place.python]


def _other_kano(folder: Path) -> Path:
    from installing.wheels import write_wheel

    files = {"kano_plugin/__init__.py": KANO.format(version="of somebody else")}
    return write_wheel(folder / "other", "personatui-kano", "0.1", files, plugins={"kano": "kano_plugin"})


def test_a_folder_is_installed_editable_and_asks_no_more_when_it_is_edited(wheels: Path, tmp_path: Path) -> None:
    place = place_with_uv(tmp_path / "place", wheels)
    source = write_source(
        tmp_path / "my plugin", "my-kano", "0.1", KANO.format(version="one"), plugins={"kano": "my_kano"}
    )
    shown = place.personatui("install", source, "--editable", "--dry-run", "--json").json()
    assert shown["plugin"] == {
        "name": "my-kano",
        "version": "0.1",
        "author": "Ann Example",
        "summary": "Made by hand",
        "replaces": "",
    }
    installed = place.personatui("install", source, "--editable", "--yes")
    assert installed.code == 0, installed.err
    (noted,) = _noted(place)["installed"]
    assert noted == {"name": "my-kano", "version": "0.1", "requirement": str(source), "editable": True}
    write_source(source, "my-kano", "0.1", KANO.format(version="two"), plugins={"kano": "my_kano"})
    assert place.statuses() == {"kano": "active"}
    tools = place.run(place.python, "-m", "personatui", "tools", "--json").json()["tools"]
    assert "Kano Model two" in {tool["title"] for tool in tools}
    # the folder itself is installed from again, and is missed when it is gone
    assert place.run(*_without_installer(place), "my-kano").code == 0
    assert place.personatui("restore", "--yes").code == 0
    assert place.statuses() == {"kano": "active"}
    assert place.run(*_without_installer(place), "my-kano").code == 0
    shutil.rmtree(source)
    lost = place.personatui("restore", "--yes")
    assert lost.code == 2
    assert "my-kano was not restored: There is no file or folder" in lost.err


def test_no_file_of_a_project_has_a_say_in_what_is_installed(wheels: Path, tmp_path: Path) -> None:
    place = place_with_uv(tmp_path / "project", wheels)
    home = tmp_path / "home"
    variables = {name: value for name, value in place.variables.items() if name != "UV_NO_CONFIG"}
    user = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "PERSONATUI_CONFIG_DIR": str(home / "personatui")}
    place = Place(place.python, place.folder, variables | user)
    (place.folder / "personatui.toml").write_text('name = "Hostile"\n')
    # both the current folder and the environment lie in the project
    (place.folder / "uv.toml").write_text("this would end uv, if it read it\n")
    for name in ("pip.py", "json.py", "importlib.py"):
        (place.folder / name).write_text("raise SystemExit('a module of the project was imported')\n")
    assert place.run(uv_program(), "pip", "list", "--python", place.python).code != 0
    told = place.run(place.python, "-P", "-m", "personatui", "plugins", "install", "personatui-kano", "--yes")
    assert told.code == 0, told.err
    assert place.installed()["personatui-kano"] == "0.1"


def test_a_tool_of_uv_keeps_what_it_was_installed_with(wheels: Path, tmp_path: Path) -> None:
    place = place_of_uv_tool(tmp_path / "place", wheels)
    receipt = place.python.parent.parent / "uv-receipt.toml"
    before = tomllib.loads(receipt.read_text())
    installed = place.personatui("install", "personatui-kano", "--yes")
    assert installed.code == 0, installed.err
    after = tomllib.loads(receipt.read_text())
    # no constraint stays, which would hold `uv tool upgrade` forever
    assert after["tool"].pop("requirements") == [*before["tool"].pop("requirements"), {"name": "personatui-kano"}]
    assert after == before
    assert place.statuses() == {"kano": "active"}
    refused = place.personatui("install", "personatui-greedy", "--yes")
    assert refused.code == 3
    source = write_source(tmp_path / "source", "plain-source", "3.0", "")
    refused = place.personatui("install", source, "--yes")
    assert "What was installed was removed again: plain-source." in refused.err
    write_kano(wheels, "0.2")
    assert place.personatui("upgrade", "kano", "--yes").code == 0
    assert _versions(place) == CORE | {"personatui-kano": "0.2", "side-salad": "1.0"}
    # another installation of the tool wipes it
    wiped = place.run(uv_program(), "tool", "install", "--force", "personatui>=0.1", "--with", "side-salad")
    assert wiped.code == 0, wiped.err
    assert place.statuses() == {}
    assert place.personatui("restore", "--yes").code == 0
    assert place.statuses() == {"kano": "active"}
    (noted,) = _noted(place)["installed"]
    assert noted == {"name": "personatui-kano", "version": "0.2", "requirement": "personatui-kano"}
    assert place.personatui("uninstall", "personatui-kano", "--yes").code == 0
    assert _versions(place) == CORE | {"side-salad": "1.0"}
    assert tomllib.loads(receipt.read_text())["tool"]["requirements"][1:] == [{"name": "side-salad"}]


def test_a_uv_project_requires_its_plugins(wheels: Path, tmp_path: Path) -> None:
    place = place_of_uv_project(tmp_path / "place", wheels)
    project = place.folder / "research" / "pyproject.toml"

    def required() -> list[str]:
        found: list[str] = tomllib.loads(project.read_text())["project"]["dependencies"]
        return [text.partition(">")[0] for text in found]

    installed = place.personatui("install", "personatui-kano", "--yes")
    assert installed.code == 0, installed.err
    assert required() == ["personatui", "personatui-kano"]
    assert place.statuses() == {"kano": "active"}
    source = write_source(tmp_path / "source", "plain-source", "3.0", "")
    refused = place.personatui("install", source, "--yes")
    assert "What was installed was removed again: plain-source." in refused.err
    assert place.personatui("install", "personatui-greedy", "--yes").code == 3
    assert required() == ["personatui", "personatui-kano"]
    # what the project requires is not wiped
    assert place.run(uv_program(), "sync", "--project", project.parent).code == 0
    write_kano(wheels, "0.2")
    assert place.personatui("upgrade", "--all", "--yes").code == 0
    assert _versions(place) == CORE | {"personatui-kano": "0.2", "side-salad": "1.0"} | _research(place)
    assert place.personatui("uninstall", "kano", "--yes").code == 0
    assert required() == ["personatui"]
    assert _versions(place) == CORE | _research(place)


def _research(place: Place) -> dict[str, str]:
    return {"research": "0"} if "research" in place.installed() else {}

"""How personatui itself is installed is read from what each tool leaves behind."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from personatui.host.environment import Interpreter, find_environment, this_interpreter

RECEIPT = """
[tool]
requirements = [
    { name = "personatui", extras = ["x"], specifier = ">=0.1" },
    { name = "Side_Salad" },
]
python = "3.12"
entrypoints = [{ name = "personatui", install-path = "%s/personatui", from = "personatui" }]
"""


@pytest.fixture
def interpreter(tmp_path: Path) -> Interpreter:
    """A virtual environment with pip, beside uv and pipx."""
    prefix = tmp_path / "venv"
    packages = prefix / "lib" / "python3.12" / "site-packages"
    packages.mkdir(parents=True)
    stdlib = tmp_path / "python" / "lib"
    stdlib.mkdir(parents=True)
    return Interpreter(
        python=prefix / "bin" / "python",
        prefix=prefix,
        base_prefix=tmp_path / "python",
        stdlib=stdlib,
        purelib=packages,
        home=packages,
        user_site=tmp_path / "home" / "site",
        has_pip=True,
        programs={"uv": ("/bin/uv",), "pipx": ("/bin/pipx",)},
        variables={"HOME": str(tmp_path / "home")},
    )


def _elsewhere(interpreter: Interpreter, folder: Path) -> Interpreter:
    """The same in another folder."""
    packages = folder / "lib" / "python3.12" / "site-packages"
    packages.mkdir(parents=True)
    return replace(interpreter, prefix=folder, python=folder / "bin" / "python", purelib=packages, home=packages)


def test_a_virtual_environment_with_pip(interpreter: Interpreter) -> None:
    found = find_environment(interpreter)
    assert (found.kind, found.program) == ("pip", (str(interpreter.python), "-m", "pip"))
    assert found.previewer == found.program


def test_a_virtual_environment_without_pip_is_uvs(interpreter: Interpreter) -> None:
    found = find_environment(replace(interpreter, has_pip=False))
    assert (found.kind, found.program, found.previewer) == ("uv", ("/bin/uv",), ("/bin/uv",))


def test_a_virtual_environment_without_pip_and_uv_is_refused_with_a_remedy(interpreter: Interpreter) -> None:
    found = find_environment(replace(interpreter, has_pip=False, programs={}))
    assert found.kind == "refused"
    assert found.reason == "This virtual environment has no pip, and uv is not found."
    assert "-m ensurepip" in found.remedy


# A uv project ------------------------------------------------------------------------------------------------


def _project(interpreter: Interpreter, text: str = "", *, lock: bool = True, name: str = ".venv") -> Interpreter:
    folder = interpreter.prefix.parent / "research"
    folder.mkdir()
    (folder / "pyproject.toml").write_text(
        text
        or '[project]\nname = "research"\ndependencies = ["personatui>=0.1", "Kano_Model[x]; python_version > \'3\'"]\n'
    )
    if lock:
        (folder / "uv.lock").write_text("version = 1\n")
    return _elsewhere(interpreter, folder / name)


def test_the_environment_of_a_uv_project(interpreter: Interpreter) -> None:
    made = _project(interpreter)
    # also when it has pip: `uv sync` would wipe what pip installs
    for has_pip in (True, False):
        found = find_environment(replace(made, has_pip=has_pip))
        assert (found.kind, found.project) == ("uv-project", made.prefix.parent)
        assert found.noted == {"personatui", "kano-model"}


def test_a_uv_project_may_call_its_environment_otherwise(interpreter: Interpreter) -> None:
    made = _project(interpreter, name="env")
    assert find_environment(made).kind == "pip"
    variables = {**made.variables, "UV_PROJECT_ENVIRONMENT": "env"}
    assert find_environment(replace(made, variables=variables)).kind == "uv-project"


@pytest.mark.parametrize(
    "text",
    ['[project]\nname = "Personatui"\n', "[tool.poetry]\n", "[project\n", '[project]\nname = "x"\ndependencies = 5\n'],
)
def test_what_is_no_uv_project_or_personatuis_own_is_an_environment_like_others(
    interpreter: Interpreter, text: str
) -> None:
    assert find_environment(_project(interpreter, text)).kind == "pip"


def test_a_project_without_a_lock_is_none_of_uvs(interpreter: Interpreter) -> None:
    assert find_environment(_project(interpreter, lock=False)).kind == "pip"


def test_a_uv_project_without_uv_is_refused(interpreter: Interpreter) -> None:
    found = find_environment(replace(_project(interpreter), programs={}))
    assert (found.kind, found.remedy) == ("refused", "Put it on PATH.")


# A tool of uv ------------------------------------------------------------------------------------------------


def _tool(interpreter: Interpreter, folder: Path, receipt: str | None = None) -> Interpreter:
    made = _elsewhere(interpreter, folder / "personatui")
    scripts = folder.parent.parent.parent / "bin"
    (made.prefix / "uv-receipt.toml").write_text(RECEIPT % scripts if receipt is None else receipt)
    return replace(made, has_pip=False)


def test_a_tool_of_uv_where_uv_keeps_it(interpreter: Interpreter, tmp_path: Path) -> None:
    made = _tool(interpreter, tmp_path / "home" / ".local" / "share" / "uv" / "tools")
    found = find_environment(made)
    assert (found.kind, found.name) == ("uv-tool", "personatui")
    assert found.noted == {"personatui", "side-salad"}
    assert found.receipt["python"] == "3.12"
    assert found.variables == ()


def test_a_tool_of_uv_elsewhere(interpreter: Interpreter, tmp_path: Path) -> None:
    made = _tool(interpreter, tmp_path / "a" / "b" / "c" / "tools")
    scripts = tmp_path / "a" / "bin"
    expected = (("UV_TOOL_DIR", str(made.prefix.parent)), ("UV_TOOL_BIN_DIR", str(scripts)))
    assert find_environment(made).variables == expected
    told = {"UV_TOOL_DIR": str(made.prefix.parent), "UV_TOOL_BIN_DIR": str(scripts)}
    assert find_environment(replace(made, variables=told)).variables == ()


@pytest.mark.parametrize(
    "receipt", ["", "[tool", "[tool]\nrequirements = 5\n", '[tool]\nrequirements = ["personatui"]\n']
)
def test_a_receipt_that_cannot_be_read_is_refused(interpreter: Interpreter, tmp_path: Path, receipt: str) -> None:
    found = find_environment(_tool(interpreter, tmp_path / "tools", receipt))
    assert found.kind == "refused"
    assert "uv tool install --force personatui" in found.remedy


def test_what_uvx_throws_away_is_refused(interpreter: Interpreter, tmp_path: Path) -> None:
    found = find_environment(_elsewhere(interpreter, tmp_path / "cache" / "uv" / "archive-v0" / "x7Qk"))
    assert (found.kind, "thrown away" in found.reason) == ("refused", True)
    assert "uv tool install personatui" in found.remedy


# pipx --------------------------------------------------------------------------------------------------------


def _pipx(interpreter: Interpreter, folder: Path, **more: Any) -> Interpreter:
    made = _elsewhere(interpreter, folder)
    noted = {
        "main_package": {"package": "personatui", "package_or_url": "personatui", "suffix": "_next"},
        "injected_packages": {"Kano_Model": {"package": "Kano_Model"}},
        **more,
    }
    (made.prefix / "pipx_metadata.json").write_text(json.dumps(noted))
    return made


def test_an_application_of_pipx_is_called_like_its_folder(interpreter: Interpreter, tmp_path: Path) -> None:
    made = _pipx(interpreter, tmp_path / "home" / ".local" / "share" / "pipx" / "venvs" / "personatui-next")
    found = find_environment(made)
    assert (found.kind, found.name, found.backend) == ("pipx", "personatui-next", "pip")
    assert found.noted == {"kano-model"}
    assert found.variables == ()
    assert found.previewer == (str(made.python), "-m", "pip")


def test_pipx_may_use_uv_and_lie_elsewhere(interpreter: Interpreter, tmp_path: Path) -> None:
    made = replace(_pipx(interpreter, tmp_path / "px" / "venvs" / "personatui", backend="uv"), has_pip=False)
    found = find_environment(made)
    assert (found.backend, found.previewer) == ("uv", ("/bin/uv",))
    assert found.variables == (("PIPX_HOME", str(tmp_path / "px")),)
    told = {**made.variables, "PIPX_HOME": str(tmp_path / "px")}
    assert find_environment(replace(made, variables=told)).variables == ()


def test_pipx_that_is_not_found_or_throws_away_is_refused(interpreter: Interpreter, tmp_path: Path) -> None:
    made = _pipx(interpreter, tmp_path / "pipx" / "venvs" / "personatui")
    assert "pipx is not found" in find_environment(replace(made, programs={})).reason
    assert "throws away" in find_environment(_pipx(interpreter, tmp_path / "pipx" / ".cache" / "abc")).reason
    (made.prefix / "pipx_metadata.json").write_text("{")
    assert "`pipx reinstall personatui`" in find_environment(made).remedy


# conda and Pythons that are no environment --------------------------------------------------------------------


def _bare(interpreter: Interpreter) -> Interpreter:
    return replace(interpreter, base_prefix=interpreter.prefix)


def test_a_conda_environment_uses_its_own_pip(interpreter: Interpreter) -> None:
    made = _bare(interpreter)
    (made.prefix / "conda-meta").mkdir()
    # conda's own mark for its base environment forbids pip by hand, not in an environment that has it
    found = find_environment(made)
    assert (found.kind, found.program) == ("conda", (str(made.python), "-m", "pip"))
    refused = find_environment(replace(made, has_pip=False))
    assert (refused.kind, "conda install pip" in refused.remedy) == ("refused", True)


def test_a_virtual_environment_of_a_condas_python_is_no_conda_environment(interpreter: Interpreter) -> None:
    (interpreter.base_prefix / "conda-meta").mkdir()
    assert find_environment(interpreter).kind == "pip"


def test_the_python_of_the_system_is_refused_with_a_remedy(interpreter: Interpreter) -> None:
    (interpreter.stdlib / "EXTERNALLY-MANAGED").touch()
    found = find_environment(_bare(interpreter))
    assert found.kind == "refused"
    assert "lets nobody but the system install packages" in found.reason
    assert "pipx install personatui" in found.remedy
    # in a virtual environment of that Python everything is as usual
    assert find_environment(interpreter).kind == "pip"


def test_a_python_of_ones_own_uses_pip(interpreter: Interpreter) -> None:
    assert find_environment(_bare(interpreter)).kind == "pip"
    assert find_environment(replace(_bare(interpreter), has_pip=False)).kind == "refused"


def test_what_cannot_be_written_to_is_refused(interpreter: Interpreter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("personatui.host.environment.os.access", lambda path, mode: False)
    for made in (interpreter, _bare(interpreter), replace(interpreter, has_pip=False)):
        found = find_environment(made)
        assert (found.kind, "You may not write" in found.reason) == ("refused", True)
        assert "uv tool install personatui" in found.remedy
    # unless personatui lies where pip installs for this user alone
    assert interpreter.user_site is not None
    found = find_environment(replace(_bare(interpreter), home=interpreter.user_site))
    assert (found.kind, found.for_user) == ("pip", True)


def test_this_interpreter_is_described() -> None:
    import sys

    found = this_interpreter()
    assert (found.python, found.prefix) == (Path(sys.executable), Path(sys.prefix))
    assert found.purelib.is_dir()
    assert (found.stdlib / "os.py").is_file()

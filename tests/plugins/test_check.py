"""`plugins check` finds every fault that is planted, ends what hangs or exits, and leaves the folder as it was."""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from personatui.cli.main import run
from personatui.host.plugin_inspecting import Inspection, inspect_plugin
from personatui.testing import ToolConformance
from personatui.testing.inspection import REMEDIES
from plugins.combinations import FULLEST, make

_START = "from personatui.api import *\nfrom personatui.api import hookimpl, Tool, Canvas\n"
_TOOL = 'TOOL = Tool(id="{0}", title="{0}", summary="", model=Canvas, demo={{"title": "A"}})\n'
_HOOK = "@hookimpl\ndef personatui_tools():\n    return [TOOL]\n"

# Plugins of one package, each with its own fault: name -> the text of its module, the code and words of the finding.
FAULTY: dict[str, tuple[str, str, str]] = {
    "raises": ("raise ValueError('no way')", "import", "ValueError: no way"),
    "exits": ("import sys\nsys.exit(3)", "import", "SystemExit: 3"),
    "stops": ("raise KeyboardInterrupt", "import", "KeyboardInterrupt"),
    "recurses": ("def f(): f()\nf()", "import", "RecursionError"),
    "lacks": ("import a_module_that_nobody_has", "import", "ModuleNotFoundError"),
    "heavy": ("import textual\n" + _START + _TOOL.format("heavy") + _HOOK, "loads-textual", "loads Textual"),
    "misspelt": (
        _START + "@hookimpl\ndef personatui_tool():\n    return []\n",
        "refused",
        "Did you mean personatui_tools",
    ),
    "unmarked": (_START + "def personatui_tools():\n    return []\n", "refused", "not marked"),
    "hookless": ("x = 1", "no-hook", "no hook"),
    "failing": (_START + "@hookimpl\ndef personatui_tools():\n    return 1 / 0\n", "hook", "ZeroDivisionError"),
    "nothing": (_START + "@hookimpl\ndef personatui_tools():\n    return None\n", "refused", "None"),
    "taken": (_START + _TOOL.format("swot") + _HOOK, "refused", "belongs to"),
    "swot": ("x = 1", "name-taken", "belongs to"),
    "stray": (
        _START + "RULE = CheckRule(id='other.rule', title='', run=lambda given: [])\n"
        "@hookimpl\ndef personatui_checks():\n    return [RULE]\n",
        "refused",
        "must start with",
    ),
    "rules": (
        _START + "RULE = CheckRule(id='rules.one', title='', run=lambda given: ['no'])\n"
        "@hookimpl\ndef personatui_checks():\n    return [RULE]\n",
        "check",
        "rules.one",
    ),
    "scores": (
        _START + "MORE = Analysis(id='swot.more', title='', summary='', run=lambda given: None)\n"
        "@hookimpl\ndef personatui_analyses():\n    return [MORE]\n",
        "analysis",
        "swot.more",
    ),
    "orders": (
        _START + "ASTRAY = Change('stray', (SetValue(persona_reference('nobody'), ('name',), 'x'),))\n"
        "DO = Command(id='orders.do', title='', run=lambda given: ASTRAY)\n"
        "@hookimpl\ndef personatui_commands():\n    return [DO]\n",
        "command",
        "orders.do",
    ),
    "files": (
        _START + "CSV = Exporter(id='files.csv', title='', extension='csv', media_type='text/csv', run=lambda g: 'a')\n"
        "@hookimpl\ndef personatui_exporters():\n    return [CSV]\n",
        "exporter",
        "not bytes",
    ),
}


def package(folder: Path, modules: Mapping[str, str], **project: Any) -> Path:
    """A package with a plugin a module; `project` stands in its table of that name."""
    root = folder / "package"
    lines = {"name": "personatui-faulty", "version": "1.2", "dependencies": ["personatui>=0.1"], **project}
    named = "".join(f"{name} = {json.dumps(value)}\n" for name, value in lines.items())
    entry_points = "".join(f'{name} = "{name}"\n' for name in modules)
    for name, text in modules.items():
        (root / "src" / name).mkdir(parents=True)
        (root / "src" / name / "__init__.py").write_text(text)
        (root / "src" / name / "py.typed").touch()
    (root / "pyproject.toml").write_text(
        f'[project]\n{named}[project.entry-points."personatui.plugins"]\n{entry_points}'
    )
    return root


def codes(found: Inspection) -> set[str]:
    return {finding.code.removeprefix("plugin.") for finding in found.findings}


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Inspection]:
    root = package(tmp_path_factory.mktemp("faulty"), {name: text for name, (text, _, _) in FAULTY.items()})
    return root, inspect_plugin(root)


@pytest.mark.parametrize("name", FAULTY)
def test_a_fault_is_found_with_file_and_remedy(faulty: tuple[Path, Inspection], name: str) -> None:
    root, found = faulty
    _, code, words = FAULTY[name]
    about = [one for one in found.findings if one.code == f"plugin.{code}" and words in one.message]
    assert about, [(one.code, one.message) for one in found.findings]
    assert all(one.hint for one in found.findings)
    if code == "import":
        assert f"src/{name}/__init__.py" in {one.file for one in about}
        assert all(one.line for one in about)
    assert not list(root.rglob("__pycache__"))


def test_every_conformance_test_has_a_remedy() -> None:
    assert set(REMEDIES) == {name for name in vars(ToolConformance) if name.startswith("test_")}


def test_a_spoiled_tool_is_found_where_it_is_spoiled(tmp_path: Path) -> None:
    root = make(tmp_path, "zed", FULLEST)
    analysis = root / "src" / "personatui_zed" / "analysis.py"
    analysis.write_text(
        analysis.read_text().replace("    canvas = given.canvas\n", "    canvas = given.canvas\n    open('x')\n")
    )
    screen = root / "src" / "personatui_zed" / "ui" / "screen.py"
    screen.write_text(screen.read_text().replace("    ZedToolView {", "    Horizontal {"))
    found = inspect_plugin(root)
    by_code = {one.code: one for one in found.findings}
    touched = by_code["plugin.nothing-touches-a-disk-or-a-network"]
    assert touched.file == "src/personatui_zed/analysis.py"
    assert touched.line == analysis.read_text().splitlines().index("    open('x')") + 1
    assert "zed.value" in touched.message
    assert "`Horizontal`" in by_code["plugin.the-styles-of-the-screen-reach-no-other"].message
    assert found.tools == ("zed",)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("import time\ntime.sleep(600)", "too-slow", "The import of late took longer than 3 seconds"),
        ("import os\nos._exit(0)", "ends-process", "The import of late ended the whole process"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "ends-process", "exit code -9"),
    ],
    ids=["hangs", "exits", "is killed"],
)
def test_what_hangs_or_exits_is_ended_and_said(tmp_path: Path, text: str, code: str, words: str) -> None:
    started = time.monotonic()
    found = inspect_plugin(package(tmp_path, {"late": text}), patience=3)
    assert time.monotonic() - started < 60
    (finding,) = found.findings
    assert finding.code == f"plugin.{code}"
    assert words in finding.message


def test_the_metadata_is_looked_at(tmp_path: Path) -> None:
    requirements = ["personatui>=99", "textual==8.2.8", "not a requirement"]
    root = package(tmp_path, {"sound": "x = 1"}, dependencies=requirements)
    (root / "src" / "sound" / "py.typed").unlink()
    found = inspect_plugin(root)
    assert {"incompatible", "pins-textual", "bad-requirement", "untyped"} <= codes(found)
    lines = (root / "pyproject.toml").read_text().splitlines()
    pinned = next(one for one in found.findings if one.code == "plugin.pins-textual")
    assert "textual" in lines[pinned.line - 1]
    (root / "pyproject.toml").write_text('[project]\nname = "x"\n')
    assert codes(inspect_plugin(root)) == {"no-entry-point", "requires-no-version"}
    (root / "pyproject.toml").write_text(
        '[project]\nname = "x"\n[project.entry-points."personatui.plugins"]\na = "gone"\n'
    )
    assert "no-module" in codes(inspect_plugin(root))


def test_a_name_on_its_way_out_is_told(tmp_path: Path) -> None:
    """The plugin works on; the check names what comes instead, and the place."""
    text = "from personatui.api import deprecation\n"
    text += 'NAMES = {"Old": deprecation.Deprecated("personatui.api.Tool", 1, "2.0")}\n'
    text += "def __getattr__(name):\n    return deprecation.deprecated_value('personatui.api', name, NAMES)\n"
    user = _START + "import sys\nimport deprecating\nassert deprecating.Old == 1\n" + _TOOL.format("user") + _HOOK
    root = package(tmp_path, {"user": user})
    (root / "src" / "deprecating.py").write_text(text)
    (finding,) = inspect_plugin(root).findings
    assert finding.code == "plugin.deprecated"
    assert finding.message == "personatui.api.Old is deprecated: use personatui.api.Tool. personatui 2.0 is without it."
    assert (finding.file, finding.severity) == ("src/user/__init__.py", "warning")
    assert finding.line == 5


def test_a_wheel_is_checked_like_its_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wheel = tmp_path / "personatui_faulty-1.2-py3-none-any.whl"
    metadata = "Metadata-Version: 2.3\nName: personatui-faulty\nVersion: 1.2\nRequires-Dist: personatui>=0.1\n"
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr("raises/__init__.py", FAULTY["raises"][0])
        file.writestr("raises/py.typed", "")
        file.writestr("personatui_faulty-1.2.dist-info/METADATA", metadata)
        file.writestr("personatui_faulty-1.2.dist-info/entry_points.txt", "[personatui.plugins]\nraises = raises\n")
    assert run(["plugins", "check", str(wheel), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["plugin"] == "personatui-faulty 1.2"
    assert [(one["code"], one["file"]) for one in told["findings"]] == [("plugin.import", "raises/__init__.py")]
    wheel.write_bytes(b"no wheel")
    assert run(["plugins", "check", str(wheel)]) == 3


def test_a_sound_package_has_no_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plugins", "check", str(make(tmp_path, "zed", FULLEST))]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "personatui-zed 0.1.0 (zed): nothing is to be mended." in err


def test_findings_are_printed_with_their_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plugins", "check", str(package(tmp_path, {"raises": FAULTY["raises"][0]}))]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("src/raises/__init__.py:1: error plugin.import")
    assert "1 error" in err


@pytest.mark.parametrize("name", ["nowhere", "empty", "file.txt"])
def test_what_is_no_package_is_refused(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.txt").write_text("text")
    assert run(["plugins", "check", str(tmp_path / name)]) == 3
    assert "Traceback" not in capsys.readouterr().err


def test_a_project_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    root = package(tmp_path, {"sound": ""})
    (root / "pyproject.toml").write_text("= no toml")
    assert run(["plugins", "check", str(root)]) == 3

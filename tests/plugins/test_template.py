"""Every package that the template can make is sound from the first minute."""

from __future__ import annotations

import importlib.util
import io
import json
import tomllib
from pathlib import Path

import pytest

from personatui.cli.main import run
from personatui.errors import UsageError
from personatui.host.plugin_template import PARTS, PluginNames, plugin_names, plugin_title, write_plugin
from plugins.combinations import FULLEST, SMALLEST, combinations, make, python

# Loads each plugin alone, runs what its authors inherit, less what starts a process or an app, and checks its sample.
_TRY = """
import json, sys
from pathlib import Path
from datetime import date
from personatui.host.checking import check
from personatui.host.session import Session
from personatui.testing import ToolConformance, load_only
SLOW = {"test_the_tool_loads_without_textual", "test_the_screen_opens"}
for package, root in json.loads(sys.argv[1]):
    host = load_only(package)
    assert [status.reason for status in host.statuses] == [""], host.statuses
    (tool,) = host.tools.values()
    for name, demand in vars(ToolConformance).items():
        if name.startswith("test_") and name not in SLOW:
            demand(ToolConformance(), tool)
    session = Session.open(Path(root) / "sample", host)
    outcome = check(session, today=date(2025, 6, 1))
    assert session.project.canvas(tool.id, "maya-okafor"), package
    assert [finding.message for finding in outcome.findings if finding.severity == "error"] == []
    assert outcome.faults == ()
print("all of them")
"""


def _needs(module: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(importlib.util.find_spec(module) is None, reason=f"needs {module}, of the dev extra")


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a package for every combination of answers."""
    folder = tmp_path_factory.mktemp("packages")
    for name, parts in combinations():
        make(folder, name, parts, title='An "odd" title: it\'s 100 % \\ [red] {x}' if len(parts) == 1 else "")
    return folder


def test_every_combination_is_loaded_and_conforms(every: Path) -> None:
    roots = sorted(every.iterdir())
    assert len(roots) == 2 ** len(PARTS)
    packages = [(root.name.replace("-", "_"), str(root)) for root in roots]
    done = python("-c", _TRY, json.dumps(packages), folder=every, paths=tuple(root / "src" for root in roots))
    assert done.stdout == "all of them\n", done.stderr


@_needs("ruff")
@pytest.mark.parametrize("arguments", [("check",), ("format", "--check")], ids=" ".join)
def test_every_combination_is_formatted(every: Path, arguments: tuple[str, ...]) -> None:
    done = python("-m", "ruff", *arguments, "--no-cache", ".", folder=every)
    assert done.returncode == 0, done.stdout


@_needs("mypy")
def test_the_fullest_one_is_typed(every: Path) -> None:
    root = next(
        root
        for root in every.iterdir()
        if all(
            (root / "src" / root.name.replace("-", "_") / file).exists()
            for file in ("checks.py", "exporter.py", "commands.py", "ui/screen.py")
        )
    )
    done = python("-m", "mypy", "--cache-dir", every.parent / "types", folder=root)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("parts", [SMALLEST, FULLEST], ids=["smallest", "fullest"])
def test_its_own_tests_pass(tmp_path: Path, parts: frozenset[str]) -> None:
    root = make(tmp_path, "zed", parts)
    done = python("-m", "pytest", "-q", "-p", "no:cacheprovider", folder=root)
    assert done.returncode == 0, done.stdout
    written = {path.relative_to(root).as_posix() for path in root.rglob("*") if "__pycache__" not in path.parts}
    assert "seen" not in written
    assert {"README.md", ".github/workflows/ci.yml", "src/personatui_zed/py.typed", "tests/test_tool.py"} <= written
    assert ("src/personatui_zed/ui/screen.py" in written) == bool(parts)


def test_the_metadata_says_what_it_should(tmp_path: Path) -> None:
    root = make(tmp_path, "kano-model", FULLEST, title="Kano")
    data = tomllib.loads((root / "pyproject.toml").read_text())
    project = data["project"]
    assert project["name"] == "personatui-kano-model"
    assert project["dependencies"] == ["personatui>=0.1"]
    assert project["authors"] == [{"name": "Ann Author"}]
    assert project["entry-points"]["personatui.plugins"] == {"kano_model": "personatui_kano_model"}
    assert project["description"] == "Kano: a tool for personatui"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("kano", PluginNames("kano", "personatui-kano", "personatui_kano", "Kano")),
        (
            "personatui-kano-model",
            PluginNames("kano_model", "personatui-kano-model", "personatui_kano_model", "KanoModel"),
        ),
        ("kano_model", PluginNames("kano_model", "personatui-kano-model", "personatui_kano_model", "KanoModel")),
        ("2x2", PluginNames("2x2", "personatui-2x2", "personatui_2x2", "Tool2x2")),
    ],
)
def test_names_are_made_of_what_the_author_types(text: str, names: PluginNames) -> None:
    assert plugin_names(text, {}) == names


@pytest.mark.parametrize(
    "text", ["", "Kano", "kano model", "kano-", "ka--no", "../kano", "con", "-kano", "k" * 33, "känö"]
)
def test_what_cannot_be_a_name_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="cannot be the name of a plugin"):
        plugin_names(text, {})


def test_a_name_that_is_taken_is_refused_with_its_owner() -> None:
    with pytest.raises(UsageError, match="There is a plugin or tool empathy_map already, of personatui"):
        plugin_names("empathy-map", {"empathy_map": "personatui"})
    with pytest.raises(UsageError, match="keeps for itself"):
        plugin_names("core", {})


def test_a_title_is_cleaned_and_bounded() -> None:
    names = plugin_names("kano-model", {})
    assert plugin_title("", names) == "Kano model"
    assert plugin_title(" Ka\tno\x1b ", names) == "Ka no␛"
    with pytest.raises(UsageError, match="61 characters"):
        plugin_title("k" * 61, names)


def test_nothing_is_left_of_what_could_not_be_written(tmp_path: Path) -> None:
    target = tmp_path / "new" / "kano"
    with pytest.raises(UsageError, match="Nothing can be written"):
        write_plugin(target, {"a.txt": "a", "a.txt/b": "b"})
    assert list(tmp_path.iterdir()) == []
    target.mkdir(parents=True)
    with pytest.raises(UsageError, match="Nothing can be written"):
        write_plugin(target, {"a.txt": "a", "a.txt/b": "b"})
    assert [path.name for path in target.parent.iterdir()] == ["kano"]
    assert list(target.iterdir()) == []
    write_plugin(target, {"a.txt": "a"})
    assert (target / "a.txt").read_text() == "a"


def test_what_is_there_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("all of it")
    with pytest.raises(UsageError, match="is not empty"):
        write_plugin(tmp_path / "mine", {"a.txt": "a"})
    with pytest.raises(UsageError, match="is a file"):
        write_plugin(tmp_path / "mine" / "thesis.txt", {"a.txt": "a"})
    assert [path.name for path in tmp_path.rglob("*")] == ["mine", "thesis.txt"]


def test_the_command_makes_one_and_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["plugins", "new", "kano", "--screen", "--title", "Kano Model", "--author", "Ann"]) == 0
    out, err = capsys.readouterr()
    assert out.strip() == str(tmp_path / "personatui-kano")
    assert "personatui plugins check" in err
    assert (tmp_path / "personatui-kano" / "src" / "personatui_kano" / "ui" / "screen.py").is_file()
    assert run(["plugins", "new", "kano", "--yes"]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert run(["plugins", "new", "other", "--to", "there", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["package"] == "personatui_other"
    assert all((tmp_path / "there" / file).is_file() for file in data["files"])
    assert run(["plugins", "new", "swot", "--yes"]) == 2
    assert "swot already, of personatui" in capsys.readouterr().err


class _Terminal(io.StringIO):
    """What somebody types, or reads, at a terminal."""

    def isatty(self) -> bool:
        return True


def test_in_a_terminal_it_asks_for_what_is_not_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gitconfig").write_text('[user]\nname = "Ann Author"\nemail = ann@example.org\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    told = _Terminal()
    monkeypatch.setattr("sys.stdin", _Terminal("Kano Model\ny\n\nn\n"))
    monkeypatch.setattr("sys.stderr", told)
    assert run(["plugins", "new", "kano", "--commands", "--author", "Ann Author"]) == 0
    root = tmp_path / "personatui-kano"
    package = root / "src" / "personatui_kano"
    assert 'title="Kano Model"' in (package / "tool.py").read_text()
    assert (package / "ui").is_dir()
    assert (package / "checks.py").is_file()
    assert not (package / "exporter.py").exists()
    assert (package / "commands.py").is_file()
    author = tomllib.loads((root / "pyproject.toml").read_text())["project"]["authors"]
    assert author == [{"name": "Ann Author", "email": "ann@example.org"}]
    assert "What is the tool called? [Kano]" in told.getvalue()
    assert "exporter" in told.getvalue()


def test_whoever_stops_at_a_question_gets_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", _Terminal("Kano Model\n"))
    monkeypatch.setattr("sys.stderr", _Terminal())
    assert run(["plugins", "new", "kano"]) == 130
    assert list(tmp_path.iterdir()) == []

"""Bad input: a sentence with the file, the line where there is one, and what to do; the rest of the project opens.

Every case is tried on an open project, where others must load and nothing may be written, and as the only persona
on the command line, where nothing is left to show.
"""

from __future__ import annotations

import json
import os
import stat
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.calling import ProcessCall
from host.folders import FILES, MAYA, TOM, change, contents, open_folder, write_files
from personatui.api import Reference, SetValue
from personatui.cli.main import run
from personatui.errors import FileError, ProjectError
from personatui.host.checking import check
from personatui.host.session import today
from personatui.model.cleaning import clean_line

BAD = "personas/bad.toml"
REFERENCE = Reference("persona", "bad")
GOOD = b'schema = 1\nname = "Good"\n'


@dataclass(frozen=True)
class Case:
    """A file that cannot be read: its bytes, and what is said about it."""

    content: bytes
    said: str
    line: int = 0
    file: str = BAD


CASES: dict[str, Case] = {
    "no toml": Case(b'name = "x"\nthis is no toml\n', "=", 2),
    "a missing value": Case(b'name = "x"\nrole = \n', "value is missing", 2),
    "a key twice": Case(b'name = "x"\nname = "y"\n', "`name` is there already", 2),
    "a text that does not end": Case(b'name = "x\n', "not closed", 1),
    "a list that does not end": Case(b"tags = [\n", "not closed", 1),
    "no utf-8": Case(b'name = "x"\nsummary = "caf\xe9"\n', "no UTF-8", 2),
    "utf-16": Case('name = "x"\n'.encode("utf-16"), "UTF-16", 1),
    "a merge that was not finished": Case(
        b'name = "x"\n<<<<<<< ours\nrole = "primary"\n=======\nrole = "served"\n>>>>>>> theirs\n',
        "unfinished merge",
        2,
    ),
    "2 MiB": Case(b"# " + b"x" * (2 * 1024 * 1024), "larger than 1 MiB"),
    "null bytes": Case(b'name = "x"\nrole = \x00\x00\n', "", 2),
    "nothing but null bytes": Case(b"\x00" * 64, "", 1),
    "a picture": Case(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "no UTF-8", 1),
    "lists without end": Case(b"x = " + b"[" * 100_000, "levels deep"),
    "lists far down": Case(b'name = "x"\nx = ' + b"[" * 80 + b"]" * 80, "levels deep"),
    "tables far down": Case(b"[" + b".".join([b"a"] * 80) + b"]\n", "levels deep"),
    "inline tables without end": Case(b"x = " + b"{a = " * 50_000, "levels deep"),
    "lone carriage returns": Case(b'name = "x"\rrole = "y"\r', "carriage return", 1),
    "control characters in a text": Case(b'name = "a\x1b[2Jb"\n', "control character", 1),
    "a name that is a device": Case(GOOD, "cannot be an id", file="personas/CON.toml"),
    "a name that is a device in small letters": Case(GOOD, "cannot be an id", file="personas/nul.toml"),
    "a name in capitals": Case(GOOD, "cannot be an id", file="personas/Maya.toml"),
    "a name with blanks": Case(GOOD, "cannot be an id", file="personas/maya okafor.toml"),
    "a name with accents": Case(GOOD, "cannot be an id", file="personas/zoë.toml"),
    "a name that is too long": Case(GOOD, "cannot be an id", file=f"personas/{'x' * 65}.toml"),
    "a name with control characters": Case(GOOD, "cannot be an id", file="personas/a\x1b[2Jb\u202e.toml"),
    "an ending in capitals": Case(GOOD, "cannot be an id", file="personas/good.TOML"),
    "files in a folder below": Case(GOOD, "not read", file="personas/archive/old.toml"),
}


def _shown_parts(case: Case) -> tuple[str, ...]:
    """What a message must name: the file, and the line where there is one."""
    name = case.file if "archive" not in case.file else "personas/archive"
    return (f"{clean_line(name)}:{case.line}" if case.line else clean_line(name), case.said)


cases = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())


def _errors(root: Path) -> list[FileError]:
    loaded = open_folder(root).loaded
    return [*loaded.broken.values(), *loaded.misplaced]


@cases
def test_a_file_that_cannot_be_read_leaves_the_others(root: Path, case: Case) -> None:
    write_files(root, {case.file: case.content})
    before = contents(root)
    session = open_folder(root)

    (error,) = [*session.loaded.broken.values(), *session.loaded.misplaced]
    assert case.said in error.message
    assert error.hint.endswith(".") or "`" in error.hint or error.hint.endswith((".toml", "/"))
    assert error.path in (root / case.file, (root / case.file).parent)
    assert error.line == case.line or (not case.line and error.line <= 1)
    assert list(session.project.personas) == ["maya-okafor", "tom-brandt"]
    (finding,) = [found for found in check(session, today=today()).findings if found.file.startswith("personas/")]
    assert (finding.code, finding.line) == ("core.unreadable-file", error.line)

    session.make(change(SetValue(TOM, ("summary",), "Still editable")))
    assert session.save().saved == (TOM,)
    after = contents(root)
    assert after.pop("personas/tom-brandt.toml") != before.pop("personas/tom-brandt.toml")
    assert after == before


@cases
@pytest.mark.parametrize("command", [("list",), ("list", "--json"), ("show", "bad"), ("check",)], ids=" ".join)
def test_where_nothing_else_is_there_the_exit_code_is_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], case: Case, command: tuple[str, ...]
) -> None:
    root = write_files(tmp_path / "project", {"personatui.toml": "schema = 1\n", case.file: case.content})
    before = contents(root)

    code = run(["-p", str(root), *command])

    told = "".join(capsys.readouterr())
    assert code == 3
    for part in _shown_parts(case):
        assert part in told
    _assert_talks_sense(told)
    assert contents(root) == before


def _assert_talks_sense(told: str) -> None:
    assert "Traceback" not in told
    assert "defect" not in told
    assert not {character for character in told if character < " " and character not in "\n\t"}
    assert not set("\u202e\x7f\x9b") & set(told)


# The whole lot through real processes ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProcessCall]:
    """Calls the program in a process of its own, away from the user's folders."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PERSONATUI_CONFIG_DIR", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
            patch.setenv(name, str(home / name))
        yield ProcessCall()


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The usual project with every bad file in it, each under its own name."""
    root = write_files(tmp_path_factory.mktemp("crowded"), FILES)
    for number, case in enumerate(CASES.values()):
        write_files(root, {case.file.replace("bad.toml", f"bad{number}.toml"): case.content})
    return root


def _wanted() -> Iterator[tuple[str, Case]]:
    """Each bad file as messages of the crowded project name it."""
    for number, case in enumerate(CASES.values()):
        yield _shown_parts(case)[0].partition(":")[0].replace("bad.toml", f"bad{number}.toml"), case


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("list",), 0),
        (("list", "--json"), 0),
        (("show", "maya-okafor"), 0),
        (("show", "bad0"), 3),
        (("show", "../x"), 2),
        (("analyze", "tom-brandt", "--json"), 0),
        (("check",), 1),
        (("check", "--fail-on", "never"), 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_project_full_of_bad_files_is_served(
    call: ProcessCall, crowded: Path, command: tuple[str, ...], code: int
) -> None:
    before = contents(crowded)
    called = call("-p", crowded, *command)

    assert called.code == code, called.err
    _assert_talks_sense(called.out + called.err)
    told = called.out if command[0] == "check" else called.err
    for file, case in _wanted():
        assert f"{file}:{case.line}:" in told if case.line else file in told
        assert case.said in told
    if "--json" in command:
        json.loads(called.out)
    if command[0] == "list":
        assert "maya-okafor" in called.out
    assert contents(crowded) == before


def test_every_bad_file_is_in_every_report(call: ProcessCall, crowded: Path) -> None:
    found = json.loads(call("-p", crowded, "check", "--json").out)["findings"]
    unreadable = {finding["file"]: finding for finding in found if finding["code"] == "core.unreadable-file"}
    sarif = json.loads(call("-p", crowded, "check", "--format", "sarif").out)["runs"][0]["results"]
    junit = ET.fromstring(call("-p", crowded, "check", "--format", "junit").out)

    assert len(unreadable) == len(CASES)
    for file, case in _wanted():
        assert unreadable[file]["line"] == case.line or not case.line
        assert case.said in unreadable[file]["message"]
        assert unreadable[file]["severity"] == "error"
    assert len([result for result in sarif if result["ruleId"] == "core.unreadable-file"]) == len(CASES)
    assert len(junit.findall(".//failure")) >= len(CASES)


# No project, and a bad project file ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["empty", "other", "absent", "other/personas/maya.toml"])
def test_a_folder_that_is_no_project(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    write_files(tmp_path / "other", {"personas/maya.toml": 'name = "x"\n'})
    (tmp_path / "empty").mkdir()
    for command in (["list"], ["show", "maya"], ["check"], ["analyze", "maya"]):
        code = run(["-p", str(tmp_path / name), *command])
        out, err = capsys.readouterr()
        assert (code, out) == (3, "")
        assert str(tmp_path / name) in err
        _assert_talks_sense(err)


def test_an_empty_folder_through_a_real_process(call: ProcessCall, tmp_path: Path) -> None:
    called = call("-p", tmp_path, "list")
    assert (called.code, called.out) == (3, "")
    assert f"{tmp_path} is no personatui project" in called.err
    assert "personatui new" in called.err
    _assert_talks_sense(called.err)


BAD_PROJECTS: dict[str, Case] = {name: case for name, case in CASES.items() if case.file == BAD}


@pytest.mark.parametrize("case", BAD_PROJECTS.values(), ids=BAD_PROJECTS.keys())
def test_a_project_file_that_cannot_be_read(root: Path, capsys: pytest.CaptureFixture[str], case: Case) -> None:
    write_files(root, {"personatui.toml": case.content})
    before = contents(root)

    with pytest.raises(ProjectError) as caught:
        open_folder(root)
    assert case.said in caught.value.message
    assert caught.value.hint
    for command in (["list"], ["show", "maya-okafor"], ["check"]):
        code = run(["-p", str(root), *command])
        told = "".join(capsys.readouterr())
        assert code == 3
        assert f"personatui.toml:{case.line}" in told if case.line else "personatui.toml" in told
        _assert_talks_sense(told)
    assert contents(root) == before


def test_a_broken_project_file_through_a_real_process(call: ProcessCall, root: Path) -> None:
    write_files(root, {"personatui.toml": 'schema = 1\nname = "x\n'})
    for command in (("list",), ("show", "maya-okafor"), ("check",)):
        called = call("-p", root, *command)
        assert (called.code, called.out) == (3, "")
        assert f"{root}/personatui.toml:2" in called.err
        _assert_talks_sense(called.err)


WRONG_SETTINGS = b"""\
schema = "one"
name = 3
summary = ["x"]
tools_off = "jtbd"
custom = 7
thresholds = [1]
mystery = 1

[gates]
fail_on = 5
"""


def test_a_project_file_of_wrong_types_opens_and_is_reported(call: ProcessCall, root: Path) -> None:
    write_files(root, {"personatui.toml": WRONG_SETTINGS})
    before = contents(root)
    session = open_folder(root)
    assert session.project.settings.thresholds.qualitative == 5
    assert session.project.settings.tools_off == ()

    listed, checked = call("-p", root, "list"), call("-p", root, "check")

    assert listed.code == 0
    assert "maya-okafor" in listed.out
    assert checked.code == 1
    for line in (1, 2, 3, 4, 5, 6, 10):
        assert f"personatui.toml:{line}: error core.invalid-value" in checked.out
    assert "personatui.toml:7: warning core.unknown-key" in checked.out
    _assert_talks_sense(listed.out + listed.err + checked.out + checked.err)
    assert contents(root) == before


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n# nothing\n"])
def test_empty_files_are_read(call: ProcessCall, root: Path, content: bytes) -> None:
    write_files(
        root,
        {
            "personatui.toml": content,
            "personas/empty.toml": content,
            "segments/empty.toml": content,
            "sources/empty.toml": content,
            "canvases/jtbd/maya-okafor.toml": content,
        },
    )
    before = contents(root)
    session = open_folder(root)
    assert set(session.project.personas) == {"empty", "maya-okafor", "tom-brandt"}
    assert session.loaded.broken == {}

    called = call("-p", root, "check")

    assert called.code == 1
    assert "personas/empty.toml:1: error core.no-name" in called.out
    assert contents(root) == before
    session.make(change(SetValue(Reference("persona", "empty"), ("name",), "Named")))
    session.save()
    assert open_folder(root).project.personas["empty"].name == "Named"
    assert (root / "personas/empty.toml").read_bytes().startswith(content.rstrip(b"\n"))


# Values, references and signs ------------------------------------------------------------------------------

ODD = """\
schema = 1
name = "Odd\\u001b]0;title\\u0007 \\u202eright to left\\u009b2J\\u0000"
role = "king"
n = "seven"
mood = "calm"
segment = "nowhere"
summary = "two\\r\\nlines\\u2028"

[[goals]]
id = "a"
text = 3

[[goals]]
id = "a"
text = "Twice"
sources = ["nothing#e1", "../../etc/passwd"]

[[pains]]
id = "\\u001b[2J"
text = "An id that no one can name"
"""


def test_wrong_values_and_references_are_told_with_their_lines(call: ProcessCall, root: Path) -> None:
    write_files(
        root, {BAD: ODD, "canvases/jtbd/nobody.toml": "title = 'x'\n", "canvases/kano/maya-okafor.toml": "a=1\n"}
    )
    before = contents(root)

    checked, listed, shown = (call("-p", root, *command) for command in (("check",), ("list",), ("show", "bad")))
    as_json = call("-p", root, "show", "bad", "--json")

    assert [called.code for called in (checked, listed, shown, as_json)] == [1, 0, 0, 0]
    for told in (
        f"{BAD}:3: error core.invalid-value",
        f"{BAD}:4: error core.invalid-value",
        f"{BAD}:11: error core.invalid-value",
        f"{BAD}:5: warning core.unknown-key",
        f"{BAD}:6: error core.dangling-segment",
        f"{BAD}:2: warning core.control-character",
        f"{BAD}:14: error core.duplicate-id",
        f"{BAD}:16: error core.dangling-source",
        f"{BAD}:19: error core.bad-id",
        "canvases/jtbd/nobody.toml:1: error core.dangling-persona",
        "canvases/kano/maya-okafor.toml:1: note core.absent-tool",
    ):
        assert told in checked.out
    for called in (checked, listed, shown, as_json):
        _assert_talks_sense(called.out + called.err)
    assert "Odd␛]0;title␇" in listed.out
    assert "Odd␛]0;title␇" in shown.out
    assert "Twice" in shown.out
    assert "n" not in json.loads(as_json.out)["persona"]
    assert contents(root) == before


def test_a_newer_file_is_shown_and_told(call: ProcessCall, root: Path) -> None:
    write_files(root, {BAD: 'schema = 9\nname = "From tomorrow"\nnovelty = true\n'})
    before = contents(root)

    shown, checked = call("-p", root, "show", "bad"), call("-p", root, "check", "--fail-on", "warning")

    assert shown.code == 0
    assert "From tomorrow" in shown.out
    assert checked.code == 1
    assert f"{BAD}:1: warning core.newer-schema" in checked.out
    assert contents(root) == before


# Links, folders and permissions ----------------------------------------------------------------------------


def test_links_that_lead_outside_are_left_alone(call: ProcessCall, root: Path, tmp_path: Path) -> None:
    secret = write_files(tmp_path, {"secret/secret.toml": 'name = "Secret"\n'}) / "secret"
    (root / BAD).symlink_to(secret / "secret.toml")
    (root / "personas/loop.toml").symlink_to(root / "personas/loop.toml")
    (root / "personas/dangling.toml").symlink_to(root / "personas/nothing.toml")
    (root / "canvases").symlink_to(secret)
    session = open_folder(root)

    told = {error.path.name: error.message for error in _errors(root)}
    assert "outside the project" in told["bad.toml"]
    assert "outside the project" in told["canvases"]
    assert set(told) == {"bad.toml", "canvases", "loop.toml", "dangling.toml"}
    assert list(session.project.personas) == ["maya-okafor", "tom-brandt"]
    listed, checked = call("-p", root, "list"), call("-p", root, "check")
    assert (listed.code, checked.code) == (0, 1)
    assert "Secret" not in listed.out + checked.out
    for called in (listed, checked):
        _assert_talks_sense(called.out + called.err)
    with pytest.raises(FileError, match="outside"):
        session.make(change(SetValue(REFERENCE, ("name",), "x")))
    assert (secret / "secret.toml").read_text("utf-8") == 'name = "Secret"\n'


def test_folders_and_pipes_in_the_place_of_files(call: ProcessCall, root: Path) -> None:
    (root / "personas/folder.toml").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(root / "personas/pipe.toml")
    write_files(root, {"canvases": "a file, not a folder\n"})

    listed = call("-p", root, "list")

    assert listed.code == 0
    assert "folder.toml: This is a folder" in listed.err
    assert "canvases: The folder cannot be read" in listed.err
    assert "pipe.toml" in listed.err or not hasattr(os, "mkfifo")
    _assert_talks_sense(listed.out + listed.err)


def test_a_folder_that_is_a_file_leaves_nothing(call: ProcessCall, tmp_path: Path) -> None:
    root = write_files(tmp_path, {"personatui.toml": "", "personas": "a file\n"})
    for command in ("list", "check"):
        called = call("-p", root, command)
        assert called.code == 3
        assert "personas" in called.out + called.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions bind every user but root")
def test_a_folder_that_may_not_be_read(call: ProcessCall, root: Path) -> None:
    (root / "personas").chmod(0)
    try:
        called = call("-p", root, "list")
    finally:
        (root / "personas").chmod(0o700)
    assert called.code == 3
    assert "personas: The folder cannot be read" in called.err


def test_a_folder_that_the_system_refuses_to_list(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for the superuser, whom no permission binds."""
    scandir = os.scandir

    def refuse(path: str | Path) -> object:
        if Path(path) == root / "personas":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    session = open_folder(root)

    (error,) = session.loaded.misplaced
    assert error.path == root / "personas"
    assert "Permission denied" in error.message
    assert error.hint
    assert list(session.project.segments) == ["urban-renters"]
    assert session.loaded.nothing_read


def test_a_file_that_the_system_refuses_to_open(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_file = os.open

    def refuse(path: str | Path, *arguments: int, **options: int) -> int:
        if Path(path).name == "maya-okafor.toml":
            raise PermissionError(13, "Permission denied")
        return open_file(path, *arguments, **options)

    monkeypatch.setattr(os, "open", refuse)
    session = open_folder(root)

    assert "may not read" in session.loaded.broken[MAYA].message
    assert list(session.project.personas) == ["tom-brandt"]


# What is unusual and fine ----------------------------------------------------------------------------------


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_marks_and_line_ends_are_read_and_kept(call: ProcessCall, root: Path, mark: str, line_end: str) -> None:
    text = mark + FILES["personas/maya-okafor.toml"].replace("\n", line_end)
    settings = mark + FILES["personatui.toml"].replace("\n", line_end)
    write_files(root, {"personas/maya-okafor.toml": text, "personatui.toml": settings})

    assert call("-p", root, "check").code == 0
    session = open_folder(root)
    session.make(
        change(SetValue(MAYA, ("name",), "Maya O."), SetValue(Reference("project", "project"), ("name",), "P"))
    )
    session.save()

    assert (root / "personas/maya-okafor.toml").read_bytes() == text.replace('"Maya Okafor"', '"Maya O."').encode()
    assert (root / "personatui.toml").read_bytes() == settings.replace('"Exotic Pet Rental"', '"P"').encode()


def test_a_file_keeps_its_permissions(root: Path) -> None:
    file = root / "personas/maya-okafor.toml"
    file.chmod(0o640)
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("name",), "Maya O.")))
    session.save()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_other_files_in_the_project_are_nobodys_business(call: ProcessCall, root: Path) -> None:
    others = {
        "README.md": b"# Read me\n",
        ".git/config": b"\x00",
        "personas/.hidden.toml": b"a = \n",
        "personas/maya.png": b"\x89PNG",
        "personas/maya-okafor.toml~": b"a = \n",
        "canvases/notes.md": b"x",
        "exports/maya.html": b"x",
    }
    write_files(root, dict(others))
    called = call("-p", root, "check")
    assert (called.code, called.out) == (0, "")

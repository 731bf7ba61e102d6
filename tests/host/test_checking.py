"""Checking: every kind of finding with its file and line, the rules of plugins, and the order of it all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import pytest

from host.folders import FILES, KANO, MAYA, MAYA_TEXT, change, kano, open_folder, plugins_with, write_files
from personatui.api import AddItem, Array, Canvas, CheckInput, CheckRule, Claim, Finding, Layout, SetValue, Severity
from personatui.host.checking import CheckOutcome, check
from personatui.host.plugins import PluginHost, load_plugins

TODAY = date(2026, 3, 14)
PERSONA = "personas/maya-okafor.toml"


def findings(root: Path, files: dict[str, str | bytes], plugins: PluginHost | None = None) -> list[Finding]:
    """What is found in the usual project after some of its files were replaced."""
    write_files(root, files)
    return list(check(open_folder(root, plugins), today=TODAY).findings)


def one(root: Path, files: dict[str, str | bytes], code: str, plugins: PluginHost | None = None) -> Finding:
    """The only finding of a code."""
    found = findings(root, files, plugins)
    (finding,) = (entry for entry in found if entry.code == code)
    return finding


def test_a_sound_project_has_no_findings(root: Path) -> None:
    outcome = check(open_folder(root, load_plugins()), today=TODAY)
    assert outcome == CheckOutcome((), ())


def persona(old: str, new: str) -> dict[str, str | bytes]:
    """The usual persona with one part of its text replaced."""
    assert old in MAYA_TEXT
    return {PERSONA: MAYA_TEXT.replace(old, new)}


CANVAS = "canvases/kano/maya-okafor.toml"
E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# What is written -> code, severity, file, line, where.
CASES: dict[str, tuple[dict[str, str | bytes], tuple[str, Severity, str, int, str]]] = {
    "broken": (
        {PERSONA: "name = 1\nname = 2\n"},
        ("core.unreadable-file", E, PERSONA, 2, "persona/maya-okafor"),
    ),
    "misplaced": (
        {"personas/Maya.toml": "name = 'x'\n"},
        ("core.unreadable-file", E, "personas/Maya.toml", 0, ""),
    ),
    "value": (
        persona("severity = 4", "severity = 9"),
        ("core.invalid-value", E, PERSONA, 24, "persona/maya-okafor#m2xa"),
    ),
    "setting": (
        {"personatui.toml": 'name = "x"\n\n[thresholds]\nqualitative = "five"\n'},
        ("core.invalid-value", E, "personatui.toml", 4, "project/project"),
    ),
    "gate": (
        {"personatui.toml": '[gates]\nfail_on = "banana"\n'},
        ("core.invalid-value", E, "personatui.toml", 2, "project/project"),
    ),
    "key": (
        persona("age = 34", "aeg = 34"),
        ("core.unknown-key", W, PERSONA, 8, "persona/maya-okafor"),
    ),
    "key of an entry": (
        persona('kind = "end" ', 'sort = "end" '),
        ("core.unknown-key", W, PERSONA, 14, "persona/maya-okafor"),
    ),
    "key of the settings": (
        {"personatui.toml": 'name = "x"\n\n[threshold]\nqualitative = 5\n'},
        ("core.unknown-key", W, "personatui.toml", 3, "project/project"),
    ),
    "tool that is not there": (
        {CANVAS: "x = 1\n"},
        ("core.absent-tool", N, CANVAS, 1, "canvas/kano/maya-okafor"),
    ),
    "used tool that is not there": (
        {"personatui.toml": '[uses]\nkano = "personatui-kano>=1"\n'},
        ("core.absent-tool", N, "personatui.toml", 2, "project/project"),
    ),
    "used tool that nobody can find": (
        {"personatui.toml": '[uses]\nkano = "kano; rm -rf /"\n'},
        ("core.bad-requirement", W, "personatui.toml", 2, "project/project"),
    ),
    "used tool that is no text": (
        {"personatui.toml": "[uses]\nkano = 3\n"},
        ("core.bad-requirement", W, "personatui.toml", 2, "project/project"),
    ),
    "used tool without a name": (
        {"personatui.toml": '[uses]\n"../kano" = ""\n'},
        ("core.bad-id", W, "personatui.toml", 2, "project/project"),
    ),
    "tool switched off that is not there": (
        {"personatui.toml": 'tools_off = [\n  "jtdb",\n]\n'},
        ("core.unknown-tool", N, "personatui.toml", 2, "project/project"),
    ),
    "control characters": (
        persona('"Maya Okafor" ', '"Maya\\u001b[2J" '),
        ("core.control-character", W, PERSONA, 3, "persona/maya-okafor"),
    ),
    "control characters in the settings": (
        {"personatui.toml": 'schema = 1\nname = "x\\u202e"\n'},
        ("core.control-character", W, "personatui.toml", 2, "project/project"),
    ),
    "newer": (
        persona("schema = 1", "schema = 2"),
        ("core.newer-schema", W, PERSONA, 2, "persona/maya-okafor"),
    ),
    "newer settings": (
        {"personatui.toml": "schema = 2\n"},
        ("core.newer-schema", W, "personatui.toml", 1, "project/project"),
    ),
    "id twice": (
        persona('id = "m2xa"', 'id = "k7qd"'),
        ("core.duplicate-id", E, PERSONA, 22, "persona/maya-okafor#k7qd"),
    ),
    "id that is none": (
        persona('id = "m2xa"', 'id = "no id"'),
        ("core.bad-id", E, PERSONA, 22, "persona/maya-okafor"),
    ),
    "nothing said": (
        persona('text = "Own no animal"', 'text = " "'),
        ("core.empty-claim", W, PERSONA, 17, "persona/maya-okafor#h4cx"),
    ),
    "source of a claim": (
        persona('["interview-maya#e3"]', '[\n  "interview-maya#e3",\n  "interview-maya#e4",\n]'),
        ("core.dangling-source", E, PERSONA, 17, "persona/maya-okafor#k7qd"),
    ),
    "source that is a persona": (
        persona('["interview-maya#e3"]', '["persona/maya-okafor"]'),
        ("core.dangling-source", E, PERSONA, 15, "persona/maya-okafor#k7qd"),
    ),
    "source of a persona": (
        persona('role = "primary"', 'role = "primary"\nsources = ["../secret"]'),
        ("core.dangling-source", E, PERSONA, 5, "persona/maya-okafor"),
    ),
    "source of a segment": (
        {"segments/urban-renters.toml": 'name = "x"\nsources = ["nothing"]\n'},
        ("core.dangling-source", E, "segments/urban-renters.toml", 2, "segment/urban-renters"),
    ),
    "segment": (
        persona('"urban-renters"', '"rural"'),
        ("core.dangling-segment", E, PERSONA, 5, "persona/maya-okafor"),
    ),
    "segment of a canvas": (
        {CANVAS: 'segment = "../x"\n'},
        ("core.dangling-segment", E, CANVAS, 1, "canvas/kano/maya-okafor"),
    ),
    "canvas without a persona": (
        {"canvases/kano/nobody.toml": "title = 'x'\n"},
        ("core.dangling-persona", E, "canvases/kano/nobody.toml", 1, "canvas/kano/nobody"),
    ),
    "canvas that lists a persona": (
        {CANVAS: 'personas = [\n  "maya-okafor",\n  "nobody",\n]\n'},
        ("core.dangling-persona", E, CANVAS, 3, "canvas/kano/maya-okafor"),
    ),
    "link": (
        persona("[custom]", '[[links]]\nid = "l1"\ntarget = "persona/nobody#x"\n\n[custom]'),
        ("core.dangling-link", E, PERSONA, 28, "persona/maya-okafor#l1"),
    ),
    "no name": (
        persona('name = "Maya Okafor"   # asked us to use her own name\n', ""),
        ("core.no-name", E, PERSONA, 1, "persona/maya-okafor"),
    ),
    "basis without n": (
        persona('role = "primary"', 'role = "primary"\nbasis = "qualitative"'),
        ("core.basis-without-n", W, PERSONA, 5, "persona/maya-okafor"),
    ),
    "two primaries": (
        {"personas/tom-brandt.toml": 'name = "Tom"\nrole = "primary"\n'},
        ("core.primary-personas", W, PERSONA, 1, "persona/maya-okafor"),
    ),
    "no primary": (
        persona('role = "primary"\n', ""),
        ("core.primary-personas", W, "", 0, ""),
    ),
    "many secondaries": (
        {f"personas/s{number}.toml": 'name = "S"\nrole = "secondary"\n' for number in range(3)},
        ("core.secondary-personas", N, "personas/s0.toml", 1, "persona/s0"),
    ),
}


def test_a_value_that_does_not_fit_is_told_with_the_entry_that_it_is_of(root: Path) -> None:
    found = one(root, persona("severity = 4", "severity = 9"), "core.invalid-value")
    assert found.message.startswith("“Nobody answers at night”: `pains[0].severity` cannot be 9")


@pytest.mark.parametrize(("files", "wanted"), CASES.values(), ids=CASES.keys())
def test_every_kind_of_finding(
    root: Path, files: dict[str, str | bytes], wanted: tuple[str, Severity, str, int, str]
) -> None:
    code, severity, file, line, where = wanted
    found = one(root, files, code)

    assert (found.severity, found.file, found.line, found.where) == (severity, file, line, where)
    assert found.message.endswith(".")
    assert found.hint
    assert "\x1b" not in str(found.to_data())


@pytest.mark.parametrize("code", sorted({wanted[0] for _, wanted in CASES.values()}))
def test_the_sound_project_has_none_of_it(root: Path, code: str) -> None:
    found = check(open_folder(root), today=TODAY).findings
    assert code not in {finding.code for finding in found}


def test_every_code_of_the_source_is_tested() -> None:
    import re

    from personatui.host import absent, checking, loading, rules

    texts = "".join(Path(module.__file__ or "").read_text("utf-8") for module in (absent, checking, loading, rules))
    codes = set(re.findall(r'"(core\.[a-z-]+)"', texts))
    # tested where canvases are loaded, where plugins are installed, and by itself
    elsewhere = {"core.tool-failed", "core.unknown-layout", "core.other-version"}
    assert codes - elsewhere == {wanted[0] for _, wanted in CASES.values()} - {"core.invalid-value"}


def test_what_lies_in_a_broken_file_is_not_called_missing(root: Path) -> None:
    found = findings(
        root,
        {
            "sources/interview-maya.toml": "a = \n",
            "segments/urban-renters.toml": "a = \n",
            "personas/tom-brandt.toml": "a = \n",
            "canvases/kano/tom-brandt.toml": 'segment = "urban-renters"\npersonas = ["tom-brandt"]\n',
        },
        plugins_with(KANO),
    )
    assert {finding.code for finding in found} == {"core.unreadable-file"}
    assert len(found) == 3


def test_an_unknown_layout_is_named_and_mended(root: Path) -> None:
    tool = kano()
    layouts = tuple(Layout(id=name, title=name.upper(), regions=()) for name in ("kano1984", "short"))
    plugins = plugins_with(replace(tool, layouts=layouts))
    text = 'schema = 1\nlayout = "kano2099"\n'
    finding = one(root, {CANVAS: text}, "core.unknown-layout", plugins)
    assert (finding.file, finding.line, finding.severity) == (CANVAS, 2, W)
    assert "kano1984 and short" in finding.hint
    assert finding.fix is not None
    session = open_folder(root, plugins)
    session.make(finding.fix)
    assert not [entry for entry in check(session, today=TODAY).findings if entry.code == "core.unknown-layout"]
    assert not [entry for entry in findings(root, {CANVAS: text.replace("2099", "1984")}, plugins) if entry.fix]


def test_a_newer_file_may_hold_what_this_version_does_not_know(root: Path) -> None:
    found = findings(root, persona("schema = 1", "schema = 2\nnovelty = 1"))
    assert {finding.code for finding in found} == {"core.newer-schema"}


def test_links_to_addresses_and_records_are_fine(root: Path) -> None:
    links = "".join(
        f'\n[[links]]\ntarget = "{target}"\n'
        for target in ("https://example.org/a", "persona/tom-brandt", "persona/maya-okafor#k7qd", "notes/x.md", "word")
    )
    assert findings(root, {PERSONA: MAYA_TEXT + links}) == []


def test_findings_are_of_what_is_in_memory(root: Path) -> None:
    session = open_folder(root)
    session.make(change(AddItem(MAYA, ("needs",), {"id": "x", "text": "Sleep", "sources": ["nothing"]}, 0)))

    (finding,) = check(session, today=TODAY).findings

    text = session.text_of(MAYA) or ""
    assert text.splitlines()[finding.line - 1] == 'sources = ["nothing"]'
    session.undo()
    assert check(session, today=TODAY).findings == ()


def test_the_gravest_come_first_then_files_and_lines(root: Path) -> None:
    found = findings(
        root,
        {
            PERSONA: MAYA_TEXT.replace("severity = 4", "severity = 9").replace("age = 34", "aeg = 1\nega = 2"),
            "segments/urban-renters.toml": 'sources = ["x", "y"]\n',
            "canvases/absent/maya-okafor.toml": "",
        },
    )
    order = [(finding.severity.value, finding.file, finding.line) for finding in found]
    assert order == [
        ("error", PERSONA, 25),
        ("error", "segments/urban-renters.toml", 1),
        ("error", "segments/urban-renters.toml", 1),
        ("warning", PERSONA, 8),
        ("warning", PERSONA, 9),
        ("note", "canvases/absent/maya-okafor.toml", 1),
    ]


@pytest.mark.parametrize(
    ("severities", "reached"),
    [((), ""), ((N,), "note"), ((N, W), "note warning"), ((E,), "note warning error")],
)
def test_which_gates_are_reached(severities: tuple[Severity, ...], reached: str) -> None:
    outcome = CheckOutcome(tuple(Finding("a.b", severity, "x") for severity in severities), ())
    assert [severity.value for severity in Severity if outcome.reaches(severity)] == reached.split()


# Rules of plugins -----------------------------------------------------------------------------------------


def rule(run: Any, rule_id: str = "kano.rule") -> CheckRule:
    """A check that runs a function."""
    return CheckRule(id=rule_id, title="A rule", run=run)


def checked(root: Path, *rules: CheckRule) -> CheckOutcome:
    """The outcome with the tests' tool and its rules, for a canvas with one feature."""
    write_files(root, {CANVAS: 'title = "x"\n\n[[features]]\nid = "f1"\ntext = "Night line"\n'})
    return check(open_folder(root, plugins_with(kano(checks=rules))), today=TODAY)


def test_a_rule_sees_the_project_and_the_day_and_its_findings_get_a_place(root: Path) -> None:
    def run(given: CheckInput) -> Iterable[Finding]:
        assert given.today == TODAY
        assert "maya-okafor" in given.project.personas
        yield Finding("kano.item", W, "An item.", where="canvas/kano/maya-okafor#f1")
        yield Finding("kano.canvas", W, "A canvas.", where="canvas/kano/maya-okafor")
        yield Finding("kano.persona", W, "A persona.", where="maya-okafor#m2xa")
        yield Finding("kano.gone", W, "An item that is not there.", where="maya-okafor#nope")
        yield Finding("kano.nobody", W, "Nobody.", where="persona/nobody")
        yield Finding("kano.file", W, "A file.", where="README.md", file="README.md", line=3)
        yield Finding("kano.nowhere", W, "Nowhere.")
        yield Finding("kano.odd", W, "Odd.", where="canvas/../..#x y")

    outcome = checked(root, rule(run))

    assert outcome.faults == ()
    assert {finding.code.removeprefix("kano."): (finding.file, finding.line) for finding in outcome.findings} == {
        "item": (CANVAS, 3),
        "canvas": (CANVAS, 1),
        "persona": (PERSONA, 21),
        "gone": (PERSONA, 1),
        "nobody": ("", 0),
        "file": ("README.md", 3),
        "nowhere": ("", 0),
        "odd": ("", 0),
    }


def _raise(given: CheckInput) -> NoReturn:
    raise RuntimeError("\x1b[31mno")


def _leave(given: CheckInput) -> NoReturn:
    raise SystemExit(3)


def _half(given: CheckInput) -> Iterable[Finding]:
    yield Finding("kano.first", W, "Told before the failure.")
    raise RuntimeError("half way")


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (_raise, "RuntimeError"),
        (_leave, "SystemExit: 3"),
        (_half, "half way"),
        (lambda given: None, "None"),
        (lambda given: ["text"], "str"),
        (lambda given: [Finding("kano.x", "error", "x")], "severity"),  # type: ignore[arg-type]
        (lambda given: [Finding("kano.x", W, "x", where=None)], "where"),  # type: ignore[arg-type]
        (lambda given: [replace(Finding("kano.x", W, "x"), line="3")], "line"),  # type: ignore[arg-type]
    ],
)
def test_a_rule_that_fails_is_a_fault_and_the_others_run(root: Path, run: Any, said: str) -> None:
    sound = rule(lambda given: [Finding("kano.sound", N, "Fine.")], "kano.sound")

    outcome = checked(root, rule(run), sound)

    (fault,) = outcome.faults
    assert (fault.plugin, fault.stage) == ("kano-plugin", "kano.rule")
    assert said in fault.message
    assert "\x1b" not in fault.message
    assert [finding.code for finding in outcome.findings] == ["kano.sound"]


def test_what_a_rule_says_is_cleaned(root: Path) -> None:
    bad = Finding("kano.x", W, "a\x1b[2J", where="b\x07", hint="c\u202e", file="d\x9b")
    (finding,) = checked(root, rule(lambda given: [bad])).findings
    told = finding.message + finding.where + finding.hint + finding.file
    assert not set("\x1b\x07\u202e\x9b") & set(told)


def test_a_finding_may_carry_its_fix(root: Path) -> None:
    fix = change(SetValue(MAYA, ("custom", "list"), ["a"]))
    (finding,) = checked(root, rule(lambda given: [Finding("kano.x", W, "x", fix=fix)])).findings
    assert finding.fix == fix


def test_the_rules_of_a_tool_that_is_switched_off_do_not_run(root: Path) -> None:
    write_files(root, {"personatui.toml": 'tools_off = ["kano"]\n'})
    house = rule(lambda given: [Finding("house.x", N, "Runs.")], "house.rule")
    write_files(root, {CANVAS: ""})
    plugins = plugins_with(kano(checks=(rule(_raise),)), checks=(house,))

    outcome = check(open_folder(root, plugins), today=TODAY)

    assert outcome.faults == ()
    assert [finding.code for finding in outcome.findings] == ["house.x"]


class MuteClaim(Claim):
    """An entry that cannot say what it is."""

    @property
    def label(self) -> str:
        raise RuntimeError("mute")


class MuteCanvas(Canvas):
    """A canvas of such entries."""

    features: Array[MuteClaim] = ()


def test_an_entry_that_cannot_say_what_it_is_stops_nothing(root: Path) -> None:
    write_files(root, {CANVAS: '[[features]]\nid = "f1"\ntext = "x"\nsources = ["nothing"]\n'})
    outcome = check(open_folder(root, plugins_with(kano(model=MuteCanvas))), today=TODAY)
    (finding,) = outcome.findings
    assert finding.code == "core.dangling-source"
    assert '"f1"' in finding.message


def test_checking_changes_nothing(root: Path) -> None:
    session = open_folder(root)
    loaded = session.loaded
    before = {name: (root / name).stat().st_mtime_ns for name in FILES}
    check(session, today=TODAY)
    assert session.loaded is loaded
    assert {name: (root / name).stat().st_mtime_ns for name in FILES} == before


def test_what_lies_in_a_folder_that_cannot_be_read_is_not_called_missing(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from personatui.errors import FileError
    from personatui.store.folders import ProjectFolder, Scan

    scan = ProjectFolder.scan

    def without_personas(folder: ProjectFolder) -> Scan:
        found = scan(folder)
        kept = tuple(pair for pair in found.records if pair[0].kind != "persona")
        return Scan(kept, (*found.problems, FileError(folder.root / "personas", "You may not read this folder.")))

    monkeypatch.setattr(ProjectFolder, "scan", without_personas)
    codes = {finding.code for finding in check(open_folder(root), today=TODAY).findings}
    assert "core.unreadable-file" in codes
    assert "core.dangling-persona" not in codes


def test_the_canvas_of_the_project_needs_no_persona_of_its_name(root: Path) -> None:
    found = findings(root, {"canvases/kano/project.toml": 'title = "M"\n'}, plugins_with(kano()))
    assert "core.dangling-persona" not in {finding.code for finding in found}

"""Fixes of findings: each makes its finding vanish, changes nothing else, and can be undone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from host.folders import MAYA, MAYA_TEXT, contents, data_of, open_folder, write_files
from personatui.api import Change, Finding, RemoveValue, SetValue
from personatui.host.checking import check
from personatui.host.mending import closest, joined_fixes
from personatui.host.session import Session
from personatui.model.edits import Data, apply_to_data
from personatui.model.ids import ITEM_ID

TODAY = date(2026, 3, 14)
PERSONA = "personas/maya-okafor.toml"
CANVAS = "canvases/kano/maya-okafor.toml"


def findings(session: Session) -> list[Finding]:
    return list(check(session, today=TODAY).findings)


def persona(old: str, new: str) -> dict[str, str | bytes]:
    """The usual persona with one part of its text replaced."""
    assert old in MAYA_TEXT
    return {PERSONA: MAYA_TEXT.replace(old, new)}


# What is written -> the code, and the file's text after the fix of its only finding.
FIXED: dict[str, tuple[dict[str, str | bytes], str, str]] = {
    "source that is not there": (
        persona('["interview-maya#e3"]', '["interview-maya#e3", "nothing"]'),
        "core.dangling-source",
        MAYA_TEXT,
    ),
    "misspelled source": (
        persona("interview-maya#e3", "interveiw-maya#e3"),
        "core.dangling-source",
        MAYA_TEXT,
    ),
    "source of the persona": (
        persona('role = "primary"', 'role = "primary"\nsources = ["interview-maya", "nothing"]'),
        "core.dangling-source",
        MAYA_TEXT.replace('role = "primary"', 'role = "primary"\nsources = ["interview-maya"]'),
    ),
    "misspelled segment": (persona('"urban-renters"', '"urban-renter"'), "core.dangling-segment", MAYA_TEXT),
    "misspelled choice": (persona('"primary"', '"Primary"'), "core.invalid-value", MAYA_TEXT),
    "choice of an item": (persona('kind = "end"', 'kind = "ends"'), "core.invalid-value", MAYA_TEXT),
    "number in quotes": (persona("severity = 4", 'severity = "4"'), "core.invalid-value", MAYA_TEXT),
    "control characters": (
        persona('"Own no animal"', '"Own \\u001b\\u202eno animal"'),
        "core.control-character",
        MAYA_TEXT,
    ),
    "nothing said": (
        persona("[[pains]]", '[[goals]]\nid = "void"\ntext = " "\n\n[[pains]]'),
        "core.empty-claim",
        MAYA_TEXT,
    ),
}


@pytest.mark.parametrize(("files", "code", "wanted"), FIXED.values(), ids=FIXED.keys())
def test_a_fix_puts_the_file_right(root: Path, files: dict[str, str | bytes], code: str, wanted: str) -> None:
    session = open_folder(write_files(root, files))
    (finding,) = (entry for entry in findings(session) if entry.code == code)
    assert finding.fix is not None
    assert finding.fix.label
    before = contents(root)
    session.make(finding.fix)
    assert findings(session) == []
    assert session.text_of(MAYA) == wanted
    assert session.undo() == finding.fix.label
    session.save()
    assert contents(root) == before


# What is written -> the code, and what the data is after the fix.
@pytest.mark.parametrize(
    ("old", "new", "key", "meant"),
    [
        ("age = 34", 'genders = "woman"', ("demographics", "genders"), "gender"),
        ('kind = "end"  ', 'knd = "end"  ', ("goals", 0, "knd"), "kind"),
        ("[demographics]", 'sumary = "Rents."\n\n[demographics]', ("sumary",), "summary"),
    ],
)
def test_a_misspelled_key_gets_its_name(root: Path, old: str, new: str, key: tuple[str | int, ...], meant: str) -> None:
    session = open_folder(write_files(root, persona(old, new)))
    (finding,) = findings(session)
    assert finding.code == "core.unknown-key"
    assert finding.fix is not None
    before = data_of(session, MAYA)
    session.make(finding.fix)
    assert findings(session) == []
    text = session.text_of(MAYA) or ""
    assert "# what she wants" in text
    value: object = before
    for step in key:
        value = value[step]  # type: ignore[index] # plain data
    wanted: Data = apply_to_data(before, SetValue(MAYA, (*key[:-1], meant), value))
    assert data_of(session, MAYA) == apply_to_data(wanted, RemoveValue(MAYA, key))


def test_an_id_that_is_used_twice_is_given_anew(root: Path) -> None:
    session = open_folder(write_files(root, persona('id = "m2xa"', 'id = "k7qd"')))
    (finding,) = findings(session)
    assert finding.fix is not None
    before = data_of(session, MAYA)
    session.make(finding.fix)
    assert findings(session) == []
    after = data_of(session, MAYA)
    minted = after["pains"][0]["id"]
    assert ITEM_ID.fullmatch(minted)
    assert apply_to_data(after, SetValue(MAYA, ("pains", 0, "id"), "k7qd")) == before


def test_a_persona_is_named_after_its_file(root: Path) -> None:
    session = open_folder(write_files(root, {"personas/zoe-van-dam.toml": "schema = 1\n"}))
    (finding,) = findings(session)
    assert finding.fix is not None
    assert finding.fix.label == "Name it Zoe Van Dam"
    session.make(finding.fix)
    assert findings(session) == []
    assert session.project.personas["zoe-van-dam"].name == "Zoe Van Dam"


# Where guessing could lose something, or there is nothing to guess, no fix is offered.
UNFIXED: dict[str, dict[str, str | bytes]] = {
    "unlike any key": persona("age = 34", "horoscope = 34"),
    "the key that is meant is taken": persona("age = 34", "age = 34\nagee = 35"),
    "the value does not fit the key": persona("severity = 4", 'severty = "bad"'),
    "a table": persona("[demographics]", "[demographic]"),
    "a segment unlike any": persona('"urban-renters"', '"rural"'),
    "empty but supported": persona('text = "Own no animal"', 'text = " "\nsources = ["interview-maya"]'),
    "a choice unlike any": persona('"primary"', '"king"'),
    "a number out of range": persona("severity = 4", 'severity = "9"'),
    "a broken file": {PERSONA: "a = \n"},
    "a newer file": persona("schema = 1", 'schema = 2\nsumary = "x"\nrole2 = "x"'),
    "a newer file with a mistake": persona('schema = 1\nname = "Maya Okafor"', 'schema = 2\nname = "\\u001b"'),
    "an absent tool": {CANVAS: "x = 1\n"},
}


@pytest.mark.parametrize("files", UNFIXED.values(), ids=UNFIXED.keys())
def test_no_fix_is_offered_where_it_would_be_a_guess(root: Path, files: dict[str, str | bytes]) -> None:
    found = findings(open_folder(write_files(root, files)))
    assert found
    assert [finding.fix for finding in found] == [None] * len(found)


def test_a_canvas_without_a_persona_has_the_near_one_offered(root: Path) -> None:
    text = 'personas = [\n  "maya-okafor",\n  "tom-brand",\n]\n'
    found = findings(open_folder(write_files(root, {CANVAS: text})))
    fixes = {finding.code: finding.fix for finding in found}
    fix = fixes["core.dangling-persona"]
    assert fix is not None
    assert fix.label == "Correct tom-brand to tom-brandt"


def test_many_fixes_are_one_step(root: Path) -> None:
    sources = '["nothing", "interview-maya#e3", "nobody", "none"]'
    text = MAYA_TEXT.replace('["interview-maya#e3"]', sources)
    text = text.replace('text = "Own no animal"', 'text = "Own no animal"\nsources = ["neither"]')
    text = text.replace("[custom]", '[[pains]]\nid = "a"\n\n[[pains]]\nid = "b"\n\n[[pains]]\nid = "c"\n\n[custom]')
    session = open_folder(write_files(root, {PERSONA: text}))
    for code, number in (("core.dangling-source", 4), ("core.empty-claim", 3)):
        fixes = [finding.fix for finding in findings(session) if finding.code == code]
        assert len(fixes) == number
        session.make(joined_fixes([fix for fix in fixes if fix is not None], f"Fix {number}"))
        assert code not in {finding.code for finding in findings(session)}
    assert findings(session) == []
    assert session.project.personas["maya-okafor"].goals[0].sources == ("interview-maya#e3",)
    assert [pain.id for pain in session.project.personas["maya-okafor"].pains] == ["m2xa"]
    session.undo()
    assert session.undo() == "Fix 4"
    assert session.text_of(MAYA) == text


def test_the_same_fix_is_made_once() -> None:
    fix = Change("Name it", (SetValue(MAYA, ("name",), "Maya"),))
    assert joined_fixes([fix, fix]) == fix
    assert joined_fixes([]).edits == ()


@pytest.mark.parametrize(
    ("text", "known", "meant"),
    [
        ("severty", ("severity", "text"), "severity"),
        ("Primary", ("primary", "secondary"), "primary"),
        ("x", ("severity",), ""),
        ("interview-1", ("interview-2", "interview-3"), ""),
        ("", ("a",), ""),
        ("name-77", tuple(f"name-{number}" for number in range(1000)), ""),
    ],
)
def test_what_a_misspelled_name_means(text: str, known: tuple[str, ...], meant: str) -> None:
    found = closest(text, known)
    assert found in (meant, text)

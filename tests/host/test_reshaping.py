"""Renaming and deleting with whatever refers to it: what is planned, what is done, and what is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from host.folders import (
    FILES,
    INTERVIEW,
    KANO,
    MAYA,
    MAYA_TEXT,
    PROJECT,
    RENTERS,
    TOM,
    KanoCanvas,
    change,
    contents,
    kano,
    open_folder,
    plugins_with,
    write_files,
)
from personatui.api import Array, Item, ItemId, Reference, RenameFile, SetValue, Severity
from personatui.api import Pair as ToldOfTwo
from personatui.errors import EditError
from personatui.host.entries import EntryChanges
from personatui.host.importing.running import run_import
from personatui.host.plugins import PluginHost
from personatui.host.reshaping import Plan, plan_delete, plan_rename
from personatui.host.rules import record_findings
from personatui.host.session import Session
from personatui.model.edits import Data
from personatui.store.writing import render_new

E3 = INTERVIEW.at("e3")
M2XA = MAYA.at("m2xa")


def open_with(root: Path, files: dict[str, str] | None = None, plugins: PluginHost | None = None) -> Session:
    """The project with more files, and with the tests' tool."""
    return open_folder(write_files(root, files or {}), plugins if plugins is not None else plugins_with(KANO))


def told(plan: Plan) -> list[tuple[str, str]]:
    """The effects as reference and sentence."""
    return [(str(effect.reference), effect.message) for effect in plan.effects]


def made(session: Session, plan: Plan) -> Session:
    """The session after a plan was carried out and saved."""
    session.make(plan.change)
    result = session.save()
    assert (result.conflicts, result.failures, result.held) == ((), (), ())
    return session


def references(session: Session) -> Iterator[tuple[Reference, str]]:
    """Every text in every file, imports aside."""
    for owner in session.loaded.files:
        yield from ((owner, text) for text in _strings(session.data_of(owner)))


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)


# Deleting -------------------------------------------------------------------------------------------------


def test_a_claim_that_loses_its_only_source_becomes_an_assumption(root: Path) -> None:
    session = open_with(root)
    plan = plan_delete(session, INTERVIEW)

    assert plan.change.label == "delete source Interview"
    assert told(plan) == [
        (
            "persona/maya-okafor#k7qd",
            "goal “Surprise the children” of Maya Okafor loses its only source and becomes an assumption",
        )
    ]
    assert plan.effects[0].file == "personas/maya-okafor.toml"
    assert plan.counts == {"changed": 1, "renamed": 0, "deleted": 0}

    made(session, plan)
    assert "sources" not in (root / "personas/maya-okafor.toml").read_text("utf-8")
    assert not (root / "sources/interview-maya.toml").exists()
    assert session.undo_label == "delete source Interview"


def test_nothing_is_done_by_planning(root: Path) -> None:
    session = open_with(root)
    loaded = session.loaded
    before = contents(root)
    plan_delete(session, MAYA)
    plan_rename(session, MAYA, "maya")
    assert session.loaded is loaded
    assert session.unsaved == ()
    assert contents(root) == before


def test_what_is_left_of_the_evidence_is_told(root: Path) -> None:
    text = """\
name = "Ann"
sources = ["interview-maya", "survey"]

[[goals]]
id = "a"
text = "Two of one"
sources = ["interview-maya#e3", "interview-maya"]

[[goals]]
id = "b"
text = "One of two"
sources = ["survey", "interview-maya#e3"]

[[goals]]
id = "c"
text = "The other is not there"
sources = ["nowhere", "source/interview-maya"]

[[goals]]
text = "Without an id"
sources = [" interview-maya "]
"""
    session = open_with(root, {"personas/ann.toml": text, "sources/survey.toml": 'title = "Survey"\n'})
    plan = plan_delete(session, INTERVIEW)

    assert [message for _, message in told(plan)][:-1] == [
        "persona ann loses one of its 2 sources".replace("ann", "Ann"),
        "goal “Two of one” of Ann loses all 2 of its sources and becomes an assumption",
        "goal “One of two” of Ann loses one of its 2 sources",
        "goal “The other is not there” of Ann loses its last source that exists and becomes an assumption",
        "goal “Without an id” of Ann loses its only source and becomes an assumption",
    ]
    assert plan.effects[4].reference == Reference("persona", "ann")
    made(session, plan)
    ann = session.project.personas["ann"]
    assert [goal.sources for goal in ann.goals] == [(), ("survey",), ("nowhere",), ()]
    assert ann.sources == ("survey",)


def test_an_excerpt_goes_and_the_source_stays(root: Path) -> None:
    session = open_with(
        root, {"personas/ann.toml": 'name = "Ann"\nsources = ["interview-maya", "interview-maya#e3"]\n'}
    )
    plan = plan_delete(session, E3)

    assert plan.change.label == "delete excerpt “I phoned.”"
    assert [reference for reference, _ in told(plan)] == ["persona/ann", "persona/maya-okafor#k7qd"]
    made(session, plan)
    assert session.project.personas["ann"].sources == ("interview-maya",)
    assert session.project.sources["interview-maya"].excerpts == ()


def test_a_segment_is_taken_from_its_personas_and_its_own_canvas_goes(root: Path) -> None:
    session = open_with(
        root,
        {
            "canvases/kano/renters.toml": 'segment = "urban-renters"\n',
            "canvases/kano/both.toml": 'segment = "urban-renters"\npersonas = ["tom-brandt"]\n',
            "canvases/none/maya-okafor.toml": 'segment = "urban-renters"\n',
        },
    )
    plan = plan_delete(session, RENTERS)

    assert told(plan) == [
        ("persona/maya-okafor", "segment removed from persona Maya Okafor"),
        ("canvas/kano/both", "segment removed from Kano Model of Tom Brandt and Urban renters"),
        ("canvas/kano/renters", "Kano Model of Urban renters is deleted with it"),
        ("canvas/none/maya-okafor", "canvas “none” of Urban renters is deleted with it"),
    ]
    assert plan.counts == {"changed": 2, "renamed": 0, "deleted": 2}
    made(session, plan)
    assert list(session.project.canvases) == [("kano", "both")]


def test_a_persona_takes_its_own_canvases_with_it(root: Path) -> None:
    session = open_with(
        root,
        {
            "canvases/kano/maya-okafor.toml": '[[features]]\nid = "f"\ntext = "x"\n',
            "canvases/none/maya-okafor.toml": "any = 1\n",
            "canvases/kano/alone.toml": 'personas = ["maya-okafor", "maya-okafor"]\n',
            "canvases/kano/team.toml": 'personas = ["maya-okafor", "tom-brandt"]\n',
            "canvases/kano/with-segment.toml": 'personas = ["maya-okafor"]\nsegment = "urban-renters"\n',
            "canvases/none/tom-brandt.toml": 'deep = { notes = [["canvas/kano/maya-okafor#f", "kept"]] }\n',
            "personas/zoe.toml": (
                'name = "Zoe"\n\n[[links]]\nid = "l"\ntitle = "Her friend"\ntarget = "persona/maya-okafor#m2xa"\n\n'
                '[custom]\nfriend = "persona/maya-okafor"\nfriends = ["persona/maya-okafor", "persona/tom-brandt"]\n'
                'talk = "like persona/maya-okafor, maya-okafor"\nmaya-okafor = "maya-okafor"\n'
            ),
        },
    )
    plan = plan_delete(session, MAYA)

    assert plan.change.label == "delete persona Maya Okafor"
    assert told(plan) == [
        ("persona/zoe#l", "link “Her friend” of Zoe loses its target"),
        ("persona/zoe", "`custom.friend` removed from persona Zoe"),
        ("persona/zoe", "an entry of `custom.friends` removed from persona Zoe"),
        ("canvas/kano/alone", "Kano Model of Maya Okafor is deleted with it"),
        ("canvas/kano/maya-okafor", "Kano Model of Maya Okafor is deleted with it"),
        ("canvas/kano/team", "Kano Model of Maya Okafor and Tom Brandt is no longer about Maya Okafor"),
        ("canvas/kano/with-segment", "Kano Model of Maya Okafor and Urban renters is no longer about Maya Okafor"),
        ("canvas/none/maya-okafor", "canvas “none” of Maya Okafor is deleted with it"),
        ("canvas/none/tom-brandt", "an entry of `deep.notes[0]` removed from canvas “none” of Tom Brandt"),
    ]
    before = contents(root)
    made(session, plan)
    assert sorted(session.project.canvases) == [
        ("kano", "team"),
        ("kano", "with-segment"),
        ("none", "tom-brandt"),
    ]
    zoe = session.project.personas["zoe"]
    assert zoe.custom == {
        "friends": ["persona/tom-brandt"],
        "talk": "like persona/maya-okafor, maya-okafor",
        "maya-okafor": "maya-okafor",
    }
    assert [(link.title, link.target) for link in zoe.links] == [("Her friend", "")]
    session.undo()
    session.save()
    assert contents(root) == before


def test_an_item_without_uses_has_no_effects(root: Path) -> None:
    session = open_with(root)
    plan = plan_delete(session, M2XA)

    assert (plan.change.label, plan.effects) == ("delete pain “Nobody answers at night”", ())
    made(session, plan)
    assert session.project.personas["maya-okafor"].pains == ()


def test_an_item_goes_with_what_it_holds_itself(root: Path) -> None:
    text = (
        'name = "Ann"\n\n[[links]]\nid = "a"\ntarget = "persona/ann#a"\n\n'
        '[[links]]\nid = "b"\ntarget = "persona/ann#a"\n\n[[links]]\nid = "c"\ntarget = "persona/ann#b"\n'
    )
    session = open_with(root, {"personas/ann.toml": text})
    plan = plan_delete(session, Reference("persona", "ann", item="a"))

    assert told(plan) == [("persona/ann#b", "link “persona/ann#a” of Ann loses its target")]
    made(session, plan)
    assert [(link.id, link.target) for link in session.project.personas["ann"].links] == [
        ("b", ""),
        ("c", "persona/ann#b"),
    ]


class Pair(Item):
    """Two features of the same canvas."""

    first: ItemId = ""
    second: ItemId = ""


class PairedCanvas(KanoCanvas):
    """A canvas whose entries refer to each other by their ids alone."""

    pairs: Array[Pair] = ()


PAIRS = """\
[[features]]
id = "f"
text = "Fast"

[[features]]
id = "g"
text = "g"

[[pairs]]
id = "p"
first = "f"
second = "g"
"""


def test_a_field_that_is_declared_to_hold_an_id_of_its_file_follows(root: Path) -> None:
    plugins = plugins_with(kano(model=PairedCanvas))
    session = open_with(root, {"canvases/kano/tom-brandt.toml": PAIRS}, plugins)
    canvas = Reference("canvas", "tom-brandt", "kano")

    plan = plan_rename(session, canvas.at("g"), "fast")
    assert plan.change.label == "rename entry g to fast"
    assert told(plan) == [("canvas/kano/tom-brandt#p", "entry p of Kano Model of Tom Brandt now refers to fast")]
    made(session, plan)
    assert (root / "canvases/kano/tom-brandt.toml").read_text("utf-8") == PAIRS.replace(
        '= "g"\n', '= "fast"\n'
    ).replace('text = "fast"', 'text = "g"')
    assert plan_rename(session, TOM, "tom").counts == {"changed": 0, "renamed": 1, "deleted": 0}

    plan = plan_delete(session, canvas.at("f"))
    assert told(plan) == [("canvas/kano/tom-brandt#p", "entry p of Kano Model of Tom Brandt loses its first")]
    made(session, plan)
    assert 'first = "f"' not in (root / "canvases/kano/tom-brandt.toml").read_text("utf-8")


class Group(Item):
    """Several features of the same canvas."""

    members: Array[ItemId] = ()


class GroupedCanvas(KanoCanvas):
    """A canvas with lists of ids."""

    groups: Array[Group] = ()


def test_a_list_that_is_declared_to_hold_ids_of_its_file_follows(root: Path) -> None:
    text = PAIRS.split("[[pairs]]")[0] + '[[groups]]\nid = "q"\nmembers = ["f", "g", "f"]\n'
    session = open_with(root, {"canvases/kano/tom-brandt.toml": text}, plugins_with(kano(model=GroupedCanvas)))
    canvas = Reference("canvas", "tom-brandt", "kano")

    def members() -> tuple[str, ...]:
        shown = session.project.canvases["kano", "tom-brandt"]
        assert isinstance(shown, GroupedCanvas)
        return shown.groups[0].members

    made(session, plan_rename(session, canvas.at("g"), "fast"))
    assert members() == ("f", "fast", "f")
    made(session, plan_delete(session, canvas.at("f")))
    assert members() == ("fast",)


class Told(ToldOfTwo):
    """What is said of two features."""

    row: ItemId = ""
    column: ItemId = ""


class ToldCanvas(KanoCanvas):
    """A canvas whose features are compared."""

    told: Array[Told] = ()


def test_what_is_said_of_a_pair_goes_with_either_of_the_two(root: Path) -> None:
    pairs = "".join(f'[[told]]\nid = "{n}"\nrow = "{r}"\ncolumn = "{c}"\n' for n, r, c in ("afg", "bgf", "cgg", "dff"))
    text = PAIRS.split("[[pairs]]")[0] + pairs
    plugins = plugins_with(kano(model=ToldCanvas))
    canvas = Reference("canvas", "tom-brandt", "kano")
    for together in (True, False):
        session = open_with(root, {"canvases/kano/tom-brandt.toml": text}, plugins)
        plan = plan_delete(session, canvas.at("f"))
        session.make(plan.change if together else EntryChanges(session).deleted(str(canvas.at("f"))))
        shown = session.project.canvases["kano", "tom-brandt"]
        assert isinstance(shown, ToldCanvas)
        assert [one.id for one in shown.told] == ["c"]
        session.undo()
        assert len(getattr(session.project.canvases["kano", "tom-brandt"], "told", ())) == 4


def test_an_item_of_a_tool_that_is_not_there_calls_itself_by_its_text(root: Path) -> None:
    session = open_with(
        root, {"canvases/none/x.toml": '[[odd]]\nid = "o"\ntext = "Odd"\nsources = ["interview-maya"]\n'}
    )
    plan = plan_delete(session, INTERVIEW)
    assert told(plan)[1] == (
        "canvas/none/x#o",
        "entry “Odd” of canvas “none” of x loses its only source and becomes an assumption",
    )
    assert plan_delete(session, Reference("canvas", "x", "none", "o")).change.label == "delete entry “Odd”"


# Renaming -------------------------------------------------------------------------------------------------


def test_a_renamed_source_is_followed_in_the_form_in_which_it_was_named(root: Path) -> None:
    text = """\
name = "Ann"   # kept
sources = ["interview-maya", "source/interview-maya#e3"]
other = "interview-maya"

[custom]
where = "source/interview-maya"
said = "see source/interview-maya"
interview-maya = 1
list = ["interview-maya"]
sources = ["interview-maya#gone"]
"""
    session = open_with(root, {"personas/ann.toml": text})
    plan = plan_rename(session, INTERVIEW, "interview-2024")

    assert plan.change.label == "rename source interview-maya to interview-2024"
    assert told(plan) == [
        ("persona/ann", "persona Ann now rests on interview-2024 and source/interview-2024#e3"),
        ("persona/ann", "`custom` of Ann now refers to source/interview-2024"),
        ("persona/ann", "`custom` of Ann now rests on interview-2024#gone"),
        ("persona/maya-okafor#k7qd", "goal “Surprise the children” of Maya Okafor now rests on interview-2024#e3"),
    ]
    before = contents(root)
    made(session, plan)
    assert (
        (root / "personas/ann.toml").read_text("utf-8")
        == """\
name = "Ann"   # kept
sources = ["interview-2024", "source/interview-2024#e3"]
other = "interview-maya"

[custom]
where = "source/interview-2024"
said = "see source/interview-maya"
interview-maya = 1
list = ["interview-maya"]
sources = ["interview-2024#gone"]
"""
    )
    assert (root / "sources/interview-2024.toml").read_text("utf-8") == FILES["sources/interview-maya.toml"]
    session.undo()
    session.save()
    assert contents(root) == before


def test_a_renamed_persona_keeps_its_canvases_and_is_found(root: Path) -> None:
    session = open_with(
        root,
        {
            "canvases/kano/maya-okafor.toml": '# hers\n[[features]]\nid = "f"\ntext = "x"\n',
            "canvases/none/maya-okafor.toml": 'personas = ["maya-okafor", "tom-brandt"]\n',
            "canvases/other/maya-okafor.toml": 'personas = ["tom-brandt"]\n',
            "canvases/third/maya-okafor.toml": 'segment = "urban-renters"\n',
            "canvases/kano/team.toml": 'personas = ["tom-brandt", "maya-okafor"]\n',
            "personas/zoe.toml": (
                'name = "Zoe"\n\n[custom]\na = "persona/maya-okafor#m2xa"\nb = "canvas/kano/maya-okafor#f"\n'
                'c = "canvas/other/maya-okafor"\n'
            ),
            "personatui.toml": 'name = "P"\n\n[custom]\nfirst = "persona/maya-okafor"\n',
        },
    )
    plan = plan_rename(session, MAYA, "maya")

    assert told(plan) == [
        ("persona/zoe", "`custom` of Zoe now refers to persona/maya#m2xa"),
        ("persona/zoe", "`custom` of Zoe now refers to canvas/kano/maya#f"),
        ("canvas/kano/maya-okafor", "Kano Model of Maya Okafor is renamed to kano/maya"),
        ("canvas/kano/team", "Kano Model of Tom Brandt and Maya Okafor is now about maya"),
        ("canvas/none/maya-okafor", "canvas “none” of Maya Okafor and Tom Brandt is renamed to none/maya"),
        ("canvas/none/maya-okafor", "canvas “none” of Maya Okafor and Tom Brandt is now about maya"),
        ("project/project", "`custom` of the project now refers to persona/maya"),
    ]
    assert plan.counts == {"changed": 3, "renamed": 2, "deleted": 0}
    before = contents(root)
    made(session, plan)
    assert sorted(session.project.canvases) == [
        ("kano", "maya"),
        ("kano", "team"),
        ("none", "maya"),
        ("other", "maya-okafor"),
        ("third", "maya-okafor"),
    ]
    assert (root / "personas/maya.toml").read_text("utf-8") == MAYA_TEXT
    assert session.project.personas_of("kano", "team") == ("tom-brandt", "maya")
    session.undo()
    session.save()
    assert contents(root) == before


def test_a_canvas_with_another_name_still_says_whom_it_is_about(root: Path) -> None:
    session = open_with(root, {"canvases/kano/maya-okafor.toml": "# hers\nschema = 1\n"})
    plan = plan_rename(session, Reference("canvas", "maya-okafor", "kano"), "tom-brandt")

    assert plan.change.label == "rename canvas kano/maya-okafor to kano/tom-brandt"
    made(session, plan)
    assert (root / "canvases/kano/tom-brandt.toml").read_text("utf-8").startswith("# hers\nschema = 1\n")
    assert session.project.personas_of("kano", "tom-brandt") == ("maya-okafor",)


def test_a_canvas_is_named_by_whatever_it_says_that_it_is_about(root: Path) -> None:
    session = open_with(root, {"canvases/kano/odd.toml": 'personas = ["maya-okafor", "../x\\u001b"]\n'})
    assert told(plan_delete(session, MAYA)) == [
        ("canvas/kano/odd", "Kano Model of Maya Okafor and “../x␛” is no longer about Maya Okafor")
    ]


def test_a_renamed_segment(root: Path) -> None:
    session = open_with(root, {"canvases/kano/urban-renters.toml": 'segment = "urban-renters"\n'})
    plan = plan_rename(session, RENTERS, "renters")
    assert told(plan) == [
        ("persona/maya-okafor", "persona Maya Okafor now refers to segment renters"),
        ("canvas/kano/urban-renters", "Kano Model of Urban renters now refers to segment renters"),
    ]
    made(session, plan)
    assert session.project.personas_in("renters") == ("maya-okafor",)
    assert session.project.canvases["kano", "urban-renters"].segment == "renters"


def test_a_renamed_item_is_followed(root: Path) -> None:
    session = open_with(root, {"personas/ann.toml": 'name = "A"\n\n[[links]]\ntarget = "persona/maya-okafor#m2xa"\n'})
    plan = plan_rename(session, M2XA, "night")
    assert plan.change.label == "rename pain m2xa to night"
    assert told(plan) == [("persona/ann", "link 1 of A now refers to persona/maya-okafor#night")]
    made(session, plan)
    assert session.project.personas["ann"].links[0].target == "persona/maya-okafor#night"
    assert session.project.personas["maya-okafor"].pains[0].id == "night"


def test_references_that_are_spelt_with_escapes_follow_too(root: Path) -> None:
    session = open_with(root, {"personas/ann.toml": 'name = "A"\nsegment = "urban\\u002Drenters"\n'})
    made(session, plan_rename(session, RENTERS, "renters"))
    assert session.project.personas["ann"].segment == "renters"


def test_unsaved_files_are_looked_into_as_they_are(root: Path) -> None:
    session = open_with(root)
    session.make(change(SetValue(MAYA, ("segment",), "elsewhere"), SetValue(TOM, ("segment",), "urban-renters")))
    assert [reference for reference, _ in told(plan_delete(session, RENTERS))] == ["persona/tom-brandt"]


# Imports --------------------------------------------------------------------------------------------------

DOCUMENT = """# Maya Okafor

Age: 34

Segment: Renters

## Goals

- Sleep at night
- Eat well every day
"""


def test_the_next_import_finds_a_renamed_persona(root: Path, tmp_path: Path) -> None:
    root = write_files(tmp_path / "fresh", {"personatui.toml": 'name = "P"\n'})
    path = tmp_path / "maya-okafor.md"
    path.write_text(DOCUMENT, "utf-8")
    session = open_folder(root)
    assert run_import(session, [path], "markdown").failures == ()
    (persona_id,) = session.project.personas
    goal = session.project.personas[persona_id].goals[0].id

    plan = plan_rename(session, Reference("persona", persona_id), "maya")
    assert ("import/maya-okafor", "the import of maya-okafor.md still finds what it brought") in [
        (str(effect.reference), effect.message.replace(f"{tmp_path.name}/", "")) for effect in plan.effects
    ]
    made(session, plan)
    made(session, plan_rename(session, Reference("persona", "maya", item=goal), "sleep"))
    made(session, plan_rename(session, Reference("segment", "renters"), "city"))
    assert persona_id not in "".join(text for _, text in references(session))

    again = open_folder(root)
    assert run_import(again, [path], "markdown").report.created == ()
    path.write_text(DOCUMENT.replace("34", "35").replace("- Sleep at night", "- Sleep well at night"), "utf-8")
    report = run_import(again, [path], "markdown").report
    assert (report.created, report.conflicts) == ((), ())
    (maya,) = again.project.personas.values()
    assert list(again.project.personas) == ["maya"]
    assert maya.demographics.age == 35
    assert (maya.goals[0].id, maya.goals[0].text) == ("sleep", "Sleep well at night")
    assert maya.segment == "city"


def test_undo_gives_an_import_its_memory_back(tmp_path: Path) -> None:
    root = write_files(tmp_path / "fresh", {"personatui.toml": 'name = "P"\n'})
    path = tmp_path / "maya-okafor.md"
    path.write_text(DOCUMENT, "utf-8")
    session = open_folder(root)
    run_import(session, [path], "markdown")
    before = contents(root)
    made(session, plan_rename(session, MAYA, "maya"))
    assert b'"persona/maya#/name"' in contents(root)["imports/maya-okafor.toml"]
    session.undo()
    session.save()
    assert contents(root) == before


def test_a_deleted_persona_is_not_brought_back_by_the_next_import(tmp_path: Path) -> None:
    root = write_files(tmp_path / "fresh", {"personatui.toml": 'name = "P"\n'})
    path = tmp_path / "maya-okafor.md"
    path.write_text(DOCUMENT, "utf-8")
    session = open_folder(root)
    run_import(session, [path], "markdown")
    made(session, plan_delete(session, MAYA))
    run_import(session, [path], "markdown")
    assert list(session.project.personas) == []


# Refusing -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        (Reference("persona", "nobody"), "no persona/nobody"),
        (MAYA.at("none"), "no persona/maya-okafor#none"),
        (Reference("canvas", "x", "kano"), "no canvas/kano/x"),
        (PROJECT, "own file"),
        (PROJECT.at("x"), "no project/project"),
        (Reference("import", "x"), "no import/x"),
        (Reference("persona", "broken"), "cannot be read"),
        (Reference("persona", "newer"), "newer.toml would have to change and is read-only"),
        (Reference("persona", "newer", item="a"), "read-only"),
        (Reference("persona", "twice", item="a"), "used 2 times"),
    ],
)
def test_what_is_not_there_or_may_not_change_is_refused(root: Path, reference: Reference, said: str) -> None:
    session = open_with(
        root,
        {
            "personas/broken.toml": "name = \n",
            "personas/newer.toml": 'schema = 9\n\n[[goals]]\nid = "a"\n',
            "personas/twice.toml": '[[goals]]\nid = "a"\n\n[[needs]]\nid = "a"\n',
        },
    )
    with pytest.raises(EditError, match=said) as caught:
        plan_delete(session, reference)
    assert caught.value.hint
    with pytest.raises(EditError, match=said):
        plan_rename(session, reference, "other")


def test_files_that_may_not_change_are_named(root: Path) -> None:
    session = open_with(
        root,
        {
            "personas/newer.toml": 'schema = 9\nsegment = "urban-renters"\n',
            "canvases/kano/newer.toml": 'schema = 9\nsegment = "urban-renters"\npersonas = ["tom-brandt"]\n',
            "personas/other.toml": "schema = 9\n",
        },
    )
    with pytest.raises(EditError, match=r"personas/newer\.toml, canvases/kano/newer\.toml would have .* are read-only"):
        plan_rename(session, RENTERS, "renters")
    with pytest.raises(EditError, match="newer"):
        plan_delete(session, RENTERS)
    plan_delete(session, INTERVIEW)


@pytest.mark.parametrize(
    "new_id",
    ["", "Maya", "maya okafor", "con", "../x", "tom-brandt", "maya-okafor", "broken", "unseen", "x" * 65, "é", "clash"],
)
def test_an_id_that_is_not_one_or_taken_is_refused(root: Path, new_id: str) -> None:
    session = open_with(root, {"personas/broken.toml": "name = \n", "personas/CLASH.toml": "a = 1\n"})
    write_files(root, {"personas/unseen.toml": 'name = "made since"\n'})
    with pytest.raises(EditError) as caught:
        plan_rename(session, MAYA, new_id)
    assert caught.value.hint


@pytest.mark.parametrize("new_id", ["", "a b", "k7qd", "m2xa", "ü", "-x", "x" * 65])
def test_an_items_id_that_is_not_one_or_taken_is_refused(root: Path, new_id: str) -> None:
    with pytest.raises(EditError):
        plan_rename(open_with(root), M2XA, new_id)


def test_canvases_that_cannot_be_renamed_keep_the_persona(root: Path) -> None:
    session = open_with(
        root, {"canvases/kano/maya-okafor.toml": "", "canvases/kano/maya.toml": "", "canvases/b/tom-brandt.toml": "a ="}
    )
    with pytest.raises(EditError, match=r"canvases/kano/maya\.toml already"):
        plan_rename(session, MAYA, "maya")
    with pytest.raises(EditError, match=r"canvases/b/tom-brandt\.toml would have to be renamed"):
        plan_rename(session, TOM, "tom")


def test_files_that_cannot_be_read_and_may_refer_to_it_are_named(root: Path) -> None:
    session = open_with(
        root,
        {
            "personas/broken.toml": 'segment = "urban-renters"\nname = \n',
            "personas/unlike.toml": "name = \n",
            "imports/bad.toml": '"segment/urban-renters#/name" = ',
        },
    )
    assert plan_rename(session, RENTERS, "renters").unread == ("imports/bad.toml", "personas/broken.toml")
    assert plan_rename(session, INTERVIEW, "interview").unread == ()


def test_an_id_that_was_freed_a_moment_ago_can_be_taken(root: Path) -> None:
    session = open_with(root)
    session.make(plan_delete(session, TOM).change)
    session.make(plan_rename(session, MAYA, "tom-brandt").change)
    assert session.save().failures == ()
    assert (root / "personas/tom-brandt.toml").read_text("utf-8") == MAYA_TEXT


# Any project ----------------------------------------------------------------------------------------------

_PERSONAS, _SEGMENTS, _SOURCES = ("p1", "p2", "same"), ("s1", "same"), ("x1", "same")
_ITEMS = ("a", "b")
_TARGETS = (
    *(f"persona/{key}" for key in _PERSONAS),
    *(f"persona/{key}#{item}" for key in _PERSONAS for item in _ITEMS),
    *(f"segment/{key}" for key in _SEGMENTS),
    *(f"source/{key}#{item}" for key in _SOURCES for item in _ITEMS),
    *(f"canvas/{tool}/{key}#a" for tool in ("kano", "none") for key in _PERSONAS),
    "canvas/kano/p1",
    "persona/ghost",
)
_TEXT = st.sampled_from(["p1", "same", "see persona/p1", "persona/p1, persona/p2", "x1#a", "ü"])
_FULL = st.sampled_from(_TARGETS)
_SOURCE_TEXTS = st.lists(
    st.sampled_from(["x1", "same", "x1#a", "same#b", "source/x1", "source/same#a", "ghost"]), max_size=3, unique=True
)


@st.composite
def _entries(draw: st.DrawFn, *, with_sources: bool = True) -> list[Data]:
    found: list[Data] = []
    for item in draw(st.lists(st.sampled_from(_ITEMS), unique=True, max_size=2)):
        entry: Data = {"id": item, "text": draw(_TEXT)}
        if with_sources and (sources := draw(_SOURCE_TEXTS)):
            entry["sources"] = sources
        if draw(st.booleans()):
            entry["odd"] = draw(st.one_of(_TEXT, _FULL, st.lists(_FULL, min_size=1, max_size=3)))
        found.append(entry)
    return found


@st.composite
def _projects(draw: st.DrawFn) -> dict[str, str]:
    files: dict[str, Data] = {"personatui.toml": {"schema": 1, "name": "P"}}
    for key in _SEGMENTS:
        files[f"segments/{key}.toml"] = {"schema": 1, "name": key, "needs": draw(_entries())}
    for key in _SOURCES:
        files[f"sources/{key}.toml"] = {"schema": 1, "title": key, "excerpts": draw(_entries(with_sources=False))}
    for key in _PERSONAS:
        data: Data = {"schema": 1, "name": draw(_TEXT)}
        if draw(st.booleans()):
            data["segment"] = draw(st.sampled_from((*_SEGMENTS, "ghost")))
        if sources := draw(_SOURCE_TEXTS):
            data["sources"] = sources
        data["custom"] = {"near": draw(st.one_of(_TEXT, _FULL)), "p1": "p1"}
        data["goals"] = draw(_entries())
        data["links"] = [{"title": "t", "target": target} for target in draw(st.lists(_FULL, max_size=2))]
        files[f"personas/{key}.toml"] = data
    for tool in ("kano", "none"):
        for key in draw(st.lists(st.sampled_from((*_PERSONAS, "s1", "team")), unique=True, max_size=3)):
            canvas: Data = {"schema": 1}
            if personas := draw(st.lists(st.sampled_from(_PERSONAS), unique=True, max_size=2)):
                canvas["personas"] = personas
            if draw(st.booleans()):
                canvas["segment"] = draw(st.sampled_from(_SEGMENTS))
            canvas["features"] = draw(_entries())
            canvas["box"] = {"sources": draw(_SOURCE_TEXTS), "to": draw(_FULL)}
            files[f"canvases/{tool}/{key}.toml"] = canvas
    return {name: render_new(_filled(data), header=f"{name} p1") for name, data in files.items()}


def _filled(data: Data) -> Data:
    """Without what a file cannot hold: empty lists of tables."""
    return {key: value for key, value in data.items() if value != []}


def _dangling(session: Session) -> set[tuple[str, str]]:
    """What the checks find to lead nowhere, and every full reference that does, by file."""
    found = {
        (str(located.reference), located.finding.message)
        for located in record_findings(session.loaded, session.plugins.tools)
        if located.finding.code.startswith("core.dangling") and located.finding.severity is Severity.ERROR
    }
    for owner, text in references(session):
        reference = Reference.parse(text) if "/" in text else None
        if reference is not None and not _is_there(session, reference):
            found.add((str(owner), text))
    return found


def _pointed_at(session: Session) -> Counter[Reference]:
    """What every full reference points at."""
    found = (Reference.parse(text) for _, text in references(session) if "/" in text)
    return Counter(reference for reference in found if reference is not None)


def _moved(found: Reference, old: Reference, new: Reference, files: dict[Reference, Reference]) -> Reference:
    if found == old:
        return new
    return files[found.file].at(found.item) if found.file in files else found


def _is_there(session: Session, reference: Reference) -> bool:
    data = session.data_of(reference.file)
    if data is None or not reference.item:
        return data is not None
    return f"'id': '{reference.item}'" in repr(data)


def _anything(session: Session) -> list[Reference]:
    found: list[Reference] = []
    for owner in session.loaded.files:
        if owner != PROJECT:
            found.append(owner)
            found += [owner.at(item) for item in _ITEMS if _is_there(session, owner.at(item))]
    return found


def _project_at(tmp_path_factory: pytest.TempPathFactory, files: dict[str, str]) -> tuple[Path, Session]:
    root = write_files(tmp_path_factory.mktemp("project"), files)
    return root, open_folder(root, plugins_with(KANO))


@given(files=_projects(), draw=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_after_any_renaming_nothing_new_leads_nowhere(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, str], draw: st.DataObject
) -> None:
    root, session = _project_at(tmp_path_factory, files)
    reference = draw.draw(st.sampled_from(_anything(session)))
    before, dangling, pointed = contents(root), len(_dangling(session)), _pointed_at(session)
    try:
        plan = plan_rename(session, reference, "fresh")
    except EditError:
        # An id that stands twice in its file is none to rename.
        assume(False)
    made(session, plan)

    new = reference.file.at("fresh") if reference.item else Reference(reference.kind, "fresh", reference.tool)
    moved = {edit.target: edit.to for edit in plan.change.edits if isinstance(edit, RenameFile)}
    assert moved.get(reference) == (None if reference.item else new)
    assert _is_there(session, new)
    assert not _is_there(session, reference)
    assert _pointed_at(session) == Counter(
        {_moved(found, reference, new, moved): count for found, count in pointed.items()}
    )
    assert len(_dangling(session)) == dangling
    for owner in session.loaded.files:
        text = session.text_of(owner)
        assert text is not None
        assert text.startswith("# ")

    session.undo()
    assert session.save().failures == ()
    assert contents(root) == before


@given(files=_projects(), draw=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_after_any_deletion_nothing_leads_to_what_is_gone(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, str], draw: st.DataObject
) -> None:
    root, session = _project_at(tmp_path_factory, files)
    reference = draw.draw(st.sampled_from(_anything(session)))
    before, dangling = contents(root), _dangling(session)
    plan = plan_delete(session, reference)
    kept = {key: session.text_of(key) for key in session.loaded.files}
    made(session, plan)

    assert not _is_there(session, reference)
    assert _dangling(session) <= dangling
    assert str(reference) not in [text for _, text in references(session)]
    touched = {effect.reference.file for effect in plan.effects} | {reference.file}
    for owner, text in kept.items():
        assert owner in touched or session.text_of(owner) == text
    assert {str(effect.reference.file) for effect in plan.effects if effect.what == "deleted"} == {
        str(owner) for owner in kept if session.text_of(owner) is None
    } - {str(reference)}

    session.undo()
    assert session.save().failures == ()
    assert contents(root) == before

"""The changes that are asked for on entries: each names itself, does what it says, and can be undone to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personatui.errors import EditError
from personatui.host.entries import EntryChanges, noun
from personatui.host.opening import open_session
from personatui.host.session import Session
from personatui.model.claims import Claim, Goal, Trait
from personatui.model.edits import Change, DeleteFile, RemoveValue, SetValue
from personatui.model.ids import Reference, canvas_reference, persona_reference
from personatui.model.scales import scales_of
from personatui.model.source import Excerpt
from personatui.store.samples import copy_sample

MAYA = persona_reference("maya-okafor")
MAP = canvas_reference("empathy_map", "maya-okafor")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return open_session(copy_sample("exotic-pet-rental", tmp_path / "pets"))


def _changes(session: Session) -> EntryChanges:
    return EntryChanges(session)


def _texts(session: Session, field: str, owner: Reference = MAYA) -> list[str]:
    return [entry.label for entry in getattr(session.project.record(owner), field)]


def test_an_entry_is_added_below_another_or_at_the_end(session: Session) -> None:
    before = _texts(session, "pains")
    first = session.project.personas["maya-okafor"].pains[0]
    change, keys = _changes(session).added(MAYA, "pains", [{"text": "New one"}], after=str(MAYA.at(first.id)))
    assert change.label == "add pain “New one”"
    session.make(change)
    assert _texts(session, "pains") == [before[0], "New one", *before[1:]]
    assert _changes(session).entry(keys[0]).label == "New one"  # type: ignore[union-attr]
    # what another list holds is no place in this one
    goal = session.project.personas["maya-okafor"].goals[0]
    change, _ = _changes(session).added(
        MAYA, "pains", [{"text": "Last"}, {"text": "Very last"}], after=str(MAYA.at(goal.id))
    )
    assert change.label == "add 2 entries to pains"
    session.make(change)
    assert _texts(session, "pains")[-2:] == ["Last", "Very last"]


def test_the_first_note_makes_the_canvas(session: Session) -> None:
    new = canvas_reference("empathy_map", "collector-carl")
    session.make(Change("clear the map", (DeleteFile(new),)))
    assert session.data_of(new) is None
    change, keys = _changes(session).added(new, "says", [{"text": "Is it rare?", "seen": None}])
    session.make(change)
    assert session.data_of(new) == {"schema": 1, "says": [{"id": keys[0].partition("#")[2], "text": "Is it rare?"}]}
    session.undo()
    assert session.data_of(new) is None


def test_text_is_edited_only_where_an_entry_has_one(session: Session) -> None:
    jobs = canvas_reference("jtbd", "maya-okafor")
    changes = _changes(session)
    pain = session.project.personas["maya-okafor"].pains[0]
    key = str(MAYA.at(pain.id))
    assert changes.text(key) == pain.text
    assert changes.edited(key, pain.text) is None
    change = changes.edited(key, "Nobody\nanswers")
    assert change is not None
    session.make(change)
    assert session.project.personas["maya-okafor"].pains[0].text == "Nobody\nanswers"
    story = session.project.canvases["jtbd", "maya-okafor"].stories[0]  # type: ignore[attr-defined]
    path = ("stories", story.id)
    session.make(
        Change("in parts", (SetValue(jobs, (*path, "situation"), "it is late"), RemoveValue(jobs, (*path, "text"))))
        if story.text
        else Change("in parts", (SetValue(jobs, (*path, "situation"), "it is late"),))
    )
    with pytest.raises(EditError, match="several fields"):
        _changes(session).text(str(jobs.at(story.id)))


def test_a_copy_stands_below_and_keeps_what_no_model_knows(session: Session) -> None:
    pain = session.project.personas["maya-okafor"].pains[0]
    key = str(MAYA.at(pain.id))
    changes = _changes(session)
    given_change = changes.given(key, {"mood": "dark"}, "tell the mood of")
    assert given_change is not None
    session.make(given_change)
    change, copied = _changes(session).duplicated(key)
    assert change.label.startswith("duplicate pain “")
    session.make(change)
    original, copy = _changes(session).data(key), _changes(session).data(copied)
    assert {**original, "id": ""} == {**copy, "id": ""}
    assert original["id"] != copy["id"]
    assert copy["mood"] == "dark"
    assert _texts(session, "pains")[:2] == [pain.label, pain.label]


def test_moving_up_and_down_in_a_list(session: Session) -> None:
    keys = [str(MAYA.at(pain.id)) for pain in session.project.personas["maya-okafor"].pains]
    texts = _texts(session, "pains")
    assert len(keys) >= 3
    change, lost = _changes(session).moved(keys[0], MAYA, "pains", before=keys[2])
    assert change is not None
    assert not lost
    session.make(change)
    assert _texts(session, "pains")[:3] == [texts[1], texts[0], texts[2]]
    change, _ = _changes(session).moved(keys[0], MAYA, "pains", before=keys[1])
    assert change is not None
    session.make(change)
    assert _texts(session, "pains") == texts
    # above itself, or to where it stands, is no change
    assert _changes(session).moved(keys[0], MAYA, "pains", before=keys[1]) == (None, "")
    assert _changes(session).moved(keys[-1], MAYA, "pains") == (None, "")


def test_moving_to_another_list_leaves_what_has_no_place_there(session: Session) -> None:
    pain = next(pain for pain in session.project.personas["maya-okafor"].pains if pain.severity is not None)
    change, lost = _changes(session).moved(str(MAYA.at(pain.id)), MAYA, "needs")
    assert change is not None
    assert lost == f"severity {pain.severity} has no place there"
    session.make(change)
    assert _texts(session, "needs")[-1] == pain.label
    assert "severity" not in _changes(session).data(str(MAYA.at(pain.id)))
    assert not session.loaded.files[MAYA].problems
    session.undo()
    assert _changes(session).data(str(MAYA.at(pain.id)))["severity"] == pain.severity


def test_moving_to_another_record_keeps_the_id(session: Session) -> None:
    note = session.project.canvases["empathy_map", "maya-okafor"].pains[0]  # type: ignore[attr-defined]
    change, _ = _changes(session).moved(str(MAP.at(note.id)), MAYA, "pains")
    assert change is not None
    session.make(change)
    assert _changes(session).entry(str(MAYA.at(note.id))).label == note.label  # type: ignore[union-attr]
    assert note.id not in {entry.id for entry in session.project.canvases["empathy_map", "maya-okafor"].pains}  # type: ignore[attr-defined]


def test_ratings_step_along_their_scale_and_off_its_lower_end(session: Session) -> None:
    pain = session.project.personas["maya-okafor"].pains[0]
    key = str(MAYA.at(pain.id))
    seen: list[float | None] = []
    for value, step in ((5, 0), (None, -1), (1, 0), (None, -1), (None, 1)):
        rated = _changes(session).rated(key, value=value, step=step)
        if rated is not None:
            session.make(rated[0])
        seen.append(session.project.personas["maya-okafor"].pains[0].severity)
    assert seen == [5, 4, 1, None, 1]
    session.make(_changes(session).rated(key, value=5)[0])  # type: ignore[index]
    assert _changes(session).rated(key, value=5) is None
    with pytest.raises(EditError, match="highest severity"):
        _changes(session).rated(key, step=1)
    with pytest.raises(EditError, match="severity from 1 to 5"):
        _changes(session).rated(key, value=7)
    need = session.project.personas["maya-okafor"].needs[0]
    with pytest.raises(EditError, match="nothing to rate"):
        _changes(session).rated(str(MAYA.at(need.id)), value=3)


def test_scales_come_from_the_models() -> None:
    assert [str(scale) for scale in scales_of(Goal())] == ["priority from 1 to 5"]
    assert [scale.high for scale in scales_of(Trait(low=0, high=7))] == [7]
    assert scales_of(Claim()) == ()


def test_what_is_gone_is_said(session: Session) -> None:
    changes = _changes(session)
    for key in ("persona/maya-okafor#zzzz", "persona/nobody#k7qd", "persona/maya-okafor:pains:99", "", "x y"):
        with pytest.raises(EditError):
            changes.deleted(key)
    with pytest.raises(EditError, match="no list"):
        changes.added(MAYA, "colours", [{"text": "x"}])


def test_a_value_is_taken_out(session: Session) -> None:
    session.make(_changes(session).deleted("persona/maya-okafor:demographics:age"))
    assert session.undo_label == "delete age"
    assert session.project.personas["maya-okafor"].demographics.age is None


@pytest.mark.parametrize(
    ("model", "field", "told"),
    [
        (Claim, "decision_criteria", "decision criterion"),
        (Claim, "needs", "need"),
        (Claim, "background", "background"),
        (Goal, "goals", "goal"),
        (Excerpt, "excerpts", "excerpt"),
    ],
)
def test_names_of_entries(model: type[Claim], field: str, told: str) -> None:
    assert noun(model, field) == told


@settings(max_examples=25)
@given(data=st.data())
def test_any_run_of_changes_is_undone_to_the_byte(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    session = open_session(copy_sample("exotic-pet-rental", tmp_path_factory.mktemp("pets") / "p"))
    owners = (MAYA, MAP)
    texts = {owner: session.text_of(owner) for owner in owners}
    for _ in range(data.draw(st.integers(1, 6))):
        changes = EntryChanges(session)
        owner = data.draw(st.sampled_from(owners))
        fields = ("pains", "goals", "needs") if owner == MAYA else ("says", "does", "pains")
        field, other = data.draw(st.sampled_from(fields)), data.draw(st.sampled_from(fields))
        keys = [str(owner.at(entry.id)) for entry in getattr(session.project.record(owner), field)]
        if not keys:
            continue
        key = data.draw(st.sampled_from(keys))
        match data.draw(st.sampled_from(("add", "edit", "delete", "duplicate", "move", "rate"))):
            case "add":
                change = changes.added(owner, field, [{"text": data.draw(st.text(max_size=20))}], after=key)[0]
            case "edit":
                change = changes.edited(key, data.draw(st.text(min_size=1, max_size=30)))  # type: ignore[assignment]
            case "delete":
                change = changes.deleted(key)
            case "duplicate":
                change = changes.duplicated(key)[0]
            case "move":
                there = [str(owner.at(entry.id)) for entry in getattr(session.project.record(owner), other)]
                before = data.draw(st.sampled_from([*there, ""]))
                change = changes.moved(key, owner, other, before=before)[0]  # type: ignore[assignment]
            case _:
                if field != "pains" or owner != MAYA:
                    continue
                rated = changes.rated(key, value=data.draw(st.integers(1, 5)))
                change = rated[0] if rated else None  # type: ignore[assignment]
        if change is not None:
            session.make(change)
    while session.undo_label:
        session.undo()
    assert {owner: session.text_of(owner) for owner in owners} == texts
    assert not session.unsaved


def test_the_first_value_of_a_canvas_creates_its_file(session: Session) -> None:
    owner = canvas_reference("jtbd", "tom-brandt")
    assert _changes(session).entered(owner, (), {}, {("job", "verb"): None}, "edit") is None
    change = _changes(session).entered(owner, (), {}, {("job", "verb"): "cook", ("layout",): None}, "edit verb")
    assert change is not None
    session.make(change)
    assert session.data_of(owner) == {"schema": 1, "job": {"verb": "cook"}}
    session.undo()
    assert session.data_of(owner) is None


def test_what_was_entered_is_set_where_the_entry_is_by_then(session: Session) -> None:
    first, second = session.project.personas["maya-okafor"].pains[:2]
    key = str(MAYA.at(second.id))
    data, path = _changes(session).data(key), _changes(session).path(key)
    session.make(_changes(session).deleted(str(MAYA.at(first.id))))
    change = _changes(session).entered(MAYA, path, data, {("severity",): 1}, "edit pain")
    assert change is not None
    session.make(change)
    found = next(pain for pain in session.project.personas["maya-okafor"].pains if pain.id == second.id)
    assert found.severity == 1
    assert _changes(session).entered(MAYA, path, data, {}, "edit pain") is None

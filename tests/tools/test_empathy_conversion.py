"""Changes of layout: what goes where, and that there and back changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personatui.api import Change, CommandInput, Persona, Project, Reference
from personatui.model.edits import CreateFile, DeleteFile, RenameFile, apply_to_data
from personatui_empathy_map.canvas import EmpathyMap
from personatui_empathy_map.conversion import change_layout, to_gray2017, to_nng
from personatui_empathy_map.sections import ALL_SECTIONS, LAYOUTS, layout_of, sections_of

TARGET = Reference("canvas", "maya-okafor", "empathy_map")
LAYOUT = {layout.id: layout for layout in LAYOUTS}


def _applied(data: dict[str, Any], change: Change | None) -> dict[str, Any]:
    for edit in change.edits if change else ():
        assert edit.target == TARGET
        assert not isinstance(edit, CreateFile | DeleteFile | RenameFile)
        data = apply_to_data(data, edit)
    EmpathyMap.model_validate(data)
    return data


def _shown_as(data: dict[str, Any], layout: str) -> dict[str, Any]:
    canvas = EmpathyMap.model_validate(data)
    return _applied(data, change_layout(canvas, TARGET, LAYOUT[layout]))


def _sections(data: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    return {section: data[section] for section in ALL_SECTIONS if data.get(section)}


def _texts(data: dict[str, Any]) -> dict[str, list[str]]:
    return {section: [note["text"] for note in notes] for section, notes in _sections(data).items()}


def _note(text: str, **fields: Any) -> dict[str, Any]:
    return {"id": text, "text": text, **fields}


GRAY = {
    "layout": "gray2017",
    **{section: [_note(f"{section}1"), _note(f"{section}2")] for section in sections_of(LAYOUT["gray2017"])},
}


def test_gray_as_quadrants() -> None:
    assert _texts(_shown_as(GRAY, "nng")) == {
        "who": ["who1", "who2"],
        "need_to_do": ["need_to_do1", "need_to_do2"],
        "sees": ["sees1", "sees2"],
        "says": ["says1", "says2"],
        "does": ["does1", "does2"],
        "hears": ["hears1", "hears2"],
        "thinks": ["think_feel1", "think_feel2"],
        "feels": ["pains1", "pains2", "gains1", "gains2"],
    }


def test_gray_as_xplane() -> None:
    after = _texts(_shown_as(GRAY, "xplane"))
    assert after["says_does"] == ["says1", "says2", "does1", "does2"]
    assert "says" not in after
    assert after["who"] == ["who1", "who2"]


def test_quadrants_as_gray() -> None:
    data = {"layout": "nng", "says": [_note("a")], "thinks": [_note("b")], "feels": [_note("c")]}
    after = _shown_as(data, "gray2017")
    assert _texts(after) == {"says": ["a"], "think_feel": ["b", "c"]}
    assert [note["moved_from"] for note in after["think_feel"]] == ["thinks", "feels"]
    assert after["layout"] == "gray2017"


def test_says_and_does_part_by_quotation_marks_and_by_what_was_heard() -> None:
    notes = [_note("“Never again”"), _note('"Why?"'), _note("Asks twice", seen="heard"), _note("Walks off")]
    after = _texts(_shown_as({"layout": "xplane", "says_does": notes}, "gray2017"))
    assert after == {"says": ["“Never again”", '"Why?"', "Asks twice"], "does": ["Walks off"]}


def test_a_note_that_was_moved_by_hand_keeps_its_place() -> None:
    """`moved_from` leads back only from where the rules had put the note."""
    data = {"layout": "nng", "does": [_note("a", moved_from="pains")]}
    assert _texts(_shown_as(data, "gray2017")) == {"does": ["a"]}


def test_notes_out_of_sight_go_out_of_sight_again() -> None:
    data = {"layout": "nng", "thinks": [_note("a")], "think_feel": [_note("hidden")]}
    there = _shown_as(data, "gray2017")
    assert _texts(there) == {"think_feel": ["hidden", "a"]}
    assert _sections(_shown_as(there, "nng")) == _sections(data)


def test_unknown_keys_and_fields_of_a_note_move_along() -> None:
    note = _note("a", colour="yellow", sources=["interview-maya#e3"], reason="late")
    after = _shown_as({"layout": "nng", "feels": [note]}, "xplane")
    assert after["think_feel"] == [note | {"moved_from": "feels"}]


def test_notes_without_an_id_move_too() -> None:
    data = {"layout": "gray2017", "pains": [{"text": "a"}, {"text": "b"}], "gains": [{"text": "c"}]}
    there = _shown_as(data, "nng")
    assert [note["text"] for note in there["feels"]] == ["a", "b", "c"]
    assert _sections(_shown_as(there, "gray2017")) == _sections(data)


def test_the_layout_that_is_shown_needs_no_change() -> None:
    canvas = EmpathyMap.model_validate({"layout": "nng"})
    assert change_layout(canvas, TARGET, LAYOUT["nng"]) is None
    assert change_layout(EmpathyMap(), TARGET, LAYOUT["gray2017"]) is None
    unknown = EmpathyMap.model_validate({"layout": "grey"})
    assert change_layout(unknown, TARGET, LAYOUT["gray2017"]) is not None


def test_commands_name_the_canvas_and_do_nothing_without_one() -> None:
    given = CommandInput(
        project=Project(),
        persona_id="maya-okafor",
        persona=Persona(),
        tool="empathy_map",
        name="maya-okafor",
        canvas=EmpathyMap.model_validate(GRAY),
    )
    change = to_nng(given)
    assert change is not None
    assert change.targets == (TARGET,)
    assert "NN/g" in change.label
    assert to_gray2017(given) is None
    assert to_nng(CommandInput(project=Project(), persona_id="maya-okafor", persona=Persona())) is None


NOTE = st.fixed_dictionaries(
    {"text": st.sampled_from(["Walks off", "“Why?”", "Nobody answers", ""])},
    optional={
        "seen": st.sampled_from(["observed", "heard", "imagined"]),
        "colour": st.just("yellow"),
        "tags": st.just(["a"]),
    },
)


@st.composite
def _maps(draw: st.DrawFn) -> dict[str, Any]:
    """A map with notes in any section, shown or not, as changes of layout can have left it."""
    sections = draw(st.dictionaries(st.sampled_from(ALL_SECTIONS), st.lists(NOTE, min_size=1, max_size=3)))
    number = 0
    for notes in sections.values():
        for note in notes:
            note["id"] = f"n{number}"
            number += 1
    data = {"layout": draw(st.sampled_from(sorted(LAYOUT))), **sections}
    for layout in draw(st.lists(st.sampled_from(sorted(LAYOUT)), max_size=3)):
        data = _shown_as(data, layout)
    return data


@given(data=_maps(), layout=st.sampled_from(sorted(LAYOUT)))
@settings(max_examples=100, deadline=None)
def test_there_and_back_changes_nothing(data: dict[str, Any], layout: str) -> None:
    before = layout_of(EmpathyMap.model_validate(data)).id
    assert _sections(_shown_as(_shown_as(data, layout), before)) == _sections(data)


@given(data=_maps(), layout=st.sampled_from(sorted(LAYOUT)))
@settings(max_examples=100, deadline=None)
def test_no_note_is_lost_and_only_the_way_back_is_added(data: dict[str, Any], layout: str) -> None:
    def notes(held: dict[str, Any]) -> dict[str, dict[str, Any]]:
        return {
            note["id"]: {key: value for key, value in note.items() if key not in ("moved_from", "moved_at")}
            for section in _sections(held).values()
            for note in section
        }

    assert notes(_shown_as(data, layout)) == notes(data)


@pytest.mark.parametrize("layout", sorted(LAYOUT))
def test_what_has_a_home_is_shown_there(layout: str) -> None:
    homeless = {"who", "need_to_do", "sees", "hears"}
    everything = {section: [_note(section)] for section in sections_of(LAYOUT["gray2017"])}
    after = _shown_as({"layout": "gray2017", **everything}, layout)
    assert set(_sections(after)) - set(sections_of(LAYOUT[layout])) <= homeless


def test_notes_that_parted_return_to_their_places() -> None:
    notes = [_note("Walks off"), _note("“Why?”"), _note("Asks twice"), _note("“Never”")]
    data = {"layout": "xplane", "says_does": notes}
    there = _shown_as(data, "nng")
    assert [note["moved_at"] for note in (*there["says"], *there["does"])] == [1, 3, 0, 2]
    assert _sections(_shown_as(there, "xplane")) == _sections(data)
    added = there | {"says": [_note("“New”"), *there["says"]], "does": there["does"][1:]}
    assert _texts(_shown_as(added, "xplane")) == {"says_does": ["“New”", "“Why?”", "Asks twice", "“Never”"]}

"""Importing again takes over what changed in the file and never what a person edited."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importing.desk import Desk, texts_in
from personatui.host.importing.report import ImportReport
from personatui.host.importing.running import run_import
from personatui.host.plugins import load_plugins
from personatui.host.projects import new_project
from personatui.host.session import Session
from personatui.model.edits import AddItem, Change, RemoveValue, SetValue
from personatui.model.ids import Reference

MAYA = Reference("persona", "maya")
FIRST = """# Maya Okafor - Vet

Age: 34

## Goals

- Sleep at night
- Eat well every day

## Pains

- The phone rings at dinner

## Route

Left, then right.
"""


class _Story:
    """A file that is imported, edited on both sides and imported again."""

    def __init__(self, tmp_path: Path) -> None:
        self.path = tmp_path / "people" / "maya.md"
        self.path.parent.mkdir()
        self.desk = Desk()
        self.write(FIRST)

    def write(self, text: str, left: str = "") -> ImportReport:
        """Write and import the file; of it the lines in `left` are expected to be left alone, and no others."""
        self.path.write_text(text, encoding="utf-8")
        lines = text.splitlines()
        return self.desk.run(self.path, left=[lines.index(line) + 1 for line in left.splitlines() if line])

    def replace(self, old: str, new: str, left: str = "") -> ImportReport:
        text = self.path.read_text(encoding="utf-8")
        assert old in text
        text = text.replace(old, new)
        return self.write(text, text if left == "all" else left)

    def id_of(self, field: str, text: str) -> str:
        return next(str(item["id"]) for item in self.desk.persona("maya")[field] if item["text"] == text)

    @property
    def goals(self) -> list[str]:
        return self.desk.texts("maya", "goals")


@pytest.fixture
def story(tmp_path: Path) -> _Story:
    return _Story(tmp_path)


def test_what_changed_in_the_file_is_taken_over(story: _Story) -> None:
    sleep = story.id_of("goals", "Sleep at night")

    report = story.replace("Age: 34", "Age: 35")
    story.replace("- Sleep at night", "- Sleep at night, always")
    story.replace("- The phone rings at dinner\n", "- The phone rings at dinner\n- No holidays\n")

    persona = story.desk.persona("maya")
    assert report.updated == ("persona/maya",)
    assert persona["demographics"]["age"] == 35
    assert story.goals == ["Sleep at night, always", "Eat well every day"]
    assert story.id_of("goals", "Sleep at night, always") == sleep
    assert story.desk.texts("maya", "pains") == ["The phone rings at dinner", "No holidays"]
    assert story.desk.ids == {"maya"}


def test_what_left_the_file_goes_and_is_told(story: _Story) -> None:
    report = story.replace("- Eat well every day\n", "")
    told = [(entry.record, entry.file, entry.text) for entry in report.removed]
    assert told == [("persona/maya", "people/maya.md", "Eat well every day")]
    report = story.replace("Age: 34\n", "")
    assert [(entry.where, entry.text) for entry in report.removed] == [("demographics.age", "34")]
    assert "Removed" in report.to_text()
    assert report.to_data()["removed"][0]["where"] == "demographics.age"

    assert story.goals == ["Sleep at night"]
    assert "age" not in story.desk.persona("maya")["demographics"]


def test_an_edit_stays_when_the_file_did_not_change_there(story: _Story) -> None:
    story.desk.edit(SetValue(MAYA, ("goals", story.id_of("goals", "Sleep at night"), "text"), "Sleep for hours"))
    story.desk.edit(SetValue(MAYA, ("demographics", "age"), 36))

    assert story.desk.plan(story.path).change is None
    report = story.replace("- Eat well every day", "- Eat well on most days", "Age: 34\n- Sleep at night")

    assert story.goals == ["Sleep for hours", "Eat well on most days"]
    assert story.desk.persona("maya")["demographics"]["age"] == 36
    assert report.conflicts == ()
    assert {(entry.record, entry.lines) for entry in report.left} == {("persona/maya", (3, 7))}
    assert "Edited here" in report.left[0].reason
    assert "persona/maya, lines 3, 7 of people/maya.md: Edited here" in report.to_text()
    assert report.to_data()["left"][0]["lines"] == (3, 7)
    assert "7 of 9 lines placed, 2 left alone" in report.to_text()


def test_what_both_sides_changed_stays_and_is_told_with_both_texts(story: _Story) -> None:
    story.desk.edit(SetValue(MAYA, ("goals", story.id_of("goals", "Sleep at night"), "text"), "Sleep for hours"))
    story.desk.edit(SetValue(MAYA, ("demographics", "age"), 36))

    report = story.write(
        FIRST.replace("Sleep at night", "Sleep like a log").replace("Age: 34", "Age: 35"), "Age: 35\n- Sleep like a log"
    )

    assert story.goals == ["Sleep for hours", "Eat well every day"]
    assert story.desk.persona("maya")["demographics"]["age"] == 36
    told = {(conflict.kept, conflict.imported) for conflict in report.conflicts}
    assert told == {("Sleep for hours", "Sleep like a log"), ("36", "35")}
    assert "Sleep like a log" in report.to_text()
    # It is told once; the person has decided. The lines are still not placed, though.
    again = story.desk.plan(story.path)
    assert again.change is None
    assert again.report.conflicts == ()
    assert [(entry.lines, "kept" in entry.reason) for entry in again.report.left] == [((3, 7), True)]


def test_what_a_person_deleted_stays_deleted(story: _Story) -> None:
    story.desk.edit(RemoveValue(MAYA, ("goals", story.id_of("goals", "Eat well every day"))))
    story.desk.edit(RemoveValue(MAYA, ("demographics", "age")))

    assert story.desk.plan(story.path).change is None
    report = story.replace("Left, then right.", "Right, then left.", "Age: 34\n- Eat well every day")

    assert {entry.reason for entry in report.left} == {"Deleted here since it was imported; it stays deleted."}
    assert story.goals == ["Sleep at night"]
    assert "age" not in story.desk.persona("maya")["demographics"]
    assert story.desk.persona("maya")["notes"][0]["text"] == "Right, then left."


def test_a_persons_own_additions_stay(story: _Story) -> None:
    sleep = story.id_of("goals", "Sleep at night")
    story.desk.edit(AddItem(MAYA, ("goals",), {"id": "own1", "text": "Travel"}))
    story.desk.edit(SetValue(MAYA, ("goals", sleep, "sources"), ["interview-maya"]))
    story.desk.edit(SetValue(MAYA, ("goals", sleep, "priority"), 5))

    report = story.replace("- Sleep at night\n", "- Sleep at night and on Sundays\n")

    goal = story.desk.persona("maya")["goals"][0]
    assert (goal["text"], goal["sources"], goal["priority"]) == ("Sleep at night and on Sundays", ["interview-maya"], 5)
    assert "Travel" in story.goals
    assert report.conflicts == ()


def test_a_removed_item_that_was_edited_stays_and_is_told(story: _Story) -> None:
    story.desk.edit(SetValue(MAYA, ("goals", story.id_of("goals", "Eat well every day"), "text"), "Cook"))

    report = story.replace("- Eat well every day\n", "")

    assert story.goals == ["Sleep at night", "Cook"]
    assert [(conflict.kept, conflict.imported) for conflict in report.conflicts] == [("Cook", "")]


def test_a_deleted_persona_stays_deleted_and_the_report_says_how_to_get_it_back(story: _Story) -> None:
    del story.desk.records[MAYA]

    report = story.replace("Age: 34", "Age: 35", "all")

    assert report.placed == 0
    assert story.desk.ids == set()
    assert [entry.name for entry in report.skipped] == ["persona/maya"]
    assert "imports/maya.toml" in report.skipped[0].reason


def _rename_by_hand(desk: Desk, old: str, new: str) -> None:
    """As `git mv` does, with what is named after the persona or without."""
    desk.records[Reference("persona", new)] = desk.records.pop(Reference("persona", old))


def test_a_persona_whose_file_was_renamed_by_hand_is_found_again(story: _Story) -> None:
    _rename_by_hand(story.desk, "maya", "vet")
    story.desk.edit(AddItem(Reference("persona", "vet"), ("goals",), {"id": "mine", "text": "My own"}))

    report = story.replace("Age: 34", "Age: 35")

    assert story.desk.ids == {"vet"}
    assert story.desk.persona("vet")["demographics"]["age"] == 35
    assert "My own" in story.desk.texts("vet", "goals")
    assert (report.updated, report.skipped) == (("persona/vet",), ())
    fields = story.desk.records[Reference("import", "maya")]["fields"]
    assert {key.partition("#")[0] for key in fields} == {"persona/vet"}
    # and from now on without a search, under another name in the document too
    report = story.replace("Maya Okafor", "Maya O.")
    assert report.updated == ("persona/vet",)
    assert story.desk.persona("vet")["name"] == "Maya O."


def test_a_renamed_persona_is_found_when_the_document_gives_it_another_name_meanwhile(story: _Story) -> None:
    _rename_by_hand(story.desk, "maya", "vet")

    report = story.replace("Maya Okafor", "Maya O.")

    assert story.desk.ids == {"vet"}
    assert report.updated == ("persona/vet",)


@pytest.mark.parametrize("way", ["copied", "renamed twice"])
def test_a_renamed_persona_that_could_be_another_is_told_and_not_made_anew(story: _Story, way: str) -> None:
    _rename_by_hand(story.desk, "maya", "vet")
    if way == "copied":
        story.desk.records[Reference("persona", "copy")] = dict(story.desk.persona("vet"))
    else:
        story.desk.edit(SetValue(Reference("persona", "vet"), ("name",), "Somebody"))
    before = {name: dict(story.desk.persona(name)) for name in story.desk.ids}

    report = story.replace("Age: 34", "Age: 35", "all")

    assert {name: story.desk.persona(name) for name in story.desk.ids} == before
    (told,) = report.skipped
    assert told.name == "persona/maya"
    assert all(f"persona/{name}" in told.reason for name in before)
    assert "not certain" in told.reason


def test_a_persona_that_is_merely_like_a_deleted_one_is_left_alone(story: _Story) -> None:
    other = {"schema": 1, "name": "Maya Okafor", "goals": [{"id": "zz", "text": "Another"}]}
    del story.desk.records[MAYA]
    story.desk.records[Reference("persona", "other")] = dict(other)

    report = story.replace("Age: 34", "Age: 35", "all")

    assert story.desk.persona("other") == other
    assert [entry.name for entry in report.skipped] == ["persona/maya"]
    assert "deleted or renamed" in report.skipped[0].reason


@pytest.mark.parametrize("kind", ["broken", "newer"])
def test_a_record_that_cannot_be_changed_is_left_alone(story: _Story, kind: str) -> None:
    if kind == "broken":
        story.desk.broken.add(MAYA)
    else:
        story.desk.edit(SetValue(MAYA, ("schema",), 99))
    before = dict(story.desk.persona("maya"))

    report = story.replace("Age: 34", "Age: 35", "all")

    assert story.desk.records[MAYA] == before
    assert "left alone" in report.skipped[0].reason
    assert (report.placed, report.left_alone) == (0, 9)
    assert [entry.record for entry in report.left] == ["persona/maya"]
    assert report.left[0].reason == report.skipped[0].reason
    assert "0 placed, 9 left alone" in report.summary
    # Once it can be changed again, the import catches up.
    story.desk.broken.clear()
    story.desk.edit(SetValue(MAYA, ("schema",), 1))
    story.desk.run(story.path)
    assert story.desk.persona("maya")["demographics"]["age"] == 35


def test_the_same_file_from_elsewhere_is_the_same_persona(story: _Story, tmp_path: Path) -> None:
    elsewhere = tmp_path / "later" / "maya.md"
    elsewhere.parent.mkdir()
    elsewhere.write_text(FIRST.replace("Age: 34", "Age: 35"), encoding="utf-8")

    story.desk.run(elsewhere)

    assert story.desk.ids == {"maya"}
    assert story.desk.persona("maya")["demographics"]["age"] == 35


def test_a_persona_that_was_there_before_is_completed_but_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "maya.md"
    path.write_text(FIRST, encoding="utf-8")
    desk = Desk()
    desk.records[MAYA] = {"schema": 1, "name": "Maya Okafor", "demographics": {"age": 40}}

    report = desk.run(path, left=[3])

    assert desk.ids == {"maya"}
    assert desk.persona("maya")["demographics"] == {"age": 40, "occupation": "Vet"}
    assert [(conflict.kept, conflict.imported) for conflict in report.conflicts] == [("40", "34")]


def test_another_persona_of_the_same_id_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "maya.md"
    path.write_text(FIRST, encoding="utf-8")
    desk = Desk()
    desk.records[MAYA] = {"schema": 1, "name": "Maya Lindqvist"}

    desk.run(path)

    assert desk.ids == {"maya", "maya-2"}
    assert desk.persona("maya") == {"schema": 1, "name": "Maya Lindqvist"}
    assert desk.plan(path).change is None


def test_a_persona_that_left_its_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "people.yml"
    path.write_text("- name: Ann\n  age: 1\n- name: Bob\n  age: 2\n", encoding="utf-8")
    desk = Desk()
    desk.run(path, form="yaml")
    path.write_text("- name: Ann\n  age: 3\n", encoding="utf-8")

    report = desk.run(path, form="yaml")

    assert desk.persona("ann")["demographics"]["age"] == 3
    assert desk.persona("bob")["demographics"]["age"] == 2
    assert "no longer holds it" in report.skipped[0].reason


def test_a_canvas_follows_its_file_too(tmp_path: Path) -> None:
    path = tmp_path / "ann.md"
    path.write_text("# Ann\n\n## Says/Does\n\n- one thing\n", encoding="utf-8")
    desk = Desk()
    desk.run(path)
    path.write_text("# Ann\n\n## Says/Does\n\n- one thing\n- another matter\n", encoding="utf-8")

    report = desk.run(path)

    assert report.updated == ("canvas/feelings/ann",)
    assert [item["text"] for item in desk.canvas("ann")["says_does"]] == ["one thing", "another matter"]


@pytest.mark.parametrize("follows", [True, False])
def test_a_canvas_is_found_with_its_renamed_persona(tmp_path: Path, follows: bool) -> None:
    path = tmp_path / "ann.md"
    text = "# Ann\n\n## Goals\n\n- Sleep\n- Eat\n\n## Says\n\n- Hello\n"
    path.write_text(text, encoding="utf-8")
    desk = Desk()
    desk.run(path)
    _rename_by_hand(desk, "ann", "bea")
    old, new = Reference("canvas", "ann", "feelings"), Reference("canvas", "bea", "feelings")
    assert old in desk.records
    if follows:
        desk.records[new] = desk.records.pop(old)
    path.write_text(text.replace("Hello", "Good evening"), encoding="utf-8")

    report = desk.run(path)

    assert desk.ids == {"bea"}
    assert [item["text"] for item in desk.records[new]["says"]] == ["Good evening"]
    if follows:
        assert old not in desk.records
        assert set(report.updated) == {"persona/bea", str(new)} or report.updated == (str(new),)


def test_a_real_project_takes_an_import_and_the_next_one(tmp_path: Path) -> None:
    path = tmp_path / "maya.md"
    path.write_text(FIRST, encoding="utf-8")
    root = new_project(tmp_path / "project")
    plugins = load_plugins(off=True)
    first = run_import(Session.open(root, plugins), [path], "markdown")
    assert first.failures == ()

    session = Session.open(root, plugins)
    goal = session.project.personas["maya"].goals[0]
    session.make(Change("Reword", (SetValue(MAYA, ("goals", goal.id, "text"), "Sleep for hours"),)))
    session.save()
    path.write_text(FIRST.replace("Age: 34", "Age: 35").replace("- Eat well every day\n", ""), encoding="utf-8")
    second = run_import(Session.open(root, plugins), [path], "markdown")

    assert second.failures == ()
    persona = Session.open(root, plugins).project.personas["maya"]
    assert persona.demographics.age == 35
    assert [goal.text for goal in persona.goals] == ["Sleep for hours"]
    assert run_import(Session.open(root, plugins), [path], "markdown").report.updated == ()


# The account of what was not placed -----------------------------------------------------------------------------


def test_a_broken_canvas_leaves_its_lines_alone_and_the_persona_comes_in(tmp_path: Path) -> None:
    path = tmp_path / "ann.md"
    path.write_text("# Ann\n\n## Goals\n\n- rest\n\n## Hears\n\n- one thing\n- two things\n", encoding="utf-8")
    desk = Desk()
    desk.run(path)
    canvas = next(reference for reference in desk.records if reference.kind == "canvas")
    desk.broken.add(canvas)
    path.write_text(path.read_text().replace("- rest", "- rest and sleep").replace("two", "three"), encoding="utf-8")

    report = desk.run(path, left=[7, 9, 10])

    assert desk.texts("ann", "goals") == ["rest and sleep"]
    assert [(entry.record, entry.lines) for entry in report.left] == [(str(canvas), (7, 9, 10))]
    assert report.updated == ("persona/ann",)


def test_one_broken_persona_of_two_files_leaves_only_its_own_lines(tmp_path: Path) -> None:
    ann, bob = tmp_path / "ann.md", tmp_path / "bob.md"
    ann.write_text("# Ann\n\n## Goals\n\n- rest\n", encoding="utf-8")
    bob.write_text("# Bob\n\n## Goals\n\n- rest\n", encoding="utf-8")
    desk = Desk()
    desk.run(ann, bob)
    desk.broken.add(Reference("persona", "bob"))
    ann.write_text("# Ann\n\n## Goals\n\n- sleep\n", encoding="utf-8")
    bob.write_text("# Bob\n\n## Goals\n\n- sleep\n", encoding="utf-8")

    report = desk.run(ann, bob, left=[1, 3, 5])

    assert {(entry.record, PurePath(entry.file).name) for entry in report.left} == {("persona/bob", "bob.md")}
    assert [count.left_alone for count in report.files] == [0, 3]


def test_what_holds_a_document_together_is_left_with_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "ann.md"
    path.write_text("---\nname: Ann\nage: 30\n---\n\n## Goals\n\n- rest\n\n---\n\nSome more.\n", encoding="utf-8")
    desk = Desk()
    desk.run(path)
    desk.broken.add(Reference("persona", "ann"))

    report = desk.run(path, left=[1, 2, 3, 4, 6, 8, 10, 12])

    assert report.placed == 0


def test_yaml_lines_that_were_edited_here_are_left(tmp_path: Path) -> None:
    path = tmp_path / "people.yml"
    path.write_text("- name: Ann\n  age: 1\n  tags: [a, b]\n- name: Bob\n  age: 2\n", encoding="utf-8")
    desk = Desk()
    desk.run(path, form="yaml")
    desk.edit(SetValue(Reference("persona", "bob"), ("demographics", "age"), 20))
    desk.edit(SetValue(Reference("persona", "ann"), ("tags",), ["c"]))

    report = desk.run(path, form="yaml", left=[3, 5])

    assert {(entry.record, entry.lines) for entry in report.left} == {("persona/ann", (3,)), ("persona/bob", (5,))}


def test_what_two_files_say_of_a_segment_is_kept_in_their_notes_at_least(tmp_path: Path) -> None:
    pages = {"a": "Young and tired.", "b": "Old and awake."}
    for name, summary in pages.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / f"{name}.md").write_text(f"# {name * 3}\n\n## Goals\n\n- rest\n", encoding="utf-8")
        (folder / "index.md").write_text(
            f"# All\n\n## Owls\n\n{summary}\n\n- [{name * 3}]({name}.md)\n", encoding="utf-8"
        )
    desk = Desk()
    desk.run(tmp_path / "a", tmp_path / "b")
    assert desk.records[Reference("segment", "owls")]["summary"] == "Young and tired."
    assert {"young", "tired", "old", "awake"} <= set(desk.words())
    desk.run(tmp_path / "b", tmp_path / "a")


_LINES = ("Age: 34", "- Sleep at night", "- Eat well every day", "- The phone rings at dinner", "Left, then right.")
_SIDE = st.sampled_from(("same", "edited", "deleted"))


@given(here=st.tuples(*[_SIDE] * 5), there=st.tuples(*[_SIDE] * 5))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_both_sides_do_the_account_says_where_each_line_is(
    tmp_path_factory: pytest.TempPathFactory, here: tuple[str, ...], there: tuple[str, ...]
) -> None:
    story = _Story(tmp_path_factory.mktemp("story"))
    places: list[tuple[str | int, ...]] = [
        ("demographics", "age"),
        ("goals", story.id_of("goals", "Sleep at night")),
        ("goals", story.id_of("goals", "Eat well every day")),
        ("pains", story.id_of("pains", "The phone rings at dinner")),
        ("notes", str(story.desk.persona("maya")["notes"][0]["id"])),
    ]
    for number, (side, place) in enumerate(zip(here, places, strict=True)):
        if side == "deleted":
            story.desk.edit(RemoveValue(MAYA, place))
        elif side == "edited":
            is_age = place[0] == "demographics"
            story.desk.edit(
                SetValue(MAYA, place if is_age else (*place, "text"), 90 + number if is_age else f"Own {number}")
            )
    text = FIRST
    for number, (side, line) in enumerate(zip(there, _LINES, strict=True)):
        fresh = {"same": line, "edited": f"{line}{number}", "deleted": ""}[side]
        text = text.replace(f"{line}\n", f"{fresh}\n" if fresh else "")
    story.path.write_text(text, encoding="utf-8")

    plan = story.desk.plan(story.path)
    left = {number for entry in plan.report.left for number in entry.lines}
    report = story.desk.run(story.path, left=sorted(left))

    stored = " ".join(texts_in(story.desk.persona("maya")))
    for number, line in enumerate(text.splitlines(), 1):
        said = line.removeprefix("- ").removeprefix("Age: ")
        if line and not line.startswith("#"):
            assert (said in stored) is (number not in left), (line, stored, report.left)

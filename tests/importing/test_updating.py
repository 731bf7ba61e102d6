"""Importing again takes over what changed in the file and never what a person edited."""

from __future__ import annotations

from pathlib import Path

import pytest

from importing.desk import Desk
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

    def write(self, text: str) -> ImportReport:
        self.path.write_text(text, encoding="utf-8")
        return self.desk.run(self.path)

    def replace(self, old: str, new: str) -> ImportReport:
        text = self.path.read_text(encoding="utf-8")
        assert old in text
        return self.write(text.replace(old, new))

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


def test_what_left_the_file_goes(story: _Story) -> None:
    story.replace("- Eat well every day\n", "")
    story.replace("Age: 34\n", "")

    assert story.goals == ["Sleep at night"]
    assert "age" not in story.desk.persona("maya")["demographics"]


def test_an_edit_stays_when_the_file_did_not_change_there(story: _Story) -> None:
    story.desk.edit(SetValue(MAYA, ("goals", story.id_of("goals", "Sleep at night"), "text"), "Sleep for hours"))
    story.desk.edit(SetValue(MAYA, ("demographics", "age"), 36))

    assert story.desk.plan(story.path).change is None
    report = story.replace("- Eat well every day", "- Eat well on most days")

    assert story.goals == ["Sleep for hours", "Eat well on most days"]
    assert story.desk.persona("maya")["demographics"]["age"] == 36
    assert report.conflicts == ()


def test_what_both_sides_changed_stays_and_is_told_with_both_texts(story: _Story) -> None:
    story.desk.edit(SetValue(MAYA, ("goals", story.id_of("goals", "Sleep at night"), "text"), "Sleep for hours"))
    story.desk.edit(SetValue(MAYA, ("demographics", "age"), 36))

    report = story.write(FIRST.replace("Sleep at night", "Sleep like a log").replace("Age: 34", "Age: 35"))

    assert story.goals == ["Sleep for hours", "Eat well every day"]
    assert story.desk.persona("maya")["demographics"]["age"] == 36
    told = {(conflict.kept, conflict.imported) for conflict in report.conflicts}
    assert told == {("Sleep for hours", "Sleep like a log"), ("36", "35")}
    assert "Sleep like a log" in report.to_text()
    # It is told once; the person has decided.
    assert story.desk.plan(story.path).report.conflicts == ()


def test_what_a_person_deleted_stays_deleted(story: _Story) -> None:
    story.desk.edit(RemoveValue(MAYA, ("goals", story.id_of("goals", "Eat well every day"))))
    story.desk.edit(RemoveValue(MAYA, ("demographics", "age")))

    assert story.desk.plan(story.path).change is None
    story.replace("Left, then right.", "Right, then left.")

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

    report = story.replace("Age: 34", "Age: 35")

    assert story.desk.ids == set()
    assert [entry.name for entry in report.skipped] == ["persona/maya"]
    assert "imports/maya.toml" in report.skipped[0].reason


@pytest.mark.parametrize("kind", ["broken", "newer"])
def test_a_record_that_cannot_be_changed_is_left_alone(story: _Story, kind: str) -> None:
    if kind == "broken":
        story.desk.broken.add(MAYA)
    else:
        story.desk.edit(SetValue(MAYA, ("schema",), 99))
    before = dict(story.desk.persona("maya"))

    report = story.replace("Age: 34", "Age: 35")

    assert story.desk.records[MAYA] == before
    assert "left alone" in report.skipped[0].reason
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

    report = desk.run(path)

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

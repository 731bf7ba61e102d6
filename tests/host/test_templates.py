"""Templates: what is made from one reads, checks clean, asks in order, and keeps its questions when edited."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personatui.cli.add import PERSONA_TEMPLATES
from personatui.cli.add import SOURCE_KINDS as CLI_SOURCE_KINDS
from personatui.cli.new import PROJECT_TEMPLATES
from personatui.errors import PersonatuiError, SaveRefusedError, UsageError
from personatui.host import templates
from personatui.host.checking import check
from personatui.host.plugins import load_plugins
from personatui.host.projects import folder_problem, new_project
from personatui.host.session import Session
from personatui.host.templates import (
    SOURCE_KINDS,
    new_persona_change,
    new_segment_change,
    new_source_change,
    persona_templates,
    project_templates,
)
from personatui.model.base import Model, unknown_keys
from personatui.model.edits import AddItem, Change, CreateFile, RemoveValue, SetValue, ValueEdit
from personatui.model.ids import Reference
from personatui.model.persona import CLAIM_FIELDS, Persona
from personatui.model.project import Project, Settings, items_of
from personatui.model.segment import Segment
from personatui.model.source import Source
from personatui.model.validation import read_record

_FOLDER = Path(templates.__file__).with_name("template_files")
_MODELS: dict[str, type[Model]] = {"persona": Persona, "segment": Segment, "source": Source, "project": Settings}
_SHOWN = re.compile(r"# (?=\[|[a-z_]+ = )")


def _session(root: Path, template: str = "blank") -> Session:
    return Session.open(new_project(root, template=template), load_plugins())


def _findings(session: Session) -> list[str]:
    return [finding.message for finding in check(session, today=date(2026, 1, 1)).findings]


def _comments(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("#")]


def _created(change: Change) -> CreateFile:
    (edit,) = change.edits
    assert isinstance(edit, CreateFile)
    return edit


def test_every_file_belongs_to_a_template_and_every_template_has_one() -> None:
    files = {path.stem for path in _FOLDER.iterdir()}
    personas = {f"persona-{template.id}" for template in persona_templates()}
    assert files == personas | {"segment", "source", "project", "project-blank"}


def test_the_command_line_offers_the_same() -> None:
    assert tuple(template.id for template in persona_templates()) == PERSONA_TEMPLATES
    assert tuple(template.id for template in project_templates()) == PROJECT_TEMPLATES
    assert SOURCE_KINDS == CLI_SOURCE_KINDS


@pytest.mark.parametrize("path", sorted(_FOLDER.iterdir()), ids=lambda path: str(path.stem))
def test_what_a_template_shows_is_right_when_the_marks_are_taken_away(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    given_keys = {line.partition(" =")[0] for line in lines if " = " in line and not line.startswith("#")}
    # a key that the file has and shows once more would be there twice
    shown = [
        _SHOWN.sub("", line, count=1) for line in lines if line.removeprefix("# ").partition(" =")[0] not in given_keys
    ]
    data = tomllib.loads("\n".join(shown))
    reading = read_record(_MODELS[path.stem.partition("-")[0]], data)
    assert reading.problems == ()
    assert list(unknown_keys(reading.record)) == []
    # each statement is a placeholder: nothing that could pass for a fact
    assert {item.label for _, _, item in items_of(reading.record)} <= {"...", "To find out first"}


@pytest.mark.parametrize("template", [template.id for template in persona_templates()])
def test_a_new_persona_says_nothing_and_has_no_finding(tmp_path: Path, template: str) -> None:
    session = _session(tmp_path / "p", "b2c")
    change = new_persona_change(session.project, template, "Ada Byron", "First segment")
    session.make(change)
    assert session.save().failures == ()
    session = Session.open(session.root, load_plugins())
    persona = session.project.personas["ada-byron"]
    assert (persona.name, persona.segment) == ("Ada Byron", "first-segment")
    assert list(items_of(persona)) == []
    assert (persona.summary, persona.n, persona.sources) == ("", None, ())
    assert persona.role == ("negative" if template == "negative" else None)
    assert _findings(session) == []


def test_a_second_persona_brings_no_finding_about_roles(tmp_path: Path) -> None:
    session = _session(tmp_path / "p")
    for template in persona_templates():
        session.make(new_persona_change(session.project, template.id, "Ada"))
    assert sorted(session.project.personas) == ["ada", "ada-2", "ada-3", "ada-4", "ada-5"]
    assert _findings(session) == []


def test_an_id_that_a_broken_file_has_is_not_given_again(tmp_path: Path) -> None:
    session = _session(tmp_path / "p")
    (session.root / "personas" / "ada.toml").write_text("name = ")
    session = Session.open(session.root, load_plugins())
    change = new_persona_change(session.project, "b2c", "Ada", taken={ref.record for ref in session.loaded.broken})
    session.make(change)
    assert change.targets == (Reference("persona", "ada-2"),)


@pytest.mark.parametrize("template", ["b2c", "b2b", "negative", "proto"])
def test_edits_go_where_the_template_asks_and_its_questions_stay(tmp_path: Path, template: str) -> None:
    session = _session(tmp_path / "p")
    change = new_persona_change(session.project, template, "Ada")
    session.make(change)
    target = change.targets[0]
    text = session.text_of(target)
    assert text is not None
    asked = [field for field in re.findall(r"^# \[\[(\w+)\]\]$", text, re.MULTILINE) if field in CLAIM_FIELDS]
    assert len(asked) >= 4
    # in whatever order they come, they stand in the order in which the template asks
    edits: list[ValueEdit] = [AddItem(target, (field,), {"text": f"about {field}"}) for field in reversed(asked)]
    edits.append(SetValue(target, ("summary",), "Somebody"))
    for edit in edits:
        session.make(Change("Answer", (edit,)))
    after = session.text_of(target)
    assert after is not None
    assert _comments(after) == _comments(text)
    assert re.findall(r"^\[\[(\w+)\]\]$", after, re.MULTILINE) == asked
    assert re.search(r'^# summary = .*\nsummary = "Somebody"$', after, re.MULTILINE)
    for field in asked:
        assert after.index(f"# [[{field}]]") < after.index(f"\n[[{field}]]")
    session.make(Change("Take back", (RemoveValue(target, ("summary",)), RemoveValue(target, (asked[0], 0)))))
    assert _comments(session.text_of(target) or "") == _comments(text)


@pytest.mark.parametrize("template", [template.id for template in project_templates()])
def test_a_new_project_checks_clean(tmp_path: Path, template: str) -> None:
    session = _session(tmp_path / "our-people", template)
    assert session.project.settings.name == "Our people"
    assert _findings(session) == []
    assert session.project.personas == {}
    expected = [] if template == "blank" else [template]
    assert [segment.market for segment in session.project.segments.values()] == expected
    assert len(session.project.sources) == len(expected)
    assert all(source.participants is None and not source.excerpts for source in session.project.sources.values())


def test_a_new_project_overwrites_nothing(tmp_path: Path) -> None:
    mine = tmp_path / "p" / "segments" / "first-segment.toml"
    mine.parent.mkdir(parents=True)
    mine.write_text('name = "Mine"\n')
    session = _session(tmp_path / "p", "b2c")
    assert mine.read_text() == 'name = "Mine"\n'
    assert len(session.project.sources) == 1


def test_segments_and_sources(tmp_path: Path) -> None:
    session = _session(tmp_path / "p", "b2c")
    session.make(new_segment_change(session.project, "First segment", "b2b"))
    for kind in SOURCE_KINDS:
        session.make(new_source_change(session.project, kind, "Talks", day="2026-05-01", participants=4))
    assert session.project.segments["first-segment-2"].market == "b2b"
    talks = [source for key, source in session.project.sources.items() if key.startswith("talks")]
    assert [source.kind for source in talks] == list(SOURCE_KINDS)
    assert {(source.date, source.participants) for source in talks} == {("2026-05-01", 4)}
    assert _findings(session) == []


def test_what_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    empty = Project()
    for attempt in (
        lambda: new_persona_change(empty, "b3c", "Ada"),
        lambda: new_persona_change(empty, "b2c", " \n "),
        lambda: new_persona_change(empty, "b2c", "Ada", "nobody"),
        lambda: new_source_change(empty, "gossip", "Talks"),
        lambda: new_source_change(empty, "interview", "Talks", day="yesterday"),
        lambda: new_source_change(empty, "interview", "Talks", day="2026-02-30"),
        lambda: new_project(tmp_path / "x", template="b3c"),
    ):
        with pytest.raises(UsageError) as told:
            attempt()
        assert told.value.hint
    assert not (tmp_path / "x").exists()


def test_a_text_that_says_something_else_is_refused(tmp_path: Path) -> None:
    session = _session(tmp_path / "p")
    wrong = CreateFile(Reference("persona", "ada"), {"name": "Ada"}, '# hello\nname = "Eve"\n')
    with pytest.raises(SaveRefusedError):
        session.make(Change("Add", (wrong,)))
    assert session.unsaved == ()


@given(name=st.text(max_size=80))
def test_any_name_makes_a_persona_that_reads_back(name: str) -> None:
    try:
        edit = _created(new_persona_change(Project(), "b2c", name))
    except PersonatuiError:
        assert not name.strip() or any(0xD800 <= ord(letter) <= 0xDFFF for letter in name)
        return
    data = tomllib.loads(edit.text)
    assert data == edit.data
    assert data["name"].strip()
    assert "\n" not in data["name"]
    assert read_record(Persona, data).problems == ()


def test_folders_that_a_project_cannot_have(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    new_project(tmp_path / "there")
    assert "That is a file" in folder_problem(str(tmp_path / "file"))
    assert "is a file" in folder_problem(str(tmp_path / "file" / "below" / "it"))
    assert "There is a project already" in folder_problem(str(tmp_path / "there"))
    assert folder_problem("a" * 5000)
    assert folder_problem("a\0b")
    assert folder_problem("~nobody-of-this-name/x")
    assert folder_problem(str(tmp_path / "new" / "one")) == ""
    assert folder_problem(str(tmp_path)) == ""

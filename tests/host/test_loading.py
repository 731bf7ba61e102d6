"""Loading a project: every record that can be read, what is wrong with the others, and canvases of every age."""

from __future__ import annotations

import gc
import hashlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, field_validator

from host.folders import (
    FILES,
    KANO,
    MAYA,
    PROJECT,
    TOM,
    KanoCanvas,
    change,
    contents,
    data_of,
    kano,
    open_folder,
    plugins_with,
    write_files,
)
from personatui.api import AddItem, Array, Canvas, Claim, Persona, Reference, SetValue, Tool
from personatui.errors import EditError
from personatui.host.checking import check
from personatui.host.loading import LoadedProject
from personatui.host.plugins import PluginHost
from personatui.host.session import today
from personatui.model.project import Project

CANVAS = Reference("canvas", "maya-okafor", "kano")
OLD = 'schema = 1\n# what she wishes\nwishes = ["Night line", "Crate"]\n'


class NewCanvas(Canvas):
    """The second version of the tests' canvas: wishes have become features."""

    schema_version: int = Field(default=2, alias="schema")
    features: Array[Claim] = ()


def upgrade(data: dict[str, Any], version: int) -> dict[str, Any]:
    assert version == 1
    wishes = data.pop("wishes", [])
    return {**data, "features": [{"id": f"w{index}", "text": wish} for index, wish in enumerate(wishes)]}


def test_every_record_is_in_the_view_in_the_order_of_ids(root: Path) -> None:
    write_files(
        root,
        {
            "personas/adam.toml": 'name = "Adam"\n',
            "canvases/kano/maya-okafor.toml": '[[features]]\ntext = "x"\n',
            "canvases/absent/maya-okafor.toml": 'mystery = 1\n\n[[wishes]]\ntext = "y"\n',
            "imports/maya.toml": 'file = "maya.md"\n',
        },
    )
    session = open_folder(root, plugins_with(KANO))
    project, files = session.project, session.loaded.files

    assert list(project.personas) == ["adam", "maya-okafor", "tom-brandt"]
    assert list(project.canvases) == [("absent", "maya-okafor"), ("kano", "maya-okafor")]
    assert isinstance(project.canvases["kano", "maya-okafor"], KanoCanvas)
    absent = project.canvases["absent", "maya-okafor"]
    assert type(absent) is Canvas
    assert absent.model_extra == {"mystery": 1, "wishes": [{"text": "y"}]}
    assert set(files) == {PROJECT, *(reference for reference, _ in project.records())}
    assert files[MAYA].text == FILES["personas/maya-okafor.toml"]
    assert files[MAYA].digest == hashlib.sha256(files[MAYA].text.encode()).hexdigest()
    assert files[MAYA].path == root / "personas/maya-okafor.toml"
    assert session.loaded.broken == {}
    assert session.loaded.misplaced == ()


def test_an_empty_project_is_one(tmp_path: Path) -> None:
    session = open_folder(write_files(tmp_path, {"personatui.toml": ""}))
    assert list(session.project.records()) == []
    assert session.project.settings.name == ""
    assert not session.loaded.nothing_read


def test_progress_is_told_to_the_end(root: Path) -> None:
    write_files(root, {f"personas/p{number:03}.toml": 'name = "P"\n' for number in range(120)})
    from personatui.host.session import Session

    told: list[tuple[int, int]] = []
    Session.open(root, PluginHost(), lambda done, total: told.append((done, total)))

    assert told == [(0, 124), (50, 124), (100, 124), (124, 124)]


def test_the_collector_works_on_afterwards(root: Path) -> None:
    open_folder(root)
    assert gc.isenabled()
    gc.disable()
    try:
        open_folder(root)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_one_broken_file_of_each_kind_leaves_the_others(root: Path) -> None:
    names = ("personas/bad.toml", "segments/bad.toml", "sources/bad.toml", "canvases/kano/bad.toml")
    write_files(root, {**dict.fromkeys(names, "a = \n"), "personas/Bad Name.toml": "", "canvases/loose.toml": ""})
    session = open_folder(root, plugins_with(KANO))

    assert {reference.kind for reference in session.loaded.broken} == {"persona", "segment", "source", "canvas"}
    assert all(error.line == 1 for error in session.loaded.broken.values())
    assert {error.path.name for error in session.loaded.misplaced} == {"Bad Name.toml", "loose.toml"}
    assert list(session.project.personas) == ["maya-okafor", "tom-brandt"]
    assert not session.loaded.nothing_read


@pytest.mark.parametrize(
    ("files", "nothing"),
    [
        ({}, False),
        ({"personas/a.toml": "a = \n"}, True),
        ({"personas/A.toml": "name = 'x'\n"}, True),
        ({"sources/a.toml": "a = \n"}, False),
        ({"sources/A.toml": "title = 'x'\n"}, False),
        ({"personas/a.toml": "a = \n", "personas/b.toml": "name = 'x'\n"}, False),
    ],
)
def test_whether_nothing_could_be_read(tmp_path: Path, files: dict[str, str], nothing: bool) -> None:
    session = open_folder(write_files(tmp_path, {"personatui.toml": "", **files}))
    assert session.loaded.nothing_read is nothing


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.booleans()), max_size=12))
def test_records_set_and_left_out_stay_sorted(steps: list[tuple[str, bool]]) -> None:
    loaded = LoadedProject(Project(), {})
    wanted: set[str] = set()
    for number, (name, there) in enumerate(steps):
        persona = Persona(name=str(number))
        from personatui.host.loading import LoadedFile

        record = (persona, LoadedFile(Path(name), "", "")) if there else None
        loaded = loaded.with_records({Reference("persona", name): record})
        wanted = wanted | {name} if there else wanted - {name}
        assert list(loaded.project.personas) == sorted(wanted)
        assert not there or loaded.project.personas[name] is persona
        assert {reference.record for reference in loaded.files} == wanted


def test_several_records_at_once_stay_sorted() -> None:
    from personatui.host.loading import LoadedFile

    file = LoadedFile(Path("x"), "", "")
    names = ["zoe", "adam", "mia"]
    keys = [Reference("canvas", name, "kano") for name in names] + [Reference("canvas", "adam", "aaa")]
    loaded = LoadedProject(Project(), {}).with_records({key: (Canvas(), file) for key in keys})
    assert list(loaded.project.canvases) == [("aaa", "adam"), ("kano", "adam"), ("kano", "mia"), ("kano", "zoe")]
    loaded = loaded.with_records({keys[1]: None, Reference("canvas", "bob", "kano"): (Canvas(), file), keys[0]: None})
    assert list(loaded.project.canvases) == [("aaa", "adam"), ("kano", "bob"), ("kano", "mia")]


# Canvases of an older schema ------------------------------------------------------------------------------


def test_an_older_canvas_is_upgraded_in_memory_and_written_when_it_is_saved(root: Path) -> None:
    write_files(root, {"canvases/kano/maya-okafor.toml": OLD})
    before = contents(root)
    session = open_folder(root, plugins_with(kano(model=NewCanvas, upgrade=upgrade)))

    canvas = session.project.canvases["kano", "maya-okafor"]
    assert isinstance(canvas, NewCanvas)
    assert [(feature.id, feature.text) for feature in canvas.features] == [("w0", "Night line"), ("w1", "Crate")]
    assert session.save().saved == ()
    assert contents(root) == before
    assert session.text_of(CANVAS) == OLD

    session.make(change(SetValue(CANVAS, ("features", "w0", "text"), "Night phone")))
    assert data_of(session, CANVAS)["schema"] == 2
    assert "wishes" not in data_of(session, CANVAS)
    assert "# what she wishes" in (session.text_of(CANVAS) or "")
    session.save()
    assert open_folder(root, plugins_with(kano(model=NewCanvas))).project.canvases == session.project.canvases

    session.undo()
    session.save()
    assert contents(root) == before


def test_an_edit_that_changes_nothing_upgrades_nothing(root: Path) -> None:
    write_files(root, {"canvases/kano/maya-okafor.toml": OLD})
    session = open_folder(root, plugins_with(kano(model=NewCanvas, upgrade=upgrade)))

    session.make(change(SetValue(CANVAS, ("features", "w0", "text"), "Night line")))

    assert session.text_of(CANVAS) == OLD
    assert session.undo_label == ""


def test_a_canvas_of_a_newer_schema_than_the_tools_is_read_only(root: Path) -> None:
    write_files(
        root, {"canvases/kano/maya-okafor.toml": "schema = 3\n", "canvases/kano/tom-brandt.toml": "schema = 2\n"}
    )
    session = open_folder(root, plugins_with(kano(model=NewCanvas, upgrade=upgrade)))

    assert session.loaded.files[CANVAS].read_only
    assert not session.loaded.files[Reference("canvas", "tom-brandt", "kano")].read_only
    with pytest.raises(EditError, match="newer version"):
        session.make(change(AddItem(CANVAS, ("features",), {"text": "x"})))


def _raises(data: dict[str, Any], version: int) -> dict[str, Any]:
    raise KeyError("\x1b[2Jwishes")


def _changes_what_it_is_given(data: dict[str, Any], version: int) -> dict[str, Any]:
    data["wishes"].clear()
    data["title"] = 3
    raise ValueError("no")


class TouchyCanvas(Canvas):
    """A canvas whose own validator fails in a way that pydantic does not catch."""

    mood: str = ""

    @field_validator("mood")
    @classmethod
    def _check(cls, value: str) -> str:
        return {"calm": "calm"}[value]


class PickyCanvas(Canvas):
    """A canvas that cannot be empty, which the loader of plugins would not let through."""

    mood: str


@pytest.mark.parametrize(
    ("tool", "text", "said"),
    [
        (kano(model=NewCanvas, upgrade=_raises), OLD, "KeyError"),
        (kano(model=NewCanvas, upgrade=_changes_what_it_is_given), OLD, "ValueError: no"),
        (kano(model=NewCanvas, upgrade=lambda data, version: [data]), OLD, "list"),
        (kano(model=TouchyCanvas), 'mood = "wild"\n', "KeyError"),
        (kano(model=PickyCanvas), "", "mood"),
    ],
)
def test_a_tool_that_fails_on_its_canvas_leaves_the_file_and_the_rest(
    root: Path, tool: Tool, text: str, said: str
) -> None:
    write_files(root, {"canvases/kano/maya-okafor.toml": text})
    before = contents(root)
    session = open_folder(root, plugins_with(tool))

    (fault,) = session.loaded.faults
    assert fault.plugin == "kano-plugin"
    assert said in fault.message
    assert "\x1b" not in fault.message
    assert type(session.project.canvases["kano", "maya-okafor"]) is tool.model
    assert list(session.project.personas) == ["maya-okafor", "tom-brandt"]
    with pytest.raises(EditError, match="The tool kano failed"):
        session.make(change(SetValue(CANVAS, ("title",), "x")))
    (finding,) = [found for found in check(session, today=today()).findings if found.code == "core.tool-failed"]
    assert (finding.file, finding.line) == ("canvases/kano/maya-okafor.toml", 1)
    assert contents(root) == before
    session.make(change(SetValue(TOM, ("name",), "Tom B.")))
    assert session.save().saved == (TOM,)


def test_an_edit_on_which_the_tool_fails_is_refused(root: Path) -> None:
    write_files(root, {"canvases/kano/maya-okafor.toml": 'mood = "calm"\n'})
    session = open_folder(root, plugins_with(kano(model=TouchyCanvas)))

    with pytest.raises(EditError, match="KeyError"):
        session.make(change(SetValue(CANVAS, ("mood",), "wild")))

    assert session.unsaved == ()
    assert session.loaded.faults == ()


def test_an_upgrade_is_given_a_copy(root: Path) -> None:
    write_files(root, {"canvases/kano/maya-okafor.toml": OLD})
    seen: list[dict[str, Any]] = []

    def spy(data: dict[str, Any], version: int) -> dict[str, Any]:
        seen.append(data)
        return upgrade(data, version)

    session = open_folder(root, plugins_with(kano(model=NewCanvas, upgrade=spy)))
    assert data_of(session, CANVAS)["wishes"] == ["Night line", "Crate"]
    assert seen


@pytest.mark.parametrize("version", ['"1"', "true", "1.0", "-1", "0"])
def test_odd_schemas_are_no_newer_ones(root: Path, version: str) -> None:
    write_files(root, {"personas/tom-brandt.toml": f'schema = {version}\nname = "Tom"\n'})
    session = open_folder(root)
    assert not session.loaded.files[TOM].read_only
    session.make(change(SetValue(TOM, ("name",), "Tom B.")))


@pytest.mark.parametrize("tools", [(), (KANO,)])
def test_canvases_of_absent_tools_are_kept_byte_for_byte(root: Path, tools: tuple[Tool, ...]) -> None:
    text = '# kept\r\nunknown.dotted = {a = 1}\n\n[[x]]\n"odd key" = [ 1,\n 2 ] # odd\n'
    write_files(root, {"canvases/absent/maya-okafor.toml": text})
    session = open_folder(root, plugins_with(*tools))
    session.make(change(SetValue(TOM, ("name",), "Tom B.")))
    session.save()
    session.refresh()
    assert (root / "canvases/absent/maya-okafor.toml").read_bytes() == text.encode()
    absent = Reference("canvas", "maya-okafor", "absent")
    session.make(change(SetValue(absent, ("title",), "T")))
    session.save()
    assert (root / "canvases/absent/maya-okafor.toml").read_bytes().decode().count("# kept\r\n") == 1
    session.undo()
    session.save()
    assert (root / "canvases/absent/maya-okafor.toml").read_bytes() == text.encode()

"""`list`, `show`, `new` and `demo`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cli.calling import RunCall
from personatui.store.samples import sample_names


def _persona(project: Path, name: str, text: str) -> Path:
    path = project / "personas" / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


# list


def test_list_shows_one_line_a_persona(call: RunCall, sample: Path) -> None:
    result = call("list", "-p", sample)
    lines = result.out.splitlines()
    assert (result.code, result.err) == (0, "")
    assert lines[0].split() == ["id", "name", "role", "kind", "segment", "evidence", "filled"]
    assert [line.split()[0] for line in lines[1:]] == [
        "collector-carl",
        "lorraine-fisk",
        "maya-okafor",
        "priya-nair",
        "tom-brandt",
    ]
    assert len({line.index("b2") for line in lines[1:]}) == 1


def test_list_as_json(call: RunCall, sample: Path) -> None:
    entries = call("list", "-p", sample, "--json").json()
    maya = next(entry for entry in entries if entry["id"] == "maya-okafor")
    assert len(entries) == 5
    assert (maya["name"], maya["kind"], maya["role"], maya["n"]) == ("Maya Okafor", "b2c", "primary", 7)
    assert maya["segment"] == "urban-renters"
    assert {"empathy_map", "jtbd"} <= set(maya["canvases"])
    assert maya["evidence_coverage"] == pytest.approx(maya["supported"] / maya["statements"])


def test_an_empty_project_lists_nothing_and_says_what_next(call: RunCall) -> None:
    call("new", "empty")
    result = call("list", "-p", "empty")
    assert (result.code, result.out) == (0, "")
    assert "personatui import markdown" in result.err
    assert call("list", "-p", "empty", "--json").json() == []


def test_one_broken_persona_hides_no_other(call: RunCall, sample: Path) -> None:
    _persona(sample, "broken", "name = ")
    result = call("list", "-p", sample)
    assert result.code == 0
    assert "maya-okafor" in result.out
    assert "broken.toml:1" in result.err


def test_only_broken_personas_are_bad_input(call: RunCall) -> None:
    call("new", "mine")
    _persona(Path("mine"), "a", "name = ")
    result = call("list", "-p", "mine")
    assert (result.code, result.out) == (3, "")
    assert "a.toml:1" in result.err
    assert "No persona of this project could be read." in result.err


def test_hostile_and_huge_names_keep_the_list_in_shape(call: RunCall) -> None:
    call("new", "mine")
    _persona(Path("mine"), "a", 'name = "Eve\\u001b[31m\\nsecond line"\n')
    _persona(Path("mine"), "b", f'name = "{"long " * 2000}"\n')
    _persona(Path("mine"), "c", 'name = "日本語の名前"\n')
    _persona(Path("mine"), "d", 'name = "plain"\n')
    lines = call("list", "-p", "mine").out.splitlines()
    assert len(lines) == 5
    assert all("\x1b" not in line for line in lines)
    assert "Eve␛[31m second line" in lines[1]
    assert len(lines[4]) < 120


# show


def test_show_prints_the_card(call: RunCall, sample: Path) -> None:
    result = call("show", "maya-okafor", "-p", sample)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("Maya Okafor\n")
    assert "interview-maya#" in result.out
    assert "\x1b" not in result.out


def test_show_as_json(call: RunCall, sample: Path) -> None:
    data = call("show", "maya-okafor", "-p", sample, "--json").json()
    assert data["id"] == "maya-okafor"
    assert data["persona"]["name"] == "Maya Okafor"
    assert {"tool": "jtbd", "name": "maya-okafor"} in data["canvases"]
    claims = data["evidence"]["claims"]
    assert set(claims.values()) <= {"assumption", "anecdote", "qualitative", "quantitative"}
    assert len(claims) == data["evidence"]["statements"]
    assert all(key.startswith("persona/maya-okafor#") for key in claims)
    supported = [strength for strength in claims.values() if strength != "assumption"]
    assert len(supported) == data["evidence"]["supported"]


@pytest.mark.parametrize("name", ["maya", "Maya Okafor", "MAYA-OKAFOR", "  maya   okafor ", "okafor", "may"])
def test_a_persona_answers_to_what_is_hers_alone(call: RunCall, sample: Path, name: str) -> None:
    assert call("show", name, "-p", sample, "--json").json()["id"] == "maya-okafor"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("maja-okafor", "Did you mean maya-okafor?"),
        ("zzz", "`personatui list` names them."),
        ("", "`personatui list` names them."),
        ("kaf", "There is no persona kaf."),
    ],
)
def test_an_unknown_persona_is_wrong_usage(call: RunCall, sample: Path, name: str, told: str) -> None:
    result = call("show", name, "-p", sample)
    assert (result.code, result.out) == (2, "")
    assert told in result.err


@pytest.mark.parametrize("name", ["maya", "Maya O"])
def test_an_ambiguous_name_lists_who_is_meant(call: RunCall, sample: Path, name: str) -> None:
    _persona(sample, "maya-ortiz", 'name = "Maya Ortiz"\n')
    result = call("show", name, "-p", sample)
    assert result.code == 2
    assert "maya-okafor, maya-ortiz" in result.err


def test_two_personas_of_one_name_are_told_apart_by_id(call: RunCall, sample: Path) -> None:
    _persona(sample, "the-other-one", 'name = "Maya Okafor"\n')
    result = call("show", "maya okafor", "-p", sample)
    assert result.code == 2
    assert "2 personas are called maya okafor. Use an id: maya-okafor, the-other-one." in result.err
    assert call("show", "maya-okafor", "-p", sample).code == 0


def test_a_persona_whose_file_is_broken_says_why(call: RunCall, sample: Path) -> None:
    _persona(sample, "broken", 'name = "Ann"\ngoals = [')
    result = call("show", "broken", "-p", sample)
    assert result.code == 3
    assert "broken.toml:2" in result.err


# new


def test_new_starts_a_project_that_every_command_takes(call: RunCall) -> None:
    result = call("new", "pet-shop")
    assert result.code == 0
    assert result.out == f"{Path.cwd() / 'pet-shop'}\n"
    assert "import" in result.err
    assert 'name = "Pet shop"' in Path("pet-shop/personatui.toml").read_text(encoding="utf-8")
    for command in (("list",), ("check",)):
        assert call(*command, "-p", "pet-shop").code == 0


def test_new_takes_a_name_and_prints_json(call: RunCall) -> None:
    result = call("new", "a/b", "--name", 'The "Shop"', "--json")
    assert result.json() == {"project": str(Path.cwd() / "a" / "b")}
    assert result.err == ""
    assert '"The \\"Shop\\""' in Path("a/b/personatui.toml").read_text(encoding="utf-8")


def test_new_never_overwrites(call: RunCall, sample: Path) -> None:
    before = (sample / "personatui.toml").read_bytes()
    result = call("new", sample)
    assert (result.code, result.out) == (3, "")
    assert "already" in result.err
    assert (sample / "personatui.toml").read_bytes() == before
    Path("file").write_text("")
    assert call("new", "file").code == 3


# demo


@pytest.mark.parametrize("name", ["", *sample_names()])
def test_demo_copies_a_sample_and_prints_where(call: RunCall, own_folders: Path, name: str) -> None:
    result = call("demo", *filter(None, [name]), "--no-open")
    root = Path(result.out.rstrip("\n"))
    assert (result.code, result.err) == (0, "")
    assert root == own_folders / "data" / "personatui" / "demo" / (name or "exotic-pet-rental")
    assert call("check", "-p", root).code == 0


def test_demo_keeps_the_copy_that_was_changed(call: RunCall) -> None:
    root = Path(call("demo", "--no-open").out.rstrip("\n"))
    (root / "personas" / "tom-brandt.toml").unlink()
    assert call("demo", "--no-open", "--json").json() == {"project": str(root)}
    assert not (root / "personas" / "tom-brandt.toml").exists()
    fresh = Path(call("demo", "--no-open", "--fresh").out.rstrip("\n"))
    assert fresh.name == "exotic-pet-rental-2"
    assert (fresh / "personas" / "tom-brandt.toml").exists()
    assert not (root / "personas" / "tom-brandt.toml").exists()


def test_demo_puts_the_copy_where_it_is_told(call: RunCall) -> None:
    result = call("demo", "vein-visualizer", "--no-open", "--to", "hospital")
    assert result.out == f"{Path.cwd() / 'hospital'}\n"
    assert Path("hospital/personatui.toml").is_file()


def test_demo_refuses_a_folder_that_is_taken(call: RunCall) -> None:
    Path("taken").mkdir()
    Path("taken/mine.txt").write_text("keep")
    result = call("demo", "--no-open", "--to", "taken")
    assert (result.code, result.out) == (3, "")
    assert os.listdir("taken") == ["mine.txt"]  # noqa: PTH208


def test_an_unknown_sample_is_wrong_usage(call: RunCall) -> None:
    result = call("demo", "zoo", "--no-open")
    assert (result.code, result.out) == (2, "")
    assert all(name in result.err for name in sample_names())


def test_demo_has_json_only_for_what_it_prints(call: RunCall) -> None:
    result = call("demo", "--json")
    assert result.code == 2
    assert "--no-open" in result.err


def test_the_help_of_demo_names_every_sample(call: RunCall) -> None:
    told = call("demo", "--help").out
    assert all(name in told for name in sample_names())

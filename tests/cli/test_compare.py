"""`personatui compare`: personas side by side on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.calling import ProcessCall, RunCall

GROUPS = ("same", "shared", "different", "only")


def test_two_personas_in_columns(call: RunCall, sample: Path) -> None:
    result = call("compare", "maya", "Tom Brandt", "-p", sample)
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines()[0].split() == ["Maya", "Okafor", "Tom", "Brandt"]
    assert "≠ Role" in result.out
    assert "= Segment" in result.out
    assert "● Surprise the children" in result.out


def test_four_personas_as_json(call: RunCall, sample: Path) -> None:
    data = call("compare", "maya", "tom", "priya", "lorraine", "-p", sample, "--json").json()
    assert [entry["id"] for entry in data["personas"]] == ["maya-okafor", "tom-brandt", "priya-nair", "lorraine-fisk"]
    assert data["tool"] is None
    rows = [row for section in data["sections"] if not section["derived"] for row in section["rows"]]
    assert data["summary"] == {
        "fields": len(rows),
        **{mark: sum(row["mark"] == mark for row in rows) for mark in GROUPS},
    }
    goals = next(section for section in data["sections"] if section["id"] == "goals")
    references = [cell["reference"] for row in goals["rows"] for cell in row["cells"] if cell is not None]
    assert "persona/tom-brandt#jz74" in references
    assert len(references) == len(set(references))


def test_only_what_differs(call: RunCall, sample: Path) -> None:
    whole = call("compare", "maya", "tom", "-p", sample, "--json").json()
    left = call("compare", "maya", "tom", "-p", sample, "--json", "--only-differences").json()
    kept = [row for section in left["sections"] for row in section["rows"]]
    assert kept == [row for section in whole["sections"] for row in section["rows"] if row["mark"] != "same"]
    assert "= Segment" not in call("compare", "maya", "tom", "-p", sample, "--only-differences").out


def test_canvases_of_a_tool(call: RunCall, sample: Path) -> None:
    for name in ("empathy_map", "empathy-map"):
        data = call("compare", "maya", "tom", "-p", sample, "--tool", name, "--json").json()
        assert data["tool"] == "empathy_map"
        assert "Hear" in [section["title"] for section in data["sections"]]
    told = call("compare", "maya", "priya", "-p", sample, "--tool", "jtbd", "--markdown").out
    assert told.startswith("# Maya Okafor · Priya Nair\n")
    assert "| ≠ Verb | give | draw |" in told


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "2 to 4 personas"),
        (("maya",), 2, "2 to 4 personas"),
        (("maya", "tom", "priya", "lorraine", "carl"), 2, "not 5"),
        (("maya", "maya-okafor"), 2, "named twice"),
        (("maya", "nobody"), 2, "no persona nobody"),
        (("maya", "tom", "--json", "--markdown"), 2, "different things"),
        (("maya", "tom", "--tool", "kano"), 2, "no tool kano"),
        (("tom", "carl", "--tool", "jtbd"), 3, "jtbd canvas"),
    ],
)
def test_what_is_refused(call: RunCall, sample: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    result = call("compare", *arguments, "-p", sample)
    assert result.code == code
    assert said in result.err
    assert result.out == ""


def test_a_file_that_cannot_be_read(call: RunCall, sample: Path) -> None:
    (sample / "personas" / "broken.toml").write_text("name = ")
    for order in (("maya", "broken"), ("broken", "maya")):
        result = call("compare", *order, "-p", sample)
        assert result.code == 3
        assert "broken.toml" in result.err
        assert result.err.count("broken.toml") <= 2
    assert call("compare", "maya", "tom", "-p", sample).code == 0


def test_a_tool_that_is_switched_off(call: RunCall, sample: Path) -> None:
    settings = sample / "personatui.toml"
    settings.write_text(settings.read_text() + 'tools_off = ["jtbd"]\n')
    result = call("compare", "maya", "priya", "-p", sample, "--tool", "jtbd")
    assert result.code == 2
    assert "switched off" in result.err
    # its canvases are in the project all the same
    rows = call("compare", "maya", "priya", "-p", sample, "--json").json()["sections"][-1]["rows"]
    labels = [row["label"] for row in rows]
    assert labels[0] == "Empathy Map"
    assert "jtbd" in labels
    assert "Jobs To Be Done" not in labels


def test_plain_signs_where_the_output_takes_no_others(process: ProcessCall, sample: Path) -> None:
    result = process("compare", "maya", "tom", "-p", sample, env={"PYTHONIOENCODING": "ascii"})
    assert result.code == 0
    assert "! Role" in result.out


def test_names_are_completed(process: ProcessCall, sample: Path) -> None:
    words = f"personatui compare maya-okafor -p {sample} to"
    environment = {"_PERSONATUI_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": "5"}
    assert "tom-brandt" in process(env=environment).out

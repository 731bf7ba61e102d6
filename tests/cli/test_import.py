"""`import`: what is written, what is told, and what goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.calling import RunCall

ANN = "# Ann Smith\n\n## Goals\n\n- Sleep through the night\n- Bake better bread\n"
BOB = "name: Bob Jones\ngoals:\n  - Catch fish\n"


@pytest.fixture
def project(call: RunCall) -> Path:
    """An empty project, with documents beside it."""
    call("new", "mine")
    Path("ann.md").write_text(ANN)
    Path("bob.yml").write_text(BOB)
    return Path("mine")


def _ids(call: RunCall, project: Path) -> list[str]:
    return [entry["id"] for entry in call("list", "-p", project, "--json").json()]


@pytest.mark.parametrize(
    ("form", "file", "name"), [("markdown", "ann.md", "Ann Smith"), ("yaml", "bob.yml", "Bob Jones")]
)
def test_personas_come_in_and_every_line_is_accounted_for(
    call: RunCall, project: Path, form: str, file: str, name: str
) -> None:
    result = call("import", form, file, "-p", project)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("Personas: 1 created, 0 updated, 0 unchanged.\n")
    (found,) = call("list", "-p", project, "--json").json()
    assert found["name"] == name
    assert call("check", "-p", project).code == 0


def test_json_accounts_for_every_line(call: RunCall, project: Path) -> None:
    result = call("import", "markdown", "ann.md", "-p", project, "--json")
    data = result.json()
    assert (result.code, result.err, data["dry_run"]) == (0, "", False)
    assert data["lines"] == data["placed"] == 4
    assert len(data["personas"]["created"]) == 1
    assert sum(row["lines"] for row in data["rows"]) == data["lines"]


def test_a_dry_run_writes_nothing_and_says_so(call: RunCall, project: Path) -> None:
    before = sorted(path for path in project.rglob("*") if path.is_file())
    result = call("import", "markdown", "ann.md", "-p", project, "--dry-run")
    assert result.code == 0
    assert "1 created" in result.out
    assert result.err == "Nothing was written (dry run).\n"
    assert sorted(path for path in project.rglob("*") if path.is_file()) == before
    assert call("import", "markdown", "ann.md", "-p", project, "--dry-run", "--json").json()["dry_run"] is True


def test_a_second_import_changes_nothing(call: RunCall, project: Path) -> None:
    call("import", "markdown", "ann.md", "-p", project)
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    assert "0 created, 0 updated, 1 unchanged" in call("import", "markdown", "ann.md", "-p", project).out
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_folders_and_several_files_are_taken(call: RunCall, project: Path) -> None:
    Path("docs").mkdir()
    Path("docs/cy.md").write_text("# Cy\n\n## Pains\n\n- Noise\n")
    assert call("import", "markdown", "ann.md", "docs", "-p", project).code == 0
    assert len(_ids(call, project)) == 2


def test_a_mapping_moves_a_heading(call: RunCall, project: Path) -> None:
    Path("map.toml").write_text('[headings]\n"goals" = "needs"\n')
    assert call("import", "markdown", "ann.md", "-p", project, "--mapping", "map.toml").code == 0
    (found,) = _ids(call, project)
    persona = call("show", found, "-p", project, "--json").json()["persona"]
    assert len(persona["needs"]) == 2
    assert "goals" not in persona


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("markdown", "none.md"), "none.md"),
        (("yaml", "bad.yml"), "bad.yml:2"),
        (("markdown", "ann.md", "--mapping", "none.toml"), "none.toml"),
        (("markdown", "ann.md", "--mapping", "bad.toml"), "bad.toml"),
        (("markdown", "empty"), "empty"),
    ],
)
def test_what_cannot_be_read_is_bad_input(call: RunCall, project: Path, arguments: tuple[str, ...], told: str) -> None:
    Path("bad.yml").write_text("a: [\n")
    Path("bad.toml").write_text("headings = \n")
    Path("empty").mkdir()
    result = call("import", *arguments, "-p", project)
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith("personatui: ")
    assert result.err.count("\n") == 1
    assert told in result.err
    assert _ids(call, project) == []


def test_hostile_names_are_cleaned(call: RunCall, project: Path) -> None:
    name = "a\x1b[31mb.md"
    Path(name).write_text("# Eve \x1b]0;x\x07\n\n## Go\x9bals\n\n- Sleep\n")
    result = call("import", "markdown", name, "-p", project)
    assert result.code == 0
    assert not {"\x1b", "\x07", "\x9b"} & set(result.out + result.err)


def test_lines_of_a_file_that_cannot_be_changed_count_as_left_alone(call: RunCall, project: Path) -> None:
    call("import", "markdown", "ann.md", "-p", project)
    (found,) = _ids(call, project)
    call("add", "persona", "Somebody else", "-p", project)
    persona = project / "personas" / f"{found}.toml"
    persona.write_text("<<<<<<<\n")

    alone = call("import", "markdown", "ann.md", "-p", project, "--json")
    data = alone.json()
    assert alone.code == 3
    assert (data["lines"], data["placed"], data["left_alone"]) == (4, 0, 4)
    assert [(entry["record"], len(entry["lines"])) for entry in data["left"]] == [(f"persona/{found}", 4)]
    assert "unfinished merge" in data["left"][0]["reason"]
    assert persona.read_text() == "<<<<<<<\n"

    Path("cy.md").write_text("# Cy\n\n## Pains\n\n- Noise\n")
    both = call("import", "markdown", "ann.md", "cy.md", "-p", project)
    assert both.code == 0
    assert "Lines: 7 read from 2 files, 3 placed, 4 left alone." in both.out
    assert f"persona/{found}, lines" in both.out


def test_what_a_second_import_removes_is_listed(call: RunCall, project: Path) -> None:
    Path("cy.md").write_text("# Cy\n\n## Pains\n\n- Noise\n- Dust\n")
    call("import", "markdown", "cy.md", "-p", project)
    Path("cy.md").write_text("# Cy\n\n## Pains\n\n- Noise\n")
    result = call("import", "markdown", "cy.md", "-p", project)
    assert result.code == 0
    assert "Removed, since the file no longer says it:" in result.out
    assert "Dust" in result.out

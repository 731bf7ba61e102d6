"""The first look at a project."""

from __future__ import annotations

from pathlib import Path

from personatui.store.folders import create_project
from personatui.store.outline import PersonaOutline, SegmentOutline, read_outline


def write(root: Path, name: str, text: str) -> None:
    (root / name).write_text(text, encoding="utf-8")


def test_names_are_read_and_broken_files_left_out(tmp_path: Path) -> None:
    create_project(tmp_path, "Pets")
    write(tmp_path, "personas/zoe.toml", 'name = "Zoë\\u001b"\nrole = "primary"\nkind = "b2c"\nsegment = "urban"\n')
    write(tmp_path, "personas/amy.toml", 'schema = 1\n\n[[goals]]\ntext = "x"\nname = "not hers"\n')
    write(tmp_path, "personas/broken.toml", "name = \n")
    write(tmp_path, "personas/Bad Name.toml", 'name = "x"\n')
    write(tmp_path, "personas/odd.toml", "name = 3\n")
    write(tmp_path, "segments/urban.toml", 'name = "Urban renters"\n')
    (tmp_path / "personas" / "folder.toml").mkdir()
    (tmp_path / "personas" / "out.toml").symlink_to("/etc/hostname")

    outline = read_outline(tmp_path)

    assert outline.name == "Pets"
    assert outline.personas == (
        PersonaOutline("amy", "amy"),
        PersonaOutline("odd", "odd"),
        PersonaOutline("zoe", "Zoë␛", "primary", "b2c", "urban"),
    )
    assert outline.segments == (SegmentOutline("urban", "Urban renters"),)


def test_brackets_that_begin_no_table_do_not_cut_the_names_off(tmp_path: Path) -> None:
    create_project(tmp_path, "x")
    write(tmp_path, "personas/a.toml", 'summary = """\n[[goals]]\nmore"""\nname = "A"\n[demographics]\nage = 3\n')
    write(tmp_path, "personas/b.toml", 'tags = [\n[1],\n[2]]\nname = "B"\n')
    write(tmp_path, "personas/c.toml", f'summary = "{"é" * 9000}"\nname = "C"\n[[goals]]\ntext = "x"\n')
    write(tmp_path, "personas/d.toml", '\ufeffname = "D"\r\n\r\n[x]\r\n')

    assert [persona.name for persona in read_outline(tmp_path).personas] == ["A", "B", "C", "D"]


def test_an_empty_or_missing_folder_has_an_empty_outline(tmp_path: Path) -> None:
    assert read_outline(tmp_path).personas == ()
    assert read_outline(tmp_path).name == tmp_path.name
    assert read_outline(tmp_path / "none").segments == ()

"""Reading one file: what it holds, cleaned, or one sentence about what is wrong with it and where."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personatui.errors import FileError
from personatui.store.reading import MAX_BYTES, parse, read_document


def refused(path: Path, root: Path) -> FileError:
    with pytest.raises(FileError) as caught:
        read_document(path, root=root)
    assert caught.value.message.endswith(".")
    assert caught.value.hint
    assert caught.value.path == path
    return caught.value


def test_a_file_is_read_with_its_exact_text_and_digest(tmp_path: Path) -> None:
    file = tmp_path / "maya.toml"
    content = b'\xef\xbb\xbfname = "Zo\xc3\xab"\r\ntext = """a\r\nb"""\r\n'
    file.write_bytes(content)

    document = read_document(file, root=tmp_path)

    assert document.text.encode() == content
    assert document.digest == hashlib.sha256(content).hexdigest()
    assert document.data == {"name": "Zoë", "text": "a\nb"}
    assert document.unclean == ()


def test_control_characters_become_visible_and_are_reported(tmp_path: Path) -> None:
    file = tmp_path / "maya.toml"
    file.write_text('name = "a\\u001b[2J"\n"k\\u007f" = 1\ntags = ["ok", "b\\u202ec"]\n', encoding="utf-8")

    document = read_document(file, root=tmp_path)

    assert document.data == {"name": "a␛[2J", "k␡": 1, "tags": ["ok", "b⟨U+202E⟩c"]}
    assert document.unclean == (("name",), ("tags", 1))
    assert document.raw["name"] == "a\x1b[2J"


def test_unsafe_characters_written_as_they_are_become_visible(tmp_path: Path) -> None:
    file = tmp_path / "maya.toml"
    file.write_text('name = "a\u202eb\x85"\nother = "\ufeff"\n', encoding="utf-8")

    assert read_document(file, root=tmp_path).data == {"name": "a⟨U+202E⟩b⟨U+0085⟩", "other": "⟨U+FEFF⟩"}


@pytest.mark.parametrize(
    ("content", "line", "column", "words"),
    [
        ("a = 1\nb = \n", 2, 5, "value is missing"),
        ("a = 1\na = 2\n", 2, 1, "`a` is there already"),
        ('a = "x\n', 1, 0, "not closed"),
        ("a = [1,\n 2", 2, 3, "list is not closed"),
        ("[a\nb = 1\n", 1, 0, "not closed"),
        ("just some words\n", 1, 0, "`=`"),
        ("day = 2025-02-30\n", 1, 0, "date"),
        ("a = 1\n<<<<<<< HEAD\nb = 1\n=======\nb = 2\n>>>>>>> other\n", 2, 0, "merge"),
        ("<<<<<<<\n", 1, 0, "merge"),
        ("a = 1\n<<<<<<< HEAD\nb = 1\n", 2, 0, "merge"),
        ("a = 1\n=======\nb = 2\n", 2, 0, "merge"),
        ("a = 1\r\n>>>>>>>\r\n", 2, 0, "merge"),
        ('a = """\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n"""\n', 2, 0, "merge"),
        ("a = " + "[" * 2000 + "]" * 2000, 1, 0, "64 levels"),
        ("a = " + "[" * 64 + "]" * 64, 0, 0, "64 levels"),
        (".".join(["a"] * 70) + " = 1", 0, 0, "64 levels"),
        ("[" + ".".join(["a"] * 5000) + "]", 0, 0, "64 levels"),
    ],
)
def test_faults_say_where_and_what(tmp_path: Path, content: str, line: int, column: int, words: str) -> None:
    file = tmp_path / "maya.toml"
    file.write_text(content, encoding="utf-8")

    error = refused(file, tmp_path)

    assert words in error.message + error.hint
    assert error.line == line or not line
    assert error.column == column or not column


def test_sixty_four_levels_are_read(tmp_path: Path) -> None:
    file = tmp_path / "deep.toml"
    file.write_text("a = " + "[" * 63 + "]" * 63, encoding="utf-8")

    assert read_document(file, root=tmp_path).data


def test_bytes_that_are_no_utf8_are_found(tmp_path: Path) -> None:
    file = tmp_path / "maya.toml"
    file.write_bytes(b'a = 1\nname = "Zo\xeb"\n')

    error = refused(file, tmp_path)

    assert (error.line, error.column) == (2, 11)
    assert "UTF-8" in error.message


def test_utf16_is_named(tmp_path: Path) -> None:
    file = tmp_path / "maya.toml"
    file.write_bytes("a = 1".encode("utf-16"))

    assert "UTF-16" in refused(file, tmp_path).message


def test_missing_folder_and_too_large(tmp_path: Path) -> None:
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * (MAX_BYTES + 1))
    (tmp_path / "folder.toml").mkdir()

    assert "no such file" in refused(tmp_path / "none.toml", tmp_path).message
    assert "no such file" in refused(large / "below.toml", tmp_path).message
    assert "folder" in refused(tmp_path / "folder.toml", tmp_path).message
    assert "1 MiB" in refused(large, tmp_path).message
    large.write_bytes(b"#" * MAX_BYTES)
    assert read_document(large, root=tmp_path).data == {}


def test_links_may_not_lead_out(tmp_path: Path) -> None:
    root = tmp_path / "project"
    (root / "personas").mkdir(parents=True)
    (tmp_path / "secret.toml").write_text("a = 1", encoding="utf-8")
    (root / "inside.toml").write_text("a = 2", encoding="utf-8")
    (root / "personas" / "out.toml").symlink_to(tmp_path / "secret.toml")
    (root / "personas" / "in.toml").symlink_to(root / "inside.toml")
    (root / "personas" / "loop.toml").symlink_to(root / "personas" / "loop.toml")

    assert "outside" in refused(root / "personas" / "out.toml", root).message
    assert "outside" in refused(root / ".." / "secret.toml", root).message
    assert read_document(root / "personas" / "in.toml", root=root).data == {"a": 2}
    refused(root / "personas" / "loop.toml", root)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_does_not_stop_the_program(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")

    assert "ordinary" in refused(tmp_path / "pipe.toml", tmp_path).message


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions bind every user but root")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    file = tmp_path / "maya.toml"
    file.write_text("a = 1", encoding="utf-8")
    file.chmod(0)

    assert "may not read" in refused(file, tmp_path).message


def outcome(text: str) -> str:
    """The text of the document, or what the error says."""
    try:
        return parse(text, path=Path("x.toml")).text
    except FileError as error:
        return f"refused: {error}"


@given(st.binary(max_size=200))
def test_whatever_the_bytes_are_the_only_error_is_a_file_error(content: bytes) -> None:
    text = content.decode("utf-8", "surrogateescape")
    found = outcome(text)

    assert found == text or "\x1b" not in found


@given(st.text(st.sampled_from("ab=.[]{}\"'\n#,1-:T \\u\r\x1b"), max_size=60))
def test_whatever_looks_like_toml_the_only_error_is_a_file_error(text: str) -> None:
    found = outcome(text)

    assert found == text or (found.startswith("refused: ") and "\x1b" not in found)


def test_reading_and_the_first_screen_load_no_heavy_library() -> None:
    modules = ("reading", "folders", "outline", "settings", "samples", "saving")
    script = "import sys\n" + "".join(f"import personatui.store.{name}\n" for name in modules)
    script += "print([name for name in ('pydantic', 'tomlkit', 'textual', 'filelock') if name in sys.modules])"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}

    found = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True, timeout=60
    )

    assert found.stdout.strip() == "[]"

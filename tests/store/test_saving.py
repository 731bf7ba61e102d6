"""Saving one file: whole at every moment, never over somebody else's change."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path

import pytest
from filelock import FileLock

from personatui.errors import ChangedOnDiskError, FileError
from personatui.store import saving
from personatui.store.saving import delete_file, save_text


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def files(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_a_new_file_and_its_folder_are_made(root: Path) -> None:
    file = root / "personas" / "maya.toml"

    assert save_text(file, "a = 'é'\r\n", expected_digest=None, root=root) == digest("a = 'é'\r\n")

    assert file.read_bytes() == "a = 'é'\r\n".encode()
    assert files(root) == ["personas/maya.toml"]


def test_a_file_is_replaced_and_keeps_its_permissions(root: Path) -> None:
    file = root / "maya.toml"
    file.write_text("a = 1\n", encoding="utf-8")
    file.chmod(0o640)

    save_text(file, "a = 2\n", expected_digest=digest("a = 1\n"), root=root)

    assert file.read_text(encoding="utf-8") == "a = 2\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert files(root) == ["maya.toml"]


def test_a_link_inside_the_project_is_written_through(root: Path) -> None:
    (root / "real.toml").write_text("a = 1\n", encoding="utf-8")
    (root / "link.toml").symlink_to(root / "real.toml")

    save_text(root / "link.toml", "a = 2\n", expected_digest=digest("a = 1\n"), root=root)

    assert (root / "link.toml").is_symlink()
    assert (root / "real.toml").read_text(encoding="utf-8") == "a = 2\n"


def test_the_same_bytes_are_not_written_again(root: Path) -> None:
    file = root / "maya.toml"
    file.write_text("a = 1\n", encoding="utf-8")
    before = file.stat()

    save_text(file, "a = 1\n", expected_digest=digest("a = 1\n"), root=root)
    save_text(file, "a = 1\n", expected_digest=digest("what it was before"), root=root)

    assert file.stat().st_ino == before.st_ino
    assert file.stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize("expected", [None, digest("a = 1\n")])
def test_a_file_that_somebody_else_wrote_is_left_alone(root: Path, expected: str | None) -> None:
    file = root / "maya.toml"
    file.write_text("theirs\n", encoding="utf-8")

    with pytest.raises(ChangedOnDiskError) as caught:
        save_text(file, "ours\n", expected_digest=expected, root=root)

    assert caught.value.hint
    assert file.read_text(encoding="utf-8") == "theirs\n"


def test_a_file_that_is_gone_is_not_made_again(root: Path) -> None:
    with pytest.raises(ChangedOnDiskError):
        save_text(root / "maya.toml", "a = 1\n", expected_digest=digest("before"), root=root)

    assert files(root) == []


def test_a_disk_without_room_leaves_the_file_as_it_was(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = root / "maya.toml"
    file.write_text("a = 1\n", encoding="utf-8")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match="disk is full"):
        save_text(file, "a = 2\n", expected_digest=digest("a = 1\n"), root=root)

    assert file.read_text(encoding="utf-8") == "a = 1\n"
    assert files(root) == ["maya.toml"]


def test_a_size_limit_of_the_system_leaves_the_file_as_it_was(root: Path) -> None:
    resource = pytest.importorskip("resource")
    file = root / "maya.toml"
    file.write_text("a = 1\n", encoding="utf-8")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(FileError):
            save_text(file, "#" * 100_000, expected_digest=digest("a = 1\n"), root=root)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert file.read_text(encoding="utf-8") == "a = 1\n"
    assert files(root) == ["maya.toml"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions bind every user but root")
def test_a_folder_that_may_not_be_written(root: Path) -> None:
    file = root / "maya.toml"
    file.write_text("a = 1\n", encoding="utf-8")
    root.chmod(0o500)
    try:
        with pytest.raises(FileError, match="may not write"):
            save_text(file, "a = 2\n", expected_digest=digest("a = 1\n"), root=root)
    finally:
        root.chmod(0o700)


def test_nothing_is_written_outside_the_project(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.toml"
    outside.write_text("a = 1\n", encoding="utf-8")
    (root / "link.toml").symlink_to(outside)
    (root / "folder").symlink_to(tmp_path)

    for path in (root / "link.toml", root / "folder" / "outside.toml", root / ".." / "outside.toml"):
        with pytest.raises(FileError, match="outside"):
            save_text(path, "b = 1\n", expected_digest=digest("a = 1\n"), root=root)
    with pytest.raises(FileError, match="outside"):
        delete_file(root / "folder" / "outside.toml", expected_digest=digest("a = 1\n"), root=root)
    assert outside.read_text(encoding="utf-8") == "a = 1\n"


def test_too_large_and_half_characters_are_refused(root: Path) -> None:
    for text in ("#" * (1024 * 1024 + 1), "\ud800"):
        with pytest.raises(FileError):
            save_text(root / "maya.toml", text, expected_digest=None, root=root)
    assert files(root) == []


def test_deleting(root: Path) -> None:
    file = root / "maya.toml"
    file.write_text("a = 1\n", encoding="utf-8")

    with pytest.raises(ChangedOnDiskError):
        delete_file(file, expected_digest=digest("other"), root=root)
    assert file.exists()
    delete_file(file, expected_digest=digest("a = 1\n"), root=root)
    assert not file.exists()
    with pytest.raises(ChangedOnDiskError):
        delete_file(file, expected_digest=digest("a = 1\n"), root=root)


def test_deleting_a_link_leaves_what_it_leads_to(root: Path) -> None:
    (root / "real.toml").write_text("a = 1\n", encoding="utf-8")
    (root / "link.toml").symlink_to(root / "real.toml")

    delete_file(root / "link.toml", expected_digest=digest("a = 1\n"), root=root)

    assert files(root) == ["real.toml"]


def test_a_lock_that_is_held_is_waited_for_and_then_told(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "_LOCK_SECONDS", 0.2)
    file = root / "maya.toml"
    save_text(file, "a = 1\n", expected_digest=None, root=root)
    (lock,) = (tmp_path / "cache").rglob("*.lock")

    with FileLock(lock), pytest.raises(FileError, match="Another personatui"):
        save_text(file, "a = 2\n", expected_digest=digest("a = 1\n"), root=root)

    save_text(file, "a = 2\n", expected_digest=digest("a = 1\n"), root=root)


def test_a_listener_hears_of_it_once_the_disk_holds_it(root: Path) -> None:
    heard: list[tuple[str, str | None, bool]] = []

    def listen(path: Path, new_digest: str | None) -> None:
        heard.append((path.name, new_digest, path.exists()))

    save_text(root / "maya.toml", "a = 1\n", expected_digest=None, root=root, on_saved=listen)
    delete_file(root / "maya.toml", expected_digest=digest("a = 1\n"), root=root, on_saved=listen)

    assert heard == [("maya.toml", digest("a = 1\n"), True), ("maya.toml", None, False)]

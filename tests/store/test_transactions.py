"""Saving several files as one: all new or all as they were, whatever fails and whenever the program ends."""

from __future__ import annotations

import errno
import hashlib
import multiprocessing
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personatui.errors import ChangedOnDiskError, FileError
from personatui.store import saving
from personatui.store.recovery import record_path, recover
from personatui.store.transactions import FileWrite, save_files

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ends programs by forking")

OLD = {"personas/a.toml": "a = 1\n", "personas/b.toml": "b = 1\n", "sources/c.toml": "c = 1\n"}
# One file is changed, one renamed (deleted and made), one deleted, one made in a new folder.
NEW = {"personas/a.toml": "a = 2\n", "personas/z.toml": "b = 1\n", "canvases/kano/a.toml": "k = 1\n"}
# The calls that may fail or be the last ones.
CALLS = ("open", "replace", "unlink", "fsync", "mkdir", "fchmod")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return written(tmp_path / "project")


def written(root: Path) -> Path:
    for name, text in OLD.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return root


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def writes(root: Path) -> list[FileWrite]:
    changed = [
        FileWrite(
            root / name,
            NEW.get(name),
            digest(OLD[name]) if name in OLD else None,
            like=root / "personas/b.toml" if name == "personas/z.toml" else None,
        )
        for name in dict.fromkeys((*OLD, *NEW))
    ]
    return [write for write in changed if write.text is not None or write.expected_digest is not None]


def files(root: Path) -> dict[str, str]:
    """What every file holds, the temporary ones among them."""
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*") if path.is_file()}


def counting(monkeypatch: pytest.MonkeyPatch, act: Callable[[int, str], None]) -> None:
    """Let `act` hear of every call that changes the disk, with its number, before it is made."""
    number = 0

    def heard(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            nonlocal number
            number += 1
            act(number, name)
            return real(*given, **named)

        return call

    for name in CALLS:
        monkeypatch.setattr(os, name, heard(name, getattr(os, name)))


def number_of_calls(root: Path) -> int:
    """How many such calls one save makes, once the folders of locks and records are there."""
    save_files(writes(written(root.with_name("first"))), root=root.with_name("first"))
    with pytest.MonkeyPatch.context() as patch:
        heard: list[int] = []
        counting(patch, lambda number, _: heard.append(number))
        save_files(writes(root), root=root)
    assert files(root) == NEW
    return heard[-1]


def test_all_of_them_are_written_and_nothing_is_left_over(root: Path) -> None:
    heard: list[tuple[str, str | None]] = []

    save_files(writes(root), root=root, on_saved=lambda path, new: heard.append((path.name, new)))

    assert files(root) == NEW
    assert not record_path(root).exists()
    assert heard == [
        ("a.toml", digest("a = 2\n")),
        ("b.toml", None),
        ("c.toml", None),
        ("z.toml", digest("b = 1\n")),
        ("a.toml", digest("k = 1\n")),
    ]
    assert recover(root) == ()


def test_permissions_are_kept_by_changed_and_renamed_files(root: Path) -> None:
    (root / "personas/a.toml").chmod(0o640)
    (root / "personas/b.toml").chmod(0o600)

    save_files(writes(root), root=root)

    assert stat.S_IMODE((root / "personas/a.toml").stat().st_mode) == 0o640
    assert stat.S_IMODE((root / "personas/z.toml").stat().st_mode) == 0o600


@pytest.mark.parametrize("name", [*OLD, *NEW])
def test_one_file_that_changed_keeps_all_as_they_were(root: Path, name: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text("theirs = 1\n", "utf-8")

    with pytest.raises(ChangedOnDiskError) as caught:
        save_files(writes(root), root=root)

    assert caught.value.path == root / name
    assert files(root) == {**OLD, name: "theirs = 1\n"}


def test_what_the_disk_holds_already_is_not_written_again(root: Path) -> None:
    (root / "personas/a.toml").write_text("a = 2\n", "utf-8")
    before = (root / "personas/a.toml").stat()

    save_files(writes(root), root=root)

    assert files(root) == NEW
    assert (root / "personas/a.toml").stat().st_ino == before.st_ino


def test_nothing_at_all_and_a_single_file(root: Path) -> None:
    save_files([], root=root)
    save_files([FileWrite(root / "personas/a.toml", "a = 2\n", digest("a = 1\n"))], root=root)
    save_files([FileWrite(root / "personas/b.toml", None, digest("b = 1\n"))], root=root)

    assert files(root) == {"personas/a.toml": "a = 2\n", "sources/c.toml": "c = 1\n"}


def test_nothing_is_written_outside_and_no_file_twice(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.toml"
    outside.write_text("x = 1\n", "utf-8")
    (root / "personas/link.toml").symlink_to(outside)
    (root / "personas/twin.toml").symlink_to(root / "personas/a.toml")
    before = files(root)

    for last in (
        FileWrite(root / "personas/link.toml", "x = 2\n", digest("x = 1\n")),
        FileWrite(root / "personas/link.toml", None, digest("x = 1\n")),
        FileWrite(root / "personas/twin.toml", "a = 3\n", digest("a = 1\n")),
        FileWrite(root / "personas/d.toml", "\ud800", None),
        FileWrite(root / "personas/d.toml", "#" * (1024 * 1024 + 1), None),
    ):
        with pytest.raises(FileError):
            save_files([*writes(root), last], root=root)

    assert files(root) == before
    assert outside.read_text("utf-8") == "x = 1\n"


def test_a_deleted_link_comes_back_as_a_link(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = root / "personas/link.toml"
    link.symlink_to("a.toml")
    last = root / "sources/c.toml"
    given = [FileWrite(link, None, digest("a = 1\n")), FileWrite(last, None, digest("c = 1\n"))]
    real = os.unlink

    def refuse(path: Any, **named: Any) -> None:
        if Path(path) == last:
            raise OSError(errno.EBUSY, "Device or resource busy")
        real(path, **named)

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", refuse)
        with pytest.raises(FileError, match="busy"):
            save_files(given, root=root)
    assert link.is_symlink()
    assert files(root) == {**OLD, "personas/link.toml": "a = 1\n"}

    save_files(given, root=root)
    assert files(root) == {name: OLD[name] for name in ("personas/a.toml", "personas/b.toml")}


# Failures -------------------------------------------------------------------------------------------------


def test_one_failure_at_any_step_leaves_every_file_as_it_was(tmp_path: Path) -> None:
    steps = number_of_calls(written(tmp_path / "counted"))
    assert steps > 20
    refused = 0
    for step in range(1, steps + 1):
        root = written(tmp_path / f"project-{step}")
        with pytest.MonkeyPatch.context() as patch:

            def fail(number: int, name: str, step: int = step) -> None:
                if number == step:
                    raise OSError(errno.ENOSPC, f"No space left on device for {name}")

            counting(patch, fail)
            told = ""
            try:
                save_files(writes(root), root=root)
            except FileError as error:
                told = error.message
            # What the save can do without may fail: the record, and to put a folder's entries on the disk.
            assert files(root) == (OLD if told else NEW)
            assert not told or "disk is full" in told
            refused += bool(told)
        recover(root)
        assert files(root) in (OLD, NEW)
        save_again = [
            FileWrite(write.path, write.text, digest(found) if (found := _text(write.path)) is not None else None)
            for write in writes(root)
            if write.text is not None or write.path.exists()
        ]
        save_files(save_again, root=root)
        assert files(root) == NEW
    assert refused >= 10


def _text(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


def test_a_disk_that_fails_from_some_step_on_is_mended_by_the_next_opening(tmp_path: Path) -> None:
    steps = number_of_calls(written(tmp_path / "counted"))
    stuck = 0
    for step in range(1, steps + 1):
        root = written(tmp_path / f"project-{step}")
        with pytest.MonkeyPatch.context() as patch:

            def fail(number: int, _: str, step: int = step) -> None:
                if number >= step:
                    raise OSError(errno.EIO, "Input/output error")

            counting(patch, fail)
            try:
                save_files(writes(root), root=root)
            except FileError as error:
                stuck += "could not be put back" in error.message
        recover(root)
        left = {name: text for name, text in files(root).items() if not name.endswith(".tmp")}
        assert left in (OLD, NEW), step
    assert stuck


def _ends_at(root: Path, step: int) -> None:
    """Save, and end the program without a word before a step."""
    with pytest.MonkeyPatch.context() as patch:

        def end(number: int, _: str) -> None:
            if number == step:
                os._exit(9)

        counting(patch, end)
        save_files(writes(root), root=root)
    os._exit(0)


def _in_another_process(target: Callable[..., None], *given: object) -> int | None:
    process = multiprocessing.get_context("fork").Process(target=target, args=given)
    process.start()
    process.join(60)
    return process.exitcode


def test_an_end_at_any_step_leaves_all_old_or_all_new_after_recovery(tmp_path: Path) -> None:
    steps = number_of_calls(written(tmp_path / "counted"))
    mixed, ends = 0, set()
    for step in range(1, steps + 1):
        root = written(tmp_path / f"project-{step}")
        assert _in_another_process(_ends_at, root, step) == 9
        found = {name: text for name, text in files(root).items() if not name.endswith(".tmp")}
        mixed += found not in (OLD, NEW)

        done = recover(root)

        assert files(root) in (OLD, NEW), step
        assert bool(done) == (found not in (OLD, NEW))
        ends.add(files(root) == NEW)
        assert recover(root) == ()
        assert not record_path(root).exists()
    assert mixed >= 3
    assert ends == {True, False}


def test_an_end_during_the_recovery_is_recovered_from(tmp_path: Path) -> None:
    steps = number_of_calls(written(tmp_path / "counted"))
    for step in range(steps // 2, steps - 2, 3):
        root = written(tmp_path / f"project-{step}")
        _in_another_process(_ends_at, root, step)
        for late in (9, 7, 6, 5, 4, 3):
            _in_another_process(_recovery_ends_at, root, late)
        recover(root)
        left = {name: text for name, text in files(root).items() if not name.endswith(".tmp")}
        assert left in (OLD, NEW), step


def _recovery_ends_at(root: Path, step: int) -> None:
    with pytest.MonkeyPatch.context() as patch:

        def end(number: int, _: str) -> None:
            if number == step:
                os._exit(9)

        counting(patch, end)
        recover(root)
    os._exit(0)


def _cut_off(root: Path) -> None:
    """A save that ended after its first file was replaced."""
    assert _in_another_process(_ends_after_first, root) == 9
    found = files(root)
    assert found["personas/a.toml"] == NEW["personas/a.toml"]
    assert found["sources/c.toml"] == OLD["sources/c.toml"]


def _ends_after_first(root: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        seen = 0

        def end(_: int, name: str) -> None:
            nonlocal seen
            # The first is the record's own.
            seen += name == "replace"
            if seen == 2 and name == "unlink":
                os._exit(9)

        counting(patch, end)
        save_files(writes(root), root=root)


def test_recovery_leaves_what_somebody_changed_since(root: Path) -> None:
    _cut_off(root)
    (root / "sources/c.toml").write_text("c = 'mine'\n", "utf-8")

    recover(root)

    assert files(root) == {**NEW, "sources/c.toml": "c = 'mine'\n"}


def test_recovery_leaves_what_was_put_back_by_hand(root: Path) -> None:
    _cut_off(root)
    for name, text in OLD.items():
        (root / name).write_text(text, "utf-8")

    assert recover(root) == ()

    assert files(root) == OLD


def test_the_next_save_of_several_files_finishes_the_last_one_first(root: Path) -> None:
    _cut_off(root)

    with pytest.raises(ChangedOnDiskError):
        save_files(
            [
                FileWrite(root / "sources/c.toml", "c = 3\n", digest("c = 1\n")),
                FileWrite(root / "personas/a.toml", "a = 3\n", digest("a = 2\n")),
            ],
            root=root,
        )

    assert files(root) == NEW
    assert not record_path(root).exists()


@pytest.mark.parametrize(
    "record",
    [
        b"",
        b"no json",
        b"[]",
        b'{"version": 1}',
        b'{"version": 1, "files": [{"path": "../outside.toml"}]}',
        b'{"version": 1, "files": [{"path": "../outside.toml", "before": "x", "after": null, "mode": null,'
        b' "temporary": "t"}, {"path": "personas/a.toml", "before": "q", "after": "a = 1\\n", "mode": 1,'
        b' "temporary": "t"}]}',
        b'{"version": 1, "files": [{"path": "personas/a.toml", "before": "q", "after": "a = 1\\n", "mode": 1,'
        b' "temporary": "../b.toml"}]}',
        b'{"version": 1, "files": 3}',
        b'{"version": 1, "files": [3]}',
    ],
)
def test_a_record_that_makes_no_sense_does_nothing(root: Path, tmp_path: Path, record: bytes) -> None:
    (tmp_path / "outside.toml").write_text("x", "utf-8")
    record_path(root).parent.mkdir(parents=True)
    record_path(root).write_bytes(record)

    assert recover(root) == ()

    assert files(root) == OLD
    assert (tmp_path / "outside.toml").read_text("utf-8") == "x"
    assert not record_path(root).exists()


def test_the_record_is_nobody_elses_to_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modes: list[int] = []
    real = saving.write_temporary

    def look(*given: Any, **named: Any) -> None:
        modes.append(stat.S_IMODE(record_path(root).stat().st_mode))
        real(*given, **named)

    monkeypatch.setattr("personatui.store.transactions.write_temporary", look)
    save_files(writes(root), root=root)

    assert set(modes) == {0o600}


def test_without_a_place_for_the_record_it_is_saved_all_the_same(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in-the-way").write_text("a file", "utf-8")
    monkeypatch.setenv("PERSONATUI_CONFIG_DIR", str(tmp_path / "in-the-way"))

    save_files(writes(root), root=root)

    assert files(root) == NEW
    assert recover(root) == ()


# Two at once ----------------------------------------------------------------------------------------------


def _count_up(root: Path, names: tuple[str, ...], times: int) -> None:
    """Add 1 to the number in every one of the files, again and again, whatever others do meanwhile."""
    done = 0
    while done < times:
        texts = [(root / name).read_text("utf-8") for name in names]
        number = int(texts[0].split()[0])
        # who wrote it stands there too: what another has written already counts as saved
        wanted = f"{number + 1} {names[0]}"
        given = [FileWrite(root / name, wanted, digest(text)) for name, text in zip(names, texts, strict=True)]
        try:
            save_files(given, root=root)
        except ChangedOnDiskError:
            continue
        done += 1
    os._exit(0)


def test_two_that_save_the_same_files_in_opposite_order_wait_for_each_other(root: Path) -> None:
    names = ("personas/a.toml", "personas/b.toml", "sources/c.toml")
    for name in names:
        (root / name).write_text("0", "utf-8")
    context = multiprocessing.get_context("fork")
    both = [context.Process(target=_count_up, args=(root, order, 30)) for order in (names, names[::-1])]
    for process in both:
        process.start()
    for process in both:
        process.join(60)

    assert [process.exitcode for process in both] == [0, 0]
    assert {text.split()[0] for text in files(root).values()} == {"60"}


def test_a_lock_that_is_held_too_long_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "_LOCK_SECONDS", 0.1)

    with saving.locked(root, root), pytest.raises(FileError, match="Another personatui"):
        save_files(writes(root), root=root)

    assert files(root) == OLD


# Any set of files -----------------------------------------------------------------------------------------

_TEXTS = st.none() | st.sampled_from(["", "x = 1\n", "x = 2\r\n", "y = 'ü'\n"])
_NAMES = st.sampled_from(["a.toml", "b.toml", "sub/c.toml", "sub/deep/d.toml"])


@given(
    before=st.dictionaries(_NAMES, _TEXTS), after=st.dictionaries(_NAMES, _TEXTS, min_size=1), step=st.integers(1, 60)
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_files_are_all_old_or_all_new(
    tmp_path_factory: pytest.TempPathFactory,
    before: dict[str, str | None],
    after: dict[str, str | None],
    step: int,
) -> None:
    root = tmp_path_factory.mktemp("project")
    old = {name: text for name, text in before.items() if text is not None}
    for name, text in old.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode())
    given_writes = [
        FileWrite(root / name, text, digest(old[name]) if name in old else None)
        for name, text in after.items()
        if text is not None or name in old
    ]
    new = {name: text for name, text in {**old, **after}.items() if text is not None}

    with pytest.MonkeyPatch.context() as patch:

        def fail(number: int, _: str) -> None:
            if number == step:
                raise OSError(errno.EIO, "Input/output error")

        counting(patch, fail)
        try:
            save_files(given_writes, root=root)
            expected = new
        except FileError:
            expected = old

    found = {path.relative_to(root).as_posix(): path.read_bytes().decode() for path in root.rglob("*.toml")}
    assert found == expected
    assert list(root.rglob("*.tmp")) == []

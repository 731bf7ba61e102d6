"""The person's own editor: which one, what it is given, and the screen afterwards."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from app.driving import at_work, sample, settled
from personatui.errors import UsageError
from personatui.store.external import opening_command
from personatui.store.settings import set_setting


def _script(folder: Path, name: str, lines: str) -> Path:
    script = folder / name
    script.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
    script.chmod(0o755)
    return script


def test_the_command_of_the_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a b.toml"
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{_script(tmp_path, 'vim', 'exit 0')} -n")
    assert opening_command(file) == [str(tmp_path / "vim"), "-n", str(file)]
    assert opening_command(file, line=7) == [str(tmp_path / "vim"), "-n", "+7", str(file)]
    monkeypatch.setenv("VISUAL", str(_script(tmp_path, "other", "exit 0")))
    assert opening_command(file, line=7) == [str(tmp_path / "other"), str(file)]
    set_setting(("editor",), f"{tmp_path / 'vim'} -x")
    assert opening_command(file)[:2] == [str(tmp_path / "vim"), "-x"]
    set_setting(("editor",), "no-such-editor")
    with pytest.raises(UsageError, match="not found"):
        opening_command(file)
    set_setting(("editor",), 'vim "')
    with pytest.raises(UsageError, match="quotation"):
        opening_command(file)


def test_without_any_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="No text editor"):
        opening_command(tmp_path / "a.toml")


async def test_back_to_what_the_editor_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = sample(tmp_path)
    told = tmp_path / "told"
    editor = _script(tmp_path, "editor", f'echo "$1" >> {told}; sed -i "s/Maya Okafor/Maya O./" "$1"')
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(editor))
    async with at_work(root) as desk:
        # a terminal that no person sits at cannot be handed over
        monkeypatch.setattr(desk.app, "suspend", nullcontext)
        await desk.press("E")
        assert str(desk.middle.border_title) == "Maya O."
        assert desk.session.project.personas["maya-okafor"].name == "Maya O."
        await desk.open_tab("empathy_map")
        await desk.press("E")
        desk.screen.set_view("source")
        await settled(desk.pilot)
        await desk.press("E")
    files = [Path(line) for line in told.read_text().splitlines()]
    assert [file.parent.name for file in files] == ["personas", "empathy_map", "sources"]


async def test_an_editor_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(_script(tmp_path, "editor", "exit 3")))
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("E")
        assert "cannot be lent" in desk.notices[-1]
        monkeypatch.setattr(desk.app, "suspend", nullcontext)
        await desk.press("E")
        assert any("ended with the code 3" in notice for notice in desk.notices)
        assert desk.app.is_running

"""A defect of the program itself: a sentence and an exit code for the person, the traceback in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

import personatui.app.launch
from app.driving import SAMPLE, at_work, sample
from personatui.app.app import WorkbenchApp
from personatui.app.workbench import WorkbenchScreen
from personatui.errors import ExitCode
from personatui.store.settings import crash_log_path


def _plant(monkeypatch: pytest.MonkeyPatch) -> None:
    def defect(screen: WorkbenchScreen) -> None:
        raise RuntimeError("planted \x1b]0;title\x07 [red]defect[/x]")

    monkeypatch.setattr(WorkbenchScreen, "action_findings", defect)


async def _crash(root: Path) -> WorkbenchApp:
    """Press the key of the planted defect, which the pilot raises again once the app has ended."""
    found: list[WorkbenchApp] = []

    async def drive() -> None:
        async with at_work(root) as desk:
            found.append(desk.app)
            await desk.press("f")

    with pytest.raises(RuntimeError, match="planted"):
        await drive()
    return found[0]


def _says(text: str) -> None:
    told = " ".join(text.split())
    assert "personatui: this is a defect of personatui (RuntimeError: planted ␛]0;title␇ [red]defect[/x])." in told
    assert "What was saved is safe." in told
    assert "crash.log" in told.replace(" ", "")
    assert "Traceback" not in told
    assert "\x1b]0" not in text


async def test_a_defect_in_a_handler(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _plant(monkeypatch)
    app = await _crash(sample(tmp_path))
    assert app.return_code == 1
    _says(capsys.readouterr().err)
    log = crash_log_path().read_text()
    assert "Traceback" in log
    assert "planted" in log


async def test_a_defect_in_a_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def defect(root: Path, **options: object) -> None:
        raise RuntimeError("planted \x1b]0;title\x07 [red]defect[/x]")

    monkeypatch.setattr("personatui.app.opening.open_project", defect)
    with pytest.raises(Exception, match="planted"):
        async with at_work(sample(tmp_path)):
            pass
    error = capsys.readouterr().err
    assert "this is a defect of personatui" in " ".join(error.split())
    assert "Traceback" not in error
    assert "\x1b]0" not in error
    assert "planted" in crash_log_path().read_text()


@pytest.mark.parametrize("ends_badly", [True, False])
def test_the_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ends_badly: bool
) -> None:
    if ends_badly:
        _plant(monkeypatch)
    real = WorkbenchApp.run

    def headless(app: WorkbenchApp, *, mouse: bool) -> int | None:
        async def drive(pilot: object) -> None:
            from app.driving import settled

            await settled(pilot)  # type: ignore[arg-type]
            app.post_message(Key("f", "f"))
            await settled(pilot)  # type: ignore[arg-type]
            if not ends_badly:
                app.exit()

        from textual.events import Key

        return real(app, headless=True, size=(100, 30), mouse=mouse, auto_pilot=drive)

    monkeypatch.setattr(WorkbenchApp, "run", headless)
    code = personatui.app.launch.run(sample(tmp_path, SAMPLE))
    assert code == (ExitCode.DEFECT if ends_badly else ExitCode.OK)
    if ends_badly:
        assert code == 70
        _says(capsys.readouterr().err)


async def test_a_crash_log_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _plant(monkeypatch)
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, no folder")
    root = sample(tmp_path)
    monkeypatch.setenv("PERSONATUI_CONFIG_DIR", str(blocked / "settings"))
    await _crash(root)
    assert "Run again with --debug to see where." in " ".join(capsys.readouterr().err.split())

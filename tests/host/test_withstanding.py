"""Whatever a plugin does in whichever place: the others answer, the fault is named, and no file changes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from host.fake_distributions import FakeSite, tool_plugin
from host.folders import contents, write_files
from host.misdeeds import FOR_GIVEN, MISDEEDS, QUIET, RAISED, SLEPT, WAITED, files, install, log, patience, plugin
from personatui.api import Change
from personatui.host.analysing import analyse
from personatui.host.checking import check
from personatui.host.commanding import run_command
from personatui.host.patience import Patience, SlowCall
from personatui.host.plugins import load_plugins
from personatui.host.session import Session, today
from personatui.model.reports import Fault

# Each place with the stages that a fault there is told of.
PLACES = {
    "import": ("import",),
    "hook": ("personatui_tools",),
    "canvas": ("bad canvas",),
    "upgrade": ("bad upgrade",),
    "analysis": ("bad.count",),
    "check": ("bad.check",),
    "command": ("bad.act",),
}
ONCE = ("analysis", "command")
# Those that have a persona, a canvas or a project to change, and those whose result is of their own making.
GIVEN = {
    "analysis": FOR_GIVEN,
    "command": FOR_GIVEN,
    "check": ("project",),
}
RESULTLESS = ("import",)
# A command may have nothing to change, and a canvas may refuse what stands in a file: with a ValueError, which setting
# a signal handler in a thread is too.
HARMLESS = (
    ("command", "none"),
    *(("canvas", misdeed) for misdeed in ("exception", "wrong type", "none", "signals")),
)


def _pairs() -> list[tuple[str, str]]:
    found = []
    for place in PLACES:
        for misdeed in MISDEEDS:
            if misdeed in FOR_GIVEN and misdeed not in GIVEN.get(place, ()):
                continue
            if misdeed in ("wrong type", "none") and place in RESULTLESS:
                continue
            if (place, misdeed) in HARMLESS:
                continue
            found.append((place, misdeed))
    return found


@dataclass
class Answers:
    """What the program has after everything was asked of every plugin."""

    faults: tuple[Fault, ...]
    reports: list[str]
    findings: list[str]
    change: Change | Fault | None


def _ask_everything(root: Path) -> Answers:
    host = load_plugins(patience=patience())
    session = Session.open(root, host)
    outcome = analyse(session.project, host, session.tools, "ann", today=today())
    checked = check(session, today=today())
    commands = {command.id: command for command in host.commands}
    faults = [*host.faults, *session.loaded.faults, *outcome.faults, *checked.faults]
    change = None
    for name in ("bad.act", "good.act"):
        if name in commands:
            change = run_command(session.project, host, commands[name], "ann")
            faults += [change] if isinstance(change, Fault) else []
    # what the session holds is what stands in the files
    assert session.project.personas["ann"].name == "Ann"
    assert (session.project.personas["ann"].model_extra or {}) == {"hobbies": ["chess"]}
    assert session.project.canvases["good", "ann"].title == "A"
    titles = [report.title for report in outcome.reports]
    return Answers(tuple(faults), titles, [finding.message for finding in checked.findings], change)


@pytest.mark.parametrize(("place", "misdeed"), _pairs())
def test_the_others_answer_and_the_fault_is_named(
    site: FakeSite, tmp_path: Path, capfd: pytest.CaptureFixture[str], place: str, misdeed: str
) -> None:
    install(site, place, misdeed)
    root = write_files(tmp_path / "tiny", files())
    before, surroundings = contents(root), _surroundings()

    answers = _ask_everything(root)

    assert "Of good" in answers.reports
    assert "Found by good" in answers.findings
    assert isinstance(answers.change, Change)
    assert contents(root) == before
    if misdeed == "sleep":
        # what was left behind has its own standard output until it ends
        _wait_until_ended()
    assert _surroundings() == surroundings
    assert capfd.readouterr() == ("", "")
    bad = [fault for fault in answers.faults if fault.plugin == "bad"]
    assert {fault.plugin for fault in answers.faults} <= {"bad"}
    if misdeed in QUIET:
        assert not bad
        assert "Of bad" in answers.reports
        assert "bad printed" in log() or misdeed != "print"
        return
    assert bad
    assert all(fault.stage in PLACES[place] for fault in bad)
    assert f"bad failed ({bad[0].stage}): {bad[0].message}" in log()
    if misdeed in RAISED:
        assert bad[0].message.startswith(RAISED[misdeed])
        assert "Traceback (most recent call last)" in log()
    elif misdeed == "sleep":
        assert bad[0].message == f"It did not end within {WAITED} s, and was left behind."
        assert "time.sleep" in log()
    elif misdeed in ("directory", "locale"):
        assert bad[0].message.endswith("That was put back.")
    elif misdeed in FOR_GIVEN:
        assert "instead of returning a change. The project stays as it was." in bad[0].message


def _wait_until_ended() -> None:
    for thread in threading.enumerate():
        if thread.name.startswith("bad: "):
            thread.join(20)


def _surroundings() -> object:
    import locale
    import logging
    import warnings

    return (
        Path.cwd(),
        [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)],
        {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")},
        list(sys.path),
        list(warnings.filters),
        logging.root.level,
        sys.getrecursionlimit(),
        locale.setlocale(locale.LC_ALL),
        sys.stdout,
        sys.stderr,
    )


def test_a_changed_copy_is_given_to_nobody_again(site: FakeSite, tmp_path: Path) -> None:
    install(site, "analysis", "model")
    session = Session.open(write_files(tmp_path / "tiny", files()), load_plugins(patience=patience()))
    host = session.plugins
    before = host.lending.lend("bad", session.project).project.personas["ann"]
    faults = analyse(session.project, host, session.tools, "ann", today=today()).faults
    assert faults == (
        Fault("bad", "bad.count", "It changed persona ann instead of returning a change. The project stays as it was."),
    )
    after = host.lending.lend("bad", session.project).project.personas["ann"]
    assert (before.name, after.name) == ("Changed", "Ann")


def test_what_was_left_behind_is_not_asked_again_until_it_has_ended(site: FakeSite, tmp_path: Path) -> None:
    install(site, "analysis", "sleep")
    host = load_plugins(patience=patience())
    told: list[SlowCall] = []
    host.patience.on_slow = told.append
    session = Session.open(write_files(tmp_path / "tiny", files()), host)

    def faults() -> list[str]:
        outcome = analyse(session.project, host, session.tools, "ann", ["bad"], today=today())
        return [fault.message for fault in outcome.faults]

    assert faults() == [f"It did not end within {WAITED} s, and was left behind."]
    assert [call.told for call in told] == [f"bad has been working on bad.count for {WAITED / 3:g} s."]
    assert faults() == ["It has not ended since it was asked before, so it was not asked again."]
    time.sleep(SLEPT - WAITED + 0.1)
    host.patience.seconds = 20
    assert faults() == []


def test_giving_up_ends_every_wait() -> None:
    waiting, results = Patience(20), []
    asked = threading.Event()
    released = threading.Event()

    def hang() -> int:
        asked.set()
        released.wait(20)
        return 1

    thread = threading.Thread(target=lambda: results.append(waiting.within("bad", "bad.count", hang)))
    thread.start()
    assert asked.wait(20)
    waiting.give_up()
    thread.join(20)
    released.set()
    assert results == [Fault("bad", "bad.count", "It was not waited for, because the program ends.")]
    assert isinstance(waiting.within("bad", "other", hang), Fault)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (
            "from personatui.api import Galaxy",
            "It needs a newer personatui: there is no Galaxy in version 1 of its API.",
        ),
        (
            "import personatui.api.galaxies",
            "It needs a newer personatui: there is no personatui.api.galaxies in version 1 of its API.",
        ),
        (
            "@hookimpl\ndef personatui_themes(): return []",
            "It needs a newer personatui: this one knows no hook personatui_themes.",
        ),
        (
            "def personatui_on_save(): return []",
            "It needs a newer personatui: this one knows no hook personatui_on_save.",
        ),
    ],
)
def test_what_only_a_newer_version_has_is_no_defect(site: FakeSite, code: str, reason: str) -> None:
    site.add("personatui-new", {"new": tool_plugin("new", code)})
    site.add("personatui-good", {"good": plugin("good")})
    host = load_plugins()
    status = next(status for status in host.statuses if status.name == "new")
    assert (status.status, status.reason) == ("incompatible", reason)
    assert host.faults == ()
    assert list(host.tools) == ["good"]


def test_a_hook_of_a_newer_version_may_be_optional(site: FakeSite) -> None:
    code = "@hookimpl(optionalhook=True)\ndef personatui_themes(): return []"
    site.add("personatui-new", {"new": tool_plugin("new", code)})
    assert list(load_plugins().tools) == ["new"]


def test_an_id_that_is_taken_is_refused_and_both_owners_are_named(site: FakeSite) -> None:
    site.add("personatui-good", {"good": plugin("good")})
    site.add("personatui-zzz", {"zzz": tool_plugin("good")})
    host = load_plugins()
    (fault,) = host.faults
    assert fault.plugin == "zzz"
    assert "good (personatui-good 1.0)" in fault.message
    assert "zzz (personatui-zzz 1.0)" in fault.message
    assert host.owner_of("good") == "good"


def _headless(site: FakeSite, root: Path, *arguments: str) -> subprocess.Popen[str]:
    own = Path(__file__).parents[2]
    paths = [str(site.folder), str(own / "src"), str(own / "plugins")]
    return subprocess.Popen(
        [sys.executable, "-m", "personatui", *arguments, "-p", str(root)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # what the tests' own process ignores, one that it starts would ignore too
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def test_a_headless_command_names_the_fault_and_how_to_switch_it_off(site: FakeSite, tmp_path: Path) -> None:
    install(site, "analysis", "interrupt")
    root = write_files(tmp_path / "tiny", files())
    called = _headless(site, root, "analyze", "ann")
    out, err = called.communicate(timeout=60)
    assert called.returncode == 4
    assert "Of good" in out
    assert "bad failed at bad.count: KeyboardInterrupt\n" in err
    assert "`personatui plugins disable bad` switches bad off." in err
    assert "Traceback" not in err
    assert "Traceback" in log()


def test_the_persons_own_interrupt_ends_a_headless_command_that_waits(site: FakeSite, tmp_path: Path) -> None:
    started = tmp_path / "started"
    code = plugin("bad").replace(
        "def analyse(given):", f"def analyse(given):\n    open({str(started)!r}, 'w')\n    time.sleep(30)"
    )
    site.add("personatui-bad", {"bad": code})
    called = _headless(site, write_files(tmp_path / "tiny", files()), "analyze", "ann", "bad")
    deadline = time.monotonic() + 30
    while not started.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    called.send_signal(signal.SIGINT)
    _, err = called.communicate(timeout=20)
    assert (called.returncode, err.strip()) == (130, "Stopped.")

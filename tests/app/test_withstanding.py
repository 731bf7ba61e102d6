"""Whatever a plugin's screen does in whichever place: the app goes on, says who failed, and lets it be switched off."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.driving import Desk, at_work, contents, project, send_key, settled, texts, told, until
from host.fake_distributions import FakeSite
from host.misdeeds import FOR_GIVEN, MISDEEDS, RAISED, WAITED, files, install, log
from personatui.app import boundary
from personatui.app.app import WorkbenchApp
from personatui.app.faultpage import FaultPage
from personatui.app.faults import FaultsScreen
from personatui.app.threads import WorkerThreads
from personatui.store.settings import load_settings

# A screen with every place at which a plugin's code may run. Those of the second half wait for a key.
SCREEN = """
import asyncio, io, locale, logging, os, signal, sys, threading, time, warnings

from personatui.api.ui import ComposeResult, Static, ToolView
from textual import work
from textual.binding import Binding
from textual.message import Message
from textual.reactive import reactive


def misdeed(given, result=None):
{body}
    return result


class Probe(Static, can_focus=True):
    level = reactive(0)

    def watch_level(self):
        if self.level and {place!r} == "watcher":
            misdeed(self.parent.context)

    def render(self):
        return misdeed(self.parent.context, "drawn") if self.level and {place!r} == "render" else "drawn"

    def get_content_height(self, *args):
        if self.level and {place!r} == "layout":
            misdeed(self.parent.context)
        return 1


class View(ToolView):
    BINDINGS = [Binding("x", "act", "Act", id="bad.act")]
    DEFAULT_CSS = "{css}"

    class Said(Message):
        pass

    def __init__(self, context):
        if {place!r} == "made":
            misdeed(context)
        super().__init__(context)

    def compose(self):
        if {place!r} == "compose":
            yield misdeed(self.context, Static("composed"))
        yield Probe()

    def on_mount(self):
        super().on_mount()
        if {place!r} == "mount":
            misdeed(self.context)

    def refresh_canvas(self):
        if {place!r} == "refresh":
            misdeed(self.context)

    @property
    def first_list(self):
        return misdeed(self.context) if {place!r} == "property" else None

    def key_y(self):
        if {place!r} == "key":
            misdeed(self.context)

    def on_view_said(self):
        misdeed(self.context)

    def action_act(self):
        place, probe = {place!r}, self.query_one(Probe)
        if place == "action":
            misdeed(self.context)
        elif place == "message":
            self.post_message(self.Said())
        elif place == "timer":
            self.set_timer(0.01, self.late)
        elif place == "later":
            self.call_after_refresh(self.late)
        elif place == "worker":
            self.at_work()
        elif place == "async worker":
            self.at_work_too()
        else:
            probe.level += 1
            probe.refresh(layout=place == "layout")

    def late(self):
        misdeed(self.context)

    @work(thread=True)
    def at_work(self):
        misdeed(self.context)

    @work
    async def at_work_too(self):
        misdeed(self.context)
"""
AT_ONCE = ("made", "compose", "mount", "refresh")
ASKED = ("key", "action", "message", "timer", "later", "worker", "async worker", "watcher", "render", "layout")
PLACES = (*AT_ONCE, "property", *ASKED)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSite]:
    made = FakeSite(tmp_path / "site")
    made.use(monkeypatch)
    yield made
    made.forget()


def _install(site: FakeSite, place: str, misdeed: str, css: str = "") -> None:
    from textwrap import indent

    install(site, "", "", screen="bad_ui:View")
    text = SCREEN.format(body=indent(MISDEEDS[misdeed] if misdeed else "pass", "    "), place=place, css=css)
    (site.folder / "bad_ui.py").write_text(text, encoding="utf-8")
    site.modules.add("bad_ui")


async def _provoke(desk: Desk, place: str) -> None:
    await desk.open_tab("bad")
    if place in ASKED:
        desk.middle.query_one("Probe").focus()
        await settled(desk.pilot)
        await desk.press("y" if place == "key" else "x")


async def _others_answer(desk: Desk, root: Path, before: dict[str, bytes]) -> None:
    """Another tool shows, is analysed, and the search opens and closes: the app is all there."""
    await desk.open_tab("good")
    assert "This tool has no canvas to show" in " ".join(desk.drawn().split())
    await desk.press("r")
    assert "Of good" in "\n".join(texts(desk.inspector))
    await desk.press("slash", "escape")
    await desk.open_tab("")
    assert "chess" in told(desk.card) or told(desk.card)
    assert desk.session.project.personas["ann"].name == "Ann"
    assert contents(root) == before
    assert desk.app.return_code is None


def _page(desk: Desk) -> str:
    return "\n".join(texts(desk.middle.query_one("#view-bad", FaultPage)))


def _bad_page(desk: Desk) -> bool:
    return bool(desk.middle.query("#view-bad").filter("FaultPage"))


@pytest.mark.parametrize(
    ("place", "misdeed"),
    [
        *((place, "exception") for place in PLACES),
        # what ends a program passes other doors of Textual and asyncio
        *((place, "exit") for place in ("compose", "mount", "key", "timer", "later", "async worker", "render")),
        *((place, "interrupt") for place in ("key", "worker", "watcher")),
        *((place, "recursion") for place in ("compose", "render")),
    ],
)
async def test_what_is_raised_is_said_in_place_of_the_screen(
    site: FakeSite, tmp_path: Path, place: str, misdeed: str
) -> None:
    _install(site, place, misdeed)
    root = project(tmp_path, files())
    before = contents(root)
    async with at_work(root, painted=place in ("render", "layout")) as desk:
        await _provoke(desk, place)
        await until(desk.pilot, lambda: _bad_page(desk), "the page of the fault")
        said = _page(desk)
        assert "bad failed at bad screen" in said
        assert RAISED[misdeed][:60] in said
        assert "Switch the plugin bad off" in said
        assert str(log()).count("bad failed (bad screen") == 1
        assert "Traceback (most recent call last)" in log()
        await _others_answer(desk, root, before)


# Where what is done is looked after at once, and where it is seen with the next key.
LOOKED_AFTER = ("compose", "mount", "refresh", "key", "message")
SEEN_LATER = ("action", "timer", "later", "worker", "async worker", "watcher")


@pytest.mark.parametrize(
    ("place", "misdeed"),
    [
        *((place, "model") for place in (*LOOKED_AFTER, *SEEN_LATER)),
        *(("key", misdeed) for misdeed in FOR_GIVEN if misdeed != "model"),
        *((place, misdeed) for place in ("compose", "key", "action", "worker") for misdeed in ("directory", "signals")),
    ],
)
async def test_what_is_changed_is_put_back_and_said(site: FakeSite, tmp_path: Path, place: str, misdeed: str) -> None:
    _install(site, place, misdeed)
    root = project(tmp_path, files())
    before, folder, handler = contents(root), Path.cwd(), signal.getsignal(signal.SIGTERM)
    async with at_work(root) as desk:
        await _provoke(desk, place)
        await settled(desk.pilot)
        for _ in range(100 if place in SEEN_LATER else 0):
            if _bad_page(desk):
                break
            await asyncio.sleep(0.02)
            await desk.press("j")
        await until(desk.pilot, lambda: _bad_page(desk), "the page of the fault")
        assert "bad failed at bad screen" in _page(desk)
        assert (Path.cwd(), signal.getsignal(signal.SIGTERM)) == (folder, handler)
        await _others_answer(desk, root, before)


@pytest.mark.parametrize("place", ["compose", "key", "worker"])
async def test_what_is_printed_reaches_no_screen(
    site: FakeSite, tmp_path: Path, capfd: pytest.CaptureFixture[str], place: str
) -> None:
    _install(site, place, "print")
    root = project(tmp_path, files())
    before = contents(root)
    async with at_work(root) as desk:
        await _provoke(desk, place)
        assert not _bad_page(desk)
        assert "loud" not in desk.drawn()
        await _others_answer(desk, root, before)
    assert capfd.readouterr().out == ""
    assert "bad printed (bad screen" in log()


async def test_who_holds_up_the_program_is_told(
    site: FakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boundary, "HELD_UP", 0.2)
    _install(site, "key", "sleep")
    async with at_work(project(tmp_path, files())) as desk:
        await _provoke(desk, "key")
        assert any(notice.startswith("bad held up the program for ") for notice in desk.notices)


async def test_a_worker_that_sleeps_holds_up_nobody_and_is_not_waited_for(site: FakeSite, tmp_path: Path) -> None:
    _install(site, "worker", "sleep")
    threads = WorkerThreads()
    assert not threads.submit(lambda: threading.current_thread().daemon).result(20)
    async with at_work(project(tmp_path, files())) as desk:
        await desk.open_tab("bad")
        desk.middle.query_one("Probe").focus()
        send_key(desk.app, "x")
        while not _of_bad():
            await desk.pilot.pause(0.01)
        assert all(thread.daemon for thread in _of_bad())
        desk.middle.open("good", "")
        while "This tool has no canvas to show" not in " ".join(desk.drawn().split()):
            await desk.pilot.pause(0.01)
        assert _of_bad(), "it is still asleep"
    _join()


def _of_bad() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("bad: ")]


def _join() -> None:
    for thread in _of_bad():
        thread.join(20)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plugins are waited for a moment only."""
    monkeypatch.setattr("personatui.host.patience.TOLD_AFTER", 0.1)
    real = WorkbenchApp.__init__

    def init(app: WorkbenchApp, *args: Any, **options: Any) -> None:
        real(app, *args, **options)
        app.settings = replace(app.settings, plugin_seconds=WAITED)

    monkeypatch.setattr(WorkbenchApp, "__init__", init)


@pytest.mark.parametrize("place", ["import", "hook", "analysis", "check", "command"])
async def test_who_takes_too_long_is_left_behind_and_told(
    site: FakeSite, tmp_path: Path, impatient: None, place: str
) -> None:
    install(site, place, "sleep")
    root = project(tmp_path, files())
    before = contents(root)
    async with at_work(root) as desk:
        if place == "analysis":
            await desk.open_tab("")
            await desk.press("r")
            report = "\n".join(texts(desk.inspector))
            assert "Of good" in report
            assert f"It did not end within {WAITED} s, and was left behind. F shows it" in report
        if place == "command":
            (command,) = (command for command in desk.session.plugins.commands if command.id == "bad.act")
            desk.screen.run_command(command)
            await settled(desk.pilot)
        assert any("bad has been working on" in notice for notice in desk.notices)
        assert any(f"It did not end within {WAITED} s" in fault.message for fault in desk.screen.faults)
        await _others_answer(desk, root, before)
    _join()


async def test_a_plugin_is_switched_off_from_the_page_that_says_it_failed(site: FakeSite, tmp_path: Path) -> None:
    _install(site, "key", "exception")
    root = project(tmp_path, files())
    before = contents(root)
    async with at_work(root) as desk:
        await _provoke(desk, "key")
        await desk.press("t")
        desk.middle.query_one("Probe").focus()
        assert not _bad_page(desk)
        await desk.press("y")
        await until(desk.pilot, lambda: _bad_page(desk), "the page of the fault")
        await desk.press("d")
        assert load_settings().disabled_plugins == ("bad",)
        assert "bad" not in desk.middle.tool_ids
        assert any("`personatui plugins enable bad` switches it on again." in notice for notice in desk.notices)
        assert desk.screen.faults == []
        await _others_answer(desk, root, before)
    async with at_work(root) as desk:
        assert "bad" not in desk.middle.tool_ids
        assert not any("bad failed" in notice for notice in desk.notices)


async def test_what_failed_is_listed_and_switched_off_there(site: FakeSite, tmp_path: Path) -> None:
    install(site, "import", "exception")
    root = project(tmp_path, files())
    async with at_work(root) as desk:
        assert any("bad failed at import" in note and "F shows it" in note for note in desk.notices)
        await desk.press("F")
        screen = desk.on(FaultsScreen)
        assert "bad failed at import: ValueError: no ␛[31msuch thing" in "\n".join(texts(screen))
        assert "plugins.log" in "\n".join(texts(screen))
        await desk.press("d")
        assert load_settings().disabled_plugins == ("bad",)
        assert "No plugin is at fault." in "\n".join(texts(screen))
        await desk.press("escape")
        await _others_answer(desk, root, contents(root))


async def test_a_style_sheet_that_cannot_be_read_spoils_no_other(site: FakeSite, tmp_path: Path) -> None:
    _install(site, "", "", css="View { colour ")
    root = project(tmp_path, files())
    async with at_work(root) as desk:
        await desk.open_tab("bad")
        await until(desk.pilot, lambda: _bad_page(desk), "the page of the fault")
        assert "View.DEFAULT_CSS" in _page(desk)
        await _others_answer(desk, root, contents(root))


async def test_a_screen_that_asks_for_a_newer_version_is_said_to(site: FakeSite, tmp_path: Path) -> None:
    install(site, "", "", screen="bad_ui:View")
    (site.folder / "bad_ui.py").write_text("from personatui.api.ui import Hologram\n", encoding="utf-8")
    site.modules.add("bad_ui")
    async with at_work(project(tmp_path, files())) as desk:
        await desk.open_tab("bad")
        assert "It needs a newer personatui: there is no Hologram in version 1 of its API." in _page(desk)

"""Whatever a plugin's screen does in whichever place: the app goes on, says who failed, and lets it be switched off."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.driving import Desk, at_work, contents, project, settled, texts, told, until
from host.fake_distributions import FakeSite
from host.misdeeds import FOR_GIVEN, MISDEEDS, RAISED, files, install, log
from personatui.app.faultpage import FaultPage

# A screen with a place for a misdeed of each kind. What is done at one is done once: when `armed` is asked.
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
        *((place, misdeed) for place in PLACES for misdeed in ("exception", "exit")),
        *(
            (place, misdeed)
            for place in ("compose", "key", "worker", "render")
            for misdeed in ("interrupt", "recursion")
        ),
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
        *((place, misdeed) for place in ("compose", "key") for misdeed in FOR_GIVEN if misdeed != "model"),
        *((place, misdeed) for place in (*LOOKED_AFTER, "worker") for misdeed in ("directory", "signals")),
    ],
)
async def test_what_is_changed_is_put_back_and_said(site: FakeSite, tmp_path: Path, place: str, misdeed: str) -> None:
    _install(site, place, misdeed)
    root = project(tmp_path, files())
    before, folder, handler = contents(root), Path.cwd(), signal.getsignal(signal.SIGTERM)
    async with at_work(root) as desk:
        await _provoke(desk, place)
        await settled(desk.pilot)
        if place in SEEN_LATER and not _bad_page(desk):
            await desk.press("j")
        await until(desk.pilot, lambda: _bad_page(desk), "the page of the fault")
        assert "bad failed at bad screen" in _page(desk)
        assert (Path.cwd(), signal.getsignal(signal.SIGTERM)) == (folder, handler)
        await _others_answer(desk, root, before)

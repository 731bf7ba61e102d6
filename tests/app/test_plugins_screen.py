"""The plugins on screen: what became of each; switched, approved, installed, removed and restored from there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.driving import SMALL, WIDE, Desk, at_work, contents, project, raw_texts, settled, told, until
from host.fake_distributions import KANO_PLUGIN, FakeSite, tool_plugin
from personatui.app.plugins import PlanScreen, PluginsScreen
from personatui.app.question import QuestionScreen
from personatui.app.workbench import WorkbenchScreen
from personatui.errors import InstallError
from personatui.host.environment import Environment
from personatui.host.installing import running
from personatui.host.installing.commands import Command
from personatui.host.installing.previews import Incoming, Preview
from personatui.host.installing.requests import Request
from personatui.host.installing.running import Outcome, Plan, Removal
from personatui.store.approvals import Installation
from personatui.store.settings import load_settings

FILES = {
    "personas/a.toml": 'name = "A"\n',
    "canvases/kano/a.toml": '[[features]]\ntext = "owl"\n',
    "personatui.toml": 'name = "Tiny"\n\n[uses]\nkano = "personatui-kano"\n',
}
ENVIRONMENT = Environment("pip", Path("/x/bin/python"), Path("/x"), program=("/x/bin/python", "-m", "pip"))
COMMAND = Command(("/x/bin/python", "-m", "pip", "install", "personatui-kano"))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSite]:
    """A site folder instead of what is installed."""
    made = FakeSite(tmp_path / "site")
    made.use(monkeypatch)
    monkeypatch.setattr(running, "own_environment", lambda: ENVIRONMENT)
    yield made
    made.forget()


def screen(desk: Desk) -> PluginsScreen:
    return desk.on(PluginsScreen)


def listed(desk: Desk) -> dict[str, str]:
    """What the list says of each plugin: its state by its name."""
    return {status.name: status.status for status in screen(desk).statuses}


def tools(desk: Desk) -> list[str]:
    """The tools that the project in front has."""
    return list(desk.middle.tool_ids)


def told_of(desk: Desk) -> str:
    return told(screen(desk).query_one("#plugins-details"))  # type: ignore[arg-type]


async def back_at_work(desk: Desk) -> None:
    """Leave the plugins, and wait until the project below is opened again."""
    await desk.press("escape")
    await until(desk.pilot, lambda: isinstance(desk.app.screen, WorkbenchScreen) and desk.app.screen.is_ready)


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_what_became_of_each(tmp_path: Path, site: FakeSite, size: tuple[int, int]) -> None:
    site.add("personatui-kano", {"kano": KANO_PLUGIN})
    site.add("personatui-broken", {"broken": "raise RuntimeError('[b]no\\x1b[2J')"})
    site.add("personatui-new", {"fresh": tool_plugin("fresh")}, approved=False)
    site.add("personatui-later", {"later": tool_plugin("later")}, requires=("personatui>=99",))
    async with at_work(project(tmp_path, FILES), size) as desk:
        await desk.press("f6")
        assert listed(desk) == {"broken": "failed", "kano": "active", "later": "incompatible", "fresh": "unapproved"}
        drawn = desk.drawn()
        for word in ("failed", "incompatible", "unapproved", "Plugins · 4 plugins"):
            assert word in drawn
        assert "[b]no" in told_of(desk)
        await desk.press("j")
        assert "Kano Model" in told_of(desk)
        assert "kano.count" in told_of(desk)
        assert "A Approve" not in desk.lines()[-1]
        assert not raw_texts(desk)
        # nothing has changed, so the project below is as it was
        below = desk.app.screen_stack[-2]
        await desk.press("escape")
        assert desk.app.screen is below


async def test_switching_opens_the_project_again(tmp_path: Path, site: FakeSite) -> None:
    site.add("personatui-kano", {"kano": KANO_PLUGIN})
    root = project(tmp_path, FILES)
    before = contents(root)
    async with at_work(root) as desk:
        assert tools(desk) == ["kano"]
        await desk.press("f6", "space")
        assert listed(desk) == {"kano": "disabled"}
        assert load_settings().disabled_plugins == ("kano",)
        await back_at_work(desk)
        assert tools(desk) == []
        assert "kano" in desk.session.absent_tools
        await desk.press("f6", "e")
        assert listed(desk) == {"kano": "active"}
        await back_at_work(desk)
        assert tools(desk) == ["kano"]
    assert contents(root) == before


async def test_all_of_a_distribution_that_is_switched_off(tmp_path: Path, site: FakeSite) -> None:
    from personatui.store.settings import set_plugin_disabled

    site.add("personatui-kano", {"kano": KANO_PLUGIN})
    set_plugin_disabled("personatui-kano", True)
    async with at_work(project(tmp_path, FILES)) as desk:
        await desk.press("f6", "space")
        assert listed(desk) == {"kano": "active"}
        assert load_settings().disabled_plugins == ()


async def test_without_plugins_nothing_can_be_switched_on(tmp_path: Path, site: FakeSite) -> None:
    site.add("personatui-kano", {"kano": KANO_PLUGIN})
    async with at_work(project(tmp_path, FILES), plugins_off=True) as desk:
        await desk.press("f6", "space")
        assert listed(desk) == {"kano": "disabled"}
        assert desk.notices == ["Plugins are switched off for this run."]
        assert load_settings().disabled_plugins == ()


async def test_the_cursor_begins_at_what_calls_for_the_person(tmp_path: Path, site: FakeSite) -> None:
    site.add("personatui-kano", {"kano": KANO_PLUGIN})
    site.add("personatui-new", {"fresh": tool_plugin("fresh")}, approved=False)
    async with at_work(project(tmp_path, FILES), SMALL) as desk:
        await desk.press("f6")
        assert screen(desk).chosen is not None
        assert "has not been approved" in told_of(desk)
        assert "A Approve" in desk.lines()[-1]


@pytest.mark.parametrize("agrees", [True, False])
async def test_approving_is_asked_once(tmp_path: Path, site: FakeSite, agrees: bool) -> None:
    site.add("personatui-kano", {"kano": KANO_PLUGIN}, approved=False)
    async with at_work(project(tmp_path, FILES)) as desk:
        await desk.press("f6")
        assert "features" not in told_of(desk)
        await desk.press("A")
        assert "your own rights" in " ".join(desk.drawn().split())
        await desk.press("y" if agrees else "escape")
        await until(desk.pilot, lambda: isinstance(desk.app.screen, PluginsScreen))
        assert listed(desk) == {"kano": "active" if agrees else "unapproved"}
        if agrees:
            await back_at_work(desk)
            assert tools(desk) == ["kano"]


def plan(request: Request, **known: object) -> Plan:
    """A plan to install the Kano Model."""
    wanted = Incoming("personatui-kano", "1.0", "Ann [b]", "What delights")
    values = {"preview": Preview(wanted, (Incoming("six", "1.17"),)), "before": {}, "constraints": Path("c"), **known}
    return Plan(ENVIRONMENT, request, (COMMAND,), **values)  # type: ignore[arg-type]


async def test_installing_shows_what_would_be_run_and_asks(
    tmp_path: Path, site: FakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.add("personatui-earlier", {"earlier": tool_plugin("earlier")})

    def planned(_: Environment, request: Request, *, upgrade: bool = False, may_build: bool = False) -> Plan:
        if not may_build:
            raise InstallError("It comes as source only.", hint="Build it.")
        return plan(request)

    def carried_out(made: Plan) -> Outcome:
        site.add("personatui-kano", {"kano": KANO_PLUGIN})
        return Outcome("personatui-kano", "1.0", "", ("kano",), ())

    monkeypatch.setattr(running, "plan_installation", planned)
    monkeypatch.setattr(running, "carry_out", carried_out)
    async with at_work(project(tmp_path, FILES)) as desk:
        await desk.press("f6", "I")
        await desk.type("--help")
        assert "looks like an option" in desk.drawn()
        await desk.press(*["backspace"] * 6)
        await desk.type("personatui-kano")
        await desk.press("enter")
        await until(desk.pilot, lambda: isinstance(desk.app.screen, PlanScreen))
        assert "It comes as source only." in desk.drawn()
        await desk.press("y")
        await until(desk.pilot, lambda: isinstance(desk.app.screen, PlanScreen))
        drawn = desk.drawn()
        for text in ("personatui-kano 1.0", "by Ann [b]: What delights", "with six 1.17", COMMAND.shown, "own rights"):
            assert text in drawn
        await desk.press("y")
        await until(desk.pilot, lambda: "kano" in listed(desk) if isinstance(desk.app.screen, PluginsScreen) else False)
        assert any("installed and approved" in notice for notice in desk.notices)
        assert "Kano Model" in told_of(desk)
        await back_at_work(desk)
        assert tools(desk) == ["earlier", "kano"]


async def test_what_cannot_be_installed_is_told_and_nothing_is_run(
    tmp_path: Path, site: FakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> Environment:
        raise InstallError("It takes [b] no plugins.", hint="Use another.")

    monkeypatch.setattr(running, "own_environment", refused)
    async with at_work(project(tmp_path, FILES)) as desk:
        await desk.press("f6", "I")
        await desk.type("personatui-kano")
        await desk.press("enter")
        await until(desk.pilot, lambda: desk.notices)
        assert desk.notices == ["It takes [b] no plugins. Use another."]
        assert screen(desk).chosen is None
        await desk.press("R")
        await until(desk.pilot, lambda: len(desk.notices) == 2)


async def test_a_misspelling_is_questioned(tmp_path: Path, site: FakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    def planned(*_: object, **__: object) -> Plan:
        raise AssertionError("it was not to be looked for")

    monkeypatch.setattr(running, "plan_installation", planned)
    site.add("personatui-kano", {"kano": KANO_PLUGIN})
    async with at_work(project(tmp_path, FILES)) as desk:
        await desk.press("f6", "I")
        await desk.type("personatui-kamo")
        await desk.press("enter")
        await until(desk.pilot, lambda: isinstance(desk.app.screen, QuestionScreen))
        assert "looks like a misspelling of" in desk.drawn()
        assert "personatui-kano. Go on with" in desk.drawn()
        await desk.press("n")
        await until(desk.pilot, lambda: isinstance(desk.app.screen, PluginsScreen))


async def test_removing_and_restoring(tmp_path: Path, site: FakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    info = site.add("personatui-kano", {"kano": KANO_PLUGIN})
    gone = Installation("personatui-kano", "1.0", "personatui-kano", False)
    taken = info.with_name("taken")

    def remove(_: Removal) -> None:
        info.rename(taken)

    def carry_out(_: Plan) -> Outcome:
        taken.rename(info)
        return Outcome("personatui-kano", "1.0", "", ("kano",), ())

    removal = Removal(ENVIRONMENT, "personatui-kano", "1.0", (COMMAND,), ("other",))
    monkeypatch.setattr(running, "plan_removal", lambda *_: removal)
    monkeypatch.setattr(running, "remove", remove)
    monkeypatch.setattr(running, "missing_installations", lambda _: () if info.exists() else (gone,))
    monkeypatch.setattr(running, "plan_installation", lambda _, request, **__: plan(request))
    monkeypatch.setattr(running, "carry_out", carry_out)
    root = project(tmp_path, FILES)
    before = contents(root)
    async with at_work(root) as desk:
        await desk.press("f6", "R")
        await until(desk.pilot, lambda: "Nothing is missing." in desk.notices)
        await desk.press("D")
        await until(desk.pilot, lambda: isinstance(desk.app.screen, PlanScreen))
        assert "needed by other" in desk.drawn()
        await desk.press("y")
        await until(desk.pilot, lambda: isinstance(desk.app.screen, PluginsScreen) and not listed(desk))
        await desk.press("R")
        await until(desk.pilot, lambda: isinstance(desk.app.screen, PlanScreen))
        await desk.press("y")
        await until(desk.pilot, lambda: isinstance(desk.app.screen, PluginsScreen) and bool(listed(desk)))
        await back_at_work(desk)
        assert tools(desk) == ["kano"]
    assert contents(root) == before


async def test_while_something_is_installed_the_screen_stays(
    tmp_path: Path, site: FakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    released = threading.Event()

    def slow() -> Environment:
        released.wait(20)
        return ENVIRONMENT

    monkeypatch.setattr(running, "own_environment", slow)
    monkeypatch.setattr(running, "missing_installations", lambda _: ())
    async with at_work(project(tmp_path, FILES)) as desk:
        await desk.press("f6", "R")
        try:
            await until(desk.pilot, lambda: "Looking what is missing" in desk.drawn())
            await desk.press("escape", "I")
            desk.on(PluginsScreen)
            assert any("Wait until that is done" in notice for notice in desk.notices)
        finally:
            released.set()
        await until(desk.pilot, lambda: "Nothing is missing." in desk.notices)
        await desk.press("escape")
        desk.on(WorkbenchScreen)


async def test_from_the_start_screen(tmp_path: Path, site: FakeSite) -> None:
    async with at_work(None) as desk:
        await desk.press("f6")
        assert listed(desk) == {}
        assert "0 plugins" in desk.drawn()
        await desk.press("space", "A", "U", "D", "escape")
        await settled(desk.pilot)
        assert not isinstance(desk.app.screen, PluginsScreen)

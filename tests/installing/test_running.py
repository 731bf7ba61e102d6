"""What went wrong is undone, and only that: each way in which an installer can fail, without running one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import personatui.host.installing.running as running
from host.fake_distributions import KANO_PLUGIN, FakeSite
from personatui.errors import InstallError, UsageError
from personatui.host.environment import Environment
from personatui.host.installing.commands import Command
from personatui.host.installing.previews import Incoming, Preview, author_of
from personatui.host.installing.processes import Output, run_command, shortened
from personatui.host.installing.requests import read_request
from personatui.host.installing.running import carry_out, plan_installation, plan_removal, remove
from personatui.host.installing.snapshots import Installed, added, changed_core, constraints_text, core_of
from personatui.store.approvals import Installation, change_records, load_records

CORE = (
    Installed("personatui", "0.1.0", ("click>=8", "Rich ; python_version > '3'", "pytest ; extra == 'test'")),
    Installed("click", "8.1"),
    Installed("rich", "14.0", ("pygments",)),
    Installed("pygments", "2.0"),
    Installed("pytest", "8.0"),
    Installed("pip", "26.0"),
)
KANO = Installed("personatui-kano", "0.1", ("personatui", "side"), ("kano",))
SIDE = Installed("side", "1.0")


class Desk:
    """An environment whose installers are played by the test."""

    def __init__(self, *installed: Installed) -> None:
        self.snapshot = {one.name: one for one in (*CORE, *installed)}
        self.ran: list[str] = []
        self.installing: Callable[[Desk], None] = lambda desk: None
        self.stubborn = False

    def run(self, command: Command, failure: str) -> Output:
        """What stands in for `run_command`."""
        self.ran.append(command.line)
        if "uninstall" in command.arguments:
            if not self.stubborn:
                for name in command.arguments[command.arguments.index("--yes") + 1 :]:
                    self.snapshot.pop(name, None)
        else:
            self.installing(self)
        return Output("", "")

    def put(self, *installed: Installed) -> None:
        """Install distributions."""
        self.snapshot |= {one.name: one for one in installed}


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose preview tells nothing before."""
    made = Desk()
    monkeypatch.setattr(running, "run_command", made.run)
    monkeypatch.setattr(running, "take_snapshot", lambda python, folder: dict(made.snapshot))
    monkeypatch.setattr(running, "preview", lambda *_, **__: Preview(is_complete=False))
    return made


@pytest.fixture
def place(tmp_path: Path) -> Environment:
    """An environment with pip."""
    python = tmp_path / "python"
    return Environment("pip", python, tmp_path, program=(str(python), "-m", "pip"))


def _failed(desk: Desk, place: Environment, installing: Callable[[Desk], None], what: str = "personatui-kano") -> str:
    """What is told when an installation fails; everything is as it was afterwards."""
    before = dict(desk.snapshot)
    plan = plan_installation(place, read_request(what))
    desk.installing = installing
    with pytest.raises(InstallError) as caught:
        carry_out(plan)
    assert load_records().names == ()
    assert desk.snapshot == before
    return str(caught.value)


def test_what_is_no_plugin_is_removed_with_all_that_came_with_it(desk: Desk, place: Environment) -> None:
    told = _failed(desk, place, lambda desk: desk.put(Installed("plain", "1.0", ("side",)), SIDE), "plain")
    assert told.startswith("plain 1.0 is no plugin of personatui")
    assert told.endswith("What was installed was removed again: plain, side.")
    assert desk.ran[-1].endswith("uninstall --disable-pip-version-check --yes plain side")


def test_what_was_there_before_is_left(desk: Desk, place: Environment) -> None:
    desk.put(SIDE)
    told = _failed(desk, place, lambda desk: desk.put(Installed("plain", "1.0", ("side",))), "plain")
    assert told.endswith("What was installed was removed again: plain.")
    told = _failed(desk, place, lambda desk: None, "side")
    assert told.endswith("It was there before, and was left as it is.")
    assert "uninstall" not in desk.ran[-1]


def test_an_installer_that_fails_half_way_leaves_nothing(desk: Desk, place: Environment) -> None:
    def half(desk: Desk) -> None:
        desk.put(SIDE)
        raise InstallError("personatui-kano was not installed.", hint="ERROR: no space.")

    told = _failed(desk, place, half)
    assert told == ("personatui-kano was not installed. ERROR: no space. What was installed was removed again: side.")


def test_an_interrupt_leaves_nothing(desk: Desk, place: Environment) -> None:
    def interrupted(desk: Desk) -> None:
        desk.put(KANO, SIDE)
        raise KeyboardInterrupt

    before = dict(desk.snapshot)
    plan = plan_installation(place, read_request("personatui-kano"))
    desk.installing = interrupted
    with pytest.raises(KeyboardInterrupt):
        carry_out(plan)
    assert desk.snapshot == before


def test_what_changes_the_core_is_undone(desk: Desk, place: Environment) -> None:
    def change(desk: Desk) -> None:
        desk.put(KANO, SIDE, Installed("rich", "13.0", ("pygments",)))
        del desk.snapshot["pygments"]

    plan = plan_installation(place, read_request("personatui-kano"))
    desk.installing = change
    with pytest.raises(InstallError) as caught:
        carry_out(plan)
    assert "has changed what personatui runs on: pygments 2.0 → gone, rich 14.0 → 13.0." in str(caught.value)
    assert "personatui-kano" not in desk.snapshot
    assert load_records().names == ()


def test_what_went_somewhere_else_is_told(desk: Desk, place: Environment) -> None:
    told = _failed(desk, place, lambda desk: None)
    assert "not into the environment that runs personatui" in told
    assert "PIP_TARGET" in told


def test_what_cannot_be_removed_again_is_told(desk: Desk, place: Environment) -> None:
    desk.stubborn = True

    def refuse(desk: Desk) -> None:
        desk.put(Installed("plain", "1.0"))

    plan = plan_installation(place, read_request("plain"))
    desk.installing = refuse

    def stuck(command: Command, failure: str) -> Output:
        if "uninstall" in command.arguments:
            raise InstallError(failure, hint="It is locked.")
        return desk.run(command, failure)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "run_command", stuck)
        with pytest.raises(InstallError, match=r"plain could not be removed again\. It is locked\."):
            carry_out(plan)


def test_an_upgrade_that_is_no_plugin_any_more_brings_the_former_version_back(desk: Desk, place: Environment) -> None:
    desk.put(KANO)
    plan = plan_installation(place, read_request("personatui-kano"), upgrade=True)
    versions = iter([Installed("personatui-kano", "0.2"), KANO])
    desk.installing = lambda desk: desk.put(next(versions))
    with pytest.raises(InstallError, match=r"personatui-kano 0\.1 was brought back\.$"):
        carry_out(plan)
    assert desk.snapshot["personatui-kano"] == KANO
    assert desk.ran[-1].endswith("personatui-kano==0.1")


def test_what_was_installed_is_approved_and_remembered(desk: Desk, place: Environment, site: FakeSite) -> None:
    def install(desk: Desk) -> None:
        desk.put(KANO, SIDE)
        site.add("personatui-kano", {"kano": KANO_PLUGIN}, version="0.1", approved=False)

    plan = plan_installation(place, read_request("personatui-kano<2"))
    desk.installing = install
    outcome = carry_out(plan)
    assert outcome.to_data() == {
        "name": "personatui-kano",
        "version": "0.1",
        "replaces": "",
        "dependencies": ["side 1.0"],
    }
    records = load_records()
    assert records.installations == (Installation("personatui-kano", "0.1", "personatui-kano<2"),)
    assert [(one.name, one.version) for one in records.approvals] == [("personatui-kano", "0.1")]


def test_the_name_of_what_came_from_an_address_is_found_afterwards(
    desk: Desk, place: Environment, site: FakeSite
) -> None:
    def install(desk: Desk) -> None:
        desk.put(KANO, SIDE)
        site.add("personatui-kano", {"kano": KANO_PLUGIN}, version="0.1", approved=False)

    plan = plan_installation(place, read_request("git+https://example.org/kano.git"))
    desk.installing = install
    assert carry_out(plan).name == "personatui-kano"
    told = load_records().installations[0]
    assert told.requirement == "git+https://example.org/kano.git"


def test_what_is_known_before_to_be_no_plugin_is_not_installed(
    desk: Desk, place: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "preview", lambda *_, **__: Preview(Incoming("plain", "1.0", plugins=())))
    with pytest.raises(InstallError, match=r"Nothing was installed\."):
        plan_installation(place, read_request("plain"))
    assert desk.ran == []


def test_removing_forgets_and_what_stays_is_told(desk: Desk, place: Environment) -> None:
    desk.put(KANO, SIDE, Installed("more-kano", "1", ("personatui-kano>=0.1",), ("more",)))
    change_records(lambda records: records.with_installation(Installation("personatui-kano", "0.1", "x")))
    removal = plan_removal(place, "personatui-kano")
    assert removal is not None
    assert (removal.version, removal.needed_by) == ("0.1", ("more-kano",))
    desk.stubborn = True
    with pytest.raises(InstallError, match="personatui-kano is still there"):
        remove(removal)
    assert load_records().names == ("personatui-kano",)
    desk.stubborn = False
    remove(removal)
    assert load_records().names == ()
    assert plan_removal(place, "personatui-kano") is None
    with pytest.raises(UsageError, match="personatui itself needs rich"):
        plan_removal(place, "rich")


# What is there, and what installers say -------------------------------------------------------------------------


def test_the_core_is_what_personatui_requires_directly_or_not() -> None:
    snapshot = {one.name: one for one in CORE}
    assert [one.name for one in core_of(snapshot)] == ["click", "personatui", "pygments", "rich"]
    lines = constraints_text(snapshot).splitlines()
    assert lines[0].startswith("#")
    assert lines[1:] == ["click==8.1", "personatui==0.1.0", "pygments==2.0", "rich==14.0"]
    assert changed_core(snapshot, {**snapshot, "pip": Installed("pip", "1")}) == ()
    assert added(snapshot, {**snapshot, "side": SIDE}) == (SIDE,)


def test_an_installers_message_is_shown_from_its_error_on_in_few_lines() -> None:
    text = "\n".join(
        [
            "WARNING: a warning",
            "Collecting kano",
            "\x1b[31mERROR: Cannot install kano\x1b[0m because of this.",
            "[notice] A new release of pip is available",
            "",
            *(f"line {number} \x07" for number in range(20)),
        ]
    )
    lines = shortened(text).splitlines()
    assert lines[0] == "ERROR: Cannot install kano because of this."
    assert lines[1] == "line 0 ␇"
    assert len(lines) == 7
    assert lines[-1] == "… and 15 more lines."
    assert shortened("a\nb") == "a\nb"
    assert shortened(f"error: {'x' * 1000}").endswith("…")
    assert shortened("") == ""


def test_a_program_that_cannot_be_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(InstallError, match=r"It failed\. .*nowhere cannot be run: No such file"):
        run_command(Command((str(tmp_path / "nowhere"),)), "It failed.")


@pytest.mark.parametrize(
    ("metadata", "author"),
    [
        ({"Author": "Ann"}, "Ann"),
        ({"Author-email": "Ann <a@x.org>, Bo <b@x.org>"}, "Ann, Bo"),
        ({"Author-email": "a@x.org"}, "a@x.org"),
        ({"Author-email": "<a@x.org>"}, "<a@x.org>"),
        ({"Maintainer": "Cy\x1b[2J"}, "Cy␛[2J"),
        ({}, ""),
    ],
)
def test_the_author_is_named_without_addresses(metadata: dict[str, str], author: str) -> None:
    assert author_of(metadata) == author

"""The commands that install and approve plugins, as far as they run no installer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import personatui.host.installing.running as running
from cli.calling import RunCall
from host.fake_distributions import KANO_PLUGIN, FakeSite
from personatui.host.environment import find_environment, this_interpreter
from personatui.store.approvals import Installation, change_records, load_records


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSite]:
    """A site folder instead of what is installed."""
    made = FakeSite(tmp_path / "site")
    made.use(monkeypatch)
    yield made
    made.forget()


@pytest.fixture
def no_installer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails the test when anything would be run."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was run")

    monkeypatch.setattr("subprocess.run", refuse)
    monkeypatch.setattr("subprocess.Popen", refuse)


def _install_record(name: str, version: str, requirement: str) -> None:
    change_records(lambda records: records.with_installation(Installation(name, version, requirement)))


@pytest.mark.usefixtures("no_installer")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("install", "kano"), "There is no terminal to ask at, so nothing is installed."),
        (("upgrade", "kano"), "There is no terminal to ask at, so nothing is upgraded."),
        (("uninstall", "kano"), "There is no terminal to ask at, so nothing is removed."),
        (("restore",), "There is no terminal to ask at, so nothing is installed."),
        (("approve", "kano"), "There is no terminal to ask at, so nothing is approved."),
        (("install", "--yes", "--", "-r"), "-r is no plugin, but looks like an option."),
        (("install", "--yes", "./nowhere"), "There is no file or folder ./nowhere."),
        (("install", "--yes", "http://example.org/x.whl"), "Nothing is installed from http addresses."),
        (("install", "--yes", "personatui"), "personatui itself is no plugin."),
        (("install", "--yes", "personatui==9"), "personatui itself is no plugin."),
        (("install", "--yes", "jtbd"), "jtbd comes with personatui itself."),
        (("install", "--yes", "personatuy"), "personatuy looks like a misspelling of personatui"),
        (("upgrade", "--yes"), "It is not said what to upgrade."),
        (("upgrade", "--yes", "--all", "kano"), "It is not said what to upgrade."),
        (("upgrade", "--yes", "jtbd"), "jtbd comes with personatui itself."),
        (("upgrade", "--yes", "nothing-like-it"), "There is no plugin nothing-like-it."),
        (("uninstall", "--yes", "jtbd"), "`personatui plugins disable jtbd` switches it off."),
        (("uninstall", "--yes", "jtb"), "There is no plugin jtb."),
        (("approve", "--yes", "jtbd"), "jtbd comes with personatui itself."),
        (("approve", "--yes", "jtb"), "Did you mean jtbd?"),
        (("info", "jtb"), "Did you mean jtbd?"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_run(call: RunCall, arguments: tuple[str, ...], told: str) -> None:
    result = call("plugins", *arguments)
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert load_records().names == ()


@pytest.mark.usefixtures("no_installer")
def test_a_close_misspelling_of_what_was_ever_installed_is_questioned(call: RunCall, site: FakeSite) -> None:
    site.add("personatui-kano", {"kano": KANO_PLUGIN})
    _install_record("personatui-blueprint", "1.0", "personatui-blueprint")
    for name, meant in (("personatui-kan", "personatui-kano"), ("personatui-bluprint", "personatui-blueprint")):
        result = call("plugins", "install", name, "--yes")
        assert result.code == 2
        assert f"{name} looks like a misspelling of {meant}, so nothing is installed." in result.err
        assert f"{name}==VERSION" in result.err


@pytest.mark.usefixtures("no_installer")
def test_where_nothing_can_be_installed_the_remedy_is_told(
    call: RunCall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "EXTERNALLY-MANAGED").touch()
    system = replace(this_interpreter(), base_prefix=this_interpreter().prefix, stdlib=tmp_path)
    assert find_environment(system).kind == "refused"
    monkeypatch.setattr(running, "this_interpreter", lambda: system)
    for arguments in (("install", "kano"), ("restore",)):
        result = call("plugins", *arguments, "--yes")
        assert result.code == 3
        assert "lets nobody but the system install packages" in result.err
        assert "`uv tool install personatui` or `pipx install personatui`" in result.err


def test_approving_shows_what_is_approved(call: RunCall, site: FakeSite) -> None:
    site.add("personatui-kano", {"kano": KANO_PLUGIN}, version="0.3", approved=False)
    assert call("plugins", "--json").json()[0]["status"] == "unapproved"
    result = call("plugins", "approve", "kano", "--yes", "--json")
    assert result.code == 0
    assert result.json() | {"digest": ""} == {"name": "personatui-kano", "version": "0.3", "digest": ""}
    assert result.json()["digest"].startswith("record-sha256:")
    assert "personatui-kano 0.3" in result.err
    assert "kano imports kano" in result.err
    assert "A plugin is code that runs with your own rights." in result.err
    assert call("plugins", "--json").json()[0]["status"] == "active"
    assert call("plugins", "info", "kano", "--json").json()["approved"] == "yes"


def test_what_is_broken_cannot_be_approved(call: RunCall, site: FakeSite) -> None:
    info = site.add("personatui-kano", {"kano": KANO_PLUGIN}, approved=False)
    (info / "entry_points.txt").write_text("[personatui.plugins]\nno equals sign here\n")
    result = call("plugins", "approve", "personatui-kano", "--yes")
    assert result.code == 2
    assert "Reinstall it." in result.err
    assert load_records().approvals == ()


def test_info_tells_everything_that_is_known(call: RunCall, site: FakeSite) -> None:
    info = site.add(
        "personatui-kano", {"kano": KANO_PLUGIN}, version="0.3", requires=["numpy>=1", "personatui"], approved=False
    )
    with (info / "METADATA").open("a") as file:
        file.write(
            "Summary: What delights\nAuthor-email: Ann Example <ann@example.org>\nLicense-Expression: MIT\n"
            "Project-URL: Documentation, https://example.org/docs\nProject-URL: Homepage, https://example.org\n"
        )
    data = call("plugins", "info", "kano", "--json").json()
    digest = data.pop("digest")
    assert digest.startswith("record-sha256:")
    (status,) = data.pop("plugins")
    assert data == {
        "distribution": "personatui-kano",
        "version": "0.3",
        "summary": "What delights",
        "author": "Ann Example",
        "licence": "MIT",
        "home_page": "https://example.org",
        "requires": ["numpy>=1", "personatui"],
        "entry_points": {"kano": "kano"},
        "installed": "from an index, by pip",
        "approved": "no",
    }
    assert (status["name"], status["status"]) == ("kano", "unapproved")
    assert call("plugins", "approve", "kano", "--yes").code == 0
    shown = call("plugins", "info", "personatui-kano")
    assert shown.code == 0
    rows = dict(line.split(maxsplit=1) for line in shown.out.splitlines() if line)
    assert (rows["approved"], rows["status"], rows["tools"], rows["hooks"]) == (
        "yes",
        "active",
        "kano",
        "personatui_tools",
    )
    site.add("personatui-kano", {"kano": f"{KANO_PLUGIN}\n"}, version="0.3", approved=False)
    assert call("plugins", "info", "kano", "--json").json()["approved"] == "another version or other files"


def test_info_of_a_bundled_plugin(call: RunCall) -> None:
    data = call("plugins", "info", "jtbd", "--json").json()
    assert (data["distribution"], data["approved"]) == ("personatui", "it comes with personatui")
    assert len(data["plugins"]) == 10
    shown = call("plugins", "info", "jtbd").out
    assert shown.count("\nplugin ") == 1
    assert "personatui_jtbd" in shown


def test_hostile_metadata_gives_the_terminal_no_orders(call: RunCall, site: FakeSite) -> None:
    info = site.add("personatui-kano", {"kano": KANO_PLUGIN}, approved=False)
    with (info / "METADATA").open("a") as file:
        file.write("Summary: red \x1b[31m alert\nAuthor: \x1b]0;owned\x07\nHome-page: \x9b2J\n")
    for arguments in (("info", "kano"), ("info", "kano", "--json"), ("approve", "kano", "--yes")):
        result = call("plugins", *arguments)
        assert result.code == 0
        assert not set("\x1b\x07\x9b") & set(result.out + result.err)


def test_what_is_gone_is_forgotten_when_it_is_uninstalled(call: RunCall) -> None:
    _install_record("personatui-gone", "1.0", "personatui-gone")
    result = call("plugins", "uninstall", "personatui-gone", "--yes")
    assert (result.code, result.out) == (0, "personatui-gone is not installed any more, and is forgotten.\n")
    assert load_records().names == ()


def test_restoring_nothing_says_so(call: RunCall) -> None:
    result = call("plugins", "restore", "--yes")
    assert (result.code, result.out, result.err) == (0, "", "Nothing is missing.\n")
    assert call("plugins", "restore", "--yes", "--json").json() == []

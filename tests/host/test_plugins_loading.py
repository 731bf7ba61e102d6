"""Plugins load one by one: a sound one works, a faulty one is listed with its reason and contributes nothing."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from host.fake_distributions import KANO, KANO_PLUGIN, FakeSite, tool_plugin
from personatui.api.hookspecs import HOOK_NAMES
from personatui.host.contract import CONTRIBUTIONS
from personatui.host.plugins import PluginHost, PluginStatus, load_plugins
from personatui.model.reports import Fault

HOOKED = """
from personatui.api import *
from personatui.api import hookimpl

run = lambda given: None
"""


def adding(analysis: str) -> str:
    """The code of a hook that adds an analysis."""
    return f"""
@hookimpl
def personatui_analyses():
    return [Analysis(id={analysis!r}, title="", summary="", run=print)]
"""


def _statuses(host: PluginHost) -> Mapping[str, PluginStatus]:
    return {status.name: status for status in host.statuses}


def _reason(site: FakeSite, text: str, *, distribution: str = "bad-one") -> str:
    """Why a plugin of that text failed, after making sure that a sound neighbour works and nothing of it does."""
    site.add(distribution, {"bad": text})
    site.add("zzz-good", {"good": tool_plugin("good")})
    host = load_plugins()
    status = _statuses(host)["bad"]
    assert status.status == "failed"
    assert status.tools == ()
    assert set(host.tools) == {"good"}
    assert set(host.owners) == {"good"}
    assert _statuses(host)["good"].status == "active"
    assert [fault.plugin for fault in host.faults] == ["bad"]
    assert status.reason == f"{host.faults[0].stage}: {host.faults[0].message}"
    return status.reason


def test_every_hook_has_its_kind_of_contribution() -> None:
    assert tuple(CONTRIBUTIONS) == HOOK_NAMES


def test_a_sound_plugin_is_active(site: FakeSite) -> None:
    site.add("personatui-kano", {"kano_plugin": KANO_PLUGIN}, entry_points={"kano": "kano_plugin"}, version="1.2")
    host = load_plugins()
    (status,) = host.statuses
    assert status.status == "active"
    assert status.reason == ""
    assert (status.name, status.distribution, status.version) == ("kano", "personatui-kano", "1.2")
    assert (status.tools, status.hooks) == (("kano",), ("personatui_tools",))
    assert 0 < status.import_seconds < 60
    assert host.tools["kano"].title == "Kano Model"
    assert [analysis.id for analysis in host.analyses["kano"]] == ["kano.count"]
    assert host.owner_of("kano") == host.owner_of("kano.count") == host.owner_of("kano.unknown") == "kano"
    assert host.owner_of("nobody.x") == "nobody"
    assert host.faults == ()
    assert json.loads(json.dumps(status.to_data()))["tools"] == ["kano"]


def test_no_plugin_at_all_gives_an_empty_host(site: FakeSite) -> None:
    host = load_plugins()
    assert (dict(host.tools), host.statuses, host.faults) == ({}, (), ())


def test_the_view_cannot_be_changed(site: FakeSite) -> None:
    site.add("good", {"good": tool_plugin("good")})
    host = load_plugins()
    with pytest.raises(TypeError):
        host.tools["evil"] = host.tools["good"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        host.checks = ()  # type: ignore[misc]


def test_all_five_hooks_are_heard_and_plugins_may_be_objects(site: FakeSite) -> None:
    text = f"""
{HOOKED}
from dataclasses import replace

def part(kind, name, **more):
    return kind(id=name, title=name, run=run, **more)

EXPORT = dict(extension="csv", media_type="text/csv")


class House:
    @hookimpl
    def personatui_tools(self):
        yield Tool(
            id="plan", title="Plan", summary="", model=Canvas,
            analyses=(part(Analysis, "plan.a", summary=""),), checks=(part(CheckRule, "plan.c"),),
            exporters=(part(Exporter, "plan.e", **EXPORT),), commands=(part(Command, "plan.m"),),
        )

    @hookimpl(tryfirst=True, specname="personatui_analyses")
    def more(self):
        return (part(Analysis, "other.mine", summary=""), part(Analysis, "plan.more", summary=""))

    @hookimpl
    def personatui_checks(self):
        return [part(CheckRule, "house.c"), part(CheckRule, "plan.more-checks")]

    @hookimpl
    def personatui_exporters(self):
        return {{part(Exporter, "house.e", **EXPORT)}}

    @hookimpl
    def personatui_commands(self):
        return [part(Command, "house.m")]

    @hookimpl(optionalhook=True)
    def personatui_of_tomorrow(self):
        return []

HOUSE = House()
"""
    site.add("house", {"house_plugin": text}, entry_points={"house": "house_plugin:HOUSE"})
    site.add("other", {"other": tool_plugin("other")})
    host = load_plugins()
    assert host.faults == ()
    assert _statuses(host)["house"].hooks == HOOK_NAMES
    assert {key: [analysis.id for analysis in value] for key, value in host.analyses.items()} == {
        "plan": ["plan.a", "plan.more"],
        "other": ["other.mine"],
    }
    assert [check.id for check in host.checks] == ["plan.c", "house.c", "plan.more-checks"]
    assert [exporter.id for exporter in host.exporters] == ["plan.e", "house.e"]
    assert [command.id for command in host.commands] == ["plan.m", "house.m"]
    assert host.owner_of("other.mine") == "house"


def test_an_analysis_for_an_absent_tool_waits(site: FakeSite) -> None:
    site.add("house", {"house": f"{HOOKED}{adding('far.x')}"})
    host = load_plugins()
    (status,) = host.statuses
    assert (status.status, status.reason) == ("active", "Waits for a tool that is not loaded: far.x.")
    assert dict(host.analyses) == {}


def test_a_plugin_without_hooks_says_so(site: FakeSite) -> None:
    site.add("empty", {"empty": "import json as personatui_json\nclass personatui_Thing: ..."})
    (status,) = load_plugins().statuses
    assert (status.status, status.reason) == ("active", "It implements no hook.")


def test_proxies_that_raise_when_looked_at_are_left_alone(site: FakeSite) -> None:
    proxy = """
class Proxy:
    def __getattr__(self, name):
        raise RuntimeError("outside of a request")

request = Proxy()
"""
    site.add("web", {"web": tool_plugin("web", proxy)})
    assert load_plugins().statuses[0].status == "active"


@pytest.mark.parametrize("off", [False, True])
def test_a_disabled_plugin_is_not_imported(site: FakeSite, tmp_path: Path, off: bool) -> None:
    trace = tmp_path / "imported"
    loud = f"import pathlib\npathlib.Path({str(trace)!r}).touch()\n{tool_plugin('loud')}"
    site.add("loud", {"loud": loud})
    host = load_plugins(off=True) if off else load_plugins(disabled={"loud"})
    (status,) = host.statuses
    assert status.status == "disabled"
    assert "switched off" in status.reason
    assert host.faults == ()
    assert not trace.exists()
    assert "loud" not in sys.modules
    # the proof itself works
    assert load_plugins().statuses[0].status == "active"
    assert trace.exists()


def test_an_incompatible_plugin_is_not_imported(site: FakeSite, tmp_path: Path) -> None:
    trace = tmp_path / "imported"
    loud = f"import pathlib\npathlib.Path({str(trace)!r}).touch()\n{tool_plugin('loud')}"
    site.add("loud", {"loud": loud}, requires=["personatui>=7"])
    host = load_plugins()
    (status,) = host.statuses
    assert (status.status, status.reason) == ("incompatible", "It needs personatui>=7, and this is 0.1.0.")
    assert host.faults == ()
    assert not trace.exists()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "import no_such_module_anywhere",
            "import: ModuleNotFoundError: No module named 'no_such_module_anywhere'",
        ),
        ("raise SystemExit(3)", "import: SystemExit: 3"),
        ("import os; raise BaseException('\\x1b[2Jgone')", "import: BaseException: ␛[2Jgone"),
        ("def f(): f()\nf()", "import: RecursionError: maximum recursion depth exceeded"),
        ("def broken(:", "import: SyntaxError: invalid syntax (__init__.py, line 1)"),
        ("x = '\\ud800'; raise ValueError(x)", "import: ValueError: ⟨U+D800⟩"),
    ],
)
def test_a_failing_import_is_listed(site: FakeSite, text: str, reason: str) -> None:
    assert _reason(site, text) == reason


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("raise ValueError('no')", "personatui_tools: ValueError: no"),
        ("raise SystemExit", "personatui_tools: SystemExit"),
        ("return personatui_tools()", "personatui_tools: RecursionError: maximum recursion depth exceeded"),
        ("return None", "personatui_tools: It returned None instead of a list of Tool."),
        ("pass", "personatui_tools: It returned None instead of a list of Tool."),
        ("return TOOL", "personatui_tools: It returned a value of type Tool instead of a list of Tool."),
        ("return 'jtbd'", "personatui_tools: It returned a value of type str instead of a list of Tool."),
        ("return [TOOL, 1]", "personatui_tools: It returned a value of type int among what should be Tool."),
        ("return [Tool]", "personatui_tools: It returned a value of type type among what should be Tool."),
        ("yield TOOL; raise KeyError('late')", "personatui_tools: KeyError: 'late'"),
        ("return [TOOL, TOOL]", "ids: It contributes tool twice."),
        ("return [R(TOOL, id='../x')]", 'personatui_tools: "../x" cannot be the id of a tool.'),
        ("return [R(TOOL, id='x\\n')]", 'personatui_tools: "x " cannot be the id of a tool.'),
        ("return [R(TOOL, id='con')]", 'personatui_tools: "con" cannot be the id of a tool.'),
        ("return [R(TOOL, id='core')]", 'personatui_tools: "core" cannot be the id of a tool.'),
        ("return [R(TOOL, id=7)]", "personatui_tools: A tool does not fit: `id`: Input should be a valid string."),
        ("return [R(TOOL, model=dict)]", "personatui_tools: A tool does not fit: `model`: Input should be a"),
        ("return [R(TOOL, title='\\x1b[2J')]", "personatui_tools: A tool does not fit: `title` holds control"),
        ("return [R(TOOL, analyses=[])]", "personatui_tools: A tool does not fit: `analyses`: Input should"),
        ("return [R(TOOL, layouts=(Layout(id='a', title='', regions=(Region(id='r', title='', row='1'),)),))]",
         "personatui_tools: A layout of tool does not fit: `row`: Input should be a valid integer."),
        ("return [R(TOOL, model=Strict)]",
         "personatui_tools: The canvas model of tool must accept an empty file; needed has no default."),
        ("return [R(TOOL, analyses=(A('count'),))]", 'personatui_tools: The id "count" must start with `tool.`.'),
        ("return [R(TOOL, analyses=(A('jtbd.count'),))]",
         'personatui_tools: The id "jtbd.count" must start with `tool.`.'),
        ("return [R(TOOL, analyses=(A('tool.'),))]", 'personatui_tools: "tool." cannot be an id here.'),
        ("return [R(TOOL, analyses=(A('tool.x/../y'),))]", 'personatui_tools: "tool.x/../y" cannot be an id'),
        ("return [R(TOOL, analyses=(A('tool./x'),))]", 'personatui_tools: "tool./x" cannot be an id here.'),
        ("return [R(TOOL, analyses=(A('tool.x'), A('tool.x')))]", "ids: It contributes tool.x twice."),
        ("return [R(TOOL, analyses=(R(A('tool.x'), run=None),))]",
         "personatui_tools: Analysis does not fit: `run`: Input should be callable."),
    ],
)  # fmt: skip
def test_a_failing_tools_hook_is_listed(site: FakeSite, body: str, reason: str) -> None:
    text = f"""
{HOOKED}
from dataclasses import replace as R

TOOL = Tool(id="tool", title="", summary="", model=Canvas)


class Strict(Canvas):
    needed: str


def A(name):
    return Analysis(id=name, title="", summary="", run=run)


@hookimpl
def personatui_tools():
    {body}
"""
    assert _reason(site, text).startswith(reason)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("@hookimpl\ndef personatui_tool(): return []",
         "hooks: personatui_tool is no hook of personatui. Did you mean personatui_tools?"),
        ("def personatui_tool(): return []", "hooks: personatui_tool is no hook of personatui. Did you mean"),
        ("@hookimpl\ndef render(): return []", "hooks: render is no hook of personatui."),
        ("def personatui_checks(): return []", "hooks: personatui_checks is not marked with @hookimpl."),
        ("personatui_checks = 5", "hooks: personatui_checks is no function."),
        ("@hookimpl(wrapper=True)\ndef personatui_checks(): yield", "hooks: personatui_checks is a hook wrapper"),
        ("class N: pass\npersonatui_checks = hookimpl(N())", "hooks: personatui_checks is no function."),
        ("@hookimpl\ndef personatui_checks(config): return []",
         "personatui_checks: TypeError: personatui_checks() missing 1 required positional argument: 'config'"),
        ("@hookimpl\nasync def personatui_checks(): return []",
         "personatui_checks: It returned a value of type coroutine instead of a list of CheckRule."),
        ("def __dir__(): raise OSError('no')", "hooks: OSError: no"),
        ("@hookimpl\ndef personatui_analyses(): return [Analysis(id='count', title='', summary='', run=run)]",
         'personatui_analyses: "count" cannot be an id here. Write `prefix.name`'),
        ("@hookimpl\ndef personatui_checks(): return [CheckRule(id='good.x', title='', run=run)]",
         'personatui_checks: The id "good.x" must start with `bad.` or `tool.`.'),
        ("@hookimpl\ndef personatui_checks(): return [TOOL]",
         "personatui_checks: It returned a value of type Tool among what should be CheckRule."),
        ("@hookimpl\ndef personatui_exporters(): return [Exporter(id='bad.x', title='', run=run, media_type='', "
         "extension='../x')]", 'personatui_exporters: The extension "../x" of bad.x must be letters and digits'),
        ("@hookimpl\ndef personatui_commands(): return [Command(id='bad.x', title='', run=5)]",
         "personatui_commands: Command does not fit: `run`: Input should be callable."),
        ("@hookimpl\ndef personatui_commands(): return [Command(id='bad.x', title='', run=run)] * 2",
         "ids: It contributes bad.x twice."),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:coroutine")
def test_one_faulty_hook_takes_the_whole_plugin_out(site: FakeSite, code: str, reason: str) -> None:
    assert _reason(site, tool_plugin("tool", f"run = print\n{code}")).startswith(reason)


def test_an_entry_point_that_names_a_missing_attribute_or_nonsense_is_listed(site: FakeSite) -> None:
    site.add(
        "bad",
        {"bad": ""},
        entry_points={"gone": "bad:plugin", "nonsense": "1 + 1", "path": "../bad", "sub": "bad.sub"},
    )
    site.add("good", {"good": tool_plugin("good")})
    host = load_plugins()
    reasons = {name: status.reason for name, status in _statuses(host).items()}
    assert reasons["gone"] == "import: AttributeError: module 'bad' has no attribute 'plugin'"
    assert reasons["sub"] == "import: ModuleNotFoundError: No module named 'bad.sub'"
    assert {status.status for status in host.statuses if status.name != "good"} == {"failed"}
    assert list(host.tools) == ["good"]


def test_of_two_distributions_with_one_entry_name_the_later_is_refused(site: FakeSite) -> None:
    site.add("aaa", {"aaa_kano": tool_plugin("kano")}, entry_points={"kano": "aaa_kano"})
    site.add("bbb", {"bbb_kano": tool_plugin("kano2")}, entry_points={"kano": "bbb_kano"})
    host = load_plugins()
    assert [status.status for status in host.statuses] == ["active", "failed"]
    assert host.statuses[1].reason == "metadata: The name kano is taken already by kano (aaa 1.0)."
    assert "bbb_kano" not in sys.modules


def test_a_taken_tool_id_is_refused_and_both_owners_are_named(site: FakeSite) -> None:
    site.add("aaa-thief", {"thief": tool_plugin("jtbd")})
    site.add("personatui", {"bundled": tool_plugin("jtbd")}, version="0.1.0", entry_points={"jtbd": "bundled"})
    host = load_plugins()
    assert host.owner_of("jtbd") == "jtbd"
    (fault,) = host.faults
    assert fault.plugin == "thief"
    assert fault.message == (
        "The tool jtbd belongs to jtbd (personatui 0.1.0) already; thief (aaa-thief 1.0) cannot add it too."
    )


def test_an_analysis_that_a_tool_has_cannot_be_added_even_by_who_loads_earlier(site: FakeSite) -> None:
    site.add("aaa-thief", {"thief": tool_plugin("thief", adding("kano.count"))})
    site.add("personatui-kano", {"kano_plugin": KANO_PLUGIN}, entry_points={"kano": "kano_plugin"})
    host = load_plugins()
    assert list(host.tools) == ["kano"]
    assert host.analyses["kano"][0].title == "Count"
    assert "kano (personatui-kano 1.0) already; thief (aaa-thief 1.0)" in host.faults[0].message
    assert dict(host.owners) == {"kano": "kano", "kano.count": "kano"}


def test_what_a_plugin_prints_while_loading_is_not_our_output(
    site: FakeSite, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    text = f"print('importing')\n{KANO}\n\n@hookimpl\ndef personatui_tools():\n    print('hooked')\n    return [TOOL]"
    site.add("loud", {"loud": text})
    with caplog.at_level(logging.INFO, logger="personatui.plugins"):
        assert list(load_plugins().tools) == ["kano"]
    assert capfd.readouterr().out == ""
    messages = [record.getMessage() for record in caplog.records]
    assert messages == ["loud printed (import): importing", "loud printed (personatui_tools): hooked"]


def test_loading_plugins_loads_no_textual_and_keeps_standard_output_for_data(site: FakeSite) -> None:
    site.add("loud", {"loud": f"print('noise')\n{tool_plugin('loud')}"})
    site.add("bad", {"bad": "print('noise'); raise SystemExit(0)"})
    loaded = site.run(
        "import json, sys\n"
        "from personatui.host.plugins import load_plugins\n"
        "host = load_plugins()\n"
        "print(json.dumps([[s.to_data() for s in host.statuses], 'textual' in sys.modules]))"
    )
    assert [status["status"] for status in loaded[0]] == ["failed", "active"]
    assert loaded[1] is False


def test_an_interrupt_that_code_raises_is_a_fault(site: FakeSite) -> None:
    site.add("slow", {"slow": "raise KeyboardInterrupt"})
    assert load_plugins().faults == (Fault("slow", "import", "KeyboardInterrupt"),)

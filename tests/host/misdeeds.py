"""What plugins at fault do, as code: each misdeed can be put into each place of a generated plugin."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

from host.fake_distributions import FakeSite
from personatui.host.log import plugin_log_path
from personatui.host.patience import Patience

# Seconds: how long the tests wait for a plugin, and how long one that sleeps does so.
WAITED, SLEPT = 0.3, 0.8

# Code that runs inside a function whose normal outcome is `result`. What it is given is `given`, where it is given.
MISDEEDS = {
    "exception": 'raise ValueError("no \\x1b[31msuch thing")',
    "exit": "raise SystemExit(3)",
    "interrupt": "raise KeyboardInterrupt",
    "recursion": "def deep(): return deep() + 1\ndeep()",
    "wrong type": "result = 5",
    "none": "result = None",
    "print": 'print("loud")\nprint("louder", file=sys.stderr)\nsys.stdout.close()',
    "sleep": f"time.sleep({SLEPT})",
    "model": 'object.__setattr__(given.persona, "name", "Changed")',
    "inside the model": 'vars(given.canvas)["title"] = "Changed"',
    "extra data": 'given.persona.model_extra["hobbies"].append("Changed")',
    "project": 'object.__setattr__(given.project, "personas", {})',
    "directory": "os.chdir(os.sep)",
    "signals": "signal.signal(signal.SIGTERM, signal.SIG_IGN)",
    "locale": 'locale.setlocale(locale.LC_NUMERIC, "C.UTF-8" if locale.setlocale(locale.LC_NUMERIC) == "C" else "C")',
    "environment": 'os.environ["HOME"] = "changed"\nsys.path.insert(0, "changed")\nsys.setrecursionlimit(400)',
    "streams": "sys.stdout = sys.stderr = io.StringIO()",
    "warnings": 'warnings.simplefilter("error")\nlogging.root.setLevel(1)',
}
RAISED = {
    "exception": "ValueError: no ␛[31msuch thing",
    "exit": "SystemExit: 3",
    "interrupt": "KeyboardInterrupt",
    "recursion": "RecursionError: maximum recursion depth exceeded",
}
# What is put back without a word to the person: the plugin is used as if nothing had been.
QUIET = ("print", "environment", "streams", "warnings")
FOR_GIVEN = ("model", "inside the model", "extra data", "project")

HEAD = """
import io, locale, logging, os, signal, sys, time, warnings
from typing import Any

from pydantic import model_validator

from personatui.api import (
    Analysis, Array, Canvas, Change, CheckRule, Claim, Command, Finding, Metric, Report, SetValue, Severity, Tool
)
from personatui.api import Reference, hookimpl
"""


def plugin(name: str, place: str = "", misdeed: str = "", *, screen: str = "") -> str:
    """A plugin with a canvas, an analysis, a check and a command, and a misdeed in one of its places."""

    def at(where: str, normal: str) -> str:
        body = MISDEEDS[misdeed] if where == place else "pass"
        return indent(f"result = {normal}\n{body}\nreturn result\n", "    ")

    imported = f"given = result = None\n{MISDEEDS[misdeed]}\n" if place == "import" else ""
    return f'''{HEAD}
{imported}

class OwnCanvas(Canvas):
    features: Array[Claim] = ()

    @model_validator(mode="before")
    @classmethod
    def look(cls, data: Any, given: Any = None) -> Any:
        if not data:
            return data
{indent(at("canvas", "data"), "    ")}


def analyse(given):
{at("analysis", f'Report(id="{name}.count", tool="{name}", title="Of {name}")')}

def check(given):
{at("check", f'[Finding(code="{name}.x", severity=Severity.NOTE, message="Found by {name}")]')}

def act(given):
{at("command", 'Change("tidy", (SetValue(Reference("persona", given.persona_id), ("summary",), "Tidy"),))')}

def upgrade(given, version):
{at("upgrade", "given")}

TOOL = Tool(
    id="{name}", title="{name}", summary="", model=OwnCanvas, upgrade=upgrade, screen="{screen}",
    analyses=(Analysis(id="{name}.count", title="", summary="", run=analyse),),
    checks=(CheckRule(id="{name}.check", title="", run=check),),
    commands=(Command(id="{name}.act", title="Act of {name}", run=act),),
)


@hookimpl
def personatui_tools():
    given = None
{at("hook", "[TOOL]")}
'''


def files() -> dict[str, str]:
    """A project of one persona with a canvas of each of the two tools, one of them of an older schema."""
    return {
        "personatui.toml": 'schema = 1\nname = "Tiny"\n',
        "personas/ann.toml": 'name = "Ann"\nhobbies = ["chess"]\n',
        "canvases/bad/ann.toml": 'schema = 0\ntitle = "A"\n',
        "canvases/good/ann.toml": 'title = "A"\n',
    }


def install(site: FakeSite, place: str, misdeed: str, *, screen: str = "") -> None:
    """A plugin that does a misdeed in a place, and another that does none."""
    site.add("personatui-bad", {"bad": plugin("bad", place, misdeed, screen=screen)})
    site.add("personatui-good", {"good": plugin("good")})


def patience() -> Patience:
    return Patience(WAITED, told_after=WAITED / 3)


def log() -> str:
    """What the log of plugins holds."""
    path: Path = plugin_log_path()
    return path.read_text(encoding="utf-8") if path.exists() else ""

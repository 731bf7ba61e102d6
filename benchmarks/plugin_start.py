"""Start with 20 plugins installed beside the bundled tools, 15 of them disabled, as a ratio to start with 5.

    python benchmarks/plugin_start.py [--runs 9]

The plugins are generated as an installer leaves them, and approved. Both programs start by turns; the median of the
pairwise ratios counts: of processor time for commands, of the time on the clock for what shows in a terminal.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from start import seconds_until

GOAL = 1.15
FEW, MANY = 5, 20

ROOT_MODULE = '''
"""A generated plugin."""

from personatui.api import hookimpl


@hookimpl
def personatui_tools():
    from {module}.tool import TOOL

    return [TOOL]
'''
TOOL_MODULE = '''
"""A generated tool: a canvas of three lists, a layout, an analysis and a check."""

from pydantic import Field

from personatui.api import (
    Analysis, Array, Canvas, CheckRule, Claim, Finding, Layout, Metric, Region, Report, Severity, Tool,
)


class Rated(Claim):
    """A statement with two ratings."""

    importance: int | None = Field(default=None, description="1 least to 5 most")
    satisfaction: int | None = Field(default=None, description="1 least to 5 most")


class GeneratedCanvas(Canvas):
    """Three lists."""

    wishes: Array[Rated] = ()
    doubts: Array[Rated] = ()
    others: Array[Claim] = ()


def count(given):
    wishes = given.canvas.wishes
    metric = Metric("wishes", "Wishes", len(wishes), n=len(wishes), subject=given.at())
    return Report(id="{tool}.count", tool="{tool}", title="Count", metrics=(metric,))


def check(given):
    for (tool, _), canvas in given.project.canvases.items():
        if tool == "{tool}" and not canvas.wishes:
            yield Finding("{tool}.empty", Severity.NOTE, "Nothing is wished for.")


TOOL = Tool(
    id="{tool}",
    title="Generated {number}",
    summary="A generated tool",
    model=GeneratedCanvas,
    layouts=(
        Layout(
            id="plain",
            title="Plain",
            regions=tuple(
                Region(id=field, title=field.title(), column=column)
                for column, field in enumerate(("wishes", "doubts", "others"))
            ),
        ),
    ),
    analyses=(Analysis(id="{tool}.count", title="Count", summary="Counts wishes", run=count),),
    checks=(CheckRule(id="{tool}.empty", title="Something is wished for", run=check),),
    help="# Generated",
)
'''
APPROVE = """
import sys
from importlib.metadata import distribution
from personatui.host.trust import approve

for name in sys.argv[1:]:
    approve(distribution(name))
"""


def install(site: Path, number: int) -> str:
    """Write a generated plugin into a site folder as an installer does, and return its name."""
    tool = f"generated_{number:02}"
    module, distribution = f"personatui_{tool}", f"personatui-generated-{number:02}"
    info = f"{module}-1.0.dist-info"
    texts = {
        f"{module}/__init__.py": ROOT_MODULE.format(module=module),
        f"{module}/tool.py": TOOL_MODULE.format(tool=tool, number=number),
        f"{info}/METADATA": f"Metadata-Version: 2.3\nName: {distribution}\nVersion: 1.0\n"
        "Requires-Dist: personatui>=0.1\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: benchmark\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/INSTALLER": "pip\n",
        f"{info}/entry_points.txt": f"[personatui.plugins]\n{tool} = {module}\n",
    }
    record = []
    for name, text in texts.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        digest = base64.urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest()).rstrip(b"=").decode()
        record.append(f"{name},sha256={digest},{path.stat().st_size}\n")
    (site / info / "RECORD").write_text("".join([*record, f"{info}/RECORD,,\n"]), encoding="utf-8")
    return tool


def make_home(home: Path, count: int, active: int) -> dict[str, str]:
    """The environment of a user with so many plugins installed and approved, all but the first `active` disabled."""
    tools = [install(home / "site", number) for number in range(count)]
    path = os.pathsep.join(filter(None, (str(home / "site"), os.environ.get("PYTHONPATH", ""))))
    environment = dict(
        os.environ,
        TERM="xterm-256color",
        COLORTERM="truecolor",
        PYTHONPATH=path,
        PERSONATUI_CONFIG_DIR=str(home / "config"),
        XDG_STATE_HOME=str(home / "state"),
    )
    environment.pop("PERSONATUI_PLUGINS", None)
    (home / "config").mkdir()
    names = [f"personatui-{tool.replace('_', '-')}" for tool in tools]
    subprocess.run([sys.executable, "-c", APPROVE, *names], env=environment, check=True)
    off = ", ".join(f'"{tool}"' for tool in tools[active:])
    (home / "config" / "settings.toml").write_text(f"disabled_plugins = [{off}]\n", encoding="utf-8")
    listed = subprocess.run(
        [sys.executable, "-m", "personatui", "plugins", "list", "--json"],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    statuses = [one["status"] for one in json.loads(listed) if one["name"] in tools]
    if (statuses.count("active"), statuses.count("disabled")) != (active, count - active):
        raise SystemExit(f"The generated plugins are not as they should be: {statuses}")
    return environment


def seconds_of(command: list[str], environment: dict[str, str]) -> float:
    """Processor seconds that a command takes, which hold while other programs run."""
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()

    from personatui.store.samples import copy_sample

    with tempfile.TemporaryDirectory() as folder:
        project = copy_sample("exotic-pet-rental", Path(folder) / "sample")
        homes = []
        for name, count in (("few", FEW), ("many", MANY)):
            (Path(folder) / name).mkdir()
            homes.append(make_home(Path(folder) / name, count, FEW))
        few, many = homes
        ours = [sys.executable, "-m", "personatui"]
        opened = [*ours, str(project)]
        measures: dict[str, Callable[[dict[str, str]], float]] = {
            "plugins list": lambda home: seconds_of([*ours, "plugins", "list"], home),
            "tools": lambda home: seconds_of([*ours, "tools"], home),
            "check": lambda home: seconds_of([*ours, "-p", str(project), "check"], home),
            "names shown": lambda home: seconds_until("Maya Okafor", opened, home),
            # the tabs are named once the plugins are loaded and the project is read
            "tabs shown": lambda home: seconds_until("Empathy", opened, home),
        }
        print(f"with {MANY} plugins, {MANY - FEW} of them disabled, to {FEW} (goal {GOAL})")
        for name, measure in measures.items():
            measure(few), measure(many)
            pairs = [(measure(many), measure(few)) for _ in range(options.runs)]
            more, less = (statistics.median(column) for column in zip(*pairs, strict=True))
            ratio = statistics.median(one / other for one, other in pairs)
            print(f"{name:14} {more:.3f} s to {less:.3f} s, ratio {ratio:.2f}")


if __name__ == "__main__":
    main()

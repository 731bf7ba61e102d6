"""Opening a project of 1,000 personas of 8 KB, as a ratio to reading, parsing and validating the same files.

    python benchmarks/loading.py [--runs 5] [--count 1000]

Prints the ratio, the memory that the open project takes, and how time and memory grow to ten times as many.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WORDS = (
    "customer order delivery price quality service support answer morning evening team manager report budget "
    "invoice contract meeting question problem change review plan week month visit phone message form"
).split()
SIZE = 8 * 1024


def persona_text(number: int, chance: random.Random, size: int = SIZE) -> str:
    """A persona file of about `size` bytes in the house style."""

    def sentence() -> str:
        return " ".join(chance.choice(WORDS) for _ in range(12)).capitalize()

    parts = [
        f'schema = 1\nname = "Persona {number}"\nkind = "b2c"\nrole = "secondary"\nbasis = "qualitative"\nn = 7\n'
        f'segment = "segment-{number % 10}"\nsummary = "{sentence()}"\n\n[demographics]\nage = {20 + number % 50}\n'
    ]
    lists = ("goals", "needs", "motivations", "behaviours", "pains", "channels", "triggers")
    item = 0
    while sum(map(len, parts)) < size - 160:
        name = lists[item * len(lists) * SIZE // (60 * size) % len(lists)]
        extra = "severity = 3\n" if name == "pains" else ""
        parts.append(
            f'\n[[{name}]]\nid = "k{item:03}"\ntext = "{sentence()}"\n{extra}sources = ["interview-{item % 5}"]\n'
        )
        item += 1
    return "".join(parts)


def make_project(root: Path, count: int) -> None:
    """A project with `count` personas, ten segments and five sources."""
    chance = random.Random(7)
    for name in ("personas", "segments", "sources"):
        (root / name).mkdir(parents=True)
    (root / "personatui.toml").write_text('schema = 1\nname = "Benchmark"\n', encoding="utf-8")
    for number in range(10):
        (root / f"segments/segment-{number}.toml").write_text(
            f'schema = 1\nname = "Segment {number}"\n', encoding="utf-8"
        )
    for number in range(5):
        (root / f"sources/interview-{number}.toml").write_text(
            f'schema = 1\ntitle = "Interview {number}"\nkind = "interview"\nparticipants = 2\n', encoding="utf-8"
        )
    for number in range(count):
        (root / f"personas/persona-{number:05}.toml").write_text(persona_text(number, chance), encoding="utf-8")


def seconds_of_parts(root: Path) -> float:
    """Seconds to read, parse with rtoml, and validate with pydantic every persona file."""
    import rtoml

    from personatui.model.persona import Persona

    started = time.perf_counter()
    kept = []
    for path in sorted((root / "personas").iterdir()):
        kept.append(Persona.model_validate(rtoml.loads(path.read_bytes().decode("utf-8"))))  # noqa: PERF401
    return time.perf_counter() - started


def without_collector(root: Path) -> float:
    """Like `seconds_of_parts`, while the garbage collector rests."""
    gc.disable()
    try:
        return seconds_of_parts(root)
    finally:
        gc.enable()


def seconds_of_opening(root: Path) -> float:
    """Seconds to open the project as the workbench and the commands do, without plugins."""
    from personatui.host.opening import open_session

    started = time.perf_counter()
    session = open_session(root, plugins_off=True)
    elapsed = time.perf_counter() - started
    assert len(session.project.personas) == len(list((root / "personas").iterdir()))
    return elapsed


def measured_apart(root: Path) -> tuple[float, float]:
    """Seconds and peak memory in MB of opening the project in a process of its own."""
    code = (
        "import resource, sys, pathlib\nsys.path.insert(0, sys.argv[2])\nimport loading\n"
        "seconds = loading.seconds_of_opening(pathlib.Path(sys.argv[1]))\n"
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(seconds, peak / 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(root), str(Path(__file__).parent)],
        check=True,
        capture_output=True,
        text=True,
        env=dict(os.environ, PERSONATUI_CONFIG_DIR=str(root.parent / "config")),
    )
    seconds, peak = done.stdout.split()
    return float(seconds), float(peak)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--count", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root, large = Path(folder) / "one", Path(folder) / "ten"
        make_project(root, options.count)
        make_project(large, options.count * 10)
        size = statistics.mean(path.stat().st_size for path in (root / "personas").iterdir())
        seconds_of_parts(root), seconds_of_opening(root)
        pairs = [(seconds_of_opening(root), seconds_of_parts(root)) for _ in range(options.runs)]
        ratio = statistics.median(one / other for one, other in pairs)
        ours, parts = (statistics.median(column) for column in zip(*pairs, strict=True))
        # opening rests the garbage collector; without it the parts are quicker, and the comparison is stricter
        strict_ratio = statistics.median(
            seconds_of_opening(root) / without_collector(root) for _ in range(options.runs)
        )
        print(f"{options.count} personas of {size / 1024:.1f} KB")
        print(f"opening {ours:.3f} s, its parts {parts:.3f} s, ratio {ratio:.2f} (goal 1.5)")
        print(f"with the garbage collector resting for the parts too: ratio {strict_ratio:.2f}")
        seconds, peak = measured_apart(root)
        more_seconds, more_peak = measured_apart(large)
        base = peak - (more_peak - peak) / 9
        print(f"memory {peak:.0f} MB (goal 300)")
        print(
            f"ten times as many: time x {more_seconds / seconds:.1f}, "
            f"memory above the empty program x {(more_peak - base) / max(peak - base, 1):.1f}, {more_peak:.0f} MB"
        )


if __name__ == "__main__":
    main()

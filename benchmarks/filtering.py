"""A keystroke in the filter of the personas: with 1,000 of them, as a ratio to the same keystroke with 10.

    python benchmarks/filtering.py [--runs 3] [--large 10000]

The real program runs without a terminal; a keystroke takes from the key until the last repaint that follows from it.
The processor time of the same keystrokes is printed too: the screen is painted at most 60 times a second, which
hides what takes less. With --large, that many personas are opened as well, and the search over all texts is timed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import statistics
import tempfile
import time
from pathlib import Path

from loading import make_project
from timing import at_work, press, settle

KEYS = (*"person 1", *["backspace"] * 8, *"role:sec", *["backspace"] * 8)


async def keystrokes(root: Path, runs: int) -> tuple[float, float]:
    """The median seconds from a key to the last repaint, and of processor time, for keys typed into the filter."""
    waits: list[float] = []
    works: list[float] = []
    async with at_work(root) as (app, workbench):
        workbench.action_narrow()
        for run in range(runs + 1):
            for key in KEYS:
                started, worked = time.perf_counter(), time.process_time()
                press(app, key)
                await settle(app)
                # the first run fills caches
                if run:
                    waits.append(max(app.painted - started, 0.0))
                    works.append(time.process_time() - worked)
        assert workbench.rail.filter.value == ""
    return statistics.median(waits), statistics.median(works)


async def opened(root: Path, count: int) -> float:
    """Open a large project and scroll through its list; print how long that took, and return the memory in MB."""
    started = time.perf_counter()
    async with at_work(root) as (app, workbench):
        print(f"{count} personas: open and checked after {time.perf_counter() - started:.1f} s")
        workbench.rail.list.focus()
        for key in ("end", "pageup", "home", "pagedown"):
            started = time.perf_counter()
            press(app, key)
            await settle(app)
            print(f"  {key:<9}{1000 * (app.painted - started):6.0f} ms")
        session = workbench.session
        assert session is not None
        memory = peak()
        search(session.project)
    return memory


def search(project: object) -> None:
    """Print how long it takes to index every text, and to find some."""
    from personatui.model.entries import ProjectEntries
    from personatui.model.project import Project
    from personatui.model.querying import parse
    from personatui.model.searching import SearchIndex

    assert isinstance(project, Project)
    started = time.perf_counter()
    index = SearchIndex(ProjectEntries(project))
    print(f"  {len(index):,} texts indexed in {time.perf_counter() - started:.1f} s")
    for text in ("p", "pe", "per", "persona 99", "support", "cust order", "role:secondary invoice", "-invoice budget"):
        started = time.perf_counter()
        found = index.search(parse(text))
        print(f"  {text!r:<26}{1000 * (time.perf_counter() - started):6.0f} ms, {found.total:,} found")


def peak() -> float:
    """The most memory that this process has used, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--large", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PERSONATUI_CONFIG_DIR"] = str(Path(folder) / "config")
        few, many, large = (Path(folder) / name for name in ("few", "many", "large"))
        make_project(few, 10)
        make_project(many, 1000)
        before = peak()
        few_wait, few_work = asyncio.run(keystrokes(few, options.runs))
        start = peak()
        many_wait, many_work = asyncio.run(keystrokes(many, options.runs))
        grown = peak() - start
        print(f"a keystroke with 10 personas {1000 * few_wait:.1f} ms, with 1,000 {1000 * many_wait:.1f} ms", end="")
        print(f", ratio {many_wait / few_wait:.2f} (goal 3)")
        print(f"of processor time {1000 * few_work:.1f} ms and {1000 * many_work:.1f} ms, ", end="")
        print(f"ratio {many_work / few_work:.2f}")
        print(f"memory {before:.0f} MB at the start, {start:.0f} MB with 10, {peak():.0f} MB with 1,000")
        if options.large:
            make_project(large, options.large)
            start = peak()
            listed = asyncio.run(opened(large, options.large))
            print(f"  memory {(listed - start) / max(grown, 1):.1f} times what 1,000 personas took", end="")
            print(f", {listed:.0f} MB in all, {peak():.0f} MB with every text indexed")


if __name__ == "__main__":
    main()

"""An edit: made and saved, as a ratio to the least that it takes; and in the workbench, with 10 and 1,000 personas.

    python benchmarks/editing.py [--runs 15]

The least is parsing the same file of 20 KB with tomlkit and putting a file of that size on the same disk, with an fsync
of the file and one of its folder. In the workbench an edit takes from the key until the row is painted as it is then.
Both sides of a ratio are measured by turns.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import tempfile
import time
from pathlib import Path

import tomlkit
from loading import make_project, persona_text
from timing import at_work, painted_with, press, settle

from personatui.host.opening import open_session
from personatui.model.edits import Change, SetValue
from personatui.model.ids import persona_reference
from personatui.widgets.lines import Row
from personatui.widgets.rows import RowList

SIZE = 20 * 1024
PERSONA = "persona-00000"
_WARM = 3


def least(path: Path) -> float:
    """Seconds to parse the file with tomlkit and to write it beside itself, with the file and its folder synced."""
    started = time.perf_counter()
    text = path.read_text(encoding="utf-8")
    tomlkit.parse(text)
    other = path.with_suffix(".least")
    with other.open("wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return time.perf_counter() - started


def saving(root: Path, runs: int) -> None:
    """Print what an edit with its save takes, as a ratio to the least."""
    make_project(root, 1)
    path = root / f"personas/{PERSONA}.toml"
    path.write_text(persona_text(0, random.Random(7), SIZE), encoding="utf-8")
    session = open_session(root, plugins_off=True)
    reference = persona_reference(PERSONA)
    pairs: list[tuple[float, float]] = []
    for run in range(runs + _WARM):
        change = Change("edit", (SetValue(reference, ("pains", run % 2, "text"), f"Nobody answers for {run} hours"),))
        started = time.perf_counter()
        session.make(change)
        result = session.save()
        took = time.perf_counter() - started
        assert result.saved == (reference,)
        assert f"for {run} hours" in path.read_text(encoding="utf-8")
        pairs.append((took, least(path)))
    ours, theirs = (statistics.median(column) for column in zip(*pairs[_WARM:], strict=True))
    ratio = statistics.median(one / other for one, other in pairs[_WARM:])
    print(f"a persona of {path.stat().st_size / 1024:.0f} KB: edited and saved in {1000 * ours:.1f} ms, ", end="")
    print(f"parsed and synced in {1000 * theirs:.1f} ms, ratio {ratio:.2f} (goal 2)")


async def edits(root: Path, runs: int) -> tuple[float, float]:
    """The median seconds from a key that rates an entry until its row is painted anew, and of processor time."""
    waits: list[float] = []
    works: list[float] = []
    async with at_work(root) as (app, workbench):
        card = workbench.middle.query_one("#card", RowList)
        session = workbench.session
        assert session is not None
        workbench.middle.focus_content()
        await settle(app)
        shown = workbench.persona_id
        pain = session.project.personas[shown].pains[0]
        assert card.move_to(str(persona_reference(shown, pain.id)))
        await settle(app)
        for run in range(runs + _WARM):
            before = card.current
            started, worked = time.perf_counter(), time.process_time()
            press(app, "-" if run % 2 else "+")

            def is_rated(before: Row | None = before) -> bool:
                return card.current != before

            painted = await painted_with(app, is_rated)
            waits.append(painted - started)
            works.append(time.process_time() - worked)
            await settle(app)
        assert not session.unsaved
    return statistics.median(waits[_WARM:]), statistics.median(works[_WARM:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".editing-") as folder:
        os.environ["PERSONATUI_CONFIG_DIR"] = str(Path(folder) / "config")
        saving(Path(folder) / "one", options.runs)
        few, many = Path(folder) / "few", Path(folder) / "many"
        make_project(few, 10)
        make_project(many, 1000)
        few_wait, few_work = asyncio.run(edits(few, options.runs))
        many_wait, many_work = asyncio.run(edits(many, options.runs))
        print(f"from the key to the row with 10 personas {1000 * few_wait:.0f} ms, ", end="")
        print(f"with 1,000 {1000 * many_wait:.0f} ms, ratio {many_wait / few_wait:.2f} (goal 3)")
        print(f"of processor time {1000 * few_work:.0f} ms and {1000 * many_work:.0f} ms")


if __name__ == "__main__":
    main()

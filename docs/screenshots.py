"""Draw the screenshots of the README from a sample project: python docs/screenshots.py"""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.pilot import Pilot

IMAGES = Path(__file__).parent / "images"
SAMPLE = "exotic-pet-rental"
_QUIET_ROUNDS = 8
# Workers that wait for the disk or for a person, as long as what they belong to is on screen.
_LASTING = {"watch", "default"}


def _typed(text: str) -> tuple[str, ...]:
    """The keys that type a text."""
    return tuple({" ": "space", ",": "comma", "'": "apostrophe"}.get(letter, letter) for letter in text)


_NEXT_TAB = "right_square_bracket"
# What is pressed, and how large the screen is: no larger than is needed, since a README shows all at one width.
SHOTS: dict[str, tuple[tuple[int, int], tuple[str, ...]]] = {
    # the empathy map, with a note that is being written into it
    "workbench": ((140, 37), (_NEXT_TAB, "enter", "l", "j", "a", *_typed("Know whether to worry"))),
    # a statement that nothing supports yet, and the words that could
    "evidence": ((120, 24), ("slash", *_typed("flat to flat"), "enter", "s", *_typed("harm"), "down", "space")),
    # the jobs, with what a survey says of their outcomes
    "opportunities": ((130, 36), (_NEXT_TAB, _NEXT_TAB, _NEXT_TAB, "r")),
}


async def main() -> None:
    """Open the sample, press the keys, keep what the screen shows."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PERSONATUI_CONFIG_DIR"] = str(Path(folder) / "config")
        os.environ["XDG_STATE_HOME"] = str(Path(folder) / "state")
        from personatui.app.app import WorkbenchApp
        from personatui.store.samples import copy_sample

        IMAGES.mkdir(exist_ok=True)
        for name, (size, keys) in SHOTS.items():
            app = WorkbenchApp(copy_sample(SAMPLE, Path(folder) / name))
            async with app.run_test(size=size) as pilot:
                await settle(pilot)
                for key in keys:
                    await pilot.press(key)
                    await settle(pilot)
                svg = app.export_screenshot(title="personatui", simplify=True)
            # or renderers other than browsers take the spaces away
            svg = svg.replace("<svg ", '<svg xml:space="preserve" ', 1)
            (IMAGES / f"{name}.svg").write_text(svg, encoding="utf-8")


async def settle(pilot: Pilot[int]) -> None:
    """Wait until no worker is busy and the screen is drawn."""
    quiet = 0
    while quiet < _QUIET_ROUNDS:
        await pilot.pause(0.01)
        busy = any(not worker.is_finished and worker.group not in _LASTING for worker in pilot.app.workers)
        quiet = 0 if busy else quiet + 1


if __name__ == "__main__":
    asyncio.run(main())

"""Draw the screenshots of the README from the samples: python docs/screenshots.py"""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

IMAGES = Path(__file__).parent / "images"
SIZE = (140, 40)


async def main() -> None:
    """Open the sample, press the keys, keep what the screen shows."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PERSONATUI_CONFIG_DIR"] = str(Path(folder) / "config")
        from personatui.app.app import WorkbenchApp
        from personatui.store.samples import copy_sample

        project = copy_sample("exotic-pet-rental", Path(folder) / "exotic-pet-rental")
        for name, keys in SHOTS.items():
            app = WorkbenchApp(project)
            async with app.run_test(size=SIZE) as pilot:
                await settle(app, pilot.pause)
                for key in keys:
                    await pilot.press(key)
                    await settle(app, pilot.pause)
                IMAGES.mkdir(exist_ok=True)
                svg = app.export_screenshot(title="personatui", simplify=True)
                (IMAGES / f"{name}.svg").write_text(svg, encoding="utf-8")


async def settle(app: object, pause: object) -> None:
    """Wait until no worker is busy and the screen is drawn."""
    from personatui.app.app import WorkbenchApp

    assert isinstance(app, WorkbenchApp)
    assert callable(pause)
    for _ in range(3):
        await app.workers.wait_for_complete()
        await pause()


SHOTS: dict[str, tuple[str, ...]] = {
    "workbench": ("right_square_bracket",),
    "opportunities": ("right_square_bracket", "right_square_bracket", "r"),
    "evidence": ("enter", "j", "j", "j"),
}

if __name__ == "__main__":
    asyncio.run(main())

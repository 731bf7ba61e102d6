"""Starting the workbench. The names of the personas are read while Textual is still being loaded."""

from __future__ import annotations

from pathlib import Path

from personatui.errors import ExitCode
from personatui.store.outline import OutlineReader


def run(root: Path | None, *, plugins_off: bool = False, debug: bool = False, tour: bool = False) -> int:
    """Run the app on the project at `root`, or on its start screen, until the person leaves it; the exit code.

    `tour` offers the tour to somebody who has not seen it yet.
    """
    outline = OutlineReader(root) if root is not None else None
    from personatui.app.app import WorkbenchApp

    app = WorkbenchApp(root, plugins_off=plugins_off, debug=debug, outline=outline, tour=tour)
    app.run(mouse=app.settings.mouse)
    return ExitCode.DEFECT if app.return_code else ExitCode.OK

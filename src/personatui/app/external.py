"""Lending the terminal to the person's own editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from personatui.errors import UsageError
from personatui.model.cleaning import clean_line
from personatui.store.external import run_editor

if TYPE_CHECKING:
    from textual.app import App


def lend_terminal(app: App[int], command: list[str]) -> None:
    """Run an editor in the terminal of the app, which comes back when it is left.

    Raises PersonatuiError when it fails, or when this terminal cannot be lent.
    """
    try:
        with app.suspend():
            run_editor(command)
    except SuspendNotSupported as error:
        hint = f"Open {clean_line(command[-1])} yourself."
        raise UsageError("This terminal cannot be lent to an editor.", hint=hint) from error
    finally:
        app.refresh()

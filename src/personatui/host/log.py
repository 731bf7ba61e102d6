"""The log of what plugins do: a file beside the user's state, written only when there is something to tell."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path

_LARGEST = 1_000_000


def plugin_log_path() -> Path:
    """Where the tracebacks of plugins and what they print are kept."""
    from personatui.store.settings import state_folder

    return state_folder() / "plugins.log"


class _PluginLog(logging.Handler):
    """Adds to the file and closes it again; one that has grown large becomes `plugins.log.1`. Never raises."""

    def emit(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(Exception):
            path = plugin_log_path()
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists() and path.stat().st_size > _LARGEST:
                path.replace(path.with_name(f"{path.name}.1"))
            with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(self.format(record) + "\n")


logger = logging.getLogger("personatui.plugins")
logger.setLevel(logging.INFO)
_log = _PluginLog()
_log.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
# Without any handler Python would print warnings and tracebacks on standard error.
logger.addHandler(_log)

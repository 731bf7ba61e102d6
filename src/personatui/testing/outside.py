"""Watching that code keeps to itself: no file, network, process or thread while it runs.

`with nothing_outside(): ...` raises OutsideError for the call that touches any of them. Imports may read their files.
It sees what Python tells its audit hooks of: what a compiled library does by itself stays unseen.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import FrameType
from unittest.mock import patch

# Events of `sys.addaudithook` by how they begin; what each is called in a message.
_TOUCHES = (
    ("open", "opens a file"),
    ("os.listdir", "reads a folder"),
    ("os.scandir", "reads a folder"),
    ("os.walk", "reads a folder"),
    ("glob.", "reads a folder"),
    ("os.mkdir", "makes a folder"),
    ("os.rmdir", "removes a folder"),
    ("os.remove", "removes a file"),
    ("os.rename", "renames a file"),
    ("os.link", "makes a link"),
    ("os.symlink", "makes a link"),
    ("os.truncate", "cuts a file off"),
    ("os.utime", "changes the times of a file"),
    ("os.chmod", "changes permissions"),
    ("os.chown", "changes an owner"),
    ("os.chdir", "changes the working directory"),
    ("os.putenv", "changes the environment"),
    ("os.unsetenv", "changes the environment"),
    ("shutil.", "works on files"),
    ("tempfile.", "makes a temporary file"),
    ("sqlite3.connect", "opens a database"),
    ("socket.", "uses the network"),
    ("urllib.", "uses the network"),
    ("http.client.", "uses the network"),
    ("ftplib.", "uses the network"),
    ("smtplib.", "uses the network"),
    ("subprocess.Popen", "starts a process"),
    ("os.system", "starts a process"),
    ("os.exec", "starts a process"),
    ("os.fork", "starts a process"),
    ("os.posix_spawn", "starts a process"),
    ("os.spawn", "starts a process"),
    ("os.startfile", "starts a process"),
    ("webbrowser.open", "opens a browser"),
)
_start_thread = threading.Thread.start
_IMPORTING = "<frozen importlib"
_LONGEST = 120

_watched: ContextVar[list[OutsideError] | None] = ContextVar("personatui_watched", default=None)
_installing = threading.Lock()
_is_installed = False


class OutsideError(AssertionError):
    """Code that should compute did something else; the message names the call."""


@contextmanager
def nothing_outside(what: str = "The code") -> Iterator[None]:
    """Raise OutsideError where the block, or what it calls, touches files, network, processes or threads.

    The call itself fails, and the block fails at its end too where the code swallowed that. `what` begins the message.
    """
    _install()
    touched: list[OutsideError] = []
    token = _watched.set(touched)
    # a thread would not be watched, and not every Python tells its hooks of one
    threads = patch.object(threading.Thread, "start", _refuse_thread)
    try:
        with threads:
            yield
    except Exception:
        # what the code makes of the refusal is of no interest
        if not touched:
            raise
    finally:
        _watched.reset(token)
    if touched:
        raise OutsideError(f"{what} {touched[0]}.").with_traceback(touched[0].__traceback__) from None


def _install() -> None:
    """Add the hook once: Python cannot take one out again."""
    global _is_installed
    with _installing:
        if not _is_installed:
            sys.addaudithook(_hear)
            _is_installed = True


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    touched = _watched.get()
    if touched is None:
        return
    # `open` is the whole name of an event, the others may be what several begin with
    done = next((told for start, told in _TOUCHES if event == start or ("." in start and event.startswith(start))), "")
    if not done or _is_importing(sys._getframe()):
        return
    told = ", ".join(str(one) for one in arguments[:1] if one is not None)[:_LONGEST]
    touched.append(OutsideError(f"{done} ({event}{f': {told}' if told else ''})"))
    raise touched[-1]


def _refuse_thread(thread: threading.Thread) -> None:
    touched = _watched.get()
    if touched is None:
        _start_thread(thread)
        return
    touched.append(OutsideError(f"starts a thread (threading.Thread.start: {thread.name})"))
    raise touched[-1]


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith(_IMPORTING):
            return True
        frame = frame.f_back
    return False

"""How results and talk are printed: data on standard output, everything else on standard error."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from typing import Any, TextIO

from personatui.errors import PersonatuiError
from personatui.render.plain import ASCII, UNICODE, known_encoding, locale_encoding, plain_text

_WIDTH_WITHOUT_TERMINAL = 100
_NARROWEST, _WIDEST = 40, 120
_WIDEST_CELL = 60


def put(text: str) -> None:
    """Print data. A reader that went away, as `| head` does, ends the printing and not the command."""
    # not click.echo, which writes UTF-8 to what asks for ASCII
    _print(lambda: sys.stdout.write(f"{shown(text, sys.stdout)}\n"))


def put_bytes(content: bytes) -> None:
    """Print a file's bytes as they are."""
    _print(lambda: sys.stdout.buffer.write(content))


def _print(write: Callable[[], object]) -> None:
    try:
        write()
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
    except OSError as error:
        _discard_output()
        raise PersonatuiError(
            f"The output could not be written: {error.strerror or error}.", hint="Print it somewhere else."
        ) from error


def put_json(text: str) -> None:
    """Print JSON, in ASCII where standard output cannot take the characters as they are."""
    put(json.dumps(json.loads(text), indent=2) if ascii_only() else text)


def put_markup(text: str) -> None:
    """Print XML or HTML, with character references where standard output cannot take the characters."""
    put(text.encode("ascii", "xmlcharrefreplace").decode("ascii") if ascii_only() else text)


def print_json(data: Any) -> None:
    """Print data as JSON."""
    from personatui.render.data import json_text

    put_json(json_text(data))


def put_line(text: str) -> None:
    """Print text that somebody else wrote, such as a path, cleaned and on one line."""
    from personatui.model.cleaning import clean_line

    put(clean_line(text))


def print_rows(rows: Sequence[tuple[str, ...]], *, notes: Sequence[str] = (), indent: int = 0) -> None:
    """Print rows with aligned columns; `notes` may hold a line to stand below each."""
    for number, line in enumerate(aligned(rows)):
        put(" " * indent + line)
        if number < len(notes) and notes[number]:
            put(f"    {notes[number]}")


def aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Rows as lines with aligned columns, measured in terminal cells; an overlong cell moves its own line only."""
    from rich.cells import cell_len

    from personatui.model.cleaning import clean_line

    cleaned = [[clean_line(cell) for cell in row] for row in rows]
    sizes = [[cell_len(cell) for cell in row] for row in cleaned]
    columns = range(len(rows[0]) if rows else 0)
    widths = [max((row[column] for row in sizes if row[column] <= _WIDEST_CELL), default=0) for column in columns]
    return [
        "  ".join(cell + " " * (width - size) for cell, size, width in zip(row, measured, widths, strict=True)).rstrip()
        for row, measured in zip(cleaned, sizes, strict=True)
    ]


def warn(text: str) -> None:
    """Talk to the person on standard error."""
    from personatui.model.cleaning import clean

    # nobody listening is no reason to stop
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{shown(clean(text), sys.stderr)}\n")
        sys.stderr.flush()


def width() -> int:
    """Columns to write for: the terminal's within reason, or a fixed number where there is none."""
    if not sys.stdout.isatty():
        return _WIDTH_WITHOUT_TERMINAL
    columns = shutil.get_terminal_size((_WIDTH_WITHOUT_TERMINAL, 24)).columns
    return max(_NARROWEST, min(columns, _WIDEST))


def colour() -> bool:
    """Whether to colour what is printed: only on a terminal, and not where NO_COLOR is set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def ascii_only() -> bool:
    """Whether our own signs are drawn in ASCII: the person asks for it, or standard output cannot take them."""
    return encoding_of(sys.stdout) != UNICODE or _asks_for_ascii() is True


def shown(text: str, stream: TextIO) -> str:
    """The text in the characters that a stream can take, others made plain."""
    return text if text.isascii() else plain_text(text, encoding_of(stream))


def encoding_of(stream: TextIO) -> str:
    """The encoding to print in. Only on a terminal do the locale and the settings count: a file loses nothing."""
    own = known_encoding(stream.encoding or UNICODE)
    if not stream.isatty():
        return own
    asked = _asks_for_ascii()
    if asked is None:
        return own if own != UNICODE else locale_encoding()
    return ASCII if asked else own


def _asks_for_ascii() -> bool | None:
    from personatui.store.settings import load_settings

    return load_settings().ascii_only


def prepare_streams() -> None:
    """Make standard output and error safe to print any text on, also where they are closed."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open until the process ends
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _discard_output() -> None:
    """Send what is left, and what the interpreter flushes at its end, to nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

"""The one way to call plugin code: whatever it raises, prints or returns, the program goes on."""

from __future__ import annotations

import io
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from typing import Any, Literal, TextIO, TypeVar, cast, overload

from personatui.host.log import logger
from personatui.model.cleaning import clean, clean_line
from personatui.model.reports import Fault

# More than any plugin means to yield; an endless generator ends here.
MOST_ITEMS = 100_000
_LONGEST_MESSAGE = 500
_LONGEST_PRINT = 4_000

_T = TypeVar("_T")


@overload
def guarded(
    plugin: str,
    stage: str,
    function: Callable[..., object],
    *args: object,
    expect: type[_T],
    verify: Callable[[_T], str] | None = None,
) -> _T | Fault: ...


@overload
def guarded(
    plugin: str,
    stage: str,
    function: Callable[..., object],
    *args: object,
    expect: type[_T],
    optional: Literal[True],
    verify: Callable[[_T], str] | None = None,
) -> _T | Fault | None: ...


@overload
def guarded(
    plugin: str,
    stage: str,
    function: Callable[..., object],
    *args: object,
    expect: type[_T],
    many: Literal[True],
    verify: Callable[[_T], str] | None = None,
) -> tuple[_T, ...] | Fault: ...


def guarded(
    plugin: str,
    stage: str,
    function: Callable[..., object],
    *args: object,
    expect: type[Any],
    many: bool = False,
    optional: bool = False,
    verify: Callable[[Any], str] | None = None,
) -> Any:
    """What the function returns, or a Fault; safe in threads.

    The result must be an `expect`, or with `many` an iterable of them, which is exhausted here and returned as
    a tuple; with `optional` it may be None. `verify` says what is wrong with a result, or with each of many, and
    is plugin code's equal: it reads what the plugin made. Everything raised but KeyboardInterrupt becomes a
    Fault. What is printed goes to the log. A crash of the interpreter, an endless loop and writes to the file
    descriptor itself are beyond any guard.
    """
    with _captured(plugin, stage):
        try:
            result = function(*args)
            trouble = ""
            if many:
                result, trouble = _items(result, expect)
            elif not (isinstance(result, expect) or (optional and result is None)):
                trouble = f"It returned {_kind(result)} instead of {expect.__name__}."
            if verify is not None and not trouble and result is not None:
                verified = cast("tuple[Any, ...]", result) if many else (result,)
                trouble = next(filter(None, map(verify, verified)), "")
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - a plugin may raise SystemExit and anything else
            trouble = _explain(error)
            logger.error("%s failed (%s): %s\n%s", plugin, stage, _line(trouble), clean(traceback.format_exc()))
            return Fault(plugin, stage, _line(trouble))
    if trouble:
        logger.error("%s failed (%s): %s", plugin, stage, _line(trouble))
        return Fault(plugin, stage, _line(trouble))
    return result


def _items(result: object, expect: type[_T]) -> tuple[tuple[_T, ...], str]:
    if not isinstance(result, Iterable) or isinstance(result, str | bytes | Mapping):
        return (), f"It returned {_kind(result)} instead of a list of {expect.__name__}."
    items = tuple(islice(result, MOST_ITEMS + 1))
    if len(items) > MOST_ITEMS:
        return (), f"It returned more than {MOST_ITEMS:,} items."
    for item in items:
        if not isinstance(item, expect):
            return (), f"It returned {_kind(item)} among what should be {expect.__name__}."
    return items, ""


def _kind(value: object) -> str:
    return "None" if value is None else f"a value of type {type(value).__name__}"


def _explain(error: BaseException) -> str:
    name = type(error).__name__
    try:
        text = str(error)
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 - the exception is the plugin's, and so is its text
        text = ""
    return f"{name}: {text}" if text else name


def _line(text: str) -> str:
    line = clean_line(text)
    return line if len(line) <= _LONGEST_MESSAGE else f"{line[: _LONGEST_MESSAGE - 1]}…"


# Where the running context prints while it is inside a guarded call.
_sink: ContextVar[io.TextIOWrapper | None] = ContextVar("personatui_plugin_output", default=None)
_lock = threading.Lock()
_calls = 0


class _SharedOutput:
    """Standard output while guarded calls run: each call's own prints are caught, other threads' pass.

    `contextlib.redirect_stdout` would catch what other threads print meanwhile, and leave the wrong stream
    behind when two calls overlap.
    """

    def __init__(self, real: TextIO) -> None:
        self.real = real

    def __getattr__(self, name: str) -> Any:
        sink = _sink.get()
        return getattr(self.real if sink is None else sink, name)


@contextmanager
def _captured(plugin: str, stage: str) -> Iterator[None]:
    buffer = io.BytesIO()
    sink = io.TextIOWrapper(buffer, encoding="utf-8", errors="backslashreplace", write_through=True)
    _install()
    token = _sink.set(sink)
    try:
        yield
    finally:
        _sink.reset(token)
        _remove()
        # a plugin may have closed what it took for standard output
        printed = "" if buffer.closed else buffer.getvalue().decode("utf-8", "replace")
        if printed.strip():
            logger.info("%s printed (%s): %s", plugin, stage, clean(printed[:_LONGEST_PRINT]).rstrip())


def _install() -> None:
    global _calls
    with _lock:
        _calls += 1
        if not isinstance(sys.stdout, _SharedOutput):
            sys.stdout = cast("TextIO", _SharedOutput(sys.stdout))


def _remove() -> None:
    global _calls
    with _lock:
        _calls -= 1
        if _calls == 0 and isinstance(sys.stdout, _SharedOutput):
            sys.stdout = sys.stdout.real

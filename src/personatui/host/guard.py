"""The one way to call plugin code: whatever it raises, prints, returns or changes, the program goes on."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any, Literal, TypeVar, cast, overload

from personatui.errors import PersonatuiError
from personatui.host.log import logger
from personatui.host.output import captured
from personatui.host.surroundings import Changes, arrive, ends_the_program, leave, was_interrupted
from personatui.model.cleaning import clean, clean_line
from personatui.model.reports import Fault

# More than any plugin means to yield; an endless generator ends here.
MOST_ITEMS = 100_000
_LONGEST_MESSAGE = 500

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
    is plugin code's equal: it reads what the plugin made. Everything raised becomes a Fault, a KeyboardInterrupt too
    unless the person pressed Ctrl+C. What is printed goes to the log; what was changed of the process is put back.
    A crash of the interpreter, an endless loop and writes to the file descriptor itself are beyond any guard.
    """
    trouble = ""
    result: Any = None
    stay = arrive(plugin)
    try:
        with captured(plugin, stage):
            result = function(*args)
            if many:
                result, trouble = _items(result, expect)
            elif not (isinstance(result, expect) or (optional and result is None)):
                trouble = f"It returned {_kind(result)} instead of {expect.__name__}."
            if verify is not None and not trouble and result is not None:
                verified = cast("tuple[Any, ...]", result) if many else (result,)
                trouble = next(filter(None, map(verify, verified)), "")
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt) and was_interrupted(stay):
            leave(stay)
            raise
        trouble = explained(error)
        logger.error("%s failed (%s): %s\n%s", plugin, stage, one_line(trouble), clean(traceback.format_exc()))
    else:
        if trouble:
            logger.error("%s failed (%s): %s", plugin, stage, one_line(trouble))
    changes = leave(stay)
    if ends_the_program(stay):
        raise KeyboardInterrupt
    if changes is not None and not trouble:
        trouble = tell_changes(plugin, stage, changes)
        if trouble:
            logger.error("%s failed (%s): %s", plugin, stage, trouble)
    return Fault(plugin, stage, one_line(trouble)) if trouble else result


def tell_changes(plugin: str, stage: str, changes: Changes) -> str:
    """Log what was put back; a sentence where it is sure whose failure that is."""
    names = " and ".join(changes.names)
    logger.warning("%s changed %s (%s); it was put back.", " or ".join(changes.suspects), names, stage)
    if not changes.grave or changes.suspects != (plugin,):
        return ""
    return f"It changed {' and '.join(changes.grave)}. That was put back."


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


def explained(error: BaseException) -> str:
    """An exception in a line or more: its kind, and what it says."""
    if isinstance(error, PersonatuiError):
        # a sentence of our own
        return f"{error.message} {error.hint}".rstrip()
    name = type(error).__name__
    try:
        text = str(error)
    except BaseException:  # noqa: BLE001 - the exception is the plugin's, and so is its text
        text = ""
    return f"{name}: {text}" if text else name


def one_line(text: str) -> str:
    """A message on one clean line that is not too long."""
    line = clean_line(text)
    return line if len(line) <= _LONGEST_MESSAGE else f"{line[: _LONGEST_MESSAGE - 1]}…"

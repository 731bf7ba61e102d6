"""What belongs to the whole process, and is put back when a plugin has changed it."""

from __future__ import annotations

import contextlib
import locale
import logging
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, cast


@dataclass(frozen=True, slots=True)
class _Trait:
    """One thing that the process has once: how it is called, read and set. Whoever changes a `grave` one failed."""

    name: str
    read: Callable[[], Any]
    put_back: Callable[[Any], object]
    grave: bool = False


# The ones in C: around them `signal` makes enumerations of everything, which costs ten times as much.
_raw = vars(signal).get("_signal", signal)
_handler_of, _set_handler_of = _raw.getsignal, _raw.signal
# Those that Python, asyncio and Textual answer to, where the system has them.
_WATCHED = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGWINCH", "SIGTSTP", "SIGCONT", "SIGALRM")
    if hasattr(signal, name)
)

# How often the person interrupted, what is to answer that, and how many calls in the main thread look out for it.
_interrupts = 0
_answer: Any = None
_lookouts = 0


def _folder() -> str:
    try:
        return os.getcwd()  # noqa: PTH109 - a path object would cost more than the rest of the guard
    except OSError:
        return ""


def _environment() -> dict[Any, Any]:
    # the texts as the system has them: to decode them all would cost twenty times as much
    return dict(vars(os.environ).get("_data", os.environ))


def _put_back_environment(before: dict[Any, Any]) -> None:
    decode = getattr(os.environ, "decodevalue", str)
    wanted = {decode(key): decode(value) for key, value in before.items()}
    for name in set(os.environ) - set(wanted):
        del os.environ[name]
    for name, value in wanted.items():
        if os.environ.get(name) != value:
            os.environ[name] = value


def _put_back_filters(before: list[Any]) -> None:
    # the registry of what was shown already hears of it only so
    warnings.resetwarnings()
    cast("list[Any]", warnings.filters)[:] = before


def _handlers() -> tuple[Any, ...]:
    found = (_handler_of(number) for number in _WATCHED)
    return tuple(_answer if handler is _notice else handler for handler in found)


def _put_back_handlers(before: tuple[Any, ...]) -> None:
    for number, handler, now in zip(_WATCHED, before, _handlers(), strict=True):
        # None stands for one that was not set from Python, which Python cannot set again
        if handler is not now and handler is not None:
            _set_handler_of(number, handler)


_TRAITS = (
    _Trait("signal handlers", _handlers, _put_back_handlers, grave=True),
    _Trait("the working directory", _folder, os.chdir, grave=True),
    _Trait(
        "the locale",
        lambda: locale.setlocale(locale.LC_ALL),
        lambda before: locale.setlocale(locale.LC_ALL, before),
        grave=True,
    ),
    _Trait("environment variables", _environment, _put_back_environment),
    _Trait("sys.path", lambda: sys.path[:], lambda before: sys.path.__setitem__(slice(None), before)),
    # not worth a word: libraries such as numpy add their own when they are imported
    _Trait("", lambda: list(warnings.filters), _put_back_filters),
    _Trait("the recursion limit", sys.getrecursionlimit, sys.setrecursionlimit),
    _Trait("the level of the root logger", lambda: logging.root.level, logging.root.setLevel),
)
_lock = threading.Lock()


@dataclass(eq=False, slots=True)
class Stay:
    """One call of a plugin's code: who is at work meanwhile, and how often the person had interrupted before."""

    plugin: str
    thread: threading.Thread
    company: set[str] = field(default_factory=set)
    interrupts: int = 0
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """What was changed and put back. `suspects` are the plugins that were at work; who did it is certain with one."""

    names: tuple[str, ...]
    grave: tuple[str, ...]
    suspects: tuple[str, ...]


# The calls at this moment, and how the process was before the first of them.
_stays: list[Stay] = []
_before: tuple[Any, ...] = ()


def arrive(plugin: str) -> Stay:
    """Note how things are before a plugin is called."""
    global _before
    stay = Stay(plugin, threading.current_thread())
    stay.is_main = stay.thread is threading.main_thread()
    with _lock:
        if not _stays:
            _before = tuple(trait.read() for trait in _TRAITS)
        for other in _stays:
            other.company.add(plugin)
            stay.company.add(other.plugin)
        _stays.append(stay)
    if stay.is_main:
        _look_out()
        stay.interrupts = _interrupts
    return stay


def leave(stay: Stay) -> Changes | None:
    """Put back what was changed since, and say what; None where nothing was."""
    names: list[str] = []
    grave: list[str] = []
    with _lock:
        is_waited_for = stay in _stays
        if is_waited_for:
            _stays.remove(stay)
            for trait, before in zip(_TRAITS, _before, strict=True):
                # of signals only the main thread can change anything, or put it back
                if trait.read() != before and (stay.is_main or trait.read is not _handlers):
                    names += [trait.name] if trait.name else []
                    grave += [trait.name] if trait.grave else []
                    # such as a folder that is gone by now
                    with contextlib.suppress(Exception):
                        trait.put_back(before)
    if stay.is_main:
        _look_no_more()
    return Changes(tuple(names), tuple(grave), tuple(sorted({stay.plugin, *stay.company}))) if names else None


def forsake(thread: threading.Thread) -> None:
    """A call in this thread is waited for no longer: it is not held against it what others change from now on."""
    with _lock:
        _stays[:] = [stay for stay in _stays if stay.thread is not thread]


def was_interrupted(stay: Stay) -> bool:
    """Whether the person interrupted the program since, and not the plugin's code itself."""
    return stay.is_main and _interrupts > stay.interrupts


def ends_the_program(stay: Stay) -> bool:
    """Whether an interrupt of the person is to end what runs, also where the plugin swallowed it."""
    return was_interrupted(stay) and _answer is signal.default_int_handler


def _notice(number: int, frame: FrameType | None) -> None:
    global _interrupts
    _interrupts += 1
    if callable(_answer):
        _answer(number, frame)


def _look_out() -> None:
    global _answer, _lookouts
    _lookouts += 1
    handler = _handler_of(signal.SIGINT)
    if callable(handler) and handler is not _notice:
        _answer = handler
        _set_handler_of(signal.SIGINT, _notice)


def _look_no_more() -> None:
    global _lookouts
    _lookouts -= 1
    if _lookouts == 0 and _handler_of(signal.SIGINT) is _notice:
        _set_handler_of(signal.SIGINT, _answer)

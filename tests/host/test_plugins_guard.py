"""Whatever plugin code raises, prints or returns, the caller gets a value of the right type or a Fault."""

from __future__ import annotations

import itertools
import logging
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from personatui.host.guard import MOST_ITEMS, guarded
from personatui.model.reports import Fault


def _raise(error: BaseException) -> Callable[[], object]:
    def function() -> object:
        raise error

    return function


def _endless(depth: int = 0) -> int:
    return _endless(depth + 1) + 1


class _UnspeakableError(Exception):
    def __str__(self) -> str:
        raise RuntimeError("not even this")


def test_a_sound_result_comes_through() -> None:
    assert guarded("kano", "count", max, 1, 2, expect=int) == 2
    assert guarded("kano", "count", lambda: None, expect=int, optional=True) is None
    assert guarded("kano", "count", lambda: (n for n in (1, 2)), expect=int, many=True) == (1, 2)
    assert guarded("kano", "count", list, expect=int, many=True) == ()


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ValueError("bad\nnumber"), "ValueError: bad number"),
        (ValueError(), "ValueError"),
        (SystemExit(3), "SystemExit: 3"),
        (GeneratorExit(), "GeneratorExit"),
        (MemoryError(), "MemoryError"),
        (RuntimeError("\x1b]52;c;aGk=\x07"), "RuntimeError: ␛]52;c;aGk=␇"),
        (_UnspeakableError(), "_UnspeakableError"),
        (ExceptionGroup("two", [ValueError("a"), ValueError("b")]), "ExceptionGroup: two (2 sub-exceptions)"),
    ],
)
def test_what_is_raised_becomes_a_fault_on_one_clean_line(error: BaseException, message: str) -> None:
    assert guarded("kano", "count", _raise(error), expect=int) == Fault("kano", "count", message)


def test_endless_recursion_becomes_a_fault() -> None:
    fault = guarded("kano", "count", _endless, expect=int)
    assert isinstance(fault, Fault)
    assert fault.message.startswith("RecursionError: maximum recursion depth exceeded")


def test_an_interrupt_that_code_raises_is_a_fault() -> None:
    before = sys.stdout
    assert guarded("kano", "count", _raise(KeyboardInterrupt()), expect=int) == Fault(
        "kano", "count", "KeyboardInterrupt"
    )
    assert sys.stdout is before


def _pressed(swallows: bool) -> Callable[[], object]:
    def function() -> int:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            if not swallows:
                raise
        return 1

    return function


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl+C does what it does in a terminal, also where the tests themselves run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("swallows", [False, True])
def test_an_interrupt_of_the_person_ends_what_runs(swallows: bool) -> None:
    before, handler = sys.stdout, signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        guarded("kano", "count", _pressed(swallows), expect=int)
    with pytest.raises(KeyboardInterrupt):
        guarded("outer", "count", partial(guarded, "kano", "count", _pressed(swallows), expect=int), expect=int)
    assert sys.stdout is before
    assert signal.getsignal(signal.SIGINT) is handler


def test_a_long_message_is_cut() -> None:
    fault = guarded("kano", "count", _raise(ValueError("x" * 10_000)), expect=int)
    assert isinstance(fault, Fault)
    assert len(fault.message) == 500
    assert fault.message.endswith("…")


@pytest.mark.parametrize(
    ("result", "message"),
    [
        (None, "It returned None instead of int."),
        ("1", "It returned a value of type str instead of int."),
        ([1], "It returned a value of type list instead of int."),
    ],
)
def test_a_result_of_the_wrong_type_is_a_fault(result: object, message: str) -> None:
    assert guarded("kano", "count", lambda: result, expect=int) == Fault("kano", "count", message)


@pytest.mark.parametrize(
    ("result", "message"),
    [
        (None, "It returned None instead of a list of str."),
        ("text", "It returned a value of type str instead of a list of str."),
        ({"a": 1}, "It returned a value of type dict instead of a list of str."),
        (3, "It returned a value of type int instead of a list of str."),
        (["a", None], "It returned None among what should be str."),
        (["a", 2], "It returned a value of type int among what should be str."),
    ],
)
def test_many_results_of_the_wrong_type_are_a_fault(result: object, message: str) -> None:
    assert guarded("kano", "count", lambda: result, expect=str, many=True) == Fault("kano", "count", message)


def test_a_generator_that_fails_half_way_or_never_ends_is_a_fault() -> None:
    def half() -> Any:
        yield 1
        raise SystemExit("enough")

    assert guarded("kano", "count", half, expect=int, many=True) == Fault("kano", "count", "SystemExit: enough")
    fault = guarded("kano", "count", itertools.count, expect=int, many=True)
    assert fault == Fault("kano", "count", f"It returned more than {MOST_ITEMS:,} items.")


def test_results_are_verified_inside_the_guard() -> None:
    def verify(number: int) -> str:
        return f"{10 // number} is odd." if 10 // number % 2 else ""

    assert guarded("kano", "count", lambda: 5, expect=int, verify=verify) == 5
    assert guarded("kano", "count", lambda: 2, expect=int, verify=verify) == Fault("kano", "count", "5 is odd.")
    many = guarded("kano", "count", lambda: [5, 0], expect=int, many=True, verify=verify)
    assert isinstance(many, Fault)
    assert many.message.startswith("ZeroDivisionError")


def test_the_traceback_goes_to_the_log_and_not_to_the_fault(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="personatui.plugins"):
        fault = guarded("kano", "count", _raise(ValueError("bad \x1b[2J")), expect=int)
    assert isinstance(fault, Fault)
    assert "Traceback" not in fault.message
    assert "Traceback" in caplog.text
    assert "\x1b" not in caplog.text


def test_without_a_log_handler_nothing_reaches_standard_error() -> None:
    import subprocess

    code = "from personatui.host.guard import guarded\nprint(guarded('kano', 'count', lambda: 1 / 0, expect=int))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "ZeroDivisionError" in result.stdout
    assert result.stderr == ""


def test_prints_go_to_the_log(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    def chatty() -> int:
        print("hello \x1b[2J")
        sys.stdout.write("there\n")
        sys.stdout.buffer.write(b"bytes\n")
        return 1

    with caplog.at_level(logging.INFO, logger="personatui.plugins"):
        assert guarded("kano", "count", chatty, expect=int) == 1
    print("ours")
    assert capsys.readouterr().out == "ours\n"
    assert [record.getMessage() for record in caplog.records] == ["kano printed (count): hello ␛[2J\nthere\nbytes"]


def test_standard_output_is_as_before_even_when_a_plugin_closes_it() -> None:
    before = sys.stdout
    assert guarded("kano", "count", lambda: sys.stdout.close(), expect=int, optional=True) is None
    assert sys.stdout is before
    assert not sys.stdout.closed


def test_guarded_calls_may_nest(capsys: pytest.CaptureFixture[str]) -> None:
    def outer() -> int:
        print("outer")
        guarded("inner", "count", print, "inner", expect=int, optional=True)
        print("outer again")
        return 1

    before = sys.stdout
    assert guarded("kano", "count", outer, expect=int) == 1
    assert sys.stdout is before
    assert capsys.readouterr().out == ""


def test_a_thread_catches_its_own_prints_and_nobody_elses(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    together = threading.Barrier(3, timeout=30)
    leave = threading.Event()

    def chatty(name: str) -> int:
        print(name)
        together.wait()
        assert leave.wait(30)
        print(name)
        return 1

    before = sys.stdout
    with caplog.at_level(logging.INFO, logger="personatui.plugins"):
        threads = [
            threading.Thread(target=guarded, args=(name, "count", chatty, name), kwargs={"expect": int})
            for name in ("a", "b")
        ]
        for thread in threads:
            thread.start()
        together.wait()
        print("from the main thread")
        leave.set()
        for thread in threads:
            thread.join(30)
    assert sys.stdout is before
    assert capsys.readouterr().out == "from the main thread\n"
    assert sorted(record.getMessage() for record in caplog.records) == [
        "a printed (count): a\na",
        "b printed (count): b\nb",
    ]

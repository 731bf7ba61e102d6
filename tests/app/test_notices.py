"""Notices: how many are shown, which stay, and one whose time is up before it is shown."""

from __future__ import annotations

from pathlib import Path

from textual.widgets._toast import Toast

from app.driving import at_work, sample, settled
from personatui.app.notices import MOST, Notice, Notices


def test_a_notice_that_is_over_has_some_time_left() -> None:
    over = Notice("Over", timeout=-5)
    assert over.has_expired
    assert over.time_left > 0
    assert not Notice("Now", timeout=5).has_expired
    assert 4 < Notice("Now", timeout=5).time_left <= 5


async def test_one_that_is_over_when_it_is_shown_goes_and_the_program_does_not_stop(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        toast = Toast(Notice("Over", timeout=-0.01))
        await desk.screen.mount(toast)
        await desk.pilot.pause(0.05)
        assert not toast.is_attached
        await desk.press("question_mark")
        assert desk.app.is_running


def test_of_too_many_the_oldest_go_and_errors_last() -> None:
    notices = Notices()
    error = Notice("Error", severity="error", timeout=9)
    told = [Notice(str(number), timeout=9) for number in range(MOST + 2)]
    for notice in (error, *told):
        notices.add(notice)
    assert [notice.message for notice in (error, *told) if not notice.has_expired] == [
        "Error",
        *(notice.message for notice in told[-(MOST - 1) :]),
    ]
    errors = [Notice(f"E{number}", severity="error", timeout=9) for number in range(MOST + 1)]
    for notice in errors:
        notices.add(notice)
    assert all(notice.has_expired for notice in (error, *told, errors[0]))
    assert not any(notice.has_expired for notice in errors[1:])


async def test_a_held_key_does_not_pile_up_notices(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        for number in range(30):
            desk.app.notify(f"Undid: {number}")
        await settled(desk.pilot)
        assert len(desk.screen.query(Toast)) == MOST
        assert desk.notices == [f"Undid: {number}" for number in range(30 - MOST, 30)]

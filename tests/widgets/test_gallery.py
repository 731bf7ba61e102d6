"""The gallery: every page opens at every size, and what is asked for is answered on data."""

from __future__ import annotations

import pytest

from personatui.errors import EditError
from personatui.model.edits import Change, DeleteFile
from personatui.model.ids import canvas_reference
from personatui.store.preferences import UserSettings
from personatui.testing.answering import make
from personatui.testing.gallery import GalleryApp, example, main
from personatui.testing.gallery_data import DEMO
from personatui.testing.gallery_views import PAGES
from widgets.at_gallery import SMALL, TINY, WIDE, RowList, at_gallery


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
async def test_every_page_at_every_size_and_theme(page: object) -> None:
    name = getattr(page, "name", "")
    async with at_gallery(name) as visitor:
        for size in (SMALL, TINY, WIDE):
            await visitor.resize(*size)
            for theme in ("textual-light", "textual-dark"):
                visitor.app.theme = theme
                await visitor.settle()
                assert visitor.drawn().strip()
                assert isinstance(visitor.app.focused, RowList)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
async def test_every_page_without_any_entry(page: object) -> None:
    name = getattr(page, "name", "")
    async with at_gallery(name) as visitor:
        visitor.app.project = example({})
        assert visitor.app.view is not None
        visitor.app.view.show(visitor.app.context)
        for size in (SMALL, TINY, WIDE):
            await visitor.resize(*size)
            await visitor.press("down", "right", "plus", "1", "d", "J", "L", "y", "m", "backspace")
            assert visitor.drawn().strip()


async def test_the_menu_and_the_brackets_turn_the_pages() -> None:
    async with at_gallery("boxes") as visitor:
        await visitor.press("right_square_bracket")
        assert visitor.app.page.name == "rated"
        await visitor.press("left_square_bracket", "left_square_bracket")
        assert visitor.app.page.name == "axes"
        await visitor.click(visitor.find("Board"))
        assert visitor.app.page.name == "board"


async def test_entries_are_duplicated_copied_and_pasted() -> None:
    async with at_gallery("boxes") as visitor:
        await visitor.press("D")
        assert [note.text for note in visitor.canvas.says][:2] == ["“Is somebody there at night?”"] * 2
        assert visitor.at == visitor.canvas.says[1].id
        await visitor.press("y", "right", "p")
        assert len(visitor.canvas.thinks) == 2
        await visitor.press("u", "u")
        assert len(visitor.canvas.says) == 2
        await visitor.press("u", "u")


def test_the_command_refuses_an_unknown_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nonsense"]) == 2
    assert "rated" in capsys.readouterr().err


def test_only_open_canvases_can_be_changed() -> None:
    project = example()
    with pytest.raises(EditError):
        make(project, Change("x", (DeleteFile(canvas_reference("gallery", "maya-okafor")),)))
    with pytest.raises(EditError):
        make(project, Change("x", (DeleteFile(canvas_reference("other", "maya-okafor")),)))


_KEYMAP = {
    "entries.add": "f4",
    "facing.link": "f5",
    "facing.end": "f6",
    "entries.form": "f7,enter",
    "board.highlight": "",
    "plane.next": "f8",
    "plane.left": "f9",
}


@pytest.mark.parametrize(
    ("page", "keys", "expected"),
    [
        ("rated", (), "empty · f4 adds"),
        ("stages", (), "empty · f4 adds a stage"),
        ("axes", (), "empty · f4 adds"),
        ("axes", (), "f9 ↓ ↑ → move · f8 k select"),
        ("facing", ("down",), "f5 links it"),
        ("facing", ("x",), "f7 links or unlinks · + - strength · f6 ends"),
    ],
)
async def test_hints_name_the_keys_of_the_keymap(
    monkeypatch: pytest.MonkeyPatch, page: str, keys: tuple[str, ...], expected: str
) -> None:
    monkeypatch.setattr(GalleryApp, "settings", UserSettings(keymap=_KEYMAP), raising=False)
    data: dict[str, object] = {} if page == "facing" else dict.fromkeys(DEMO, ())
    async with at_gallery(page, data) as visitor:
        await visitor.press(*keys)
        assert expected in visitor.drawn()


async def test_a_key_that_was_taken_away_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GalleryApp, "settings", UserSettings(keymap=_KEYMAP), raising=False)
    async with at_gallery("board") as visitor:
        assert "highlights" not in visitor.drawn()

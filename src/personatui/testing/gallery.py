"""The gallery of widgets: `python -m personatui.testing.gallery [NAME]` shows each with an example to edit.

What is changed here is held in memory alone. Forms, evidence and the questions of a box belong to the workbench
and are only named.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Footer

from personatui.api import Canvas, Change, Project
from personatui.api.ui import Row, RowList, ToolContext, ToolView
from personatui.app.dialogs import AskScreen
from personatui.errors import PersonatuiError
from personatui.model.cleaning import clean
from personatui.model.places import entry_at, find_place
from personatui.testing.answering import add, answer, edit, make
from personatui.testing.gallery_data import DEMO, SOURCES
from personatui.testing.gallery_views import PAGES, TOOL, GalleryView, Page
from personatui.testing.projects import PERSONA_ID, make_project
from personatui.widgets.requests import (
    AddRequested,
    CopyRequested,
    EditRequested,
    PasteRequested,
    Request,
)

# Narrower than this there is no room for the menu.
_NARROW = 72


def example(data: dict[str, object] | None = None) -> Project:
    """A project that holds the canvas of the gallery: the example, or other data."""
    return make_project(
        personas={PERSONA_ID: {"name": "Maya Okafor"}},
        sources=SOURCES,
        canvases={(TOOL.id, PERSONA_ID): DEMO if data is None else data},
        tools=(TOOL,),
    )


class GalleryApp(App[None]):
    """The menu of the pages on the left, the page on the right."""

    TITLE = "personatui gallery"
    CSS = """
    #menu { width: 20; border: round $foreground 30%; padding: 0 1; }
    #menu:focus { border: round $accent; }
    #page { width: 1fr; }
    .-narrow #menu { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket", "page(-1)", "Page before", show=False, key_display="["),
        Binding("right_square_bracket", "page(1)", "Next page", key_display="]"),
        Binding("u", "undo", "Undo"),
        Binding("q", "quit", "Quit", show=False),
    ]

    def __init__(self, name: str = "", project: Project | None = None) -> None:
        super().__init__()
        self.project = example() if project is None else project
        self.page = next((page for page in PAGES if page.name == name), PAGES[0])
        self.view: GalleryView | None = None
        self.undone: list[Project] = []
        self._copied = ""

    def compose(self) -> ComposeResult:
        with Horizontal():
            menu = RowList([Row(((page.title, "plain"),), key=page.name) for page in PAGES], id="menu")
            # the page takes the keys once it is there
            menu.can_focus = False
            yield menu
            yield Vertical(id="page")
        yield Footer()

    async def on_mount(self) -> None:
        await self.open(self.page)

    def on_resize(self) -> None:
        self.screen.set_class(self.size.width < _NARROW, "-narrow")

    @property
    def context(self) -> ToolContext:
        """What the page shows."""
        found = self.project.canvas(TOOL.id, PERSONA_ID)
        canvas: Canvas | None = found[1] if found is not None else None
        return ToolContext(TOOL, PERSONA_ID, self.project.personas[PERSONA_ID], self.project, PERSONA_ID, canvas)

    async def open(self, page: Page) -> None:
        """Show a page."""
        self.page = page
        self.view = page.view(self.context)
        holder = self.query_one("#page")
        await holder.remove_children()
        await holder.mount(self.view)
        self.query_one("#menu", RowList).move_to(page.name)
        self.call_after_refresh(self._focus_view)

    def _focus_view(self) -> None:
        first = next((rows for rows in self.query("#page RowList").results(RowList) if rows.focusable), None)
        if first is not None:
            first.focus()
        self.query_one("#menu").can_focus = True

    async def action_page(self, direction: int) -> None:
        await self.open(PAGES[(PAGES.index(self.page) + direction) % len(PAGES)])

    async def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        page = next((page for page in PAGES if page.name == event.key), None)
        if event.rows.id == "menu" and page is not None:
            await self.open(page)

    # Changing --------------------------------------------------------------------------------------------

    @on(Request)
    def take_request(self, request: Request) -> None:
        """Every request of a widget comes here; the workbench has its own answer."""
        match request:
            case AddRequested(texts=()):
                self._ask("Add", "What does it say?", lambda text: self.change(*self._added(request, text)))
            case EditRequested():
                self._ask_text(request.key)
            case CopyRequested():
                self._copied = request.key
            case PasteRequested():
                self._paste(request)
            case _:
                change, key = answer(self.project, request)
                if change is not None:
                    self.change(change, key)
                else:
                    what = type(request).__name__.removesuffix("Requested")
                    self.notify(f"{what}: the workbench asks for this.", markup=False)

    def on_tool_view_change_requested(self, event: ToolView.ChangeRequested) -> None:
        self.change(event.change)

    def change(self, change: Change | None, key: str = "") -> None:
        """Make a change and show the page again; one that does not fit is refused with a notice."""
        if change is None or self.view is None:
            return
        before = self.project
        try:
            self.project = make(before, change)
        except PersonatuiError as error:
            self.notify(clean(str(error)), severity="error", markup=False)
            return
        self.undone.append(before)
        self.view.show(self.context)
        if key and find_place(self.project, key) is not None:
            self._go_to(key)

    def _go_to(self, key: str) -> None:
        """Put the cursor on an entry, unless it is there already."""
        if isinstance(self.focused, RowList) and self.focused.current and self.focused.current.key == key:
            return
        lists = self.query("#page RowList").results(RowList)
        found = next((rows for rows in lists if rows.focusable and rows.move_to(key)), None)
        if found is not None:
            found.focus()

    def action_undo(self) -> None:
        if self.undone and self.view is not None:
            self.project = self.undone.pop()
            self.view.show(self.context)

    def _added(self, request: AddRequested, text: str) -> tuple[Change, str]:
        return add(self.project, request.slot, request.after, (text,))

    def _paste(self, request: PasteRequested) -> None:
        text = self._text_of(self._copied)
        if text:
            self.change(*add(self.project, request.slot, request.after, (text,)))

    def _ask_text(self, key: str) -> None:
        text = self._text_of(key)
        self._ask("Edit", "What does it say?", lambda said: self.change(edit(self.project, key, said), key), text)

    def _text_of(self, key: str) -> str:
        place = find_place(self.project, key) if key else None
        entry = entry_at(self.project, place) if place is not None else None
        return entry.label if entry is not None else ""

    def _ask(self, title: str, question: str, then: Callable[[str], None], value: str = "") -> None:
        def take(text: str | None) -> None:
            if text is not None:
                then(text)

        self.push_screen(AskScreen(title, question, value=value), take)


def main(arguments: list[str]) -> int:
    """Show the gallery, beginning with the page that is named."""
    names = [page.name for page in PAGES]
    if arguments and (len(arguments) > 1 or arguments[0] not in names):
        print(f"There is no page {' '.join(arguments)}. There are: {', '.join(names)}", file=sys.stderr)  # noqa: T201
        return 2
    GalleryApp(arguments[0] if arguments else "").run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

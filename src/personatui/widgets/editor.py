"""Writing in place: an editor laid over the row that it edits, which grows with its text."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget
from textual.widgets import TextArea

from personatui.model.cleaning import clean
from personatui.widgets.entries import pasted_texts
from personatui.widgets.keys import offer, own_key, told_together

_NEW_LINE_KEYS = ("shift+enter", "alt+enter", "ctrl+j")
_MOST_LINES = 12
_FRAME = 2
_PADDING = 2
# Narrower than this nobody writes; the editor is laid over what is beside it.
_LEAST = 30


class NoteEditor(TextArea):
    """Edits one text. Enter accepts, Escape leaves; going elsewhere accepts too, so that nothing is lost.

    `adds` is true for a new entry: several pasted lines then become several entries.
    """

    DEFAULT_CSS = """
    NoteEditor {
        position: absolute;
        overlay: screen;
        constrain: inside inside;
        border: round $accent;
        border-subtitle-color: $foreground-muted;
        background: $surface;
        padding: 0 1;
        height: 3;
        scrollbar-size-vertical: 1;
        & .text-area--cursor-line { background: transparent; }
        &:focus { border: round $accent; }
    }
    """
    BINDING_GROUP_TITLE = "Editor"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "Accept", id="editor.accept", priority=True),
        Binding("ctrl+s", "accept", "Accept", id="editor.accept-too", show=False, priority=True),
        Binding(",".join(_NEW_LINE_KEYS), "new_line", "New line", id="editor.new-line", key_display="alt+enter"),
        Binding("tab", "accept", "Accept", id="editor.accept-tab", show=False, priority=True),
        Binding("escape", "leave", "Leave it as it was", id="editor.leave", priority=True),
    ]

    class Accepted(Message):
        """The text is to be kept. `by_key` is false when the person went elsewhere.

        The editor of a new entry `goes_on`: it is empty again and waits for the text of the next one.
        """

        def __init__(self, editor: NoteEditor, text: str, *, by_key: bool, goes_on: bool = False) -> None:
            super().__init__()
            self.editor = editor
            self.text = text
            self.by_key = by_key
            self.goes_on = goes_on

    class Left(Message):
        """The person wants the text as it was; `text` is what was written."""

        def __init__(self, editor: NoteEditor, text: str) -> None:
            super().__init__()
            self.editor = editor
            self.text = text

    class Several(Message):
        """Several texts were pasted, each to become an entry of its own."""

        def __init__(self, editor: NoteEditor, texts: tuple[str, ...]) -> None:
            super().__init__()
            self.editor = editor
            self.texts = texts

    def __init__(self, text: str, area: Region, *, source: Widget, adds: bool = False, placeholder: str = "") -> None:
        super().__init__(text, placeholder=Content(placeholder), id="note-editor")
        self.source = source
        self.adds = adds
        self.area = area
        self._is_done = False

    def on_mount(self) -> None:
        keeps = own_key(self, "editor.accept")
        self.border_subtitle = told_together(f"{keeps} keeps" if keeps else "", offer(self, "editor.leave", "leaves"))
        if self.adds and not self.placeholder:
            self.placeholder = Content(f"Write, then {keeps}" if keeps else "Write")
        self.move_cursor(self.document.end)
        self.place(self.area)
        self.focus()

    def place(self, area: Region) -> None:
        """Lay the editor over an area of the screen, so that its text stands where the row's did."""
        self.area = area
        self.styles.width = max(area.width + _FRAME + _PADDING, _LEAST)
        self.styles.offset = (area.x - (_FRAME + _PADDING) // 2, area.y - _FRAME // 2)
        self._fit()

    def _fit(self) -> None:
        lines = min(max(self.wrapped_document.height, self.area.height, 1), _MOST_LINES)
        self.styles.height = lines + _FRAME

    def on_text_area_changed(self) -> None:
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    @property
    def written(self) -> str:
        """The text without signs that a terminal obeys, and without blanks around it."""
        return clean(self.text).strip()

    def action_accept(self) -> None:
        """Keep the text; of new entries, write the next one."""
        if self._is_done:
            return
        if self.adds and self.written:
            # emptied at once: what is typed from here on is the next text
            self.post_message(self.Accepted(self, self.written, by_key=True, goes_on=True))
            self.text = ""
        else:
            self._finish(self.Accepted(self, self.written, by_key=True))

    def restore(self, text: str) -> None:
        """Put a text back that could not be kept, before what was written since."""
        self._is_done = False
        if self.adds:
            self.text = text + self.text
        self.move_cursor(self.document.end)
        self.focus()

    def action_leave(self) -> None:
        self._finish(self.Left(self, self.written))

    def action_new_line(self) -> None:
        self.insert("\n")

    def on_blur(self) -> None:
        # another window in front is no decision, another widget is
        if self.app.app_focus:
            self._finish(self.Accepted(self, self.written, by_key=False))

    def _finish(self, message: Message) -> None:
        if not self._is_done:
            self._is_done = True
            self.post_message(message)

    async def _on_paste(self, event: events.Paste) -> None:
        texts = pasted_texts(event.text)
        if self.adds and len(texts) > 1:
            event.stop()
            event.prevent_default()
            before = self.written
            self._finish(self.Several(self, (before, *texts) if before else texts))
            return
        event.prevent_default()
        event.stop()
        self.insert(clean(event.text.replace("\r\n", "\n").replace("\r", "\n")))

"""A list of rows drawn line by line: the rail, the card, every box of notes. Long lists cost what is visible."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from personatui.widgets.lines import Piece, Row, cut_row, wrap_row


class RowList(ScrollView, can_focus=True, inherit_bindings=False):
    """A scrolling list with a cursor. Wraps long rows, or cuts them with an ellipsis when `wrap` is False."""

    DEFAULT_CSS = """
    RowList {
        background: transparent;
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 0;
        overflow-x: hidden;
        & > .rows--strong { text-style: bold; }
        & > .rows--dim { color: $foreground-muted; }
        & > .rows--mark { color: $primary; }
        & > .rows--assumption { color: $text-warning; }
        & > .rows--heading { color: $text-accent; text-style: bold; }
        & > .rows--good { color: $text-success; }
        & > .rows--warning { color: $text-warning; }
        & > .rows--error { color: $text-error; text-style: bold; }
        & > .rows--quote { text-style: italic; }
        & > .rows--match { color: $text-accent; text-style: bold underline; }
        & > .rows--cursor { background: $surface-lighten-2; }
        &:ansi > .rows--cursor { text-style: underline; }
        &:ansi > .rows--dim { text-style: dim; }
        & > .rows--cursor-focus { background: $block-cursor-background; color: $block-cursor-foreground; }
    }
    """
    BINDING_GROUP_TITLE = "Lists"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "cursor_down", "Down", show=False, id="rows.down"),
        Binding("up,k", "cursor_up", "Up", show=False, id="rows.up"),
        Binding("pagedown,ctrl+d", "cursor_page(1)", "Page down", show=False, id="rows.page-down"),
        Binding("pageup,ctrl+u", "cursor_page(-1)", "Page up", show=False, id="rows.page-up"),
        Binding("home,g", "cursor_first", "First", show=False, id="rows.first"),
        Binding("end,G", "cursor_last", "Last", show=False, id="rows.last"),
        Binding("enter", "select", "Open", show=False, id="rows.select"),
    ]

    cursor: reactive[int] = reactive(-1)

    class Highlighted(Message):
        """The cursor came to a row."""

        def __init__(self, rows: RowList, key: str) -> None:
            super().__init__()
            self.rows = rows
            self.key = key

        @property
        def control(self) -> RowList:
            return self.rows

    class Chosen(Highlighted):
        """A row was chosen with Enter or a click."""

    def __init__(
        self,
        rows: Iterable[Row] = (),
        *,
        wrap: bool = True,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._rows = tuple(rows)
        self._wrap = wrap
        # the row and line of it that each line of the list shows; without wrapping they are the rows themselves
        self._lines: list[tuple[int, tuple[Piece, ...]]] = []
        self._first_lines: list[int] = []
        self._laid_out_for = (-1, -1)
        self._version = 0
        self._styles: dict[str, Style] = {}

    # Content ---------------------------------------------------------------------------------------------

    @property
    def rows(self) -> tuple[Row, ...]:
        """What the list shows."""
        return self._rows

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if 0 <= self.cursor < len(self._rows) else None

    def show(self, rows: Iterable[Row], *, cursor_key: str | None = None) -> None:
        """Replace the rows; the cursor stays on the row of the same key, or goes to `cursor_key`.

        Where the cursor stays but had been scrolled out of view, the view stays too.
        """
        before = self.current.key if self.current else ""
        was_in_view = self._is_in_view(self.cursor)
        wanted = cursor_key if cursor_key is not None else before
        self._rows = tuple(rows)
        self._version += 1
        position = next((i for i, row in enumerate(self._rows) if wanted and row.key == wanted), -1)
        self.set_reactive(RowList.cursor, position)
        self._lay_out()
        if position >= 0 and (was_in_view or wanted != before):
            self.scroll_to_row(position)
        self.refresh(layout=self.styles.is_auto_height)

    def move_to(self, key: str) -> bool:
        """Put the cursor on the row of that key; whether there is one."""
        for index, row in enumerate(self._rows):
            if row.key == key:
                self.cursor = index
                return True
        return False

    def move_to_first(self) -> None:
        """Put the cursor on the first row that can be selected."""
        self._step(range(len(self._rows)))

    def dressed(self, row: Row) -> Row:
        """A row as it is drawn, in a list that does not wrap: what changes often is added to the rows in view alone."""
        return row

    # Layout ----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        width = self._width
        self._laid_out_for = (width, self._version)
        if not self._wrap:
            self._lines = []
            self.virtual_size = Size(width, len(self._rows))
            return
        if not self._break_lines(width, most=self.size.height):
            # only what does not fit gets a scroll bar, and makes room for it
            self._break_lines(width - self.styles.scrollbar_size_vertical)
        self.virtual_size = Size(width, len(self._lines))

    def _break_lines(self, width: int, *, most: int | None = None) -> bool:
        """Break the rows into lines; false as soon as there are more than `most`."""
        self._lines, self._first_lines = [], []
        for index, row in enumerate(self._rows):
            self._first_lines.append(len(self._lines))
            self._lines.extend((index, line) for line in wrap_row(row, width))
            if most is not None and len(self._lines) > most:
                return False
        return True

    @property
    def _width(self) -> int:
        """Columns for rows while there is no scroll bar."""
        scroll_bar = self.styles.scrollbar_size_vertical if self.show_vertical_scrollbar else 0
        return (self.scrollable_content_region.width or self.size.width) + scroll_bar

    def _ensure_laid_out(self) -> None:
        if self._laid_out_for != (self._width, self._version):
            self._lay_out()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        if not self._wrap:
            return len(self._rows)
        return sum(len(wrap_row(row, width)) for row in self._rows)

    def on_resize(self) -> None:
        self._ensure_laid_out()
        if self.cursor >= 0:
            self.scroll_to_row(self.cursor, within=not self._is_beside_focus)

    @property
    def _is_beside_focus(self) -> bool:
        """Whether the focus is beside the list, in what holds both: there it is what has to stay in view."""
        holder, focused = self._holder, self.screen.focused
        if holder is None or focused is None or self in (focused, *focused.ancestors):
            return False
        return holder in focused.ancestors

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles.clear()

    # Drawing ---------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        self._ensure_laid_out()
        width = self.scrollable_content_region.width
        base = self._base_style
        line = self.scroll_offset.y + y
        if self._wrap:
            if line >= len(self._lines):
                return Strip.blank(width, base)
            index, pieces = self._lines[line]
        else:
            if line >= len(self._rows):
                return Strip.blank(width, base)
            index = line
            pieces = cut_row(self.dressed(self._rows[index]), width)
        under_cursor = index == self.cursor
        overlay = self._role_style("cursor-focus" if self.has_focus else "cursor") if under_cursor else Style.null()
        segments = [
            Segment(
                text,
                base + (overlay if under_cursor and self.has_focus else self._piece_style(role)) + overlay,
            )
            for text, role in pieces
        ]
        filled = sum(cell_len(segment.text) for segment in segments)
        if filled < width:
            segments.append(Segment(" " * (width - filled), base + overlay))
        return Strip(segments, max(width, filled)).crop(0, width)

    @property
    def _base_style(self) -> Style:
        if "" not in self._styles:
            self._styles[""] = self.rich_style
        return self._styles[""]

    def _piece_style(self, role: str) -> Style:
        return Style.null() if role == "plain" else self._role_style(role)

    def _role_style(self, role: str) -> Style:
        if role not in self._styles:
            self._styles[role] = self._look(f"rows--{role}")
        return self._styles[role]

    def _look(self, name: str) -> Style:
        """What the style sheet says of a part, and nothing more, with transparent colours laid over the background."""
        # As component classes, all parts of every list would be worked out anew whenever the focus moves.
        part = DOMNode(classes=name)
        part._attach(self)
        self.app.stylesheet.apply(part, animate=False)
        rules = part.styles
        background = self.background_colors[1]
        style = rules.text_style
        if rules.has_rule("background"):
            background = background + rules.background
            style += Style(bgcolor=background.rich_color)
        if rules.has_rule("color"):
            colour = background.get_contrast_text(rules.color.a) if rules.auto_color else rules.color
            style += Style(color=(background + colour).rich_color)
        return style

    # Moving ----------------------------------------------------------------------------------------------

    def watch_cursor(self, cursor: int) -> None:
        self.refresh()
        if 0 <= cursor < len(self._rows):
            self.scroll_to_row(cursor)
            self.post_message(self.Highlighted(self, self._rows[cursor].key))

    def lines_of(self, index: int) -> tuple[int, int]:
        """The first line of a row, counted from the top of the list, and how many it takes."""
        self._ensure_laid_out()
        if not self._wrap or index >= len(self._first_lines):
            return index, 1
        top = self._first_lines[index]
        following = self._first_lines[index + 1] if index + 1 < len(self._first_lines) else len(self._lines)
        return top, max(1, following - top)

    def _is_in_view(self, index: int) -> bool:
        """Whether any line of a row is on screen."""
        lines = self._first_lines if self._wrap else range(len(self._rows))
        if not 0 <= index < len(lines):
            return False
        end = lines[index + 1] if index + 1 < len(lines) else max(len(self._lines), lines[index] + 1)
        top = self.scroll_offset.y
        return lines[index] < top + self.size.height and end > top

    def scroll_to_row(self, index: int, *, within: bool = True) -> None:
        """Bring a row into view; `within` what holds the list as well."""
        top, height = self.lines_of(index)
        # the heading above the first row comes into view with it
        start = 0 if not any(row.key for row in self._rows[:index]) else top
        self.scroll_to_region(Region(0, start, 1, top - start + height), animate=False, force=True)
        if within:
            self._reveal_within(top, height)

    @property
    def _holder(self) -> Widget | None:
        """What holds the list and is scrolled."""
        nodes = (node for node in self.ancestors if isinstance(node, Widget) and node.allow_vertical_scroll)
        found = next(nodes, None)
        return None if isinstance(found, Screen) else found

    def _reveal_within(self, top: int, height: int) -> None:
        """Bring lines of a list that is longer than what holds it into view there."""
        holder = self._holder
        if holder is None or not self.region.area:
            return
        line = self.content_region.y + top - self.scroll_offset.y
        region = Region(0, line - holder.content_region.y + holder.scroll_offset.y, 1, height)
        holder.scroll_to_region(region, animate=False, force=True)

    def _step(self, candidates: Iterable[int]) -> bool:
        for index in candidates:
            if 0 <= index < len(self._rows) and self._rows[index].key:
                self.cursor = index
                return True
        return False

    def action_cursor_down(self) -> None:
        if not self._step(range(self.cursor + 1, len(self._rows))):
            self.scroll_down(animate=False)

    def action_cursor_up(self) -> None:
        if not self._step(range(self.cursor - 1, -1, -1)):
            self.scroll_up(animate=False)

    def action_cursor_page(self, direction: int) -> None:
        page = max(1, self.scrollable_content_region.height - 1)
        target = max(0, min(len(self._rows) - 1, self.cursor + direction * page))
        outward = range(target, len(self._rows)) if direction > 0 else range(target, -1, -1)
        if not self._step(outward):
            self.action_cursor_last() if direction > 0 else self.action_cursor_first()

    def action_cursor_first(self) -> None:
        self._step(range(len(self._rows)))

    def action_cursor_last(self) -> None:
        self._step(range(len(self._rows) - 1, -1, -1))

    def action_select(self) -> None:
        row = self.current
        if row is not None and row.key:
            self.post_message(self.Chosen(self, row.key))

    def row_at(self, y: int, x: int = 0) -> int | None:
        """The position of the row at a line of the widget, counted from its upper edge; None below the last.

        `x` counts from the left edge; it matters where rows stand side by side.
        """
        self._ensure_laid_out()
        line = y + self.scroll_offset.y - self.gutter.top
        if self._wrap:
            return self._lines[line][0] if 0 <= line < len(self._lines) else None
        return line if 0 <= line < len(self._rows) else None

    def on_click(self, event: events.Click) -> None:
        index = self.row_at(event.y, event.x)
        if index is not None:
            self.click_row(index, event)

    def click_row(self, index: int, event: events.Click) -> None:
        """What a click on a row does. Textual calls every `on_click` of a class and its bases; this it calls once."""
        if self._rows[index].key:
            self.cursor = index
            self.post_message(self.Chosen(self, self._rows[index].key))

    def on_focus(self) -> None:
        if self.cursor < 0:
            self.move_to_first()
        elif self.current is not None:
            self.post_message(self.Highlighted(self, self.current.key))
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

"""The controls of a form: one for each kind of field, all with a `text`, and a message when a person changes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content, Span
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from personatui.model.cleaning import clean, clean_line
from personatui.model.fields import FieldKind, FormField
from personatui.model.forms import parse, show
from personatui.model.project import Project
from personatui.model.validation import Problem
from personatui.widgets.lines import Row
from personatui.widgets.rows import RowList

NOT_SAID = "not said"
_TALLEST = 8
_MOST_LINKS = 6
_LONGEST_OPTION = 32
_MOST_SHOWN = 1000


class Edited(Message):
    """What a control says is another text."""


class LineControl(Input):
    """One line of text. What is pasted is cleaned where everybody sees it."""

    # from the start, since every class that comes later is styled anew
    compact = reactive(True, toggle_class="-textual-compact")

    def __init__(self, text: str, *, select_on_focus: bool = False) -> None:
        super().__init__(value=text, compact=True, select_on_focus=select_on_focus)

    @property
    def text(self) -> str:
        """What stands there."""
        return self.value

    @text.setter
    def text(self, text: str) -> None:
        self.value = text

    def validate(self, value: str) -> None:
        """The form judges what stands there."""

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.replace(clean_line(event.text), *self.selection)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(Edited())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.screen.focus_next()


class NumberControl(LineControl):
    """A number, which plus and minus step within its range."""

    BINDING_GROUP_TITLE = "Form"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "step(1)", "More", key_display="+", id="form.more", priority=True),
        Binding("minus", "step(-1)", "Less", key_display="-", id="form.less", priority=True),
    ]

    def __init__(self, text: str, form_field: FormField) -> None:
        # what is typed takes the place of the number before
        super().__init__(text, select_on_focus=True)
        self._field = form_field

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action != "step":
            return True
        if not self.value.strip():
            # the sign of a negative number, where there may be one
            return parameters == (1,) or (self._field.low is not None and self._field.low >= 0)
        return not isinstance(parse(self._field, self.value), Problem)

    def action_step(self, direction: int) -> None:
        """One step up or down, from the lowest value where there is none."""
        low, high = self._field.low, self._field.high
        now = parse(self._field, self.value)
        step = 0.1 if low is not None and high is not None and high - low <= 1 else 1
        if isinstance(now, int | float):
            after = round(now + direction * step, 10)
        else:
            after = self._field.default if isinstance(self._field.default, int | float) else low or 0
        if (low is not None and after < low) or (high is not None and after > high):
            self.app.bell()
            return
        self.value = show(self._field, after)
        self.cursor_position = len(self.value)


class TextControl(TextArea):
    """Text of several lines, as tall as what it says. Tab leaves it, and so do up and down at its ends."""

    DEFAULT_CSS = """
    TextControl { width: 1fr; height: 1; padding: 0; scrollbar-size-vertical: 1; }
    """
    compact = reactive(True, toggle_class="-textual-compact")

    def __init__(self, text: str, *, shortest: int = 1) -> None:
        super().__init__(text, compact=True, highlight_cursor_line=False)
        self._shortest = shortest

    def on_resize(self) -> None:
        # before the text area does so itself, which would be too late to measure
        self._rewrap_and_refresh_virtual_size()
        self._fit()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._fit()
        self.post_message(Edited())

    def _fit(self) -> None:
        self.styles.height = min(max(self._shortest, self.wrapped_document.height), _TALLEST)

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        text = clean(event.text.replace("\r\n", "\n").replace("\r", "\n"))
        result = self._replace_via_keyboard(text, *self.selection)
        if result is not None:
            self.move_cursor(result.end_location)

    def action_cursor_down(self, select: bool = False) -> None:
        if not select and self.navigator.is_last_wrapped_line(self.cursor_location):
            self.screen.focus_next()
        else:
            super().action_cursor_down(select)

    def action_cursor_up(self, select: bool = False) -> None:
        if not select and self.navigator.is_first_wrapped_line(self.cursor_location):
            self.screen.focus_previous()
        else:
            super().action_cursor_up(select)


class OptionsControl(Widget, can_focus=True):
    """A choice, of one or of several: all options side by side, `not said` among them, as many lines as they take."""

    DEFAULT_CSS = """
    OptionsControl { width: 1fr; height: auto; background: $surface; &:focus { background-tint: $foreground 5%; } }
    """
    BINDING_GROUP_TITLE = "Form"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "Option before", show=False, id="form.option-before"),
        Binding(
            "right", "move(1)", "Next option", key_display="←→", id="form.option-next", tooltip="The option beside"
        ),
        Binding("space", "tick", "Tick", id="form.tick"),
        Binding("space", "move(1)", "Next option", show=False, id="form.option-space"),
        Binding("backspace,delete", "clear", "Not said", id="form.not-said", tooltip="Say nothing: take it out"),
    ]

    def __init__(self, text: str, form_field: FormField) -> None:
        super().__init__()
        self._several = form_field.kind is FieldKind.CHOICES
        known = ("yes", "no") if form_field.kind is FieldKind.YES_NO else tuple(map(str, form_field.options))
        said = [word.strip() for word in text.split(",") if word.strip()] if self._several else [text] if text else []
        # what the file says and the model does not know stays among the options, until another is chosen
        self._options = (*known, *(word for word in dict.fromkeys(said) if word not in known))
        self._unknown = set(self._options) - set(known)
        if not self._several:
            default = form_field.default_text
            self._options = ("", *self._options)
            self._empty = f"{NOT_SAID}: {default}" if default else NOT_SAID
        self._said = said
        self._cursor = max(0, self._options.index(said[0])) if said else 0

    @property
    def text(self) -> str:
        """What is chosen, with commas between several."""
        return ", ".join(self._said)

    def _word(self, option: str) -> str:
        is_said = option in self._said or (not option and not self._said)
        name = clean_line(option) or self._empty
        name = name if len(name) <= _LONGEST_OPTION else f"{name[: _LONGEST_OPTION - 1]}…"
        if option in self._unknown:
            name += " ✖"
        frame = ("[x]" if is_said else "[ ]") if self._several else ("(•)" if is_said else "( )")
        return f"{frame} {name}"

    def _places(self, width: int) -> list[tuple[int, int, str]]:
        """The column and line of each option, and its text."""
        places: list[tuple[int, int, str]] = []
        column = line = 0
        for option in self._options:
            word = self._word(option)
            size = cell_len(word)
            if column and column + size > width:
                column, line = 0, line + 1
            places.append((column, line, word))
            column += size + 2
        return places

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 1 + max((line for _, line, _ in self._places(width)), default=0)

    def render(self) -> Content:
        text, spans, at_line = "", [], 0
        for index, (_, line, word) in enumerate(self._places(self.size.width)):
            if index:
                text += "\n" if line > at_line else "  "
            at_line = line
            option = self._options[index]
            is_said = option in self._said or (not option and not self._said)
            style = "bold" if is_said else "$foreground-muted"
            if self.has_focus and index == self._cursor:
                style = "bold reverse" if is_said else "reverse"
            spans.append(Span(len(text), len(text) + len(word), style))
            text += word
        return Content(text, spans=spans)

    def _say(self, said: Sequence[str]) -> None:
        if list(said) != self._said:
            self._said = list(said)
            self.post_message(Edited())
        self.refresh(layout=True)

    def _take(self, index: int, *, tick: bool = False) -> None:
        self._cursor = index
        option = self._options[index]
        if not self._several:
            self._say([option] if option else [])
        elif tick:
            said = set(self._said) ^ {option}
            # in the order of the options, which is the one that people expect
            self._say([word for word in self._options if word in said])
        self.refresh()

    def action_move(self, direction: int) -> None:
        """Go to the option beside; of a choice of one, choose it."""
        self._take((self._cursor + direction) % len(self._options))

    def action_tick(self) -> None:
        """Tick the option, or take the tick away."""
        self._take(self._cursor, tick=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._several or action != "tick"

    def action_clear(self) -> None:
        """Say nothing."""
        self._cursor = 0
        self._say([])

    def on_key(self, event: events.Key) -> None:
        """A letter goes to the next option that begins with it."""
        if event.character is None or not event.character.isalnum():
            return
        letter = event.character.casefold()
        for index in (*range(self._cursor + 1, len(self._options)), *range(self._cursor + 1)):
            if (self._options[index] or self._empty).casefold().startswith(letter):
                event.stop()
                self._take(index)
                return

    def on_click(self, event: events.Click) -> None:
        for index, (column, line, word) in enumerate(self._places(self.size.width)):
            if event.y == line and column <= event.x < column + cell_len(word):
                self._take(index, tick=True)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()


class SourcesControl(RowList):
    """What an item rests on, in words: the excerpts and titles, not only their ids."""

    DEFAULT_CSS = """
    SourcesControl { width: 1fr; height: auto; background: $surface; &:focus { background-tint: $foreground 5%; } }
    """
    BINDING_GROUP_TITLE = "Form"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete,backspace", "take_away", "Take away", id="form.source-away", tooltip="Take this source away"),
    ]

    class Wanted(Message):
        """The sources are to be chosen from the list."""

    def __init__(self, text: str, form_field: FormField, project: Project) -> None:
        super().__init__(wrap=False)
        self._field = form_field
        self._project = project
        self._text = text

    @property
    def text(self) -> str:
        """The references, one a line."""
        return self._text

    @property
    def references(self) -> tuple[str, ...]:
        """The references."""
        found = parse(self._field, self._text)
        return tuple(found) if isinstance(found, list) else ()

    def say(self, references: Sequence[str]) -> None:
        """Put other references there."""
        text = show(self._field, list(references))
        if text != self._text:
            self._text = text
            self.post_message(Edited())
        self._show()

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        rows = [self._row(text, str(position)) for position, text in enumerate(self.references)]
        rows.append(Row((("+ ", "mark"), ("link a source or excerpt", "dim")), key="link"))
        self.styles.height = min(len(rows), _MOST_LINKS)
        self.show(rows)
        if self.cursor < 0:
            self.set_reactive(RowList.cursor, 0)

    def _row(self, text: str, key: str) -> Row:
        pair = self._project.source_of(text)
        if pair is None:
            return Row((("✖ ", "error"), (f"{text} does not exist", "plain")), key=key)
        source, excerpt = pair
        title = source.title or text
        if excerpt is None:
            return Row((("● ", "mark"), (title, "plain"), (f"  {source.kind}", "dim")), key=key)
        return Row((("● ", "mark"), (f"“{excerpt.label}”", "quote"), (f"  {title}", "dim")), key=key)

    def action_take_away(self) -> None:
        """Take the reference under the cursor away."""
        row = self.current
        if row is not None and row.key.isdigit():
            kept = list(self.references)
            del kept[int(row.key)]
            self.say(kept)

    def action_cursor_down(self) -> None:
        if not self._step(range(self.cursor + 1, len(self.rows))):
            self.screen.focus_next()

    def action_cursor_up(self) -> None:
        if not self._step(range(self.cursor - 1, -1, -1)):
            self.screen.focus_previous()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.post_message(self.Wanted())


class ShownControl(Static, can_focus=True):
    """A value that is not edited here, as it stands; it can be reached, so that all of it can be seen."""

    DEFAULT_CSS = """
    ShownControl { width: 1fr; color: $foreground-muted; &:focus { background: $surface-lighten-1; } }
    """

    def __init__(self, text: str) -> None:
        more = f" … and {len(text) - _MOST_SHOWN:,} characters more" if len(text) > _MOST_SHOWN else ""
        super().__init__(Content(text[:_MOST_SHOWN] + more))
        self.text = text


Control = LineControl | TextControl | OptionsControl | SourcesControl | ShownControl


def control_for(form_field: FormField, text: str, project: Project | None) -> Control:
    """The control for a field that shows a text. Without a project, sources are entered as their ids, one a line."""
    text = clean(text)
    match form_field.kind:
        case FieldKind.SHOWN:
            return ShownControl(text)
        case FieldKind.CHOICE | FieldKind.CHOICES | FieldKind.YES_NO:
            return OptionsControl(text, form_field)
        case FieldKind.SOURCES if project is not None and isinstance(parse(form_field, text), list):
            return SourcesControl(text, form_field, project)
        case FieldKind.TEXT | FieldKind.LINES | FieldKind.SOURCES | FieldKind.TABLE:
            return TextControl(text, shortest=2 if form_field.kind is FieldKind.TEXT else 1)
        case FieldKind.WHOLE | FieldKind.NUMBER if "\n" not in text:
            return NumberControl(text, form_field)
        case _:
            # a line that holds several in the file keeps them
            return TextControl(text) if "\n" in text or "\t" in text else LineControl(text)

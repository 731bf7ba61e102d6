"""The form of any record or item: its fields with their meaning and range, judged while they are filled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from personatui.app.closing import Dialog
from personatui.app.fields import Control, Edited, LineControl, ShownControl, SourcesControl, control_for
from personatui.model.base import Model
from personatui.model.cleaning import clean_line
from personatui.model.edits import Data
from personatui.model.fields import FieldKind, FieldPath, FormField, fields_for, in_words, value_in
from personatui.model.forms import Entered, is_same, parse, says_nothing, show, tidied, trouble
from personatui.model.project import Project
from personatui.model.validation import Problem
from personatui.render.figures import count
from personatui.render.wording import as_title
from personatui.widgets.choices import Choice
from personatui.widgets.keyline import KeyLine
from personatui.widgets.lines import Row
from personatui.widgets.rows import RowList

# Below this width the meaning of a field stands under the form.
_NARROW = 110
_ABOUT_HEIGHT = 5
_UNKNOWN = "Also in the file"


class FieldRow(Widget):
    """A field of the form: its label, its control, and what is wrong with what was entered."""

    DEFAULT_CSS = """
    FieldRow {
        height: auto; width: 1fr; padding: 0 1 0 0;
        & > * { margin: 0 0 0 25; }
        & > .row--problem { color: $text-error; height: auto; width: 1fr; }
        & > .row--problem.-in-file { color: $text-warning; }
    }
    """

    def __init__(self, form_field: FormField, value: Any, project: Project | None) -> None:
        super().__init__()
        self.trouble = trouble(form_field, value)
        if form_field.kind is FieldKind.TABLE and isinstance(value, dict) and self.trouble:
            # what the lines of a form cannot say is not put at risk
            form_field, self.trouble = replace(form_field, kind=FieldKind.SHOWN), ""
        self.field = form_field
        self.value = value
        self.control: Control = control_for(form_field, show(form_field, value), project)
        self._first_text = self.control.text
        self._is_edited = False
        self._problem: Static | None = None

    def compose(self) -> ComposeResult:
        yield self.control

    def on_mount(self) -> None:
        self._tell()

    def render(self) -> Content:
        label = clean_line(self.field.label)
        label = label if len(label) <= 20 else f"{label[:19]}…"
        lead = "▸ " if self.control.has_focus else "  "
        style = "bold" if self.control.has_focus else "$foreground-muted" if not self.is_changed else ""
        return Content.styled(f"{lead}{label}{' *' if self.is_changed else ''}", style)

    @property
    def entered(self) -> Any:
        """The value that was entered, or what stands in the file as long as nothing was; or a Problem."""
        if not self._is_edited:
            return self.value
        text = self.control.text
        # what came back to the text of the file says what the file says
        return parse(self.field, text if text == self._first_text else tidied(self.field, text))

    @property
    def is_changed(self) -> bool:
        """Whether something else was entered than the file says."""
        if not self._is_edited:
            return False
        entered = self.entered
        return isinstance(entered, Problem) or not is_same(self.field, entered, self.value)

    @property
    def problem(self) -> str:
        """What is wrong with what was entered, or nothing."""
        entered = self.entered
        return entered.message if isinstance(entered, Problem) and self._is_edited else ""

    def on_edited(self, event: Edited) -> None:
        self._is_edited = self._is_edited or self.control.text != self._first_text
        self._tell()
        self.refresh()

    def _tell(self) -> None:
        """Say below the control what is wrong, in the file or with what was entered."""
        in_file = "" if self._is_edited else self.trouble
        told = f"✖ {self.problem}" if self.problem else f"▲ {in_file}" if in_file else ""
        if self._problem is None:
            if told:
                self._problem = Static(Content(told), classes="row--problem")
                self.mount(self._problem)
        else:
            self._problem.update(Content(told))
            self._problem.display = bool(told)
        if self._problem is not None:
            self._problem.set_class(bool(in_file), "-in-file")
            if told and self.control.has_focus:
                self.call_after_refresh(self.scroll_visible, animate=False)


class FieldList(VerticalScroll, inherit_bindings=False):
    """The fields, scrolled by going from one to the next."""


class FormScreen(Dialog[dict[FieldPath, Any] | None]):
    """Edits the fields of `data`, a record's or item's data as the file has it; `{}` for a new one.

    Returns what differs as `{path: value}`, None for what is no longer said: `model.forms.form_changes` makes edits
    of it, `model.forms.filled` the data of a new item. None when the person leaves. `project` names the sources
    and segments to choose from; `focus` is the path of the field to begin with.
    """

    DEFAULT_CSS = """
    FormScreen {
        align: center middle;
        & > Vertical {
            width: 134; max-width: 98%; height: auto; max-height: 100%;
            border: round $accent; padding: 0 0 0 1; background: $surface;
            border-title-color: $foreground; border-subtitle-color: $foreground-muted;
        }
        & #form-body { layout: horizontal; height: auto; }
        & #form-fields { width: 1fr; height: auto; scrollbar-size-vertical: 1; }
        & .form--heading { color: $text-accent; text-style: bold; margin: 1 0 0 0; }
        & LineControl, & TextControl, & OptionsControl, & SourcesControl { background: $surface-lighten-1; }
        & #form-about { width: 42; padding: 0 1; border-left: solid $foreground 30%; }
        &.-narrow {
            & > Vertical { max-width: 100%; }
            & #form-body { layout: vertical; }
            & #form-about {
                width: 1fr; height: 5; margin: 0 1 0 0; padding: 0;
                border-left: none; border-top: solid $foreground 30%;
            }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "accept", "Accept", id="form.accept", tooltip="Take what was entered"),
        Binding("ctrl+t", "pick", "Choose", id="form.pick", tooltip="Choose from what the project has"),
        Binding("escape", "cancel", "Cancel", id="form.cancel", tooltip="Leave; asks when something was changed"),
        Binding("tab", "app.focus_next", "Next field", id="form.next"),
        Binding("shift+tab", "app.focus_previous", "Field before", show=False, id="form.previous"),
        Binding("down,enter", "app.focus_next", "Next field", show=False, id="form.down"),
        Binding("up", "app.focus_previous", "Field before", show=False, id="form.up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="form.page-down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="form.page-up"),
    ]

    def __init__(
        self, title: str, model: type[Model], data: Data, *, project: Project | None = None, focus: FieldPath = ()
    ) -> None:
        super().__init__()
        self._title = as_title(clean_line(title))
        self._project = project
        self._focus = focus
        self._lit: FieldRow | None = None
        self.rows = tuple(FieldRow(one, value_in(data, one.path), project) for one in fields_for(model, data))

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content(self._title)
            with Container(id="form-body"):
                with FieldList(id="form-fields", can_focus=False):
                    yield from self._grouped()
                yield RowList(id="form-about")
            yield KeyLine()

    def _grouped(self) -> Iterator[Widget]:
        group = ""
        for row in self.rows:
            own = row.field.group
            if not row.field.is_known:
                own = f"{_UNKNOWN}: {own}" if own else _UNKNOWN
            elif row.field.kind is FieldKind.TABLE:
                own = row.field.label
            if own != group:
                group = own
                yield Static(Content(own or self._title), classes="form--heading")
            yield row

    def on_mount(self) -> None:
        self.query_one("#form-about", RowList).can_focus = False
        self._fit(self.app.size.width, self.app.size.height)
        wanted = next((row for row in self.rows if row.field.path == self._focus), None)
        first = wanted or next((row for row in self.rows if row.field.kind is not FieldKind.SHOWN), None)
        if first is not None:
            first.control.focus()
        self._tell()

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size.width, event.size.height)

    def _fit(self, width: int, height: int) -> None:
        narrow = width < _NARROW
        self.set_class(narrow, "-narrow")
        room = max(3, height - 3 - (_ABOUT_HEIGHT if narrow else 0))
        fields = self.query_one("#form-fields")
        fields.styles.max_height = room
        fields.styles.min_height = min(room, 9)
        self.query_one("#form-about").styles.height = _ABOUT_HEIGHT if narrow else "100%"
        if self.current is not None:
            self.call_after_refresh(self.current.scroll_visible, animate=False)

    @property
    def current(self) -> FieldRow | None:
        """The field that has the focus."""
        return next((row for row in self.rows if row.control is self.focused), None)

    @property
    def changed(self) -> tuple[FieldRow, ...]:
        """The fields in which something else was entered than the file says."""
        return tuple(row for row in self.rows if row.is_changed)

    @property
    def entered(self) -> Entered:
        """What differs from the file, of the fields that are right."""
        return {
            row.field.path: None if says_nothing(row.entered) else row.entered
            for row in self.changed
            if not row.problem
        }

    # Telling ---------------------------------------------------------------------------------------------

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        current = self.current
        for row in (self._lit, current):
            if row is not None:
                row.refresh()
        self._lit = current
        if current is not None:
            self.call_after_refresh(current.scroll_visible, animate=False)
        self._tell()

    def on_edited(self, event: Edited) -> None:
        event.stop()
        self._tell()

    def _tell(self) -> None:
        about = self.query_one("#form-about", RowList)
        about.show(_about(self.current) if self.current is not None else [], cursor_key="")
        changed = len(self.changed)
        box = self.query_one(Vertical)
        box.border_subtitle = Content(f"{count(changed, 'change')} *" if changed else "nothing changed")

    # Keys ------------------------------------------------------------------------------------------------

    def action_accept(self) -> None:
        """Take what was entered, unless something is wrong with it: then the cursor goes there."""
        wrong = next((row for row in self.rows if row.problem), None)
        if wrong is not None:
            wrong.control.focus()
            self.app.bell()
        else:
            self.dismiss(dict(self.entered))

    def action_cancel(self) -> None:
        """Leave; what was changed is thrown away only after a question."""
        if not self.is_active:
            # the question is asked already
            return
        changed = len(self.changed)
        if not changed:
            self.dismiss(None)
            return
        from personatui.app.question import QuestionScreen

        def answered(answer: bool | None) -> None:
            if answer:
                self.dismiss(None)

        self.app.push_screen(QuestionScreen(f"Throw away {count(changed, 'change')}?", title=self._title), answered)

    def action_page(self, direction: int) -> None:
        """Go about a screen of fields further."""
        fields = [row for row in self.rows if row.control.focusable]
        here = self.current
        if here is None or not fields:
            return
        reach = max(1, self.query_one("#form-fields").size.height - 2)
        wanted = here.virtual_region.y + direction * reach
        min(fields, key=lambda row: abs(row.virtual_region.y - wanted)).control.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._choices_of(self.current) is not None if action == "pick" else True

    def _choices_of(self, row: FieldRow | None) -> str | None:
        """What of the project can be chosen in a field: `sources`, `segment` or `personas`; else None."""
        if row is None or self._project is None:
            return None
        if isinstance(row.control, SourcesControl):
            return "sources"
        if row.field.key == "segment" and isinstance(row.control, LineControl):
            return "segment"
        return None

    def on_sources_control_wanted(self, event: SourcesControl.Wanted) -> None:
        event.stop()
        self.action_pick()

    def action_pick(self) -> None:
        """Choose the sources or the segment from what the project has."""
        row, project = self.current, self._project
        if row is None or project is None:
            return
        if isinstance(row.control, SourcesControl):
            self._pick_sources(row.control, project)
        elif isinstance(row.control, LineControl):
            self._pick_segment(row.control, project)

    def _pick_sources(self, control: SourcesControl, project: Project) -> None:
        from personatui.app.evidence import EvidenceChoice, EvidencePicker

        def chosen(answer: EvidenceChoice | None) -> None:
            if answer is not None:
                control.say(answer.sources)

        self.app.push_screen(
            EvidencePicker(project, control.references, title=self._title, may_add=False), callback=chosen
        )

    def _pick_segment(self, control: LineControl, project: Project) -> None:
        from personatui.app.choosing import ChooseScreen

        def chosen(answer: str | tuple[str, ...] | None) -> None:
            if isinstance(answer, str):
                control.text = answer

        choices = [Choice(key, segment.name or key, segment.summary) for key, segment in project.segments.items()]
        self.app.push_screen(
            ChooseScreen("Segment", choices, chosen=(control.text,), empty="This project has no segments yet."),
            callback=chosen,
        )


def _about(row: FieldRow) -> list[Row]:
    """What the field that has the focus means, and what may be entered."""
    field = row.field
    rows = [Row(((field.label, "strong"),), right=((".".join(map(in_file, field.path)), "dim"),))]
    if field.meaning:
        rows.append(Row(((field.meaning, "plain"),)))
    if field.range:
        rows.append(Row(((field.range, "mark"),)))
    if field.default_text:
        rows.append(Row(((f"Not said counts as {field.default_text}.", "dim"),)))
    if not field.may_be_empty:
        rows.append(Row((("Must be filled in.", "dim"),)))
    if isinstance(row.control, ShownControl):
        rows.append(Row((("It is kept as it is.", "dim"),)))
    return rows


def in_file(key: str) -> str:
    """A key as one word on a line."""
    return clean_line(key) or in_words(key)

"""Making something new: a persona, segment or source in a project, and a project itself."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label, Static

from personatui.app.closing import Dialog
from personatui.errors import PersonatuiError
from personatui.host.projects import folder_problem
from personatui.host.templates import (
    SOURCE_KINDS,
    Template,
    new_persona_change,
    new_segment_change,
    new_source_change,
    persona_templates,
)
from personatui.model.cleaning import clean_line
from personatui.model.edits import Change
from personatui.model.ids import slugify
from personatui.widgets.keyline import KeyLine
from personatui.widgets.lines import BLANK, Row, heading
from personatui.widgets.rows import RowList

if TYPE_CHECKING:
    from personatui.app.workbench import WorkbenchScreen
    from personatui.host.session import Session

_KINDS = {
    "interview": "what people said when they were asked",
    "survey": "answers of many to the same questions",
    "analytics": "what was measured of what people do",
    "support": "requests and complaints",
    "sales": "talks with those who buy, or did not",
    "observation": "what was seen on the spot",
    "desk-research": "what others have published",
    "workshop": "what a group worked out together",
}
NO_SEGMENT = "no segment"
_FIRST_NAME = "My personas"


class CreateScreen(Dialog[Change | None]):
    """Asks for the name of a persona, segment or source and what it is made from; returns the change that makes it."""

    DEFAULT_CSS = """
    CreateScreen {
        align: center middle;
        & > Vertical {
            width: 92; max-width: 96%; height: auto; max-height: 96%;
            border: round $accent; border-title-style: bold; padding: 0 1; background: $surface;
        }
        & Input { border: tall $foreground 20%; height: 3; }
        & Input:focus { border: tall $accent; }
        & .create--told { height: 2; padding: 0 1; color: $foreground-muted; }
        & .create--told.-wrong { color: $text-error; }
        & Horizontal { height: auto; max-height: 60vh; }
        & RowList {
            height: auto; max-height: 100%; border: round $foreground 20%; padding: 0 1;
            border-title-color: $foreground-muted;
        }
        & RowList:focus { border: round $accent; border-title-color: $text-accent; }
        & #templates { width: 2fr; }
        & #segments { width: 1fr; }
        & #segments.-none { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "make", "Make it", id="create.make", priority=True),
        Binding("down", "step(1)", "Next", id="create.next", show=False),
        Binding("up", "step(-1)", "Back", id="create.back", show=False),
        Binding("tab", "app.focus_next", "Next field", id="create.field", show=True),
        Binding("escape", "dismiss(None)", "Cancel", id="create.cancel"),
    ]

    def __init__(self, session: Session, *, segment: str = "", what: str = "persona:b2c") -> None:
        super().__init__()
        self._session = session
        self._segment = segment if segment in session.project.segments else ""
        self._what = what

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = "New"
            yield Input(placeholder="Name", id="name", max_length=200)
            yield Static(classes="create--told")
            with Horizontal():
                yield RowList(_what_rows(), wrap=False, id="templates")
                yield RowList(self._segment_rows(), wrap=False, id="segments")
            yield KeyLine()

    def on_mount(self) -> None:
        templates, segments = self.query_one("#templates", RowList), self.query_one("#segments", RowList)
        templates.border_title, segments.border_title = "Make it from", "In the segment"
        templates.move_to(self._what)
        segments.move_to(f"segment:{self._segment}")
        self.query_one(Input).focus()
        self._tell()

    @property
    def _typed(self) -> str:
        return " ".join(clean_line(self.query_one(Input).value).split())

    def action_step(self, direction: int) -> None:
        """The next template, or the one before, while a name is typed."""
        templates = self.query_one("#templates", RowList)
        if direction > 0:
            templates.action_cursor_down()
        else:
            templates.action_cursor_up()

    def action_make(self) -> None:
        """Make what was chosen, when it has a name."""
        if not self._typed:
            self._say("Type a name first.", wrong=True)
            self.query_one(Input).focus()
            return
        try:
            change = self._change()
        except PersonatuiError as error:
            self._say(str(error), wrong=True)
        else:
            self.dismiss(change)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._tell()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        if event.rows.id == "segments":
            self._segment = event.key.partition(":")[2]
        elif event.key:
            self._what = event.key
            self.query_one("#segments").set_class(not self._takes_segment, "-none")
            labels = {"persona": "Name of the persona", "segment": "Name of the segment", "source": "Title"}
            self.query_one(Input).placeholder = labels[self._what.partition(":")[0]]
        self._tell()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.query_one(Input).focus()

    @property
    def _takes_segment(self) -> bool:
        return self._what.startswith("persona:") and bool(self._session.project.segments)

    def _tell(self) -> None:
        """What would be made of the name as it stands."""
        kind = self._what.partition(":")[0]
        about = next((row.pieces[1][0] for row in _what_rows() if row.key == self._what), "")
        if not self._typed:
            self._say(f"Type a name; the file gets its own from it: {kind}s/….toml\n{about}")
            return
        plain = slugify(self._typed)
        taken = self._taken(kind)
        record = slugify(self._typed, taken)
        also = f"; there is a {kind} {plain} already" if record != plain else ""
        self._say(f"Makes {kind}s/{record}.toml{also}\n{about}")

    def _say(self, text: str, *, wrong: bool = False) -> None:
        told = self.query_one(".create--told", Static)
        told.update(Content(f"✖ {text}" if wrong else text))
        told.set_class(wrong, "-wrong")

    def _taken(self, kind: str) -> set[str]:
        project = self._session.project
        known = {"persona": project.personas, "segment": project.segments, "source": project.sources}[kind]
        # a file that cannot be read has its name all the same
        return {*known, *(broken.record for broken in self._session.loaded.broken if broken.kind == kind)}

    def _change(self) -> Change:
        kind, _, template = self._what.partition(":")
        project, taken = self._session.project, self._taken(kind)
        match kind:
            case "persona":
                return new_persona_change(project, template, self._typed, self._segment, taken=taken)
            case "segment":
                return new_segment_change(project, self._typed, taken=taken)
            case _:
                return new_source_change(project, template, self._typed, taken=taken)

    def _segment_rows(self) -> list[Row]:
        segments = sorted(self._session.project.segments.items(), key=lambda pair: pair[1].name.casefold())
        rows = [Row(((segment.name or record, "plain"),), key=f"segment:{record}") for record, segment in segments]
        return [Row(((NO_SEGMENT, "dim"),), key="segment:"), *rows]


def _what_rows() -> list[Row]:
    rows = [heading("Persona")]
    rows += (_row(f"persona:{template.id}", template.title, template.summary) for template in persona_templates())
    rows += [BLANK, heading("Segment"), _row("segment:", "Segment", "a group of customers that personas stand for")]
    rows += [BLANK, heading("Source of evidence")]
    rows += (_row(f"source:{kind}", kind.replace("-", " ").capitalize(), _KINDS[kind]) for kind in SOURCE_KINDS)
    return rows


def _row(key: str, title: str, note: str) -> Row:
    return Row(((f"{title:<18}", "plain"), (note, "dim")), key=key)


def create(screen: WorkbenchScreen) -> None:
    """Ask what to make in the project of a screen, make it there, and show it."""
    session = screen.session
    if session is None:
        screen.notify("The project is still being read.", severity="warning")
        return
    persona = session.project.personas.get(screen.persona_id)

    def take(change: Change | None) -> None:
        if change is not None:
            _make(screen, change)

    screen.app.push_screen(CreateScreen(session, segment=persona.segment if persona is not None else ""), take)


def _make(screen: WorkbenchScreen, change: Change) -> None:
    reference, before = change.targets[0], screen.persona_id
    if reference.kind == "persona":
        # what is shown again after the change is the new one
        screen.persona_id = reference.record
    if not screen.make(change):
        screen.persona_id = before
        return
    screen.call_after_refresh(screen.jump, reference)


@dataclass(frozen=True, slots=True)
class NewProject:
    """A project that a person wants: where, its name, what it is made from, and the name of a first persona."""

    folder: Path
    name: str
    template: str
    persona: str = ""


class NewProjectScreen(Dialog[NewProject | None]):
    """Asks for the name and place of a project, and for its first persona."""

    DEFAULT_CSS = """
    NewProjectScreen {
        align: center middle;
        & > Vertical {
            width: 80; max-width: 96%; height: auto; max-height: 96%;
            border: round $accent; border-title-style: bold; padding: 0 1; background: $surface;
        }
        & Label { padding: 0 1; color: $foreground-muted; }
        & Input { border: tall $foreground 20%; height: 3; }
        & Input:focus { border: tall $accent; }
        & .create--told { height: auto; min-height: 2; padding: 0 1; }
        & .create--told.-wrong { color: $text-error; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "make", "Make it", id="new-project.make", priority=True),
        Binding("tab", "app.focus_next", "Next field", id="new-project.field", show=True),
        Binding("down", "app.focus_next", "Next field", id="new-project.down", show=False),
        Binding("up", "app.focus_previous", "Field before", id="new-project.up", show=False),
        Binding("escape", "dismiss(None)", "Cancel", id="new-project.cancel"),
    ]

    def __init__(self, template: Template, folder: Path) -> None:
        super().__init__()
        self._template = template
        self._start = folder
        # the folder follows the name until somebody types another one
        self._suggestion = self._suggested(_FIRST_NAME)

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = f"New project · {self._template.title}"
            yield Label("Name of the project")
            yield Input(_FIRST_NAME, id="name", max_length=200)
            yield Label("Folder for it")
            yield Input(self._suggestion, id="folder")
            yield Label("First persona (may stay empty)")
            yield Input(id="persona", placeholder="A name", max_length=200)
            yield Static(classes="create--told")
            yield KeyLine()

    def on_mount(self) -> None:
        name = self.query_one("#name", Input)
        name.focus()
        name.action_select_all()
        self._look()

    def action_make(self) -> None:
        """Make the project, when its folder can be one."""
        folder = self._value("folder")
        problem = folder_problem(folder) if folder else "Name a folder."
        if problem:
            self._show(folder, problem)
            self.query_one("#folder").focus()
            return
        where = Path(folder).expanduser()
        self.dismiss(NewProject(where, self._value("name"), self._template.id, self._value("persona")))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        folder = self.query_one("#folder", Input)
        if event.input.id == "name" and folder.value == self._suggestion:
            self._suggestion = self._suggested(event.value)
            folder.value = self._suggestion
        self._look()

    def _look(self) -> None:
        self._check(self._value("folder"))

    @work(thread=True, exclusive=True, group="folder")
    def _check(self, folder: str) -> None:
        problem = folder_problem(folder) if folder else "Name a folder."
        self.app.call_from_thread(self._show, folder, problem)

    def _show(self, folder: str, problem: str) -> None:
        if not self.is_there or folder != self._value("folder"):
            # something else was typed meanwhile
            return
        place = clean_line(os.path.abspath(Path(folder).expanduser())) if not problem else ""  # noqa: PTH100
        # none while the dialog is being taken away
        for told in self.query(".create--told").results(Static):
            told.update(Content(f"✖ {problem}" if problem else f"✓ The project will be in {place}"))
            told.set_class(bool(problem), "-wrong")

    def _value(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip()

    def _suggested(self, name: str) -> str:
        return str(self._start / slugify(name)) if self._start != Path() else slugify(name)

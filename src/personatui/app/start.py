"""The first screen without a project: samples to learn from, templates, an import, and what was open lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from personatui.app.dialogs import AskScreen
from personatui.app.keybar import KeyBar
from personatui.errors import PersonatuiError
from personatui.model.cleaning import clean_line
from personatui.store.samples import sample_names
from personatui.store.settings import RecentProject, forget_project, is_project, remembered_projects
from personatui.widgets.keys import keys_of
from personatui.widgets.lines import BLANK, Piece, Row, heading
from personatui.widgets.rows import RowList

if TYPE_CHECKING:
    from personatui.app.app import WorkbenchApp
    from personatui.app.creating import NewProject
    from personatui.host.templates import Template

TOUR_SAMPLE = "exotic-pet-rental"
_KINDS = {"markdown": "Markdown", "yaml": "YAML"}
# Below this width what a choice is about stands under the choices, not beside them.
_NARROW = 104


@dataclass(frozen=True, slots=True)
class Sample:
    """What a sample is about, and what one learns from it."""

    note: str
    teaches: tuple[str, ...]


_SAMPLES = {
    "exotic-pet-rental": Sample(
        "families and event planners (B2C)",
        (
            "A weekend with a rented animal. Five personas, ten sources.",
            "Start here: how statements rest on evidence, a negative persona, and a survey of 212 renters that shows "
            "which outcomes are underserved.",
        ),
    ),
    "underwater-restaurant": Sample(
        "before the opening: guests and a host",
        (
            "A dining room six metres down, before its opening. Five personas, eight sources.",
            "Learn what evidence is worth before there are customers: stricter thresholds, a contradiction between "
            "two people of one couple, forces that end in a tie.",
        ),
    ),
    "vein-visualizer": Sample(
        "a hospital's buying centre (B2B)",
        (
            "A device for nurses that others buy. Seven personas, eleven sources.",
            "Learn how one sale needs five people: who uses, decides, pays and can stop it, and why two of them "
            "would not switch.",
        ),
    ),
}


class StartScreen(Screen[object]):
    """Offers ways to a project."""

    DEFAULT_CSS = """
    StartScreen {
        align: center middle;
        & > Vertical {
            width: 120; max-width: 100%; height: auto; max-height: 100%; border: round $accent;
            border-title-color: $foreground; border-subtitle-color: $foreground-muted;
        }
        & #about { height: auto; padding: 1 2 0 2; }
        & .start--message { color: $text-warning; padding: 1 2 0 2; }
        & #ways { height: auto; padding: 1 1 0 1; }
        & #choices { width: 1fr; height: auto; max-height: 28; padding: 0 1 1 1; }
        & #details { width: 42; height: 100%; min-height: 8; padding: 0 1 1 2; border-left: solid $foreground 25%; }
        &.-narrow > Vertical { height: 1fr; }
        &.-narrow #about { padding: 0 2 1 2; }
        &.-narrow #ways { layout: vertical; height: 1fr; padding: 0; }
        &.-narrow #choices { width: 100%; height: 1fr; max-height: 100%; }
        &.-narrow #details {
            width: 100%; height: 5; min-height: 0; padding: 0 2; border-left: none; border-top: solid $foreground 25%;
        }
        &.-low #about { display: none; }
        &.-low #details { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Open", id="start.choose"),
        Binding("d,delete", "forget", "Forget", id="start.forget", tooltip="Take a project off the list; it stays"),
        Binding("q", "app.quit", "Quit", id="start.quit"),
    ]
    app: WorkbenchApp

    def __init__(self, message: str = "") -> None:
        super().__init__()
        self._message = message
        self._recent = remembered_projects()
        # how many personas a project has now; None for one that is there no more
        self._found: dict[Path, int | None] = {}

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = "personatui"
            yield Static(
                Content.assemble(
                    ("Customer personas your team can trust.", "bold"),
                    "  Text in git, and behind every statement the evidence it rests on.",
                ),
                id="about",
            )
            if self._message:
                yield Static(Content(self._message), classes="start--message")
            with Horizontal(id="ways"):
                yield RowList(self._rows(), wrap=False, id="choices")
                yield RowList(id="details")
        yield KeyBar()

    def on_mount(self) -> None:
        self.app.name_terminal()
        self.query_one("#details", RowList).can_focus = False
        choices = self.query_one("#choices", RowList)
        choices.focus()
        choices.move_to_first()
        keys = keys_of(self)
        told = f"{keys('rows.down')} {keys('rows.up')} choose · {keys('start.choose')} opens"
        self.query_one(Vertical).border_subtitle = Content(told)
        if self._recent:
            self._look()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < _NARROW, "-narrow")
        self.set_class(event.size.height < 18, "-low")

    # What is offered -------------------------------------------------------------------------------------

    def _rows(self) -> list[Row]:
        key = keys_of(self)("start.choose") or "Enter"
        new_here = [
            Row(
                (("New here? ", "strong"), (f"{key} opens a sample with a two-minute tour", "plain")),
                key="tour",
            )
        ]
        recent = self._recent_rows()
        samples = [heading("Look around in a sample", "a copy, yours to change"), *self._sample_rows()]
        own = [heading("Start your own"), *_template_rows()]
        bring = [
            heading("Bring what you have"),
            _choice("import:markdown", "Import Markdown", "a file or a folder of personas"),
            _choice("import:yaml", "Import YAML", "a file or a folder of personas"),
        ]
        parts = [recent, new_here, samples, own, bring] if self._recent else [new_here, samples, own, bring, recent]
        rows: list[Row] = []
        for part in parts:
            rows += [BLANK, *part] if rows else part
        return rows

    def _sample_rows(self) -> list[Row]:
        return [
            _choice(f"sample:{name}", _title_of(name), _SAMPLES[name].note if name in _SAMPLES else "")
            for name in sample_names()
        ]

    def _recent_rows(self) -> list[Row]:
        if not self._recent:
            from personatui.app.emptiness import no_recent

            return [heading("Open again"), *no_recent()]
        now = datetime.now(UTC)
        return [heading("Open again"), *(self._recent_row(known, now) for known in self._recent)]

    def _recent_row(self, known: RecentProject, now: datetime) -> Row:
        name, key = clean_line(known.path.name), f"open:{known.path}"
        if self._is_gone(known):
            return Row(((f"  {name}  not there any more", "dim"),), key=key)
        number = self._found.get(known.path, known.personas)
        told = [ago(known.opened, now), _personas(number)]
        note = " · ".join(part for part in told if part)
        return Row(((f"  {name}", "plain"),), key=key, right=((note, "dim"),) if note else ())

    def _is_gone(self, known: RecentProject) -> bool:
        return known.path in self._found and self._found[known.path] is None

    @work(thread=True, exclusive=True, group="look")
    def _look(self) -> None:
        """See which of the projects are still there, and how many personas they have by now."""
        found = {known.path: _count_personas(known.path) for known in self._recent}
        self.app.call_from_thread(self._take_found, found)

    def _take_found(self, found: dict[Path, int | None]) -> None:
        self._found = found
        self._refill()

    def _refill(self) -> None:
        choices = self.query_one("#choices", RowList)
        position = choices.cursor
        choices.show(self._rows())
        if choices.current is None:
            choices.cursor = -1
            choices.move_to_first() if position <= 0 else choices.action_cursor_page(0)
        self._describe(choices.current.key if choices.current is not None else "")

    # What a choice is about ------------------------------------------------------------------------------

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._describe(event.key)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a project of late can be forgotten."""
        if action == "forget" and self.is_mounted:
            return self._current.startswith("open:")
        return super().check_action(action, parameters)

    @property
    def _current(self) -> str:
        found = self.query("#choices").results(RowList)
        current = next((rows.current for rows in found), None)
        return current.key if current is not None else ""

    def _describe(self, key: str) -> None:
        what, _, argument = key.partition(":")
        title, texts = "", list[str]()
        match what:
            case "tour":
                title = "A tour of a sample"
                texts = [
                    "Opens a copy of Exotic pet rental and shows, one thing at a time, what the workbench does. "
                    "You can leave it at any moment."
                ]
            case "sample":
                title = _title_of(argument)
                texts = list(_SAMPLES[argument].teaches) if argument in _SAMPLES else []
            case "new":
                title, texts = "New project", _TEMPLATE_TEXTS[argument]
            case "import":
                title = f"Import {'YAML' if argument == 'yaml' else 'Markdown'}"
                texts = [
                    "Reads personas from files that you have and makes a project of them. Every line is accounted "
                    "for; your files stay as they are."
                ]
            case "open":
                title, texts = self._told_of(Path(argument))
        rows = [heading(title)] if title else []
        for text in texts:
            rows += [Row(((text, "plain"),))]
        self.query_one("#details", RowList).show(rows)

    def _told_of(self, path: Path) -> tuple[str, list[str]]:
        known = next((entry for entry in self._recent if entry.path == path), None)
        place = clean_line(str(path))
        if known is not None and self._is_gone(known):
            key = keys_of(self)("start.forget")
            return clean_line(path.name), [place, f"It is not there any more. {key} takes it off this list."]
        return clean_line(path.name), [place]

    # Choosing --------------------------------------------------------------------------------------------

    def action_choose(self) -> None:
        """Open what is under the cursor."""
        self.query_one("#choices", RowList).action_select()

    def action_forget(self) -> None:
        """Take the project under the cursor off the list."""
        what, _, argument = self._current.partition(":")
        if what == "open":
            forget_project(Path(argument))
            self._recent = tuple(known for known in self._recent if known.path != Path(argument))
            self._refill()
            self.refresh_bindings()
            self.notify(f"{clean_line(Path(argument).name)} is off the list.", timeout=3, markup=False)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        what, _, argument = event.key.partition(":")
        match what:
            case "tour":
                self._open_sample(TOUR_SAMPLE, tour=True)
            case "sample":
                self._open_sample(argument)
            case "open":
                self.app.open_project(Path(argument))
            case "new":
                self._ask_new(argument)
            case "import":
                self._ask_import(argument)

    @work(thread=True, exclusive=True)
    def _open_sample(self, name: str, *, tour: bool = False) -> None:
        from personatui.host.projects import demo_project

        try:
            root = demo_project(name)
        except PersonatuiError as error:
            self.app.call_from_thread(self.app.complain, error)
        else:
            self.app.call_from_thread(self.app.open_sample, root, tour=tour)

    @work
    async def _ask_new(self, template_id: str) -> None:
        from personatui.app.creating import NewProjectScreen
        from personatui.host.templates import project_templates

        template: Template = next(known for known in project_templates() if known.id == template_id)
        wanted = await self.app.push_screen_wait(NewProjectScreen(template, Path()))
        if wanted is not None:
            self._make_new(wanted)

    @work(thread=True, exclusive=True)
    def _make_new(self, wanted: NewProject) -> None:
        from personatui.host.projects import new_project

        try:
            root = new_project(wanted.folder, wanted.name, wanted.template, wanted.persona)
        except PersonatuiError as error:
            self.app.call_from_thread(self.app.complain, error)
        else:
            self.app.call_from_thread(self.app.open_project, root)

    @work
    async def _ask_import(self, kind: str) -> None:
        from personatui.host.projects import folder_problem

        source = await self.app.push_screen_wait(
            AskScreen("Import", f"{_KINDS[kind]} file or folder to read:", problem=_source_problem)
        )
        if not source:
            return
        suggested = Path(source).expanduser().resolve().stem
        folder = await self.app.push_screen_wait(
            AskScreen("Import", "Folder for the new project:", value=f"{suggested}-personas", problem=folder_problem)
        )
        if folder:
            self.notify("Reading …", timeout=2)
            self._import(kind, Path(source).expanduser(), Path(folder).expanduser())

    @work(thread=True, exclusive=True)
    def _import(self, kind: str, source: Path, folder: Path) -> None:
        from personatui.host.importing.running import import_as_project

        try:
            root, summary = import_as_project(folder, [source], kind, plugins_off=self.app.plugins_off)
        except PersonatuiError as error:
            self.app.call_from_thread(self.app.complain, error)
        else:
            self.app.call_from_thread(self.app.open_project, root)
            self.app.call_from_thread(self.app.notify, summary, title="Imported", markup=False)


_TEMPLATE_TEXTS = {
    "b2c": [
        "For a consumer market. Brings a first segment and a first interview whose files ask, in comments, what "
        "belongs there, and your first persona if you name one.",
    ],
    "b2b": [
        "For a business market: organisations, and the people in their buying centres. Brings a first segment and a "
        "first interview that ask what belongs there.",
    ],
    "blank": ["A folder with a name, for people who know what they want."],
}


def _template_rows() -> list[Row]:
    # the titles of the templates, without loading what makes files of them
    return [
        _choice("new:b2c", "For consumers (B2C)", "a project with questions to answer"),
        _choice("new:b2b", "For organisations (B2B)", "the same for a business market"),
        _choice("new:blank", "Blank", "an empty project"),
    ]


def _choice(key: str, title: str, note: str) -> Row:
    pieces: tuple[Piece, ...] = ((f"  {title:<24}", "plain"), (note, "dim"))
    return Row(pieces, key=key, hanging=4)


def _title_of(sample: str) -> str:
    return sample.replace("-", " ").capitalize()


def _count_personas(root: Path) -> int | None:
    """How many personas a project has, by its files; None when there is no project any more."""
    if not is_project(root):
        return None
    from personatui.store.folders import FOLDERS

    try:
        return sum(1 for path in (root / FOLDERS["persona"]).glob("*.toml") if not path.name.startswith("."))
    except OSError:
        return 0


def _personas(number: int | None) -> str:
    if number is None:
        return ""
    return f"{number} {'persona' if number == 1 else 'personas'}"


def ago(opened: datetime | None, now: datetime) -> str:
    """How long ago something was, in days as a person counts them; empty when nobody knows."""
    if opened is None:
        return ""
    then, today = opened.astimezone().date(), now.astimezone().date()
    days = (today - then).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    return f"{days} days ago" if days < 14 else f"{then.day} {then:%b %Y}"


def _source_problem(text: str) -> str:
    try:
        return "" if Path(text).expanduser().exists() else "There is no such file or folder."
    except (OSError, ValueError, RuntimeError):
        return "That cannot be a file or folder."

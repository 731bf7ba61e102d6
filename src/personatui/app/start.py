"""The first screen without a project: a sample, a new project, an import, and what was open lately."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from personatui.app.dialogs import AskScreen
from personatui.errors import PersonatuiError
from personatui.model.cleaning import clean_line
from personatui.store.samples import sample_names
from personatui.store.settings import recent_projects
from personatui.widgets.lines import BLANK, Row, heading
from personatui.widgets.rows import RowList

if TYPE_CHECKING:
    from personatui.app.app import WorkbenchApp

_SAMPLE_NOTES = {
    "exotic-pet-rental": "consumers and event planners, with a negative persona",
    "vein-visualizer": "a hospital's buying centre, with a survey behind the scores",
    "underwater-restaurant": "guests, a corporate host, and who will not come",
}


class StartScreen(Screen[object]):
    """Offers ways to a project."""

    DEFAULT_CSS = """
    StartScreen {
        align: center middle;
        & > Vertical { width: 84; max-width: 96%; height: auto; max-height: 96%; padding: 1 2; border: round $accent; }
        & .start--message { color: $text-warning; }
        & .start--about { color: $foreground-muted; margin: 0 0 1 0; }
        & RowList { height: auto; max-height: 30; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Open", id="start.choose"),
        Binding("q", "app.quit", "Quit", id="start.quit"),
    ]
    app: WorkbenchApp

    def __init__(self, message: str = "") -> None:
        super().__init__()
        self._message = message

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = "personatui"
            yield Static(
                "Customer personas as text in git, with the evidence behind every statement.",
                classes="start--about",
            )
            if self._message:
                yield Static(Content(self._message), classes="start--message")
            yield RowList(self._rows(), id="choices")
        yield Footer()

    def action_choose(self) -> None:
        """Open what is under the cursor."""
        self.query_one(RowList).action_select()

    def on_mount(self) -> None:
        choices = self.query_one(RowList)
        choices.focus()
        choices.move_to_first()

    def _rows(self) -> list[Row]:
        rows = [heading("Look around in a sample", "Enter opens a copy of it")]
        rows += (
            _choice(f"sample:{name}", name.replace("-", " ").capitalize(), _SAMPLE_NOTES.get(name, ""))
            for name in sample_names()
        )
        rows += [
            BLANK,
            heading("Start your own"),
            _choice("new", "New project", "an empty folder for personas"),
            _choice("import:markdown", "Import personas from Markdown", "a file or a folder of them"),
            _choice("import:yaml", "Import personas from YAML", "a file or a folder of them"),
        ]
        recent = recent_projects()
        if recent:
            rows += [BLANK, heading("Open again")]
            rows += (_choice(f"open:{path}", clean_line(path.name), clean_line(str(path.parent))) for path in recent)
        return rows

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        what, _, argument = event.key.partition(":")
        match what:
            case "sample":
                self._open_sample(argument)
            case "open":
                self.app.open_project(Path(argument))
            case "new":
                self._ask_new()
            case "import":
                self._ask_import(argument)

    @work(thread=True, exclusive=True)
    def _open_sample(self, name: str) -> None:
        from personatui.host.projects import demo_project

        try:
            root = demo_project(name)
        except PersonatuiError as error:
            self.app.call_from_thread(self.app.complain, error)
        else:
            self.app.call_from_thread(self.app.open_project, root)

    @work
    async def _ask_new(self) -> None:
        answer = await self.app.push_screen_wait(
            AskScreen("New project", "Folder for the project:", value="my-personas", problem=_folder_problem)
        )
        if answer:
            self._make_new(Path(answer).expanduser())

    @work(thread=True, exclusive=True)
    def _make_new(self, path: Path) -> None:
        from personatui.host.projects import new_project

        try:
            root = new_project(path)
        except PersonatuiError as error:
            self.app.call_from_thread(self.app.complain, error)
        else:
            self.app.call_from_thread(self.app.open_project, root)

    @work
    async def _ask_import(self, kind: str) -> None:
        source = await self.app.push_screen_wait(
            AskScreen("Import", f"{kind.capitalize()} file or folder to read:", problem=_source_problem)
        )
        if not source:
            return
        suggested = Path(source).expanduser().resolve().stem
        folder = await self.app.push_screen_wait(
            AskScreen("Import", "Folder for the new project:", value=f"{suggested}-personas", problem=_folder_problem)
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


def _choice(key: str, title: str, note: str) -> Row:
    return Row(((f"  {title}  ", "plain"), (note, "dim")), key=key, hanging=4)


def _folder_problem(text: str) -> str:
    path = Path(text).expanduser()
    if path.is_file():
        return "That is a file; name a folder that is new or empty."
    return "There is a project already; open it instead." if (path / "personatui.toml").exists() else ""


def _source_problem(text: str) -> str:
    return "" if Path(text).expanduser().exists() else "There is no such file or folder."

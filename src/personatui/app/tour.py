"""A tour of the workbench: one thing to try at a time, said below the project and never in front of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from personatui.model.claims import Claim, Strength
from personatui.model.places import entry_at, find_place
from personatui.model.project import claims_of
from personatui.store.settings import remember_seen
from personatui.widgets.boxes import NoteBox
from personatui.widgets.keys import Keys, keys_of

if TYPE_CHECKING:
    from personatui.app.workbench import WorkbenchScreen
    from personatui.model.project import Project

TOUR = "tour"
_LOOKS_A_SECOND = 5


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a person was when a step began."""

    persona_id: str
    tool_id: str


Condition = Callable[["WorkbenchScreen", Moment], bool]


@dataclass(frozen=True, slots=True)
class TourStep:
    """One thing to try. `text` names keys by the ids of their bindings, as in `{workbench.find}`.

    It is done once `until` holds, or an action in `actions` was run. It is left out where `fits` does not hold.
    """

    title: str
    text: str
    points_at: str
    until: Condition | None = None
    actions: tuple[str, ...] = ()
    fits: Callable[[WorkbenchScreen], bool] = lambda screen: True


def _chosen_strength(screen: WorkbenchScreen) -> Strength | None:
    """How strong the evidence of the statement under the cursor is; None where there is no statement."""
    if screen.session is None or not screen.selected:
        return None
    project = screen.session.project
    place = find_place(project, screen.selected)
    entry = entry_at(project, place) if place is not None else None
    return project.strength(entry.sources) if isinstance(entry, Claim) else None


def _on_evidence(screen: WorkbenchScreen, _: Moment) -> bool:
    return _chosen_strength(screen) not in (None, Strength.ASSUMPTION)


def _on_assumption(screen: WorkbenchScreen, _: Moment) -> bool:
    return _chosen_strength(screen) is Strength.ASSUMPTION


def _other_persona(screen: WorkbenchScreen, began: Moment) -> bool:
    return bool(screen.persona_id) and screen.persona_id != began.persona_id


def _other_tab(screen: WorkbenchScreen, began: Moment) -> bool:
    return screen.middle.tool_id not in ("", began.tool_id)


def _in_empty_box(screen: WorkbenchScreen, _: Moment) -> bool:
    box = screen.focused
    return isinstance(box, NoteBox) and not any(row.key for row in box.rows)


def _has_undone(screen: WorkbenchScreen, _: Moment) -> bool:
    return screen.session is not None and bool(screen.session.redo_label)


def _project(screen: WorkbenchScreen) -> Project | None:
    return screen.session.project if screen.session is not None else None


def _has_several(screen: WorkbenchScreen) -> bool:
    project = _project(screen)
    return project is not None and len(project.personas) > 1


def _has(strong: bool) -> Callable[[WorkbenchScreen], bool]:
    def fits(screen: WorkbenchScreen) -> bool:
        project = _project(screen)
        if project is None:
            return False
        claims = (claim for persona in project.personas.values() for _, _, claim in claims_of(persona))
        return any((project.strength(claim.sources) is not Strength.ASSUMPTION) is strong for claim in claims)

    return fits


def _has_tools(screen: WorkbenchScreen) -> bool:
    return screen.session is not None and bool(screen.session.tools)


def _with_empty_box(screen: WorkbenchScreen) -> str:
    """The name of a persona with an empty box on the canvas in front, one with something on it at best."""
    session = screen.session
    if session is None:
        return ""
    project, names = session.project, dict[str, int]()
    in_front = session.tools.get(screen.middle.tool_id)
    tools = [in_front] if in_front is not None else list(session.tools.values())
    for persona_id, persona in project.personas.items():
        for tool in tools:
            found = project.canvas(tool.id, persona_id)
            regions = tool.layouts[0].regions if tool.layouts else ()
            filled = sum(bool(getattr(found[1], region.id, ())) for region in regions) if found is not None else 0
            if regions and filled < len(regions):
                names[persona.name or persona_id] = max(filled, names.get(persona.name or persona_id, 0))
    return max(names, key=lambda name: names[name], default="")


STEPS = (
    TourStep(
        "The personas",
        "On the left are the personas, by segment: ● the primary one, ○ others, ✕ one that the product is not for. The "
        "bar says how much of each rests on evidence. Go to another one with {rows.down} or {rows.up}, or a click.",
        "#rail",
        _other_persona,
        fits=_has_several,
    ),
    TourStep(
        "The evidence",
        "In the middle is the card. {rows.select} goes into it. A line with ● rests on a source: put the cursor on "
        "one, and the Inspector shows the very words. {workbench.inspector} brings it where there is no room.",
        "#middle",
        _on_evidence,
        fits=_has(True),
    ),
    TourStep(
        "An assumption",
        "A line with ○ is an assumption: nobody has shown it yet. Find one on the card with {rows.down} and {rows.up}; "
        "{workbench.back} and {rows.down} lead to another persona.",
        "#middle",
        _on_assumption,
        fits=_has(False),
    ),
    TourStep(
        "The tools",
        "Beside the card every tool has a tab. {workbench.tab-next} brings the next one, {workbench.tab-back} the one "
        "before.",
        "#middle",
        _other_tab,
        fits=_has_tools,
    ),
    TourStep(
        "An empty box",
        "A box that is still empty asks the questions that would fill it. {empty} has some: {workbench.back} leads "
        "back to the personas, {rows.select} into the boxes, {rows.down} from one to the next. {entries.add} writes "
        "into it.",
        "#middle",
        _in_empty_box,
        fits=lambda screen: bool(_with_empty_box(screen)),
    ),
    TourStep(
        "What it adds up to",
        "{workbench.analyse} analyses what is in front of you, with its figures and how they are computed. Then "
        "{workbench.findings} lists what is to be mended in the whole project, each with its remedy; the keys of that "
        "list stand below it.",
        "#inspector",
        actions=("findings",),
    ),
    TourStep(
        "Write, and take it back",
        "You write where you read: {entries.add} in a list or a box adds a line, {entries.edit} edits one, and it is "
        "saved for you. Nothing is final: add one, and take it back with {workbench.undo}. {workbench.redo} would make "
        "it again.",
        "#middle",
        _has_undone,
    ),
    TourStep(
        "Find",
        "{workbench.find} finds: type a name or a word.",
        "#rail",
        actions=("find",),
    ),
)
_END = (
    "That was the tour. {app.help} shows every key that works where you are, {workbench.projects} opens other projects "
    "and starts your own. {workbench.tour} begins the tour again whenever you like."
)
_PLACE = re.compile(r"\{([a-z.-]+)\}")


class TourKey(Static):
    """A word of the panel that does with a click what a key does."""

    def __init__(self, action: str, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._action = action

    async def on_click(self) -> None:
        await self.screen.run_action(self._action)


class Tour(Vertical):
    """The panel that says what to try. It looks at the screen, and goes on once the person has done it."""

    # the panels of the workbench show that they are meant
    SCOPED_CSS = False
    DEFAULT_CSS = """
    Tour {
        height: auto; max-height: 7; padding: 0 1; background: $panel;
        border: round $warning; border-title-color: $text-warning; border-title-style: bold;
    }
    Tour > #tour-text { height: auto; max-height: 4; }
    Tour > Horizontal { height: 1; }
    Tour TourKey { width: auto; margin: 0 3 0 0; color: $text-accent; }
    Tour TourKey:hover { text-style: underline; }
    Panel.-pointed, Panel.-pointed.-active { border: double $warning; }
    """
    POINTED: ClassVar[str] = "-pointed"

    def __init__(self) -> None:
        super().__init__(id=TOUR)
        self._steps: tuple[TourStep, ...] = ()
        self._position = -1
        self._began = Moment("", "")
        self._held = False

    @property
    def position(self) -> int:
        """Which step is shown, from 0; as many as there are steps at the end."""
        return self._position

    @property
    def steps(self) -> tuple[TourStep, ...]:
        """The steps that fit the project."""
        return self._steps

    def compose(self) -> ComposeResult:
        yield Static(id="tour-text")
        with Horizontal():
            yield TourKey("tour", id="tour-next")
            yield TourKey("leave_tour", id="tour-leave")

    def on_mount(self) -> None:
        self._steps = tuple(step for step in STEPS if step.fits(self._screen))
        self.run_worker(lambda: remember_seen(TOUR), thread=True, group="settings")
        self._screen.app.action_done.subscribe(self, self._take_action)
        self.set_interval(1 / _LOOKS_A_SECOND, self.look)
        self.advance()

    def on_unmount(self) -> None:
        for panel in self._screen.query(f".{self.POINTED}"):
            panel.remove_class(self.POINTED)

    @property
    def _screen(self) -> WorkbenchScreen:
        from personatui.app.workbench import WorkbenchScreen

        assert isinstance(self.screen, WorkbenchScreen)
        return self.screen

    @property
    def step(self) -> TourStep | None:
        """The step that is shown; None at the end."""
        return self._steps[self._position] if 0 <= self._position < len(self._steps) else None

    def advance(self, *, done: bool = False) -> None:
        """Go to the next step; after the end of the tour the panel goes."""
        if self._position >= len(self._steps):
            self.leave()
            return
        self._position += 1
        self._began = Moment(self._screen.persona_id, self._screen.middle.tool_id)
        self._held = self._holds()
        self._show(done=done)

    @property
    def is_there(self) -> bool:
        """Whether the panel has been made and is not on its way out."""
        return self.is_mounted and self.is_attached and self.display

    def leave(self) -> None:
        """End the tour."""
        self.call_later(self.remove)

    def look(self) -> None:
        """Go on when the person has done what the step asks for."""
        if not self.is_there or self._screen.session is None:
            return
        holds = self._holds()
        # what was so when the step began is no answer to it
        if holds and not self._held:
            self.advance(done=True)
        else:
            self._held = holds

    def _holds(self) -> bool:
        step = self.step
        return step is not None and step.until is not None and step.until(self._screen, self._began)

    def _take_action(self, action: str) -> None:
        step = self.step
        if not self.is_there:
            return
        if step is not None and action in step.actions:
            self.advance(done=True)
        else:
            self.look()

    def _show(self, *, done: bool) -> None:
        step, keys = self.step, keys_of(self._screen)
        number = f"{self._position + 1} of {len(self._steps)} · {step.title}" if step is not None else "the end"
        self.border_title = Content(f"{'✓ ' if done else ''}Tour {number}")
        text = step.text if step is not None else _END
        self.query_one("#tour-text", Static).update(self._told(text, keys))
        leave = keys("workbench.tour-leave")
        self.query_one("#tour-next", TourKey).update(
            Content(f"{keys('workbench.tour')}  {'next' if step is not None else 'close'}")
        )
        self.query_one("#tour-leave", TourKey).update(Content(f"{leave}  leave the tour"))
        self.query_one("#tour-leave").display = step is not None
        for panel in self._screen.query("#rail, #middle, #inspector"):
            panel.set_class(step is not None and panel.id == step.points_at.removeprefix("#"), self.POINTED)

    def _told(self, text: str, keys: Keys) -> Content:
        """The text with the keys as they are now, in bold."""
        parts: list[str | tuple[str, str] | Content] = []
        position = 0
        for place in _PLACE.finditer(text):
            parts.append(text[position : place.start()])
            name = _with_empty_box(self._screen) if place[1] == "empty" else keys(place[1])
            parts.append((name or "?", "bold $text-warning"))
            position = place.end()
        return Content.assemble(*parts, text[position:])


def go_on(screen: WorkbenchScreen) -> None:
    """Start the tour on a screen, or go to its next step."""
    running = screen.query(Tour)
    if running:
        if running.first().is_there:
            running.first().advance()
        return
    if screen.session is None or not screen.session.project.personas:
        key = keys_of(screen)("workbench.new")
        screen.notify(f"The tour needs a persona to show; {key} makes one.", severity="warning", markup=False)
        return

    def show() -> None:
        # asked for twice before there was one
        if screen.is_attached and not screen.query(Tour):
            screen.mount(Tour(), after="#body")

    screen.call_later(show)


def leave(screen: WorkbenchScreen) -> None:
    """End the tour on a screen, if there is one."""
    for running in screen.query(Tour):
        running.leave()

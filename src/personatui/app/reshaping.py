"""Deleting and renaming with the whole effect shown first: what refers to it, and what becomes of that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from personatui.app.closing import Dialog
from personatui.errors import PersonatuiError
from personatui.host.reshaping import Plan, plan_delete, plan_rename
from personatui.host.session import Session
from personatui.model.cleaning import clean_line
from personatui.model.ids import Reference, is_record_id
from personatui.render.figures import count
from personatui.render.wording import as_title, listed
from personatui.widgets.keyline import KeyLine
from personatui.widgets.lines import BLANK, Row, heading
from personatui.widgets.rows import RowList

if TYPE_CHECKING:
    from personatui.app.asking import AskingScreen
    from personatui.model.edits import Change


class EffectsScreen(Dialog[bool]):
    """What a change does to everything that refers to its subject; done as one step, or not at all."""

    DEFAULT_CSS = """
    EffectsScreen {
        align: center middle;
        & > Vertical {
            width: 110; max-width: 96%; height: auto; max-height: 94%;
            border: round $warning; padding: 1 2 0 2; background: $surface;
        }
        & RowList { height: auto; max-height: 100%; margin: 0 0 1 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer(True)", "Do all of it", id="effects.accept", priority=True),
        Binding("escape", "answer(False)", "Leave it as it is", id="effects.leave"),
    ]

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self._plan = plan

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content(as_title(clean_line(self._plan.change.label)))
            yield RowList(list(effect_rows(self._plan)))
            yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(RowList).focus()

    def action_answer(self, answer: bool) -> None:
        """Close with the answer."""
        self.dismiss(answer)


def effect_rows(plan: Plan) -> Iterator[Row]:
    """The effects of a plan by file, after a sentence that counts them."""
    told = [
        f"{count(number, 'other file')} {'is' if number == 1 else 'are'} {what}"
        for what, number in plan.counts.items()
        if number
    ]
    if told:
        yield Row(((f"With it, {listed(told)}. It is one step: undo brings all of it back.", "plain"),))
    shown = ""
    for effect in plan.effects:
        if effect.file != shown:
            shown = effect.file
            yield BLANK
            yield heading(clean_line(shown))
        yield Row((("→ ", "mark"), (clean_line(effect.message), "plain")), hanging=2)
    if plan.unread:
        yield BLANK
        yield Row((("These cannot be read, and may refer to it too:", "warning"),))
        yield from (Row(((f"  {clean_line(name)}", "plain"),), hanging=2) for name in plan.unread)


def delete(screen: AskingScreen, reference: Reference) -> None:
    """Delete a record or an entry; ask first where something refers to it."""
    _reshape(screen, lambda session: plan_delete(session, reference), screen.make_together)


def rename(screen: AskingScreen, reference: Reference, new_id: str) -> None:
    """Give a record's file another name, and everything that refers to it follows, what is shown too."""

    def made() -> None:
        if reference.kind == "persona" and screen.persona_id == reference.record:
            screen.persona_id = new_id

    def then() -> None:
        if reference.kind != "persona":
            screen.jump(replace(reference, record=new_id))

    def make(change: Change) -> None:
        screen.make_together(change, made=made, then=then)

    _reshape(screen, lambda session: plan_rename(session, reference, new_id), make)


def _reshape(screen: AskingScreen, planned: Callable[[Session], Plan], make: Callable[[Change], object]) -> None:
    """Plan in a thread, since everything is looked through, and go on in the person's own."""

    def plan(shown: Plan | None = None) -> None:
        session = screen.session
        if session is None:
            return
        project = session.project
        try:
            found = planned(session)
        except PersonatuiError as error:
            screen.app.call_from_thread(screen.app.complain, error)
            return
        screen.app.call_from_thread(ask, found, project, shown)

    def ask(found: Plan, project: object, shown: Plan | None) -> None:
        def done(answer: bool | None) -> None:
            if not answer or screen.session is None:
                return
            if screen.session.project is not project:
                # something was changed while the question stood there
                screen.run_worker(partial(plan, found), thread=True, group="reshape", exclusive=True)
            else:
                make(found.change)

        is_agreed = shown is not None and (found.effects, found.unread) == (shown.effects, shown.unread)
        if is_agreed or not (found.effects or found.unread):
            done(True)
            return
        if shown is not None:
            screen.notify("Something changed meanwhile: this is the effect now.", timeout=6, markup=False)
        screen.app.push_screen(EffectsScreen(found), done)

    screen.run_worker(plan, thread=True, group="reshape", exclusive=True)


def is_used(session: Session, reference: Reference) -> bool:
    """Whether the id of an entry occurs anywhere else; quick, and rather too often yes than no."""
    sign, bare = f"#{reference.item}", f'"{reference.item}"'
    own = session.loaded.files.get(reference.file)
    if own is not None and own.text.count(bare) > 1:
        return True
    return any(sign in file.text for file in session.loaded.files.values())


def id_problem(session: Session, reference: Reference, text: str) -> str:
    """What is wrong with a new id, in a sentence; empty for nothing."""
    if not is_record_id(text):
        return "An id is made of small letters, digits, - and _, and begins with a letter or digit."
    other = Reference(reference.kind, text, reference.tool)
    if text != reference.record and session.project.record(other) is not None:
        return f"There is a {reference.kind} {text} already."
    return ""

"""The evidence of one claim: every source and excerpt of a project, those that it rests on ticked and on top."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Static

from personatui.app.closing import Dialog
from personatui.model.cleaning import clean_line
from personatui.model.ids import Reference
from personatui.model.project import Project
from personatui.model.source import Excerpt, Source
from personatui.render.figures import count
from personatui.render.marks import strength_bar
from personatui.render.wording import as_title
from personatui.widgets.choices import Choice, ChoiceList
from personatui.widgets.keyline import KeyLine
from personatui.widgets.lines import BLANK, Row, heading
from personatui.widgets.rows import RowList

# Below this width the excerpt stands under the list.
_NARROW = 110
# An excerpt that nothing can refer to yet: its place in the source stands behind this sign.
_NO_ID = "\x00"


@dataclass(frozen=True, slots=True)
class EvidenceChoice:
    """What was chosen. `new_in` is the id of a source in which a new excerpt is wanted, besides."""

    sources: tuple[str, ...]
    new_in: str = ""


class EvidencePicker(Dialog[EvidenceChoice | None]):
    """Chooses the sources of one claim. None when the person leaves.

    What stays keeps its place and spelling, what is new comes behind it. With `may_add`, a new excerpt can be
    asked for; the caller makes it.
    """

    DEFAULT_CSS = """
    EvidencePicker {
        align: center middle;
        & > Vertical {
            width: 134; max-width: 98%; height: 96%; border: round $accent; padding: 0 1; background: $surface;
            border-title-color: $foreground; border-subtitle-color: $foreground-muted;
        }
        & #evidence-claim { height: auto; max-height: 3; text-style: bold; margin: 0 0 1 0; }
        & #evidence-body { height: 1fr; layout: horizontal; }
        & ChoiceList { width: 3fr; }
        & #evidence-told { width: 2fr; height: 100%; padding: 0 0 0 1; border-left: solid $foreground 30%; }
        & #evidence-strength { height: auto; max-height: 2; color: $text-accent; margin: 1 0 0 0; }
        &.-narrow {
            & #evidence-body { layout: vertical; }
            & #evidence-claim { max-height: 1; }
            & ChoiceList { width: 1fr; height: 1fr; }
            & #evidence-told {
                width: 1fr; height: 7; padding: 0; border-left: none; border-top: solid $foreground 30%;
            }
            & #evidence-strength { margin: 0; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "accept", "Accept", id="evidence.accept"),
        Binding("N", "new_excerpt", "New excerpt", id="evidence.new", tooltip="Put new words into this source"),
        Binding("escape", "cancel", "Cancel", id="evidence.cancel", tooltip="Show all again, or leave"),
    ]

    def __init__(self, project: Project, sources: Iterable[str], *, title: str = "", may_add: bool = True) -> None:
        super().__init__()
        self._project = project
        self._linked = tuple(sources)
        self._title = as_title(clean_line(title))
        self._may_add = may_add
        # the spelling in the file of each reference, by how the list names it
        self._spelled = {_key(text): text for text in reversed(self._linked)}
        self._list = ChoiceList(
            tuple(_choices(project, tuple(dict.fromkeys(map(_key, self._linked))))),
            several=True,
            chosen=dict.fromkeys(map(_key, self._linked)),
            empty="This project has no sources yet. Make one first; its excerpts can be linked then.",
            placeholder="type words of an excerpt, a speaker, a title, a kind",
        )

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = "Evidence"
            if self._title:
                yield Static(Content(self._title), id="evidence-claim")
            with Container(id="evidence-body"):
                yield self._list
                yield RowList(id="evidence-told")
            yield Static(id="evidence-strength")
            yield KeyLine()

    def on_mount(self) -> None:
        self._fit(self.app.size.width)
        self._told.can_focus = False
        self._list.take_focus()
        self._tell_strength()

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size.width)

    def _fit(self, width: int) -> None:
        self.set_class(width < _NARROW, "-narrow")

    @property
    def _told(self) -> RowList:
        return self.query_one("#evidence-told", RowList)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The references as they would be written: those that stay in their place, the new ones behind."""
        ticked = dict.fromkeys(self._list.chosen)
        kept = [text for text in self._linked if _key(text) in ticked]
        known = set(map(_key, self._linked))
        return (*kept, *(key for key in ticked if key not in known))

    def on_choice_list_highlighted(self, event: ChoiceList.Highlighted) -> None:
        event.stop()
        self._told.show(list(_told_rows(self._project, event.key)), cursor_key="")
        self._told.scroll_to(y=0, animate=False)
        self._tell_count()
        self.refresh_bindings()

    def on_choice_list_ticked(self, event: ChoiceList.Ticked) -> None:
        event.stop()
        if _NO_ID in event.key and event.key in self._list.chosen:
            self._list.tick(event.key)
            self.notify(
                "This excerpt has no id yet, so nothing can refer to it. Edit it once and it gets one, "
                "or link the source as a whole.",
                severity="warning",
                markup=False,
            )
            return
        self._tell_strength()

    def on_choice_list_accepted(self, event: ChoiceList.Accepted) -> None:
        event.stop()
        self.action_accept()

    def _tell_count(self) -> None:
        told = f"{self._list.border_subtitle} · {len(self.chosen)} linked"
        self.query_one(Vertical).border_subtitle = Content(told)

    def _tell_strength(self) -> None:
        self._tell_count()
        self.query_one("#evidence-strength", Static).update(
            Content(strength_told(self._project, self._linked, self.chosen))
        )

    def action_accept(self) -> None:
        """Leave with what is ticked."""
        self.dismiss(EvidenceChoice(self.chosen))

    def action_new_excerpt(self) -> None:
        """Leave with what is ticked, and ask for a new excerpt in the source under the cursor."""
        self.dismiss(EvidenceChoice(self.chosen, self._source_id))

    def action_cancel(self) -> None:
        """Show everything again, or leave."""
        if not self._list.clear_query():
            self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "new_excerpt":
            return self._may_add and self.is_mounted and bool(self._source_id)
        return True

    @property
    def _source_id(self) -> str:
        source_id = self._list.current.partition("#")[0]
        return source_id if source_id in self._project.sources else ""


def strength_told(project: Project, before: Iterable[str], after: Iterable[str]) -> str:
    """What a selection makes of a claim: `▰▰▱ anecdote → qualitative: 6 participants in all`."""
    before, after = tuple(before), tuple(after)
    was, becomes = project.strength(before), project.strength(after)
    found = {id(pair[0]): pair[0] for text in after if (pair := project.source_of(text)) is not None}
    people = sum(1 if source.participants is None else source.participants for source in found.values())
    told = str(becomes) if was is becomes else f"{was} → {becomes}"
    if not found:
        return f"{strength_bar(becomes)} {told}: no source that exists"
    measured = f", {count(len(found), 'source')}" if len(found) > 1 else ""
    return f"{strength_bar(becomes)} {told}: {count(people, 'participant')} in all{measured}"


def _key(text: str) -> str:
    """How the list names a reference, whatever its spelling."""
    reference = Reference.parse(text)
    return str(reference).removeprefix("source/") if reference is not None and reference.kind == "source" else text


def _choices(project: Project, linked: tuple[str, ...]) -> Iterator[Choice]:
    """What is linked, as the file orders it, then every source with its excerpts."""
    known: dict[str, Choice] = {}
    for source_id, source in project.sources.items():
        for choice in _choices_of(source_id, source):
            known.setdefault(choice.key, choice)
    for key in linked:
        yield known.pop(key, Choice(key, key, "✖ does not exist"))
    yield from known.values()


def _choices_of(source_id: str, source: Source) -> Iterator[Choice]:
    title = source.title or source_id
    about = " · ".join(part for part in (source.kind, source.date) if part)
    yield Choice(source_id, title, f"the {source.kind} as a whole · {about}", f"{source_id} {source.author}")
    for position, excerpt in enumerate(source.excerpts):
        key = f"{source_id}#{excerpt.id or f'{_NO_ID}{position}'}"
        note = " · ".join(part for part in (excerpt.speaker, title, source.kind) if part)
        yield Choice(key, f"“{excerpt.label}”", note, f"{excerpt.place} {excerpt.id}")


def _excerpt_of(source: Source, item: str) -> Excerpt | None:
    if item.startswith(_NO_ID):
        return source.excerpts[int(item[1:])]
    return next((excerpt for excerpt in source.excerpts if excerpt.id == item), None)


def _told_rows(project: Project, key: str) -> Iterator[Row]:
    """All of an excerpt and of where it comes from."""
    source_id, _, item = key.partition("#")
    source = project.sources.get(source_id)
    excerpt = _excerpt_of(source, item) if source is not None and item else None
    if not key:
        return
    if source is None or (item and excerpt is None):
        missing = "source" if source is None else "excerpt"
        yield Row(((f"There is no such {missing}: ", "error"), (key, "plain")))
        yield Row((("Take the tick away, or mend the id in the file.", "dim"),))
        return
    if excerpt is not None:
        yield Row(((f"“{excerpt.text.strip()}”", "quote"),))
        said = " · ".join(part for part in (excerpt.speaker, excerpt.place) if part)
        if said:
            yield Row(((said, "dim"),))
        yield BLANK
    people = count(source.participants, "participant") if source.participants is not None else "participants unknown"
    yield heading(source.title or source_id)
    yield Row(((" · ".join(part for part in (source.kind, people, source.date) if part), "plain"),))
    yield Row(((key.replace(_NO_ID, "no id yet: "), "dim"),))
    if source.author:
        yield Row(((source.author, "dim"),))
    if source.summary:
        yield Row(((source.summary.strip(), "plain"),))

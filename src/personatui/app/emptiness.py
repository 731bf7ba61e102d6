"""What is said where there is nothing yet: what it is, and what to do next with the key that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personatui.widgets.keys import Keys
from personatui.widgets.lines import BLANK, Row

if TYPE_CHECKING:
    from personatui.api import Tool
    from personatui.model.project import Project


def no_personas(keys: Keys) -> str:
    """A project without personas."""
    return _lines(
        "This project has no personas yet.",
        None,
        _offer(keys, "workbench.new", "make one from a template: consumer, business, negative, proto or blank"),
        _offer(keys, "workbench.projects", "open a sample, or import personas into a new project"),
        None,
        "On the command line:  personatui import markdown FOLDER",
    )


def none_in_rail(kind: str, keys: Keys) -> list[Row]:
    """The list of personas, segments or sources when there are none."""
    return _rows(f"No {kind}s yet", _offer(keys, "workbench.new", "makes one"))


def no_records(kind: str, keys: Keys) -> str:
    """The middle where there are no segments, or no sources."""
    what = {
        "segment": "A segment is a group of customers that personas stand for.",
        "source": "A source is a piece of evidence: an interview, a survey, figures. Statements rest on its excerpts.",
    }.get(kind, "")
    return _lines(
        f"This project has no {kind}s yet.",
        what,
        None,
        _offer(keys, "workbench.new", f"makes a {kind}"),
        _offer(keys, "workbench.view", "goes on to the next list"),
    )


def no_match(keys: Keys) -> list[Row]:
    """The list of personas when the filter lets none through."""
    return _rows("Nothing matches", _offer(keys, "rail.leave-filter", "twice shows all again"))


def no_statements(keys: Keys) -> list[Row]:
    """A card that says nothing about its persona."""
    return _rows(
        "This persona says nothing about goals, needs or pains yet.",
        _offer(keys, "entries.add", "writes the first statement"),
        _offer(keys, "entries.questions", "asks what to find out"),
        _offer(keys, "workbench.tab-next", "goes to the boxes of the next tool, which ask questions"),
    )


def no_report(project: Project, persona_id: str, tool: Tool | None, keys: Keys) -> str:
    """A report in which no analysis had anything to say; `tool` is None for all tools."""
    persona = project.personas.get(persona_id)
    name = (persona.name if persona is not None else "") or persona_id
    if tool is not None:
        return no_figures() if project.canvas(tool.id, persona_id) is not None else no_canvas(name, tool.title, keys)
    has_any = any(persona_id in project.personas_of(*key) for key in project.canvases)
    return no_figures() if has_any else no_canvases(name, keys)


def no_canvas(name: str, tool: str, keys: Keys) -> str:
    """The report of a tool that knows nothing about the persona."""
    return _lines(
        f"There is nothing to analyse: {name} has no {tool} canvas yet.",
        "Its boxes ask the questions that fill it.",
        _offer(keys, "entries.add", "writes the first note into a box"),
    )


def no_canvases(name: str, keys: Keys) -> str:
    """The report of all tools when none knows anything about the persona."""
    return _lines(
        f"There is nothing to analyse: {name} has no canvas of any tool yet.",
        _offer(keys, "workbench.tab-next", "goes to the next tool, whose boxes ask the questions that fill it"),
    )


def no_figures() -> str:
    """A canvas that is there, of which no analysis says anything."""
    return _lines(
        "No analysis had anything to say about this canvas.", "Add notes and ratings to it, and analyse again."
    )


def no_findings_about(keys: Keys) -> list[Row]:
    """A persona of which nothing is to be mended."""
    return [
        Row((("✓ ", "good"), ("nothing found", "plain")), hanging=2),
        *_rows(_offer(keys, "workbench.findings", "shows those of the whole project")),
    ]


def no_findings(keys: Keys) -> list[Row]:
    """A project in which nothing is to be mended."""
    return [
        Row((("✓ Nothing to mend. ", "good"), ("Every file holds to the rules.", "plain")), hanging=2),
        *_rows(
            _offer(keys, "workbench.analyse", "analyses what the persona in front says"),
            _offer(keys, "findings.close", "goes back"),
        ),
    ]


def nothing_selected(kind: str, keys: Keys) -> list[Row]:
    """The Inspector when there is no persona, segment or source, nor anything selected."""
    return [
        *_rows("Nothing is selected.", _offer(keys, "workbench.new", f"makes a {kind}")),
        BLANK,
        *_rows("What you select is shown here: what it rests on, and what uses it."),
    ]


def nothing_found(words: str, keys: Keys) -> list[Row]:
    """A search without a hit."""
    told = " ".join(words.split())
    return _rows(
        f"Nothing says “{told}”." if told else "Type what to look for.",
        "Fewer or other words may: every word must be there." if told else "",
        _offer(keys, "workbench.new", "makes a new persona") if told else "",
    )


def no_recent() -> list[Row]:
    """The start screen of somebody who has opened nothing yet."""
    return _rows("What you open will stand here the next time.")


def _offer(keys: Keys, binding_id: str, what: str) -> str:
    """A key and what it does; empty where no such key works."""
    key = keys(binding_id)
    return f"{key}  {what}" if key else ""


def _lines(*texts: str | None) -> str:
    """Lines, blank for None; an offer without a key is left out."""
    return "\n".join(text or "" for text in texts if text != "")


def _rows(*texts: str) -> list[Row]:
    return [Row(((text, "dim"),), hanging=3) for text in texts if text]

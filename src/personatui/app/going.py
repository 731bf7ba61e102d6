"""Going to what was found: a persona, a statement, a canvas, a source, or the file that cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personatui.host.loading import relative
from personatui.model.cleaning import clean_line
from personatui.model.ids import Reference
from personatui.model.places import find_place
from personatui.model.project import items_of
from personatui.store.locating import line_of
from personatui.widgets.lines import Row

if TYPE_CHECKING:
    from personatui.app.workbench import WorkbenchScreen
    from personatui.host.session import Session
    from personatui.model.findings import Finding

_GONE = "This is no longer there: it was changed or removed meanwhile."


def owner_of(key: str) -> Reference | None:
    """The record that a row's key leads into: `persona/maya#k7qd` and `persona/maya:goals:0` lead to the persona."""
    reference = Reference.parse(key.partition(":")[0], default_kind="persona")
    return reference.file if reference is not None else None


def trouble(session: Session, key: str) -> str:
    """Why a key leads nowhere, as a sentence; empty when it leads somewhere."""
    owner = owner_of(key)
    if owner is None:
        return "This leads to no place in the project."
    if owner in session.loaded.broken:
        return ""
    record = session.project.record(owner)
    if record is None:
        return _GONE
    is_item = "#" in key or ":" in key
    is_shown = owner.kind != "canvas" or owner.tool in session.tools
    if is_item and is_shown and owner.kind in ("persona", "canvas") and find_place(session.project, key) is None:
        return _GONE
    return ""


def go(screen: WorkbenchScreen, key: str) -> bool:
    """Show what a key leads to; whether there is anything, else the person is told."""
    session = screen.session
    owner = owner_of(key)
    told = trouble(session, key) if session is not None else "The project is still being read."
    if told or session is None or owner is None:
        screen.notify(told, severity="warning", markup=False)
        return False
    error = session.loaded.broken.get(owner)
    if error is not None and owner.kind != "persona":
        place = relative(error.path, session.root) + (f":{error.line}" if error.line else "")
        rows = [Row(((place, "strong"),)), Row(((clean_line(error.message), "error"),)), Row(((error.hint, "plain"),))]
        _show_inspector(screen)
        screen.inspector.show_rows("Cannot be read", rows)
    elif owner.kind in ("persona", "canvas"):
        _show_canvas_or_persona(screen, session, owner, key)
    else:
        reference = Reference.parse(key, default_kind=owner.kind)
        screen.jump(reference if reference is not None else owner)
    return True


def _show_canvas_or_persona(screen: WorkbenchScreen, session: Session, owner: Reference, key: str) -> None:
    tool = owner.tool
    is_absent = tool in session.absent_tools
    is_tabbed = not tool or tool in session.tools or is_absent
    if tool:
        about = session.project.personas_of(tool, owner.record)
        file = relative(session.folder.path_of(owner), session.root)
        if not is_tabbed:
            screen.notify(f"The tool {tool} is not in use here, so no tab shows {file}.", markup=False)
        elif not about:
            screen.notify(f"The canvas {file} is about no persona, so it has no tab.", markup=False)
        if not about:
            return
    screen.panels.close_report()
    screen.jump(owner)
    if is_tabbed and (is_absent or key != str(owner)):
        # of an absent tool's canvas no entry can be pointed at
        screen.middle.open(tool, "" if is_absent else key)


def _show_inspector(screen: WorkbenchScreen) -> None:
    """Bring the Inspector to the front, also on a narrow screen."""
    screen.panels.open_middle()
    screen.panels.open_inspector(report=False)
    screen.inspector.focus_content()


def finding_key(session: Session, finding: Finding) -> str:
    """Where a finding leads: to its item, also one without an id, else to its record; empty for nowhere."""
    owner = owner_of(finding.where) if finding.where else None
    if owner is None or "#" in finding.where:
        return finding.where if owner is not None else ""
    record, file = session.project.record(owner), session.loaded.files.get(owner)
    if record is None or file is None or not finding.line:
        return str(owner)
    key, nearest = str(owner), 1
    for name, index, item in items_of(record):
        line = line_of(file.text, (name, index))
        if nearest < line <= finding.line:
            nearest = line
            key = str(owner.at(item.id)) if item.id else f"{owner}:{name}:{index}"
    # a value at the top of the file stands before every item
    return key

"""What is to be mended, as a list like a compiler's: filtered, grouped, gone to and fixed. `f` in the workbench."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from personatui.app.closing import Dialog
from personatui.app.emptiness import no_findings
from personatui.app.filtering import QueryInput, name_key
from personatui.app.going import finding_key, go
from personatui.host.mending import joined_fixes
from personatui.model.cleaning import clean_line
from personatui.model.entries import finding_facets
from personatui.model.findings import Finding, Severity
from personatui.model.matching import fold_line
from personatui.model.querying import FINDING_FILTERS, Query, parse, value_problems
from personatui.render.figures import count
from personatui.render.findings import findings_summary
from personatui.render.marks import severity_mark
from personatui.widgets.keyline import KeyLine
from personatui.widgets.keys import key_of, keys_of, own_key
from personatui.widgets.lines import Piece, Row, heading
from personatui.widgets.rows import RowList

if TYPE_CHECKING:
    from personatui.app.app import WorkbenchApp
    from personatui.app.workbench import WorkbenchScreen
    from personatui.host.checking import CheckOutcome
    from personatui.model.edits import Change

_ROLES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "dim"}
_GROUPINGS = ("file", "severity")
# What there is nothing to do with while nothing is to be mended.
_WITH_FINDINGS = frozenset(("fix", "fix_alike", "group", "severity", "narrow", "edit_file"))
_NO_FILE = "The project as a whole"


class ProblemsScreen(Dialog[Finding | None]):
    """The findings of the project. Returns the one to go to; what is fixed here leaves the list by itself."""

    DEFAULT_CSS = """
    ProblemsScreen {
        align: center bottom;
        & > Vertical { width: 100%; height: 75%; border: round $accent; background: $surface; padding: 0 1; }
        & QueryInput { border: none; height: 1; padding: 0; background: $surface; }
        & #problems { height: 1fr; }
        & KeyLine { dock: bottom; }
        & #problem-told { height: auto; max-height: 6; border-top: solid $foreground 30%; }
    }
    """
    BINDING_GROUP_TITLE = "Findings"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Close", id="findings.close"),
        Binding("enter", "go", "Go there", id="findings.go", show=False),
        Binding("x", "fix", "Fix", id="findings.fix", tooltip="Make the fix that is shown below the list"),
        Binding("X", "fix_alike", "Fix all alike", id="findings.fix-alike", tooltip="Fix all of the same code at once"),
        Binding("v", "group", "Group", id="findings.group", tooltip="Group by file or by severity"),
        Binding("s", "severity", "Severity", id="findings.severity", tooltip="Show one severity only, or all again"),
        Binding("slash,n", "narrow", "Narrow", key_display="/", id="findings.narrow", tooltip="Narrow the findings"),
        Binding("E", "edit_file", "Edit file", id="findings.edit-file", tooltip="Open the file in your editor"),
        Binding("u,ctrl+z", "undo", "Undo", id="findings.undo"),
        Binding("ctrl+r,ctrl+y", "redo", "Redo", id="findings.redo", show=False),
        Binding("f5", "reload", "Read again", id="findings.reload", show=False),
        Binding("down", "to_list", "List", id="findings.to-list", show=False),
    ]
    app: WorkbenchApp

    def __init__(self, workbench: WorkbenchScreen) -> None:
        super().__init__()
        self._workbench = workbench
        self._outcome: CheckOutcome | None = None
        self._grouping = _GROUPINGS[0]
        self._severity: Severity | None = None
        self._shown: dict[str, Finding] = {}
        self._fixes_told = ""

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = "Findings"
            yield QueryInput(lambda: FINDING_FILTERS, self._values)
            yield RowList(wrap=False, id="problems")
            yield Static(id="problem-told")
            yield KeyLine()

    @property
    def list(self) -> RowList:
        """The list of findings."""
        return self.query_one("#problems", RowList)

    @property
    def line(self) -> QueryInput:
        """The line that narrows the list."""
        return self.query_one(QueryInput)

    @property
    def chosen(self) -> Finding | None:
        """The finding under the cursor."""
        row = self.list.current
        return self._shown.get(row.key) if row is not None else None

    def on_mount(self) -> None:
        self.list.focus()
        name_key(self.line, "findings.narrow", lambda: "words, severity:error, tool: …")
        self._workbench.checked.subscribe(self, self.show)
        if self._workbench.findings is None:
            self.list.show([Row((("The project is still being checked …", "dim"),))])
        else:
            self.show(self._workbench.findings)

    def show(self, outcome: CheckOutcome) -> None:
        """Show what a check found; the cursor stays where it was, or comes to what took its place."""
        self._outcome = outcome
        self.line.display = bool(outcome.findings)
        self.refresh_bindings()
        self._refill()
        if self._workbench.finding is not None and self.list.current is None:
            self.list.move_to(next((key for key, other in self._shown.items() if other == self._workbench.finding), ""))
        if self.list.current is None:
            self.list.move_to_first()

    # The list --------------------------------------------------------------------------------------------

    def _values(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, dict[str, None]] = {}
        for finding in self._outcome.findings if self._outcome is not None else ():
            for name, values in finding_facets(finding).items():
                found.setdefault(name, {}).update(dict.fromkeys(values))
        return {name: tuple(values) for name, values in found.items()}

    def _refill(self) -> None:
        outcome = self._outcome
        if outcome is None:
            return
        query = parse(self.line.value, FINDING_FILTERS)
        passing = [finding for finding in outcome.findings if self._passes(finding, query)]
        position = self.list.cursor
        self._shown = {}
        rows = [Row(((problem, "warning"),)) for problem in (*query.problems, *value_problems(query, self._values()))]
        rows += self._rows(passing)
        key = self._workbench.key_of("workbench.faults") if outcome.faults else ""
        off = f" {key} shows it, and switches the plugin off." if key else ""
        rows += (Row((("✖ ", "error"), (fault.told + off, "plain")), hanging=2) for fault in outcome.faults)
        if not outcome.findings:
            rows += no_findings(keys_of(self))
        elif not passing:
            rows.append(Row(((self._nothing_passes(), "dim"),)))
        self._tell_counts(passing)
        self.list.show(rows)
        if self.list.current is None and position >= 0:
            self._move_near(position)
        self._tell()

    def _nothing_passes(self) -> str:
        key = own_key(self, "findings.close")
        return "Nothing passes the filter" + (f"; {key} clears it." if key else ".")

    def _move_near(self, position: int) -> None:
        """Put the cursor where it stood, when what it stood on is gone."""
        rows = self.list.rows
        candidates = (*range(min(position, len(rows)), len(rows)), *range(min(position, len(rows)) - 1, -1, -1))
        key = next((rows[index].key for index in candidates if rows[index].key), "")
        if key:
            self.list.move_to(key)

    def _rows(self, findings: Sequence[Finding]) -> Iterator[Row]:
        by_file = self._grouping == "file"
        groups: dict[str, list[Finding]] = {}
        for finding in findings:
            groups.setdefault((finding.file or _NO_FILE) if by_file else finding.severity.value, []).append(finding)
        seen: Counter[tuple[str, str, str]] = Counter()
        for title, members in groups.items():
            yield heading(title if by_file else f"{title}s", str(len(members)))
            for finding in members:
                same = (finding.code, finding.where, finding.message)
                seen[same] += 1
                key = "\0".join((*same, str(seen[same])))
                self._shown[key] = finding
                yield _finding_row(finding, key, by_file=by_file)

    def _passes(self, finding: Finding, query: Query) -> bool:
        if self._severity is not None and finding.severity is not self._severity:
            return False
        if query.filters and not query.passes(finding_facets(finding)):
            return False
        text = fold_line(f"{finding.code} {finding.message} {finding.where} {finding.file} {finding.hint}")
        return all((word.text in text) is not word.negated for word in query.words)

    def _tell_counts(self, passing: Sequence[Finding]) -> None:
        assert self._outcome is not None
        findings = self._outcome.findings
        box = self.query_one(Vertical)
        shown = "" if len(passing) == len(findings) else f" · {len(passing)} shown"
        box.border_title = Content(f"Findings · {findings_summary(findings)}{shown}")
        if not findings:
            box.border_subtitle = ""
            return
        fixable = sum(finding.fix is not None for finding in passing)
        told = f"by {self._grouping}" + (f" · {self._severity.value}s only" if self._severity is not None else "")
        box.border_subtitle = Content(f"{told} · {fixable} with a fix")

    def _tell(self) -> None:
        """What can be done about the finding under the cursor."""
        finding, told = self.chosen, self.query_one("#problem-told", Static)
        if finding is None:
            told.update("")
            return
        pieces: list[tuple[str, str] | str] = [(finding.code, "bold"), f"  {_place(finding)}\n", finding.message]
        if finding.fix is not None:
            alike = len(self._alike(finding))
            more = f"   X  all {alike} of this code" if alike > 1 else ""
            pieces.append((f"\nx  {finding.fix.label}{more}", "$text-success"))
        if finding.hint:
            pieces.append((f"\n{finding.hint}", "$foreground-muted"))
        told.update(Content.assemble(*((Content(part) if isinstance(part, str) else part) for part in pieces)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        has_findings = self._outcome is None or bool(self._outcome.findings)
        return (has_findings or action not in _WITH_FINDINGS) and super().check_action(action, parameters)

    # What the keys do ------------------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._refill()
        if self.list.current is None:
            self.list.move_to_first()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.list.focus()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._tell()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_go()

    def action_go(self) -> None:
        """Go to the item that the finding is about."""
        if self.chosen is not None:
            self.dismiss(self.chosen)

    def action_back(self) -> None:
        """From the filter to the list, then out of the filter, then out of here."""
        if self.line.has_focus:
            self.list.focus()
        elif self.line.value:
            self.line.value = ""
        elif self._severity is not None:
            self._severity = None
            self._refill()
        else:
            self.dismiss(None)

    def action_to_list(self) -> None:
        self.list.focus()

    def action_narrow(self) -> None:
        self.line.focus()

    def action_group(self) -> None:
        """Group by the next property."""
        self._grouping = _GROUPINGS[(_GROUPINGS.index(self._grouping) + 1) % len(_GROUPINGS)]
        self._refill()

    def action_severity(self) -> None:
        """Show the next severity alone, from the gravest, and then all again."""
        order = (None, *sorted(Severity, key=lambda severity: -severity.rank))
        self._severity = order[(order.index(self._severity) + 1) % len(order)]
        self._refill()
        if self.list.current is None:
            self.list.move_to_first()

    def action_fix(self) -> None:
        """Make the fix of the finding under the cursor."""
        finding = self.chosen
        if finding is None:
            return
        if finding.fix is None:
            self.notify(f"This has no fix that is safe to make by itself. {finding.hint}".strip(), markup=False)
        else:
            self._make(finding.fix)

    def _make(self, fix: Change) -> None:
        if self._workbench.make(fix):
            key = key_of(self, "findings.undo")
            self.notify(f"{clean_line(fix.label)}." + (f" {key} takes it back." if key else ""), markup=False)

    def _alike(self, finding: Finding) -> Sequence[Finding]:
        """The findings of the same code that are shown and have a fix."""
        return [other for other in self._shown.values() if other.code == finding.code and other.fix is not None]

    def action_fix_alike(self) -> None:
        """Fix all findings of the code under the cursor that are shown, as one step to undo."""
        finding = self.chosen
        if finding is None:
            return
        alike = self._alike(finding)
        if not alike:
            self.notify(f"No {finding.code} has a fix that is safe to make by itself.", markup=False)
            return
        label = f"Fix {count(len(alike), 'finding')} of {finding.code}" if len(alike) > 1 else ""
        self._make(joined_fixes([other.fix for other in alike if other.fix is not None], label))

    def action_undo(self) -> None:
        self._workbench.action_undo()

    def action_redo(self) -> None:
        self._workbench.action_redo()

    def action_reload(self) -> None:
        self._workbench.action_reload()

    def action_edit_file(self) -> None:
        """Open the finding's file in the person's editor."""
        finding = self.chosen
        if finding is None or not finding.file:
            self.notify("This is about no single file.", markup=False)
            return
        self._workbench.edit_file(self._workbench.root / finding.file, finding.line or 0)


def _place(finding: Finding) -> str:
    return f"{finding.file}:{finding.line}" if finding.file and finding.line else finding.file or finding.where


def _finding_row(finding: Finding, key: str, *, by_file: bool) -> Row:
    right = f":{finding.line}" if by_file and finding.line else "" if by_file else _place(finding)
    fixable: tuple[Piece, ...] = (("x ", "good"),) if finding.fix is not None else ()
    return Row(
        (
            (f" {severity_mark(finding.severity)} ", _ROLES[finding.severity]),
            (f"{finding.code}  ", "dim"),
            (finding.message, "plain"),
        ),
        key=key,
        right=(*fixable, (right, "dim")) if right or fixable else (),
    )


def open_problems(workbench: WorkbenchScreen) -> None:
    """Open the list of findings over the workbench, once its project has been read."""
    if workbench.session is None:
        workbench.notify("The project is still being read.")
        return

    def leave(finding: Finding | None) -> None:
        if finding is not None:
            show_finding(workbench, finding)

    workbench.app.push_screen(ProblemsScreen(workbench), leave)


def show_finding(workbench: WorkbenchScreen, finding: Finding) -> None:
    """Go to what a finding is about, and remember that it was the last one."""
    workbench.finding = finding
    session = workbench.session
    key = finding_key(session, finding) if session is not None else ""
    if key:
        go(workbench, key)
    else:
        told = " ".join(part for part in (_place(finding), finding.message, finding.hint) if part)
        workbench.notify(told, markup=False)


def step_finding(workbench: WorkbenchScreen, direction: int) -> None:
    """Go to the next finding after the last one that was gone to, or the one before; at the end, begin again."""
    outcome = workbench.findings
    if outcome is None:
        workbench.notify("The project is still being checked.")
        return
    if not outcome.findings:
        workbench.notify("Nothing to mend.")
        return
    number = _next_number(outcome.findings, workbench.finding, direction)
    finding = outcome.findings[number]
    show_finding(workbench, finding)
    told = f"{severity_mark(finding.severity)} {number + 1} of {len(outcome.findings)}: {finding.message}"
    workbench.notify(told, markup=False, timeout=6)


def _next_number(findings: Sequence[Finding], last: Finding | None, direction: int) -> int:
    if last is None:
        return 0 if direction > 0 else len(findings) - 1
    same = (last.code, last.where, last.message)
    for number, finding in enumerate(findings):
        if (finding.code, finding.where, finding.message, finding.line) == (*same, last.line):
            return (number + direction) % len(findings)
    # it was mended meanwhile: go on from where it stood
    after = sum(_order(finding) < _order(last) for finding in findings)
    return (after if direction > 0 else after - 1) % len(findings)


def _order(finding: Finding) -> tuple[int, str, int]:
    return -finding.severity.rank, finding.file, finding.line

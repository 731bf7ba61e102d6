"""Analyses and findings from the workbench: reports with their charts, and the way from a finding to its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.driving import (
    SMALL,
    StartScreen,
    at_work,
    on_screen,
    project,
    sample,
    send_key,
    settled,
    texts,
    told,
    write,
)
from personatui.api.ui import ChartView
from personatui.app.problems import ProblemsScreen
from personatui.widgets.entries import EntryList
from personatui.widgets.report import ReportView
from personatui.widgets.rows import RowList

CONTRADICTION = """
[[contradictions]]
id = "c1"
first = "nowhere"
second = "nothing"
"""


async def test_analyses_of_all_tools_and_of_one(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("r")
        assert str(desk.inspector.border_title) == "Report · all tools"
        view = desk.app.screen.query_one(ReportView)
        assert view.has_focus
        titles = [str(title.render()) for title in view.query(".report--title")]
        analyses = desk.session.plugins.analyses
        # what matters most of all of them comes first
        assert "What matters most" in titles[0]
        assert len(titles) == 1 + sum(len(analyses[tool]) for tool in desk.session.tools)
        assert view.query(ChartView)
        # the report scrolls with the keys of every list
        await desk.press("j", "j", "j")
        assert view.scroll_offset.y == 3
        await desk.press("k", "G")
        assert view.scroll_offset.y == view.max_scroll_y > 40
        await desk.press("g", "pagedown")
        assert 10 < view.scroll_offset.y < view.max_scroll_y
        await desk.press("home")
        assert view.scroll_offset.y == 0

        await desk.press("escape", "right_square_bracket", "r")
        assert str(desk.inspector.border_title) == "Report · Empathy Map"
        titles = [str(title.render()) for title in view.query(".report--title")]
        assert len(titles) == len(analyses["empathy_map"])
        # the report stays while one looks through the canvas, and goes with the next persona
        desk.box("does").focus()
        await desk.press("j")
        assert desk.reports()
        desk.rail.list.focus()
        await desk.press("j")
        assert not desk.reports()
        assert not desk.screen.panels.has_report


async def test_impatience(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        for wait in (0.0, 0.03, 0.1, 0.2, 0.4, 0.0):
            send_key(desk.app, "r")
            await desk.pilot.pause(wait)
        await settled(desk.pilot)
        titles = desk.app.screen.query_one(ReportView).query(".report--title")
        assert len(titles) == 1 + sum(len(desk.session.plugins.analyses[tool]) for tool in desk.session.tools)
        assert all(on_screen(title) for title in titles)
        # the tabs faster than their views are made
        desk.middle.focus_content()
        waits = (0.0, 0.01, 0.0, 0.0, 0.02, 0.0, 0.0, 0.01)
        for wait in waits:
            send_key(desk.app, "right_square_bracket")
            await desk.pilot.pause(wait)
        await settled(desk.pilot)
        tabs = ("card", *desk.session.tools)
        tool = tabs[len(waits) % len(tabs)]
        assert desk.middle.tool_id == tool
        lists = [rows for rows in desk.middle.query(f"#view-{tool} RowList").results(RowList) if on_screen(rows)]
        assert any(rows.rows for rows in lists)


async def test_a_persona_without_canvases(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {"personas/a.toml": 'name = "A [b"\n'}), SMALL) as desk:
        await desk.press("r")
        assert "A [b has no canvas of any tool yet." in "\n".join(texts(desk.inspector))
        await desk.press("escape", "right_square_bracket", "r")
        assert "A [b has no Empathy Map canvas yet." in "\n".join(texts(desk.inspector))


async def test_the_jobs_screen(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.open_tab("jtbd")
        desk.box("outcomes").focus()
        await settled(desk.pilot)
        outcomes = told(desk.box("outcomes"))
        assert "when it behaves oddly\nextreme · survey, n=212" in outcomes
        scores = [float(score) for score in re.findall(r" ([\d.]+) *│", desk.drawn()) if 0 < float(score) <= 20]
        assert scores[0] == 15.8
        assert scores == sorted(scores, reverse=True)
        chart = desk.middle.query_one(ChartView)
        assert chart.region.width > 20
        assert "importance" in str(chart.render())
        assert "Forces: " in "\n".join(texts(desk.middle.query_one("#view-jtbd")))
        assert desk.box("force-push").border_subtitle != "empty"
        assert chart.region.y > desk.box("outcomes").region.bottom - 1
        await desk.press("z", "z", "i", "b")
        assert chart.region.y < desk.box("outcomes").region.bottom
        assert chart.region.x >= desk.box("outcomes").region.right
        await desk.resize(*SMALL)
        assert chart.region.x < desk.box("outcomes").region.right
        await desk.resize(140, 40)

        # up and down lead through all the boxes, left and right to the one beside
        desk.box("outcomes").focus()
        await desk.press("G", "j")
        assert desk.box("force-push").has_focus
        await desk.press("k")
        assert desk.box("outcomes").has_focus
        desk.box("force-push").focus()
        await desk.press("right")
        assert desk.box("force-pull").has_focus
        await desk.press("h")
        assert desk.box("force-push").has_focus
        desk.middle.query_one("#jtbd-job", EntryList).focus()
        await desk.press("G", "j")
        assert desk.box("step-define").has_focus

        await desk.press("b")
        await desk.select("tom-brandt")
        await desk.open_tab("jtbd")
        assert "What makes this step slow?" in desk.drawn()
        assert not desk.box("outcomes").rows
        assert not on_screen(chart)
        assert "Forces: " not in "\n".join(texts(desk.middle.query_one("#view-jtbd")))


def _stand_on(problems: ProblemsScreen, where: str) -> None:
    """Put the cursor on the first finding about a place."""
    for row in problems.list.rows:
        problems.list.move_to(row.key)
        if row.key and problems.chosen is not None and problems.chosen.where.startswith(where):
            return
    raise AssertionError(where)


async def test_findings_and_the_way_to_their_places(tmp_path: Path) -> None:
    root = sample(tmp_path)
    maya = root / "personas" / "maya-okafor.toml"
    write(
        root,
        {
            "personas/maya-okafor.toml": maya.read_text()
            + '\n[[pains]]\nid = "lost"\ntext = "Lost"\nsources = ["gone"]\n',
            "personas/broken.toml": "name =",
        },
    )
    empathy = root / "canvases" / "empathy_map" / "priya-nair.toml"
    empathy.write_text(empathy.read_text() + CONTRADICTION)
    async with at_work(root) as desk:
        findings = desk.screen.findings
        assert findings is not None
        assert len(findings.findings) >= 3
        assert f"▲ {len(findings.findings)} findings (f)" in desk.title
        assert "To mend 1" in desk.told
        assert "gone" in desk.told

        await desk.press("f")
        problems = desk.on(ProblemsScreen)
        assert problems.list.has_focus
        assert "personas/broken.toml" in told(problems.list)
        assert sum(bool(row.key) for row in problems.list.rows) == len(findings.findings)
        _stand_on(problems, "persona/maya-okafor")
        await desk.press("enter")
        assert desk.card.has_focus
        assert desk.card.current is not None
        assert desk.card.current.key == "persona/maya-okafor#lost"

        await desk.press("f")
        _stand_on(desk.on(ProblemsScreen), "canvas/empathy_map/priya-nair")
        await desk.press("enter")
        assert desk.screen.persona_id == "priya-nair"
        assert desk.middle.tool_id == "empathy_map"
        assert desk.rail.list.current is not None
        assert desk.rail.list.current.key == "priya-nair"

        # a finding about a file that cannot be read leads to the sentence that tells why
        await desk.press("f")
        _stand_on(desk.on(ProblemsScreen), "persona/broken")
        await desk.press("enter")
        assert desk.screen.persona_id == "broken"
        assert "broken.toml, line 1" in desk.message

        # what is mended is no longer counted
        (root / "personas" / "broken.toml").unlink()
        await desk.press("f5")
        assert desk.screen.findings is not None
        assert len(desk.screen.findings.findings) < len(findings.findings)
        assert f"▲ {len(desk.screen.findings.findings)} finding" in desk.title


async def test_a_finding_is_reached_although_the_filter_hides_its_persona(tmp_path: Path) -> None:
    root = sample(tmp_path)
    tom = root / "personas" / "tom-brandt.toml"
    tom.write_text(tom.read_text() + '\n[[pains]]\nid = "lost"\ntext = "Lost"\nsources = ["gone"]\n')
    async with at_work(root, SMALL) as desk:
        await desk.press("n", *"priya", "enter", "f")
        _stand_on(desk.on(ProblemsScreen), "persona/tom-brandt#lost")
        await desk.press("enter")
        assert desk.screen.persona_id == "tom-brandt"
        assert desk.card.has_focus
        assert desk.card.current is not None
        assert desk.card.current.key == "persona/tom-brandt#lost"


async def test_findings_of_a_report_lead_to_their_items(tmp_path: Path) -> None:
    outcome = (
        '[[outcomes]]\nid = "o1"\ntext = "Minimize the time it takes to sleep"\nimportance = 900\nsatisfaction = 2\n'
    )
    root = project(tmp_path, {"personas/a.toml": 'name = "A"\n', "canvases/jtbd/a.toml": outcome})
    async with at_work(root) as desk:
        await desk.open_tab("jtbd")
        await desk.press("r")
        lists = desk.app.screen.query_one(ReportView).query(RowList).results(RowList)
        rows = next(rows for rows in lists if any(row.key == "canvas/jtbd/a#o1" for row in rows.rows))
        rows.focus()
        rows.move_to("canvas/jtbd/a#o1")
        await desk.press("enter")
        assert desk.box("outcomes").has_focus
        assert desk.box("outcomes").current is not None


@pytest.mark.parametrize("begun", [False, True])
async def test_the_project_is_left_while_it_is_analysed(tmp_path: Path, begun: bool) -> None:
    async with at_work(sample(tmp_path)) as desk:
        if begun:
            await desk.press("r")
        inspector = desk.inspector
        send_key(desk.app, "r")
        send_key(desk.app, "o")
        await settled(desk.pilot)
        desk.on(StartScreen)
        # what comes from an analysis even later is for nobody
        assert await inspector.show_reports("Report", (), ()) is None


async def test_a_report_that_is_left_between_its_widgets(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("r")
        view = desk.app.screen.query_one(ReportView)
        await desk.press("o")
        await view.show((), (), "nothing")
        desk.on(StartScreen)

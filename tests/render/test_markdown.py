"""Markdown in which every text stays literal, checked by rendering it with an independent parser."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from personatui.model.cleaning import clean_line
from personatui.render.markdown import card_markdown, escape, fenced, paragraphs, report_markdown, table
from render.records import EMPTY, HOSTILE, HOSTILE_PERSONA, MAYA, NOTHING, PROJECT, REPORT, report_of

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
LINES = st.one_of(st.text(alphabet="#*_`[]()<>!|~\\&;-+=.:19 ax\t$", max_size=12), st.text(max_size=30))


class _Shown(HTMLParser):
    """What a reader sees of a page, and which elements hold it."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(markdown: str) -> _Shown:
    page = _Shown()
    page.feed(PARSER.render(markdown))
    page.close()
    return page


@settings(max_examples=100, deadline=None)
@given(LINES)
@example("##")
@example("# a #")
@example("1. a")
@example("---")
@example("&copy; \\* <br> [x](y) `a` **b** ~~c~~ a | b")
def test_a_text_stays_literal_wherever_it_stands(text: str) -> None:
    wanted = clean_line(text)
    for markdown, tags in (
        (escape(text), ["p"]),
        (f"# {escape(text)}", ["h1"]),
        (f"- {escape(text)}", ["ul", "li"]),
    ):
        page = shown(markdown)
        assert page.text.strip() == wanted
        if wanted:
            assert page.tags == tags
    page = shown(table(("head",), [(text,)]))
    assert page.text.split("head", 1)[1].strip() == wanted
    assert page.tags == ["table", "thead", "tr", "th", "tbody", "tr", "td"]


@settings(max_examples=100, deadline=None)
@given(st.lists(LINES, max_size=5))
@example(["a|b", ":--"])
@example(["a", "==="])
@example(["a", "", "", "    b"])
def test_lines_stay_lines(lines: list[str]) -> None:
    page = shown(paragraphs("\n".join(lines)))
    # a carriage return at the end of a line and the line end after it are one line end
    assert page.text.split() == clean_line("\n".join(lines)).split()
    assert set(page.tags) <= {"p", "br"}


@pytest.mark.parametrize("text", ["```\n# x", "`", "~~~", "", "a\n````\nb"])
def test_a_fence_holds_whatever_is_in_it(text: str) -> None:
    page = shown(fenced(text))
    assert page.tags == ["pre", "code"]
    assert page.text.strip() == text.strip()


def test_a_report_has_its_parts() -> None:
    page = shown(report_markdown(REPORT))
    assert page.tags[0] == "h2"
    assert page.tags.count("table") == 2
    assert page.tags.count("pre") == 4
    assert "12.5 Opportunity" in page.text
    assert "no value" in page.text


def test_hostile_texts_make_no_elements() -> None:
    assert shown(report_markdown(report_of(HOSTILE))).tags == shown(report_markdown(REPORT)).tags
    page = shown(card_markdown("hostile", HOSTILE_PERSONA, PROJECT))
    assert clean_line(HOSTILE) in page.text
    assert set(page.tags) <= {"h1", "h2", "p", "ul", "li", "strong"}


def test_a_card_says_what_it_rests_on() -> None:
    told = card_markdown("maya-okafor", MAYA, PROJECT)
    assert "- ● Surprise the children (end goal, priority 4) — interview-maya#e3 · anecdote\n" in told
    assert "- ○ An answer at night — interview-gone (not found) · assumption\n" in told
    assert "- **Evidence:** ▰▰▱▱ 40 %, 2 of 5 statements have a source\n" in told


def test_empty_reports() -> None:
    assert report_markdown(EMPTY) == "## Nothing yet\n\nThis report is empty.\n"
    assert "nan" not in report_markdown(NOTHING)

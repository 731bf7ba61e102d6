"""The page parses, is self-contained and accessible, and holds no text that is not escaped."""

from __future__ import annotations

from html.parser import HTMLParser

from personatui.model.cleaning import clean_line, is_clean
from personatui.render.html import report_html
from render.records import EMPTY, HOSTILE, NOTHING, REPORT, report_of

VOID = {"meta"}


class _Page(HTMLParser):
    """Elements with their attributes; fails on an element that is closed out of turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.text += data

    @property
    def tags(self) -> list[str]:
        return [tag for tag, _ in self.elements]


def test_every_chart_has_a_name_and_a_table_beside_it() -> None:
    page = _Page(report_html([REPORT], title="Maya"))
    charts = [attributes for tag, attributes in page.elements if tag == "svg"]
    names = {attributes["id"] for tag, attributes in page.elements if tag == "title" and "id" in attributes}
    assert len(charts) == 3
    assert {chart["aria-labelledby"] for chart in charts} == names
    assert page.tags.count("figure") == 3
    # figures, the table block, the matrix, and one beside each chart
    assert page.tags.count("table") == 6


def test_several_lines_differ_by_their_strokes_and_signs() -> None:
    page = _Page(report_html([REPORT], title="Maya"))
    drawing = [attributes.get("class") for tag, attributes in page.elements if tag in ("line", "text")]
    assert "stroke dash-1" in drawing
    # one sign a value, of the two lines together
    assert drawing.count("sign") == 3
    assert "● Opportunity" in page.text
    assert "◇ Opportunity" in page.text


def test_the_page_is_self_contained() -> None:
    page = _Page(report_html([REPORT, EMPTY], title="Maya"))
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    attributes = [item for _, found in page.elements for item in found.items()]
    assert not [name for name, _ in attributes if name.startswith("on") or name in ("src", "style")]
    links = [value for name, value in attributes if name == "href"]
    assert links == ["#report-1", "#report-2"]
    assert set(links) <= {f"#{value}" for name, value in attributes if name == "id"}


def test_ids_are_used_once() -> None:
    page = _Page(report_html([REPORT, REPORT], title=""))
    ids = [found["id"] for _, found in page.elements if "id" in found]
    assert len(ids) == len(set(ids))


def test_hostile_texts_make_no_elements() -> None:
    told = report_html([report_of(HOSTILE)], title=HOSTILE)
    page = _Page(told)
    assert "<b" not in told.replace("<body", "")
    assert is_clean(told)
    assert page.tags == _Page(report_html([REPORT], title="Maya")).tags
    assert page.text.count(clean_line(HOSTILE)) > 20


def test_style_and_title_cannot_be_left() -> None:
    page = _Page(report_html([], title="</title></style><script>alert(1)</script>"))
    assert "script" not in page.tags
    assert "There are no reports." in page.text


def test_nothing_is_no_value() -> None:
    page = _Page(report_html([NOTHING], title="Nothing"))
    assert "no value" in page.text
    assert "nan" not in page.text.lower()

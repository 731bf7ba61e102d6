"""The search: everything can be found, the best first; filters part what there is; every text of a project is there."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from personatui.model.canvas import Canvas
from personatui.model.claims import Claim
from personatui.model.entries import PersonaFacets, ProjectEntries, Titles, finding_entries
from personatui.model.findings import Finding, Severity
from personatui.model.matching import fold_line
from personatui.model.persona import Persona
from personatui.model.project import Project
from personatui.model.querying import parse, quoted
from personatui.model.searching import KINDS, Entry, SearchIndex, all_values, search_all
from personatui.model.segment import Segment
from personatui.model.source import Source

TITLES = st.text(st.sampled_from('abcdé ÀB-:"\\.,'), min_size=1, max_size=16).filter(fold_line)
ENTRIES = st.lists(
    st.builds(
        Entry,
        st.sampled_from(KINDS),
        TITLES,
        st.sampled_from(("", "abc d", "b")),
        st.just("key"),
        st.sampled_from(("", "ab", "dc ba")),
        st.fixed_dictionaries({"tag": st.lists(st.sampled_from("abc"), max_size=2, unique=True).map(tuple)}),
    ),
    max_size=12,
)
QUERIES = st.text(st.sampled_from('abcdé -":tg'), max_size=12)


def titles(index: SearchIndex, text: str) -> list[str]:
    """The titles of what is found, best first."""
    return [hit.entry.title for hit in index.search(parse(text)).hits]


def index_of(*names: str, kind: str = "claim") -> SearchIndex:
    return SearchIndex(Entry(kind, name) for name in names)


@given(ENTRIES)
def test_everything_is_found_first_by_its_own_text(entries: list[Entry]) -> None:
    index = SearchIndex(entries)
    for entry in entries:
        best = index.search(parse(quoted(entry.title))).hits[0]
        assert fold_line(best.entry.title) == fold_line(entry.title)


@given(ENTRIES, QUERIES)
def test_positions_are_letters_of_the_title_and_the_best_come_first(entries: list[Entry], text: str) -> None:
    found = SearchIndex(entries).search(parse(text))
    assert found.total == len(found.hits) <= len(entries)
    assert [hit.rank for hit in found.hits] == sorted(hit.rank for hit in found.hits)
    for hit in found.hits:
        assert list(hit.positions) == sorted(set(hit.positions))
        assert all(0 <= position < len(hit.entry.title) for position in hit.positions)


@given(ENTRIES, st.sampled_from(("tag:a", "is:claim", "tag:a,b", 'tag:"a"', "is:persona,source tag:b")))
def test_a_filter_parts_what_there_is(entries: list[Entry], text: str) -> None:
    index = SearchIndex(entries)
    terms = text.split()
    with_it = index.search(parse(text)).total
    if len(terms) == 1:
        assert with_it + index.search(parse(f"-{text}")).total == len(entries)
    else:
        assert with_it <= min(index.search(parse(term)).total for term in terms)


@settings(max_examples=40)
@given(ENTRIES, st.text("abcdé", min_size=1, max_size=6), st.sampled_from(("", " tag:a", " b")))
def test_typing_on_finds_what_searching_at_once_finds(entries: list[Entry], word: str, rest: str) -> None:
    typed = SearchIndex(entries)
    for length in range(1, len(word) + 1):
        now = word[:length] + rest
        assert typed.search(parse(now)) == SearchIndex(entries).search(parse(now))


@given(ENTRIES, QUERIES)
def test_several_indexes_find_what_one_finds(entries: list[Entry], text: str) -> None:
    parts = [SearchIndex(entries[::2]), SearchIndex(entries[1::2])]
    together = search_all(parts, parse(text))
    alone = SearchIndex(entries).search(parse(text))
    assert together.total == alone.total
    assert [hit.rank[:-1] for hit in together.hits] == [hit.rank[:-1] for hit in alone.hits]
    assert {name: set(values) for name, values in all_values(parts).items()} == {
        name: set(values) for name, values in SearchIndex(entries).values.items()
    }


@given(ENTRIES, QUERIES, st.integers(1, 5))
def test_the_best_few_are_the_first_of_all(entries: list[Entry], text: str, limit: int) -> None:
    index = SearchIndex(entries)
    few, everything = index.search(parse(text), limit), index.search(parse(text))
    assert few.hits == everything.hits[:limit]
    assert few.total == everything.total


def test_exact_before_prefix_before_word_start_before_letters() -> None:
    names = ("n-i-g-h-t", "midnight", "a night", "nightly", "night", "nothing", "nighttime talk")
    assert titles(index_of(*names), "night") == [
        "night",
        "nightly",
        "nighttime talk",
        "a night",
        "midnight",
        "n-i-g-h-t",
    ]


def test_every_word_must_match_and_the_place_only_helps() -> None:
    index = SearchIndex(
        [
            Entry("persona", "Maya Okafor"),
            Entry("claim", "Nobody answers at night", "Maya Okafor · Pains"),
            Entry("claim", "Sleeps well", "Maya Okafor · Goals"),
            Entry("claim", "Is up at night", "Tom Brandt · Pains"),
        ]
    )
    assert titles(index, "maya night") == ["Nobody answers at night"]
    assert titles(index, "maya") == ["Maya Okafor"]
    assert titles(index, '"maya okafor" night') == ["Nobody answers at night"]
    assert titles(index, "night -nobody") == ["Is up at night"]
    assert set(titles(index, "is:claim maya")) == {"Nobody answers at night", "Sleeps well"}
    assert titles(index, "mok") == ["Maya Okafor"]
    assert titles(index, '"answers nobody"') == []
    assert titles(index, "zzz") == []


def test_nothing_asked_finds_nothing() -> None:
    assert index_of("a").search(parse("  ")).hits == ()
    assert SearchIndex().search(parse("a")).total == 0
    assert index_of(*(f"a{number}" for number in range(300))).search(parse("a"), limit=10).total == 300


class Wish(Claim):
    """An item that holds others."""

    parts: tuple[Claim, ...] = ()


class WishCanvas(Canvas):
    """A tool's canvas with a text of its own and a list in a list."""

    aim: str = ""
    wishes: tuple[Wish, ...] = ()


PROJECT = Project(
    personas={
        "maya": Persona.model_validate(
            {
                "name": "Maya Ōkafor",
                "role": "primary",
                "segment": "urban",
                "tags": ["renter"],
                "summary": "Rents a tortoise.",
                "demographics": {"occupation": "Librarian"},
                "goals": [{"id": "k7qd", "text": "Sleep at night", "sources": ["talks#e3"], "tags": ["calm"]}],
                "pains": [{"text": "Without an id"}, {"id": "empty", "text": " "}],
                "notes": [{"heading": "Method", "text": "Two visits"}],
                "links": [{"title": "Folder", "target": "https://example.org/maya"}],
                "custom": {"favourite": "iguana", "list": ["gecko", 3]},
                "unheard": {"of": "chameleon"},
            }
        ),
        "tom": Persona.model_validate({"name": "Tom", "kind": "b2b"}),
    },
    segments={
        "urban": Segment.model_validate({"name": "Urban renters", "needs": [{"id": "n1", "text": "Quiet animals"}]})
    },
    sources={
        "talks": Source.model_validate(
            {
                "title": "Seven talks",
                "kind": "interview",
                "participants": 7,
                "excerpts": [{"id": "e3", "text": "I phoned at midnight.", "speaker": "P4"}],
            }
        )
    },
    canvases={
        ("wish", "maya"): WishCanvas.model_validate(
            {
                "aim": "A calm weekend",
                "wishes": ({"id": "w1", "text": "A hotline", "parts": ({"id": "p1", "text": "Open at four"},)},),
            },
            strict=False,
        ),
        ("gone", "tom"): Canvas.model_validate(
            {
                "title": "Old map",
                "slogan": "Never alone",
                "stages": [{"id": "s1", "name": "Booking", "steps": [{"text": "Calls the shop"}]}, "loose words"],
            }
        ),
    },
)
INDEX = SearchIndex(ProjectEntries(PROJECT, Titles({"wish": "Wishes"}, {("wish", "wishes"): "Their wishes"})))


def found(text: str) -> dict[str, tuple[str, str, str]]:
    """What a query finds: kind, key and place by title."""
    hits = INDEX.search(parse(text)).hits
    return {hit.entry.title: (hit.entry.kind, hit.entry.key, hit.entry.where) for hit in hits}


def test_every_text_of_a_project_can_be_found() -> None:
    assert found("okafor")["Maya Ōkafor"] == ("persona", "persona/maya", "primary · Urban renters")
    for words in ("librarian", "tortoise", "is:persona renter"):
        assert "Maya Ōkafor" in found(words)
    assert found('"sleep at night"') == {"Sleep at night": ("claim", "persona/maya#k7qd", "Maya Ōkafor · Goals")}
    assert found("without") == {
        "Without an id": ("claim", "persona/maya:pains:0", "Maya Ōkafor · Challenges and pains")
    }
    assert found("method") == {"Method": ("note", "persona/maya:notes:0", "Maya Ōkafor · Notes")}
    assert "Method" in found("visits")
    assert "Method" in found('"two visits"')
    assert "Method" not in found('is:note maya -"two visits"')
    assert found("example.org") == {"Folder": ("note", "persona/maya:links:0", "Maya Ōkafor · Links")}
    assert found("iguana") == {"iguana": ("note", "persona/maya", "Maya Ōkafor · Favourite")}
    assert set(found("gecko")) == {"gecko"}
    assert set(found("chameleon")) == {"chameleon"}
    assert found("quiet") == {"Quiet animals": ("claim", "segment/urban#n1", "Urban renters · Needs")}
    assert found("phoned") == {"I phoned at midnight.": ("excerpt", "source/talks#e3", "Seven talks · Excerpts")}
    assert "Seven talks" in found("is:source interview")
    assert found("weekend")["A calm weekend"][:2] == ("note", "canvas/wish/maya")
    assert found("hotline") == {"A hotline": ("claim", "canvas/wish/maya#w1", "Maya Ōkafor · Wishes · Their wishes")}
    # what stands in a list of an item is shown with the item
    assert found("four")["Open at four"][:2] == ("claim", "canvas/wish/maya#w1")


def test_canvases_of_tools_that_are_not_there_are_found_too() -> None:
    assert found("map")["Old map"][:2] == ("canvas", "canvas/gone/tom")
    assert found("alone")["Never alone"][:2] == ("note", "canvas/gone/tom")
    assert found("booking")["Booking"] == ("claim", "canvas/gone/tom#s1", "Tom · gone · Stages")
    assert found("shop")["Calls the shop"][1] == "canvas/gone/tom#s1"
    assert "loose words" in found("loose")


def test_what_a_canvas_of_the_whole_project_says_is_about_no_persona_alone() -> None:
    whole = Project(personas={"maya": Persona(role="primary")}, canvases={("wish", "project"): Canvas(title="Cash")})
    index = SearchIndex(ProjectEntries(whole))
    assert [hit.entry.where for hit in index.search(parse("cash tool:wish")).hits] == ["project · wish"]
    assert titles(index, "cash role:primary") == []


def test_filters_look_at_the_persona_the_tool_and_the_evidence() -> None:
    assert set(found("evidence:qualitative is:claim")) == {"Sleep at night"}
    assert "Without an id" in found("evidence:assumption is:claim role:primary segment:urban")
    assert set(found("tag:calm")) == {"Sleep at night"}
    assert "Sleep at night" in found("tag:renter")
    assert {"A hotline", "A calm weekend", "Open at four"} <= set(found("tool:wish is:claim,note"))
    assert set(found("is:claim kind:b2b")) == {"Booking", "Calls the shop"}
    assert set(found("is:source kind:interview")) == {"Seven talks"}
    assert set(found("is:persona -role:primary")) == {"Tom"}
    assert found("night role:negative") == {}
    facets = PersonaFacets(PROJECT)
    assert facets.of("maya")["evidence"] == ("assumption", "qualitative")
    assert facets.of("maya")["tool"] == ("wish",)
    assert facets.of("tom")["tool"] == ("gone",)


def test_findings_are_found_by_message_code_and_severity() -> None:
    index = SearchIndex(
        finding_entries(
            [
                Finding("core.no-name", Severity.ERROR, "It has no name.", file="personas/a.toml", line=3),
                Finding("wish.odd", Severity.NOTE, "It is odd.", where="canvas/wish/maya#w1"),
            ]
        )
    )
    assert titles(index, "severity:error") == ["It has no name."]
    assert titles(index, "code:core.no") == ["It has no name."]
    assert titles(index, "tool:wish") == ["It is odd."]
    assert titles(index, "personas/a.toml:3 name") == ["It has no name."]


def test_a_persona_that_says_nothing_is_found_by_its_id() -> None:
    index = SearchIndex(ProjectEntries(Project(personas={"no-name": Persona()})))
    assert titles(index, "no-name") == ["no-name"]

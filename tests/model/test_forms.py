"""Forms made of models: what they ask for, what is typed into them, and the edits that follow."""

from __future__ import annotations

import string
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, Literal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import Field, field_validator

from personatui.model.base import Array, Model, Number, Rating, Remembered
from personatui.model.canvas import Canvas
from personatui.model.claims import Claim, Goal, Item, Link, Note, Pain, Quote, Trait
from personatui.model.cleaning import is_clean
from personatui.model.edits import Data, RemoveValue, SetValue, apply_to_data
from personatui.model.fields import FieldKind, FormField, field_title, fields_for, form_fields, value_in
from personatui.model.forms import Entered, filled, form_changes, is_same, parse, says_nothing, show, tidied, trouble
from personatui.model.ids import Reference
from personatui.model.persona import Demographics, Facets, Firmographics, Persona
from personatui.model.project import Gates, Settings, Thresholds
from personatui.model.segment import Segment
from personatui.model.source import Excerpt, Source
from personatui.model.validation import Problem, read_record
from personatui_empathy_map.canvas import Contradiction, EmpathyMap, EmpathyNote
from personatui_jtbd.canvas import (
    Force,
    Job,
    JobsCanvas,
    JobStep,
    JobStory,
    Outcome,
    RelatedJob,
    Strategy,
    TimelineEvent,
)

CORE: list[type[Model]] = [
    *(Persona, Segment, Source, Excerpt, Settings, Thresholds, Gates, Canvas),
    *(Item, Claim, Goal, Pain, Quote, Trait, Note, Link, Demographics, Firmographics, Facets),
]
TOOLS: list[type[Model]] = [
    *(EmpathyMap, EmpathyNote, Contradiction),
    *(JobsCanvas, Job, Strategy, RelatedJob, JobStep, Outcome, JobStory, Force, TimelineEvent),
]
MODELS = CORE + TOOLS
FIELDS = [(model, field) for model in MODELS for field in form_fields(model)]
MAYA = Reference("persona", "maya")

# Data of a file is clean: a reader sees to that.
TEXTS = st.text(max_size=12).filter(is_clean) | st.text(string.digits + '+-"\\ \nn,=[]é', max_size=6)
INTEGERS = st.integers(-(2**63), 2**63 - 1)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
ZONES = st.none() | st.integers(-700, 700).map(lambda minutes: timezone(timedelta(minutes=minutes)))
PLAIN = st.recursive(
    TEXTS | INTEGERS | FLOATS | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=4,
)
FREE = PLAIN | st.dates() | st.datetimes(timezones=ZONES) | st.times()
ANYTHING = st.none() | FREE


def values_of(field: FormField) -> st.SearchStrategy[Any]:
    """What a file may validly say in a field."""
    match field.kind:
        case FieldKind.LINE | FieldKind.TEXT:
            return TEXTS
        case FieldKind.WHOLE:
            return st.integers(
                -(2**63) if field.low is None else int(field.low), 2**63 - 1 if field.high is None else int(field.high)
            )
        case FieldKind.NUMBER:
            low = None if field.low is None else float(field.low)
            high = None if field.high is None else float(field.high)
            floats = st.floats(low, high, allow_nan=False, allow_infinity=False)
            return floats | floats.map(int).filter(lambda n: abs(n) < 2**63 and (low is None or n >= low))
        case FieldKind.NUMBER_OR_LINE:
            return st.integers(0, 10**6) | TEXTS
        case FieldKind.CHOICE:
            return st.sampled_from(field.options)
        case FieldKind.CHOICES:
            return st.lists(st.sampled_from(field.options), max_size=4)
        case FieldKind.YES_NO:
            return st.booleans()
        case FieldKind.DAY:
            return st.dates().map(date.isoformat)
        case FieldKind.LINES | FieldKind.SOURCES:
            return st.lists(TEXTS, max_size=3)
        case FieldKind.TABLE:
            return st.dictionaries(TEXTS, FREE, max_size=3)
        case _:
            raise AssertionError(f"{field} is of no kind that is edited")


@pytest.mark.parametrize(("model", "field"), FIELDS, ids=lambda one: getattr(one, "__name__", getattr(one, "key", "")))
@settings(max_examples=25)
@given(data=st.data())
def test_every_value_is_read_as_it_is_shown(model: type[Model], field: FormField, data: st.DataObject) -> None:
    value = data.draw(values_of(field))

    read = parse(field, show(field, value))

    assert not isinstance(read, Problem), read.message
    assert read == value or (says_nothing(read) and says_nothing(value))
    assert is_same(field, read, value)
    assert trouble(field, value) == ""
    if field.kind is not FieldKind.NUMBER:
        assert type(read) is type(value) or says_nothing(value)


@given(
    text=st.text(max_size=20) | TEXTS | st.from_regex(r"[+-]?[0-9]{1,25}([.,][0-9]+)?(e[0-9]{1,3})?", fullmatch=True)
)
@pytest.mark.parametrize("model", [Persona, Outcome, Segment, Settings, Trait, Contradiction])
def test_whatever_is_typed_is_a_value_that_the_model_takes_or_a_sentence(model: type[Model], text: str) -> None:
    for field in form_fields(model):
        read = parse(field, tidied(field, text))
        if isinstance(read, Problem):
            assert read.message.startswith(field.label)
            assert read.message.endswith(".")
            assert is_clean(read.message)
        elif not says_nothing(read):
            data = filled(model, {}, {field.path: read})
            assert read_record(model, data).problems == ()
            assert parse(field, show(field, read)) == read


@given(st.sampled_from(MODELS), st.data())
def test_only_what_differs_is_edited(model: type[Model], data: st.DataObject) -> None:
    fields = form_fields(model)
    assume(fields)
    before: Data = {}
    for field in data.draw(st.lists(st.sampled_from(fields), max_size=3)):
        value = data.draw(values_of(field))
        before = filled(model, before, {field.path: value})
    before |= data.draw(st.dictionaries(st.sampled_from(["odd", "more"]), PLAIN, max_size=2))
    entered = {field.path: parse(field, show(field, value_in(before, field.path))) for field in fields}

    assert form_changes(MAYA, (), model, before, entered) == ()

    changed = data.draw(st.sampled_from(fields))
    entered[changed.path] = data.draw(values_of(changed) | st.none())
    after = before
    edits = form_changes(MAYA, ("goals", "k7qd"), model, before, entered)
    for edit in edits:
        assert isinstance(edit, SetValue | RemoveValue)
        assert edit.path[: 2 + len(changed.path)] == ("goals", "k7qd", *changed.path)
    for edit in form_changes(MAYA, (), model, before, entered):
        assert isinstance(edit, SetValue | RemoveValue)
        after = apply_to_data(after, edit)
    assert is_same(changed, value_in(after, changed.path), entered[changed.path])
    assert after.get("odd") == before.get("odd")


@given(st.sampled_from(FIELDS), ANYTHING)
def test_a_value_that_does_not_fit_is_shown_and_stays(pair: tuple[type[Model], FormField], value: Any) -> None:
    model, field = pair

    text = show(field, value)

    assert is_clean(text)
    assert (value is None) == (text == "") or value in ("", [], {})
    before = {field.key: value} if len(field.path) == 1 else {field.path[0]: {field.key: value}}
    assert form_changes(MAYA, (), model, before, {}) == ()
    assert isinstance(trouble(field, value), str)


def field_of(model: type[Model], *path: str) -> FormField:
    return next(field for field in form_fields(model) if field.path == path)


def told(field: FormField, text: str) -> str:
    read = parse(field, text)
    assert isinstance(read, Problem), read
    return read.message


SEVERITY = field_of(Pain, "severity")
SHARE = field_of(Segment, "share")
ROLE = field_of(Persona, "role")
AGE = field_of(Persona, "demographics", "age")


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        (SEVERITY, "7", "Severity is a whole number from 1 to 5; 7 is too high."),
        (SEVERITY, "0", "Severity is a whole number from 1 to 5; 0 is too low."),
        (SEVERITY, "-1", "Severity is a whole number from 1 to 5; -1 is too low."),
        (SEVERITY, "high", "Severity is a whole number from 1 to 5; “high” is none."),
        (SEVERITY, "4.0", "Severity is a whole number from 1 to 5; “4.0” is none."),
        (SEVERITY, "٣", "Severity is a whole number from 1 to 5; “٣” is none."),
        (SEVERITY, "9" * 6000, f"Severity is a whole number from 1 to 5; {'9' * 39}… is too high."),
        (field_of(Persona, "n"), "-3", "People studied is a whole number, 0 or more; -3 is too low."),
        (
            field_of(Persona, "n"),
            str(2**63),
            f"People studied is a whole number, 0 or more; {2**63} is too high for a file.",
        ),
        (field_of(Trait, "score"), "1e999", "Score is a number; 1e999 is too high for a file."),
        (field_of(Trait, "score"), "nan", "Score is a number; “nan” is none."),
        (SHARE, "1.5", "Share is a number from 0 to 1; 1.5 is too high."),
        (SHARE, "0,5", "Share is a number from 0 to 1; write 0.5 with a point."),
        (field_of(Segment, "target"), "perhaps", "Target is yes or no; “perhaps” is neither."),
        (field_of(Source, "date"), "2026-02-30", "Date is a day written as YYYY-MM-DD; there is no 2026-02-30."),
        (
            field_of(Source, "date"),
            "spring",
            "Date is a day written as YYYY-MM-DD, such as 2026-03-29; not “spring”.",
        ),
        (field_of(Quote, "kind"), "real", "Kind is one of verbatim, illustrative; “real” is not."),
        (field_of(Source, "custom"), "plan", "Custom: line 1 must be written as  name = value."),
        (field_of(Source, "custom"), "a = 1\na = 2", "Custom: line 2 says a a second time."),
        (field_of(Source, "custom"), "a =", "Custom: line 1 says nothing about a."),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(field: FormField, text: str, message: str) -> None:
    assert told(field, text).replace("  ", " ") == message.replace("  ", " ")


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (SEVERITY, " 4 ", 4),
        (SEVERITY, "+4", 4),
        (SHARE, "1", 1),
        (SHARE, ".5", 0.5),
        (ROLE, "Primary", "primary"),
        (ROLE, "", None),
        (AGE, "34", 34),
        (AGE, "30-39", "30-39"),
        (AGE, '"34"', "34"),
        (AGE, '"the" best', '"the" best'),
        (field_of(Segment, "target"), "No", False),
        (field_of(Persona, "buying_roles"), "user,  Buyer,", ["user", "buyer"]),
        (field_of(Claim, "tags"), "a\n\n  b \n", ["a", "b"]),
        (field_of(Claim, "tags"), '"quoted"\n"two\\nlines"', ['"quoted"', "two\nlines"]),
        (field_of(Claim, "text"), "paste\x1b[31m\r\n", "paste␛[31m\n"),
        (
            field_of(Source, "custom"),
            'plan = gold\nseats = 12\ntrial = true\nsince = 2026-01-02\nlist = [1, 2]\nodd = [1, null]\ncode = "12"',
            {
                "plan": "gold",
                "seats": 12,
                "trial": True,
                "since": date(2026, 1, 2),
                "list": [1, 2],
                "odd": "[1, null]",
                "code": "12",
            },
        ),
    ],
)
def test_what_is_typed(field: FormField, text: str, value: Any) -> None:
    assert parse(field, text) == value


def test_blanks_around_what_is_typed_go() -> None:
    assert tidied(field_of(Claim, "text"), "\n one  \ntwo \n\n") == "one\ntwo"
    assert tidied(field_of(Persona, "name"), "  Maya ") == "Maya"


def test_deep_nesting_is_text() -> None:
    text = f"a = {'[' * 100_000}"
    assert parse(field_of(Source, "custom"), text) == {"a": "[" * 100_000}


def test_what_a_form_of_a_persona_asks_for() -> None:
    fields = form_fields(Persona)
    groups = list(dict.fromkeys(field.group for field in fields if field.kind is not FieldKind.TABLE))

    assert [field.label for field in fields][:3] == ["Name", "Kind", "Role"]
    assert groups == ["", "Demographics", "Organisation", "GenderMag facets"]
    assert fields[-1].key == "custom"
    assert not {"goals", "pains", "notes", "schema", "schema_version"} & {field.key for field in fields}
    assert ROLE.range == "one of: primary, secondary, supplemental, customer, served, negative"
    assert field_of(Persona, "kind").default_text == "b2c"
    assert SEVERITY.range == "whole number, 1 to 5"
    assert field_of(Persona, "n").range == "whole number, 0 or more"
    assert field_of(Persona, "date").range == "YYYY-MM-DD"


def test_a_claim_asks_for_its_text_and_kind_first_and_never_for_its_id() -> None:
    assert [field.key for field in form_fields(Goal)] == ["text", "kind", "priority", "sources", "note", "tags"]
    assert field_of(Goal, "text").kind is FieldKind.TEXT
    assert field_of(Goal, "sources").kind is FieldKind.SOURCES


@pytest.mark.parametrize("model", CORE, ids=lambda model: model.__name__)
def test_every_field_of_the_core_says_what_it_means(model: type[Model]) -> None:
    obvious = {"gender"}
    assert [field.key for field in form_fields(model) if not field.meaning and field.key not in obvious] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_field_of_ours_is_beyond_a_form(model: type[Model]) -> None:
    assert [field.key for field in form_fields(model) if field.kind is FieldKind.SHOWN] == []


class Odd(Model):
    """A plugin's model with whatever types allow."""

    name: str
    matrix: Array[Array[int]] = ()
    either: int | Array[str] = 0
    level: Literal[1, 2, 3] | None = None
    lengths: Array[Literal["a, b", "c"]] = ()
    code: str = Field(default="", pattern="^[A-Z]{2}$", max_length=2)
    above: Number | None = Field(default=None, gt=0, lt=1)
    steps: int | None = Field(default=None, gt=0, lt=10, multiple_of=2)
    rating: Rating | None = None
    table: Demographics | None = None
    judged: str = ""

    @field_validator("judged")
    @classmethod
    def _judge(cls, value: str) -> str:
        if value == "defect":
            raise RuntimeError("no judge\x1b[31m")
        if value == "bad":
            raise ValueError("Bad words are not welcome")
        return value


def test_what_a_plugins_model_may_hold() -> None:
    fields = {field.key: field for field in form_fields(Odd)}

    assert {key for key, field in fields.items() if field.kind is FieldKind.SHOWN} == {"matrix", "either", "lengths"}
    assert fields["level"].options == (1, 2, 3)
    assert parse(fields["level"], "2") == 2
    assert "too short" in told(fields["code"], "A") or "pattern" in told(fields["code"], "A")
    assert fields["code"].range == "at most 2 long, of the pattern ^[A-Z]{2}$"
    assert fields["above"].range == "number, more than 0, less than 1"
    assert "greater than 0" in told(fields["above"], "0")
    assert fields["steps"].range == "whole number, 1 to 9, a multiple of 2"
    assert told(fields["steps"], "12") == "Steps is a whole number from 1 to 9; 12 is too high."
    assert "multiple of 2" in told(fields["steps"], "3")
    assert fields["rating"].range == "whole number, 1 to 5"
    assert fields["age"].path == ("table", "age")
    assert told(fields["name"], "") == "Name must be filled in."
    assert told(fields["judged"], "bad") == "Judged: bad words are not welcome."
    assert told(fields["judged"], "defect") == "Judged cannot be judged: RuntimeError: no judge␛[31m."


def test_nothing_in_the_data_is_hidden() -> None:
    data: Data = {"name": 5, "odd": [1], "demographics": {"shoe_size": 9}, "facets": "none", "goals": []}
    fields = fields_for(Persona, data)
    shown = {field.path: field for field in fields if field.kind is FieldKind.SHOWN}

    assert set(shown) == {("odd",), ("demographics", "shoe_size"), ("facets",)}
    assert not shown["odd",].is_known
    assert shown["facets",].is_known
    assert not any(field.path[0] == "facets" and len(field.path) > 1 for field in fields)
    assert show(shown["odd",], [1]) == "[1]"
    assert trouble(field_of(Persona, "name"), 5) == "Name stands in the file as 5."


def test_a_wrong_value_is_replaced_only_by_what_is_entered() -> None:
    before: Data = {"severity": "4", "text": "x"}

    assert show(SEVERITY, "4") == '"4"'
    assert trouble(SEVERITY, "4")
    assert form_changes(MAYA, (), Pain, before, {("text",): "x"}) == ()
    assert form_changes(MAYA, (), Pain, before, {("severity",): 4}) == (SetValue(MAYA, ("severity",), 4),)


def test_an_emptied_field_is_taken_out_of_the_file() -> None:
    before: Data = {"severity": 4, "tags": ["a"], "text": "x"}
    entered: Entered = {("severity",): None, ("tags",): [], ("text",): "", ("note",): ""}

    assert form_changes(MAYA, ("pains", 0), Pain, before, entered) == (
        RemoveValue(MAYA, ("pains", 0, "text")),
        RemoveValue(MAYA, ("pains", 0, "severity")),
        RemoveValue(MAYA, ("pains", 0, "tags")),
    )


def test_a_free_table_changes_key_by_key() -> None:
    before: Data = {"custom": {"plan": "gold", "seats": 1, "odd": True}}
    now: Entered = {("custom",): {"plan": "gold", "odd": 1, "new": "x"}}

    assert form_changes(MAYA, (), Source, before, now) == (
        RemoveValue(MAYA, ("custom", "seats")),
        SetValue(MAYA, ("custom", "odd"), 1),
        SetValue(MAYA, ("custom", "new"), "x"),
    )


def test_what_means_the_same_is_no_change() -> None:
    assert form_changes(MAYA, (), Segment, {"share": 1.0}, {("share",): 1}) == ()
    assert form_changes(MAYA, (), Source, {"date": date(2026, 1, 2)}, {("date",): "2026-01-02"}) == ()
    assert form_changes(MAYA, (), Segment, {"target": False}, {("target",): None}) == (RemoveValue(MAYA, ("target",)),)
    when = {"custom": {"at": datetime(2026, 1, 2, 3, 4), "on": time(9, 30)}}
    custom = field_of(Source, "custom")
    assert parse(custom, show(custom, when["custom"])) == when["custom"]


def test_a_new_item_holds_what_was_entered_and_nothing_more() -> None:
    entered: Entered = {
        ("name",): "Maya",
        ("demographics", "age"): 34,
        ("demographics", "gender"): "",
        ("facets", "risk"): None,
    }

    assert filled(Persona, {}, entered) == {"name": "Maya", "demographics": {"age": 34}}


# What fields are called --------------------------------------------------------------------------------------


def test_a_field_is_called_as_its_model_says_or_by_its_key() -> None:
    assert field_title(Persona, "relation") == "Customer"
    assert field_title(Persona, "buying_roles") == "Buying roles"
    assert field_title(Persona, "firmographics", "tech_stack") == "Tech stack"
    assert field_title(Persona, "nonsense", "shoe_size") == "Shoe size"
    assert field_title(None, "shoe_size") == "Shoe size"
    groups = {field.label: field.group for field in fields_for(Persona, {"firmographics": {"mood": "good"}})}
    assert (groups["Customer"], groups["Tech stack"], groups["Mood"]) == ("", "Organisation", "Organisation")


def test_what_a_tool_remembers_for_itself_is_asked_for_in_no_form_and_stays() -> None:
    class Moved(Item):
        text: str = ""
        came_from: Remembered[str] = Field(default="", description="Where it was")
        place: Remembered[int | None] = Field(default=None, ge=0)

    data = {"text": "x", "came_from": "thinks", "place": 2}
    assert [field.label for field in fields_for(Moved, data)] == ["Text"]
    edits = form_changes(MAYA, ("goals", "k7qd"), Moved, data, {("text",): "y"})
    assert edits == (SetValue(MAYA, ("goals", "k7qd", "text"), "y"),)
    assert {"moved_from", "moved_at"}.isdisjoint(field.key for field in form_fields(EmpathyNote))

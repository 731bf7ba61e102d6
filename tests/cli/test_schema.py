"""`schema`: valid JSON Schema that the samples meet and mistakes do not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import rtoml
from jsonschema import Draft202012Validator

from cli.calling import RunCall
from personatui.store.samples import sample_names, sample_path
from support import BUNDLED

NAMES = ("persona", "segment", "source", "project", *BUNDLED)
FOLDERS = {"personas": "persona", "segments": "segment", "sources": "source"}


def _schema_name(relative: Path) -> str:
    match relative.parts:
        case ("personatui.toml",):
            return "project"
        case ("canvases", tool, _):
            return tool
        case (folder, _):
            return FOLDERS[folder]
        case _:
            raise AssertionError(f"{relative} belongs to no record")


@pytest.fixture
def schemas(call: RunCall) -> dict[str, Any]:
    """Every schema by its name."""
    return {name: call("schema", name).json() for name in NAMES}


def test_every_schema_is_valid(schemas: dict[str, Any]) -> None:
    for schema in schemas.values():
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("sample_name", sample_names())
def test_the_samples_meet_the_schemas(schemas: dict[str, Any], sample_name: str) -> None:
    root = sample_path(sample_name)
    files = sorted(root.rglob("*.toml"))
    assert len(files) > 10
    for path in files:
        validator = Draft202012Validator(schemas[_schema_name(path.relative_to(root))])
        errors = [error.message for error in validator.iter_errors(rtoml.loads(path.read_text(encoding="utf-8")))]
        assert errors == [], path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("persona", 'kind = "b2x"'),
        ("persona", "name = 3"),
        ("persona", '[[pains]]\ntext = "x"\nseverity = 9'),
        ("persona", '[[goals]]\ntext = "x"\nsources = "interview"'),
        ("segment", "share = 1.5"),
        ("source", 'kind = "gossip"'),
        ("project", "[thresholds]\nqualitative = 0"),
        ("jtbd", "outcomes = 3"),
    ],
)
def test_mistakes_do_not_meet_the_schemas(schemas: dict[str, Any], name: str, text: str) -> None:
    assert not Draft202012Validator(schemas[name]).is_valid(rtoml.loads(text))


def test_unknown_keys_are_kept_so_they_meet_the_schema(schemas: dict[str, Any]) -> None:
    assert Draft202012Validator(schemas["persona"]).is_valid({"name": "Ann", "shoe_size": 39})


def test_it_names_the_version_of_the_format_as_files_do(schemas: dict[str, Any]) -> None:
    assert all("schema" in schema["properties"] for schema in schemas.values())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), f"There are: {', '.join(NAMES)}."),
        (("persna",), "There is no schema persna. Did you mean persona?"),
        (("zzz",), "There is no schema zzz. There are: persona,"),
        (("jtbd", "--no-plugins"), "The plugin jtbd is not loaded."),
    ],
)
def test_an_unknown_schema_is_wrong_usage(call: RunCall, arguments: tuple[str, ...], told: str) -> None:
    result = call("schema", *arguments)
    assert (result.code, result.out) == (2, "")
    assert told in result.err


def test_json_is_what_it_prints_anyway(call: RunCall) -> None:
    assert call("schema", "persona", "--json") == call("schema", "persona")

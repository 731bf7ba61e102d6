"""Findings in the forms that people and other programs read."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from personatui.model.cleaning import is_clean
from personatui.model.edits import Change, SetValue
from personatui.model.findings import Finding, Severity
from personatui.model.ids import Reference
from personatui.render.findings import (
    findings_data,
    findings_junit,
    findings_sarif,
    findings_summary,
    findings_text,
)
from render.records import HOSTILE

FINDINGS = (
    Finding("core.unknown-key", Severity.WARNING, "The key `naem` is unknown.", "persona/maya", "Write `name`.",
            "personas/maya.toml", 3),
    Finding("core.no-primary", Severity.ERROR, "No persona is primary.", "project/project"),
    Finding("core.unknown-key", Severity.NOTE, "The key `x` is unknown.", file="segments/my group.toml"),
)  # fmt: skip
# What the SARIF 2.1.0 schema requires of the parts that are used here.
SARIF_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id"],
                                            "properties": {
                                                "shortDescription": {"type": "object", "required": ["text"]},
                                                "defaultConfiguration": {
                                                    "properties": {
                                                        "level": {"enum": ["none", "note", "warning", "error"]}
                                                    }
                                                },
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message"],
                            "properties": {
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": {
                                    "type": "object",
                                    "required": ["text"],
                                    "properties": {"text": {"type": "string", "minLength": 1}},
                                },
                                "partialFingerprints": {"additionalProperties": {"type": "string"}},
                                "locations": {
                                    "type": "array",
                                    "items": {
                                        "properties": {
                                            "physicalLocation": {
                                                "required": ["artifactLocation"],
                                                "properties": {
                                                    "artifactLocation": {
                                                        "properties": {
                                                            "uri": {"type": "string", "format": "uri-reference"}
                                                        }
                                                    },
                                                    "region": {
                                                        "properties": {"startLine": {"type": "integer", "minimum": 1}}
                                                    },
                                                },
                                            }
                                        }
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def sarif(findings: tuple[Finding, ...], **options: Any) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(findings_sarif(findings, version="1.2.3", **options))
    jsonschema.validate(log, SARIF_SCHEMA)
    run: dict[str, Any] = log["runs"][0]
    return run


def test_text_reads_like_a_compiler() -> None:
    assert findings_text(FINDINGS).splitlines() == [
        "personas/maya.toml:3: warning core.unknown-key The key `naem` is unknown. (persona/maya)",
        "    Write `name`.",
        "project/project: error core.no-primary No persona is primary.",
        "segments/my group.toml: note core.unknown-key The key `x` is unknown.",
    ]
    assert findings_text(()) == ""


def test_text_is_never_wrapped() -> None:
    told = findings_text([Finding("a.b", Severity.ERROR, "word " * 200)])
    assert len(told.splitlines()) == 1


def test_colour_adds_sequences_and_nothing_else() -> None:
    coloured = findings_text(FINDINGS, colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == findings_text(FINDINGS)


def test_the_summary_counts_the_worst_first() -> None:
    assert findings_summary(FINDINGS) == "1 error, 1 warning, 1 note"
    assert findings_summary(FINDINGS[:1] * 2) == "2 warnings"
    assert findings_summary(()) == "no findings"


def test_sarif_lists_each_rule_once_and_points_at_it() -> None:
    run = sarif(FINDINGS, titles={"core.no-primary": "A primary persona"})
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["core.unknown-key", "core.no-primary"]
    assert [rule["shortDescription"]["text"] for rule in rules] == ["core.unknown-key", "A primary persona"]
    assert rules[0]["defaultConfiguration"] == {"level": "warning"}
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert [result["level"] for result in run["results"]] == ["warning", "error", "note"]
    assert run["tool"]["driver"]["version"] == "1.2.3"


def test_sarif_says_where_as_far_as_it_is_known() -> None:
    first, second, third = sarif(FINDINGS)["results"]
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "personas/maya.toml"},
        "region": {"startLine": 3},
    }
    assert "physicalLocation" not in second["locations"][0]
    assert third["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "segments/my%20group.toml"}}}]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("personas\\zoë.toml", "personas/zo%C3%AB.toml"),
        ("a:b.toml", "a%3Ab.toml"),
        ("/abs/a.toml", "abs/a.toml"),
        ("a#b?c.toml", "a%23b%3Fc.toml"),
        ("\ud800.toml", "%3F.toml"),
    ],
)
def test_sarif_places_are_relative_uris(file: str, uri: str) -> None:
    run = sarif((Finding("a.b", Severity.NOTE, "m", file=file),))
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_sarif_of_nothing_and_of_empty_texts() -> None:
    assert sarif(())["results"] == []
    assert sarif((Finding("", Severity.NOTE, ""),))["results"][0]["message"]["text"]


def test_junit_fails_from_the_gate_up() -> None:
    suite = ET.fromstring(findings_junit(FINDINGS))[0]
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    assert [case.find("failure") is not None for case in suite] == [False, True, False]
    strict = ET.fromstring(findings_junit(FINDINGS, fail_on=Severity.WARNING))[0]
    assert strict.get("failures") == "2"
    assert strict[0].get("file") == "personas/maya.toml"
    assert strict[0].get("line") == "3"
    assert strict[0][0].text == "personas/maya.toml:3: The key `naem` is unknown.\nWrite `name`."


def test_junit_without_findings_is_one_passed_test() -> None:
    suite = ET.fromstring(findings_junit(()))[0]
    assert [(case.get("name"), len(case)) for case in suite] == [("no findings", 0)]


@pytest.mark.parametrize("text", [HOSTILE, "\x00\ufffe\uffff\ud800", "]]> <!-- & \" '", ""])
def test_no_text_breaks_a_form(text: str) -> None:
    findings = (Finding(text, Severity.ERROR, text, text, text, text, 1, (text,)),)
    root = ET.fromstring(findings_junit(findings).encode("utf-8"))
    assert len(root[0]) == 1
    for told in (findings_text(findings), findings_junit(findings), findings_sarif(findings, version="1")):
        assert is_clean(told)
        told.encode("utf-8")
    sarif(findings)


def test_data_round_trips() -> None:
    change = Change("Mend", (SetValue(Reference("persona", "maya"), ("name",), "Maya"),))
    data = findings_data([*FINDINGS, Finding("a.b", Severity.NOTE, "m", fix=change)])
    assert json.loads(json.dumps(data)) == data
    assert [entry["fixable"] for entry in data] == [False, False, False, True]
    assert data[0]["severity"] == "warning"

"""Findings for people and for other programs: like a compiler, as SARIF, as JUnit and as data."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

from rich.text import Text

from personatui.model.cleaning import clean_line
from personatui.model.findings import Finding, Severity
from personatui.render.data import json_text, plain_data
from personatui.render.figures import count
from personatui.render.layout import drawn

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
# Two characters that XML 1.0 cannot hold and that cleaning leaves alone.
_NO_XML = re.compile("[\ufffe\uffff]")


def findings_text(findings: Iterable[Finding], *, colour: bool = False) -> str:
    """One line a finding, `file:line: severity code message`, then its hint indented; never wrapped."""
    lines: list[Text] = []
    for finding in findings:
        text = Text()
        place = _place(finding)
        if place:
            text.append(f"{place}: ", "bold")
        text.append(finding.severity.value, _STYLES[finding.severity])
        text.append(f" {clean_line(finding.code)} {clean_line(finding.message)}")
        if finding.file and finding.where:
            text.append(f" ({clean_line(finding.where)})", "dim")
        lines.append(text)
        if finding.hint:
            lines.append(Text(f"    {clean_line(finding.hint)}", "dim"))
    return drawn(lines, colour=colour)


def findings_summary(findings: Iterable[Finding]) -> str:
    """How many there are of each severity, the worst first: `1 error, 2 warnings`."""
    found = Counter(finding.severity for finding in findings)
    severities = sorted(found, key=lambda severity: -severity.rank)
    return ", ".join(count(found[severity], severity.value) for severity in severities) or "no findings"


def findings_data(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """The findings as JSON-ready data, in their order."""
    return [plain_data(finding.to_data()) for finding in findings]


def findings_sarif(findings: Sequence[Finding], *, version: str, titles: Mapping[str, str] | None = None) -> str:
    """The findings as SARIF 2.1.0. `version` is the program's, `titles` names the rules by their code."""
    codes = list(dict.fromkeys(finding.code for finding in findings))
    worst = {
        code: max((found.severity for found in findings if found.code == code), key=lambda severity: severity.rank)
        for code in codes
    }
    rules = [
        {
            "id": clean_line(code),
            "shortDescription": {"text": clean_line((titles or {}).get(code, "")) or clean_line(code) or "Finding"},
            "defaultConfiguration": {"level": worst[code].value},
        }
        for code in codes
    ]
    run = {
        "tool": {"driver": {"name": "personatui", "version": version, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(finding, codes.index(finding.code)) for finding in findings],
    }
    return json_text({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def findings_junit(findings: Sequence[Finding], *, fail_on: Severity = Severity.ERROR) -> str:
    """The findings as JUnit XML: a failed test each from `fail_on` up, a passed one with output below it."""
    failing = [finding for finding in findings if finding.severity.rank >= fail_on.rank]
    numbers = {"tests": str(max(len(findings), 1)), "failures": str(len(failing)), "errors": "0"}
    root = ET.Element("testsuites", {"name": "personatui", **numbers})
    suite = ET.SubElement(root, "testsuite", {"name": "personatui check", **numbers, "skipped": "0"})
    for finding in findings:
        attributes = {
            "classname": _xml(finding.code),
            "name": _xml(finding.where or _place(finding) or finding.code),
        }
        if finding.file:
            attributes["file"] = _xml(finding.file)
            if finding.line > 0:
                attributes["line"] = str(finding.line)
        case = ET.SubElement(suite, "testcase", attributes)
        message = _xml(finding.message)
        place = _xml(_place(finding))
        told = "\n".join(part for part in (f"{place}: {message}" if place else message, _xml(finding.hint)) if part)
        if finding.severity.rank >= fail_on.rank:
            failure = ET.SubElement(case, "failure", {"type": finding.severity.value, "message": message})
            failure.text = told
        else:
            ET.SubElement(case, "system-out").text = f"{finding.severity.value}: {told}"
    if not findings:
        # many readers of JUnit take a suite without tests for a failure
        ET.SubElement(suite, "testcase", {"classname": "personatui", "name": "no findings"})
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode")


def _place(finding: Finding) -> str:
    if not finding.file:
        return clean_line(finding.where)
    return clean_line(finding.file) + (f":{finding.line}" if finding.line > 0 else "")


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", clean_line(text))


def _sarif_result(finding: Finding, rule: int) -> dict[str, Any]:
    message = " ".join(part for part in (clean_line(finding.message), clean_line(finding.hint)) if part)
    identity = json.dumps([finding.code, finding.where, finding.file, finding.message])
    result: dict[str, Any] = {
        "ruleId": clean_line(finding.code),
        "ruleIndex": rule,
        "level": finding.severity.value,
        "message": {"text": message or clean_line(finding.code) or "Finding"},
        "partialFingerprints": {"finding/v1": hashlib.sha256(identity.encode("ascii")).hexdigest()},
    }
    location: dict[str, Any] = {}
    if finding.file:
        location["physicalLocation"] = {"artifactLocation": {"uri": _uri(finding.file)}}
        if finding.line > 0:
            location["physicalLocation"]["region"] = {"startLine": finding.line}
    if finding.where:
        location["logicalLocations"] = [{"fullyQualifiedName": clean_line(finding.where)}]
    if location:
        result["locations"] = [location]
    return result


def _uri(file: str) -> str:
    """A file's place as a URI relative to the project; an absolute path keeps only what a URI may hold."""
    path = PureWindowsPath(file) if "\\" in file else PurePosixPath(file)
    return quote(path.as_posix().encode("utf-8", "replace"), safe="/").lstrip("/") or "."

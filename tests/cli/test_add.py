"""`new --template` and `add`: files with questions in them, and what is said when they cannot be made."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.calling import ProcessCall, RunCall


@pytest.mark.parametrize("template", ["b2c", "b2b"])
def test_a_project_from_a_template_and_a_persona_in_it(call: RunCall, template: str) -> None:
    assert call("new", "mine", "--template", template).code == 0
    added = call("add", "persona", "Ada Byron", "--template", template, "--segment", "first-segment", "-p", "mine")
    assert added.code == 0
    path = Path(added.out.strip())
    assert path == Path("mine/personas/ada-byron.toml").resolve()
    assert path.read_text(encoding="utf-8").count("# ") > 20
    assert "questions" in added.err
    listed = call("list", "-p", "mine", "--json").json()
    assert [(entry["id"], entry["kind"], entry["segment"]) for entry in listed] == [
        ("ada-byron", template, "first-segment")
    ]
    checked = call("check", "-p", "mine", "--fail-on", "note")
    assert (checked.code, checked.out) == (0, "")


def test_taken_names_are_numbered_also_those_of_broken_files(call: RunCall) -> None:
    call("new", "mine")
    assert call("add", "persona", "Ada", "-p", "mine", "--json").json()["id"] == "ada"
    Path("mine/personas/ada-2.toml").write_text("name = ")
    added = call("add", "persona", "Ada", "-p", "mine", "--json")
    assert added.json() == {"kind": "persona", "id": "ada-3", "file": str(Path("mine/personas/ada-3.toml").resolve())}
    assert Path("mine/personas/ada-2.toml").read_text() == "name = "


def test_segments_and_sources(call: RunCall, sample: Path) -> None:
    assert call("add", "segment", "Night owls", "--market", "b2c", "-p", sample, "--json").json()["id"] == "night-owls"
    added = call(
        "add", "source", "Talks", "--kind", "interview", "--participants", "6", "--date", "2026-05-01", "-p", sample
    )
    text = Path(added.out.strip()).read_text(encoding="utf-8")
    assert 'title = "Talks"\n' in text
    assert 'kind = "interview"\n' in text
    assert "\ndate = 2026-05-01\n" in text
    assert "\nparticipants = 6\n" in text
    assert call("add", "persona", "Owl", "--segment", "night OWLS", "-p", sample).code == 0
    owl = next(entry for entry in call("list", "-p", sample, "--json").json() if entry["id"] == "owl")
    assert owl["segment"] == "night-owls"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add",), "persona, segment or source"),
        (("add", "persona"), "NAME"),
        (("add", "persona", " "), "needs a name"),
        (("add", "persona", "Ada", "--segment", "urban-renter"), "Did you mean urban-renters?"),
        (("add", "persona", "Ada", "--template", "b3c"), "b2c"),
        (("add", "source", "Talks"), "--kind"),
        (("add", "source", "Talks", "--kind", "gossip"), "interview"),
        (("add", "source", "Talks", "--kind", "sales", "--date", "soon"), "2026-01-31"),
        (("add", "source", "Talks", "--kind", "sales", "--participants", "-1"), "participants"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_usage_is_explained_and_changes_nothing(
    call: RunCall, sample: Path, arguments: tuple[str, ...], told: str
) -> None:
    before = sorted(sample.rglob("*"))
    result = call(*arguments, "-p", sample)
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert sorted(sample.rglob("*")) == before


def test_without_a_project_nothing_is_added(call: RunCall) -> None:
    result = call("add", "persona", "Ada")
    assert result.code == 3
    assert "personatui new" in result.err


def test_the_shell_completes_templates_kinds_and_segments(process: ProcessCall, sample: Path) -> None:
    def offered(words: str, position: int) -> set[str]:
        env = {
            "_PERSONATUI_COMPLETE": "bash_complete",
            "COMP_WORDS": f"personatui {words}",
            "COMP_CWORD": str(position),
        }
        return {line.partition(",")[2] for line in process(env=env).out.splitlines()}

    assert offered("add ", 2) == {"persona", "segment", "source"}
    assert "negative" in offered("add persona Ada --template ", 5)
    assert "survey" in offered("add source Talks --kind ", 5)
    assert "urban-renters" in offered(f"add -p {sample} persona Ada --segment ", 7)

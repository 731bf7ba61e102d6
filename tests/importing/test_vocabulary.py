"""Where headings belong, and a user's own table above the built-in names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from importing.desk import TOOLS, Desk
from personatui.errors import ImportFormatError
from personatui.host.importing.synonyms import PERSONA_SYNONYMS, normalise
from personatui.host.importing.vocabulary import Vocabulary, read_mapping
from personatui.model.base import item_fields, table_fields
from personatui.model.persona import Persona


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Pain Points", "pains"),
        ("pain-points:", "pains"),
        ("pain_points", "pains"),
        ("painPoints", "pains"),
        ("Top challenges", "pains"),
        ("Biggest frustrations", "pains"),
        ("A Day in the Life", "behaviours"),
        ("Desired Outcome(s)", "goals"),
        ("3. Her main goals", "goals"),
        ("Priya's needs", "needs"),
        ("What motivates them?", "motivations"),
        ("Hobbies & Interests", "behaviours"),
        ("Preferred channels", "channels"),
        ("Job title", "demographics.occupation"),
        ("Company Size", "firmographics.size"),
        ("Attitude towards risk", "facets.risk"),
        ("In her own words", "quotes"),
        ("Families", "demographics.family"),
    ],
)
def test_the_field_of_a_heading(heading: str, field: str) -> None:
    home = Vocabulary().home(heading)

    assert home is not None
    assert ".".join(home.path) == field


@pytest.mark.parametrize("heading", ["Training tasks", "Key metrics", "Scope", "", "?!", "Priya Nair", "x" * 200])
def test_headings_that_nobody_knows(heading: str) -> None:
    assert Vocabulary(TOOLS).home(heading) is None


def test_the_personas_fields_come_before_the_tools_boxes() -> None:
    home = Vocabulary(TOOLS).home("Pains")

    assert home is not None
    assert home.path == ("pains",)


def test_boxes_of_tools_about_the_project_are_no_homes() -> None:
    assert Vocabulary(TOOLS).home("Sees") is not None
    assert Vocabulary([replace(tool, about="project") for tool in TOOLS]).home("Sees") is None


def test_every_name_leads_to_one_field_and_every_field_exists() -> None:
    special = {"name", "id", "title", "notes", "links"}
    seen: dict[str, str] = {}
    for field, names in PERSONA_SYNONYMS.items():
        first, _, rest = field.partition(".")
        tables = table_fields(Persona)
        assert field in special or (rest in tables[first].model_fields if rest else first in Persona.model_fields)
        for name in names.split(";"):
            assert seen.setdefault(normalise(name), field) == field, name
    claims = {name for name in item_fields(Persona) if name not in ("notes", "links")}
    assert claims <= set(PERSONA_SYNONYMS)


def _mapping(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_users_table_extends_and_overrides_the_names(tmp_path: Path) -> None:
    mapping = read_mapping(
        _mapping(
            tmp_path,
            '[headings]\n"key metrics" = "success_factors"\n"Scope" = "custom"\ngoals = "needs"\n'
            'sees = "feelings.hears"\npains = "notes"\nturf = "demographics.location"\n',
        )
    )
    path = tmp_path / "ann.md"
    path.write_text(
        "# Ann\n\n## Key Metrics\n\n- sales\n\n## Scope\n\nAll of it\n\n## Goals\n\n- rest\n\n## Sees\n\n- rain\n\n"
        "## Pains\n\n- *cold*\n\n## Turf\n\nLeeds\n",
        encoding="utf-8",
    )
    desk = Desk()

    desk.run(path, mapping=mapping)

    persona = desk.persona("ann")
    assert desk.texts("ann", "success_factors") == ["sales"]
    assert persona["custom"] == {"Scope": "All of it"}
    assert desk.texts("ann", "needs") == ["rest"]
    assert "goals" not in persona
    assert [item["text"] for item in desk.canvas("ann")["hears"]] == ["rain"]
    assert persona["notes"][0]["text"] == "- *cold*"
    assert persona["demographics"] == {"location": "Leeds"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", r"no table \[headings\]"),
        ("headings = 3", r"no table \[headings\]"),
        ("[headings", "no valid TOML"),
        ("[headings]\nx = 3", "a place in quotes"),
        ("[headings]\n'!' = 'notes'", "no letter"),
        ("[heading]\nx = 'notes'", "unknown table or key `heading`"),
        ("[headings]\nx = 'gaols'", "no field of a persona"),
        ("[headings]\nx = 'demographics'", "no field of a persona"),
        ("[headings]\nx = 'kano.must'", "the tool `kano`, which there is not"),
        ("[headings]\nx = 'feelings.smells'", "no such box"),
    ],
)
def test_mistakes_in_a_users_table_are_told_in_a_sentence(tmp_path: Path, text: str, reason: str) -> None:
    path = _mapping(tmp_path, text)

    with pytest.raises(ImportFormatError, match=reason) as caught:
        Vocabulary(TOOLS, read_mapping(path))

    assert caught.value.path == path
    assert caught.value.message.endswith(".")


def test_a_table_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ImportFormatError, match="cannot be read"):
        read_mapping(tmp_path / "nowhere.toml")
    (tmp_path / "latin.toml").write_bytes(b"[headings]\n'\xeb' = 'notes'")
    with pytest.raises(ImportFormatError, match="UTF-8"):
        read_mapping(tmp_path / "latin.toml")

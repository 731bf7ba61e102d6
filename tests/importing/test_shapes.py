"""The many ways in which people write personas down."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from importing.desk import FIXTURES, Desk, rows_about
from personatui.errors import FileError, ImportFormatError
from personatui.model.ids import Reference


def _desk(name: str, form: Literal["markdown", "yaml"] = "markdown") -> Desk:
    desk = Desk()
    report = desk.run(FIXTURES / name, form=form)
    assert not any(count.added_verbatim for count in report.files), report.to_text()
    return desk


def _written(tmp_path: Path, text: str, name: str = "someone.md") -> Desk:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    desk = Desk()
    report = desk.run(path, form="yaml" if path.suffix in (".yml", ".yaml") else "markdown")
    assert not any(count.added_verbatim for count in report.files), report.to_text()
    return desk


def test_several_personas_under_second_headings() -> None:
    desk = _desk("two-personas.md")
    priya, tom = desk.persona("priya-nair"), desk.persona("tom-brandt")

    assert priya["demographics"] == {"age": 38, "location": "Leeds", "occupation": "Event planner"}
    assert desk.texts("priya-nair", "quotes") == ['"I have eleven minutes between two meetings."']
    assert desk.texts("priya-nair", "goals") == ["Book a llama in one call\n- with insurance", "Speed: no forms"]
    assert desk.texts("priya-nair", "pains") == ["Nobody answers at night."]
    assert priya["firmographics"] == {"tech_stack": ["Excel", "WhatsApp"]}

    assert tom["name"] == "Tom Brandt"
    assert tom["demographics"] == {"occupation": "Zoo keeper", "age": 51, "location": "Bonn"}
    assert tom["custom"] == {"Heading": "Persona 2: Tom Brandt - Zoo keeper", "Shoe size": "44"}
    assert tom["goals"][0]["note"] == "Goals & Needs: At work"
    assert desk.texts("tom-brandt", "behaviours") == ["Gets up at five.", "Feeds Priya's llama."]
    assert tom["links"][0]["target"] == "persona/priya-nair"
    assert tom["notes"][0]["text"] == "```\nfeed(llama)\n```"

    around = desk.records[Reference("source", "our-personas")]
    assert around["notes"][0]["text"] == "These are the two people we build for."


def test_underlined_headings_front_matter_tables_and_html() -> None:
    desk = _desk("underlined.md")
    zoe = desk.persona("underlined")

    assert zoe["name"] == "Zoe Quill"
    assert zoe["tags"] == ["maps", "trains"]
    assert zoe["demographics"] == {"age": 29, "gender": "Female", "location": "Porto, Portugal"}
    assert zoe["custom"] == {"Shoe size": "38"}
    assert desk.texts("underlined", "quotes") == ["Where am I? — Zoe"]
    patience, curious = zoe["traits"]
    assert (patience["text"], patience["score"], patience["high"]) == ("Patience", 4.0, 5.0)
    assert curious["text"] == "Curious"
    assert [(item["text"], item.get("note")) for item in zoe["motivations"]] == [
        ("Money", "Priority: high"),
        ("Fame", "Priority: low"),
        ("Some fun on the way", None),
    ]
    assert [note["text"] for note in zoe["notes"] if note["heading"] == "Comment"] == [
        "looked at twice",
        "ask her again",
    ]


def test_a_list_of_labels_and_the_tools_own_headings() -> None:
    desk = _desk("facts.md")
    kim = desk.persona("facts")

    assert kim["kind"] == "b2b"
    assert kim["firmographics"] == {"industry": "Retail", "size": "200-500", "job_title": "Product Manager"}
    assert kim["buying_roles"] == ["decider", "user"]
    assert desk.texts("facts", "goals") == ["Grow", "Shrink"]
    assert kim["custom"] == {"Favourite colour": "blue"}
    assert kim["picture"] == "kim.png"
    assert [(link["title"], link["target"]) for link in kim["links"]] == [
        ("Kim – Photo of Kim", "kim.png"),
        ("her desk", "desk.png"),
        ("The team: all of them", "https://example.com/team"),
        ("Back", "README.md"),
        ("Home", "/"),
    ]
    assert kim["notes"][0] == {"id": kim["notes"][0]["id"], "heading": "Skills", "text": "- Python\n- Excel"}
    canvas = desk.canvas("facts")
    assert "layout" not in canvas
    assert [item["text"] for item in canvas["hears"]] == ['"Hello"']
    assert [item["text"] for item in canvas["think_feel"]] == ["tired"]


def test_several_personas_that_only_their_names_divide() -> None:
    desk = _desk("names.md")

    assert desk.ids == {"maya-okafor", "tom-brandt"}
    assert desk.persona("maya-okafor")["demographics"] == {"age": 34, "occupation": "Vet"}
    assert desk.texts("maya-okafor", "goals") == ["Sleep", "Eat"]
    assert desk.persona("tom-brandt")["demographics"] == {"age": "about 50"}


def test_a_table_with_a_persona_a_row() -> None:
    desk = _desk("columns.md")

    assert desk.ids == {"ann", "bob"}
    assert desk.persona("ann")["demographics"] == {"age": 20}
    assert desk.texts("bob", "goals") == ["sit stand"]


def test_yaml_with_ids_nesting_aliases_and_comments() -> None:
    desk = _desk("shapes.yaml", "yaml")
    maya, tom = desk.persona("maya-okafor"), desk.persona("tom")

    assert maya["custom"] == {"happy": "no", "since": "2024-05-01", "shoe": "38", "mood": ""}
    assert maya["demographics"] == {"age": 34, "location": "Leeds", "languages": ["English", "Igbo"]}
    assert [(goal["text"], goal.get("priority"), goal.get("note")) for goal in maya["goals"]] == [
        ("Sleep", 4, "why: tired"),
        ("Eat", None, None),
    ]
    assert [(pain["text"], pain["note"]) for pain in maya["pains"]] == [("too long", "work"), ("too short", "home")]
    assert desk.texts("maya-okafor", "quotes") == ["I never sleep."]
    assert desk.texts("maya-okafor", "background") == ["one", "two"]
    assert {"heading": "Comment", "text": "the first"}.items() <= maya["notes"][0].items()
    assert maya["links"][0]["target"] == "https://example.com/maya"
    assert desk.canvas("maya-okafor", "hurdles")["hears"][0]["text"] == "noise"
    assert desk.texts("tom", "goals") == ["Sleep", "Eat"]
    assert tom["name"] == "Tom"
    assert tom["traits"][0]["score"] == 4.0
    assert tom["traits"][1]["text"] == "humour: high"


@pytest.mark.parametrize(
    ("text", "name", "more"),
    [
        ("# Maya Okafor - Vet\n\n## Goals\n\n- x", "Maya Okafor", {"occupation": "Vet"}),
        ("# Maya Okafor – Vet\n\n## Goals\n\n- x", "Maya Okafor", {"occupation": "Vet"}),
        ("# Maya Okafor (34)\n\n## Goals\n\n- x", "Maya Okafor", {"age": 34}),
        ("# Maya Okafor, 34\n\n## Goals\n\n- x", "Maya Okafor", {"age": 34}),
        ("# Maya Okafor, Chief Vet\n\n## Goals\n\n- x", "Maya Okafor", {"occupation": "Chief Vet"}),
        ("# Part-time Paul\n\n## Goals\n\n- x", "Part-time Paul", None),
        ("---\nname: Maya Okafor\n---\n\n## Goals\n\n- x", "Maya Okafor", None),
        ("# Maya Okafor\n\n# Goals\n\n- x", "Maya Okafor", None),
        ("## Goals\n\n- x", "Someone", None),
    ],
)
def test_a_title_taken_apart(tmp_path: Path, text: str, name: str, more: dict[str, object] | None) -> None:
    persona = _written(tmp_path, text).persona("someone")

    assert persona["name"] == name
    assert persona.get("demographics") == more


@pytest.mark.parametrize(
    "text",
    [
        "# A B\n\n## Goals\n\n- Save time",
        "# A B\n\n**Goals**\n\n- Save time",
        "# A B\n\n**Goals:**\n- Save time",
        "# A B\n\n**Goals:** Save time",
        "# A B\n\n**Goals** - Save time",
        "# A B\n\n__Goals__\n\nSave time",
        "# A B\n\nGoals:\n\n* Save time",
        "# A B\n\nGoals:\nSave time",
        "# A B\n\nGoals\n* Save time",
        "# A B\n\nGoals\nSave time",
        "# A B\n\n- **Goals**: Save time",
        "# A B\n\n- Goals: Save time\n- Age: 3",
        "# A B\n\n- Goals\n  - Save time",
        "# A B\n\n| Goals | Save time |\n|---|---|",
        "# A B\n\n| Field | Value |\n|---|---|\n| **Goals** | Save time |",
        "# A B\n\n## Goals\n\n1. Save time",
        "# A B\n\n## Goals\n\n<ul><li>Save time</li></ul>",
        "# A B\n\n## 2. Main Goals (2024)\n\nSave time",
        "# A B\n\n## Anna's goals\n\nSave time",
        "# A B\n\n## :dart: GOALS\n\nSave time",
        "# A B\n\nGoals\n: Save time",
        "# A B\n\n## At a glance\n\n### Goals\n\nSave time",
        "# A B\r\n\r\n## Goals\r\n\r\n- Save time\r\n",
        "\ufeff# A B\n\n## Goals\n\n- Save **time**\n",
        "# A B\n\n<!-- c -->\n\n## Goals\n\nSave\ntime",
    ],
)
def test_every_way_to_write_a_goal(tmp_path: Path, text: str) -> None:
    path = tmp_path / "someone.md"
    path.write_bytes(text.encode())
    desk = Desk()
    desk.run(path)

    assert desk.texts("someone", "goals") == ["Save time"]
    assert desk.persona("someone")["name"] == "A B"


def test_a_heading_that_nobody_knows_keeps_its_text_as_markdown(tmp_path: Path) -> None:
    text = "# A B\n\n## Route\n\n1. *Left*, then\n   right\n\n### Detour\n\n> over `there`\n"

    desk = _written(tmp_path, text)

    (note,) = desk.persona("someone")["notes"]
    assert note["heading"] == "Route"
    assert note["text"] == "1. *Left*, then\n   right\n\n### Detour\n\n> over `there`"


def test_a_footer_is_no_goal(tmp_path: Path) -> None:
    desk = _written(tmp_path, "# A B\n\n## Goals\n\n- Save time\n\n---\n\nWritten by the research team in May.\n")

    assert desk.texts("someone", "goals") == ["Save time"]
    assert desk.persona("someone")["notes"][0]["text"] == "Written by the research team in May."


def test_values_that_do_not_fit_are_kept_beside_the_field(tmp_path: Path) -> None:
    text = "# A B\n\nAge: in her forties\n\nType: Mystery shopper\n\nParticipants: many\n\nBasis: Qualitative\n"

    persona = _written(tmp_path, text).persona("someone")

    assert persona["demographics"] == {"age": "in her forties"}
    assert persona["basis"] == "qualitative"
    assert persona["custom"] == {"Type": "Mystery shopper", "Participants": "many"}


def test_a_second_value_for_a_field_is_not_lost(tmp_path: Path) -> None:
    persona = _written(tmp_path, "# A B\n\nAge: 40\n\nAge: 41\n\nAge: 42\n").persona("someone")

    assert persona["demographics"] == {"age": 40}
    assert persona["custom"] == {"Age": "41", "Age 2": "42"}


def test_a_segment_that_a_persona_names_is_made(tmp_path: Path) -> None:
    desk = _written(tmp_path, "# A B\n\nSegment: Urban renters\n\nGoals: x\n")

    assert desk.persona("someone")["segment"] == "urban-renters"
    assert desk.records[Reference("segment", "urban-renters")] == {"schema": 1, "name": "Urban renters"}


def test_an_index_beside_its_personas(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(
        "# Our users\n\n## Renters\n\nThey rent.\n\n- [Ann](ann.md)\n- [Bob](./bob.md#top)\n\n## Buyers\n\n"
        "- [Cy](cy)\n- [Bob](bob.md) again\n",
        encoding="utf-8",
    )
    for name in ("ann", "bob", "cy"):
        (tmp_path / f"{name}.md").write_text(f"# {name.title()}\n\n## Goals\n\n- rent\n", encoding="utf-8")
    desk = Desk()

    desk.run(tmp_path)

    assert desk.ids == {"ann", "bob", "cy"}
    assert {name: desk.persona(name)["segment"] for name in ("ann", "bob", "cy")} == {
        "ann": "renters",
        "bob": "renters",
        "cy": "buyers",
    }
    assert desk.records[Reference("segment", "renters")]["summary"] == "They rent."
    assert len(desk.records[Reference("source", "our-users")]["notes"]) == 3


def test_the_layout_holds_every_box_that_was_found(tmp_path: Path) -> None:
    boxes = {
        "around": "## Sees\n\na\n\n## Says\n\nb\n",
        "quarters": "## Thinks\n\na\n\n## Feels\n\nb\n\n## Does\n\nc\n",
        "classic": "## Says/Does\n\na\n\n## Thinks/Feels\n\nb\n",
    }
    for layout, text in boxes.items():
        (tmp_path / f"{layout}.md").write_text(f"# {layout.title()} Person\n\n{text}", encoding="utf-8")
    desk = Desk()

    desk.run(tmp_path)

    assert desk.canvas("around").get("layout") is None
    assert desk.canvas("quarters")["layout"] == "quarters"
    assert desk.canvas("classic")["layout"] == "classic"


def test_without_any_tool_its_headings_go_to_the_persona(tmp_path: Path) -> None:
    path = tmp_path / "someone.md"
    path.write_text("# A B\n\n## Thinks/Feels\n\nHungry.\n\n## Sees\n\nFood.\n", encoding="utf-8")
    desk = Desk(tools=())

    desk.run(path)

    assert desk.texts("someone", "motivations") == ["Hungry."]
    assert desk.persona("someone")["notes"][0]["heading"] == "Sees"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.md", b"", "empty"),
        ("blank.md", b" \n\n\t", "empty"),
        ("binary.md", b"# A\x00\x01", "binary"),
        ("latin.md", "# Zo\xeb".encode("latin-1"), "UTF-8"),
        ("large.md", b"x" * (1 << 20) + b"x", "1 MiB"),
    ],
)
def test_what_is_no_text_is_refused_alone_and_reported_among_others(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FileError, match=reason):
        Desk().plan(tmp_path / name)

    (tmp_path / "good.md").write_text("# A B\n\n## Goals\n\n- x\n", encoding="utf-8")
    desk = Desk()
    report = desk.run(tmp_path)

    assert desk.ids == {"good"}
    assert [name in skipped.name and reason in skipped.reason for skipped in report.skipped] == [True]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("name: A\n  age: [1\n", 2, "no valid YAML"),
        (
            "a: &a [x]\n"
            + "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdef", "bcdefg", strict=True)),
            1,
            "aliases",
        ),
        ("name: x\ngoals: &a [*a]\n", 2, "an alias holds itself"),
        ("[" * 100_000, 1, "levels deep"),
    ],
)
def test_yaml_that_cannot_be_read_is_refused_with_its_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    path = tmp_path / "bad.yml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ImportFormatError, match=reason) as caught:
        Desk().plan(path, form="yaml")

    assert caught.value.line == line
    assert caught.value.path == path


def test_control_characters_become_visible(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Eve\x1b[31m\n\n## Goals\n\n- &#27;[2J \u202eevil\n", encoding="utf-8")
    (tmp_path / "b.yml").write_text('- name: "Eve\\u001b[31m"\n  goals: ["\\u202eevil"]\n', encoding="utf-8")
    desk = Desk()
    desk.run(tmp_path / "a.md")
    desk.run(tmp_path / "b.yml", form="yaml")

    told = repr(desk.records)
    assert "\\x1b" not in told
    assert "\\u202e" not in told
    assert "␛" in told


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such file"):
        Desk().plan(tmp_path / "nowhere.md")
    with pytest.raises(FileError, match=r"no \.markdown or \.md file"):
        Desk().plan(tmp_path)


def test_two_files_of_the_same_name(tmp_path: Path) -> None:
    for folder in ("one/team", "two/team"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "ann.md").write_text(f"# Ann\n\n## Goals\n\n- {folder}\n", encoding="utf-8")
    desk = Desk()

    report = desk.run(tmp_path)

    assert desk.ids == {"ann", "ann-2"}
    assert len({count.file for count in report.files}) == 2
    assert desk.plan(tmp_path).change is None


def test_empty_labels_are_told(tmp_path: Path) -> None:
    path = tmp_path / "someone.md"
    path.write_text("# A B\n\n## Goals\n\n## Pains\n\n- x\n", encoding="utf-8")
    desk = Desk()

    report = desk.run(path)

    assert rows_about(report, "Goals")[0].how == "empty"
    assert "nothing there" in report.to_text()


def test_personas_deep_in_a_report() -> None:
    desk = _desk("report.md")
    sarah = desk.persona("sarah-the-shopper")

    assert desk.ids == {"sarah-the-shopper", "dave-the-dad"}
    assert sarah["demographics"] == {"age": 28, "location": "Austin, TX"}
    assert sarah["custom"] == {"Tech comfort": "High"}
    assert desk.texts("sarah-the-shopper", "quotes") == ['"I just want it to fit."']
    assert desk.texts("sarah-the-shopper", "objections") == ["It never fits."]
    assert [(trait["text"], trait.get("score"), trait.get("note")) for trait in sarah["traits"]] == [
        ("Patience", 3, None),
        ("Haste", None, "Score: huge"),
    ]
    assert desk.texts("dave-the-dad", "motivations") == ["Save money", "Save time"]
    around = desk.records[Reference("source", "project-heron-research")]
    assert [note["heading"] for note in around["notes"]] == [
        "Project Heron research",
        "Introduction",
        "Personas",
        "Next steps",
    ]


def test_lines_of_labels_above_the_text(tmp_path: Path) -> None:
    persona = _written(
        tmp_path,
        "Title: Persona – Jenny\nAuthor: The team\nDate: 2023-04-01\n\nJenny is a nurse.\n\nGoals\n-----\nRest.\n",
    ).persona("someone")

    assert persona["name"] == "Jenny"
    assert persona["date"] == "2023-04-01"
    assert persona["custom"] == {"Heading": "Persona – Jenny", "Author": "The team"}


def test_many_lines_do_not_take_for_ever(tmp_path: Path) -> None:
    lines = "".join(f"- Wish {number}: [more](page{number}.md) of it\n" for number in range(4_000))

    desk = _written(tmp_path, f"# A B\n\n{lines}\n## Goals\n\n{lines}")

    assert len(desk.persona("someone")["goals"]) == 4_000

"""`docs/settings.md` holds every setting and every key, and nothing that is none."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

from personatui.store.preferences import BY_KEY, COLOURS, TABLES, read_settings, told_value

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "settings.md").read_text(encoding="utf-8")
_AGAIN = "write the table of keys again with `python docs/keys.py`"


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_keys", DOCS / "keys.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _rows(title: str) -> dict[str, list[str]]:
    """The cells of a section's first table by the names in its first column."""
    section = PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in section.splitlines() if line.startswith("| `")]
    return {cells[0].strip().strip("`"): [cell.strip() for cell in cells[1:]] for cells in rows}


def test_every_setting_is_there_and_none_that_does_not_exist() -> None:
    documented = set(_rows("Keys of the file"))
    assert documented == {*BY_KEY, *TABLES} - {"layout"}


def test_defaults_and_examples_are_those_that_hold() -> None:
    rows = _rows("Keys of the file")
    for key, preference in BY_KEY.items():
        _, _, default, example = rows[key]
        assert default.startswith(f"`{told_value(preference.default)}`"), key
        name = key.rpartition(".")[2]
        value = tomllib.loads(f"{name} = {example.strip('`')}")[name]
        data: dict[str, Any] = {"layout": {name: value}} if "." in key else {name: value}
        assert read_settings(data, "x").given == {key}, key


def test_every_field_of_a_theme_is_there() -> None:
    section = PAGE.partition("\n## Themes\n")[2].partition("\n## ")[0]
    table = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    named = {name for cell in table for name in re.findall(r"`([a-z]+)`", cell)}
    assert named == {*COLOURS, "dark", "variables"}


def test_the_examples_of_the_page_are_right() -> None:
    for text in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL):
        assert read_settings(tomllib.loads(text), "x").problems == ()


def test_the_table_of_keys_is_what_the_bindings_say() -> None:
    keys = _generator()
    assert keys.START in PAGE, _AGAIN
    assert keys.page(PAGE) == PAGE, _AGAIN


def test_the_ids_in_the_examples_exist() -> None:
    ids = set(re.findall(r"^\| `([a-z-]+\.[a-z-]+)` \|", PAGE, re.MULTILINE))
    assert {"workbench.findings", "rows.down", "app.quit", "app.jump"} <= ids
    assert set(re.findall(r'^"([a-z.-]+)" =', PAGE, re.MULTILINE)) <= ids

"""What plugins rely on is written down, and changes only where somebody sees it."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import personatui.api
import personatui.api.ui

DOCS = Path(__file__).parents[2] / "docs"
_AGAIN = "write it down again with `python docs/api.py`, and see docs/plugin-api.md for what may change"


def test_the_page_says_what_the_code_offers() -> None:
    spec = importlib.util.spec_from_file_location("docs_api", DOCS / "api.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written, found = module.PAGE.read_text(encoding="utf-8"), module.surface()
    changed = sorted({*written.splitlines()} ^ {*found.splitlines()})
    assert written == found, f"{_AGAIN}: {changed[:10]}"
    assert f"version {personatui.api.API_VERSION}" in written


def test_every_name_that_is_offered_is_there_and_explained() -> None:
    for module in (personatui.api, personatui.api.ui):
        for name in module.__all__:
            value = getattr(module, name)
            if callable(value) and getattr(value, "__module__", "").startswith("personatui."):
                assert value.__doc__, f"{name} has no docstring"

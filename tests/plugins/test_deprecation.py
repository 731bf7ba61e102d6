"""A name on its way out works on, and warns with what comes instead and when it is gone."""

from __future__ import annotations

import warnings

import pytest

import personatui.api
import personatui.api.ui
from personatui.api.deprecation import Deprecated, DeprecatedNameWarning


@pytest.fixture
def old_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    going = Deprecated("personatui.api.Tool", personatui.api.Tool, "2.0")
    monkeypatch.setitem(personatui.api._DEPRECATED, "Instrument", going)


@pytest.mark.usefixtures("old_tool")
def test_a_deprecated_name_warns_and_works() -> None:
    said = r"personatui\.api\.Instrument is deprecated: use personatui\.api\.Tool\. personatui 2\.0 is without it\."
    with pytest.warns(DeprecatedNameWarning, match=said) as caught:
        from personatui.api import Instrument  # type: ignore[attr-defined]
    assert Instrument is personatui.api.Tool
    assert issubclass(DeprecatedNameWarning, DeprecationWarning)
    # at whoever uses it, so that its author finds it
    assert __file__ in {one.filename for one in caught}


def test_a_name_of_the_screens_goes_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    going = Deprecated("personatui.api.ui.NoteBox", personatui.api.ui.NoteBox, "2.0")
    monkeypatch.setitem(personatui.api.ui._DEPRECATED, "StickyBox", going)
    with pytest.warns(DeprecatedNameWarning, match=r"api\.ui\.StickyBox .* use personatui\.api\.ui\.NoteBox\."):
        assert personatui.api.ui.StickyBox is personatui.api.ui.NoteBox  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match="Nowhere"):
        _ = personatui.api.ui.Nowhere  # type: ignore[attr-defined]


@pytest.mark.usefixtures("old_tool")
def test_other_names_are_still_unknown() -> None:
    with pytest.raises(ImportError, match="Instruments"):
        from personatui.api import Instruments  # type: ignore[attr-defined]  # noqa: F401
    assert not hasattr(personatui.api, "Instruments")


def test_every_name_of_the_dump_is_no_deprecated_one() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for module in (personatui.api, personatui.api.ui):
            assert not set(module.__all__) & set(module._DEPRECATED)
            assert all(hasattr(module, name) for name in module.__all__)

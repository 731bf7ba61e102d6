"""Names, paths and addresses are told apart, and what was probably mistyped is noticed."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installing.wheels import write_kano, write_source
from personatui.errors import UsageError
from personatui.host.installing.requests import distance, misspelling, read_request, recorded_request

NAMES = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,6})?", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "name", "pinned"),
    [
        ("personatui-kano", "personatui-kano", False),
        ("Personatui_Kano", "personatui-kano", False),
        ("kano==1.2", "kano", True),
        ("kano===1.2", "kano", True),
        ("kano==1.*", "kano", False),
        ("kano>=1,<2", "kano", False),
        ("kano[charts]~=1.0", "kano", False),
    ],
)
def test_a_name_may_say_which_versions(text: str, name: str, pinned: bool) -> None:
    request = read_request(text)
    assert (request.kind, request.requirement, request.name, request.is_pinned) == ("name", text, name, pinned)
    assert not request.is_source


@pytest.mark.parametrize(
    ("text", "name", "source"),
    [
        ("https://example.org/w/personatui_kano-1.0-py3-none-any.whl", "personatui-kano", False),
        ("https://example.org/w/personatui_kano-1.0-py3-none-any.whl?raw=1#sha256=abc", "personatui-kano", False),
        ("https://example.org/personatui_kano-1.0.tar.gz", "personatui-kano", True),
        ("git+https://example.org/kano.git", "", True),
        ("git+https://example.org/kano.git@v1#subdirectory=plugin", "", True),
        ("git+ssh://git@example.org/kano.git", "", True),
        ("Kano @ git+https://example.org/kano.git", "kano", True),
        ("kano@https://example.org/kano-1-py3-none-any.whl", "kano", False),
    ],
)
def test_an_address_is_known_by_its_scheme(text: str, name: str, source: bool) -> None:
    request = read_request(text)
    assert (request.kind, request.requirement, request.name) == ("url", text, name)
    assert request.is_source is source


def test_a_path_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    wheel = write_kano(tmp_path / "wheels", "0.1")
    folder = write_source(tmp_path / "plugin", "my-kano", "0.1", "")
    archive = tmp_path / "my_kano-0.1.tar.gz"
    archive.touch()
    for text in (
        f"wheels/{wheel.name}",
        f"./wheels/{wheel.name}",
        str(wheel),
        f"~/wheels/{wheel.name}",
        wheel.as_uri(),
    ):
        request = read_request(text)
        assert (request.kind, request.requirement, request.name) == ("path", str(wheel), "personatui-kano")
        assert not request.is_source
    request = read_request("./plugin", editable=True)
    assert (request.requirement, request.name, request.editable) == (str(folder), "my-kano", True)
    assert request.is_source
    assert read_request("my_kano-0.1.tar.gz").is_source
    # without a sign that it is one, it is a name, whatever lies here
    assert read_request("plugin").kind == "name"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "nothing to install"),
        ("  ", "nothing to install"),
        ("--index-url=https://evil.example", "looks like an option"),
        ("-r", "looks like an option"),
        ("-e.", "looks like an option"),
        ("kano --index-url x", "no name of a package"),
        ("kano; rm -rf .", "no name of a package"),
        ("kano\n--pre", "characters that no name or path has"),
        ("kano\x1b[2J", "characters that no name or path has"),
        ("http://example.org/kano-1-py3-none-any.whl", "Nothing is installed from http addresses."),
        ("kano @ http://example.org/kano-1-py3-none-any.whl", "Nothing is installed from http addresses."),
        ("svn+https://example.org/kano", "Nothing is installed from svn+https addresses."),
        ("https://example.org/a b.whl", "has a blank in it"),
        ("file://elsewhere/kano.whl", "names no file of this computer"),
        ("./nowhere", "There is no file or folder ./nowhere."),
        ("nowhere/kano", "There is no file or folder nowhere/kano."),
        ("kano-1-py3-none-any.whl", "There is no file or folder"),
        (".", "is no Python package"),
        ("./text.toml", "neither a folder nor a wheel"),
        ("~nobody-of-that-name/x", "There is no file or folder"),
    ],
)
def test_what_cannot_be_installed_is_said_before_anything_is_run(
    text: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.toml").touch()
    with pytest.raises(UsageError, match=told.replace("+", r"\+").replace(".", r"\.")):
        read_request(text)


@pytest.mark.parametrize("text", ["kano", "https://example.org/kano-1-py3-none-any.whl", "git+https://example.org/k"])
def test_only_a_folder_is_editable(text: str) -> None:
    with pytest.raises(UsageError, match="Only a folder"):
        read_request(text, editable=True)


@given(st.text(max_size=30))
def test_no_text_whatever_becomes_an_option_of_an_installer(text: str) -> None:
    request = None
    with contextlib.suppress(UsageError):
        request = read_request(text)
    assert request is None or not request.requirement.startswith("-")
    assert request is None or "\n" not in request.requirement


def test_what_is_restored_is_the_version_that_was_there(tmp_path: Path) -> None:
    request = recorded_request("Kano[charts]>=1", "kano", "1.3", editable=False)
    assert (request.requirement, request.name) == ("kano[charts]==1.3", "kano")
    wheel = write_kano(tmp_path, "0.1")
    request = recorded_request(str(wheel), "personatui-kano", "0.1", editable=False)
    assert (request.requirement, request.name) == (str(wheel), "personatui-kano")
    request = recorded_request("git+https://example.org/kano.git", "kano", "1.3", editable=False)
    assert (request.requirement, request.name) == ("git+https://example.org/kano.git", "kano")


KNOWN = ["personatui-kano", "kano", "personatui-service-blueprint", "service_blueprint", "personatui"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("personatui-kanno", "personatui-kano"),
        ("personatui-knao", "personatui-kano"),
        ("personatui-kan0", "personatui-kano"),
        ("personatuikano", "personatui-kano"),
        ("kanoo", "kano"),
        ("personatui-servise-bluprint", "personatui-service-blueprint"),
        ("personatu", "personatui"),
        ("personatui-kano", ""),
        ("Personatui_Kano", ""),
        ("Service.Blueprint", ""),
        ("personatui-swot", ""),
        ("requests", ""),
        ("ka", ""),
    ],
)
def test_a_close_misspelling_is_noticed(name: str, meant: str) -> None:
    assert misspelling(name, KNOWN) == meant


@given(NAMES)
def test_a_known_name_is_no_misspelling(name: str) -> None:
    assert misspelling(name, [*KNOWN, name]) == ""


@given(NAMES, NAMES)
def test_the_distance_is_a_count_of_changes(one: str, other: str) -> None:
    assert (distance(one, other) == 0) is (one == other)
    assert distance(one, other) == distance(other, one)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))


@given(NAMES, st.data())
def test_one_slip_is_one_change(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 1))
    assert distance(name, name[:place] + name[place + 1 :]) == 1
    assert distance(name, name[:place] + "_" + name[place:]) == 1
    assert distance(name, name[:place] + "_" + name[place + 1 :]) == 1
    if place + 1 < len(name) and name[place] != name[place + 1]:
        assert distance(name, name[:place] + name[place + 1] + name[place] + name[place + 2 :]) == 1

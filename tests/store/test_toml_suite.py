"""Every file of the public TOML suite: read or refused with a sentence, and edited right or not at all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import rtoml

from personatui.errors import FileError, SaveRefusedError
from personatui.model.edits import AddItem, Data, MoveItem, RemoveValue, SetValue, ValueEdit, apply_to_data
from personatui.store.comparing import is_same
from personatui.store.reading import read_document
from personatui.store.writing import render
from support import SHARED, needs_shared
from toml_documents import TARGET, paths_in

SUITE = SHARED / "data" / "toml-test" / "tests"

pytestmark = [needs_shared, pytest.mark.skipif(not SUITE.is_dir(), reason=f"needs the TOML suite in {SUITE}")]


def names(kind: str) -> list[str]:
    listed = (SUITE / "files-toml-1.1.0").read_text(encoding="utf-8").split()
    return [name for name in listed if name.startswith(f"{kind}/") and name.endswith(".toml")]


def edits_for(data: Data) -> Iterator[ValueEdit]:
    for path, node in paths_in(data):
        if path:
            yield RemoveValue(TARGET, path)
        if isinstance(node, dict):
            yield SetValue(TARGET, (*path, "brand new"), 5)
            yield SetValue(TARGET, (*path, "new", "deep"), {"x": 1, "y": {"z": []}})
            yield AddItem(TARGET, (*path, "fresh"), {"id": "q"})
        elif isinstance(node, list):
            yield AddItem(TARGET, path, "e")
            yield AddItem(TARGET, path, {"id": "q", "n": {"m": 1}}, 0)
            if len(node) > 1:
                yield MoveItem(TARGET, (*path, 0), len(node) - 1)
        else:
            yield SetValue(TARGET, path, 'new "text"')
            yield SetValue(TARGET, path, [{"id": "x", "text": "one\ntwo"}])


def test_every_edit_of_a_valid_file_is_right_or_refused(capsys: pytest.CaptureFixture[str]) -> None:
    made, refused = 0, []
    for name in names("valid"):
        document = read_document(SUITE / name, root=SUITE)
        for edit in edits_for(document.raw):
            wanted = apply_to_data(document.raw, edit)
            try:
                text = render(document.text, [edit])
            except SaveRefusedError:
                refused.append((name, edit))
            else:
                assert is_same(rtoml.loads(text), wanted), (name, edit)
            made += 1
    with capsys.disabled():
        print(f" {made} edits, {len(refused)} refused ", end="")
    assert made > 3000
    assert refused == []


def test_every_invalid_file_is_refused_with_a_sentence() -> None:
    invalid = names("invalid")
    for name in invalid:
        with pytest.raises(FileError) as caught:
            read_document(SUITE / name, root=SUITE)
        assert caught.value.message.endswith("."), name
        assert caught.value.hint, name
        assert caught.value.line, name
    assert len(invalid) > 400

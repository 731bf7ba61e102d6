"""`plugins.toml` beside the user's settings: which plugins may run, and what was installed from personatui."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from personatui.errors import ChangedOnDiskError, FileError
from personatui.store.reading import Document, read_document
from personatui.store.settings import plugins_path

_HEADER = "Which plugins may run, and what was installed from personatui. It is written by `personatui plugins`."
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Approval:
    """A distribution that may run. `digest` stands for its files as they were when it was approved."""

    name: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Installation:
    """A distribution that was installed from personatui: as what it was asked for, and what that gave."""

    name: str
    version: str
    requirement: str
    editable: bool = False


@dataclass(frozen=True, slots=True)
class PluginRecords:
    """What the file holds. `problem` says why it could not be read; then it holds nothing."""

    approvals: tuple[Approval, ...] = ()
    installations: tuple[Installation, ...] = ()
    problem: str = ""

    def with_approval(self, approval: Approval) -> PluginRecords:
        """The records with an approval, in place of the one of the same distribution and version."""
        others = (known for known in self.approvals if (known.name, known.version) != (approval.name, approval.version))
        return replace(self, approvals=(*others, approval))

    def with_installation(self, installation: Installation) -> PluginRecords:
        """The records with an installation, in place of the one of the same distribution."""
        others = (known for known in self.installations if known.name != installation.name)
        return replace(self, installations=(*others, installation))

    def without(self, name: str) -> PluginRecords:
        """The records without anything of a distribution."""
        return replace(
            self,
            approvals=tuple(known for known in self.approvals if known.name != name),
            installations=tuple(known for known in self.installations if known.name != name),
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The distributions that the file knows."""
        installed = [entry.name for entry in self.installations]
        return tuple(dict.fromkeys([*installed, *(entry.name for entry in self.approvals)]))

    def installation_of(self, name: str) -> Installation | None:
        """What is known of the installation of a distribution, or None."""
        return next((known for known in self.installations if known.name == name), None)


def load_records() -> PluginRecords:
    """What the file holds; nothing where there is none or it cannot be read. Never raises."""
    try:
        return _read()[0]
    except FileError as error:
        return PluginRecords(problem=f"{error.place}: {error.message} {error.hint}".rstrip())


def change_records(change: Callable[[PluginRecords], PluginRecords]) -> PluginRecords:
    """Write the file anew with what `change` makes of it, also while another personatui writes it.

    Raises FileError when the file is broken or cannot be written.
    """
    from personatui.store.formatting import format_file
    from personatui.store.saving import reporting, save_text

    for attempt in range(1, _ATTEMPTS + 1):
        file = _file()
        records, document = _read()
        changed = change(records)
        if changed == records:
            return changed
        digest = document.digest if document is not None else None
        with reporting(file):
            file.parent.mkdir(parents=True, exist_ok=True)
        try:
            save_text(file, format_file(_data(changed), _HEADER), expected_digest=digest, root=file.parent)
        except ChangedOnDiskError:
            if attempt == _ATTEMPTS:
                raise
            continue
        return changed
    raise AssertionError("the loop returns or raises")


def _read() -> tuple[PluginRecords, Document | None]:
    file = _file()
    if not os.path.lexists(file):
        return PluginRecords(), None
    document = read_document(file, root=file.parent)
    # what a person typed to install it is kept to the letter
    approvals = (_approval(entry) for entry in _tables(document.raw, "approved"))
    installations = (_installation(entry) for entry in _tables(document.raw, "installed"))
    records = PluginRecords(tuple(filter(None, approvals)), tuple(filter(None, installations)))
    return records, document


def _file() -> Path:
    # a link in a user's own settings folder may lead anywhere
    return Path(os.path.realpath(plugins_path()))


def _tables(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = data.get(key)
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def _approval(entry: dict[str, Any]) -> Approval | None:
    match entry:
        case {"name": str(name), "version": str(version), "digest": str(digest)} if name and version and digest:
            return Approval(name, version, digest)
    return None


def _installation(entry: dict[str, Any]) -> Installation | None:
    match entry:
        case {"name": str(name), "version": str(version), "requirement": str(wanted)} if name and version and wanted:
            return Installation(name, version, wanted, entry.get("editable") is True)
    return None


def _data(records: PluginRecords) -> dict[str, Any]:
    approved = [
        {"name": known.name, "version": known.version, "digest": known.digest}
        for known in sorted(records.approvals, key=lambda known: (known.name, known.version))
    ]
    installed = [
        {"name": known.name, "version": known.version, "requirement": known.requirement}
        | ({"editable": True} if known.editable else {})
        for known in sorted(records.installations, key=lambda known: known.name)
    ]
    return {key: value for key, value in (("approved", approved), ("installed", installed)) if value}

"""Which plugins may be imported: what is found installed waits until the user has approved it once.

A distribution is approved by name, version and a digest of its files. What comes in the same wheel as personatui needs
no approval. Nothing of a project is read here.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import Distribution

from packaging.utils import canonicalize_name

from personatui.host.discovery import BUNDLED_DISTRIBUTION, ENTRY_POINT_GROUP, FoundPlugin
from personatui.host.log import logger
from personatui.model.cleaning import clean_line
from personatui.store.approvals import Approval, PluginRecords, change_records, load_records

PLUGINS_VARIABLE = "PERSONATUI_PLUGINS"

# What installers write beside the files of a distribution; it differs from place to place.
_OF_INSTALLERS = frozenset({"INSTALLER", "REQUESTED", "RECORD", "direct_url.json", "uv_build.json", "uv_cache.json"})
# What stands for a distribution whose RECORD does not name the files that are imported.
_STANDING_IN = ("METADATA", "PKG-INFO", "entry_points.txt", "direct_url.json")


@dataclass(frozen=True, slots=True)
class Trust:
    """What the user has approved, and what a run is limited to.

    `chosen` holds the names of plugins and distributions that PERSONATUI_PLUGINS asks for, which need no approval in
    this run; None means that it is not set. `is_off` means that it asks for no plugins at all. `problem` says why
    the approvals could not be read.
    """

    approvals: tuple[Approval, ...] = ()
    chosen: frozenset[str] | None = None
    is_off: bool = False
    problem: str = ""

    def settled(self, found: FoundPlugin) -> FoundPlugin:
        """The plugin with what is held against loading it in this run: that it is left out, or not approved."""
        if found.distribution == BUNDLED_DISTRIBUTION:
            return found
        if self.chosen is not None:
            if not self.chosen.isdisjoint({canonicalize_name(found.name), canonicalize_name(found.distribution)}):
                return replace(found, disabled=False)
            return replace(found, left_out=f"{PLUGINS_VARIABLE} leaves it out of this run.")
        if found.disabled or found.incompatible or found.fault:
            return found
        return replace(found, unapproved=self._doubt(found))

    def _doubt(self, found: FoundPlugin) -> str:
        """Why a plugin is not approved, with the remedy; empty when it is."""
        source = found.entry_point.dist if found.entry_point is not None else None
        known = [approval for approval in self.approvals if approval.name == found.distribution]
        same = [approval for approval in known if approval.version == found.version]
        if same and source is not None and fingerprint(source) in {approval.digest for approval in same}:
            return ""
        if same:
            reason = "Its files are not those that were approved."
        elif known:
            reason = f"It was approved as {known[-1].version} and is {found.version} now."
        else:
            reason = "It was found installed and has not been approved."
        return f"{reason} `personatui plugins approve {found.distribution}` lets it run, with your own rights."

    def missing(self, names: Collection[str]) -> tuple[str, ...]:
        """What PERSONATUI_PLUGINS asks for and is not among these names of plugins and distributions."""
        there = {canonicalize_name(name) for name in names}
        return tuple(sorted((self.chosen or frozenset()) - there))


def load_trust(environment: Mapping[str, str] | None = None) -> Trust:
    """The user's approvals, and what PERSONATUI_PLUGINS says of this run. Never raises."""
    said = (os.environ if environment is None else environment).get(PLUGINS_VARIABLE, "")
    names = frozenset(canonicalize_name(name) for name in map(str.strip, said.split(",")) if name)
    if names == {"none"}:
        return Trust(is_off=True)
    if names:
        return Trust(chosen=names - {"bundled"})
    records = load_records()
    if records.problem:
        logger.warning("The approvals of plugins cannot be read: %s", records.problem)
    return Trust(records.approvals, problem=records.problem)


def fingerprint(source: Distribution) -> str:
    """What stands for the files of a distribution: another one means that it is not the same any more.

    It is a SHA-256 over its entry points and the lines of its RECORD that have a hash, without what installers add, so
    that the same wheel is the same in every environment. An editable installation, whose code changes as it is
    written, and one whose RECORD does not name what is imported, are known by their metadata and by where they come
    from. Never raises.
    """
    if not _is_editable(source):
        lines = sorted(_recorded(source))
        if lines and _names_what_is_imported(source, lines):
            return f"record-sha256:{_digest([*lines, _text(source, 'entry_points.txt')])}"
    texts = [f"{name}\n{_text(source, name)}" for name in _STANDING_IN]
    return f"metadata-sha256:{_digest(texts)}"


def approval_of(source: Distribution) -> Approval:
    """The approval of a distribution as it is now."""
    return Approval(canonicalize_name(source.metadata["Name"] or ""), clean_line(source.version), fingerprint(source))


def approve(source: Distribution) -> PluginRecords:
    """Let a distribution run from now on. Raises FileError when that cannot be written."""
    approval = approval_of(source)
    return change_records(lambda records: records.with_approval(approval))


def _is_editable(source: Distribution) -> bool:
    try:
        told = json.loads(_text(source, "direct_url.json") or "{}")
        return bool(told.get("dir_info", {}).get("editable", False))
    except (ValueError, AttributeError):
        return False


def _recorded(source: Distribution) -> Iterator[str]:
    """The files that a RECORD names with their hashes, in the order and form of no installer."""
    for row in csv.reader(_text(source, "RECORD").splitlines()):
        if len(row) < 2 or not row[1]:
            continue
        path = row[0].replace("\\", "/")
        # a script in another folder names the interpreter, and is not imported
        if path.startswith(("../", "/")) or path.endswith(".pyc"):
            continue
        if ".dist-info/" in path and path.rpartition("/")[2] in _OF_INSTALLERS:
            continue
        yield f"{path},{row[1]}"


def _names_what_is_imported(source: Distribution, lines: Collection[str]) -> bool:
    """Whether every module that an entry point names is a file, or a folder of files, among these lines."""
    for entry in source.entry_points:
        if entry.group == ENTRY_POINT_GROUP:
            path = entry.value.partition(":")[0].strip().replace(".", "/")
            if not any(line.startswith((f"{path}/", f"{path}.")) for line in lines):
                return False
    return True


def _text(source: Distribution, name: str) -> str:
    """A file of the metadata; empty where it is missing or broken."""
    try:
        return source.read_text(name) or ""
    except (OSError, UnicodeError):
        return ""


def _digest(texts: Collection[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode("utf-8", "surrogatepass")).hexdigest()

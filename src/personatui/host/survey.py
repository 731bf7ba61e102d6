"""Every file of a session as data, of which only those are parsed that are looked into, and what they refer to."""

from __future__ import annotations

import re
from collections.abc import Set

from personatui.errors import EditError, FileError
from personatui.host.effects import Wording
from personatui.host.loading import model_for, relative
from personatui.host.mentions import Mention, items_in, mentions_in, personas_named, segment_named
from personatui.host.session import Session
from personatui.model.base import SCHEMA_VERSION
from personatui.model.cleaning import clean_line
from personatui.model.edits import Change, Data, Path, value_at
from personatui.model.ids import PROJECT_REFERENCE, Reference
from personatui.store.reading import read_bytes

_KINDS = ("persona", "segment", "source", "canvas", "project", "import")
_NAMED = ("persona", "segment", "source", "canvas")
# An id may be spelt with escapes.
_ESCAPE = re.compile(r"\\[uUx]")


class Survey:
    """The data of every file of a session, of which only those are parsed that are looked into."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._loaded = session.loaded
        self._data: dict[Reference, Data] = {}
        self._unread: dict[Reference, FileError] = dict(self._loaded.broken)
        self.imports = self._find_imports()
        self.wording = Wording(self._loaded, self.data, session.plugins.tools)

    def _find_imports(self) -> tuple[Reference, ...]:
        known = {reference for reference, _ in self._session.folder.scan().records if reference.kind == "import"}
        known |= {reference for reference in self._session.unsaved if reference.kind == "import"}
        found = []
        for reference in sorted(known, key=lambda key: key.record):
            try:
                data = self._session.data_of(reference)
            except FileError as error:
                self._unread[reference] = error
                continue
            if data is not None:
                self._data[reference] = data
                found.append(reference)
        return tuple(found)

    def data(self, owner: Reference) -> Data:
        """The data of a file that could be read."""
        if owner not in self._data:
            self._data[owner] = self._session.data_of(owner) or {}
        return self._data[owner]

    def file(self, owner: Reference) -> str:
        """The file of a record, below the project."""
        return relative(self._session.folder.path_of(owner), self._session.root)

    def owners(self) -> list[Reference]:
        """Every file that could be read, imports aside: personas, segments, sources, canvases, the project."""
        return sorted(self._loaded.files, key=lambda key: (_KINDS.index(key.kind), key.tool, key.record))

    def canvases(self) -> list[Reference]:
        """The canvases that could be read, those of absent tools among them."""
        return [owner for owner in self.owners() if owner.kind == "canvas"]

    def exists(self, reference: Reference) -> bool:
        """Whether there is such a record or item; in a file that cannot be read there may be any."""
        if reference.file in self._unread:
            return True
        if reference.file not in self._loaded.files:
            return False
        return not reference.item or any(found == reference.item for _, found in items_in(self.data(reference.file)))

    def mentions(self, records: Set[str]) -> list[Mention]:
        """The references in all files that may point at records of these ids."""
        found: list[Mention] = []
        for owner in self.owners():
            text = self._loaded.files[owner].text
            if owner.record in records or any(record in text for record in records) or _ESCAPE.search(text):
                found += mentions_in(owner, self.data(owner), model_for(owner, self._session.plugins))
        return found

    def unread(self, records: Set[str]) -> tuple[str, ...]:
        """The files that cannot be read and may refer to records of these ids."""
        return tuple(self.file(key) for key in sorted(self._unread, key=str) if self._may_mention(key, records))

    def _may_mention(self, broken: Reference, records: Set[str]) -> bool:
        if broken.record in records:
            return True
        try:
            content = read_bytes(self._session.folder.path_of(broken), root=self._session.root)
        except FileError:
            return True
        return any(record.encode() in content for record in records)

    def lasting(self, owner: Reference, path: Path) -> Path:
        """A path with ids for positions of entries, so that it leads to the same one after others moved."""
        data = self.data(owner)
        found: list[str | int] = []
        for length, step in enumerate(path, 1):
            entry = value_at(data, path[:length]) if isinstance(step, int) else None
            item_id = entry.get("id") if isinstance(entry, dict) else None
            siblings = value_at(data, path[: length - 1])
            is_only = isinstance(item_id, str) and sum(_has_id(other, item_id) for other in siblings) == 1
            found.append(item_id if is_only and isinstance(item_id, str) else step)
        return tuple(found)

    def item_path(self, reference: Reference) -> Path:
        """Where an item stands in its file. Raises EditError when it is not there just once."""
        found = [path for path, known in items_in(self.data(reference.file)) if known == reference.item]
        if not found:
            raise EditError(f"There is no {reference}.", hint="Read the project again.")
        if len(found) > 1:
            raise EditError(
                f"The id {reference.item} is used {len(found)} times in {self.file(reference.file)}.",
                hint="Give each entry an id of its own first.",
            )
        return found[0]

    def is_within(self, mention: Mention, item: Reference) -> bool:
        """Whether a mention stands in an item."""
        if mention.owner != item.file:
            return False
        path = self.item_path(item)
        return mention.path[: len(path)] == path

    def is_named_after(self, canvas: Reference) -> bool:
        """Whether a canvas is about the persona whose id is its file's name."""
        data = self.data(canvas)
        personas = personas_named(data)
        return canvas.record in personas if personas else not segment_named(data)

    def belongs_only_to(self, canvas: Reference, record: Reference) -> bool:
        """Whether a canvas is about one persona or segment and nothing else."""
        data = self.data(canvas)
        personas, segment = personas_named(data), segment_named(data)
        if record.kind == "persona":
            about = set(personas) if personas else {canvas.record}
            return not segment and about == {record.record}
        return record.kind == "segment" and segment == record.record and not personas

    # What cannot be done ---------------------------------------------------------------------------------

    def refuse_unknown(self, reference: Reference) -> None:
        """Raise EditError for what is not there, or can be neither renamed nor deleted."""
        file = reference.file
        if file == PROJECT_REFERENCE and not reference.item:
            raise EditError("The project's own file stays where it is.", hint="Rename or delete the folder instead.")
        if file in self._loaded.broken:
            error = self._loaded.broken[file]
            raise EditError(f"{self.file(file)} cannot be read. {error.message}", hint=error.hint)
        if file.kind not in _NAMED or file not in self._loaded.files:
            raise EditError(f"There is no {clean_line(str(reference))}.", hint="Read the project again.")

    def refuse_taken(self, new: Reference) -> None:
        """Raise EditError when a record cannot have this id, because another file has it."""
        path = self._session.folder.path_of(new)
        taken = new in self._unread or new in self._loaded.files
        if not taken:
            try:
                taken = self._session.text_of(new) is not None
                # Where the system takes no notice of case, `Maya.toml` stands in the way of `maya.toml`.
                names = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
                taken = taken or any(name != path.name and name.casefold() == path.name for name in names)
            except (FileError, OSError):
                taken = True
        if taken:
            raise EditError(f"There is a file {self.file(new)} already.", hint="Choose another id.")

    def refuse_broken_canvases(self, persona_id: str) -> None:
        """Raise EditError when a canvas that would have to be renamed cannot be read."""
        broken = [key for key in self._loaded.broken if key.kind == "canvas" and key.record == persona_id]
        if broken:
            files = ", ".join(map(self.file, broken))
            raise EditError(
                f"{files} would have to be renamed too and cannot be read.", hint="Mend it, then try again."
            )

    def refuse_read_only(self, change: Change) -> None:
        """Raise EditError when a file would have to change that must stay as it is."""
        locked = [target for target in change.targets if self._is_read_only(target)]
        if locked:
            files = ", ".join(map(self.file, locked))
            raise EditError(
                f"{files} would have to change and {'is' if len(locked) == 1 else 'are'} read-only: written by a "
                "newer version, or its tool failed on it.",
                hint="Upgrade, then try again. Nothing was changed.",
            )

    def _is_read_only(self, owner: Reference) -> bool:
        known = self._loaded.files.get(owner)
        if known is not None:
            return known.read_only
        version = self._data.get(owner, {}).get("schema")
        return type(version) is int and version > SCHEMA_VERSION


def _has_id(entry: object, item_id: str) -> bool:
    return isinstance(entry, dict) and entry.get("id") == item_id

"""Where links of imported files lead: to a persona of the same import or of the project, or elsewhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from pathlib import PurePath, PurePosixPath
from urllib.parse import unquote

from personatui.model.ids import is_record_id, persona_reference, slugify

_SCHEME = re.compile(r"^(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//)")
_PAGE_ENDINGS = frozenset({"", ".md", ".markdown", ".html", ".htm", ".yml", ".yaml"})


class Addresses:
    """Knows which persona a relative address means, as documents and their web pages write it."""

    def __init__(self, in_project: Collection[str] = ()) -> None:
        self._in_project = frozenset(in_project)
        self._by_path: dict[str, list[str]] = {}
        self._by_stem: dict[str, str] = {}
        self._ids: set[str] = set()

    def add(self, path: PurePath, persona_ids: list[str]) -> None:
        """Tell which personas a file holds."""
        self._by_path[posixpath.normpath(path.as_posix())] = persona_ids
        self._ids.update(persona_ids)
        if len(persona_ids) == 1:
            self._by_stem.setdefault(slugify(path.stem), persona_ids[0])

    def persona(self, address: str, origin: PurePath) -> str:
        """The id of the persona that an address in the file `origin` leads to; empty for every other address."""
        if _SCHEME.match(address):
            return ""
        path, _, anchor = address.partition("#")
        path = unquote(path.partition("?")[0]).replace("\\", "/").rstrip("/")
        if not path or path in (".", ".."):
            return self._anchored(anchor, self._by_path.get(posixpath.normpath(origin.as_posix()), []))
        here = posixpath.normpath(posixpath.join(origin.parent.as_posix(), path))
        for candidate in (here, f"{here}.md", f"{here}.markdown"):
            if candidate in self._by_path:
                ids = self._by_path[candidate]
                return ids[0] if len(ids) == 1 else self._anchored(anchor, ids)
        last = PurePosixPath(path)
        if last.suffix.lower() not in _PAGE_ENDINGS:
            return ""
        for name in (last.stem, last.name):
            if name in self._ids or name in self._in_project:
                return name
            if slugify(name) in self._by_stem and name:
                return self._by_stem[slugify(name)]
        return ""

    def target(self, address: str, origin: PurePath) -> str:
        """The text of a link's target: a persona's reference, or the address as it is written."""
        found = self.persona(address, origin)
        return str(persona_reference(found)) if found else address

    @staticmethod
    def _anchored(anchor: str, ids: list[str]) -> str:
        name = unquote(anchor).lower()
        if not name:
            return ""
        return next((found for found in ids if name in (found, slugify(found)) and is_record_id(found)), "")

"""What plugins are given of a project: copies, so that nothing they do to a record is done to the session's."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import Enum
from functools import partial
from operator import is_
from threading import Lock
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from personatui.model.project import Project

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V", bound=BaseModel)
_T = TypeVar("_T")

_UNCHANGING = (str, int, float, bool, bytes, type(None), date, datetime, time, Enum)
_RECORDS = ("personas", "segments", "sources", "canvases")


def copied(value: Any) -> Any:
    """The same data, which shares nothing with the original that could be changed."""
    if isinstance(value, _UNCHANGING):
        return value
    kind = type(value)
    if kind is tuple:
        parts = tuple(map(copied, value))
        # what cannot be changed anywhere within is compared at a glance
        return value if all(map(is_, parts, value)) else parts
    if kind in (list, set, frozenset):
        return kind(map(copied, value))
    if kind is dict:
        return {key: copied(one) for key, one in value.items()}
    if not isinstance(value, BaseModel):
        return deepcopy(value)
    made: BaseModel = object.__new__(kind)
    # frozen models refuse the plain assignment; these four are all that pydantic keeps in an instance
    for name in ("__dict__", "__pydantic_extra__", "__pydantic_private__"):
        object.__setattr__(made, name, copied(getattr(value, name)))
    object.__setattr__(made, "__pydantic_fields_set__", set(value.model_fields_set))
    return made


def is_same(one: Any, other: Any) -> bool:
    """Whether two values hold the same data, whatever their own `==` says."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, BaseModel):
        # beside the fields there is what a model itself remembers of them
        values, others = vars(one), vars(other)
        for name in type(one).model_fields:
            value, its = values.get(name), others.get(name)
            if value is not its and not is_same(value, its):
                return False
        return one.model_fields_set == other.model_fields_set and is_same(one.model_extra, other.model_extra)
    if isinstance(one, dict):
        return list(one) == list(other) and all(is_same(one[key], other[key]) for key in one)
    if isinstance(one, tuple | list):
        return len(one) == len(other) and all(map(is_same, one, other))
    return bool(one == other)


class _Copies(Mapping[_K, _V], Generic[_K, _V]):
    """Records by key, each copied when it is first looked at. Those that were looked at are remembered."""

    def __init__(self, originals: Mapping[_K, _V], known: dict[_K, tuple[_V, _V]]) -> None:
        self._originals = originals
        self._known = known
        self._seen: set[_K] = set()

    def __getitem__(self, key: _K) -> _V:
        original = self._originals[key]
        self._seen.add(key)
        known = self._known.get(key)
        if known is None or known[0] is not original:
            known = self._known[key] = (original, copied(original))
        return known[1]

    def __contains__(self, key: object) -> bool:
        return key in self._originals

    def __iter__(self) -> Iterator[_K]:
        return iter(self._originals)

    def __len__(self) -> int:
        return len(self._originals)

    def changed(self) -> list[_K]:
        """The keys of those that were looked at and are not what they were."""
        return [key for key in tuple(self._seen) if not is_same(*self._known[key])]


@dataclass(frozen=True)
class Loan:
    """A project as one plugin is given it."""

    project: Project
    _original: Project = field(repr=False)
    _given: Mapping[str, object] = field(repr=False)
    _forget: Callable[[], object] = field(repr=False)

    def canvas_like(self, canvas: _T) -> _T:
        """The copy of a canvas of the project; of one that does not stand in it, a copy made for this."""
        for key, original in self._original.canvases.items():
            if original is canvas:
                found: Any = self.project.canvases[key]
                return found  # type: ignore[no-any-return]  # the copy is of the original's type
        made: _T = copied(canvas)
        return made

    def take_back(self, *, for_good: bool = False) -> str:
        """What the plugin changed, in words; empty when it left everything as it was.

        Copies that are not as they were are given to nobody again; with `for_good` none of them are.
        """
        changed = "" if for_good else self._changes()
        if changed or for_good:
            self._forget()
        return changed

    def _changes(self) -> str:
        if any(getattr(self.project, name) is not given for name, given in self._given.items()):
            return "the project"
        if not is_same(self.project.settings, self._original.settings):
            return "the settings of the project"
        for name in _RECORDS:
            for key in getattr(self.project, name).changed():
                return f"{name.removesuffix('es') if name == 'canvases' else name[:-1]} {_named(key)}"
        return ""


def _named(key: object) -> str:
    return "/".join(map(str, key)) if isinstance(key, tuple) else str(key)


class Lending:
    """Gives each plugin copies of its own, kept as long as the originals are the same; safe in threads."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, dict[Any, tuple[Any, Any]]]] = {}
        self._lock = Lock()

    def lend(self, plugin: str, project: Project) -> Loan:
        """The project as this plugin may see it."""
        with self._lock:
            known = self._known.setdefault(plugin, {name: {} for name in _RECORDS})
        given: dict[str, Any] = {name: _Copies(getattr(project, name), known[name]) for name in _RECORDS}
        lent = replace(project, settings=copied(project.settings), references=type(project.references)(), **given)
        given["settings"] = lent.settings
        return Loan(lent, project, MappingProxyType(given), partial(self._known.pop, plugin, None))

"""Every binding there is, found in the classes themselves, and what a keymap of the user does to them."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import ModuleType

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import KEY_NAME_REPLACEMENTS, Keys, _character_to_key, format_key, key_to_character
from textual.screen import ModalScreen, Screen

from personatui.model.cleaning import clean_line
from personatui.store.preferences import nearest
from personatui.widgets.keyline import UNBOUND

PACKAGES = ("personatui.app", "personatui.widgets")
_MODULES = ("personatui.api.ui",)
_MODIFIERS = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})
_NAMED = frozenset((*(key.value.rpartition("+")[2] for key in Keys), *KEY_NAME_REPLACEMENTS.values()))
_SPELLED = {"enter": "enter", "backspace": "backspace"}


@dataclass(frozen=True, slots=True)
class KnownBinding:
    """A binding that a keymap can name: its id, its keys, what it does and who offers it."""

    id: str
    keys: tuple[str, ...]
    text: str
    owner: type[DOMNode]

    @property
    def group(self) -> str:
        return group_title(self.owner)


def group_title(owner: type[DOMNode]) -> str:
    """What the keys of a class are listed under: its own title, not that of a class it derives from, or its name."""
    title = owner.__dict__.get("BINDING_GROUP_TITLE")
    if isinstance(title, str) and title:
        return title
    words = re.findall(r"[A-Z][a-z0-9]*", owner.__name__.removesuffix("Screen")) or [owner.__name__]
    return " ".join(words).capitalize()


def declaring(kind: type[DOMNode], binding_id: str) -> type[DOMNode]:
    """The class that binds what another derives from it: a list of entries moves like every list."""
    for base in kind.__mro__:
        if any(getattr(binding, "id", None) == binding_id for binding in base.__dict__.get("BINDINGS", ())):
            return base
    return kind


def known_bindings(packages: Sequence[str] = ()) -> tuple[KnownBinding, ...]:
    """The bindings with an id of every screen and widget of ours, and of the modules in other packages, by id."""
    found: dict[str, KnownBinding] = {}
    for owner in _owners((*PACKAGES, *packages)):
        for binding in owner.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id:
                keys = tuple(map(normal, binding.key.split(",")))
                text = binding.tooltip or binding.description
                found.setdefault(binding.id, KnownBinding(binding.id, keys, text, owner))
    return tuple(found[name] for name in sorted(found))


def _owners(packages: Iterable[str]) -> Iterator[type[DOMNode]]:
    modules: list[ModuleType] = [importlib.import_module(name) for name in _MODULES]
    for name in packages:
        package = importlib.import_module(name)
        below = pkgutil.walk_packages(package.__path__, f"{name}.")
        modules += [package, *(importlib.import_module(module.name) for module in below)]
    for module in modules:
        for member in list(vars(module).values()):
            if isinstance(member, type) and issubclass(member, DOMNode) and member.__module__ == module.__name__:
                yield member


def normal(key: str) -> str:
    """A key as Textual names it: `question_mark` for `?`."""
    key = key.strip()
    return _character_to_key(key) if len(key) == 1 else key


def is_key(key: str) -> bool:
    """Whether a terminal can send it: modifiers and a character, or a name such as `f2`, `pageup`, `question_mark`."""
    *modifiers, base = normal(key).split("+")
    named = base in _NAMED or len(base) == 1 or key_to_character(base) is not None
    return named and set(modifiers) <= _MODIFIERS


def textual_keymap(keymap: Mapping[str, str]) -> dict[str, str]:
    """A keymap for Textual, which takes no keys for no wish: a binding without keys gets one that nobody can press."""
    usable = {name: ",".join(key for key in keys.split(",") if is_key(key)) for name, keys in keymap.items() if keys}
    off = {name: f"{UNBOUND}{name}" for name, keys in keymap.items() if not keys}
    return {**{name: keys for name, keys in usable.items() if keys}, **off}


def is_off(binding: Binding) -> bool:
    """Whether the user has taken all keys from a binding."""
    return binding.key.startswith(UNBOUND)


def key_text(key: str) -> str:
    """A key as people write it: `ctrl+f`, `?`, `↑`."""
    *modifiers, base = key.split("+")
    return "+".join((*modifiers, _SPELLED.get(base) or format_key(base)))


def keymap_problems(
    keymap: Mapping[str, str], known: Sequence[KnownBinding], place: str, plugins: Iterable[str] = ()
) -> list[str]:
    """What is wrong with a keymap, a sentence each. Ids that start with the name of a plugin are the plugin's."""
    problems: list[str] = []
    ids = {binding.id for binding in known}
    foreign = set(plugins) - {name.partition(".")[0] for name in ids}
    for name, keys in keymap.items():
        if name not in ids and name.partition(".")[0] not in foreign:
            problems.append(f"{place}: no binding is called {clean_line(name)}.{nearest(name, ids)}")
        for key in keys.split(",") if keys else ():
            if not is_key(key):
                near = nearest(key, [*sorted(_NAMED), *(f"ctrl+{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")])
                problems.append(f"{place}: keymap.{clean_line(name)}: there is no key {clean_line(key)}.{near}")
    told = dict.fromkeys(
        str(clash)
        for owner in dict.fromkeys(binding.owner for binding in known)
        for clash in clashes(_chain(owner, known), keymap, known)
    )
    return [*problems, *(f"{place}: {clash}" for clash in told)]


def _chain(owner: type[DOMNode], known: Sequence[KnownBinding]) -> tuple[type[DOMNode], ...]:
    """What is live together wherever the owner is: with a screen that is no dialog, the app."""
    if not issubclass(owner, Screen) or issubclass(owner, ModalScreen):
        return (owner,)
    return (owner, *dict.fromkeys(binding.owner for binding in known if issubclass(binding.owner, App)))


@dataclass(frozen=True, slots=True)
class Clash:
    """One key that two bindings want where both are live."""

    key: str
    winner: KnownBinding
    loser: KnownBinding

    def __str__(self) -> str:
        return (
            f"the key {key_text(self.key)} is bound twice: {self.winner.id} ({self.winner.text}) has it, and "
            f"{self.loser.id} ({self.loser.text}) does not get it."
        )


def clashes(
    chain: Sequence[type[DOMNode]], keymap: Mapping[str, str], known: Sequence[KnownBinding]
) -> Iterator[Clash]:
    """The keys that two bindings want since the keymap, in a chain of nodes from the focus outwards.

    Who stands nearer to the focus wins; in one class what the keymap sets wins over what it had.
    """
    taken: dict[str, KnownBinding] = {}
    for kind in chain:
        here = [_mapped(binding, keymap) for binding in _live(kind, known)]
        for binding in sorted(here, key=lambda one: one.id not in keymap):
            for key in binding.keys:
                winner = taken.setdefault(key, binding)
                if winner.id != binding.id and (winner.id in keymap or binding.id in keymap):
                    yield Clash(key, winner, binding)


def _live(kind: type[DOMNode], known: Sequence[KnownBinding]) -> Iterator[KnownBinding]:
    """The bindings of a class, each with the keys that no class nearer to it takes for something else."""
    taken: set[str] = set()
    for base in kind.__mro__:
        if not issubclass(base, DOMNode):
            continue
        own = [binding for binding in known if binding.owner is base]
        for binding in own:
            keys = tuple(key for key in binding.keys if key not in taken)
            if keys:
                yield replace(binding, keys=keys)
        taken |= {key for binding in own for key in binding.keys}
        if not base._inherit_bindings:
            return


def _mapped(binding: KnownBinding, keymap: Mapping[str, str]) -> KnownBinding:
    if binding.id not in keymap:
        return binding
    keys = keymap[binding.id]
    return replace(binding, keys=tuple(map(normal, keys.split(","))) if keys else ())

"""The script of a long session: steps made from a seed, with what the files must say after each."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.shadow import Shadow
from personatui.api import AddItem, MoveItem, RemoveValue, SetValue
from personatui.model.edits import Edit
from personatui.model.ids import Reference

STEPS = 300
# The share of the steps that a person makes at the keyboard, at least.
BY_KEY = 0.4
MAYA, TOM, LORRAINE = (f"personas/{name}.toml" for name in ("maya-okafor", "tom-brandt", "lorraine-fisk"))
MAP, JOBS = "canvases/empathy_map/maya-okafor.toml", "canvases/jtbd/maya-okafor.toml"
RENTERS, INTERVIEW, LOG = (
    "segments/urban-renters.toml",
    "sources/interview-maya.toml",
    "sources/sales-collectors-log.toml",
)
MOVING = "event-planners"
# The lists that are edited where they are shown.
LISTS = {
    MAYA: ("goals", "needs", "behaviours", "pains", "objections"),
    TOM: ("goals", "needs", "pains", "motivations"),
    LORRAINE: ("needs", "behaviours", "motivations"),
    MAP: ("who", "need_to_do", "says", "does", "hears", "gains"),
    RENTERS: ("characteristics", "needs"),
    INTERVIEW: ("excerpts",),
    LOG: ("excerpts",),
}
TITLES = {"goals": "Goals", "needs": "Needs", "behaviours": "Behaviours", "motivations": "Motivations"}
RATINGS = {"goals": "priority", "pains": "severity"}
# What is set as a whole, and what to.
VALUES: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "personas": ((("n",), "number"), (("interface",), "text"), (("demographics", "location"), "text")),
    "segments": ((("size",), "number"),),
    "sources": ((("author",), "text"), (("participants",), "number")),
    "canvases": ((("title",), "text"),),
}
SAID = [
    "Written on the way",
    'says "no" twice',
    "50 % # of it",
    "[x] é = ß → 日本",
    "a\\b 'c'",
]
HOSTILE = ['"""', "two\nlines", "trailing \\", "tab\there", "'''\n\"", "#"]


@dataclass(frozen=True)
class Step:
    """What is done, by its name, and with what. `by_key` for what a person does at the keyboard."""

    what: str
    given: dict[str, Any] = field(default_factory=dict)
    by_key: bool = False

    def __str__(self) -> str:
        return f"{self.what} {self.given}"


class Script:
    """The steps of a session, made from a seed; the shadow is what the files must say after each."""

    def __init__(self, seed: int, shadow: Shadow, length: int = STEPS) -> None:
        self.chance = random.Random(seed)
        self.length = length
        self.shadow = shadow
        self.moving = MOVING
        self.number = 0
        self.temporary: list[str] = []

    def steps(self) -> Iterator[Step]:
        """At least so many steps, with a save now and then and at the end."""
        kinds = {
            self.add: 16, self.edit: 14, self.form: 5, self.delete: 9, self.delete_used: 4, self.duplicate: 8,
            self.shift: 10, self.aside: 5, self.move: 7, self.rate: 14, self.evidence: 8, self.take: 6,
            self.undo: 22, self.redo: 12, self.rename: 2, self.make: 110, self.create: 3, self.remove: 2,
            self.replace_outside: 14, self.check_out: 3, self.conflict: 6,
        }  # fmt: skip
        done = by_key = 0
        while done < self.length or by_key < self.length * BY_KEY:
            kind = self.chance.choices(list(kinds), list(kinds.values()))[0]
            self.number += 1
            step = kind()
            if step is None:
                continue
            yield step
            done += 1
            by_key += step.by_key
            if self.chance.random() < 0.08:
                yield Step("save")
        yield Step("save")

    # What is edited --------------------------------------------------------------------------------------

    def _entry(self, files: tuple[str, ...] = tuple(LISTS), fields: tuple[str, ...] = ()) -> tuple[str, str, int]:
        """An entry of a list that is not empty."""
        found = [
            (name, key, index)
            for name in files
            for key in LISTS[name]
            if not fields or key in fields
            for index in range(len(self.shadow.entries(name, key)))
        ]
        return self.chance.choice(found)

    def _text(self) -> str:
        return f"{self.chance.choice(SAID)} {self.number}"

    def _at(self, what: str, name: str, key: str, index: int, **given: Any) -> Step:
        return Step(what, {"name": name, "field": key, "index": index, **given}, by_key=True)

    def _is_used(self, name: str, key: str, index: int) -> bool:
        return self.shadow.mentions(self.shadow.entries(name, key)[index]["id"]) > 1

    # By keys ---------------------------------------------------------------------------------------------

    def add(self) -> Step:
        name, key, index = self._entry()
        text = self._text()
        self.shadow.step(lambda: self.shadow.insert(name, key, index + 1, self.shadow.new(text=text)))
        return self._at("add", name, key, index, text=text)

    def edit(self) -> Step:
        name, key, index = self._entry()
        text = self._text()
        self._set(name, key, index, text=text)
        return self._at("edit", name, key, index, text=text)

    def form(self) -> Step:
        name, key, index = self._entry((MAYA, TOM, RENTERS))
        text = self._text()
        self._set(name, key, index, text=text)
        return self._at("form", name, key, index, text=text)

    def _set(self, name: str, key: str, index: int, **values: Any) -> None:
        self.shadow.step(lambda: self.shadow.entries(name, key)[index].update(values))

    def delete(self) -> Step | None:
        name, key, index = self._entry()
        if self._is_used(name, key, index) or len(self.shadow.entries(name, key)) < 2:
            return None
        self.shadow.step(lambda: self.shadow.take_out(name, key, index))
        return self._at("delete", name, key, index)

    def delete_used(self) -> Step | None:
        """An excerpt that statements rest on goes with all that refers to it, once that was looked at."""
        name, key, index = self._entry((INTERVIEW, LOG))
        if not self._is_used(name, key, index) or len(self.shadow.entries(name, key)) < 2:
            return None
        self.shadow.step(lambda: self.shadow.delete_excerpt(name, index))
        return self._at("delete used", name, key, index)

    def duplicate(self) -> Step:
        name, key, index = self._entry()
        copy = self.shadow.copy(name, key, index)
        self.shadow.step(lambda: self.shadow.insert(name, key, index + 1, copy))
        return self._at("duplicate", name, key, index)

    def shift(self) -> Step | None:
        """One place up or down among its own; at the end of the list nothing happens.

        From the end of a box of the map a note goes on into the next box, which is for the tests of the boxes.
        """
        name, key, index = self._entry()
        by = self.chance.choice((1, -1))
        items = self.shadow.entries(name, key)
        if 0 <= index + by < len(items):
            self.shadow.step(lambda: items.insert(index + by, items.pop(index)))
        elif name == MAP:
            return None
        return self._at("shift", name, key, index, keys=["J" if by > 0 else "K"])

    def aside(self) -> Step:
        """To the box beside."""
        here, there, keys = self.chance.choice((("who", "need_to_do", ["L"]), ("need_to_do", "who", ["shift+left"])))
        if len(self.shadow.entries(MAP, here)) < 2:
            here, there, keys = ("who", "need_to_do", ["L"]) if here == "need_to_do" else ("need_to_do", "who", ["H"])
        index = self.chance.randrange(len(self.shadow.entries(MAP, here)))
        self.shadow.step(lambda: self.shadow.move(MAP, here, index, there))
        return self._at("aside", MAP, here, index, keys=keys)

    def move(self) -> Step | None:
        name, key, index = self._entry((MAYA, TOM, LORRAINE))
        to = self.chance.choice([title for title in TITLES if title != key])
        if len(self.shadow.entries(name, key)) < 2:
            return None
        self.shadow.step(lambda: self.shadow.move(name, key, index, to))
        return self._at("move", name, key, index, to=(name, to))

    def rate(self) -> Step:
        name, key, index = self._entry((MAYA, TOM), tuple(RATINGS))
        pressed = self.chance.choice("12345+-9")
        self.shadow.step(lambda: self.shadow.rate(name, key, index, RATINGS[key], pressed))
        return self._at("rate", name, key, index, keys=[{"+": "plus", "-": "minus"}.get(pressed, pressed)])

    def evidence(self) -> Step | None:
        """Link an excerpt, or take it away again."""
        name, key, index = self._entry((MAYA, TOM, MAP, RENTERS))
        source, _, at = self._entry((INTERVIEW, LOG))
        excerpt = self.shadow.entries(source, "excerpts")[at]["id"]
        if excerpt.startswith("new-"):
            return None
        link = f"{Path(source).stem}#{excerpt}"
        entry = self.shadow.entries(name, key)[index]
        known = entry.get("sources", [])
        wanted = [text for text in known if text != link] if link in known else [*known, link]
        if wanted:
            self._set(name, key, index, sources=wanted)
        else:
            self.shadow.step(lambda: entry.pop("sources"))
        return self._at("evidence", name, key, index, link=link)

    def take(self) -> Step | None:
        """What somebody said becomes a statement of a persona, or a statement one of another list."""
        name, key, index = self._entry((MAYA, TOM, INTERVIEW))
        entry = self.shadow.entries(name, key)[index]
        owner = self.chance.choice((MAYA, TOM)) if name == INTERVIEW else name
        to = self.chance.choice([title for title in TITLES if title != key])
        values: dict[str, Any] = {"text": " ".join(entry["text"].split())}
        if name == INTERVIEW:
            if entry["id"].startswith("new-"):
                return None
            values["sources"] = [f"{Path(name).stem}#{entry['id']}"]
        elif entry.get("sources"):
            values["sources"] = list(entry["sources"])
        end = len(self.shadow.entries(owner, to))
        self.shadow.step(lambda: self.shadow.insert(owner, to, end, self.shadow.new(**values)))
        return self._at("take", name, key, index, to=(owner, to))

    def undo(self) -> Step | None:
        if not self.shadow.can_undo:
            return None
        self.shadow.undo()
        return Step("press", {"keys": [self.chance.choice(("u", "ctrl+z"))]}, by_key=True)

    def redo(self) -> Step | None:
        if not self.shadow.can_redo:
            return None
        self.shadow.redo()
        return Step("press", {"keys": [self.chance.choice(("ctrl+r", "ctrl+y"))]}, by_key=True)

    def rename(self) -> Step:
        known = next(name for name in self.shadow.files if "planners" in name and name.startswith("segments/"))
        old, new = Path(known).stem, f"planners-{self.number}"
        self.shadow.step(lambda: self.shadow.rename_segment(old, new))
        return Step("rename", {"old": old, "new": new}, by_key=True)

    def remove(self) -> Step | None:
        """Delete a persona that nothing refers to."""
        known = [name for name in self.shadow.files if "/temporary-" in name]
        if not known:
            return None
        name = self.chance.choice(known)
        self.shadow.step(lambda: self.shadow.files.pop(name))
        return Step("remove", {"persona": Path(name).stem}, by_key=True)

    # By the session --------------------------------------------------------------------------------------

    def create(self) -> Step:
        name = f"personas/temporary-{self.number}.toml"
        data = {
            "schema": 1,
            "name": f"Temporary {self.number}",
            "needs": [{"id": f"t{self.number:03}", "text": self._text()}],
        }
        self.shadow.step(lambda: self.shadow.files.update({name: data}))
        return Step("create", {"name": name, "data": data})

    def make(self) -> Step:
        """One or two edits, as tools, fixes and commands make them."""
        edits: list[Edit] = []

        def act() -> None:
            edits.extend(self._edit() for _ in range(self.chance.choice((1, 1, 1, 2))))

        self.shadow.step(act)
        return Step("make", {"edits": tuple(edits)})

    def _edit(self) -> Edit:
        chance, shadow = self.chance, self.shadow
        what = chance.choice(("value", "value", "text", "text", "add", "remove", "move", "tags"))
        if what in ("value", "tags"):
            name = chance.choice((*LISTS, JOBS))
            path, kind = chance.choice(VALUES[name.partition("/")[0]])
            if what == "tags" and not name.startswith("canvases/"):
                path, kind = ("tags",), "tags"
            value: Any = chance.randrange(1000) if kind == "number" else self._hostile()
            if kind == "tags":
                value = [self._hostile() for _ in range(chance.randrange(1, 5))]
            node = shadow.files[name]
            for key in path[:-1]:
                node = node.setdefault(key, {})
            node[path[-1]] = value
            return SetValue(reference(name), path, value)
        name, key, index = self._entry()
        items = shadow.entries(name, key)
        if what == "add" or (what == "remove" and (len(items) < 2 or self._is_used(name, key, index))):
            entry = {"id": f"m{self.number:03}{len(items):02}", "text": self._hostile()}
            while shadow.mentions(entry["id"]):
                entry["id"] += "x"
            at = chance.choice((None, index))
            shadow.insert(name, key, len(items) if at is None else at, entry)
            return AddItem(reference(name), (key,), dict(entry), at)
        if what == "remove":
            shadow.take_out(name, key, index)
            return RemoveValue(reference(name), (key, index))
        if what == "move":
            to = chance.randrange(len(items))
            items.insert(to, items.pop(index))
            return MoveItem(reference(name), (key, index), to)
        items[index]["text"] = self._hostile()
        return SetValue(reference(name), (key, index, "text"), items[index]["text"])

    def _hostile(self) -> str:
        return f"{self.number} {self.chance.choice((*SAID, *HOSTILE))}."

    # From outside ----------------------------------------------------------------------------------------

    def replace_outside(self) -> Step:
        """An editor saves another file in place of one."""
        return self._outside("replace", self.chance.sample((*LISTS, JOBS), self.chance.choice((1, 1, 2))))

    def check_out(self) -> Step:
        """Another branch is checked out, and comes back."""
        return self._outside("check out", self.chance.sample((*LISTS, JOBS), 4))

    def _outside(self, what: str, names: list[str]) -> Step:
        for name in names:
            data = self.shadow.files[name]
            data["reviewed"] = self.number
            if not name.startswith("canvases/"):
                data.setdefault("notes", []).append({"id": f"n{self.number:03}", "text": "From outside"})
        return Step(what, {"names": names, "number": self.number, "waits": self.chance.random() < 0.4})

    def conflict(self) -> Step:
        """The same value changed here and on disk, settled one way or the other."""
        name, is_ours = self.chance.choice((MAYA, TOM)), self.chance.random() < 0.7
        ours, theirs = (f"{year}-{self.number // 28 % 12 + 1:02}-{self.number % 28 + 1:02}" for year in (2026, 2025))
        self.shadow.step(lambda: self.shadow.files[name].update(date=ours))
        if not is_ours:
            self.shadow.files[name]["date"] = theirs
            self.shadow.forget_steps()
        return Step("conflict", {"name": name, "ours": ours, "theirs": theirs, "key": "o" if is_ours else "t"})


def reference(name: str) -> Reference:
    """The record of a file."""
    kind, *tool, file = name.split("/")
    return Reference(kind.removesuffix("s") if kind != "canvases" else "canvas", Path(file).stem, *tool)

"""Write the table of all keys into settings.md from the bindings themselves: python docs/keys.py"""

from __future__ import annotations

from pathlib import Path

from personatui.app.bindings import KnownBinding, key_text, known_bindings

PAGE = Path(__file__).parent / "settings.md"
START, END = "<!-- keys: written by docs/keys.py -->", "<!-- end of keys -->"
_PLUGINS = Path(__file__).parents[1] / "plugins"


def table() -> str:
    """Every id with its keys and what it does, by what the ids begin with, under the titles of the help."""
    packages = [f"{path.parent.name}.ui" for path in sorted(_PLUGINS.glob("*/ui/"))]
    known = known_bindings(packages)
    places = sorted({_place(binding) for binding in known})
    return "\n\n".join(_group([binding for binding in known if _place(binding) == place]) for place in places)


def _place(binding: KnownBinding) -> str:
    return binding.id.partition(".")[0]


def _group(known: list[KnownBinding]) -> str:
    rows = [f"| `{binding.id}` | {_keys(binding)} | {binding.text} |" for binding in known]
    return "\n".join((f"**{known[0].group}**", "", "| id | keys | what it does |", "|---|---|---|", *rows))


def _keys(binding: KnownBinding) -> str:
    return " ".join(f"`{key_text(key)}`" for key in binding.keys).replace("|", "\\|")


def page(text: str) -> str:
    """The page with the table as it is now."""
    head, _, rest = text.partition(START)
    _, _, tail = rest.partition(END)
    return f"{head}{START}\n\n{table()}\n\n{END}{tail}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

"""The attributes of personas that can be compared: what is said in numbers, choices and ranks, not in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import isfinite

from personatui.api import Persona
from personatui_personas.canvas import AttributeKind, AttributeRule
from personatui_personas.gower import Attribute, Value

_RANKS: dict[str, tuple[str, ...]] = {
    "self_efficacy": ("low", "medium", "high"),
    "risk": ("averse", "neutral", "tolerant"),
    "learning": ("process", "mixed", "tinkering"),
}
BUYING_ROLES = ("initiator", "user", "influencer", "decider", "approver", "buyer", "gatekeeper")
_AGE_RANGE = re.compile(r"\s*(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})\s*")


def age_range(age: int | str | None) -> tuple[float, float] | None:
    """The youngest and oldest that an age tells; None where it tells no numbers."""
    if isinstance(age, int):
        return float(age), float(age)
    text = age or ""
    if text.strip().isdecimal():
        return float(text), float(text)
    found = _AGE_RANGE.fullmatch(text)
    return (float(found[1]), float(found[2])) if found else None


def attributes_of(personas: Mapping[str, Persona], rules: Sequence[AttributeRule] = ()) -> tuple[Attribute, ...]:
    """Every attribute that at least one persona has, in the order of their names; a range of ages is its middle [P].

    Role, basis and segment are left out: they are how the team sorted its personas, not what these are like [P].
    """
    columns: dict[str, dict[str, Value]] = {}
    for persona_id, persona in personas.items():
        for name, value in _values(persona):
            columns.setdefault(name, {})[persona_id] = value
    known = {rule.name: rule for rule in rules}
    return tuple(_attribute(name, columns[name], known.get(name)) for name in sorted(columns))


def _values(persona: Persona) -> Iterator[tuple[str, Value]]:
    said = persona.model_fields_set
    if "kind" in said:
        yield "kind", persona.kind
    if persona.relation:
        yield "relation", persona.relation
    ages = age_range(persona.demographics.age)
    if ages is not None:
        yield "demographics.age", (ages[0] + ages[1]) / 2
    gender = " ".join(persona.demographics.gender.split()).casefold()
    if gender:
        yield "demographics.gender", gender
    facets = persona.facets
    if facets.information_processing:
        yield "facets.information_processing", facets.information_processing
    for name in _RANKS:
        level = getattr(facets, name)
        if level is not None:
            yield f"facets.{name}", level
    if persona.buying_roles:
        for role in BUYING_ROLES:
            yield f"buying_roles.{role}", role in persona.buying_roles
    for trait in persona.traits:
        words, span = " ".join(trait.text.split()).casefold(), trait.high - trait.low
        if words and trait.score is not None and span > 0 and trait.low <= trait.score <= trait.high:
            yield f"traits.{words}", (trait.score - trait.low) / span
    for key, value in persona.custom.items():
        if isinstance(value, bool) or (isinstance(value, int | float) and isfinite(value)):
            yield f"custom.{key}", value if isinstance(value, bool) else float(value)
        elif isinstance(value, str) and value.strip():
            yield f"custom.{key}", " ".join(value.split()).casefold()


def _attribute(name: str, values: dict[str, Value], rule: AttributeRule | None) -> Attribute:
    levels = tuple(level.casefold() for level in rule.levels) if rule is not None else ()
    kind = rule.kind if rule is not None and rule.kind is not None else _kind_of(name, values)
    if kind == "ordinal":
        return _ordinal(name, values, levels or _RANKS.get(name.rpartition(".")[2], ()), rule)
    if kind == "numeric":
        values = {key: value for key, value in values.items() if isinstance(value, float)}
    elif kind in ("symmetric", "asymmetric"):
        values = {key: bool(value) for key, value in values.items()}
    elif len({type(value) for value in values.values()}) > 1:
        values = {key: str(value) for key, value in values.items()}
    return Attribute(name, kind, values, rule.weight if rule is not None else 1.0)


def _ordinal(name: str, values: dict[str, Value], levels: tuple[str, ...], rule: AttributeRule | None) -> Attribute:
    """Numbers are their own ranks; words have the place of their level, and those without one are missing."""
    placed: dict[str, Value] = {}
    for key, value in values.items():
        if isinstance(value, float):
            placed[key] = value
        elif str(value) in levels:
            placed[key] = float(levels.index(str(value)))
    return replace(Attribute(name, "ordinal", placed), weight=rule.weight if rule is not None else 1.0)


def _kind_of(name: str, values: Mapping[str, Value]) -> AttributeKind:
    if name.startswith("buying_roles."):
        return "asymmetric"
    if name.startswith("facets.") and name.rpartition(".")[2] in _RANKS:
        return "ordinal"
    kinds = {type(value) for value in values.values()}
    if kinds == {float}:
        return "numeric"
    return "symmetric" if kinds == {bool} else "nominal"

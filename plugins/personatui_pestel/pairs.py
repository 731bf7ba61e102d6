"""What is said of pairs of factors, kept in a list of the canvas: one entry a pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from personatui.api import AddItem, Change, Edit, Item, Reference, RemoveValue, SetValue, mint_item_id


def pair_change(
    where: Reference,
    field: str,
    said: Sequence[Item],
    names: tuple[str, str, str],
    pair: tuple[str, str],
    value: float | None,
    label: str,
) -> Change | None:
    """The change that says `value` of a pair, once; None takes out what was said, if anything.

    `names` are the fields that hold the two ids and the value.
    """
    places = [i for i, one in enumerate(said) if (getattr(one, names[0]), getattr(one, names[1])) == pair]
    edits: list[Edit] = [RemoveValue(where, (field, index)) for index in reversed(places[1:])]
    if value is None:
        edits += [RemoveValue(where, (field, index)) for index in places[:1]]
        return Change(f"take back: {label}", tuple(edits)) if edits else None
    entry: Mapping[str, object] = dict(zip(names, (*pair, value), strict=True))
    if places:
        edits += [SetValue(where, (field, places[0], name), told) for name, told in entry.items()]
    else:
        edits.append(AddItem(where, (field,), {"id": mint_item_id([one.id for one in said]), **entry}))
    return Change(label, tuple(edits))

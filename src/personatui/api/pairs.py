"""What is said of pairs of entries, kept in a list of the same file: one entry a pair."""

from __future__ import annotations

from collections.abc import Sequence

from personatui.model.claims import Item
from personatui.model.edits import AddItem, Change, Edit, RemoveValue, SetValue
from personatui.model.ids import Reference, mint_item_id


def pair_change(
    where: Reference,
    field: str,
    said: Sequence[Item],
    names: tuple[str, str, str],
    pair: tuple[str, str],
    value: float | None,
    *,
    both_ways: bool = False,
    label: str = "judge a pair",
) -> Change | None:
    """The change that says `value` of a pair, once; None takes out what was said, if anything.

    `said` is the list `field` as it is, and `names` are the fields that hold the two ids and the value. A whole number
    is written as one. With `both_ways` the pair may stand the other way round, and a value below 1 is written as its
    reciprocal with the pair turned, so that the file holds whole numbers.
    """
    alike = {pair, (pair[1], pair[0])} if both_ways else {pair}
    places = [index for index, one in enumerate(said) if (getattr(one, names[0]), getattr(one, names[1])) in alike]
    edits: list[Edit] = [RemoveValue(where, (field, index)) for index in reversed(places[1:])]
    if value is None:
        edits += [RemoveValue(where, (field, index)) for index in places[:1]]
        return Change(f"take back: {label}", tuple(edits)) if edits else None
    if both_ways and 0 < value < 1:
        pair, value = (pair[1], pair[0]), 1 / value
    number = round(value) if abs(value - round(value)) < 1e-6 else round(value, 6)
    entry: dict[str, object] = dict(zip(names, (*pair, number), strict=True))
    if places:
        edits += [SetValue(where, (field, places[0], name), told) for name, told in entry.items()]
    else:
        edits.append(AddItem(where, (field,), {"id": mint_item_id([one.id for one in said]), **entry}))
    return Change(label, tuple(edits))

"""How a public name goes: it works on for a time, and says what comes instead and when it is gone."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass


class DeprecatedNameWarning(DeprecationWarning):
    """A plugin uses a name that a later version of the API will not have."""


@dataclass(frozen=True, slots=True)
class Deprecated:
    """What becomes of a name: its `replacement`, with the module in front, the `value` that it still has, and its end.

    `gone_in` is the version of personatui that no longer has it.
    """

    replacement: str
    value: object
    gone_in: str


def deprecated_value(module: str, name: str, names: Mapping[str, Deprecated]) -> object:
    """The value of a name on its way out, after a warning at whoever asks for it.

    A module's `__getattr__` returns it. Raises AttributeError for a name that is not among `names`.
    """
    found = names.get(name)
    if found is None:
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    warnings.warn(
        f"{module}.{name} is deprecated: use {found.replacement}. personatui {found.gone_in} is without it.",
        DeprecatedNameWarning,
        stacklevel=3,
    )
    return found.value

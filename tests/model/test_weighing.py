"""Weights, ratings, limits and ranks; and scales that are stated without refusing what is off them."""

from __future__ import annotations

import math
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personatui.model.base import Model, OnScale
from personatui.model.fields import form_fields
from personatui.model.scales import scales_of
from personatui.model.weighing import EPSILON, on_scale, ranks, reaches, weigh

SOME = st.one_of(st.none(), st.floats(0, 1))
PAIRS = st.lists(st.tuples(SOME, st.one_of(st.none(), st.floats(1, 4))), max_size=12)


class Rated(Model):
    """An entry with a stated scale."""

    rating: Annotated[int, OnScale(1, 4)] | None = None


def test_a_stated_scale_keeps_what_is_off_it() -> None:
    assert Rated.model_validate({"rating": 7}).rating == 7
    (scale,) = scales_of(Rated())
    assert (scale.field, scale.low, scale.high, scale.whole) == ("rating", 1, 4, True)
    (field,) = form_fields(Rated)
    assert field.range == "whole number, 1 to 4"


def test_missing_is_not_zero() -> None:
    assert weigh([]) == weigh([(None, 3)]) == weigh([(None, None)])
    assert weigh([]).total is None
    assert not weigh([]).adds_up
    found = weigh([(0.5, 4), (0.25, 2), (0.25, None)])
    assert found.total == pytest.approx((0.5 * 4 + 0.25 * 2) / 0.75)
    assert found.n == 2
    nothing = weigh([(0.5, None), (0.5, None)])
    assert (nothing.weight_sum, nothing.total, nothing.normalised) == (1, None, None)


def test_weights_that_do_not_add_up_are_told_and_not_mended() -> None:
    found = weigh([(0.5, 4), (0.46, 2)])
    assert found.weight_sum == pytest.approx(0.96)
    assert not found.adds_up
    assert found.total == pytest.approx(2.92)
    assert found.normalised == pytest.approx(2.92 / 0.96)
    assert weigh([(0.995, 1)]).adds_up
    assert weigh([(1.005, 1)]).adds_up
    assert not weigh([(0.994, 1)]).adds_up


@given(PAIRS, st.randoms())
def test_the_order_does_not_matter(pairs: list[tuple[float | None, float | None]], random: object) -> None:
    turned = sorted(pairs, key=str)
    assert weigh(pairs) == weigh(turned)


@given(PAIRS)
def test_the_normalised_total_is_on_the_scale(pairs: list[tuple[float | None, float | None]]) -> None:
    found = weigh(pairs)
    assert found.normalised is None or 1 - 1e-9 <= found.normalised <= 4 + 1e-9
    assert (found.total is None) == (found.normalised is None)


def test_limits_and_ranks() -> None:
    assert reaches(0.1 + 0.2, 0.3)
    assert reaches(2.5 - EPSILON / 2, 2.5)
    assert not reaches(2.49, 2.5)
    assert ranks([3, 5, 5, 1]) == (3, 1, 1, 4)
    assert ranks([0.3, 0.1 + 0.2]) == (1, 1)
    assert [on_scale(value, 1, 4) for value in (1, 4, 0, 4.1, None, math.nan, math.inf)] == [True, True] + [False] * 5

"""Pairs of answers and what they make, figure by figure as one works them out by hand."""

from __future__ import annotations

from collections import Counter
from itertools import product
from math import sqrt
from typing import Any

import pytest

from personatui_kano.canvas import KanoCanvas
from personatui_kano.survey import CATEGORIES, Category, Tally, evaluate, tallies

# A pair of answers for each category.
PAIRS: dict[str, tuple[int, int]] = {"A": (1, 3), "O": (1, 5), "M": (2, 5), "I": (3, 3), "R": (3, 1), "Q": (5, 5)}


def survey(letters: str) -> KanoCanvas:
    """A canvas of one feature, with a pair of answers for each letter."""
    answers = [
        {"id": f"a{at}", "name": f"r{at}", "feature": "f", "functional": PAIRS[one][0], "dysfunctional": PAIRS[one][1]}
        for at, one in enumerate(letters)
    ]
    return KanoCanvas.model_validate({"features": [{"id": "f", "text": "A feature"}], "answers": answers})


def only(canvas: KanoCanvas) -> Tally:
    (found,) = tallies(canvas)
    return found


def counted(**counts: int) -> Tally:
    return only(KanoCanvas.model_validate({"features": [{"id": "f", **counts}]}))


def test_the_table_has_each_category_as_often_as_published() -> None:
    found = Counter(evaluate(*pair) for pair in product(range(1, 6), repeat=2))
    assert found == {"A": 3, "O": 1, "M": 3, "I": 9, "R": 7, "Q": 2}


@pytest.mark.parametrize(
    ("functional", "dysfunctional", "category"),
    [
        (1, 1, "Q"),
        (1, 2, "A"),
        (1, 4, "A"),
        (1, 5, "O"),
        (2, 1, "R"),
        (2, 2, "I"),
        (4, 4, "I"),
        (4, 5, "M"),
        (5, 4, "R"),
    ],
)
def test_a_pair_makes_its_category(functional: int, dysfunctional: int, category: Category) -> None:
    assert evaluate(functional, dysfunctional) == category


@pytest.mark.parametrize("pair", [(0, 1), (1, 0), (6, 1), (1, 6), (-1, 5)])
def test_a_pair_off_the_scale_makes_none(pair: tuple[int, int]) -> None:
    with pytest.raises(IndexError):
        evaluate(*pair)


def test_the_worked_example() -> None:
    told = only(survey("MMMMMMOOOAAI"))
    assert (told.n, told.category, told.is_tied) == (12, "M", False)
    assert told.category_strength == pytest.approx(25)
    assert told.total_strength == pytest.approx(100 * 11 / 12)
    assert told.least_difference == pytest.approx(3.91, abs=0.005)
    assert told.is_significant is False
    assert told.better == pytest.approx(5 / 12)
    assert told.worse == pytest.approx(-9 / 12)


@pytest.mark.parametrize(
    ("letters", "category"),
    [("MO", "M"), ("OA", "O"), ("AI", "A"), ("IIAA", "A"), ("AOMI", "M"), ("IR", "I"), ("RQ", "R"), ("MOO", "O")],
)
def test_ties_go_to_what_costs_most_when_it_is_ignored(letters: str, category: Category) -> None:
    told = only(survey(letters))
    assert told.category == category
    assert told.is_tied is (len(letters) % 2 == 0)


def test_fong_compares_the_two_most_frequent() -> None:
    # 40 M and 20 O of 60: 1.65 sqrt(60 * 60 / 120) = 9.04, and they differ by 20
    told = counted(must_be=40, one_dimensional=20)
    assert told.least_difference == pytest.approx(1.65 * sqrt(30))
    assert told.is_significant is True
    assert counted(must_be=32, one_dimensional=28).is_significant is False


def test_reverse_and_questionable_count_in_shares_but_not_in_coefficients() -> None:
    told = only(survey("AARQ"))
    assert (told.n, told.n_core) == (4, 2)
    assert told.share("R") == told.share("Q") == 0.25
    assert (told.better, told.worse) == (1.0, 0.0)
    only_reverse = only(survey("RRR"))
    assert only_reverse.category == "R"
    assert only_reverse.better is only_reverse.worse is None


def test_a_wanted_feature_without_a_clear_category_is_mixed() -> None:
    assert counted(must_be=34, one_dimensional=32, attractive=34).is_mixed
    assert not counted(must_be=20, one_dimensional=18, indifferent=22, reverse=40).is_mixed


# Sauerwein, Bailom, Matzler and Hinterhuber 1996, a survey of skiers: percent of A, O, M, I, R and Q, here in tenths.
SKI = {
    "Edge grip": ((70, 323, 493, 95, 3, 15), "M", 0.40, -0.83),
    "Ease of turn": ((104, 451, 305, 115, 12, 12), "O", 0.57, -0.78),
    "Service": ((638, 216, 29, 85, 7, 25), "A", 0.88, -0.25),
}


@pytest.mark.parametrize("name", SKI)
def test_the_published_shares_of_skis_give_their_categories(name: str) -> None:
    counts, category, better, worse = SKI[name]
    fields = ("attractive", "one_dimensional", "must_be", "indifferent", "reverse", "questionable")
    told = counted(**dict(zip(fields, counts, strict=True)))
    assert told.category == category
    assert told.better == pytest.approx(better, abs=0.005)
    assert told.worse == pytest.approx(worse, abs=0.005)


# What is missing ----------------------------------------------------------------------------------------


def test_without_answers_there_are_no_figures() -> None:
    told = only(survey(""))
    assert (told.n, told.category, told.is_tied, told.is_mixed) == (0, None, False, False)
    values = (told.category_strength, told.total_strength, told.least_difference, told.is_significant)
    assert {*values, told.better, told.worse, told.mean_importance} == {None}
    assert {told.share(one) for one in CATEGORIES} == {None}


def _answers(*answers: dict[str, Any]) -> Tally:
    data = {"features": [{"id": "f"}], "answers": [{"feature": "f", **answer} for answer in answers]}
    return only(KanoCanvas.model_validate(data))


@pytest.mark.parametrize("answer", [{"functional": 1}, {"dysfunctional": 5}, {"functional": 0, "dysfunctional": 5}])
def test_what_is_no_pair_is_left_out_and_counted(answer: dict[str, int]) -> None:
    told = _answers({"name": "r1", "functional": 1, "dysfunctional": 5}, {"name": "r2", **answer})
    assert (told.n, told.left_out, told.category) == (1, 1, "O")


def test_no_answer_at_all_is_none_left_out() -> None:
    told = _answers({"name": "r1", "importance": 9}, {"name": "r2", "importance": 4}, {"name": "r3"})
    assert (told.n, told.left_out) == (0, 0)
    assert told.mean_importance == 6.5


def test_who_answers_twice_counts_for_nothing() -> None:
    pair = {"functional": 1, "dysfunctional": 5, "importance": 9}
    told = _answers({"name": "r1", **pair}, {"name": "r1", "functional": 3, "dysfunctional": 3}, {"name": "r2", **pair})
    assert (told.n, told.left_out, told.importance) == (1, 2, (9,))
    nameless = _answers(pair, pair)
    assert (nameless.n, nameless.left_out) == (2, 0)


def test_importance_off_the_scale_does_not_count() -> None:
    assert _answers({"importance": 0}, {"importance": 10}, {"importance": 7}).importance == (7,)


def test_answers_come_before_counts() -> None:
    data = {"features": [{"id": "f", "must_be": 9}], "answers": [{"feature": "f", "functional": 1, "dysfunctional": 5}]}
    told = only(KanoCanvas.model_validate(data))
    assert (told.category, told.n, told.is_counted) == ("O", 1, False)
    assert counted(must_be=9).is_counted


def test_a_count_below_zero_spoils_the_counts() -> None:
    assert counted(must_be=-1, attractive=5).n == 0

"""The arithmetic of the generator: shares, caps, identity numbers."""

from __future__ import annotations

from datetime import date

import pytest

from data.samples.synthesis.committees import capped_shares, rounded
from data.samples.synthesis.draft import identity_number
from data.samples.synthesis.employers import cumulative_zipf


@pytest.mark.parametrize(
    ("total", "weights", "caps", "shares"),
    [
        (12, [1.0, 2.0, 3.0], [99.0, 99.0, 99.0], [2, 4, 6]),
        (12, [1.0, 2.0, 3.0], [99.0, 99.0, 3.0], [3, 6, 3]),  # what the third may not have goes 1 : 2
        (12, [1.0, 1.0], [2.0, 4.0], [4, 8]),  # caps of 6 in all are doubled
        (0, [1.0, 1.0], [5.0, 5.0], [0, 0]),
    ],
)
def test_shares_follow_weights_up_to_their_caps(
    total: int, weights: list[float], caps: list[float], shares: list[int]
) -> None:
    assert capped_shares(total, weights, caps) == shares


def test_rounding_keeps_the_sum_and_favours_the_largest_remainder() -> None:
    assert rounded([1.6, 2.3, 1.1], 5) == [2, 2, 1]


def test_identity_numbers_have_a_correct_check_character() -> None:
    number = identity_number(1234, date(1980, 5, 17))
    assert number[:17] == "99000119800517234"
    # GB 11643: the weighted sum of all eighteen characters is 1 modulo 11, with weights 2^(18-i) modulo 11.
    values = [10 if character == "X" else int(character) for character in number]
    assert sum(value * (2 ** (17 - place) % 11) for place, value in enumerate(values)) % 11 == 1


def test_the_second_employer_is_two_to_the_minus_zipf_exponent_of_the_first() -> None:
    first, both = cumulative_zipf(2)
    assert (first, round(both - first, 4)) == (1.0, 0.5743)  # 2 ** -0.8

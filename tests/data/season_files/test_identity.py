"""Identity numbers: the check digit of GB 11643-1999, and hiding them."""

from __future__ import annotations

import pytest

from data.season_files.identity import check_digit, hidden, identity_problem, masked


def test_the_example_of_the_standard() -> None:
    # GB 11643-1999 annex: 11010519491231002X and 440524188001010014
    assert check_digit("11010519491231002") == "X"
    assert check_digit("44052418800101001") == "4"


@pytest.mark.parametrize("digit", "0123456789X")
def test_exactly_one_check_digit_is_right(digit: str) -> None:
    problem = identity_problem(f"11010519491231002{digit}")
    assert problem == ("" if digit == "X" else "identity_check_digit")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("110105194912310020", "1101**********0020"),
        ("身份证11010519491231002X的人", "身份证1101**********002X的人"),
        ("110105491231002", "1101*******1002"),
        ("13800000000", "13800000000"),
        ("沈人社函〔2026〕8号", "沈人社函〔2026〕8号"),
    ],
)
def test_what_looks_like_an_identity_number_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(("text", "shown"), [("", ""), ("12345", "*****"), ("110105194912", "1101****4912")])
def test_what_was_typed_as_one_is_hidden_whatever_its_form(text: str, shown: str) -> None:
    assert hidden(text) == shown

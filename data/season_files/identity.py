"""Identity numbers (居民身份证号码, GB 11643-1999): their check digit, the birthday in them, and hiding them."""

from __future__ import annotations

import re
from datetime import date

_FORM = re.compile(r"[0-9]{17}[0-9X]")
_LIKE = re.compile(r"(?<![0-9])[0-9]{14,17}[0-9Xx](?![0-9])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


def check_digit(first_seventeen: str) -> str:
    """The check digit of the first 17 digits (ISO 7064 MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_seventeen, strict=True))
    return _CHECK_DIGITS[total % 11]


def birthday(number: str) -> date | None:
    """The birthday inside a number of 18 characters; None where its digits are no date."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def identity_problem(number: str) -> str:
    """Code of what is wrong with an identity number, ``""`` if nothing is."""
    if not _FORM.fullmatch(number):
        return "identity_form"
    if birthday(number) is None or check_digit(number[:17]) != number[17]:
        return "identity_check_digit"
    return ""


def hidden(text: str) -> str:
    """A text typed as an identity number, but for its first and last four characters: ``2101**********1234``."""
    shown = 4 if len(text) >= 12 else 0
    return text[:shown] + "*" * (len(text) - 2 * shown) + text[len(text) - shown :]


def masked(text: str) -> str:
    """``text`` with everything in it that looks like an identity number hidden."""
    return _LIKE.sub(lambda match: hidden(match[0]), text)

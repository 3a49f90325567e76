"""Profiles name provisions and parameters that exist."""

from __future__ import annotations

from data.regulations.documents import documents
from data.regulations.profiles import default_profiles, profiles

KNOWN = {one.id: one for document in documents() for one in document.provisions}


def test_the_product_profile_alone_is_on_by_default() -> None:
    (product,) = default_profiles()
    assert product.turns_on == ("PD-01", "PD-02", "PD-03", "PD-04", "PD-06", "PD-07")


def test_every_profile_speaks_of_known_provisions_and_parameters() -> None:
    for profile in profiles().values():
        assert set(profile.turns_on) <= KNOWN.keys()
        for one, numbers in profile.parameters.items():
            assert numbers.keys() <= KNOWN[one].parameters.keys()


def test_no_profile_is_named_like_a_provision() -> None:
    assert not profiles().keys() & KNOWN.keys()

"""Every chain that counts is accepted; chains that are almost kin are refused."""

from __future__ import annotations

import pytest

from solver.domain.kinship import CLASSES, INVERSE, TABLE, kin_class, leads_on, reverse

LISTED = [(word, code) for code, words in CLASSES.items() for word in words]

NEAR_MISSES = [
    "parent.parent.parent",  # 曾祖父母
    "child.child.child",
    "sibling.sibling",  # closure would call it a sibling
    "parent.parent.sibling",  # 叔祖
    "sibling.child.child",  # 侄孙
    "parent.sibling.child.child",  # 表侄
    "parent.sibling.child.sibling",
    "parent.sibling.child.spouse.sibling",  # a cousin's sibling-in-law
    "parent.sibling.child.spouse.parent",
    "spouse.parent.parent",  # 配偶的祖父母
    "spouse.child",  # counts only as a declared step-child
    "spouse.spouse",
    "spouse.sibling.spouse.sibling",
    "sibling.spouse.sibling",
    "sibling.spouse.parent",
    "child.spouse.sibling",
    "child.child.spouse",  # 孙媳
    "child.spouse.parent.parent",
    "child.parent",  # the other parent of one's child
    "sibling.parent",
]


@pytest.mark.parametrize(("word", "code"), LISTED)
def test_a_listed_chain_counts_from_either_end(word: str, code: str) -> None:
    chain = tuple(word.split("."))
    assert kin_class(chain) == code
    assert kin_class(reverse(chain)) == code


@pytest.mark.parametrize("word", NEAR_MISSES)
def test_a_near_miss_does_not_count(word: str) -> None:
    chain = tuple(word.split("."))
    assert kin_class(chain) is None
    assert kin_class(reverse(chain)) is None


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("adoptive_parent", "OT"),
        ("step_child", "OT"),
        ("adoptive_parent.parent", "OT"),
        ("parent.adoptive_child", "OT"),  # an adoptive sibling
        ("spouse.step_parent", "OT"),
        ("sibling.adoptive_child.spouse", "OT"),
        ("adoptive_parent.parent.parent", None),
        ("step_parent.sibling.child.child", None),
    ],
)
def test_adoptive_and_step_links_make_other_kin_where_blood_would_make_kin(word: str, code: str | None) -> None:
    assert kin_class(word.split(".")) == code


def test_every_beginning_of_a_chain_leads_on_and_no_chain_is_longer_than_five() -> None:
    for chain in TABLE:
        assert len(chain) <= 5
        assert all(leads_on(chain[:length]) for length in range(1, len(chain) + 1))
    assert not leads_on(("sibling", "sibling"))


def test_each_link_reads_back() -> None:
    assert all(INVERSE[INVERSE[link]] is link for link in INVERSE)

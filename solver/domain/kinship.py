"""Kinship: which chains of family links count, and as what (人社部规〔2019〕1号 第6条).

A chain reads from the expert outwards: ``spouse.sibling`` is the expert's spouse's sibling. Every chain that counts is
listed; a chain that is not listed does not count, however near its parts are. So nothing is found by closure: a
sibling's sibling, a cousin's in-laws or a spouse's grandparents are no kin here. A spouse's child counts only where it
is declared as a step-child, because the article asks for a relation of upbringing (形成抚养关系) that no chain shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from solver.domain.vocabulary import RelationKind

Chain = tuple[str, ...]

INVERSE: Mapping[RelationKind, RelationKind] = {
    RelationKind.PARENT: RelationKind.CHILD,
    RelationKind.CHILD: RelationKind.PARENT,
    RelationKind.SIBLING: RelationKind.SIBLING,
    RelationKind.SPOUSE: RelationKind.SPOUSE,
    RelationKind.ADOPTIVE_PARENT: RelationKind.ADOPTIVE_CHILD,
    RelationKind.ADOPTIVE_CHILD: RelationKind.ADOPTIVE_PARENT,
    RelationKind.STEP_PARENT: RelationKind.STEP_CHILD,
    RelationKind.STEP_CHILD: RelationKind.STEP_PARENT,
}
"""Family links, each with the one that reads it from the other side."""

BLOOD: Mapping[str, str] = {
    RelationKind.ADOPTIVE_PARENT: "parent",
    RelationKind.ADOPTIVE_CHILD: "child",
    RelationKind.STEP_PARENT: "parent",
    RelationKind.STEP_CHILD: "child",
}
"""Adoptive and step links and the link of blood they stand for; a chain with one of them is of class OT."""

SPOUSE = ("spouse",)  # 配偶
LINEAL = ("parent", "child", "parent.parent", "child.child")  # 父母, 子女, 祖父母与外祖父母, 孙子女与外孙子女
COLLATERAL = (
    "sibling",  # 兄弟姐妹
    "parent.child",  # the same, known through a common parent
    "parent.sibling",  # 叔伯姑舅姨
    "parent.parent.child",
    "sibling.child",  # 侄子女, 甥子女
    "parent.child.child",
    "parent.sibling.child",  # 堂兄弟姐妹, 表兄弟姐妹
    "parent.parent.child.child",
)
AFFINITY = (
    "spouse.parent",  # 配偶的父母
    "spouse.sibling",  # 配偶的兄弟姐妹
    "spouse.parent.child",
    "spouse.sibling.spouse",  # 及其配偶
    "spouse.parent.child.spouse",
    "child.spouse",  # 子女的配偶
    "child.spouse.parent",  # 子女配偶的父母
    *(f"{chain}.spouse" for chain in COLLATERAL),  # 三代以内旁系血亲的配偶
)
CLASSES: Mapping[str, tuple[str, ...]] = {"SP": SPOUSE, "LB": LINEAL, "CB3": COLLATERAL, "AF": AFFINITY}


def reverse(chain: Chain) -> Chain:
    """``chain`` read from its other end: kinship is mutual."""
    return tuple(str(INVERSE[RelationKind(link)]) for link in reversed(chain))


def _table() -> Mapping[Chain, str]:
    listed = {tuple(word.split(".")): code for code, words in CLASSES.items() for word in words}
    return {reverse(chain): code for chain, code in listed.items()} | listed


TABLE: Mapping[Chain, str] = _table()
"""Every chain of links that counts, with its class; read from either end."""

_BEGINNINGS = frozenset(chain[:length] for chain in TABLE for length in range(1, len(chain) + 1))


def kin_class(links: Sequence[str]) -> str | None:
    """Class of kin at the end of ``links`` (SP, LB, CB3, AF; OT through an adoptive or step link), None if none."""
    found = TABLE.get(_blood(links))
    return "OT" if found and any(link in BLOOD for link in links) else found


def leads_on(links: Sequence[str]) -> bool:
    """Whether some chain that counts begins with ``links``."""
    return _blood(links) in _BEGINNINGS


def _blood(links: Sequence[str]) -> Chain:
    return tuple(BLOOD.get(link, str(link)) for link in links)

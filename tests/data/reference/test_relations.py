"""The table of relations says what the code walks."""

from __future__ import annotations

from data.reference.relations import relation_types
from solver.domain.kinship import CLASSES
from solver.domain.vocabulary import RelationKind


def test_the_chains_of_the_table_are_those_that_are_walked() -> None:
    kin = {code: tuple(one.chains) for code, one in relation_types().items() if one.chains}
    assert kin == CLASSES


def test_every_declared_kind_of_relation_has_a_name() -> None:
    links = {kind for kind in RelationKind if kind.islower()}
    assert set(RelationKind) - links <= relation_types().keys()

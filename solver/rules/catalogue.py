"""The rules, in the order people read them. Numbers and citations are in ``data/regulations``, by the ids below."""

from __future__ import annotations

from solver.rules import committee_size
from solver.rules.rule import Matter, Rule

PANEL = frozenset({Matter.PANEL})
SHAPE = frozenset({Matter.SHAPE, Matter.PANEL})

RULES: tuple[Rule, ...] = (Rule("panel_is_odd", ("CN40-09a",), SHAPE, committee_size.panel_is_odd),)

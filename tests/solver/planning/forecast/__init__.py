"""Tests of solver.planning.forecast."""

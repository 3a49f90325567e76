"""Tests of solver.explain."""

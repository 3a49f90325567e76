"""Frozen entities of a review season and of its plan."""

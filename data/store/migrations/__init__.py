"""Alembic's migrations of the store, in the wheel."""

"""Rules of review committees as functions that yield requirements."""

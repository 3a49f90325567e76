"""Files that say what changed after a season was planned."""

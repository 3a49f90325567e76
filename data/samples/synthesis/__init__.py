"""The parts of the season generator, in the order in which a season grows."""

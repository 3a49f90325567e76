"""Draws by lot that anybody can check: the pool, a fair lottery over lawful panels, the order of a season's draws."""

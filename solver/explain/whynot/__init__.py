"""Why not: the smallest set of rules and facts that leaves a session, an application or a season without a place."""

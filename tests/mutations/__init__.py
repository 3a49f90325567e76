"""Ways to spoil a correct plan, at least one per family of rules.

Each gets the brief and a plan that keeps every rule, finds itself a place in them, and returns a season and a plan with
one thing wrong. Where a plan alone cannot break the rule (a delegation is revoked, a person falls ill) the season
changes under the plan, as it does in real life.
"""

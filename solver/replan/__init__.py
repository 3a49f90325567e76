"""Repair: the least change to a plan after the world changed, and how far it is from the least possible."""

"""Pingwei engine: what must hold, what is planned, and why; knows no file, table, clock, network or web."""

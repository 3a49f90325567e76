"""Benchmarks: what a plan costs and how good it is, on seasons anybody can make again."""

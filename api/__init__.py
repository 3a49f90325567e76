"""Command line and (later) HTTP."""

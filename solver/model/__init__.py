"""Requirements compiled into mathematical models."""

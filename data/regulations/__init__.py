"""The dated register of rules, one TOML file per document."""

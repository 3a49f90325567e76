"""Supply against demand before anyone plans: who could sit when, what is asked of them, and where it must break."""

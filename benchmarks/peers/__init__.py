"""Other ways to plan the same seasons, run and judged beside Pingwei; no part of the product."""

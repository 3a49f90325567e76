"""What secretariats print and hand out, and what auditors check it with."""

"""What the service must stand: kills, hostile and random requests, a whole season; full counts by ``make soak``."""

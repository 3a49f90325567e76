"""Reference tables: series and titles, relations, working days, places."""

"""The search: batches, timetable, panels, readers, alternates, improvement."""

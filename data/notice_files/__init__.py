"""What is sent out when a plan is published: calendars and the sheet of whom to tell what."""

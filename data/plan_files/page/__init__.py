"""The parts of ``plan.html``: a plan as one page that needs nothing but itself."""

"""How long what belongs to an export or a deletion takes."""

from datetime import timedelta

KEPT = timedelta(days=7)
"""An export that was made; then a job deletes the file."""
COOLING_OFF = timedelta(days=7)
"""Between the wish to delete an account and the deletion."""
MOST_A_DAY = 3
"""Exports that one account may ask for."""
LAPSES_AFTER = timedelta(days=90)
"""How long an account that the host moved here waits for its owner to take it over."""

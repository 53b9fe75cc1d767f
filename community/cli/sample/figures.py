"""Publishes what the sample's buyers paid: five releases, a quarter apart."""

from datetime import date

from community.cli.sample import marks
from community.cli.sample.facts import forget_facts, known_facts
from community.cli.sample.notices import tell_now
from community.core import clock
from community.core.db import transaction

_MONTHS_AGO = (12, 9, 6, 3, 0)


def publish_figures() -> None:
    """Look at the sample's prices and bring out releases, each as of its own month.

    Commits in transactions of its own.
    """
    # Heavy: they bring numpy and scipy, which no other command needs.
    from community.prices.release import publish_release  # noqa: PLC0415
    from community.prices.reviewing import review_new_lines  # noqa: PLC0415

    before, counted = marks.highest_ids(), known_facts()
    review_new_lines()
    for months in _MONTHS_AGO:
        month = clock.add_months(clock.current_month(), -months)
        publish_release(date(int(month[:4]), int(month[5:7]), 1))
    with transaction():
        forget_facts(besides=counted)
        tell_now()
        marks.mark_since(before)

"""Work that prices leave to the worker: looking at new lines, and the release."""

from datetime import timedelta

from community.core import clock
from community.core.db import transaction
from community.core.jobs import JobRegistry, enqueue
from community.core.settings import get_settings
from community.prices.calendar import slot_of
from community.prices.guarding import look_over
from community.prices.snapshot import is_released

REVIEW = "prices.review"
PUBLISH = "prices.publish"
GUARD = "prices.guard"


def register(registry: JobRegistry) -> None:
    registry.handler(REVIEW, review)
    registry.handler(PUBLISH, publish)
    registry.handler(GUARD, look_over)
    registry.periodic(GUARD, every=timedelta(days=1))
    registry.periodic(REVIEW, every=timedelta(days=1))
    registry.periodic(PUBLISH, every=timedelta(hours=1))


def review() -> None:
    """Accept or hold what was reported since yesterday."""
    # Heavy: it brings numpy and scipy, which a web process needs for nothing else.
    from community.prices.reviewing import review_new_lines  # noqa: PLC0415

    review_new_lines()


def publish() -> None:
    """Bring out the release that is due, if it isn't out yet."""
    if is_released(slot_of(clock.now().date(), get_settings().release)):
        return
    from community.prices.release import publish_release  # noqa: PLC0415 - as above

    review()
    if publish_release() is not None:
        with transaction():
            enqueue(GUARD)

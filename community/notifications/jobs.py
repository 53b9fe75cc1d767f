"""Work that notifications leave to the worker: telling followers, and the mails of a day."""

from datetime import timedelta

from community.core import clock
from community.core.jobs import JobRegistry, enqueue
from community.notifications.kinds import Frequency
from community.notifications.rules.demanding import count_demand
from community.notifications.rules.forgetting import (
    forget_gone,
    forget_old,
    forget_searches,
)
from community.notifications.rules.mailing import send_due, send_held
from community.notifications.rules.telling import TELL, tell
from community.notifications.rules.watching import look_again
from community.notifications.rules.wishing import note_seen

AT_ONCE = "notifications.mail_at_once"
DAILY = "notifications.mail_daily"
WEEKLY = "notifications.mail_weekly"
HELD = "notifications.mail_held"
TIDY = "notifications.tidy"
LOOK_AGAIN = "notifications.look_again"
DEMAND = "notifications.count_demand"


def register(registry: JobRegistry) -> None:
    registry.handler(TELL, tell)
    registry.handler(AT_ONCE, mail_at_once)
    registry.handler(DAILY, mail_daily)
    registry.handler(WEEKLY, mail_weekly)
    registry.handler(HELD, mail_held)
    registry.handler(TIDY, tidy)
    registry.handler(LOOK_AGAIN, look)
    registry.handler(DEMAND, count_demand)
    # What is new within ten minutes goes out as one mail.
    registry.periodic(AT_ONCE, every=timedelta(minutes=10))
    # At midnight, UTC; what is no morning there by somebody's clock waits for it.
    registry.periodic(DAILY, every=timedelta(days=1))
    registry.periodic(WEEKLY, every=timedelta(days=7))
    registry.periodic(HELD, every=timedelta(minutes=10))
    registry.periodic(TIDY, every=timedelta(days=1))
    # Every hour: sooner would tell when somebody wrote under an alias.
    registry.periodic(LOOK_AGAIN, every=timedelta(hours=1))
    # Not when somebody begins to follow: that would tell who did.
    registry.periodic(DEMAND, every=timedelta(days=7))


def mail_at_once(after: int = 0) -> None:
    _mail(AT_ONCE, Frequency.AT_ONCE, after)


def mail_daily(after: int = 0) -> None:
    _mail(DAILY, Frequency.DAILY, after)


def mail_weekly(after: int = 0) -> None:
    _mail(WEEKLY, Frequency.WEEKLY, after)


def mail_held(after: int = 0) -> None:
    """Mail the digests that waited for the morning, some hundred readers at a time."""
    last = send_held(after)
    if last is not None:
        enqueue(HELD, after=last)


def tidy() -> None:
    """Note who was here, forget old entries and follows that nobody takes up again."""
    note_seen(clock.now())
    forget_old()
    forget_gone()
    forget_searches()


def look(after: int = 0) -> None:
    """Look again for those who follow a search, some hundred searches at a time."""
    last = look_again(after)
    if last is not None:
        enqueue(LOOK_AGAIN, after=last)


def _mail(job: str, frequency: Frequency, after: int) -> None:
    last = send_due(frequency, after)
    if last is not None:
        enqueue(job, after=last)

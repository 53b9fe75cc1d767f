"""Telling of events in inboxes: those who registered, that one was moved or cancelled."""

from community.core.db import db
from community.demos.events import GuestsTold
from community.demos.models import Demo
from community.notifications.kinds import Followed, Frequency, News, Why
from community.notifications.rules.delivering import Hearer, Slip, deliver


def tell_guests(event: GuestsTold) -> None:
    """Put it into their inboxes; a mail of its own has gone out, so none from here."""
    demo = db.session.get_one(Demo, event.demo_id)
    about, subject_id = Followed.VENDOR, demo.vendor_id
    if subject_id is None:  # the host's, and about no product
        about, subject_id = Followed.PERSON, demo.host_id
    if subject_id is None:  # of a host who is gone
        return
    slip = Slip(News.EVENT, about, subject_id, event.change_id)
    deliver(
        slip,
        [
            Hearer(one, None, None, Why.REGISTERED, Frequency.NEVER)
            for one in event.user_ids
        ],
    )

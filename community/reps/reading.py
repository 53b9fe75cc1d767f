"""Where official texts stand, and the desk of those who write them."""

from dataclasses import dataclass

from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.ports import Voice
from community.reps import desk
from community.reps.desk import WaitingReview, WaitingThread
from community.reps.models import OfficialText
from community.reps.paths import anchor_of
from community.threads.access import can_see_thread
from community.threads.models import Thread
from community.threads.paths import thread_path


@dataclass(frozen=True)
class Desk:
    """What a vendor's representatives see first."""

    threads: list[WaitingThread]
    more_threads: bool
    reviews: list[WaitingReview]
    more_reviews: bool
    median_reply: str


def desk_of(voice: Voice) -> Desk:
    threads = desk.list_waiting_threads(voice.vendor_id, size=desk.SHOWN)
    reviews = desk.list_waiting_reviews(voice.vendor_id, size=desk.SHOWN)
    return Desk(
        threads=threads.items,
        more_threads=threads.next_cursor is not None,
        reviews=reviews.items,
        more_reviews=reviews.next_cursor is not None,
        median_reply=desk.median_reply(voice.vendor_id),
    )


def thread_of(actor: Actor, text: OfficialText) -> Thread:
    """Return the question that a reply is to, if `actor` may see it."""
    thread = db.session.get(Thread, text.thread_id or 0)
    if thread is None or not can_see_thread(actor, thread):
        raise NotFound("There is no such question.")
    return thread


def place_of(actor: Actor, text: OfficialText) -> str:
    """Return the address of the page and place where a text stands."""
    thread = thread_of(actor, text)
    path = thread_path(thread.public_id, thread.slug)
    return f"{path}#{anchor_of(text.public_id)}"

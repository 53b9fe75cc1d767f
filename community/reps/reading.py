"""Where official texts stand, and the desk of those who write them."""

from dataclasses import dataclass
from typing import Any

from community.catalog.models import Product, Vendor
from community.catalog.paths import product_path, vendor_path
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.paging import Page
from community.core.ports import OfficialReply, Voice
from community.core.spokespeople import voice_of
from community.reps import desk, disputes, texts
from community.reps.desk import WaitingReview, WaitingThread
from community.reps.disputes import DisputeView
from community.reps.models import OfficialKind, OfficialText
from community.reps.paths import anchor_of
from community.reps.voices import shown
from community.threads.access import can_see_thread
from community.threads.models import Thread
from community.threads.paths import thread_path


@dataclass(frozen=True)
class Statement:
    """A statement as its reader sees it, and what it is about."""

    text: OfficialReply
    heading: str
    about: str
    about_url: str


@dataclass(frozen=True)
class Desk:
    """What a vendor's representatives see first."""

    threads: list[WaitingThread]
    more_threads: bool
    reviews: list[WaitingReview]
    more_reviews: bool
    median_reply: str
    disputes: list[DisputeView]
    open_disputes: int
    statements: list[Statement]


def desk_of(actor: Actor, voice: Voice) -> Desk:
    threads = desk.list_waiting_threads(voice.vendor_id, size=desk.SHOWN)
    reviews = desk.list_waiting_reviews(voice.vendor_id, size=desk.SHOWN)
    return Desk(
        threads=threads.items,
        more_threads=threads.next_cursor is not None,
        reviews=reviews.items,
        more_reviews=reviews.next_cursor is not None,
        median_reply=desk.median_reply(voice.vendor_id),
        disputes=disputes.list_disputes_of(
            actor, voice.vendor_id, size=desk.SHOWN
        ).items,
        open_disputes=disputes.count_open(voice.vendor_id),
        statements=_statements(
            actor, voice, voice.vendor, "", vendor_id=voice.vendor_id, size=desk.SHOWN
        ).items,
    )


def statements_of_vendor(
    actor: Actor, vendor: Vendor, after: str | None
) -> Page[Statement]:
    """Return what a vendor stated, about itself and its products, the newest first."""
    voice = voice_of(actor)
    return _statements(
        actor, voice, vendor.name, vendor_path(vendor), vendor_id=vendor.id, after=after
    )


def statements_of_product(
    actor: Actor, product: Product, after: str | None
) -> Page[Statement]:
    voice, vendor = voice_of(actor), product.vendor
    name = vendor.name if vendor else ""
    return _statements(actor, voice, name, "", product_id=product.id, after=after)


def _statements(
    actor: Actor, voice: Voice | None, vendor: str, vendor_url: str, **which: Any
) -> Page[Statement]:
    page = texts.list_statements(actor, voice, **which)
    items = [
        Statement(
            text=shown(actor, voice, text, claim.signature, vendor),
            heading=text.heading,
            about=vendor if product is None else product.name,
            about_url=vendor_url if product is None else product_path(product),
        )
        for text, claim, product in page.items
    ]
    return Page(items, page.next_cursor)


def thread_of(actor: Actor, text: OfficialText) -> Thread:
    """Return the question that a reply is to, if `actor` may see it."""
    thread = db.session.get(Thread, text.thread_id or 0)
    if thread is None or not can_see_thread(actor, thread):
        raise NotFound("There is no such question.")
    return thread


def place_of(actor: Actor, text: OfficialText) -> str:
    """Return the address of the page and place where a text stands."""
    if text.kind is OfficialKind.STATEMENT:
        return f"{_statements_path(text)}#{anchor_of(text.public_id)}"
    thread = thread_of(actor, text)
    path = thread_path(thread.public_id, thread.slug)
    return f"{path}#{anchor_of(text.public_id)}"


def _statements_path(text: OfficialText) -> str:
    if text.product_id is not None:
        return f"{product_path(db.session.get_one(Product, text.product_id))}statements"
    return f"{vendor_path(db.session.get_one(Vendor, text.vendor_id))}statements"

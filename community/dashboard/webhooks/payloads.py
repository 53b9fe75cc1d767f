"""What is told of an event: built when it is sent, of what everybody can read by then."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from community.catalog.models import Product, Vendor
from community.catalog.paths import product_path
from community.core import clock
from community.core.db import db
from community.core.settings import get_settings
from community.core.visibility import State
from community.dashboard.leadlinks import link_path
from community.dashboard.models import Lead, Offer, WebhookEvent
from community.dashboard.webhookkinds import EventType
from community.dashboard.webhooks.guests import find_told_guest
from community.demos.kinds import Stage
from community.demos.models import Demo
from community.demos.paths import event_path
from community.demos.queries import find_row
from community.demos.reading import organiser_of, seen_of
from community.demos.rules.forgetting import KEPT as GUESTS_KEPT
from community.prices.models import Release
from community.reps.models import OfficialText
from community.reps.paths import text_path
from community.reviews.models import Review
from community.reviews.paths import review_path
from community.threads.models import Post, Thread
from community.threads.paths import post_path, thread_path

Data = dict[str, Any]


def payload_of(event: WebhookEvent) -> str:
    """Return the JSON of an event, "" where what it is about is not public (any more)."""
    data = _BUILDERS[event.kind](event.object_id)
    if data is None:
        return ""
    told = {"type": str(event.kind), "timestamp": stamp(event.created_at), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _url(path: str) -> str:
    return f"{get_settings().base_url}{path}"


def _question(thread_id: int) -> Data | None:
    thread = db.session.get(Thread, thread_id)
    # Under an alias a time like this one, to the second, could tell who it was.
    if thread is None or thread.state is not State.PUBLIC or thread.author_id is None:
        return None
    product = thread.product_id and db.session.get(Product, thread.product_id)
    return {
        "id": thread.public_id,
        "title": thread.title,
        "url": _url(thread_path(thread.public_id, thread.slug)),
        "product": _url(product_path(product)) if product else None,
    }


def _answer(post_id: int) -> Data | None:
    post = db.session.get(Post, post_id)
    thread = None if post is None else db.session.get(Thread, post.thread_id)
    if post is None or thread is None or post.author_id is None:
        return None
    if not post.state is thread.state is State.PUBLIC:
        return None
    return {
        "id": post.public_id,
        "question": thread.public_id,
        "url": _url(post_path(post.public_id)),
    }


def _review(review_id: int) -> Data | None:
    review = db.session.get(Review, review_id)
    if review is None or review.state is not State.PUBLIC:
        return None
    product = db.session.get_one(Product, review.product_id)
    return {
        "id": review.public_id,
        "product": _url(product_path(product)),
        "url": _url(review_path(review.public_id)),
    }


def _statement(text_id: int) -> Data | None:
    text = db.session.get(OfficialText, text_id)
    if text is None or text.state is not State.PUBLIC:
        return None
    vendor = db.session.get_one(Vendor, text.vendor_id)
    return {
        "id": text.public_id,
        "vendor": vendor.name,
        "url": _url(text_path(text.public_id)),
    }


def _release(release_id: int) -> Data | None:
    release = db.session.get(Release, release_id)
    if release is None:
        return None
    return {"released_on": f"{release.released_on}", "url": _url("/prices/")}


def _event(demo_id: int) -> Data | None:
    row = find_row(demo_id)
    if row is None or row.demo.state is not State.PUBLIC:
        return None
    demo = row.demo
    return {
        "id": demo.public_id,
        "title": demo.title,
        "kind": str(demo.kind),
        "by": organiser_of(row),
        "vendor": None if row.vendor is None else row.vendor.name,
        "product": _url(product_path(row.product)) if row.product else None,
        "starts_at": stamp(demo.starts_at),
        "ends_at": stamp(demo.ends_at),
        "url": _url(event_path(demo.public_id)),
    }


def _announced(demo_id: int) -> Data | None:
    demo = db.session.get(Demo, demo_id)
    if demo is None or demo.stage is Stage.CANCELLED:
        return None
    return _event(demo_id)


def _registered(registration_id: int) -> Data | None:
    """Return what the organiser's page shows of a guest, and nothing else of them."""
    found = find_told_guest(registration_id)
    if found is None:
        return None
    demo, registration = found
    seen = dict(seen_of(registration).facts)
    return {
        "id": registration.public_id,
        "event": demo.public_id,
        "url": _url(event_path(demo.public_id)),
        "name": seen.get("Name"),
        "mail": seen.get("Mail"),
        "organisation": seen.get("Organisation"),
        "region": seen.get("Region"),
        "delete_by": stamp(demo.ends_at + GUESTS_KEPT),
    }


def _left(registration_id: int) -> Data | None:
    found = find_told_guest(registration_id)
    if found is None:
        return None
    demo, registration = found
    return {
        "id": registration.public_id,
        "event": demo.public_id,
        "withdrawn_at": stamp(clock.now()),
    }


def _consented(lead_id: int) -> Data | None:
    lead = db.session.get(Lead, lead_id)
    if lead is None or lead.withdrawn_at is not None:
        return None
    return {
        "id": lead.public_id,
        "purpose": str(lead.purpose),
        "name": lead.name,
        "mail": lead.mail,
        "consent": lead.words,
        "consent_version": lead.words_version,
        "given_at": stamp(lead.given_at),
        **_by_offer(lead),
    }


def _by_offer(lead: Lead) -> Data:
    """Return what is told besides of a consent for an offer: which, and how it ends."""
    if lead.offer_id is None:
        return {}
    return {
        "offer": db.session.get_one(Offer, lead.offer_id).title,
        "proven_at": stamp(lead.proven_at or lead.given_at),
        "withdraw_url": _url(link_path(lead.public_id)),
    }


def _withdrawn(lead_id: int) -> Data | None:
    lead = db.session.get(Lead, lead_id)
    if lead is None or lead.withdrawn_at is None:
        return None
    return {"id": lead.public_id, "withdrawn_at": stamp(lead.withdrawn_at)}


def _test(_: int) -> Data:
    return {"message": f"A test of {get_settings().site_name}’s webhooks."}


_BUILDERS: dict[EventType, Callable[[int], Data | None]] = {
    EventType.QUESTION_ASKED: _question,
    EventType.ANSWER_POSTED: _answer,
    EventType.REVIEW_PUBLISHED: _review,
    EventType.STATEMENT_PUBLISHED: _statement,
    EventType.PRICES_RELEASED: _release,
    EventType.EVENT_ANNOUNCED: _announced,
    EventType.EVENT_CANCELLED: _event,
    EventType.REGISTRATION_CREATED: _registered,
    EventType.REGISTRATION_WITHDRAWN: _left,
    EventType.LEAD_CONSENTED: _consented,
    EventType.LEAD_WITHDRAWN: _withdrawn,
    EventType.TEST: _test,
}

"""The vendor's one response to a review, and its edits, which everybody can read."""

from datetime import datetime

import sqlalchemy as sa

from community.catalog.models import Product
from community.core import clock, events
from community.core.actors import Actor
from community.core.db import changed, db, insert_ignore
from community.core.errors import Conflict, Invalid, StaleEdit
from community.core.namings import require_names_nobody
from community.core.ports import Voice
from community.core.screening import watched
from community.core.spokespeople import count_text
from community.core.text import RENDERER_VERSION, clean_block
from community.reviews import access
from community.reviews.drafts import rendered, wrong_text
from community.reviews.events import ReviewAnswered
from community.reviews.models import ResponseRevision, Review, ReviewResponse
from community.reviews.queries import find_response

_NOT_YET = "Your response is not posted yet."


def preview_so_far(actor: Actor, review: Review, product: Product, text: str) -> str:
    """Return what a response looks like; raise Invalid while it can't be posted."""
    voice = access.require_can_respond(actor, review, product.vendor_id)
    return _checked(voice, text)[1]


def respond(
    actor: Actor,
    review: Review,
    product: Product,
    text: str,
    *,
    at: datetime | None = None,
) -> None:
    """Answer for the vendor, once; raise Conflict when it has responded. `at` is for samples."""
    voice = access.require_can_respond(actor, review, product.vendor_id)
    source, html = _checked(voice, text)
    count_text(voice, at)
    row = {
        "review_id": review.id,
        "vendor_id": product.vendor_id,
        "author_id": voice.user_id,
        "signature": voice.signature,
        "source": source,
        "html": html,
        "renderer_version": RENDERER_VERSION,
        "version": 1,
        "created_at": at or clock.now(),
    }
    if not insert_ignore(ReviewResponse, [row]):
        raise Conflict("There is a response already. Edit it: earlier versions stay.")
    _publish(review, voice.user_id, product, 1)


def edit_response(
    actor: Actor, review: Review, product: Product, text: str, *, version: int
) -> None:
    """Change the response that is still at `version`; raise StaleEdit otherwise."""
    voice = access.require_can_respond(actor, review, product.vendor_id)
    response = find_response(review)
    if response is None:
        raise Conflict("There is no response to edit.")
    source, html = _checked(voice, text)
    if source == response.source:
        return
    count_text(voice)
    old, author_id, written = response.source, response.author_id, response.created_at
    moment = clock.now()
    values = {
        "source": source,
        "html": html,
        "renderer_version": RENDERER_VERSION,
        "version": version + 1,
        "author_id": voice.user_id,
        "signature": voice.signature,
        "edited_at": moment,
    }
    if not changed(
        sa.update(ReviewResponse)
        .where(ReviewResponse.id == response.id, ReviewResponse.version == version)
        .values(**values)
    ):
        raise StaleEdit("A colleague edited this since you opened it.")
    if version == 1:
        _keep(response, 1, old, author_id, written)
    _keep(response, version + 1, source, voice.user_id, moment)
    db.session.expire(response)
    _publish(review, voice.user_id, product, version + 1)


def _checked(voice: Voice, text: str) -> tuple[str, str]:
    typed = clean_block(text).strip()
    source = watched({"body": typed}, _NOT_YET)["body"]
    wrong = wrong_text(source)
    if wrong:
        raise Invalid(_NOT_YET, fields={"body": wrong})
    require_names_nobody(voice, source, field="body", refusal=_NOT_YET)
    return source, rendered("body", source, _NOT_YET)


def _keep(
    response: ReviewResponse, version: int, source: str, by: int, at: datetime
) -> None:
    db.session.add(
        ResponseRevision(
            response_id=response.id,
            version=version,
            source=source,
            author_id=by,
            written_at=at,
        )
    )


def _publish(review: Review, user_id: int, product: Product, version: int) -> None:
    events.publish(
        ReviewAnswered(
            object_id=review.id,
            actor_id=user_id,
            vendor_id=product.vendor_id or 0,
            version=version,
        )
    )

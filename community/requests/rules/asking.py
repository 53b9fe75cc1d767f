"""A buyer asks a vendor privately: what the vendor would see comes first, then the request."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from community.accounts.correspondence import write_to
from community.accounts.looking import own_names
from community.accounts.post import site
from community.catalog.models import Product, Vendor
from community.core import clock, events
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict, Invalid
from community.core.telltales import find
from community.core.zones import day_ends, in_zone
from community.reps.models import RepClaim
from community.requests import access, limits, queries, reading
from community.requests.aliases import new_alias
from community.requests.drafts import (
    NOT_SENT,
    Draft,
    checked_day,
    checked_subject,
    checked_words,
)
from community.requests.events import BuyerWrote
from community.requests.kinds import MessageKind, Reveals
from community.requests.letters import receipt
from community.requests.models import BuyerRequest
from community.requests.reading import Seen
from community.requests.rules.revealing import told_by
from community.requests.rules.saying import add_message


@dataclass(frozen=True)
class Preview:
    """A request as the vendor would see it; nothing is stored."""

    seen: Seen
    html: str
    tells: tuple[str, ...]
    """What of the words tells who wrote them, where that is not to be revealed."""


def preview(actor: Actor, vendor: Vendor, draft: Draft, alias: str) -> Preview:
    """Return the buyer and the words as the vendor would see them, or say what is wrong."""
    access.require_asker(actor)
    _find_chosen(vendor, draft)
    checked_subject(draft.subject)
    _require_day(actor, draft)
    source, html = checked_words(draft.body)
    told = told_by(actor, draft.told)
    return Preview(reading.seen(alias, told), html, _telling(actor, draft, source))


def _telling(actor: Actor, draft: Draft, source: str) -> tuple[str, ...]:
    if draft.told.reveals is Reveals.PERSON:
        return ()
    own = own_names(actor, anonymous=True)
    found = find(f"{draft.subject}\n{source}", own)
    return tuple(dict.fromkeys(one.text for one in found))


def ask(
    actor: Actor,
    vendor: Vendor,
    product: Product | None,
    draft: Draft,
    *,
    alias: str,
    at: datetime | None = None,
) -> BuyerRequest:
    """Send a request, with a receipt; `alias` stands for the buyer if it is free.

    With `at`, which is for samples, it is dated so, and no limits apply.
    """
    user_id = access.require_asker(actor)
    claim = _find_chosen(vendor, draft)
    subject, words = checked_subject(draft.subject), checked_words(draft.body)
    _require_day(actor, draft)
    told = told_by(actor, draft.told)
    moment = at or clock.now()
    if at is None:
        limits.require_may_ask(user_id, vendor.id, moment)
    request = BuyerRequest(
        buyer_id=user_id,
        vendor_id=vendor.id,
        product_id=None if product is None else product.id,
        claim_id=None if claim is None else claim.id,
        alias=_free_alias(alias),
        subject=subject,
        last_day=draft.last_day,
        ends_at=day_ends(draft.last_day, actor.time_zone),
        created_at=moment,
        **told.columns,
    )
    db.session.add(request)
    db.session.flush()  # its first message needs the id
    message = add_message(request, MessageKind.WORDS, words=words, at=moment)
    if at is None:
        _send_receipt(user_id, request, vendor, product, claim, draft)
    events.publish(BuyerWrote(request.id, message.id))
    return request


def _find_chosen(vendor: Vendor, draft: Draft) -> RepClaim | None:
    """Return whom the draft names, None for the team; raise where there is nobody."""
    team = queries.list_spokespeople(vendor.id)
    if not team:
        raise Conflict(
            f"Nobody speaks for {vendor.name} here yet. Ask in the open instead."
        )
    if not draft.to:
        return None
    chosen = next((one for one in team if one.public_id == draft.to), None)
    if chosen is None:
        wrong = f"They don’t speak for {vendor.name} any more. Choose somebody else."
        raise Invalid(NOT_SENT, fields={"to": wrong})
    return chosen


def _require_day(actor: Actor, draft: Draft) -> None:
    checked_day(draft.last_day, in_zone(clock.now(), actor.time_zone).date())


def _free_alias(wanted: str) -> str:
    """Return an alias that no request has had."""
    alias = wanted
    while db.session.scalar(sa.select(sa.exists().where(BuyerRequest.alias == alias))):
        alias = new_alias()
    return alias


def _send_receipt(
    user_id: int,
    request: BuyerRequest,
    vendor: Vendor,
    product: Product | None,
    claim: RepClaim | None,
    draft: Draft,
) -> None:
    row = queries.Row(request, vendor, product, claim)
    letter = receipt(
        site(),
        draft,
        public_id=request.public_id,
        vendor=vendor.name,
        to=reading.told_to(row),
        seen=reading.seen_of(request),
    )
    write_to(user_id, letter.subject, letter.text)

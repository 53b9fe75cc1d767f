"""The host makes an offer, changes it, shows it, and takes it away again."""

import re
from dataclasses import dataclass

import sqlalchemy as sa

from community.catalog.queries import get_category, get_product_for
from community.core.actors import VISITOR, Actor
from community.core.db import db, new_public_id
from community.core.errors import Conflict, Invalid, NotFound
from community.core.jobs import enqueue
from community.core.reasons import audit
from community.core.text import clean_block, clean_line, has_huge_tables
from community.core.vault import Stored
from community.dashboard.leadkinds import Purpose
from community.dashboard.models import Offer
from community.dashboard.offerkinds import (
    ABOUT_LENGTH,
    MOST_OFFERS,
    SOURCE_LENGTH,
    TITLE_LENGTH,
    OfferKind,
    OfferState,
)
from community.dashboard.offers.filing import DROP
from community.deals.evidence.rewriting import CleanCopy

_REFUSED = "Nothing is saved yet."
_SUBJECT = re.compile(
    r"(?:https?://[^/]+)?/prices/([a-z0-9-]+)/([a-z0-9-]+)/?", re.ASCII
)
_CATEGORY = "category"


@dataclass(frozen=True)
class Wanted:
    """What the host typed; `subject` is the address of a report's product or category."""

    kind: OfferKind
    purpose: Purpose
    title: str
    about: str
    source: str = ""
    subject: str = ""


@dataclass(frozen=True)
class _Subject:
    product_id: int | None = None
    category_id: int | None = None


def checked(wanted: Wanted) -> Wanted:
    """Return what was typed, cleaned; raise Invalid for all that is wrong."""
    title, about = clean_line(wanted.title), clean_line(wanted.about)
    source = clean_block(wanted.source).strip()
    wrong = {}
    if not 1 <= len(title) <= TITLE_LENGTH:
        wrong["title"] = f"Give a title, in at most {TITLE_LENGTH} characters."
    if not 1 <= len(about) <= ABOUT_LENGTH:
        wrong["about"] = f"Say what it is, in at most {ABOUT_LENGTH} characters."
    if wanted.kind is OfferKind.PAGE and not 1 <= len(source) <= SOURCE_LENGTH:
        wrong["source"] = f"Write the page, in at most {SOURCE_LENGTH:,} characters."
    elif has_huge_tables(source):
        wrong["source"] = "Its tables are too large."
    if wrong:
        raise Invalid(_REFUSED, fields=wrong)
    is_page = wanted.kind is OfferKind.PAGE
    return Wanted(
        wanted.kind,
        wanted.purpose,
        title,
        about,
        source if is_page else "",
        wanted.subject,
    )


def add_offer(
    actor: Actor, wanted: Wanted, file: tuple[CleanCopy, Stored] | None = None
) -> Offer:
    """Keep an offer that nobody sees yet; a `file` is a clean copy in the vault already."""
    said = checked(wanted)
    subject = _subject_of(said)
    if said.kind is OfferKind.FILE and file is None:
        raise Invalid(_REFUSED, fields={"file": "Choose a PDF."})
    count = db.session.scalar(sa.select(sa.func.count(Offer.id))) or 0
    if count >= MOST_OFFERS:
        raise Conflict(f"There are {MOST_OFFERS} offers. Change an old one instead.")
    offer = Offer(
        public_id=new_public_id(),
        kind=said.kind,
        product_id=subject.product_id,
        category_id=subject.category_id,
    )
    _write(offer, said, file)
    db.session.add(offer)
    audit(actor, "offer.added", f"offer {offer.public_id}", said.title)
    return offer


def change_offer(
    actor: Actor,
    offer: Offer,
    wanted: Wanted,
    file: tuple[CleanCopy, Stored] | None = None,
) -> None:
    """Change what an offer says or holds; its kind stays. Links bring the new one."""
    said = checked(wanted)
    subject = _subject_of(said)
    if file is not None and offer.file_name is not None:
        enqueue(DROP, file_name=offer.file_name)
    _write(offer, said, file)
    offer.product_id, offer.category_id = subject.product_id, subject.category_id
    audit(actor, "offer.changed", f"offer {offer.public_id}", said.title)


def publish(actor: Actor, offer: Offer) -> None:
    _turn(actor, offer, OfferState.PUBLIC, "offer.published")


def retire(actor: Actor, offer: Offer) -> None:
    """Let nobody ask for it any more; links that were mailed still bring it."""
    _turn(actor, offer, OfferState.RETIRED, "offer.retired")


def _turn(actor: Actor, offer: Offer, state: OfferState, action: str) -> None:
    if offer.state is not state:
        offer.state = state
        audit(actor, action, f"offer {offer.public_id}", offer.title)


def _write(offer: Offer, said: Wanted, file: tuple[CleanCopy, Stored] | None) -> None:
    offer.purpose, offer.title = said.purpose, said.title
    offer.about, offer.source = said.about, said.source
    if file is not None:
        copy, stored = file
        offer.file_name, offer.sealed_key = stored.file_name, stored.sealed_key
        offer.pages, offer.size = copy.pages, len(copy.data)


def _subject_of(said: Wanted) -> _Subject:
    """Return what a report is of: what any visitor sees at the address."""
    if said.kind is not OfferKind.REPORT:
        return _Subject()
    found = _SUBJECT.fullmatch(said.subject.strip())
    try:
        if found and found[1] == _CATEGORY:
            return _Subject(category_id=get_category(found[2]).id)
        if found:
            return _Subject(get_product_for(VISITOR, found[1], found[2]).id)
    except NotFound:
        pass
    sentence = "Give the address of a product’s or a category’s prices on this site."
    raise Invalid(_REFUSED, fields={"subject": sentence})

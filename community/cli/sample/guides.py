"""Has the host offer a guide and a report, with some who took them and one who took that back."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from community.accounts.models import User
from community.catalog.paths import product_path
from community.cli.sample.catalogue import Sold
from community.core import clock
from community.core.actors import Actor
from community.core.db import db
from community.dashboard.leadkinds import WORDS_VERSION, Purpose
from community.dashboard.leads.rules import hash_of
from community.dashboard.models import Lead, Offer
from community.dashboard.offerkinds import OfferKind
from community.dashboard.offers import keeping
from community.dashboard.offers.asking import words_for
from community.dashboard.offers.keeping import Wanted

_VENDOR = "Arbor"
_DAY = timedelta(days=1)
_GUIDE = Wanted(
    kind=OfferKind.PAGE,
    purpose=Purpose.OFFERS,
    title="A renewal in four weeks",
    about="What to ask, whom, and when: one page for whoever signs for others.",
    source=(
        "## Four weeks before\n\n"
        "Find out who uses it, and how often. Seats that nobody has opened since spring "
        "are the first thing to leave out.\n\n"
        "## Three weeks before\n\n"
        "Ask for the price **by unit and year**, and for the cap on the next renewal, in "
        "writing. What is not written down is not there.\n\n"
        "## Two weeks before\n\n"
        "1. Compare it with what others paid, in your size.\n"
        "2. Say what you would do without it.\n"
        "3. Ask once more, by the name of who may decide.\n\n"
        "## In the last week\n\n"
        "Read the paragraph about notice, and put the date into your calendar."
    ),
)
_TAKERS = (
    ("Grace Sample", "grace@hopper.example", 21),
    ("", "procurement@tern.example", 9),
    ("Noor Sample", "noor@lark.example", 4),
)


def add_guides(sold: Sequence[Sold]) -> None:
    """Publish a guide to read and the report of one product; a few gave an address."""
    hana = _actor("hana")
    guide = keeping.add_offer(hana, _GUIDE)
    product = next(one.product for one in sold if one.sample.vendor == _VENDOR)
    report = keeping.add_offer(
        hana,
        Wanted(
            kind=OfferKind.REPORT,
            purpose=Purpose.OFFERS,
            title=f"What buyers pay for {product.name}",
            about="All published figures on one page, and as a table to work with.",
            subject=product_path(product),
        ),
    )
    for number, offer in enumerate((guide, report)):
        keeping.publish(hana, offer)
        offer.created_at = clock.now() - (40 - 9 * number) * _DAY
    db.session.flush()  # consents name them
    for number, (name, mail, days) in enumerate(_TAKERS):
        _take((guide, report)[number % 2], name, mail, days)
    _take(guide, "", "", 15, is_withdrawn=True)


def _take(
    offer: Offer, name: str, mail: str, days: int, *, is_withdrawn: bool = False
) -> None:
    """Keep a consent that was proven in the minute after it was given."""
    at, words = clock.now() - days * _DAY, words_for(offer)
    db.session.add(
        Lead(
            offer_id=offer.id,
            purpose=offer.purpose,
            name=name,
            mail=mail,
            words="" if is_withdrawn else words,
            words_hash=hash_of(words),
            words_version=WORDS_VERSION,
            given_at=at,
            proven_at=at + timedelta(minutes=1),
            withdrawn_at=at + 6 * _DAY if is_withdrawn else None,
        )
    )


def _actor(handle: str) -> Actor:
    user = db.session.scalars(sa.select(User).where(User.handle == handle)).one()
    return user.actor

"""Lets Rae speak for Arbor in the sample: replies, responses, a statement, two disputes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from community.accounts.addresses import mailbox_key
from community.accounts.models import User
from community.catalog.models import Product, Vendor
from community.cli.sample.catalogue import Sold
from community.core import clock
from community.core.actors import Actor
from community.core.db import db
from community.core.visibility import State
from community.reps.models import (
    ClaimState,
    Figure,
    Grounds,
    RepClaim,
    VendorDomain,
    Verdict,
)
from community.reps.rules import disputing, publishing, stating
from community.reviews.models import Review
from community.reviews.rules import responding
from community.threads.models import Thread

VENDOR, _DOMAIN = "Arbor", "arbor.example"
_DAY = timedelta(days=1)
_UNANSWERED = 4
"""How many of the newest questions and reviews wait at the desk."""
_REPLIES = (
    (
        "What holds for every customer: the uplift cap in our standard terms is **5 "
        "%** a year for multi-year orders. It is in section 4 of the order form; if "
        "yours lacks it, ask your account manager to add it."
    ),
    (
        "This holds for all editions: seats that you do not use can go at each "
        "anniversary, with 30 days’ notice. Your administrator sees the last log-in "
        "of every seat under *Usage*."
    ),
    (
        "For everybody who reads this: single sign-on is part of every edition since "
        "June. Whoever still pays for it separately gets that line struck at the next "
        "invoice."
    ),
    (
        "Whatever you sign: exports are complete, free of charge, and work until 90 "
        "days after the end of a contract. The format is described in our public "
        "documentation."
    ),
)
_RESPONSES = (
    (
        "Thank you for writing this down. The second quote should never have been the first "
        "to name single sign-on; it is in every edition since June."
    ),
    (
        "We are sorry about the notice. Renewal quotes go out 60 days before the end of the "
        "term by now, and an administrator can ask for them earlier."
    ),
    (
        "You are right about the reports in the morning. They moved to another cluster in "
        "September, and the status page tells about them since."
    ),
)
_STATEMENT = (
    "How our list prices become your price",
    (
        "Our list prices are public and dated, on this site as well. Three things lower them: "
        "the **number of seats**, the **length of the term**, and paying **a year at once**. "
        "Nobody here sees what a single customer paid, and neither do our own partners.\n\n"
        "What we ask of whoever reports a price: say which edition it was, because *Team* and "
        "*Professional* differ by half."
    ),
)


def add_reps(sold: Sequence[Sold]) -> None:
    """Approve Rae, and have her say what a vendor says; the newest things wait for her."""
    products = [one.product for one in sold if one.sample.vendor == VENDOR]
    vendor = db.session.get_one(Vendor, products[0].vendor_id)
    rae = _approve(vendor)
    _reply(rae, vendor)
    _respond(rae, products)
    heading, body = _STATEMENT
    at = clock.now() - 40 * _DAY
    stating.publish_statement(rae, products[0], heading=heading, body=body, at=at)
    _dispute(rae, vendor, products[0])


def _approve(vendor: Vendor) -> Actor:
    """Return Rae as she acts for Arbor, with the second factor: no mark says sample yet."""
    rae, mo = _user("rae"), _user("mo")
    at = clock.now() - 400 * _DAY
    db.session.add(VendorDomain(vendor_id=vendor.id, domain=_DOMAIN, added_by_id=mo.id))
    claim = RepClaim(
        vendor_id=vendor.id,
        user_id=rae.id,
        real_name="Rae Alder",
        title="Head of Pricing",
        domain=_DOMAIN,
        mailbox_key=mailbox_key(rae.email or ""),
        state=ClaimState.APPROVED,
        created_at=at,
        proven_at=at,
        decided_at=at + _DAY,
        decided_by_id=mo.id,
    )
    db.session.add(claim)
    db.session.flush()  # whoever signs with it needs the id
    return replace(rae.actor, two_factors=True)


def _user(handle: str) -> User:
    return db.session.scalars(sa.select(User).where(User.handle == handle)).one()


def _reply(rae: Actor, vendor: Vendor) -> None:
    """Reply to every second question but the newest ones, some hours after it."""
    threads = db.session.scalars(
        sa.select(Thread)
        .where(
            Thread.vendor_id == vendor.id,
            Thread.state == State.PUBLIC,
            Thread.duplicate_of_id.is_(None),
        )
        .order_by(Thread.created_at)
    ).all()
    for number, thread in enumerate(threads[:-_UNANSWERED:2]):
        at = thread.created_at + timedelta(hours=3 + 7 * number % 40)
        publishing.reply(rae, thread, _REPLIES[number % len(_REPLIES)], at=at)


def _respond(rae: Actor, products: Sequence[Product]) -> None:
    by_id = {one.id: one for one in products}
    reviews = db.session.scalars(
        sa.select(Review)
        .where(Review.product_id.in_(by_id))
        .order_by(Review.created_at, Review.id)
    ).all()
    for number, review in enumerate(reviews[:-_UNANSWERED]):
        text = _RESPONSES[number % len(_RESPONSES)]
        at = review.created_at + 2 * _DAY
        responding.respond(rae, review, by_id[review.product_id], text, at=at)


def _dispute(rae: Actor, vendor: Vendor, product: Product) -> None:
    """Dispute a figure, which was answered, and the list price, which waits."""
    address = f"/prices/{vendor.slug}/{product.slug}/"
    answered = disputing.raise_dispute(
        rae,
        address=address,
        figure=Figure.PAID,
        grounds=Grounds.WRONG_PRODUCT,
        text="The median seems to mix Team with Professional: ours is lower for Team.",
        at=clock.now() - 30 * _DAY,
    )
    mo = _user("mo")
    # By hand, not by the rule: the audit keeps what it hears for good.
    answered.verdict = Verdict.REJECTED
    answered.decided_by_id = mo.id
    answered.decided_at = clock.now() - 28 * _DAY
    answered.reason = (
        "The figure is of the product as a whole, as its page says, and follows the "
        "method. Editions have figures of their own where enough reported them."
    )
    disputing.raise_dispute(
        rae,
        address=address,
        figure=Figure.LIST_PRICE,
        grounds=Grounds.OUTDATED,
        text="The list price of the Enterprise edition is the one of last year.",
        at=clock.now() - 3 * _DAY,
    )

"""Reviews for tests, made through the rules, at times some weeks ago."""

from datetime import UTC, datetime, timedelta
from itertools import count

from community.accounts.models import User
from community.catalog.disclosure import Incentive, Relationship
from community.catalog.models import Product
from community.core.actors import Actor, Role
from community.core.db import db, transaction
from community.reviews.dimensions import Dimension
from community.reviews.drafts import Draft
from community.reviews.models import Review
from community.reviews.rules import writing

GOOD = "The order form had **every line** of the price in it."
BAD = "Single sign-on cost extra, and nobody said so before."
FIVES = dict.fromkeys(Dimension, 5)
DAY_ONE = datetime(2026, 10, 1, 12, tzinfo=UTC)
FORM = {
    "relationship": "buyer",
    "price_clarity": "4",
    "value": "3",
    "renewal": "unknown",
    "support": "5",
    "exit": "unknown",
    "good": GOOD,
    "bad": BAD,
    "incentive": "none",
    "incentive_from": "",
}
_minutes = count()


def some_time() -> datetime:
    """Return a moment later than all that were handed out before."""
    return DAY_ONE + timedelta(minutes=next(_minutes))


def draft(stars: int = 4, **changes: object) -> Draft:
    words = {
        "relationship": Relationship.BUYER,
        "incentive": Incentive.NONE,
        "ratings": dict.fromkeys(Dimension, stars),
        "good": GOOD,
        "bad": BAD,
        **changes,
    }
    return Draft(**words)


def write(
    actor: Actor,
    product: Product,
    stars: int = 4,
    *,
    at: datetime | None = None,
    **changes: object,
) -> Review:
    words = draft(stars, **changes)
    return writing.write_review(actor, product, words, at=at or some_time())


def written(app, actor: Actor, product_id: int, stars: int = 4) -> str:
    """Commit a review of a product; return its public id."""
    with app.app_context(), transaction():
        product = db.session.get_one(Product, product_id)
        return write(actor, product, stars).public_id


def stranger(handle: str) -> Actor:
    """Return somebody new without an organisation, whose address is proven."""
    user = User(
        handle=handle,
        handle_key=handle,
        email=f"{handle}@mail.example",
        email_proven_at=DAY_ONE,
        role=Role.MEMBER,
    )
    db.session.add(user)
    db.session.flush()
    return user.actor

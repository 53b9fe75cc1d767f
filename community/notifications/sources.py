"""What is told of, loaded again when it is told: whom it is about, and whom to leave out."""

from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa

from community.catalog.models import Product
from community.core import clock
from community.core.db import db
from community.core.visibility import State
from community.demos.access import is_ahead
from community.demos.queries import find_row
from community.notifications.kinds import Followed, News
from community.notifications.models import Follow, SearchMatch
from community.notifications.targets import Key
from community.prices.kinds import CellKind
from community.prices.models import PriceCell, Release, Series
from community.reps.models import OfficialText
from community.reps.queries import spokespeople_of
from community.reviews.models import Review, ReviewResponse
from community.threads.models import Place, Post, Thread, ThreadTag

OLD = timedelta(days=2)
"""Whatever is older was imported, or is a sample: nobody wants to hear of it."""

_OLD_THREAD = timedelta(days=60)


@dataclass(frozen=True)
class Told:
    """One piece of news: `subjects` from the closest to the widest."""

    news: News
    object_id: int
    subjects: tuple[Key, ...]
    not_users: frozenset[int] = field(default_factory=frozenset)
    not_keys: frozenset[str] = field(default_factory=frozenset)
    by_key: str | None = None
    """Whose it is, if it stands under an alias; a choice is the asker's."""
    found: str = ""
    """What search calls it, where a search found it."""


def load(news: News, object_id: int) -> Told | None:
    """Return what can be told of, or None when it is not public (any more), or old."""
    loaders = {
        News.ANSWER: _answer,
        News.CHOSEN: _chosen,
        News.QUESTION: _question,
        News.REVIEW: _review,
        News.RESPONSE: _response,
        News.OFFICIAL: _official,
        News.ANNOUNCED: _announced,
        News.PRICES: _prices,
        News.FOUND: _found,
    }
    return loaders[news](object_id)


def is_recent(post: Post) -> bool:
    return post.created_at > clock.now() - OLD


def is_lively(thread: Thread) -> bool:
    """Whether it is no news from long ago that one of its answers helped."""
    return thread.last_activity_at > clock.now() - _OLD_THREAD


def _answer(post_id: int) -> Told | None:
    found = _public_post(post_id)
    if found is None or not is_recent(found[0]):
        return None
    post, _thread = found
    subjects: list[Key] = [(Followed.QUESTION, post.thread_id)]
    if post.author_id is not None:
        subjects.append((Followed.PERSON, post.author_id))
    return Told(News.ANSWER, post_id, tuple(subjects), *_left_out(post), post.owner_key)


def _chosen(post_id: int) -> Told | None:
    found = _public_post(post_id)
    if found is None or found[1].accepted_post_id != post_id:
        return None
    post, thread = found
    if not is_lively(thread):
        return None
    users, keys = _left_out(post)
    asked_by, asked_key = _left_out(thread)
    return Told(
        News.CHOSEN,
        post_id,
        ((Followed.QUESTION, thread.id), *_tags(thread.id)),
        users | asked_by,
        keys | asked_key,
        thread.owner_key,
    )


def _question(thread_id: int) -> Told | None:
    thread = db.session.get(Thread, thread_id)
    if thread is None or thread.state is not State.PUBLIC:
        return None
    if thread.created_at < clock.now() - OLD:
        return None
    subjects = _catalogue(thread.product_id, thread.vendor_id)
    subjects += _tags(thread.id)
    if thread.author_id is not None:
        subjects.append((Followed.PERSON, thread.author_id))
    return Told(
        News.QUESTION,
        thread_id,
        tuple(subjects),
        *_left_out(thread),
        thread.owner_key,
    )


def _review(review_id: int) -> Told | None:
    found = _public_review(review_id)
    if found is None or found[0].created_at < clock.now() - OLD:
        return None
    review, vendor_id = found
    subjects = _catalogue(review.product_id, vendor_id)
    subjects.append((Followed.PERSON, review.author_id))
    left_out = frozenset({review.author_id})
    return Told(News.REVIEW, review_id, tuple(subjects), left_out)


def _response(response_id: int) -> Told | None:
    response = db.session.get(ReviewResponse, response_id)
    if response is None or response.created_at < clock.now() - OLD:
        return None
    found = _public_review(response.review_id)
    if found is None:
        return None
    review, vendor_id = found
    subjects = _catalogue(review.product_id, vendor_id)
    left_out = frozenset({review.author_id, response.author_id})
    return Told(News.RESPONSE, response_id, tuple(subjects), left_out)


def _official(text_id: int) -> Told | None:
    text = db.session.get(OfficialText, text_id)
    if text is None or text.state is not State.PUBLIC:
        return None
    if text.created_at < clock.now() - OLD:
        return None
    subjects: list[Key] = []
    product_id = text.product_id
    if text.thread_id is not None:
        subjects.append((Followed.QUESTION, text.thread_id))
        product_id = db.session.get_one(Thread, text.thread_id).product_id
    subjects += _catalogue(product_id, text.vendor_id)
    return Told(News.OFFICIAL, text_id, tuple(subjects))


def _announced(demo_id: int) -> Told | None:
    """Return an event that is still to come; who runs it needs no word of it."""
    row = find_row(demo_id)
    if row is None or not is_ahead(row.demo):
        return None
    demo = row.demo
    if demo.created_at < clock.now() - OLD:
        return None
    by = demo.host_id if row.claim is None else row.claim.user_id
    runs = set() if by is None else {by}
    if not demo.by_host and demo.vendor_id is not None:
        runs |= set(spokespeople_of(demo.vendor_id))
    subjects = _catalogue(demo.product_id, demo.vendor_id)
    return Told(News.ANNOUNCED, demo_id, tuple(subjects), frozenset(runs))


def _prices(release_id: int) -> Told | None:
    """Return what is followed of the products with a total from this release, and vendors.

    What is told is what their pages show to everybody; who reported is not asked.
    """
    if db.session.get(Release, release_id) is None:
        return None
    rows = db.session.execute(
        sa.select(Product.id, Product.vendor_id)
        .join(Series, Series.product_id == Product.id)
        .join(PriceCell, PriceCell.series_id == Series.id)
        .where(
            PriceCell.released_in_id == release_id,
            PriceCell.is_current,
            PriceCell.kind == CellKind.TOTAL,
            Product.state == State.PUBLIC,
        )
        .distinct()
        .order_by(Product.id)
    ).all()
    followed = _followed_ones()
    products = [(Followed.PRODUCT, product_id) for product_id, _ in rows]
    vendors = sorted({vendor_id for _, vendor_id in rows if vendor_id is not None})
    subjects = [*products, *((Followed.VENDOR, one) for one in vendors)]
    return Told(
        News.PRICES, release_id, tuple(one for one in subjects if one in followed)
    )


def _found(match_id: int) -> Told | None:
    match = db.session.get(SearchMatch, match_id)
    if match is None:
        return None
    subjects = ((Followed.SEARCH, match.search_id),)
    return Told(News.FOUND, match_id, subjects, found=match.kind)


def _followed_ones() -> set[Key]:
    """Return the products and vendors that anybody follows: of most, nobody need hear."""
    rows = db.session.execute(
        sa.select(Follow.followed, Follow.object_id)
        .where(
            Follow.followed.in_((Followed.PRODUCT, Followed.VENDOR)),
            Follow.stopped_on.is_(None),
        )
        .distinct()
    )
    return {(row[0], row[1]) for row in rows}


def _public_post(post_id: int) -> tuple[Post, Thread] | None:
    row = db.session.execute(
        sa.select(Post, Thread)
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            Post.id == post_id,
            Post.place != Place.QUESTION,
            Post.state == State.PUBLIC,
            Thread.state == State.PUBLIC,
        )
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def _public_review(review_id: int) -> tuple[Review, int | None] | None:
    row = db.session.execute(
        sa.select(Review, Product.vendor_id)
        .join(Product, Product.id == Review.product_id)
        .where(
            Review.id == review_id,
            Review.state == State.PUBLIC,
            Product.state == State.PUBLIC,
        )
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def _left_out(item: Post | Thread) -> tuple[frozenset[int], frozenset[str]]:
    """Return its author as they are kept there: by name, or by the keyed name.

    Never more: were the author of an anonymous post left out by name too, the one
    follower who got nothing would be known for it.
    """
    users = frozenset() if item.author_id is None else frozenset({item.author_id})
    keys = frozenset() if item.owner_key is None else frozenset({item.owner_key})
    return users, keys


def _catalogue(product_id: int | None, vendor_id: int | None) -> list[Key]:
    found: list[Key] = []
    if product_id is not None:
        found.append((Followed.PRODUCT, product_id))
    if vendor_id is not None:
        found.append((Followed.VENDOR, vendor_id))
    return found


def _tags(thread_id: int) -> list[Key]:
    ids = sa.select(ThreadTag.tag_id).where(ThreadTag.thread_id == thread_id)
    return [
        (Followed.TAG, one)
        for one in db.session.scalars(ids.order_by(ThreadTag.tag_id))
    ]

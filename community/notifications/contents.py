"""What entries tell of, as everybody may read it now: what was taken away is missing.

Whoever reads, a moderator too, gets what is public: an inbox is opened in trains, and
what it says is sent by mail.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from community.accounts.models import User
from community.catalog.models import Product, Vendor
from community.core.actors import VISITOR, Actor
from community.core.db import db
from community.core.spokespeople import voice_of
from community.core.visibility import State
from community.notifications.contents_events import find_announced, find_changes
from community.notifications.items import Content, Contents, items
from community.notifications.kinds import OF_CHOICES, Followed, News
from community.notifications.models import (
    InboxEntry,
    InboxItem,
    SavedSearch,
    SearchMatch,
)
from community.notifications.watching import watching
from community.reps.models import OfficialText
from community.reps.paths import text_path
from community.requests.access import answerable_requests, own_requests
from community.requests.models import BuyerRequest, RequestMessage
from community.requests.paths import DESK, request_path
from community.reviews.access import listed_reviews
from community.reviews.models import Review, ReviewResponse
from community.reviews.paths import review_path
from community.threads.access import listed_threads, readable_posts
from community.threads.models import Post, Thread
from community.threads.owners import owner_key
from community.threads.paths import post_path, thread_path

_OF_POSTS = (News.ANSWER, News.CHOSEN, News.YOURS_CHOSEN, News.MENTION)
DECIDED = "/inbox#decided"
_OF_RESPONSES = (News.RESPONSE, News.YOURS_RESPONDED)


def find_contents(actor: Actor, entries: Sequence[InboxEntry]) -> Contents:
    """Return what may be shown of each entry: five queries, however many there are.

    And one more for new events, a few for each kind of thing that saved searches found.
    """
    found: Contents = {}
    ids = {kind: [e.id for e in entries if e.news in kind] for kind in _FINDERS}
    for kind, finder in _FINDERS.items():
        if ids[kind]:
            for entry_id, content in finder(actor, ids[kind]):
                found.setdefault(entry_id, []).append(content)
    for entry in entries:
        if entry.news is News.PRICES:
            found[entry.id] = [Content("", "")]
    return found


def _find_posts(actor: Actor, ids: list[int]) -> list[tuple[int, Content]]:
    wanted = (
        items(Post, Thread.title, Post.public_id, Post.alias, User.handle)
        .join(Thread, Thread.id == Post.thread_id)
        .outerjoin(User, User.id == Post.author_id)
        .where(
            InboxEntry.id.in_(ids),
            readable_posts(VISITOR),
            listed_threads(),
            _still_by(Post.author_id),
            _not_told_of_oneself(actor),
            sa.or_(
                InboxEntry.news.in_((News.ANSWER, News.MENTION)),
                Thread.accepted_post_id == Post.id,
            ),
        )
    )
    return [
        (entry_id, Content(title, post_path(public_id), alias or handle or ""))
        for entry_id, title, public_id, alias, handle in db.session.execute(wanted)
    ]


def _find_threads(actor: Actor, ids: list[int]) -> list[tuple[int, Content]]:
    wanted = (
        items(
            Thread,
            Thread.title,
            Thread.public_id,
            Thread.slug,
            Thread.alias,
            User.handle,
        )
        .outerjoin(User, User.id == Thread.author_id)
        .where(
            InboxEntry.id.in_(ids),
            listed_threads(),
            _still_by(Thread.author_id),
            sa.or_(Thread.owner_key.is_(None), Thread.owner_key != _key(actor)),
        )
    )
    return [
        (entry_id, Content(title, thread_path(public_id, slug), alias or handle or ""))
        for entry_id, title, public_id, slug, alias, handle in db.session.execute(
            wanted
        )
    ]


def _find_reviews(_actor: Actor, ids: list[int]) -> list[tuple[int, Content]]:
    wanted = (
        items(Review, Product.name, Review.public_id, User.handle)
        .join(Product, Product.id == Review.product_id)
        .join(User, User.id == Review.author_id)
        .where(InboxEntry.id.in_(ids), listed_reviews(), _still_by(Review.author_id))
    )
    return [
        (entry_id, Content(name, review_path(public_id), handle))
        for entry_id, name, public_id, handle in db.session.execute(wanted)
    ]


def _find_responses(_actor: Actor, ids: list[int]) -> list[tuple[int, Content]]:
    wanted = (
        items(ReviewResponse, Product.name, Review.public_id, Vendor.name)
        .join(Review, Review.id == ReviewResponse.review_id)
        .join(Product, Product.id == Review.product_id)
        .join(Vendor, Vendor.id == ReviewResponse.vendor_id)
        .where(InboxEntry.id.in_(ids), listed_reviews())
    )
    return [
        (entry_id, Content(name, review_path(public_id), vendor))
        for entry_id, name, public_id, vendor in db.session.execute(wanted)
    ]


def _find_officials(_actor: Actor, ids: list[int]) -> list[tuple[int, Content]]:
    wanted = (
        items(
            OfficialText,
            sa.func.coalesce(Thread.title, OfficialText.heading),
            OfficialText.public_id,
            Vendor.name,
        )
        .join(Vendor, Vendor.id == OfficialText.vendor_id)
        .outerjoin(Thread, Thread.id == OfficialText.thread_id)
        .where(
            InboxEntry.id.in_(ids),
            OfficialText.state == State.PUBLIC,
            sa.or_(OfficialText.thread_id.is_(None), listed_threads()),
        )
    )
    return [
        (entry_id, Content(title, text_path(public_id), vendor))
        for entry_id, title, public_id, vendor in db.session.execute(wanted)
    ]


def _find_matches(_actor: Actor, ids: list[int]) -> list[tuple[int, Content]]:
    """Return what saved searches found, as far as everybody sees it and it still fits."""
    rows = db.session.execute(
        items(SearchMatch, SearchMatch.kind, SearchMatch.object_id, SavedSearch.text)
        .join(SavedSearch, SavedSearch.id == SearchMatch.search_id)
        .where(InboxEntry.id.in_(ids))
    ).all()
    found = watching().recall([(text, kind, number) for _, kind, number, text in rows])
    return [
        (row[0], Content(one.title, one.url, one.now.author))
        for row, one in zip(rows, found, strict=True)
        if one is not None
    ]


def _find_requests(actor: Actor, ids: list[int]) -> list[tuple[int, Content]]:
    """Return the place alone: what a mail says of a request can't be called back."""
    voice = voice_of(actor)
    if voice is None:
        return []
    wanted = (
        items(RequestMessage)
        .join(BuyerRequest, BuyerRequest.id == RequestMessage.request_id)
        .where(InboxEntry.id.in_(ids), answerable_requests(voice))
    )
    return [(entry_id, Content("", DESK)) for (entry_id,) in db.session.execute(wanted)]


def _find_request_answers(actor: Actor, ids: list[int]) -> list[tuple[int, Content]]:
    wanted = (
        items(RequestMessage, BuyerRequest.public_id)
        .join(BuyerRequest, BuyerRequest.id == RequestMessage.request_id)
        .where(
            InboxEntry.id.in_(ids),
            own_requests(actor),
            RequestMessage.state == State.PUBLIC,
        )
    )
    return [
        (entry_id, Content("", request_path(public_id)))
        for entry_id, public_id in db.session.execute(wanted)
    ]


def _still_by(author: Any) -> sa.ColumnElement[bool]:
    """Whether what was told of a person is theirs: they may have hidden their name."""
    return sa.or_(InboxEntry.about != Followed.PERSON, author == InboxEntry.subject_id)


def _find_decisions(_actor: Actor, ids: list[int]) -> list[tuple[int, Content]]:
    """Return one for each: what was decided stands in the inbox, above the entries."""
    rows = db.session.execute(
        sa.select(InboxItem.entry_id).where(InboxItem.entry_id.in_(ids))
    )
    return [(row.entry_id, Content("", DECIDED)) for row in rows]


def _not_told_of_oneself(actor: Actor) -> sa.ColumnElement[bool]:
    theirs = sa.or_(Post.author_id == actor.user_id, Post.owner_key == _key(actor))
    own = sa.case(
        (InboxEntry.news.in_(OF_CHOICES), Thread.owner_key == _key(actor)),
        else_=theirs,
    )
    return ~sa.func.coalesce(own, sa.false())


def _key(actor: Actor) -> str:
    return owner_key(actor.user_id or 0)


_FINDERS = {
    _OF_POSTS: _find_posts,
    (News.QUESTION,): _find_threads,
    (News.REVIEW,): _find_reviews,
    _OF_RESPONSES: _find_responses,
    (News.OFFICIAL,): _find_officials,
    (News.FOUND,): _find_matches,
    (News.REQUEST,): _find_requests,
    (News.REQUEST_ANSWER,): _find_request_answers,
    (News.EVENT,): find_changes,
    (News.ANNOUNCED,): find_announced,
    (News.DECIDED,): _find_decisions,
}

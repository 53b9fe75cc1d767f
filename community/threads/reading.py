"""One thread as its page shows it to one reader: six queries, whatever its length."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, defer

from community.accounts.models import User
from community.catalog.models import Product, Vendor
from community.catalog.paths import is_public_id
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.paging import Page, cursor_after, keyset_page
from community.core.ports import Lane
from community.core.spokespeople import lanes
from community.core.visibility import State
from community.threads import access
from community.threads.authors import Author, author_columns, author_of
from community.threads.cards import ShownCard, cards_of
from community.threads.comparisons import own_words
from community.threads.models import (
    Place,
    Post,
    PostKind,
    Thread,
    ThreadOrigin,
    Vote,
)
from community.threads.paths import post_path, subject_path, thread_path
from community.threads.pricewords import LABELS, Paid
from community.threads.queries import list_tags_of
from community.threads.reads import Reading, find_reading
from community.threads.related import Related, list_related

ANSWERS_A_PAGE = 20
STATE_MARKS = {
    State.HELD: "Waits for a moderator",
    State.HIDDEN: "Hidden by a moderator",
    State.DELETED: "Removed by its author",
}


class Sort(StrEnum):
    """How answers are sorted; the chosen one comes first either way."""

    BEST = "best"
    OLDEST = "oldest"


@dataclass(frozen=True)
class PostView:
    """A post with what its reader may do about it."""

    post: Post
    author: Author
    anchor: str
    url: str
    readable: bool
    mine: bool
    voted: bool
    is_new: bool
    """Whether it came since its reader looked last."""
    may_vote: bool
    may_compare: bool
    card: ShownCard | None
    compared_as: str
    """What its reader said of its price, and nobody else knows."""
    may_edit: bool
    may_remove: bool
    may_restore: bool
    may_choose: bool
    may_moderate: bool
    may_hide_name: bool
    may_reveal: bool

    @property
    def is_removed(self) -> bool:
        return self.post.state is State.DELETED

    @property
    def is_withheld(self) -> bool:
        """Whether a moderator's word stands between the post and the public."""
        return State.HIDDEN in {self.post.state, self.post.prior_state} or (
            self.post.state is State.HELD
        )

    @property
    def can_be_chosen(self) -> bool:
        return self.may_choose and self.post.kind is PostKind.ANSWER

    @property
    def marks(self) -> list[tuple[str, str]]:
        """Return what stands beside the author's name: words and the kind of tag."""
        marks = [(self.author.label, "")] if self.author.label else []
        if self.mine and self.author.anonymous:
            marks.append(("Yours: nobody else sees that", "warn"))
        if self.is_new:
            marks.append(("New", "accent"))
        if self.post.is_chosen:
            marks.append(("✓ Chosen by who asked", "good"))
        if self.post.state in STATE_MARKS:
            marks.append((STATE_MARKS[self.post.state], "warn"))
        return marks


@dataclass(frozen=True)
class Subject:
    """The product or vendor that a question is about."""

    name: str
    vendor: str
    url: str
    is_product: bool


@dataclass(frozen=True)
class Canonical:
    """The question that was asked before."""

    title: str
    url: str


@dataclass(frozen=True)
class _Did:
    """What a reader did about the posts of a page, and the deals below these."""

    voted: set[int]
    compared: dict[int, Paid]
    cards: dict[str, ShownCard]
    reading: Reading


@dataclass(frozen=True)
class _Found:
    """What one query finds of a question."""

    thread: Thread
    post: Post
    origin: ThreadOrigin | None
    chosen: str
    duplicate_of: Canonical | None
    subject: Subject | None
    author: Author


@dataclass(frozen=True)
class ThreadView:
    """Everything a thread's page needs."""

    thread: Thread
    url: str
    question: PostView
    answers: Page[PostView]
    sort: Sort
    is_first_page: bool
    tags: tuple[str, ...]
    subject: Subject | None
    origin: ThreadOrigin | None
    related: list[Related]
    chosen: str
    """Public id of the chosen answer, on whichever page it stands, or ""."""
    duplicate_of: Canonical | None
    may_answer: bool
    may_close: bool
    before: Reading
    """How far its reader had read before."""

    @property
    def news(self) -> list[PostView]:
        """The answers on this page that came since its reader looked, the oldest first."""
        found = [one for one in self.answers.items if one.is_new and one.readable]
        return sorted(found, key=lambda one: one.post.id)

    @property
    def last_post_id(self) -> int:
        """The latest of the posts on this page."""
        return max(one.post.id for one in (self.question, *self.answers.items))

    lane: Lane
    """The place of the vendor that it is about, apart from the answers."""

    @property
    def asked_times(self) -> int:
        """How often this was asked, with all that is closed onto it."""
        return self.thread.duplicate_count + 1

    @property
    def canonical_url(self) -> str:
        """The address that search engines keep: of a duplicate, the other question's."""
        return self.duplicate_of.url if self.duplicate_of else self.url


def get_thread_view(
    actor: Actor, public_id: str, *, sort: Sort, after: str | None
) -> ThreadView:
    """Return one page of a thread; raise NotFound when `actor` may not see it."""
    found = _find_question(actor, public_id)
    if found is None:
        raise NotFound("There is no such question.")
    thread, post = found.thread, found.post
    answers = _list_answers(actor, thread, sort=sort, after=after)
    did = _did(actor, thread, [post, *(one for one, _ in answers.items)])
    return ThreadView(
        thread=thread,
        url=thread_path(thread.public_id, thread.slug),
        question=_view(actor, thread, post, found.author, did),
        answers=Page(
            items=[
                _view(actor, thread, one, whose, did) for one, whose in answers.items
            ],
            next_cursor=answers.next_cursor,
        ),
        sort=sort,
        is_first_page=after is None,
        tags=list_tags_of([thread.id]).get(thread.id, ()),
        subject=found.subject,
        origin=found.origin,
        related=list_related(thread),
        chosen=found.chosen,
        duplicate_of=found.duplicate_of,
        may_answer=access.can_contribute(actor) and access.takes_answers(thread),
        may_close=access.can_close(actor, thread),
        before=did.reading,
        lane=_lane(actor, thread),
    )


def _lane(actor: Actor, thread: Thread) -> Lane:
    if thread.vendor_id is None:
        return Lane()
    lane = lanes().lane_of(
        actor,
        thread_id=thread.id,
        public_id=thread.public_id,
        vendor_id=thread.vendor_id,
    )
    return lane if lane.reply or access.takes_answers(thread) else Lane()


def find_page_of(actor: Actor, post: Post) -> str | None:
    """Return the marker of a page that begins with an answer; None for the first page.

    Looks back one page at most, so that it costs the same in threads of any length.
    """
    key = sa.tuple_(Post.place, Post.rank, Post.id)
    mine = sa.tuple_(*(sa.literal(v) for v in (post.place, post.rank, post.id)))
    before = db.session.execute(
        sa.select(Post.place, Post.rank, Post.id)
        .where(
            Post.thread_id == post.thread_id,
            Post.place != Place.QUESTION,
            access.visible_posts(actor),
            key < mine,
        )
        .order_by(Post.place.desc(), Post.rank.desc(), Post.id.desc())
        .limit(ANSWERS_A_PAGE)
    ).all()
    return cursor_after(before[0]) if len(before) == ANSWERS_A_PAGE else None


def _find_question(actor: Actor, public_id: str) -> _Found | None:
    if not is_public_id(public_id):
        return None
    chosen, other = aliased(Post), aliased(Thread)
    columns: list[Any] = [
        Thread,
        Post,
        ThreadOrigin,
        chosen.public_id,
        other.title,
        other.public_id,
        other.slug,
        Product.name,
        Product.slug,
        Vendor.name,
        Vendor.slug,
        *author_columns(),
    ]
    row = db.session.execute(
        sa.select(*columns)
        .join(Post, sa.and_(Post.thread_id == Thread.id, Post.place == Place.QUESTION))
        .outerjoin(User, User.id == Post.author_id)
        .outerjoin(chosen, chosen.id == Thread.accepted_post_id)
        .outerjoin(other, other.id == Thread.duplicate_of_id)
        .outerjoin(ThreadOrigin, ThreadOrigin.thread_id == Thread.id)
        .outerjoin(Product, Product.id == Thread.product_id)
        .outerjoin(Vendor, Vendor.id == Thread.vendor_id)
        .options(defer(Post.source))
        .where(Thread.public_id == public_id, access.visible_threads(actor))
    ).one_or_none()
    if row is None:
        return None
    thread, post, origin, chosen_id = row[:4]
    return _Found(
        thread=thread,
        post=post,
        origin=origin,
        chosen=chosen_id or "",
        duplicate_of=_canonical(*row[4:7]),
        subject=_subject(*row[7:11]),
        author=author_of(*row[11:]),
    )


def _canonical(
    title: str | None, public_id: str | None, slug: str | None
) -> Canonical | None:
    if title is None or public_id is None or slug is None:
        return None
    return Canonical(title, thread_path(public_id, slug))


def _subject(
    product: str | None,
    product_slug: str | None,
    vendor: str | None,
    vendor_slug: str | None,
) -> Subject | None:
    name = product or vendor
    if name is None:
        return None
    return Subject(
        name=name,
        vendor=vendor or "",
        url=subject_path(vendor_slug, product_slug),
        is_product=product is not None,
    )


def _list_answers(
    actor: Actor, thread: Thread, *, sort: Sort, after: str | None
) -> Page[tuple[Post, Author]]:
    second = Post.created_at if sort is Sort.OLDEST else Post.rank
    page = keyset_page(
        sa.select(Post, *author_columns())
        .outerjoin(User, User.id == Post.author_id)
        .options(defer(Post.source))
        .where(
            Post.thread_id == thread.id,
            Post.place != Place.QUESTION,
            access.visible_posts(actor),
        ),
        order=(Post.place.asc(), second.asc(), Post.id.asc()),
        after=after,
        size=ANSWERS_A_PAGE,
    )
    items = [(row[0], author_of(*row[1:])) for row in page.items]
    return Page(items=items, next_cursor=page.next_cursor)


def _did(actor: Actor, thread: Thread, posts: Sequence[Post]) -> _Did:
    """Return what `actor` did about posts before: two queries, and one if prices are named."""
    priced = [one.id for one in posts if access.can_compare(actor, one)]
    return _Did(
        voted=_voted(actor, [one.id for one in posts]),
        compared=own_words(actor, priced),
        cards=cards_of(one.card_id for one in posts),
        reading=find_reading(actor, thread),
    )


def _voted(actor: Actor, post_ids: Sequence[int]) -> set[int]:
    if actor.is_visitor:
        return set()
    return set(
        db.session.scalars(
            sa.select(Vote.post_id).where(
                Vote.user_id == actor.user_id, Vote.post_id.in_(post_ids)
            )
        )
    )


def _view(
    actor: Actor, thread: Thread, post: Post, author: Author, did: _Did
) -> PostView:
    return PostView(
        post=post,
        author=author,
        anchor=f"post-{post.public_id}",
        url=post_path(post.public_id),
        readable=access.can_read_post(actor, post),
        mine=access.is_author(actor, post),
        voted=post.id in did.voted,
        is_new=did.reading.is_new(post.id) and not access.is_author(actor, post),
        may_vote=access.can_vote(actor, post) and thread.state is State.PUBLIC,
        may_compare=access.can_compare(actor, post) and thread.state is State.PUBLIC,
        card=did.cards.get(post.card_id or ""),
        compared_as=LABELS[did.compared[post.id]] if post.id in did.compared else "",
        may_edit=access.can_edit_post(actor, post),
        may_remove=access.can_remove_post(actor, post),
        may_restore=access.can_restore_post(actor, post),
        may_choose=access.can_choose(actor, thread) and post.state is State.PUBLIC,
        may_moderate=access.can_moderate_post(actor, post),
        may_hide_name=access.can_hide_name(actor, post),
        may_reveal=access.can_reveal(actor, post),
    )

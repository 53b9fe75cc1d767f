"""One thread as its page shows it to one reader: six queries, whatever its length."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer

from community.accounts.models import User
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.paging import Page, cursor_after, keyset_page
from community.core.ports import Lane
from community.core.screening import hold_sentence
from community.core.spokespeople import lanes
from community.core.standin import known_of_reader
from community.core.visibility import State
from community.threads import access
from community.threads.authors import Author, author_columns, author_of
from community.threads.cards import ShownCard, cards_of
from community.threads.comparisons import own_words
from community.threads.finding import find_question
from community.threads.models import (
    Chooser,
    Place,
    Post,
    Thread,
    Vote,
)
from community.threads.paths import post_path, thread_path
from community.threads.pricewords import LABELS, Paid
from community.threads.queries import list_tags_of
from community.threads.reads import Reading, find_reading
from community.threads.related import list_related
from community.threads.threadview import (
    PostView,
    Sort,
    ThreadView,
)

ANSWERS_A_PAGE = 20
VOTED = "voted"
"""Under this name shared pages know which posts their readers voted for."""


@dataclass(frozen=True)
class _Did:
    """What a reader did about the posts of a page, and the deals below these."""

    voted: set[int]
    priced: frozenset[int]
    """Posts that name a price: those that the reader may compare theirs with."""
    compared: dict[int, Paid]
    cards: dict[str, ShownCard]
    reading: Reading


def get_thread_view(
    actor: Actor, public_id: str, *, sort: Sort, after: str | None
) -> ThreadView:
    """Return one page of a thread; raise NotFound when `actor` may not see it."""
    found = find_question(actor, public_id)
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
        may_invite=access.can_invite(actor, thread) and not thread.invited,
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


def _list_answers(
    actor: Actor, thread: Thread, *, sort: Sort, after: str | None
) -> Page[tuple[Post, Author]]:
    second = Post.created_at if sort is Sort.OLDEST else Post.rank
    page = keyset_page(
        _answers().where(Post.thread_id == thread.id, access.visible_posts(actor)),
        order=(Post.place.asc(), second.asc(), Post.id.asc()),
        after=after,
        size=ANSWERS_A_PAGE,
    )
    items = [(row[0], author_of(*row[1:])) for row in page.items]
    return Page(items=items, next_cursor=page.next_cursor)


@cache
def _answers() -> sa.Select[Any]:
    return (
        sa.select(Post, *author_columns())
        .outerjoin(User, User.id == Post.author_id)
        .options(defer(Post.source))
        .where(Post.place != Place.QUESTION)
    )


def _did(actor: Actor, thread: Thread, posts: Sequence[Post]) -> _Did:
    """Return what `actor` did about posts before: two queries, and one if prices are named."""
    priced = frozenset(one.id for one in posts if access.can_compare(actor, one))
    return _Did(
        voted=_voted(actor, [one.id for one in posts]),
        priced=priced,
        compared=own_words(actor, sorted(priced)),
        cards=cards_of(one.card_id for one in posts),
        reading=find_reading(actor, thread.id),
    )


def _voted(actor: Actor, post_ids: Sequence[int]) -> set[int]:
    if actor.is_visitor:
        return set()
    known = known_of_reader(VOTED)
    if isinstance(known, frozenset):
        return set(known)
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
        chosen_by="who asked"
        if thread.accepted_as is not Chooser.MODERATOR
        else "a moderator",
        anchor=f"post-{post.public_id}",
        url=post_path(post.public_id),
        readable=access.can_read_post(actor, post)
        and (post.has_words or post.state is not State.DELETED),
        mine=access.is_author(actor, post),
        voted=post.id in did.voted,
        is_new=did.reading.is_new(post.id) and not access.is_author(actor, post),
        may_vote=access.can_vote(actor, post) and thread.state is State.PUBLIC,
        may_compare=post.id in did.priced and thread.state is State.PUBLIC,
        card=did.cards.get(post.card_id or ""),
        compared_as=LABELS[did.compared[post.id]] if post.id in did.compared else "",
        may_edit=access.can_edit_post(actor, post),
        may_remove=access.can_remove_post(actor, post),
        may_restore=access.can_restore_post(actor, post),
        may_choose=access.can_choose(actor, thread)
        and not post.interested
        and post.state is State.PUBLIC
        and (access.is_author(actor, thread) or not access.is_author(actor, post)),
        may_moderate=access.can_moderate_post(actor, post),
        may_hide_name=access.can_hide_name(actor, post),
        may_reveal=access.can_reveal(actor, post),
        hold=hold_sentence("post", post.id)
        if post.state is State.HELD and access.is_author(actor, post)
        else "",
    )

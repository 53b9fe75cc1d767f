"""Questions that stand in the wrong place: moved, merged into another, split in two."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from community.catalog.queries import get_product_for, get_vendor_for
from community.core import clock, events
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Conflict, Invalid, NotFound
from community.core.reasons import checked_reason
from community.core.spokespeople import lanes
from community.core.text import clean_line
from community.core.visibility import State
from community.threads import access, closings, counters, tagging
from community.threads.drafts import slug_of, wrong_title
from community.threads.events import QuestionMerged, QuestionMoved, QuestionSplit
from community.threads.models import Place, Post, Thread
from community.threads.queries import list_tags_of
from community.threads.rules.choosing import drop_choice
from community.threads.rules.closing import close_onto, open_again

Kept = Mapping[str, Any]
_SUBJECT = re.compile(r"/prices/([\w-]+)/(?:([\w-]+)/?)?$")
_ID = re.compile(r"([\w-]+)/?$")
_MARKET = "market"


def move(
    actor: Actor, thread: Thread, post: Post, target: str, reason: str
) -> dict[str, Any]:
    """File a question under a product or vendor, by its address; under none without one."""
    access.require_can_moderate(actor, post)
    checked_reason(reason)
    kept = {"product": thread.product_id, "vendor": thread.vendor_id}
    product_id, vendor_id = _subject(actor, clean_line(target))
    if (product_id, vendor_id) == (thread.product_id, thread.vendor_id):
        raise _wrong("There it stands already.")
    _file(actor, thread, product_id, vendor_id)
    return kept


def move_back(actor: Actor, thread: Thread, post: Post, kept: Kept) -> None:
    access.require_can_moderate(actor, post)
    _file(actor, thread, kept["product"], kept["vendor"])


def merge(
    actor: Actor, thread: Thread, post: Post, target: str, reason: str
) -> dict[str, Any]:
    """Close a question onto another, which takes its answers; its address leads there."""
    access.require_can_moderate(actor, post)
    checked_reason(reason)
    if lanes().replied([thread.id]):
        raise _wrong("A vendor has replied here: close it as asked before instead.")
    try:
        close_onto(actor, thread, closings.find_canonical_for(actor, target))
    except Invalid as error:
        raise _wrong(" ".join(error.fields.values())) from None
    into = db.session.get_one(Thread, thread.duplicate_of_id)
    ids = list(db.session.scalars(sa.select(Post.id).where(_answers_of(thread))))
    _put(ids, into, Place.ANSWER)
    thread.accepted_post_id = thread.accepted_as = None
    thread.merged_at = clock.now()
    _recount(thread, into)
    counters.note_activity(into, thread.last_activity_at)
    _tell_merged(actor, thread, into)
    return {"into": into.id, "ids": ids}


def part_again(actor: Actor, thread: Thread, post: Post, kept: Kept) -> None:
    """Give a merged question its answers back, but for which of them was chosen."""
    access.require_can_moderate(actor, post)
    if thread.merged_at is None or thread.duplicate_of_id != kept["into"]:
        raise Conflict("It was opened, or merged into another, since.")
    into = db.session.get_one(Thread, kept["into"])
    for one in db.session.scalars(sa.select(Post).where(Post.id.in_(kept["ids"]))):
        drop_choice(into, one)
    _put(kept["ids"], thread, Place.ANSWER, of=into)
    thread.merged_at = None
    _recount(thread, into)
    open_again(actor, thread)
    _tell_merged(actor, thread, into)


def split(
    actor: Actor, thread: Thread, post: Post, target: str, reason: str
) -> dict[str, Any]:
    """Make an answer a question of its own, and answers of others' addresses its answers.

    The first line of `target` is its title, each other one the address of an answer.
    """
    access.require_can_moderate(actor, post)
    checked_reason(reason)
    title, *addresses = target.strip().splitlines() or [""]
    title = clean_line(title)
    if wrong := wrong_title(title):
        raise _wrong(wrong)
    if post.state is not State.PUBLIC:
        raise Conflict("This answer was taken away a moment ago.")
    others = [_answer(thread, post, one) for one in addresses if one.strip()]
    for one in (post, *others):
        drop_choice(thread, one)
    made = Thread(
        slug=slug_of(title),
        title=title,
        author_id=post.author_id,
        alias=post.alias,
        owner_key=post.owner_key,
        product_id=thread.product_id,
        vendor_id=thread.vendor_id,
        created_at=post.created_at,
        last_activity_at=max(one.created_at for one in (post, *others)),
        split_from_id=thread.id,
    )
    db.session.add(made)
    db.session.flush()  # its posts and tags need the id
    _put([post.id], made, Place.QUESTION)
    _put([one.id for one in others], made, Place.ANSWER)
    tagging.set_tags(made, list_tags_of([thread.id]).get(thread.id, ()))
    _finish_split(actor, thread, made, by=1)
    return {"made": made.id}


def join_again(actor: Actor, thread: Thread, post: Post, kept: Kept) -> None:
    """Put what was split off back, with what was answered there since."""
    access.require_can_moderate(actor, post)
    made = thread
    if made.id != kept["made"] or made.split_from_id is None:
        raise Conflict("It stands elsewhere by now.")
    origin = db.session.get_one(Thread, made.split_from_id)
    for one in db.session.scalars(sa.select(Post).where(_answers_of(made))):
        drop_choice(made, one)
    ids = db.session.scalars(sa.select(Post.id).where(Post.thread_id == made.id))
    _put(list(ids), origin, Place.ANSWER)
    tagging.set_tags(made, ())
    made.state = State.REMOVED
    _finish_split(actor, origin, made, by=-1)


def _subject(actor: Actor, target: str) -> tuple[int | None, int | None]:
    if not target:
        return None, None
    found = _SUBJECT.search(target)
    try:
        if found and found[2]:
            product = get_product_for(actor, found[1], found[2])
            return product.id, product.vendor_id
        if found and found[1] != _MARKET:
            return None, get_vendor_for(actor, found[1]).id
    except NotFound:
        pass
    raise _wrong("Paste the address of a product’s or vendor’s page, or nothing.")


def _file(
    actor: Actor, thread: Thread, product_id: int | None, vendor_id: int | None
) -> None:
    thread.product_id, thread.vendor_id = product_id, vendor_id
    events.publish(QuestionMoved(object_id=thread.id, actor_id=actor.user_id))


def _answer(thread: Thread, post: Post, address: str) -> Post:
    found = _ID.search(address.strip().partition("#post-")[2] or address.strip())
    answer = found and db.session.scalar(
        sa.select(Post).where(
            Post.public_id == found[1], _answers_of(thread), Post.id != post.id
        )
    )
    if not answer:
        raise _wrong(f"“{address.strip()[:80]}” is no other answer to this question.")
    return answer


def _answers_of(thread: Thread) -> sa.ColumnElement[bool]:
    return sa.and_(Post.thread_id == thread.id, Post.place != Place.QUESTION)


def _put(
    ids: Sequence[int], into: Thread, place: int, *, of: Thread | None = None
) -> None:
    still = sa.true() if of is None else Post.thread_id == of.id
    changed(
        sa.update(Post)
        .where(Post.id.in_(ids), still)
        .values(thread_id=into.id, place=place)
    )
    db.session.expire_all()


def _recount(*threads: Thread) -> None:
    for one in threads:
        shown = sa.and_(_answers_of(one), Post.state == State.PUBLIC)
        one.answer_count = (
            db.session.scalar(sa.select(sa.func.count()).select_from(Post).where(shown))
            or 0
        )
    db.session.flush()  # what follows counts in SQL


def _tell_merged(actor: Actor, *threads: Thread) -> None:
    for one in threads:
        events.publish(QuestionMerged(object_id=one.id, actor_id=actor.user_id))


def _finish_split(actor: Actor, thread: Thread, made: Thread, *, by: int) -> None:
    thread.split_count += by
    _recount(thread, made)
    for one in (thread, made):
        events.publish(QuestionSplit(object_id=one.id, actor_id=actor.user_id))


def _wrong(sentence: str) -> Invalid:
    return Invalid("Nothing has been decided yet.", fields={"target": sentence})

"""Asking and answering: how words get into a thread."""

from dataclasses import dataclass
from datetime import datetime

from community.accounts.pace import is_new
from community.core import clock, events
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Invalid
from community.core.screening import Posted
from community.core.text import RENDERER_VERSION
from community.core.visibility import State
from community.threads import access, counters, limits, tagging
from community.threads.aliases import coarse
from community.threads.drafts import Draft
from community.threads.events import AnswerPosted, QuestionAsked
from community.threads.models import Place, Post, Thread
from community.threads.rules import heating
from community.threads.rules.mentioning import require_few_mentions, tell_mentioned
from community.threads.rules.signing import Signature, sign, told_as
from community.threads.rules.wording import (
    checked_answer,
    checked_question,
    previewed,
    rendered,
    subject_of,
)


@dataclass(frozen=True)
class Preview:
    """A post as it would be shown; nothing is stored."""

    html: str
    title: str = ""
    tags: tuple[str, ...] = ()
    alias: str = ""
    """What would stand in place of the handle, the drawn name left open."""


@dataclass(frozen=True)
class _Words:
    source: str
    html: str
    interested: bool


def preview_question(actor: Actor, draft: Draft, *, anonymous: bool = False) -> Preview:
    """Return what `ask` would post, or raise what it would say of the words."""
    user_id = access.require_contributor(actor)
    clean = checked_question(draft)
    return Preview(
        html=previewed(clean.body),
        title=clean.title,
        tags=clean.tags,
        alias=told_as(user_id) if anonymous else "",
    )


def preview_answer(actor: Actor, body: str, *, anonymous: bool = False) -> Preview:
    user_id = access.require_contributor(actor)
    alias = told_as(user_id) if anonymous else ""
    return Preview(html=previewed(checked_answer(body)), alias=alias)


def preview_so_far(actor: Actor, body: str) -> str:
    """Return what a text that is still written looks like; "" while it can't be posted."""
    access.require_contributor(actor)
    try:
        return previewed(checked_answer(body))
    except Invalid:
        return ""


def ask(
    actor: Actor,
    draft: Draft,
    *,
    anonymous: bool = False,
    interested: bool = False,
    opened_at: datetime | None = None,
    at: datetime | None = None,
) -> Thread:
    """Post a question, under an alias if `anonymous`.

    `interested` says that its author sells what it is about, or competes with it;
    `opened_at` when they opened the form for it, if there was one. With `at`, which is
    for samples, it is dated so and no limits of live posting apply.
    """
    user_id = access.require_contributor(actor)
    clean = checked_question(draft)
    product_id, vendor_id = subject_of(clean)
    html = rendered(clean.body)
    moment = at or clock.now()
    if at is None:
        _require_little(user_id, html, moment)
        limits.require_may_post(
            user_id, place=Place.QUESTION, source=clean.body, at=moment
        )
        _require_pause(user_id, anonymous=anonymous)
    signature = sign(user_id, anonymous=anonymous)
    if anonymous:
        moment = coarse(moment)
    thread = Thread(
        **signature.of_thread,
        slug=clean.slug,
        title=clean.title,
        product_id=product_id,
        vendor_id=vendor_id,
        state=State.PUBLIC,
        created_at=moment,
        last_activity_at=moment,
    )
    db.session.add(thread)
    db.session.flush()  # its post and tags need the id
    words = _Words(clean.body, html, interested=interested)
    post = _add_post(thread, signature, Place.QUESTION, words, at=moment)
    tagging.set_tags(thread, clean.tags)
    events.publish(QuestionAsked(object_id=thread.id, actor_id=signature.author_id))
    _have_screened(actor, post, opened_at, live=at is None)
    return thread


def answer(
    actor: Actor,
    thread: Thread,
    body: str,
    *,
    anonymous: bool = False,
    interested: bool = False,
    opened_at: datetime | None = None,
    at: datetime | None = None,
) -> Post:
    """Answer a public question; the rest as in `ask`."""
    user_id = access.require_contributor(actor)
    access.require_takes_answers(thread)
    source = checked_answer(body)
    html = rendered(source)
    moment = at or clock.now()
    if at is None:
        _require_little(user_id, html, moment)
        limits.require_may_post(user_id, place=Place.ANSWER, source=source, at=moment)
        limits.require_others_turn(user_id, thread.id, moment)
        heating.require_calm(user_id, thread, moment, anonymous=anonymous)
        _require_pause(user_id, anonymous=anonymous)
    signature = sign(user_id, anonymous=anonymous)
    if anonymous:
        moment = coarse(moment, not_before=thread.last_activity_at)
    words = _Words(source, html, interested=interested)
    post = _add_post(thread, signature, Place.ANSWER, words, at=moment)
    counters.add_answer(thread, moment)
    events.publish(
        AnswerPosted(object_id=thread.id, actor_id=signature.author_id, post_id=post.id)
    )
    _have_screened(actor, post, opened_at, live=at is None)
    return post


def _have_screened(
    actor: Actor, post: Post, opened_at: datetime | None, *, live: bool
) -> None:
    """Let those whom a post names hear of it, unless it waits for a moderator."""
    if live:
        events.publish(Posted("post", post.id, actor.user_id or 0, opened_at))
    if post.state is State.PUBLIC:
        tell_mentioned(actor, post)


def _require_little(user_id: int, html: str, at: datetime) -> None:
    limits.require_few_links(user_id, html, at)
    require_few_mentions(html, new=is_new(user_id, at))


def _require_pause(user_id: int, *, anonymous: bool) -> None:
    if anonymous:
        limits.require_pause_under_aliases(user_id)


def _add_post(
    thread: Thread,
    signature: Signature,
    place: int,
    words: _Words,
    *,
    at: datetime,
) -> Post:
    post = Post(
        **signature.of_post,
        thread_id=thread.id,
        place=place,
        source=words.source,
        html=words.html,
        interested=words.interested,
        renderer_version=RENDERER_VERSION,
        created_at=at,
    )
    db.session.add(post)
    db.session.flush()  # events and addresses need its id
    return post

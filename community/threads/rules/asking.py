"""Asking, answering and editing: how words get into a thread and change there."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from community.catalog.models import Product, Vendor
from community.core import clock, events
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Invalid, StaleEdit
from community.core.text import RENDERER_VERSION, render_markdown
from community.core.visibility import State
from community.threads import access, counters, limits, tagging
from community.threads.drafts import (
    CleanDraft,
    Draft,
    checked,
    checked_body,
    require_words,
)
from community.threads.events import AnswerPosted, PostEdited, QuestionAsked
from community.threads.models import Place, Post, PostRevision, SourceFormat, Thread
from community.threads.queries import get_question_post, list_tags_of

MAX_HTML = 200_000
"""Rendered characters: Markdown's tables can grow to many times what was typed."""


@dataclass(frozen=True)
class _Words:
    """What a version of a post says; answers have no title and no tags."""

    source: str
    title: str | None = None
    tags: str | None = None


@dataclass(frozen=True)
class Preview:
    """A post as it would be shown; nothing is stored."""

    html: str
    title: str = ""
    tags: tuple[str, ...] = ()


def preview_question(actor: Actor, draft: Draft) -> Preview:
    """Return what `ask` would post, or raise what it would say of the words."""
    access.require_contributor(actor)
    clean = checked(draft)
    return Preview(html=rendered(clean.body), title=clean.title, tags=clean.tags)


def preview_answer(actor: Actor, body: str) -> Preview:
    access.require_contributor(actor)
    return Preview(html=rendered(checked_body(body)))


def ask(actor: Actor, draft: Draft, *, at: datetime | None = None) -> Thread:
    """Post a question.

    With `at`, which is for samples, it is dated so and no limits of live posting apply.
    """
    user_id = access.require_contributor(actor)
    clean = checked(draft)
    product_id, vendor_id = _subject(clean)
    html = rendered(clean.body)
    moment = at or clock.now()
    if at is None:
        limits.require_few_links(user_id, html, moment)
        limits.require_may_post(
            user_id, place=Place.QUESTION, source=clean.body, at=moment
        )
    thread = Thread(
        slug=clean.slug,
        title=clean.title,
        author_id=user_id,
        product_id=product_id,
        vendor_id=vendor_id,
        state=State.PUBLIC,
        created_at=moment,
        last_activity_at=moment,
    )
    db.session.add(thread)
    db.session.flush()  # its post and tags need the id
    _add_post(thread, user_id, Place.QUESTION, source=clean.body, html=html, at=moment)
    tagging.set_tags(thread, clean.tags)
    events.publish(QuestionAsked(object_id=thread.id, actor_id=user_id))
    return thread


def answer(
    actor: Actor, thread: Thread, body: str, *, at: datetime | None = None
) -> Post:
    """Answer a public question; `at` as in `ask`."""
    user_id = access.require_contributor(actor)
    access.require_open(thread)
    source = checked_body(body)
    html = rendered(source)
    moment = at or clock.now()
    if at is None:
        limits.require_few_links(user_id, html, moment)
        limits.require_may_post(user_id, place=Place.ANSWER, source=source, at=moment)
    post = _add_post(thread, user_id, Place.ANSWER, source=source, html=html, at=moment)
    counters.add_answer(thread, moment)
    events.publish(AnswerPosted(object_id=thread.id, actor_id=user_id, post_id=post.id))
    return post


def edit_question(
    actor: Actor,
    thread: Thread,
    draft: Draft,
    *,
    version: int,
    at: datetime | None = None,
) -> None:
    """Change a question that is still at `version`; raise StaleEdit otherwise."""
    post = get_question_post(thread)
    user_id = access.require_can_edit(actor, post)
    clean = checked(draft)
    subject = _subject(clean)
    tags = " ".join(list_tags_of([thread.id]).get(thread.id, ()))
    old = _Words(post.source, thread.title, tags)
    new = _Words(clean.body, clean.title, " ".join(clean.tags))
    if old == new and subject == (thread.product_id, thread.vendor_id):
        return
    _write_version(user_id, post, old, new, version=version, at=at)
    thread.title, thread.slug = clean.title, clean.slug
    thread.product_id, thread.vendor_id = subject
    tagging.set_tags(thread, clean.tags)
    _publish_edit(user_id, post)


def edit_answer(
    actor: Actor, post: Post, body: str, *, version: int, at: datetime | None = None
) -> None:
    """Change an answer that is still at `version`; raise StaleEdit otherwise."""
    user_id = access.require_can_edit(actor, post)
    old, new = _Words(post.source), _Words(checked_body(body))
    if old == new:
        return
    _write_version(user_id, post, old, new, version=version, at=at)
    _publish_edit(user_id, post)


def rendered(source: str) -> str:
    """Return the HTML of a post; raise Invalid when it shows nothing or far too much."""
    html = render_markdown(source)
    require_words(html)
    if len(html) > MAX_HTML:
        raise Invalid(
            "Your text is not posted yet.",
            fields={
                "body": "The tables in this text are too large. Show less of them."
            },
        )
    return html


def _subject(clean: CleanDraft) -> tuple[int | None, int | None]:
    """Return the product and its vendor, or the vendor alone, that a question is about."""
    if clean.product_id is not None:
        product = db.session.get(Product, clean.product_id)
        if product is not None and product.state is State.PUBLIC:
            return product.id, product.vendor_id
    elif clean.vendor_id is None:
        return None, None
    else:
        vendor = db.session.get(Vendor, clean.vendor_id)
        if vendor is not None and vendor.state is State.PUBLIC:
            return None, vendor.id
    raise Invalid(
        "Your question is not posted yet.",
        fields={"product": "We don't know that product. Choose one from the list."},
    )


def _add_post(
    thread: Thread, user_id: int, place: int, *, source: str, html: str, at: datetime
) -> Post:
    post = Post(
        thread_id=thread.id,
        author_id=user_id,
        place=place,
        source=source,
        html=html,
        renderer_version=RENDERER_VERSION,
        created_at=at,
    )
    db.session.add(post)
    db.session.flush()  # events and addresses need its id
    return post


def _write_version(
    user_id: int,
    post: Post,
    old: _Words,
    new: _Words,
    *,
    version: int,
    at: datetime | None,
) -> None:
    html = rendered(new.source)
    moment = at or clock.now()
    if at is None:
        limits.require_few_links(user_id, html, moment)
        limits.require_may_edit(user_id, moment)
    written = changed(
        sa.update(Post)
        .where(Post.id == post.id, Post.version == version)
        .values(
            source=new.source,
            source_format=SourceFormat.MARKDOWN,
            html=html,
            renderer_version=RENDERER_VERSION,
            version=version + 1,
            edited_at=moment,
            editor_id=user_id,
        )
    )
    if not written:
        raise StaleEdit("Somebody edited this since you opened it.")
    if version == 1:
        _keep(post, 1, old, post.author_id, post.created_at)
    _keep(post, version + 1, new, user_id, moment)
    db.session.expire(post)


def _keep(post: Post, version: int, words: _Words, by: int, at: datetime) -> None:
    db.session.add(
        PostRevision(
            post_id=post.id,
            version=version,
            title=words.title,
            tags=words.tags,
            source=words.source,
            author_id=by,
            written_at=at,
        )
    )


def _publish_edit(user_id: int, post: Post) -> None:
    events.publish(
        PostEdited(
            object_id=post.thread_id,
            actor_id=user_id,
            post_id=post.id,
            version=post.version,
        )
    )

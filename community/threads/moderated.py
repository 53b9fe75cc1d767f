"""Posts as moderators decide about them: questions and answers."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from community.accounts.affiliations import list_colleagues
from community.accounts.correspondence import write_to, write_unlinkably
from community.accounts.queries import find_user
from community.catalog.models import Product, Vendor
from community.catalog.queries import category_of_product
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.moderating import ModeratedItem
from community.core.visibility import State
from community.threads import access
from community.threads.models import Post, PostKind, SourceFormat, Thread
from community.threads.owners import open_author, owner_key
from community.threads.paths import post_path
from community.threads.queries import (
    get_question_post,
    get_readable_post_for,
    get_thread_for,
)
from community.threads.rules import locking, rearranging, redacting, removing

_UNDO = {
    "move": rearranging.move_back,
    "merge": rearranging.part_again,
    "split": rearranging.join_again,
}


class ModeratedPosts:
    """The posts of app.py."""

    kind = "post"
    label = "Post"

    def find(self, actor: Actor, public_id: str) -> ModeratedItem | None:
        try:
            post, thread = get_readable_post_for(actor, public_id)
        except NotFound:
            return None
        return _item(post, thread)

    def find_on_page(self, actor: Actor, public_id: str) -> ModeratedItem | None:
        try:
            thread = get_thread_for(actor, public_id)
        except NotFound:
            return None
        return self.find(actor, get_question_post(thread).public_id)

    def load(self, object_id: int) -> ModeratedItem:
        return _item(*_row(object_id))

    def is_own(self, actor: Actor, object_id: int) -> bool:
        return access.is_author(actor, _row(object_id)[0])

    def is_of_colleague(self, actor: Actor, object_id: int) -> bool:
        key = _row(object_id)[0].owner_key
        if key is None:
            return False
        return key in map(owner_key, list_colleagues(actor.user_id or 0))

    def hold(self, object_id: int) -> None:
        post, thread = _row(object_id)
        removing.hold_post(thread, post)

    def hide(self, actor: Actor, object_id: int, reason: str) -> None:
        post, thread = _row(object_id)
        removing.hide_post(actor, thread, post, reason)

    def remove(self, actor: Actor, object_id: int, reason: str) -> None:
        post, thread = _row(object_id)
        removing.strike_post(actor, thread, post, reason)

    def redact(
        self, actor: Actor, object_id: int, texts: Sequence[str], reason: str
    ) -> Mapping[str, Any]:
        post, thread = _row(object_id)
        return redacting.redact_post(actor, thread, post, texts, reason)

    def unredact(
        self, actor: Actor, object_id: int, kept: Mapping[str, Any], reason: str
    ) -> None:
        post, thread = _row(object_id)
        redacting.put_back(actor, thread, post, kept, reason)

    def move(
        self, actor: Actor, object_id: int, target: str, reason: str
    ) -> Mapping[str, Any]:
        post, thread = _row(object_id)
        return rearranging.move(actor, thread, post, target, reason)

    def merge(
        self, actor: Actor, object_id: int, target: str, reason: str
    ) -> Mapping[str, Any]:
        post, thread = _row(object_id)
        return rearranging.merge(actor, thread, post, target, reason)

    def split(
        self, actor: Actor, object_id: int, target: str, reason: str
    ) -> Mapping[str, Any]:
        post, thread = _row(object_id)
        return rearranging.split(actor, thread, post, target, reason)

    def put_in_place(
        self, actor: Actor, object_id: int, deed: str, kept: Mapping[str, Any]
    ) -> None:
        post, thread = _row(object_id)
        _UNDO[deed](actor, thread, post, kept)

    def lock(self, actor: Actor, object_id: int, reason: str) -> None:
        post, thread = _row(object_id)
        locking.lock(actor, thread, post, reason)

    def unlock(self, actor: Actor, object_id: int, reason: str) -> None:
        post, thread = _row(object_id)
        locking.unlock(actor, thread, post, reason)

    def show(self, actor: Actor, object_id: int, reason: str) -> None:
        post, thread = _row(object_id)
        removing.unhide_post(actor, thread, post, reason)

    def category_of(self, object_id: int) -> int | None:
        return category_of_product(_row(object_id)[1].product_id)

    def write_to_author(self, object_id: int, subject: str, text: str) -> bool:
        post, _ = _row(object_id)
        if post.author_id is not None:
            return write_to(post.author_id, subject, text)
        if post.sealed_author is None:
            return False
        return write_unlinkably(open_author(post.sealed_author), subject, text)


def _row(post_id: int) -> tuple[Post, Thread]:
    row = db.session.execute(
        sa.select(Post, Thread)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.id == post_id)
    ).one()
    return row[0], row[1]


def _item(post: Post, thread: Thread) -> ModeratedItem:
    author = None if post.author_id is None else find_user(post.author_id)
    is_question = post.kind is PostKind.QUESTION
    product = db.session.get(Product, thread.product_id) if thread.product_id else None
    vendor = db.session.get(Vendor, thread.vendor_id) if thread.vendor_id else None
    return ModeratedItem(
        kind=ModeratedPosts.kind,
        object_id=post.id,
        public_id=post.public_id,
        title=thread.title if is_question else f"Answer to: {thread.title}",
        url=post_path(post.public_id),
        text=f"{thread.title}\n\n{post.source}" if is_question else post.source,
        version=post.version,
        author=author.display_name if author else post.alias or "",
        author_id=post.author_id,
        vendor_id=thread.vendor_id,
        is_public=post.state is State.PUBLIC and thread.state is State.PUBLIC,
        is_verified=post.card_id is not None,
        is_disclosed=post.interested,
        state=post.state,
        is_locked=thread.locked_at is not None if is_question else None,
        is_answer=not is_question,
        parts=_parts(post, thread),
        vendor=vendor.slug if vendor else "",
        product=product.slug if product else "",
        subject=product.name if product else vendor.name if vendor else "",
    )


def _parts(post: Post, thread: Thread) -> tuple[tuple[str, str], ...]:
    if post.source_format is SourceFormat.HTML:
        return ()  # of an archive: hidden as a whole, or not at all
    text = ("Text", post.source)
    if post.kind is PostKind.ANSWER:
        return (text,)
    return (("Title", thread.title), text)

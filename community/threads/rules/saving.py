"""Keeping what somebody writes until it is posted: no version overwrites another unseen."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from community.core import clock
from community.core.actors import Actor
from community.core.db import changed, db, insert_ignore, new_public_id
from community.core.errors import Conflict, Invalid, StaleEdit
from community.core.text import clean_block, clean_line
from community.threads import access, saved
from community.threads.drafts import MAX_BODY
from community.threads.models import TITLE_COLUMN, Post, Thread
from community.threads.owners import all_of
from community.threads.saved import MAX_LINE, SavedDraft, draft_key

MOST_DRAFTS = 50
KEPT = timedelta(days=180)


@dataclass(frozen=True)
class Typed:
    """What stands in a form, as it is: nothing in it needs to be right yet."""

    title: str = ""
    product: str = ""
    body: str = ""
    tags: str = ""
    anonymous: bool = False
    interested: bool = False


@dataclass(frozen=True)
class Seen:
    """Which draft a form goes on with, and the version that it shows; none in a new one."""

    public_id: str = ""
    version: int = 0


def save_draft(
    actor: Actor, typed: Typed, *, thread: Thread | None = None, seen: Seen = Seen()
) -> SavedDraft:
    """Keep a question, or an answer to `thread`; raise StaleEdit over what was not seen."""
    user_id = access.require_contributor(actor)
    words = _checked(typed)
    draft = find_saved(actor, thread, seen)
    if draft is None:
        return _add(actor, user_id, words, thread)
    if words == _words_of(draft):
        return draft
    written = changed(
        sa.update(SavedDraft)
        .where(
            SavedDraft.id == draft.id,
            SavedDraft.version == seen.version,
            SavedDraft.public_id == seen.public_id,
        )
        .values(**vars(words), version=seen.version + 1, saved_at=clock.now())
    )
    if not written:
        raise StaleEdit("You saved another text meanwhile, in another window perhaps.")
    db.session.refresh(draft)
    return draft


def is_posted(actor: Actor, body: str) -> bool:
    """Whether these very words are out: a page that saved itself may come too late."""
    words = clean_block(body).strip()
    if actor.user_id is None or not words:
        return False
    own = sa.and_(all_of(actor.user_id, Post), Post.source == words)
    return bool(db.session.scalar(sa.select(sa.exists().where(own))))


def find_saved(actor: Actor, thread: Thread | None, seen: Seen) -> SavedDraft | None:
    """Return what a form would overwrite."""
    if thread is not None:
        return saved.find_answer_draft(actor, thread.id)
    draft = saved.find_draft(actor, seen.public_id)
    return draft if draft is not None and draft.thread_id is None else None


def drop_posted(actor: Actor, thread: Thread | None, seen: Seen, posted: Typed) -> None:
    """Forget the draft of what was posted; one that says something else meanwhile stays."""
    draft = find_saved(actor, thread, seen)
    if draft is None:
        return
    if draft.version == seen.version or _words_of(draft) == _cleaned(posted):
        db.session.delete(draft)


def delete_draft(draft: SavedDraft) -> None:
    """Forget a draft that was found for its author."""
    db.session.delete(draft)


def forget_old() -> None:
    """Forget what nobody has gone on with; a periodic job calls it."""
    changed(sa.delete(SavedDraft).where(SavedDraft.saved_at < clock.now() - KEPT))


def _cleaned(typed: Typed) -> Typed:
    return Typed(
        title=clean_line(typed.title),
        product=clean_line(typed.product),
        body=clean_block(typed.body).strip(),
        tags=clean_line(typed.tags),
        anonymous=typed.anonymous,
        interested=typed.interested,
    )


def _checked(typed: Typed) -> Typed:
    words = _cleaned(typed)
    if not (words.title or words.body):
        raise Invalid("There is nothing to save yet.")
    most = (("title", TITLE_COLUMN), ("product", MAX_LINE), ("tags", MAX_LINE))
    for name, length in (*most, ("body", MAX_BODY)):
        if len(getattr(words, name)) > length:
            sentence = f"Keep it to {length:,} characters."
            raise Invalid("The draft is not saved.", fields={name: sentence})
    return words


def _words_of(draft: SavedDraft) -> Typed:
    return Typed(
        title=draft.title,
        product=draft.product,
        body=draft.body,
        tags=draft.tags,
        anonymous=draft.anonymous,
        interested=draft.interested,
    )


def _add(actor: Actor, user_id: int, words: Typed, thread: Thread | None) -> SavedDraft:
    if saved.count_drafts(actor) >= MOST_DRAFTS:
        raise Conflict(
            f"You have {MOST_DRAFTS} drafts. Delete one that you don’t need."
        )
    public_id = new_public_id()
    row = {
        **vars(words),
        "public_id": public_id,
        "owner_key": draft_key(user_id),
        "thread_id": None if thread is None else thread.id,
        "version": 1,
        "saved_at": clock.now(),
    }
    if not insert_ignore(SavedDraft, [row]):
        raise StaleEdit(
            "You saved another text a moment ago, in another window perhaps."
        )
    return saved.get_draft(actor, public_id)

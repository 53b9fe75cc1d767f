"""Who may see and do what with threads: each predicate beside its query filter."""

from datetime import timedelta

import sqlalchemy as sa

from community.core import clock
from community.core.actors import Actor
from community.core.errors import Conflict, Forbidden, NotFound
from community.core.visibility import State
from community.threads.models import Chooser, Post, PostKind, Thread
from community.threads.owners import all_of, is_of
from community.threads.pricewords import prices_in

WAITS = timedelta(days=7)
"""How long who asked has time to choose an answer, before a moderator may."""

_SHOWN_TO_ALL = (State.PUBLIC, State.DELETED)
"""States of answers that everybody sees in a thread; a removed one is a stub."""
_GONE = (State.DELETED, State.REMOVED)
"""States of which only moderators still read the words."""


def listed_threads() -> sa.ColumnElement[bool]:
    """Filter for lists, feeds and search: what is public to everybody."""
    return Thread.state == State.PUBLIC


def can_see_thread(actor: Actor, thread: Thread) -> bool:
    """Whether the page exists for `actor`; its author always finds at least a stub."""
    return (
        thread.state is State.PUBLIC or actor.is_moderator or is_author(actor, thread)
    )


def visible_threads(actor: Actor) -> sa.ColumnElement[bool]:
    if actor.is_moderator:
        return sa.true()
    if actor.user_id is None:
        return Thread.state == State.PUBLIC
    return sa.or_(Thread.state == State.PUBLIC, all_of(actor.user_id, Thread))


def can_see_post(actor: Actor, post: Post) -> bool:
    """Whether `post` has a place in its thread's page, as text or as a stub."""
    return post.state in _SHOWN_TO_ALL or actor.is_moderator or is_author(actor, post)


def visible_posts(actor: Actor) -> sa.ColumnElement[bool]:
    if actor.is_moderator:
        return sa.true()
    if actor.user_id is None:
        return Post.state.in_(_SHOWN_TO_ALL)
    return sa.or_(Post.state.in_(_SHOWN_TO_ALL), all_of(actor.user_id, Post))


def can_read_post(actor: Actor, post: Post) -> bool:
    """Whether `actor` sees the text; of what was removed only moderators do."""
    if post.state is State.PUBLIC or actor.is_moderator:
        return True
    return post.state not in _GONE and is_author(actor, post)


def readable_posts(actor: Actor) -> sa.ColumnElement[bool]:
    if actor.is_moderator:
        return sa.true()
    if actor.user_id is None:
        return Post.state == State.PUBLIC
    own = sa.and_(all_of(actor.user_id, Post), Post.state.not_in(_GONE))
    return sa.or_(Post.state == State.PUBLIC, own)


def is_author(actor: Actor, item: Thread | Post) -> bool:
    """Whether `actor` wrote it, under the handle or under an alias."""
    return actor.user_id is not None and is_of(actor.user_id, item)


def can_contribute(actor: Actor) -> bool:
    """Ask, answer, edit, choose and vote: buyers with a proven address."""
    return not actor.is_visitor and actor.is_buyer and actor.proven


def require_contributor(actor: Actor) -> int:
    """Return the id of a member who may post; raise Forbidden for anybody else."""
    if not can_contribute(actor) or actor.user_id is None:
        raise Forbidden("Only buyers with a proven e-mail address may do that.")
    return actor.user_id


def require_open(thread: Thread) -> None:
    """Raise Conflict when the question was taken away while somebody answered it."""
    if thread.state is not State.PUBLIC:
        raise Conflict("This question is not public at the moment.")


def takes_answers(thread: Thread) -> bool:
    return (
        thread.state is State.PUBLIC
        and thread.duplicate_of_id is None
        and thread.locked_at is None
    )


def answerable_threads() -> sa.ColumnElement[bool]:
    """Filter for takes_answers()."""
    return sa.and_(
        listed_threads(), Thread.duplicate_of_id.is_(None), Thread.locked_at.is_(None)
    )


HEATED_MINUTES = 10
"""The same for everybody: minutes that grew with reports of one's own posts told of them."""


def is_heated(thread: Thread) -> bool:
    """Whether everybody waits between two answers to it for now."""
    return thread.heated_until is not None and clock.now() < thread.heated_until


def require_takes_answers(thread: Thread) -> None:
    """Raise Conflict when the question was taken away or closed as asked before."""
    require_open(thread)
    if thread.locked_at is not None:
        raise Conflict("A moderator locked this question: it takes no more answers.")
    if not takes_answers(thread):
        raise Conflict(
            "This was asked before, so it takes no more answers: answer that question."
        )


def can_invite(actor: Actor, thread: Thread) -> bool:
    """Whether `actor` may have those asked who know the product: who asks, once."""
    return (
        can_contribute(actor)
        and is_author(actor, thread)
        and takes_answers(thread)
        and thread.product_id is not None
    )


def require_can_invite(actor: Actor, thread: Thread) -> int:
    user_id = require_contributor(actor)
    if not is_author(actor, thread):
        raise Forbidden("Only who asked may invite others to answer.")
    if not can_invite(actor, thread):
        raise Conflict("Name the product first, in a question that takes answers.")
    return user_id


def can_close(actor: Actor, thread: Thread) -> bool:
    """Whether `actor` closes a question as asked before, or opens it again."""
    return (
        can_contribute(actor)
        and thread.state is State.PUBLIC
        and (is_author(actor, thread) or actor.is_moderator or actor.trusted)
    )


def require_can_close(actor: Actor, thread: Thread) -> int:
    user_id = require_contributor(actor)
    require_open(thread)
    if not can_close(actor, thread):
        raise Forbidden("Only who asked, moderators and trusted members may do that.")
    return user_id


def can_edit_post(actor: Actor, post: Post) -> bool:
    return (
        can_contribute(actor)
        and is_author(actor, post)
        and post.state in {State.PUBLIC, State.HELD}
    )


def require_can_edit(actor: Actor, post: Post) -> int:
    user_id = require_contributor(actor)
    if not is_author(actor, post):
        raise Forbidden("Only its author may edit this.")
    if not can_edit_post(actor, post):
        raise Conflict("This was taken away; it can't be edited at the moment.")
    return user_id


def can_remove_post(actor: Actor, post: Post) -> bool:
    return is_author(actor, post) and post.state not in _GONE


def can_restore_post(actor: Actor, post: Post) -> bool:
    deleted = post.state is State.DELETED and post.has_words
    return deleted and is_author(actor, post)


def require_author(actor: Actor, post: Post) -> None:
    """Raise Forbidden unless `actor` wrote it; a proven address is not asked for."""
    if not is_author(actor, post):
        raise Forbidden("Only its author may do that.")


def can_choose(actor: Actor, thread: Thread) -> bool:
    """Whether `actor` says which answer helped: who asked, or a moderator in their place."""
    return (
        can_contribute(actor)
        and thread.state is State.PUBLIC
        and (is_author(actor, thread) or stands_in(actor, thread))
    )


def stands_in(actor: Actor, thread: Thread) -> bool:
    """Whether a moderator may choose: who asked has not, in a week (never undoing theirs)."""
    return (
        actor.is_moderator
        and not is_author(actor, thread)
        and clock.now() - thread.created_at >= WAITS
        and (thread.accepted_post_id is None or thread.accepted_as is Chooser.MODERATOR)
    )


def require_can_choose(actor: Actor, thread: Thread, post: Post) -> None:
    require_contributor(actor)
    if not (is_author(actor, thread) or actor.is_moderator):
        raise Forbidden("Only who asked may choose the answer.")
    require_open(thread)
    if not can_choose(actor, thread):
        raise Forbidden(
            f"Moderators choose an answer where who asked has not for {WAITS.days} days."
        )
    if not is_author(actor, thread) and is_author(actor, post):
        raise Forbidden("Moderators don't choose their own answers.")
    if post.thread_id != thread.id or post.kind is not PostKind.ANSWER:
        raise NotFound("There is no such answer to this question.")
    if post.interested:
        raise Forbidden("Its author sells it or competes with it: choose a buyer’s.")


def can_vote(actor: Actor, post: Post) -> bool:
    return (
        can_contribute(actor)
        and not is_author(actor, post)
        and post.state is State.PUBLIC
    )


def require_can_vote(actor: Actor, post: Post) -> int:
    user_id = require_contributor(actor)
    if is_author(actor, post):
        raise Forbidden("One doesn't vote on one's own posts.")
    if post.state is not State.PUBLIC:
        raise Conflict("This was taken away; it can't be voted on at the moment.")
    return user_id


def can_compare(actor: Actor, post: Post) -> bool:
    """Whether `actor` may say how what they paid compares: others, where a price is named."""
    return can_vote(actor, post) and bool(prices_in(post.html))


def require_can_compare(actor: Actor, post: Post) -> int:
    user_id = require_contributor(actor)
    if is_author(actor, post):
        raise Forbidden("One doesn’t compare one’s own posts.")
    if not can_compare(actor, post):
        raise Conflict("This post names no price, or it was taken away.")
    return user_id


def can_moderate_post(actor: Actor, post: Post) -> bool:
    """Moderators decide about what others wrote, never about their own."""
    return actor.is_moderator and not is_author(actor, post)


def require_can_moderate(actor: Actor, post: Post) -> None:
    if not actor.is_moderator:
        raise Forbidden("Only moderators may do that.")
    if is_author(actor, post):
        raise Forbidden("Moderators don't decide about their own posts.")


def can_hide_name(actor: Actor, post: Post) -> bool:
    """Whether `actor` may put an alias in place of their handle, at any later time."""
    return is_author(actor, post) and post.alias is None


def can_reveal(actor: Actor, post: Post) -> bool:
    """Whether there is an author to look up, for a moderator with a reason."""
    return can_moderate_post(actor, post) and post.alias is not None


def require_can_reveal(actor: Actor, post: Post) -> None:
    """Raise Forbidden; on one's own the audit keeps nothing, or it would tell whose."""
    require_can_moderate(actor, post)
    if post.alias is None:
        raise NotFound("Its author's handle stands beside it.")

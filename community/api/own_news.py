"""One's own inbox, follows, followed searches and what one saved."""

from flask import Blueprint

from community.accounts.limits import count_unknown_profile
from community.api.bearer import ROOT
from community.api.operations import Operations
from community.api.scopes import Scope
from community.api.shapes import Paged
from community.api.shapes_own import (
    Follow,
    FollowLevel,
    Follows,
    Notice,
    Notices,
    Saved,
    SavedList,
    SearchToFollow,
)
from community.core.errors import NotFound
from community.core.web import SIGNED_IN, client_address, current_actor
from community.notifications import queries
from community.notifications.access import require_may_follow
from community.notifications.inbox import open_inbox
from community.notifications.kinds import Followed
from community.notifications.queries import FollowRow
from community.notifications.rules import following, reading, saving, watching
from community.notifications.targets import SAVEABLE, Target, get_target_for

part = Operations(
    Blueprint("api_news", __name__, url_prefix=ROOT), "My inbox and follows"
)
_READS, _WRITES = Scope.READ_OWN, Scope.WRITE_FOLLOWS
_FOLLOW = "/me/follows/{kind}/{reference}"
_SAVED = "/me/saved/{kind}/{reference}"


@part.get(
    "/me/notifications", answer=Notices, query=Paged, scope=_READS, policy=SIGNED_IN
)
def list_notifications(asked: Paged) -> Notices:
    """List what is new for you."""
    page = open_inbox(current_actor(), asked.after)
    items = [
        Notice(
            id=one.entry.public_id,
            headline=one.headline,
            why=str(one.why),
            is_read=one.is_read,
            changed_at=one.changed_at,
            url=one.url or None,
        )
        for one in page.items
    ]
    return Notices(items=items, next=page.next_cursor)


@part.change(
    "POST", "/me/notifications/{public_id}/read", scope=_WRITES, policy=SIGNED_IN
)
def mark_read(public_id: str) -> None:
    """Mark an entry as read: no mail repeats it."""
    actor = current_actor()
    reading.mark_read(actor, queries.get_entry_for(actor, public_id))


@part.change("POST", "/me/notifications/read-all", scope=_WRITES, policy=SIGNED_IN)
def mark_all_read() -> None:
    """Mark everything as read."""
    reading.mark_all_read(current_actor())


@part.get("/me/follows", answer=Follows, query=Paged, scope=_READS, policy=SIGNED_IN)
def list_follows(asked: Paged) -> Follows:
    """List what you follow, searches too, and what you lately stopped following."""
    page = queries.list_follows(current_actor(), asked.after)
    return Follows(items=[_follow(one) for one in page.items], next=page.next_cursor)


@part.change("PUT", _FOLLOW, scope=_WRITES, policy=SIGNED_IN, body=FollowLevel)
def follow(kind: str, reference: str, sent: FollowLevel) -> None:
    """Follow a vendor, product, question, tag or person, or a search that you saved.

    `reference` is the slug of a vendor, the id of a product or question, a tag, a handle.
    """
    require_may_follow(current_actor(), Followed(kind))
    following.follow(current_actor(), _target(kind, reference), sent.level)


@part.change("DELETE", _FOLLOW, scope=_WRITES, policy=SIGNED_IN)
def stop_following(kind: str, reference: str) -> None:
    """Follow something no more."""
    following.stop(current_actor(), _target(kind, reference))


@part.change(
    "POST", "/me/searches", scope=_WRITES, policy=SIGNED_IN, body=SearchToFollow
)
def follow_search(sent: SearchToFollow) -> None:
    """Follow a search: you hear of what it finds from now on. It joins your follows."""
    watching.follow_search(current_actor(), sent.q)


@part.get("/me/saved", answer=SavedList, query=Paged, scope=_READS, policy=SIGNED_IN)
def list_saved(asked: Paged) -> SavedList:
    """List what you saved for later."""
    page = queries.list_saved(current_actor(), asked.after)
    items = [
        Saved(
            kind=one.saved.kind,
            ref=one.target.ref if one.target else None,
            name=one.target.name if one.target else None,
            url=one.target.path if one.target else None,
        )
        for one in page.items
    ]
    return SavedList(items=items, next=page.next_cursor)


@part.change("PUT", _SAVED, scope=_WRITES, policy=SIGNED_IN)
def save(kind: str, reference: str) -> None:
    """Save a question, product or vendor for later."""
    saving.save(current_actor(), _saveable(kind, reference))


@part.change("DELETE", _SAVED, scope=_WRITES, policy=SIGNED_IN)
def unsave(kind: str, reference: str) -> None:
    """Take something out of what you saved."""
    saving.unsave(current_actor(), _saveable(kind, reference))


def _target(kind: str, reference: str) -> Target:
    try:
        return get_target_for(current_actor(), Followed(kind), reference)
    except NotFound:
        if kind == Followed.PERSON:  # as on /u/: who guesses names is slowed down
            count_unknown_profile(client_address())
        raise


def _saveable(kind: str, reference: str) -> Target:
    if kind not in SAVEABLE:
        raise NotFound("Only questions, products and vendors can be saved.")
    return _target(kind, reference)


def _follow(one: FollowRow) -> Follow:
    target = one.target
    return Follow(
        id=one.follow.public_id,
        kind=one.follow.followed,
        ref=target.ref if target else None,
        name=target.name if target else None,
        level=one.follow.level,
        is_stopped=one.follow.stopped_on is not None,
        url=target.path if target else None,
    )

"""Who may do what to accounts."""

import sqlalchemy as sa

from community.accounts.models import LoginSession, User
from community.core.actors import Actor
from community.core.errors import Forbidden


def can_change_roles(actor: Actor) -> bool:
    return actor.is_host and actor.proven


def can_lock(actor: Actor, user: User) -> bool:
    """Whether `actor` keeps `user` out: the host may; moderators suspend, with reasons."""
    return actor.is_host and actor.proven and actor.user_id != user.id


def is_own_session(actor: Actor, session: LoginSession) -> bool:
    return actor.user_id is not None and session.user_id == actor.user_id


def own_sessions(actor: Actor) -> sa.ColumnElement[bool]:
    """Match the rows for which `is_own_session` is true."""
    if actor.user_id is None:
        return sa.false()
    return LoginSession.user_id == actor.user_id


def can_group(actor: Actor) -> bool:
    """Moderators see organisations and say which are one; it opens each and all."""
    return actor.is_moderator and actor.proven


def require_grouper(actor: Actor) -> None:
    if not can_group(actor):
        raise Forbidden("Only moderators see organisations.")

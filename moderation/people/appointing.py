"""The host says who moderates, and in which categories, and who is a host as well."""

from collections.abc import Collection

import sqlalchemy as sa

from community.accounts.correspondence import write_to
from community.accounts.models import AccountState, User
from community.accounts.rules import people
from community.accounts.rules.entering import require_password
from community.core.actors import Actor, Role
from community.core.db import changed, db
from community.core.errors import Conflict, Forbidden
from community.core.reasons import audit
from community.core.settings import get_settings
from moderation.models import ModeratorScope
from moderation.people.queries import get_person


def appoint(actor: Actor, handle: str) -> User:
    """Make a member a moderator; raise Conflict for who speaks for a vendor, and for hosts."""
    _require_host(actor)
    role = get_person(handle).role
    if role is Role.REP:
        raise Conflict("Who speaks for a vendor moderates nothing.")
    if role is Role.HOST:
        raise Conflict(
            "A host decides nothing that people wrote. Another host dismisses them first."
        )
    user = people.change_role(actor, handle, Role.MODERATOR)
    audit(actor, "moderator.appointed", "a moderator", f"{user.handle} moderates.")
    return user


def dismiss(actor: Actor, user: User) -> None:
    """Make a moderator a member again."""
    _require_host(actor)
    people.change_role(actor, user.handle, Role.MEMBER)
    _clear(user)
    audit(actor, "moderator.dismissed", "a moderator", f"{user.handle} did moderate.")


def set_scope(actor: Actor, user: User, category_ids: Collection[int]) -> None:
    """Let a moderator decide in some categories alone; in all, when none is named."""
    _require_host(actor)
    _clear(user)
    db.session.add_all(
        ModeratorScope(user_id=user.id, category_id=one) for one in sorted(category_ids)
    )
    where = f"in {len(category_ids)} categories" if category_ids else "everywhere"
    audit(actor, "moderator.scope", "a moderator", f"{user.handle} decides {where}.")


def appoint_host(actor: Actor, handle: str, *, password: str) -> User:
    """Make a member a host and tell all hosts.

    Raises Invalid for a password that is not the actor's, and Conflict for whoever
    decides or speaks for a vendor.
    """
    _require_host(actor)
    require_password(actor, password)
    user = get_person(handle)
    if user.role in (Role.REP, Role.MODERATOR):
        raise Conflict(
            "A host decides nothing that people wrote and speaks for no vendor. "
            "Make them a member first."
        )
    if user.state is not AccountState.ACTIVE or user.email_proven_at is None:
        raise Conflict("A host needs an account that is open, with a proven address.")
    people.change_role(actor, handle, Role.HOST)
    audit(actor, "host.appointed", "a host", f"{user.handle} is a host.")
    _tell_hosts(
        f"{user.handle} is a host now",
        f"{actor.handle} made {user.handle} a host, who may do all that a host may.",
    )
    return user


def dismiss_host(actor: Actor, user: User, *, password: str) -> None:
    """Make another host a member again and tell all hosts, the one who was too.

    One always stays, since nobody goes by themselves. Two who dismiss each other at the
    same moment take turns: the second is none any more. Raises Invalid for a password
    that is not the actor's.
    """
    _require_host(actor)
    require_password(actor, password)
    if user.id == actor.user_id:
        raise Conflict("Another host dismisses you: a site has one at all times.")
    hosts = db.session.scalars(
        sa.select(User.id)
        .where(User.role == Role.HOST)
        .order_by(User.id)
        .with_for_update()
    ).all()
    if actor.user_id not in hosts or user.id not in hosts:
        raise Conflict("Somebody else changed who is a host at the same moment.")
    people.change_role(actor, user.handle, Role.MEMBER)
    audit(actor, "host.dismissed", "a host", f"{user.handle} was a host.")
    _tell_hosts(
        f"{user.handle} is no host any more",
        f"{actor.handle} made {user.handle}, who was a host, a member again.",
        user.id,
    )


def _tell_hosts(subject: str, done: str, *others: int) -> None:
    """Write to all hosts, who did it as well: it may have been somebody at their device."""
    hosts = db.session.scalars(
        sa.select(User.id).where(User.role == Role.HOST).order_by(User.id)
    )
    text = (
        f"{done}\n\nAll hosts get this letter. If you did not expect it, ask each other; who "
        "did it without you has to be dismissed, and passwords changed:\n"
        f"{get_settings().base_url}/moderation/roster/"
    )
    for one in dict.fromkeys((*hosts, *others)):
        write_to(one, subject, text)


def _clear(user: User) -> None:
    changed(sa.delete(ModeratorScope).where(ModeratorScope.user_id == user.id))


def _require_host(actor: Actor) -> None:
    if not actor.is_host or not actor.proven:
        raise Forbidden("Only the host says who moderates, and who is a host.")

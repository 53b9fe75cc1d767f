"""Whose colleague somebody is: of their organisation, or of one of its group."""

from collections.abc import Collection

import sqlalchemy as sa

from community.accounts.domains import (
    DomainClass,
    domain_class,
    domain_of,
    registrable_domain,
)
from community.accounts.models import Organisation, OrganisationDomain, User
from community.accounts.queries import find_user
from community.core.db import db
from community.core.screening import Team


def work_domain(user_id: int) -> str:
    """Return where a member gets their mail, "" where anybody gets some."""
    user = find_user(user_id)
    host = domain_of((user.email if user else None) or "")
    if domain_class(host) is not DomainClass.CORPORATE:
        return ""
    return registrable_domain(host) or ""


def are_colleagues(user_id: int, other_id: int | None) -> bool:
    """Whether two speak for organisations of one group; nobody is their own colleague."""
    if other_id is None or other_id == user_id:
        return False
    return bool(db.session.scalar(sa.select(_one_of(user_id, [other_id]))))


def list_colleagues(user_id: int) -> list[int]:
    """Return the members of somebody's organisation and of its group, but for them."""
    return list(
        db.session.scalars(
            sa.select(User.id)
            .where(User.organisation_id.in_(group_of(user_id)), User.id != user_id)
            .order_by(User.id)
        )
    )


def is_of_team(user_id: int, team: Team) -> bool:
    """Whether somebody is of a vendor: by a claim, their mail, or their organisation.

    A claim that ended counts, and so does one that nobody has decided about; two queries
    at most.
    """
    if user_id in team.user_ids | team.declared_ids:
        return True
    if work_domain(user_id) in team.domains:
        return True
    works_there = sa.or_(
        _one_of(user_id, team.user_ids), _mail_at(user_id, team.domains)
    )
    return bool(db.session.scalar(sa.select(works_there)))


def group_of(user_id: int) -> sa.Select[int]:
    """Select the organisations of the group that somebody's belongs to."""
    root = sa.func.coalesce(Organisation.grouped_into_id, Organisation.id)
    own = (
        sa.select(root)
        .join(User, User.organisation_id == Organisation.id)
        .where(User.id == user_id)
        .scalar_subquery()
    )
    return sa.select(Organisation.id).where(root == own)


def _one_of(user_id: int, others: Collection[int]) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        User.id.in_(others), User.organisation_id.in_(group_of(user_id))
    )


def _mail_at(user_id: int, domains: Collection[str]) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        OrganisationDomain.domain.in_(domains),
        OrganisationDomain.organisation_id.in_(group_of(user_id)),
    )

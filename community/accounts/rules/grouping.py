"""Moderators say which organisations are one: subsidiaries, and second domains."""

from collections.abc import Sequence

import sqlalchemy as sa

from community.accounts import queries
from community.accounts.access import require_grouper
from community.accounts.domains import registrable_domain
from community.accounts.events import OrganisationsGrouped
from community.accounts.models import Organisation
from community.accounts.refusals import refused
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict, Forbidden
from community.core.events import Audited, publish
from community.core.text import clean_line

REASON_LENGTH = 500


def group_organisation(
    actor: Actor, organisation: Organisation, *, into: str, reason: str
) -> None:
    """Make `organisation`, and what is grouped into it, part of the one at `into`.

    `into` is a domain; the group's root is what all of them count as from now on.
    """
    require_grouper(actor)
    given = _check_reason(reason)
    target = _find_target(into)
    family = _lock_families(organisation, target)
    _require_apart(organisation, target)
    _require_no_part(actor, family)
    moving = [one for one in family if one.root_id == organisation.id]
    root_id = target.root_id
    for one in moving:
        one.grouped_into_id = root_id
    _tell(actor, "organisation.group", moving, root_id, given)


def take_apart(actor: Actor, organisation: Organisation, *, reason: str) -> None:
    """Let `organisation` count by itself again; the rest of its group stays together."""
    require_grouper(actor)
    given = _check_reason(reason)
    family = _lock_families(organisation)
    if organisation.grouped_into_id is None:
        raise Conflict("It is part of no group, or another moderator was faster.")
    _require_no_part(actor, family)
    organisation.grouped_into_id = None
    _tell(actor, "organisation.take-apart", [organisation], organisation.id, given)


def _check_reason(reason: str) -> str:
    given = clean_line(reason)
    if not given:
        raise refused(reason="Say why.")
    return given[:REASON_LENGTH]


def _find_target(into: str) -> Organisation:
    domain = registrable_domain(clean_line(into))
    found = None if domain is None else queries.find_organisation(domain)
    if found is None:
        raise refused(into="No organisation here has this domain.")
    return found


def _lock_families(*organisations: Organisation) -> list[Organisation]:
    """Read the groups of `organisations` anew and hold them until the commit.

    In one order, and all at once: of two moderators at the same time the second sees
    what the first did, whichever way round they group.
    """
    roots = {one.root_id for one in organisations}
    family = (
        sa.select(Organisation)
        .where(
            sa.or_(Organisation.id.in_(roots), Organisation.grouped_into_id.in_(roots))
        )
        .order_by(Organisation.id)
        .with_for_update()
    )
    fresh = {"populate_existing": True}
    found = list(db.session.scalars(family, execution_options=fresh))
    if {one.root_id for one in organisations} - roots:
        raise Conflict("Another moderator was faster. Look again.")
    return found


def _require_no_part(actor: Actor, family: Sequence[Organisation]) -> None:
    """Refuse who speaks for one of them.

    Cases of colleagues are closed to a moderator: those that close when an organisation
    joins their own would tell whose words under an alias are.
    """
    own = None if actor.user_id is None else queries.organisation_of(actor.user_id)
    if own in {one.id for one in family}:
        raise Forbidden("You speak for one of these: another moderator groups them.")


def _require_apart(organisation: Organisation, target: Organisation) -> None:
    if organisation.root_id == target.root_id:
        raise refused(into="The two are one already.")
    if organisation.grouped_into_id is not None:
        raise Conflict("It is part of a group: take it apart first.")


def _tell(
    actor: Actor,
    action: str,
    moved: Sequence[Organisation],
    root_id: int,
    reason: str,
) -> None:
    publish(OrganisationsGrouped(tuple(one.id for one in moved), root_id))
    for one in moved:
        publish(
            Audited(
                actor_id=actor.user_id,
                role=actor.role,
                action=action,
                subject=f"organisation {one.public_id}",
                reason=reason,
            )
        )

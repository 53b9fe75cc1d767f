"""Who sees an event, who runs it, and who may register for it."""

from dataclasses import dataclass

import sqlalchemy as sa

from community.core import clock
from community.core.actors import Actor, Role
from community.core.errors import Conflict, Forbidden
from community.core.factors import require_two_factors
from community.core.ports import Voice
from community.core.spokespeople import voice_of
from community.core.visibility import State, visible_states
from community.demos.kinds import Stage
from community.demos.models import Demo, DemoRegistration


@dataclass(frozen=True)
class Organiser:
    """Who announces: a vendor by one of its representatives, or the host (no voice)."""

    actor: Actor
    voice: Voice | None

    @property
    def vendor_id(self) -> int | None:
        return None if self.voice is None else self.voice.vendor_id


def require_organiser(actor: Actor) -> Organiser:
    """Return for whom `actor` announces; raise Forbidden for anybody else.

    Reading asks for both factors as well: who registered is not public.
    """
    voice = voice_of(actor)
    if voice is None and not (actor.is_host and actor.proven):
        raise Forbidden(
            "Vendors announce events by a confirmed representative, and the host does."
        )
    require_two_factors(actor)
    return Organiser(actor, voice)


def can_run(organiser: Organiser, demo: Demo) -> bool:
    """Whether it is theirs: all who speak for a vendor run its events, hosts the host's."""
    if organiser.voice is None:
        return demo.by_host
    return not demo.by_host and demo.vendor_id == organiser.vendor_id


def run_demos(organiser: Organiser) -> sa.ColumnElement[bool]:
    """Return the filter that can_run() is the predicate of."""
    if organiser.voice is None:
        return Demo.by_host.is_(True)
    return sa.and_(~Demo.by_host, Demo.vendor_id == organiser.vendor_id)


def can_see(actor: Actor, demo: Demo) -> bool:
    """Whether it stands for `actor`: what a moderator took away, for moderators alone."""
    return demo.state in visible_states(actor)


def seen_demos(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the filter that can_see() is the predicate of."""
    return Demo.state.in_(visible_states(actor))


def listed_demos() -> sa.ColumnElement[bool]:
    """Match what stands on lists and on the pages of products, for everybody alike."""
    return Demo.state == State.PUBLIC


def is_own(actor: Actor, registration: DemoRegistration) -> bool:
    return actor.user_id is not None and registration.user_id == actor.user_id


def own_registrations(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the filter that is_own() is the predicate of."""
    if actor.user_id is None:
        return sa.false()
    return DemoRegistration.user_id == actor.user_id


def is_guest_role(actor: Actor) -> bool:
    """Whether `actor` is one of those for whom events are: members with a proven address."""
    return actor.role is Role.MEMBER and actor.proven


def require_guest(actor: Actor) -> int:
    """Return the id of a buyer; raise Forbidden for anybody else."""
    if not is_guest_role(actor) or actor.user_id is None:
        raise Forbidden("Only members with a proven address register for events.")
    return actor.user_id


def is_ahead(demo: Demo) -> bool:
    """Whether it stands, has not ended, and is to take place."""
    return (
        demo.state is State.PUBLIC
        and demo.stage is Stage.ANNOUNCED
        and clock.now() < demo.ends_at
    )


def shows_link(demo: Demo) -> bool:
    """Whether those who registered are told where to join: not of what is off or hidden."""
    return is_ahead(demo) and bool(demo.link)


def is_full(demo: Demo) -> bool:
    return demo.seats is not None and demo.taken >= demo.seats


def require_ahead(demo: Demo) -> None:
    """Raise Conflict where it is too late to register, to reveal or to change anything."""
    if demo.state is not State.PUBLIC:
        raise Conflict("A moderator looks at this event. It does not stand now.")
    if demo.stage is Stage.CANCELLED:
        raise Conflict("This event was cancelled.")
    if not is_ahead(demo):
        raise Conflict("This event is over.")

"""Who speaks for a vendor: asked by rooms that may not know where reps are kept."""

from datetime import datetime

from flask import current_app

from community.core.actors import Actor
from community.core.errors import Forbidden
from community.core.factors import require_two_factors
from community.core.ports import OfficialLanes, Spokespeople, Voice
from community.core.ratelimit import Limit, hit_if_done

SPOKESPEOPLE = "fairquote.spokespeople"
_TEXTS_A_DAY = Limit(40, 86_400)
"""A vendor with more to say in a day talks at people, not with them."""
LANES = "fairquote.official_lanes"
"""`app.extensions[…]` are a Spokespeople and an OfficialLanes, which app.py hands over."""


def voice_of(actor: Actor) -> Voice | None:
    """Return for whom `actor` speaks; one query for reps, none for anybody else."""
    if not actor.is_rep or not actor.proven:
        return None
    known: Spokespeople = current_app.extensions[SPOKESPEOPLE]
    return known.voice_of(actor)


def require_voice(actor: Actor, vendor_id: int | None) -> Voice:
    """Return the voice of the vendor's rep who is about to write; raise Forbidden otherwise.

    Reading asks for no second factor, writing does.
    """
    voice = voice_of(actor)
    if voice is None or voice.vendor_id != vendor_id:
        raise Forbidden("Only a confirmed representative of its vendor may do that.")
    require_two_factors(actor)
    return voice


def count_text(voice: Voice, at: datetime | None = None) -> None:
    """Count what a rep has said or taken away today; samples say when it was."""
    if at is None:
        hit_if_done("reps.text", str(voice.user_id), _TEXTS_A_DAY)


def lanes() -> OfficialLanes:
    """Return what knows the official replies to questions."""
    found: OfficialLanes = current_app.extensions[LANES]
    return found

"""Who acts with a code besides the password only: the house's staff, and vendors' reps."""

from collections.abc import Callable

from flask import current_app

from community.core.actors import Actor
from community.core.errors import Forbidden
from community.core.settings import get_settings

NEEDED = "two-factors"
"""The code of a refusal whose page leads to setting them up."""
SAMPLE = "fairquote.sample_present"
"""`app.extensions[…]` tells whether the sample is here: its passwords are public anyway."""


def are_asked_for() -> bool:
    """Whether this installation asks for two factors at all; costs a query if it may."""
    if not get_settings().two_factors:
        return False
    sample_present: Callable[[], bool] = current_app.extensions[SAMPLE]
    return not sample_present()


def lacks(actor: Actor) -> bool:
    """Whether `actor` reads, and writes only once a log-in of theirs asks for a code."""
    needs_them = actor.is_rep or actor.is_staff
    return needs_them and not actor.two_factors and are_asked_for()


def require_two_factors(actor: Actor) -> None:
    """Raise Forbidden, with a page that leads to them, where they are needed and missing."""
    if lacks(actor):
        raise Forbidden(
            "Two factors come first: whoever speaks for a vendor, moderates or hosts "
            "logs in with a code besides the password.",
            code=NEEDED,
        )

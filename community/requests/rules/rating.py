"""How a buyer found the contact: stars of which a vendor learns the mean of several."""

from community.core import events
from community.core.actors import Actor
from community.core.errors import Conflict, Forbidden, Invalid
from community.core.measuring import Fact, Measured
from community.requests import access
from community.requests.models import MOST_STARS, BuyerRequest


def rate(actor: Actor, request: BuyerRequest, stars: int) -> None:
    """Give one to five stars, or others than before; once the vendor has answered."""
    if not access.is_own(actor, request):
        raise Forbidden("Only its buyer does that.")
    if request.answered_at is None:
        raise Conflict("Nobody has answered yet: there is nothing to rate.")
    if not 1 <= stars <= MOST_STARS:
        raise Invalid(
            "Nothing is rated yet.", fields={"stars": "Choose one to five stars."}
        )
    if request.stars is None:
        events.publish(Measured(Fact.CONTACT_RATED, detail=str(stars)))
    request.stars = stars

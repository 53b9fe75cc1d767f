"""What pages full of reviews tell a member of themselves: what they wrote and found helpful."""

from collections.abc import Mapping, Sequence
from typing import Any

from community.core.actors import Actor
from community.core.sharing import OWN, Known, MoreOf
from community.core.standin import tell
from community.reviews.queries import VOTED, list_voted
from community.reviews.reading import ReviewView

_AUTHORS = "authors"
_REVIEWS = "reviews"


class ReviewedPage(MoreOf):
    """A shared page with reviews on it."""

    def known_of_shown(self, actor: Actor, shown: Mapping[str, Any]) -> Known:
        """Return what its reader voted for, and whether they wrote one of the reviews.

        To change either is public: all pages are made anew then.
        """
        known = {**super().known_of_shown(actor, shown)}
        voted = list_voted(actor, shown[_REVIEWS])
        if voted:
            known[VOTED] = frozenset(voted)
        if actor.user_id in shown[_AUTHORS]:
            known[OWN] = True
        return known


def tell_reviews(views: Sequence[ReviewView]) -> None:
    """Say which reviews stand on the page that is made, if it is a shared one."""
    tell(
        **{
            _REVIEWS: tuple(one.review.id for one in views),
            _AUTHORS: frozenset(one.review.author_id for one in views),
        }
    )

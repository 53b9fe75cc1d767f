"""A rejection is kept with all that its author must be told (DSA 17), and they get a letter."""

from community.accounts.letters import Letter
from community.accounts.notices import keep_notice
from community.accounts.post import site
from community.core import clock
from community.core.actors import Actor
from community.core.errors import Invalid
from community.deals.contestable import Contestable
from community.deals.kinds import Ground
from community.deals.models import Deal
from community.deals.owners import decider_key, open_author

_CHOOSE = "Say on which ground: its author reads it."


def keep_rejection(
    actor: Actor, deal: Deal, one: Contestable, ground: Ground | None
) -> None:
    """Keep why something of `deal` is rejected and by whom; raise Invalid without a ground.

    The audit has its row already. The letter waits for the day's mails and names neither
    product nor price: an employer may see it arrive.
    """
    if ground is None:
        raise Invalid("Nothing has changed yet.", fields={"ground": _CHOOSE})
    one.ground = ground
    one.rejected_month = clock.current_month()
    one.rejected_by = decider_key(actor.user_id)
    _tell_author(
        deal,
        "rejected something that you reported. What it means, the reason, the rule, and "
        "how to appeal",
    )


def tell_judged(deal: Deal) -> None:
    """Let the author know that somebody else has looked at it again."""
    _tell_author(
        deal, "who had no part in the first decision has decided about your appeal"
    )


def forget_rejection(one: Contestable) -> None:
    """Let something be as if nobody had rejected it: it is decided anew."""
    one.decision_reason, one.ground = "", None
    one.rejected_month, one.rejected_by = "", ""
    one.appeal, one.appeal_state, one.appeal_reason = "", None, ""


def _tell_author(deal: Deal, what: str) -> None:
    # No deal's id: whoever sees the mail on its way would know whose it is.
    place = site()
    letter = Letter(
        f"A note about your account at {place.name}",
        f"A moderator of {place.name} {what}: {place.link('/deals/mine')}\n\n"
        "Only you can open that page.\n",
    )
    keep_notice(open_author(deal.sealed_author), letter)

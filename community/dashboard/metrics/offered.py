"""What became of what the host offers for an address, as figures."""

from collections.abc import Callable

from community.core.measuring import Fact
from community.dashboard.metrics.log import Log
from community.dashboard.metrics.values import share

OFFERED: tuple[tuple[str, Callable[[Log], str], str], ...] = (
    (
        "Offers shown",
        lambda log: str(log.count(Fact.OFFER_SHOWN)),
        "Views of the pages on which a guide or report is offered for an address.",
    ),
    (
        "Offers asked for",
        lambda log: str(log.count(Fact.OFFER_ASKED)),
        "How often somebody gave an address and ticked the consent.",
    ),
    (
        "Addresses proven",
        lambda log: share(log.count(Fact.OFFER_PROVEN), log.count(Fact.OFFER_ASKED)),
        "Consents whose address was proven by the mail’s link, as a share of the askings.",
    ),
    (
        "Consents taken back",
        lambda log: str(log.count(Fact.OFFER_WITHDRAWN)),
        "Consents given for an offer that were taken back in the period, whenever given.",
    ),
)

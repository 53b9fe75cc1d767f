"""Cards as a page shows them: deals that their authors show, rounded and in bands (P12)."""

from collections.abc import Sequence
from dataclasses import dataclass

from community.accounts.traits import INDUSTRY_LABELS, Industry
from community.catalog.models import Product
from community.deals.kinds import Evidence
from community.deals.labels import Tier, tier
from community.prices.dimensions import Dimension
from community.prices.models import PriceCard
from community.prices.wording import (
    part_words,
    per_words,
    plural,
    range_words,
    series_words,
)

_HALF_YEAR = "half-year"
_INDUSTRY = "industry"


@dataclass(frozen=True)
class ShownDeal:
    """What templates/prices/_cards.html reads of one card."""

    public_id: str
    price: str
    per: str
    what: str
    who: str
    handle: str
    tier: Tier | None


def shown_deals(cards: Sequence[PriceCard], product: Product) -> list[ShownDeal]:
    return [_shown(card, product) for card in cards]


def _shown(card: PriceCard, product: Product) -> ShownDeal:
    series = card.series
    said = {str(trait): str(text) for trait, text in card.traits}
    counted = plural(series.metric or "unit")
    what = [series_words(series)]
    if text := said.get(Dimension.QUANTITY):
        what.append(f"{part_words(Dimension.QUANTITY, text)} {counted}")
    if text := said.get(Dimension.TERM):
        what.append(part_words(Dimension.TERM, text))
    return ShownDeal(
        public_id=card.public_id,
        price=range_words(card.low, card.high, series.currency),
        per=per_words(series, product),
        what=" · ".join(what),
        who=" · ".join(_who(said)),
        handle=card.handle,
        tier=_tier(card.tier),
    )


def _who(said: dict[str, str]) -> list[str]:
    """Return what a card says of the organisation, and when it was."""
    who = []
    if text := said.get(Dimension.SIZE):
        who.append(f"{part_words(Dimension.SIZE, text)} people")
    if text := said.get(Dimension.REGION):
        who.append(part_words(Dimension.REGION, text))
    if text := said.get(_INDUSTRY):
        who.append(INDUSTRY_LABELS[Industry(text)])
    if text := said.get(_HALF_YEAR):
        who.append(text)
    return who


def _tier(text: str) -> Tier | None:
    """Return the badge of what stands behind a card; None where nothing does."""
    if not text or text == Evidence.NONE:
        return None
    return tier(Evidence(text))

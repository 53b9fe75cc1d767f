"""A release: all figures at once, on their day; who it rests on decides what may move (P7).

Computing takes no lock. What it found is written in one short transaction, after a last
look whether each line still counts: what was withdrawn meanwhile is in no figure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date

import sqlalchemy as sa
import structlog

from community.core import clock, events
from community.core.clock import Month
from community.core.db import db, transaction
from community.core.settings import get_settings
from community.deals.kinds import ReviewState
from community.prices import choices, gathering
from community.prices.calendar import first_day, slot_of
from community.prices.computing import Computed, compute
from community.prices.events import PricesReleased
from community.prices.extras import read_extras
from community.prices.gathering import Organised
from community.prices.models import PriceCard, Release
from community.prices.noting import candidates, show_notes
from community.prices.showing import show_cards
from community.prices.snapshot import is_released
from community.prices.taking import withheld_products
from community.prices.thresholds import Thresholds, thresholds_of
from community.prices.withholding import lock_snapshot
from community.prices.writing import Snapshot

METHOD = "method_v1"
_log = structlog.get_logger(__name__)
_ACCEPTED = (ReviewState.ACCEPTED,)


def publish_release(today: date | None = None) -> str | None:
    """Publish the release that is due and return its slot; None when it is out already.

    Commits in a transaction of its own; call it outside of one.
    """
    day = today or clock.now().date()
    every = get_settings().release
    slot = slot_of(day, every)
    if is_released(slot):
        return None
    thresholds = thresholds_of(get_settings())
    who = gathering.organised()
    month = Month(f"{day:%Y-%m}")
    found = _computed(who, thresholds, month)
    with transaction():
        if is_released(slot):
            return None
        release = Release(
            slot=slot,
            released_on=first_day(day, every),
            method=METHOD,
            settings=asdict(thresholds),
        )
        db.session.add(release)
        db.session.flush()  # its cells name it
        lock_snapshot()
        found = _still_true(found, who, thresholds, month)
        _tell_second_opinion(found)
        cards = [(series.key, card) for series in found for card in series.cards]
        notes = candidates(found, who)
        snapshot = Snapshot(release, thresholds, is_stricter=_is_stricter(release))
        withheld = withheld_products()
        found = [one for one in found if one.key.product_id not in withheld]
        snapshot.write(found)
        shown = [(snapshot.series_of(key), card) for key, card in cards]
        show_cards(release, shown, who.handles)
        show_notes(release, notes)
        events.publish(PricesReleased(release.id))
        return slot


def _tell_second_opinion(found: Sequence[Computed]) -> None:
    """Log for the host how many medians another method puts elsewhere; never of what."""
    apart = sum(series.published.is_apart for series in found)
    if apart:
        _log.warning("release.medians-apart", figures=apart)


def _is_stricter(release: Release) -> bool:
    """Whether the host raised a threshold since the release before."""
    before = db.session.scalar(
        sa.select(Release.settings)
        .where(Release.id != release.id)
        .order_by(Release.id.desc())
        .limit(1)
    )
    return before is not None and before != release.settings


def _computed(
    who: Organised,
    thresholds: Thresholds,
    month: Month,
    product_ids: Iterable[int] = (),
) -> list[Computed]:
    chosen = choices.all_choices()
    cards = _forms_of_cards()
    extras = read_extras(_ACCEPTED, product_ids=set(product_ids))
    return [
        series
        for product_id, reports in gathering.read_reports(
            who, _ACCEPTED, month=month, product_ids=set(product_ids)
        )
        for series in compute(
            reports, choices.of(chosen, product_id), thresholds, cards, extras
        )
    ]


def _forms_of_cards() -> dict[int, int]:
    rows = db.session.execute(sa.select(PriceCard.line_id, PriceCard.form))
    return {row.line_id: row.form for row in rows}


def _still_true(
    found: list[Computed], who: Organised, thresholds: Thresholds, month: Month
) -> list[Computed]:
    """Return `found`, computed again for products of which a line counts no more."""
    counting = gathering.counting_line_ids()
    stale = {series.key.product_id for series in found if series.line_ids - counting}
    if not stale:
        return found
    kept = [series for series in found if series.key.product_id not in stale]
    return [*kept, *_computed(who, thresholds, month, stale)]

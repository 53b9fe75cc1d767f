"""The scraper: it keeps each release, and compares any two of them.

What each figure rested on is worked out here from the raw store on the day of its
release, without what the application keeps for itself.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, field

import sqlalchemy as sa

from community.core import clock
from community.core.db import db, transaction
from community.deals.bands import quantity_band
from community.deals.kinds import DealState
from community.deals.models import Deal, DealLine
from community.prices import snapshot
from community.prices.dimensions import JOINED
from tests.market import Paid
from tests.privacy.scene import Scene

Basis = dict[str, tuple[object, ...]]


@dataclass
class Scraped:
    """What 24 releases showed: each figure that was ever shown, and who was behind it."""

    totals: list[Basis] = field(default_factory=list)
    parts: list[Basis] = field(default_factory=list)
    unions: list[Basis] = field(default_factory=list)
    moves: int = 0
    stood_still: int = 0
    smallest: list[int] = field(default_factory=list)
    """Of each two figures that differ: by how many organisations they do."""


def changed(one: Basis, other: Basis) -> int:
    return sum(one.get(name) != other.get(name) for name in one.keys() | other.keys())


def live(scene: Scene, chance: random.Random, releases: int) -> Scraped:
    """Let deals come and go between releases, and compare all that came out."""
    scraped = Scraped()
    owned: dict[int, int] = {}
    shown_ids: set[int] = set()
    for month in range(releases):
        _churn(scene, chance, owned, first=month == 0)
        scene.release(month)
        with scene.app.app_context():
            raw = _raw(scene.product_id, month)
            shown_ids = _read(scene.product_id, raw, shown_ids, scraped)
    _compare(scraped)
    return scraped


def _churn(
    scene: Scene, chance: random.Random, owned: dict[int, int], *, first: bool
) -> None:
    leaving = [] if first else [n for n in owned if chance.random() < 0.04]
    with scene.app.app_context(), transaction():
        for number in leaving:
            db.session.execute(
                sa.update(Deal)
                .where(Deal.id == owned.pop(number))
                .values(state=DealState.WITHDRAWN)
            )
    absent = [n for n in range(len(scene.market.user_ids)) if n not in owned]
    wanted = 24 if first else chance.choice((0, 1, 1, 2, 3))
    joining = chance.sample(absent, min(wanted, len(absent)))
    deals = scene.pay(
        *[
            Paid(
                number,
                1000 * chance.lognormvariate(0, 0.25),
                age_months=chance.randint(3, 12),
                quantity=chance.choice((5, 5, 60, 300)),
            )
            for number in joining
        ]
    )
    owned.update(zip(joining, deals, strict=True))


def _raw(product_id: int, month: int) -> Basis:
    """Return each organisation with what it contributes on the day of a release."""
    newest = clock.month_of(clock.now())
    oldest = clock.add_months(newest, month - 36)
    rows = db.session.execute(
        sa.select(Deal.org_key, DealLine.id, DealLine.unit_price, DealLine.quantity)
        .join(Deal, Deal.id == DealLine.deal_id)
        .where(
            DealLine.product_id == product_id,
            Deal.state == DealState.SUBMITTED,
            Deal.deal_month >= oldest,
        )
    )
    return {row.org_key: (row.id, row.unit_price, row.quantity) for row in rows}


def _read(product_id: int, raw: Basis, before: set[int], scraped: Scraped) -> set[int]:
    """Note who is behind each figure that is new; return the ids of all on show."""
    on_show: set[int] = set()
    for figures in snapshot.list_figures(product_id):
        cells = [figures.total, *(c for parts in figures.parts.values() for c in parts)]
        on_show |= {cell.id for cell in cells}
        if figures.total.id in before:
            scraped.stood_still += 1
        else:
            scraped.moves += 1
            scraped.totals.append(raw)
        for parts in figures.parts.values():
            if parts[0].id not in before:
                own = [_of_part(raw, part.label) for part in parts]
                scraped.parts += own
                scraped.unions.append({n: v for one in own for n, v in one.items()})
    return on_show


def _of_part(raw: Basis, label: str) -> Basis:
    bands = set(label.split(JOINED))
    return {name: said for name, said in raw.items() if quantity_band(said[2]) in bands}


def _compare(scraped: Scraped) -> None:
    """Hold each figure that was ever shown against each other one."""
    whole = [*scraped.totals, *scraped.unions]
    for group in (whole, scraped.parts):
        for number, one in enumerate(group):
            scraped.smallest += [
                difference
                for other in group[:number]
                if (difference := changed(one, other))
            ]


def histogram(scraped: Scraped) -> dict[int, int]:
    """Return how often two figures differed by so many organisations, the fewest first."""
    found: defaultdict[int, int] = defaultdict(int)
    for difference in scraped.smallest:
        found[difference] += 1
    return dict(sorted(found.items()))

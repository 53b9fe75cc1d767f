"""Print what 10,000 random sets of reports show that they must not: all counts of it are 0.

    python tests/bench/random_releases.py [SETS] [PRODUCTS]

First each set is computed as a release computes it: prices, breakdowns, shares in words,
fees and other extras, cards. Then 400 PRODUCTS of random sets are released on a real
site, with notes and editions that are estimated; every price of an edition that shows
nothing becomes another, and the same release must leave the same tables and the same
bytes of each page. Some ten minutes.
"""

import random
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).parent)]

import sqlalchemy as sa
import structlog
from site_under_test import new_site

from community.catalog.models import Plan
from community.core.actors import Role
from community.core.db import db, transaction
from community.deals.models import DealLine
from community.deals.notes.kinds import NoteState
from community.deals.notes.models import DealNote
from community.prices.models import (
    CellBasis,
    PriceCard,
    PriceCell,
    PriceNote,
    Release,
    Series,
)
from community.prices.release import publish_release
from tests.market import Market, Paid, add_products
from tests.privacy import datasets

ORGANISATIONS = 70
EDITIONS = 3
_SHOWN = (PriceCell, PriceNote, PriceCard)
_OWN = {"id", "released_in_id", "series_id"}
"""Columns that are counted anew with each release."""


def print_sets(count: int) -> None:
    began = time.perf_counter()
    found = datasets.tally(count)
    print(
        f"random sets: {found.sets:,}, {found.cells:,} published prices in totals and "
        f"{found.breakdowns:,} breakdowns, {found.words:,} shares in words, "
        f"{found.extras:,} extras, {found.cards:,} cards\n"
        f"  differences of 1 to 4 organisations within a breakdown: "
        f"{found.small_differences}\n"
        f"  shares, options and extras of too few: {found.thin}\n"
        f"  published bytes that changed with a deal in {found.suppressed:,} suppressed "
        f"sets, or with answers of too few in {found.unanswered:,} others: "
        f"{found.changed_bytes}\n"
        f"  suppressed only because members show cards: {found.for_cards:,}\n"
        f"  {time.perf_counter() - began:.0f} s",
        flush=True,
    )


def print_site(products: int) -> None:
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        _, app = new_site(Path(folder), cache_pages=False)
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
        with app.app_context():
            with transaction():
                paths = fill(products)
            release()
            before, pages = tables(), bodies(app, paths)
            with transaction():
                mutated = mutate_suppressed()
                forget_releases()
            release()
            after, again = tables(), bodies(app, paths)
    rows = sum(map(len, before.values()))
    changed = sum(before[name] != after[name] for name in before)
    bytes_changed = sum(
        sum(a != b for a, b in zip(pages[path], again[path], strict=False))
        + abs(len(pages[path]) - len(again[path]))
        for path in pages
    )
    estimated = sum(b"stimate" in page for page in pages.values())
    print(
        f"site: {products:,} products, {rows:,} published rows, of them "
        f"{len(before['price_note']):,} notes; {len(pages):,} pages, {estimated} of them "
        f"with an estimate; "
        f"{mutated:,} deals of editions that show nothing were changed\n"
        f"  tables that changed: {changed}; bytes of pages that changed: "
        f"{bytes_changed}\n  {time.perf_counter() - began:.0f} s",
        flush=True,
    )


def release() -> None:
    """Publish; the ids of what is new are drawn as the last time."""
    with patch("secrets.choice", random.Random(7).choice):
        publish_release()


def fill(count: int) -> list[str]:
    """Fill the site with products of random sets; return the paths of their pages."""
    chance = random.Random(20_000)
    market = Market(ORGANISATIONS + 5)
    products = add_products([f"Product {n}" for n in range(count)])
    for product in products:
        plans = [
            Plan(product_id=product.id, name=f"Plan {n}", key=f"plan-{n}")
            for n in range(EDITIONS)
        ]
        db.session.add_all(plans)
        db.session.flush()
        noted = []
        for plan in [None, *plans]:
            given = datasets.a_set(chance)
            paid = [_paid(one, given, plan and plan.id) for one in given.reports]
            noted += market.pay(product, paid)
        add_notes([one for one in noted if chance.random() < 0.1])
    return [f"/prices/arbor/{product.slug}/" for product in products]


def _paid(one, given, plan_id) -> Paid:
    return Paid(
        organisation=int(one.organisation[1:]),
        price=one.price,
        age_months=one.age_months,
        quantity=int(one.quantity),
        term_months=one.term_months,
        size=one.size,
        region=one.region,
        sector=one.sector,
        industry=one.industry,
        visibility=one.visibility,
        plan_id=plan_id,
        levers=tuple(one.levers),
        clauses={name: "yes" if yes else "no" for name, yes in one.clauses.items()},
        setup=one.price * 4 if one.line_id % 2 else None,
        first_offer=one.price * float(one.quantity) * 1.2 if one.line_id % 3 else None,
        more={"payment_days": one.payment_days, "satisfaction": one.satisfaction},
    )


def add_notes(deal_ids: Sequence[int]) -> None:
    for number in deal_ids:
        db.session.add(
            DealNote(
                deal_id=number,
                text=f"Words about it, {'and more ' * (number % 5)}of deal [removed].",
                state=NoteState.ACCEPTED,
                decided_role=Role.MODERATOR,
            )
        )


def mutate_suppressed() -> int:
    """Give each deal of an edition that shows nothing another price; return how many."""
    shown = sa.select(Series.product_id, Series.plan_id).join(
        PriceCell, PriceCell.series_id == Series.id
    )
    carded = sa.select(DealLine.product_id, DealLine.plan_id).join(
        PriceCard, PriceCard.line_id == DealLine.id
    )
    seen = {tuple(row) for one in (shown, carded) for row in db.session.execute(one)}
    hidden = [
        line
        for line in db.session.scalars(sa.select(DealLine))
        if (line.product_id, line.plan_id) not in seen
    ]
    for line in hidden:
        line.unit_price *= 3
    return len(hidden)


def forget_releases() -> None:
    """Let the next release be the first again."""
    for table in (PriceNote, PriceCard, CellBasis, PriceCell, Series, Release):
        db.session.execute(sa.delete(table))


def tables() -> dict[str, list[str]]:
    """Return what the tables of a release show, row by row."""
    found = {}
    for model in _SHOWN:
        columns = [one for one in model.__table__.columns if one.name not in _OWN]
        rows = db.session.execute(sa.select(*columns))
        found[model.__tablename__] = sorted(map(repr, map(tuple, rows)))
    return found


def bodies(app, paths: Sequence[str]) -> dict[str, bytes]:
    """Return each product's page, and those of its other series."""
    client = app.test_client()
    found = {path: client.get(path).get_data() for path in paths}
    for path, page in list(found.items()):
        for word in re.findall(rb'<option value="([\w.-]+)"', page):
            other = f"{path}?series={word.decode()}"
            found[other] = client.get(other).get_data()
    return found


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    sets, products = [*given, *(10_000, 400)[len(given) :]]
    print_sets(sets)
    print_site(products)

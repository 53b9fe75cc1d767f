"""Print the time and memory of a release, and of a product page with ever more deals.

    python tests/bench/publishing.py [DEALS] [PRODUCTS]

200,000 deals over 2,000 products by default, of 5,000 organisations, and the release of
the month after, in which each product has ten more; then one product with 10, 1,000
and 20,000 deals, its page asked for by a visitor without the page cache.
"""

import random
import re
import resource
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from random import Random

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).parent)]

import sqlalchemy as sa
import structlog
from site_under_test import new_site

from community.catalog.models import Product
from community.core import clock
from community.core.db import db, transaction
from community.prices.models import PriceCell
from community.prices.release import publish_release
from community.prices.reviewing import review_new_lines
from tests.market import Market, add_products, random_prices
from tests.queries import count_queries

ORGANISATIONS = 5_000


def memory() -> str:
    """Return what the process held at most, and what of it is its own now.

    The rest is the database file, which SQLite maps: it grows as the file does, up to
    the limit in core/sqlite, and the kernel takes it back when it needs it.
    """
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    own = re.search(r"RssAnon:\s+(\d+)", Path("/proc/self/status").read_text())
    return f"{most:.0f} MB at most, {int(own[1]) / 1024:.0f} MB its own"


def fill(deals: int, products: int) -> list[Product]:
    chance = random.Random(465)
    with transaction():
        market = Market(ORGANISATIONS)
        made = add_products([f"Product {n}" for n in range(products)])
        pay(market, made, deals // products, chance)
    return made


def pay(market: Market, products: list[Product], each: int, chance: Random) -> None:
    for number, product in enumerate(products):
        prices = random_prices(chance, ORGANISATIONS, each, 100.0 + number)
        market.pay(product, prices)


def release_figures(app, deals: int, products: int) -> None:
    with app.app_context():
        began = time.perf_counter()
        fill(deals, products)
        print(f"filled in {time.perf_counter() - began:.0f} s", flush=True)
        db.session.remove()
        before = memory()
        began, spent = time.perf_counter(), time.process_time()
        review_new_lines()
        looked = time.perf_counter()
        publish_release()
        done, cpu = time.perf_counter(), time.process_time() - spent
    print(
        f"{deals:,} deals, {products:,} products: looking {looked - began:.1f} s, "
        f"publishing {done - looked:.1f} s (both {cpu:.1f} s of CPU), {cells(app)}, "
        f"{memory()} (before: {before})",
        flush=True,
    )


def next_release_figures(app, months: int) -> None:
    """Print the time of one more release, with ten more deals of each product."""
    chance = random.Random(months)
    with app.app_context():
        with transaction():
            market = Market(ORGANISATIONS, prefix=f"later{months}-")
            made = list(db.session.scalars(sa.select(Product)))
            pay(market, made, 10, chance)
        db.session.remove()
        month = clock.add_months(clock.current_month(), months)
        began, spent = time.perf_counter(), time.process_time()
        publish_release(date(int(month[:4]), int(month[5:]), 1))
        done, cpu = time.perf_counter(), time.process_time() - spent
    print(
        f"{months} months later: publishing {done - began:.1f} s ({cpu:.1f} s of CPU), "
        f"{cells(app)}, {memory()}",
        flush=True,
    )


def cells(app) -> str:
    with app.app_context():
        count = db.session.scalar(sa.select(sa.func.count(PriceCell.id)))
    return f"{count:,} cells so far"


def page_figures(app) -> None:
    chance = random.Random(7)
    counts = (10, 1_000, 20_000)
    with app.app_context():
        for count in counts:
            organisations = max(10, count // 4)
            with transaction():
                market = Market(organisations, prefix=f"page{count}-")
                (product,) = add_products([f"Page {count}"], f"Vendor{count}")
                market.pay(product, random_prices(chance, organisations, count, 200))
        publish_release()
    for count in counts:
        print_page(app, count)


def print_page(app, count: int) -> None:
    path = f"/prices/vendor{count}/page-{count}/"
    client = app.test_client()
    client.get(path)
    with app.app_context(), count_queries() as queries:
        status = client.get(path).status_code
    times = []
    for _ in range(20):
        began = time.perf_counter()
        client.get(path)
        times.append(time.perf_counter() - began)
    print(
        f"page of {count:,} deals: {status}, {len(queries)} queries, "
        f"{statistics.median(times) * 1000:.1f} ms"
    )


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:]] or [200_000, 2_000]
    with tempfile.TemporaryDirectory() as folder:
        _, site = new_site(Path(folder), cache_pages=False)
        release_figures(site, *numbers)
        for later in (1, 2):
            next_release_figures(site, later)
    with tempfile.TemporaryDirectory() as folder:
        _, site = new_site(Path(folder), cache_pages=False)
        # Each page that is asked for writes a line.
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
        page_figures(site)

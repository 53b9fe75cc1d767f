"""Attacks by subtraction: what a total has that its parts have not, and the bars' counts."""

import random
import re
from itertools import combinations

import pytest
import sqlalchemy as sa

from community.accounts.traits import REGION_LABELS, OrgSize, Region
from community.core.db import db, transaction
from community.prices.dimensions import Dimension
from community.prices.kinds import CellKind
from community.prices.models import PriceCell, PriceChoice
from community.prices.thresholds import LEAST_BIN, LEAST_MEDIAN
from tests.market import Paid, add_products, spread
from tests.page import Page
from tests.privacy.scene import DESK, Scene, after, read

ORGANISATIONS = 70
SIZES = {OrgSize.TO_50: 50, OrgSize.TO_200: 200, OrgSize.TO_1000: 1000}


def crowd(chance: random.Random, count: int) -> list[Paid]:
    """Return prices of `count` organisations whose traits are as uneven as they are."""
    regions = chance.sample(list(Region), k=len(Region))
    return [
        Paid(
            organisation,
            1000 * chance.lognormvariate(0, 0.3),
            age_months=chance.randint(3, 20),
            quantity=round(30 * chance.lognormvariate(0, chance.choice((0.4, 1.5))))
            + 1,
            region=regions[min(int(chance.expovariate(1)), 3)],
            size=chance.choice(list(SIZES)),
        )
        for organisation in chance.sample(range(ORGANISATIONS), k=count)
    ]


def within(text: str, number: int) -> bool:
    """Whether a number is in a band as a page spells it."""
    low, *high = (int(one.replace(",", "")) for one in re.findall(r"[\d,]+", text))
    if text.startswith("up to"):
        return number <= low
    if text.endswith("or more"):
        return number >= low
    return low <= number <= (high or [low])[0]


def members(text: str, title: str, paid: list[Paid], named: set[str]) -> set[int]:
    """Return the organisations of a part, for somebody who knows all their traits."""
    if title == "By quantity":
        return {one.organisation for one in paid if within(text, one.quantity)}
    if title == "By size of the organisation":
        return {one.organisation for one in paid if within(text, SIZES[one.size])}
    if text == "Other":
        return {
            one.organisation for one in paid if REGION_LABELS[one.region] not in named
        }
    return {one.organisation for one in paid if REGION_LABELS[one.region] == text}


def breakdowns(page: Page) -> dict[str, list[str]]:
    """Return the labels of each table of parts, by its heading."""
    found = {}
    for section in re.findall(
        r'<section class="card" aria-labelledby="by-.*?</section>', page.html, re.DOTALL
    ):
        title = re.search(r"<h2[^>]*>(.*?)</h2>", section)[1]
        found[title] = [
            row.strip() for row in re.findall(r"<tr>\s*<td>(.*?)</td>", section)
        ]
    return found


@pytest.fixture
def wide(app) -> Scene:
    return Scene(app, ORGANISATIONS)


def test_a08_no_part_nor_parts_taken_from_the_total_leave_one_to_four(wide):
    """A tracker who knows who is in what: each difference is nobody, or five and more."""
    chance = random.Random(8)  # noqa: S311 - the same each time
    counts = [12, 14, 17, 20, 22, 24, 27, 30, 33, 36, 39, 40, 44, 48, 52, 56, 60, 66]
    markets = {f"Tool {n}": crowd(chance, count) for n, count in enumerate(counts)}
    with wide.app.app_context(), transaction():
        for number, product in enumerate(add_products(list(markets), "Birch")):
            wide.market.pay(product, markets[product.name])
            db.session.add(
                PriceChoice(
                    product_id=product.id,
                    first=(Dimension.REGION, Dimension.QUANTITY)[number % 2],
                    second=Dimension.SIZE,
                    instead_of_quartiles=True,
                    chosen_on=after(-1),
                )
            )
    wide.release()

    seen = 0
    for name, paid in markets.items():
        slug = name.lower().replace(" ", "-")
        page = Page(wide.client.get(f"/prices/birch/{slug}/"))
        assert read(page).median is not None
        everybody = {one.organisation for one in paid}
        for title, labels in breakdowns(page).items():
            parts = [members(one, title, paid, set(labels)) for one in labels]
            seen += 1
            for size in range(1, len(parts) + 1):
                for some in combinations(parts, size):
                    left = len(everybody - set().union(*some))
                    assert left == 0 or left >= LEAST_MEDIAN, (name, title, labels)
                    assert min(map(len, some)) >= LEAST_MEDIAN
    assert seen >= 12


def bars(scene: Scene) -> list[tuple[float, float]]:
    with scene.app.app_context():
        kind = PriceCell.kind == CellKind.TOTAL
        (cell,) = db.session.scalars(sa.select(PriceCell).where(kind))
        return [(float(low or 0), float(high or "inf")) for low, high, _ in cell.bins]


@pytest.mark.parametrize("seed", range(4))
def test_a19_no_bar_holds_fewer_than_three(scene, seed):
    """Not even the ends: the cheapest and the dearest stand with two others."""
    chance = random.Random(seed)  # noqa: S311
    prices = [1000 * chance.lognormvariate(0, 0.5) for _ in range(39)] + [90_000]
    scene.pay(*[Paid(n, price) for n, price in enumerate(prices)])
    scene.release()

    found = bars(scene)

    assert len(found) > 1
    assert "some 10 % of organisations" in scene.page().get(DESK).words()
    for low, high in found:
        assert sum(low <= price < high for price in prices) >= LEAST_BIN


def test_a19_below_forty_there_is_no_bar(scene):
    scene.pay(*spread(39))
    scene.release()

    assert bars(scene) == []

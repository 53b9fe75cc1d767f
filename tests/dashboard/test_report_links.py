"""A product's page leads to its report, for everybody alike, as long as it is offered."""

import re

import pytest
import sqlalchemy as sa

from community.catalog.merges import merge_products
from community.catalog.models import Product
from community.catalog.rules import ensure_product
from community.core.db import db, transaction
from community.dashboard.models import Offer
from community.dashboard.offerkinds import OfferKind
from community.dashboard.offers import keeping
from tests.dashboard.offering import get_offer, offer
from tests.page import PageClient
from tests.prices.seeds import arbor_desk
from tests.queries import count_queries

PATH = "/prices/arbor/arbor-desk/"
ROLES = ("ada", "cleo", "rae", "mo", "hana")


@pytest.fixture
def desk(app) -> str:
    """Commit Arbor Desk; return the address of its category's prices."""
    with app.app_context(), transaction():
        return f"/prices/category/{arbor_desk().category.slug}/"


def report(app, cast, title: str, subject: str = PATH, **more) -> str:
    return offer(app, cast, OfferKind.REPORT, title=title, subject=subject, **more)


def turn(app, cast, public_id: str, deed: str) -> None:
    with app.app_context(), transaction():
        getattr(keeping, deed)(cast.actor("hana"), get_offer(public_id))


def section(page: PageClient) -> str:
    """Return what the page says of a report, "" where it leads to none."""
    found = re.search(
        r'<section class="card" aria-labelledby="report">.*?</section>',
        page.get(PATH).html,
        re.DOTALL,
    )
    return found[0] if found else ""


@pytest.mark.usefixtures("desk")
def test_everybody_is_led_to_the_report_of_a_product(app, cast, page):
    assert section(page) == ""
    public_id = report(app, cast, "What buyers pay for Arbor Desk")

    told = section(page)
    assert f'href="/guides/{public_id}"' in told
    assert "What buyers pay for Arbor Desk" in told
    assert {section(cast.page(one)) for one in ROLES} == {told}
    page.get(f"/guides/{public_id}")


@pytest.mark.usefixtures("desk")
def test_only_what_is_offered_is_linked(app, cast, page):
    public_id = report(app, cast, "Figures", published=False)
    offer(app, cast, title="A guide to read")
    assert section(page) == ""
    turn(app, cast, public_id, "publish")
    assert "Figures" in section(page)
    turn(app, cast, public_id, "retire")
    assert section(page) == ""


def test_the_report_of_a_category_serves_its_products_until_one_has_its_own(
    app, cast, page, desk
):
    report(app, cast, "The whole category", desk)
    assert "The whole category" in section(page)
    report(app, cast, "Of this product")
    report(app, cast, "The category again", desk)
    assert "Of this product" in section(page)
    assert "category" not in section(page)


@pytest.mark.usefixtures("desk")
def test_a_page_with_a_report_asks_the_database_as_often(app, cast, page):
    page.get(PATH)
    asked = []
    for _ in range(3):
        with count_queries() as seen:
            cast.page("ada").get(PATH)
        asked.append(len(seen))
        report(app, cast, "Figures")
    assert len(set(asked)) == 1


@pytest.mark.usefixtures("desk")
def test_a_report_follows_its_product_into_another(app, cast, page):
    public_id = report(app, cast, "Figures")
    with app.app_context(), transaction():
        desk = db.session.scalars(sa.select(Product)).one()
        other = ensure_product(desk.vendor, "Arbor Other")
        merge_products(cast.actor("mo"), desk, other, "One and the same.")
        kept = db.session.scalars(sa.select(Offer.product_id)).one()
        assert kept == other.id

    assert f"/guides/{public_id}" in page.get("/prices/arbor/arbor-other/").links

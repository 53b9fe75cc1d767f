"""Who sees more of prices: who shared one that was accepted, and nobody else."""

import re

import pytest
import sqlalchemy as sa

from community.core.actors import VISITOR
from community.core.db import db, transaction
from community.deals.kinds import DealState, ReviewState
from community.deals.models import Deal, DealLine
from community.deals.rules.reporting import submit_deal
from community.prices.access import can_see_depth
from community.prices.dimensions import Choice, Dimension
from community.prices.models import PriceCard
from tests.prices.factories import crowd, publish_series, release, series_of
from tests.prices.seeds import arbor_desk
from tests.security.town import deal_draft

PATH = "/prices/arbor/arbor-desk/"
CLAUSES = [["auto_renew", "most"], ["true_down", "few"]]
OTHERS = "Who has shared a price that was accepted, whatever it was, also sees how"


@pytest.fixture
def desk(app, cast):
    """Arbor Desk with a volume curve; Ada's deal is accepted, Cleo's waits."""
    with app.app_context(), transaction():
        product = arbor_desk()
        by_quantity = Choice(first=Dimension.QUANTITY)
        publish_series(
            series_of(product), crowd(88), choice=by_quantity, clauses=CLAUSES
        )
        for handle in ("ada", "cleo"):
            deal = submit_deal(cast.actor(handle), deal_draft(product.id))
            if handle == "ada":
                deal.lines[0].review = ReviewState.ACCEPTED


def main_of(shown) -> str:
    """Return what stands below the head, in which moderators find their tools."""
    return re.search(r'<div class="columns">.*</main>', shown.html, re.DOTALL)[0]


@pytest.mark.usefixtures("desk")
def test_a_price_that_waits_for_a_person_opens_as_much_as_another(app, cast):
    with app.app_context(), transaction():
        db.session.execute(
            sa.update(DealLine)
            .where(DealLine.review == ReviewState.ACCEPTED)
            .values(review=ReviewState.HELD)
        )

    assert (
        "You see more because you shared a price" in cast.page("ada").get(PATH).words()
    )


@pytest.mark.usefixtures("desk")
def test_who_shared_a_price_sees_the_curve_and_clauses(cast):
    shown = cast.page("ada").get(PATH)

    words = shown.words()
    assert "You see more because you shared a price" in words
    assert re.search(r"By volume: \d+ % less per doubling of the quantity\.", words)
    assert "Renews by itself most Few: Quantity may go down." in words
    assert OTHERS not in words


@pytest.mark.usefixtures("desk")
def test_who_shared_a_price_is_told_what_to_expect_at_a_quantity(cast):
    browser = cast.page("ada")
    values = {"amount": "120000", "quantity": "120"}

    shown = browser.send(browser.get(PATH), values, action=f"{PATH}quote")

    assert re.search(r"At your quantity, expect about \$\d{3}\.\d\d per", shown.words())


@pytest.mark.usefixtures("desk")
def test_everybody_else_sees_the_same_bytes(page, cast):
    visitors = main_of(page.get(PATH))

    assert OTHERS in visitors
    assert "Renews by itself" not in visitors
    for handle in ("cleo", "rae", "mo", "hana"):
        assert main_of(cast.page(handle).get(PATH)) == visitors, handle


@pytest.mark.usefixtures("desk")
def test_a_withdrawn_deal_and_a_change_of_role_end_it(app, cast):
    ada = cast.actor("ada")
    with app.app_context():
        assert can_see_depth(ada)
        assert not can_see_depth(VISITOR)
        as_rep = type(ada)(ada.user_id, ada.handle, cast.actor("rae").role, proven=True)
        assert not can_see_depth(as_rep)
        with transaction():
            db.session.execute(sa.update(Deal).values(state=DealState.WITHDRAWN))
        assert not can_see_depth(ada)


@pytest.mark.usefixtures("desk")
def test_without_anything_deeper_nothing_is_promised(app, page):
    with app.app_context(), transaction():
        publish_series(series_of(arbor_desk()), crowd(12))

    assert OTHERS not in page.get(PATH).words()


@pytest.mark.usefixtures("desk")
def test_deals_that_their_authors_show_are_cards(app, page):
    traits = [
        ["quantity", "100–249"],
        ["term", "25–36 months"],
        ["half-year", "first half of 2026"],
        ["size", "201–1,000"],
        ["region", "emea"],
    ]
    with app.app_context(), transaction():
        lines = db.session.scalars(sa.select(DealLine).order_by(DealLine.id)).all()
        product = arbor_desk()
        shared = {
            "product_id": product.id,
            "series": series_of(product),
            "released_in_id": release().id,
        }
        db.session.add(
            PriceCard(
                line_id=lines[0].id,
                form=0,
                low=720,
                high=720,
                half_year="2026-1",
                traits=traits,
                tier="document",
                **shared,
            )
        )
        db.session.add(
            PriceCard(
                line_id=lines[1].id,
                form=9,
                low=700,
                high=880,
                traits=[["quantity", "100–249"], ["industry", "manufacturing"]],
                handle="cleo",
                tier="none",
                **shared,
            )
        )

    words = page.get(PATH).words()

    assert (
        "$720 per user and year New purchase · 100–249 users · 25–36 months "
        "✓ Document checked 201–1,000 people · Europe, Middle East and Africa · "
        "first half of 2026" in words
    )
    assert "$700 – $880 per user and year New purchase · 100–249 users" in words
    assert "· cleo" in words

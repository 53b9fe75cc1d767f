"""What an author is told of a price of their own, and nobody else."""

import pytest
import sqlalchemy as sa
from flask import Flask

from community.accounts.models import User
from community.core import clock
from community.core.db import db, transaction
from community.deals.kinds import Stage
from community.deals.models import Deal
from community.prices.contributor import ReleaseOutlook
from community.prices.release import publish_release
from tests.market import Market, Paid, add_products, spread

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def market(context):
    with transaction():
        return Market(12)


@pytest.fixture
def tell(market, app: Flask):
    """Report prices and return what the first author is told after a release."""
    with transaction():
        (product,) = add_products(["Desk"])

    def tell(*paid: Paid, changed=None) -> str:
        with transaction():
            deals = market.pay(product, paid)
            if changed:
                db.session.execute(
                    sa.update(Deal).where(Deal.id == deals[0]).values(**changed)
                )
        publish_release()
        deal = db.session.get_one(Deal, deals[0])
        return " ".join(ReleaseOutlook().sentences(market.user_ids[0], deal))

    return tell


def test_a_young_price_waits_for_a_release(tell, market):
    said = tell(Paid(0, 1000, age_months=1))

    starts = clock.add_months(clock.current_month(), 2)
    assert "It counts from the release of 1 " in said
    assert starts[:4] in said
    assert "3 months old" in said


def test_a_price_in_a_figure_is_told_where(tell):
    said = tell(*spread(6))

    assert "It is in the figure of Desk that came out on" in said
    assert "median $1,000, 5–9 organisations" in said


def test_a_price_without_a_figure_waits(tell):
    assert "No figure of its kind is published of Desk yet" in tell(Paid(0, 1000))


def test_a_price_that_came_later_waits_for_others(tell, market):
    said = tell(*[Paid(n, 1000) for n in range(1, 7)])
    assert "figure of Desk" in said

    assert "It moves when three organisations have changed" in said


def test_who_has_no_organisation_is_told_what_helps(tell):
    said = tell(Paid(0, 1000), changed={"org_key": None})

    assert "until your work e-mail is verified" in said


def test_what_never_counts_is_told_nothing_here(tell):
    assert tell(Paid(0, 1000, stage=Stage.QUOTE)) == ""


def test_an_author_who_left_every_organisation(tell, market):
    with transaction():
        db.session.execute(sa.update(User).values(organisation_id=None))

    assert "No figure" in tell(Paid(0, 1000))

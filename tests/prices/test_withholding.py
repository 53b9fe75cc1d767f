"""A price that is taken back: figures that stood on it go at once, all others stay."""

import pytest
import sqlalchemy as sa

from community.accounts.models import User
from community.core.db import db, transaction
from community.deals.kinds import Visibility
from community.deals.models import Deal
from community.deals.rules import reporting
from community.prices import snapshot
from community.prices.release import publish_release
from tests.market import Market, Paid, add_products, spread

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def market(context) -> Market:
    with transaction():
        return Market(30)


@pytest.fixture
def products(context):
    with transaction():
        return add_products(["Desk", "Pay"])


@pytest.fixture
def publish(market, products):
    def publish(*paid: Paid) -> list[int]:
        desk, pay = products
        with transaction():
            deals = market.pay(desk, paid)
            market.pay(pay, spread(6))
        publish_release()
        return deals

    return publish


def take_back(rule, market: Market, deal_id: int, number: int = 0) -> None:
    with transaction():
        user = db.session.get_one(User, market.user_ids[number])
        rule(user.actor, db.session.get_one(Deal, deal_id))


def shown(product) -> int:
    db.session.expire_all()
    return len(snapshot.list_figures(product.id))


@pytest.mark.parametrize("rule", [reporting.withdraw_deal, reporting.erase_deal])
def test_a_figure_of_five_goes_at_once_and_others_stay(market, products, publish, rule):
    deals = publish(*spread(5))
    assert [shown(one) for one in products] == [1, 1]

    take_back(rule, market, deals[0])

    assert [shown(one) for one in products] == [0, 1]


def test_two_prices_of_one_who_goes_take_the_figure_of_five_with_them(
    market, products, publish
):
    publish(*spread(5), Paid(0, 1100))
    assert shown(products[0]) == 1

    with transaction():
        reporting.erase_deals_of([market.user_ids[0]])

    assert [shown(one) for one in products] == [0, 1]


def test_a_figure_of_six_stays_until_the_next_release(market, products, publish):
    deals = publish(*spread(6))

    take_back(reporting.withdraw_deal, market, deals[0])

    assert shown(products[0]) == 1


def test_what_would_be_dominated_goes_at_once(market, products, publish):
    recent = [Paid(n, 1000, age_months=3) for n in range(4)]
    old = [Paid(n, 1000, age_months=36) for n in range(4, 7)]
    deals = publish(*recent, *old)

    take_back(reporting.withdraw_deal, market, deals[0])

    assert shown(products[0]) == 0


def test_another_price_of_the_same_organisation_still_counts(market, products, publish):
    deals = publish(*spread(5), Paid(0, 1000, age_months=9))

    take_back(reporting.withdraw_deal, market, deals[0])

    assert shown(products[0]) == 1


def test_a_part_takes_its_breakdown_along_and_leaves_the_total(
    market, products, publish
):
    few = [Paid(n, 1000, quantity=5, age_months=6) for n in range(8)]
    many = [Paid(n, 900, quantity=60, age_months=6) for n in range(8, 20)]
    deals = publish(*few, *many)
    (figures,) = snapshot.list_figures(products[0].id)
    assert len(figures.parts["quantity"]) == 2

    for number in range(3):
        take_back(reporting.withdraw_deal, market, deals[number], number)
    db.session.expire_all()
    (figures,) = snapshot.list_figures(products[0].id)
    assert len(figures.parts["quantity"]) == 2

    take_back(reporting.withdraw_deal, market, deals[3], 3)

    db.session.expire_all()
    (figures,) = snapshot.list_figures(products[0].id)
    assert figures.parts == {}


def test_a_card_goes_at_once(market, products, publish):
    shown_ones = [
        Paid(n, 1000, visibility=Visibility.CARD if n == 0 else Visibility.AGGREGATE)
        for n in range(6)
    ]
    deals = publish(*shown_ones)
    assert len(snapshot.list_cards(products[0].id, 5)) == 1

    take_back(reporting.withdraw_deal, market, deals[0])

    assert snapshot.list_cards(products[0].id, 5) == []


def test_deals_without_an_organisation_or_of_a_lost_one_move_nothing(
    market, products, publish
):
    deals = publish(*spread(6))
    for key in (None, "f" * 64):
        with transaction():
            db.session.execute(
                sa.update(Deal).where(Deal.id == deals[0]).values(org_key=key)
            )
            user = db.session.get_one(User, market.user_ids[0])
            deal = db.session.get_one(Deal, deals[0])
            reporting.restore_deal(user.actor, deal)
            reporting.withdraw_deal(user.actor, deal)

    assert shown(products[0]) == 1

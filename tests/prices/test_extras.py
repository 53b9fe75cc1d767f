"""What is paid or agreed besides the price: figures of their own, under the same rules."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from community.core.db import db, transaction
from community.deals.kinds import ReviewState, Stage, Visibility
from community.deals.models import DealLine
from tests.market import Paid, spread
from tests.privacy.scene import DESK, Scene

BESIDES = "Besides the price"


@pytest.fixture
def scene(app) -> Scene:
    return Scene(app)


def words(scene: Scene) -> str:
    return scene.page().get(DESK).words()


def besides(scene: Scene) -> str:
    return words(scene).partition(BESIDES)[2][:120]


def fees(count: int, *, first: int = 0, **more) -> list[Paid]:
    """Return deals of 50 units with a set-up fee: 20 and more a unit."""
    return [
        replace(one, setup=1000 + 50 * one.organisation, **more)
        for one in spread(count, first=first)
    ]


def renewals(count: int, *, rise: float = 1.05, **more) -> list[Paid]:
    return [
        replace(one, stage=Stage.RENEWAL, prior=one.price / rise, **more)
        for one in spread(count)
    ]


def offered(count: int) -> list[Paid]:
    """Return deals that were offered for a quarter more than was paid."""
    return [
        replace(one, first_offer=one.price * one.quantity / 0.8)
        for one in spread(count)
    ]


def test_fees_of_eight_are_a_median_for_one_unit(scene):
    scene.pay(*fees(9))
    scene.release()

    # Set-up fees of 1,000 to 1,400 for 50 units and a year: 20 to 28, the middle 24.
    assert "One-time fees add $24 per user and year · 5–9 organisations" in words(scene)


def test_an_uplift_is_in_steps_of_five_per_cent_of_renewals_alone(scene):
    scene.pay(*renewals(12, rise=1.0695))
    scene.release()

    shown = "On the price before +5 % to the nearest 5 % · 10–19 organisations"
    assert shown in words(scene)


def test_a_concession_is_what_was_paid_by_what_was_asked(scene):
    scene.pay(*offered(12))
    scene.release()

    shown = "Against the first offer −20 % to the nearest 5 % · 10–19 organisations"
    assert shown in words(scene)


@pytest.mark.parametrize("made", [renewals, offered])
def test_how_eleven_prices_changed_is_not_told(scene, made):
    """The price before is often known, and with it a figure of few tells the new one."""
    scene.pay(*made(11))
    scene.release()

    shown = words(scene)
    assert "Median paid" in shown
    assert BESIDES not in shown


def test_a_change_of_twelve_goes_at_once_when_one_leaves(scene):
    deals = scene.pay(*renewals(12))
    scene.release()
    assert BESIDES in words(scene)

    scene.withdraw(0, deals[0])

    shown = words(scene)
    assert "Median paid" in shown
    assert BESIDES not in shown


@pytest.mark.parametrize(
    "odd",
    [
        {"setup": None},
        {"age_months": 1},
        {"review": ReviewState.PENDING},
        {"stage": Stage.QUOTE},
        {"visibility": Visibility.CARD},
    ],
    ids=["no fee", "too young", "pending", "a quote", "on a card"],
)
def test_the_eighth_must_count(scene, odd):
    seven, last = fees(7), fees(8)[-1]
    scene.pay(*seven, replace(last, **odd), *spread(6, first=20))
    scene.release()

    shown = words(scene)
    assert "Median paid" in shown
    assert BESIDES not in shown


def test_who_weighs_too_much_among_those_who_said_hides_it(scene):
    old = [replace(one, age_months=36) for one in fees(7, first=1)]
    scene.pay(replace(fees(1)[0], age_months=3), *old, *spread(20, first=10))
    scene.release()

    shown = words(scene)
    assert "Median paid" in shown
    assert BESIDES not in shown


def test_nothing_stands_besides_a_price_that_is_not_shown(scene):
    empty = scene.body()
    scene.pay(*[replace(one, organisation=n % 4) for n, one in enumerate(fees(9))])
    scene.release()

    assert scene.body() == empty


def test_one_and_two_more_move_nothing_and_three_do(scene):
    scene.pay(*fees(9), *spread(20, first=10))
    scene.release()
    before = besides(scene)
    assert "One-time fees add $24 per" in before

    scene.pay(*fees(2, first=31, age_months=4))
    scene.release(1)
    assert besides(scene) == before

    scene.pay(*fees(1, first=33, age_months=4))
    scene.release(2)
    assert besides(scene) != before


def test_who_no_longer_says_it_takes_it_along_at_once_and_leaves_the_price(scene):
    """Another deal without a fee keeps the organisation in the price, not in the fees."""
    deals = scene.pay(*fees(8), *spread(8))
    scene.pay(*spread(6, first=20))
    scene.release()
    assert BESIDES in words(scene)

    scene.withdraw(0, deals[0])

    shown = words(scene)
    assert BESIDES not in shown
    assert "Median paid" in shown


def test_an_offer_for_several_products_says_nothing_of_one(scene):
    offers = [replace(one, first_offer=90_000) for one in spread(12)]
    deals = scene.pay(*offers)
    with scene.app.app_context(), transaction():
        line = {
            column.key: getattr(db.session.query(DealLine).first(), column.key)
            for column in DealLine.__table__.columns
            if column.key not in {"id", "deal_id", "position", "product_id"}
        }
        rows = [
            {**line, "deal_id": one, "position": 1, "product_id": scene.twin_id}
            for one in deals
        ]
        db.session.execute(sa.insert(DealLine), rows)
    scene.release()

    assert BESIDES not in words(scene)


def test_an_earlier_price_for_another_unit_is_no_answer(scene):
    scene.pay(*renewals(13, rise=12))
    scene.release()

    assert "Median paid" in words(scene)
    assert BESIDES not in words(scene)

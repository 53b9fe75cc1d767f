"""Attacks by showing the same prices once more: in another cut, product, edition or unit."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from community.accounts.traits import Region
from community.catalog.kinds import PricingModel
from community.catalog.merges import merge_products
from community.catalog.models import Plan, Product
from community.core.db import db, transaction
from community.deals.models import DealLine
from community.prices.dimensions import Dimension
from community.prices.models import PriceCell, PriceChoice
from tests.market import Paid, spread
from tests.privacy.scene import DESK, Scene, after

OTHER_WAY = "By region"


def crossed(count: int, *, first: int = 0, **more) -> list[Paid]:
    """Return prices of two bands of quantity and two regions, each half in each."""
    return [
        Paid(
            first + n,
            1000 + 30 * n,
            quantity=5 if n % 2 else 60,
            region=Region.EMEA if n % 4 < 2 else Region.NORTH_AMERICA,
            **more,
        )
        for n in range(count)
    ]


def choose(scene: Scene, first: Dimension | None, *, instead: bool = False) -> None:
    """Choose as a moderator may, a year after the choice before."""
    with scene.app.app_context(), transaction():
        db.session.merge(
            PriceChoice(
                product_id=scene.product_id,
                first=first,
                instead_of_quartiles=instead,
                chosen_on=after(-13),
            )
        )


def words(scene: Scene) -> str:
    return scene.page().get(DESK).words()


def test_another_dimension_after_a_year_does_not_cut_the_same_prices_again(scene):
    """Two breakdowns of twenty pin two buyers in five, whenever the second comes."""
    scene.pay(*crossed(24))
    scene.release()
    assert "By quantity" in words(scene)

    choose(scene, Dimension.REGION)
    scene.release(13)

    assert OTHER_WAY not in words(scene)
    assert "Median paid" in words(scene)


def test_another_dimension_waits_until_almost_all_prices_are_others(scene):
    """What of the first breakdown's prices is left may be a sixth of the second's."""
    scene.pay(*crossed(20, age_months=30), *crossed(4, first=20))
    scene.release()
    assert "By quantity" in words(scene)

    choose(scene, Dimension.REGION)
    scene.pay(*crossed(18, age_months=-6))
    scene.release(13)
    assert OTHER_WAY not in words(scene)

    scene.pay(*crossed(6, first=30, age_months=-6))
    scene.release(14)
    assert OTHER_WAY in words(scene)


def test_a_second_breakdown_with_large_parts_may_come_later(scene):
    scene.pay(*crossed(30))
    scene.release()
    assert "By quantity" in words(scene)

    with scene.app.app_context(), transaction():
        chosen = {"first": Dimension.QUANTITY, "second": Dimension.REGION}
        db.session.add(
            PriceChoice(product_id=scene.product_id, chosen_on=after(-13), **chosen)
        )
    scene.pay(*crossed(14, first=30))
    scene.release(1)

    assert "By quantity" in words(scene)
    assert OTHER_WAY in words(scene)


@pytest.mark.parametrize("quartiles_first", [True, False])
def test_quartiles_and_a_breakdown_of_twelve_are_not_had_in_turn(
    scene, quartiles_first
):
    choose(scene, Dimension.QUANTITY, instead=not quartiles_first)
    scene.pay(*crossed(14))
    scene.release()
    before = scene.shown()
    assert has_quartiles(scene) == quartiles_first
    assert (before.parts == ()) == quartiles_first

    choose(scene, Dimension.QUANTITY, instead=quartiles_first)
    scene.pay(*crossed(3, first=14))
    scene.release(13)

    figures = scene.shown()
    assert figures.median not in {None, before.median}
    assert figures.parts == ()
    assert not has_quartiles(scene)


def has_quartiles(scene: Scene) -> bool:
    """Whether the page says them of today; what was published before stays in the trend."""
    return "Middle half" in words(scene).split("Price over time")[0]


def merge_twin(scene: Scene, cast) -> None:
    with scene.app.app_context(), transaction():
        twin = db.session.get_one(Product, scene.twin_id)
        desk = db.session.get_one(Product, scene.product_id)
        merge_products(cast.actor("mo"), twin, desk, "They are one product.")


def plan_of(scene: Scene, product_id: int) -> int:
    with scene.app.app_context(), transaction():
        plan = Plan(product_id=product_id, name="Pro", key="pro")
        db.session.add(plan)
        db.session.flush()  # its deals name it
        return plan.id


@pytest.mark.parametrize("with_plans", [False, True])
def test_a_merged_product_shows_nothing_that_differs_by_one_from_before(
    scene, cast, with_plans
):
    """Six of the one were published; with the seventh, of the other, nothing may be."""
    mine = plan_of(scene, scene.product_id) if with_plans else None
    theirs = plan_of(scene, scene.twin_id) if with_plans else None
    empty = scene.shown()
    scene.pay(*spread(6, plan_id=theirs), twin=True)
    scene.pay(Paid(9, 4000, plan_id=mine))
    scene.release()
    assert scene.shown("/prices/arbor/deck/").median is not None

    merge_twin(scene, cast)
    scene.release(1)
    assert scene.shown() == empty

    scene.pay(*[Paid(n, 4000, plan_id=mine) for n in (10, 11)])
    scene.release(2)
    assert scene.shown().median is not None


def show_per(scene: Scene, units: int, deals: list[int]) -> None:
    """Let a product be shown per so many units, and these deals be saved again since."""
    with scene.app.app_context(), transaction():
        product = db.session.get_one(Product, scene.product_id)
        product.unit_quantity = units
        product.pricing_model = PricingModel.USAGE
        db.session.execute(
            sa.update(DealLine)
            .where(DealLine.deal_id.in_(deals))
            .values(unit_quantity=units)
        )


def test_another_display_unit_shows_nothing_that_differs_by_one_from_before(scene):
    """Six were published per user; per 1,000 users the seventh must not be told."""
    deals = scene.pay(*spread(6))
    scene.release()
    before = scene.shown()
    assert before.median == "1,000"

    show_per(scene, 1000, [*deals, *scene.pay(Paid(9, 4000))])
    scene.release(1)
    with scene.app.app_context():
        current = db.session.scalars(sa.select(PriceCell).filter_by(is_current=True))
        assert current.all() == []

    show_per(scene, 1000, scene.pay(*[Paid(n, 4000) for n in (10, 11)]))
    scene.release(2)
    assert scene.shown().median not in {None, before.median}


def test_editions_that_the_same_organisations_buy_do_not_hold_each_other_up(scene):
    """They are different prices: what one edition showed says nothing of another."""
    plan = plan_of(scene, scene.product_id)
    scene.pay(*spread(8, levers=("volume",)))
    scene.release()
    others = spread(9, price=3000, levers=("volume",))
    scene.pay(*[replace(one, plan_id=plan) for one in others])
    scene.release(1)

    with scene.app.app_context():
        current = db.session.scalars(sa.select(PriceCell).filter_by(is_current=True))
        kinds = sorted(one.kind for one in current)
    assert kinds == ["levers", "levers", "total", "total"]

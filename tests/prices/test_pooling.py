"""An estimate for thin editions: from published figures alone, labelled as what it is."""

import pytest

from community.core.db import db, transaction
from community.deals.kinds import Stage
from community.prices import pooling, snapshot
from tests.prices.factories import crowd, publish_series, series_of
from tests.prices.seeds import arbor_desk
from tests.prices.test_paid import PATH, plan_named, released

ESTIMATED = "estimated, "


@pytest.fixture(autouse=True)
def desk(app):
    with app.app_context(), transaction():
        arbor_desk()


@pytest.mark.parametrize(
    ("count", "price", "weight"),
    [(2, 1171.564, 0.4706), (5, 1261.183, 0.6897), (20, 1353.166, 0.8989)],
)
def test_thin_segments_are_drawn_to_their_group(count, price, weight):
    found, own = pooling.pooled(1400, count, 1000)

    assert (round(found, 3), round(own, 4)) == (price, weight)


def editions(app, *counts: int, around=(1000, 1000, 1400), **more) -> None:
    for name, count, price in zip(
        ("Basic", "Plus", "Pro"), counts, around, strict=False
    ):
        released(app, crowd(count, around=price), plan=name, **more)


def page_of(page, edition: str) -> str:
    return page.get(f"{PATH}?series={edition}.new.commercial.per-user-and-year").words()


def test_a_thin_edition_is_drawn_towards_the_products_other_editions(app, page):
    editions(app, 12, 24, 6)

    words = page_of(page, "pro")

    assert "Median paid $1,500" in words
    assert "drawn in it is $1,300: estimated, 69 % own data." in words
    assert ESTIMATED not in page_of(page, "basic")


def test_six_and_nine_organisations_say_the_same_of_themselves(app, page):
    """The weight of the true count would tell what the band does not."""
    editions(app, 12, 24, 9)

    assert "estimated, 69 % own data" in page_of(page, "pro")


@pytest.mark.parametrize(
    "odd",
    [{"stage": Stage.RENEWAL}, {"metric": "device"}],
    ids=["a renewal", "another unit"],
)
def test_what_is_sold_in_another_way_is_no_other_edition(app, page, odd):
    editions(app, 12, 24, **odd)
    released(app, crowd(6, around=1400), plan="Pro")

    assert ESTIMATED not in page_of(page, "pro")


@pytest.mark.parametrize("count", [4, 0])
def test_one_other_edition_or_a_thin_one_that_nobody_sees_is_no_group(app, page, count):
    editions(app, 12, count, 6)

    assert ESTIMATED not in page_of(page, "pro")


def test_editions_that_lie_far_apart_draw_little(app):
    """Two that cost 100 and 10,000 say next to nothing of a third."""
    with app.app_context():
        with transaction():
            product = arbor_desk()
            for name, price in (("Basic", 100), ("Plus", 10_000), ("Pro", 1400)):
                plan = plan_named(product, name)
                publish_series(series_of(product, plan=plan), crowd(6, around=price))
            product_id = product.id
        db.session.expire_all()
        published = snapshot.list_figures(product_id)
        (pro,) = [one for one in published if one.series.plan.name == "Pro"]

        found = pooling.estimate(pro, published)

    assert found is not None
    assert found.own_percent > 98

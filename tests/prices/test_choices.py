"""What prices are broken down by: a moderator's choice, frozen for a year."""

from datetime import date

import pytest
import sqlalchemy as sa

from community.core.db import db, transaction
from community.core.errors import Forbidden, Invalid
from community.prices import rules, snapshot
from community.prices.choices import DEFAULT, choice_of, frozen_until
from community.prices.dimensions import Choice, Dimension
from community.prices.models import PriceChoice
from community.prices.release import publish_release
from tests.market import Market, add_products, spread

PATH = "/prices/arbor/desk/breakdowns"


@pytest.fixture
def product(app):
    with app.app_context(), transaction():
        (product,) = add_products(["Desk"])
        db.session.expunge_all()
    return product


@pytest.fixture
def choose(cast):
    def choose(handle="mo", *, status=303, **values):
        page = cast.page(handle)
        form = page.get(PATH)
        filled = {"reason": "Buyers compare by region.", **values}
        return page.send(form, filled, action=PATH, status=status)

    return choose


def test_a_moderator_chooses_and_it_is_frozen_for_a_year(app, product, choose):
    choose(first="region", second="size", instead_of_quartiles="y")

    with app.app_context():
        assert choice_of(product.id) == Choice(
            Dimension.REGION, Dimension.SIZE, instead_of_quartiles=True
        )
        chosen = db.session.get(PriceChoice, product.id)
        assert (frozen_until(product.id) - chosen.chosen_on).days == 365
    again = choose(first="term", second="", status=409)
    assert "frozen until" in again.words()
    assert "Buyers compare by region." in again.html


def test_a_year_later_another_one_may_be_chosen(app, product, choose):
    choose(first="region")
    with app.app_context(), transaction():
        chosen = sa.update(PriceChoice).values(chosen_on=date(2020, 1, 1))
        db.session.execute(chosen)

    choose(first="", second="", instead_of_quartiles="")

    with app.app_context():
        assert choice_of(product.id) == Choice()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"first": "", "second": "size"}, "first before a second"),
        ({"first": "size", "second": "size"}, "another one than the first"),
        ({"first": "", "second": "", "instead_of_quartiles": "y"}, "no choice"),
        ({"first": "colour"}, "Not a valid choice"),
        ({"first": "size", "second": "", "reason": " "}, "Say why"),
    ],
)
def test_what_makes_no_sense_comes_back(product, choose, values, said):
    page = choose(status=422, **values)

    assert said in page.words()


def test_the_default_is_frozen_once_it_showed(app, product, choose):
    with app.app_context():
        assert choice_of(product.id) == DEFAULT
        assert frozen_until(product.id) is None
        with transaction():
            market = Market(20)
            market.pay(product, spread(10, quantity=5))
            market.pay(product, spread(10, first=10, quantity=60))
        publish_release()
        assert snapshot.list_figures(product.id)[0].parts

    assert "frozen until" in choose(first="term", status=409).words()


@pytest.mark.parametrize("handle", ["ada", "rae", "hana"])
def test_nobody_else_gets_in(product, cast, handle):
    assert cast.page(handle).get(PATH, status=403)


def test_the_rule_asks_who_it_is(app, product, cast):
    with app.app_context(), pytest.raises(Forbidden):
        rules.choose_breakdowns(
            cast.actor("hana"),
            product,
            first=None,
            second=None,
            instead_of_quartiles=False,
            reason="no",
        )


def test_the_rule_wants_a_reason(app, product, cast):
    with app.app_context(), pytest.raises(Invalid) as refused:
        rules.choose_breakdowns(
            cast.actor("mo"),
            product,
            first=Dimension.SIZE,
            second=None,
            instead_of_quartiles=False,
            reason=" ",
        )

    assert list(refused.value.fields) == ["reason"]

"""Published figures are counted again against what they rest on, and the host is told."""

import pytest
import sqlalchemy as sa

from community.core.db import db, transaction
from community.core.measuring import Fact
from community.core.worker import run_due
from community.dashboard.models import MeasuredFact
from community.prices import jobs
from community.prices.guarding import look_over
from community.prices.models import CellBasis, PriceCell
from tests.market import Market, add_products, spread

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def published(context) -> None:
    with transaction():
        market = Market(30)
        desk, pay = add_products(["Desk", "Pay"])
        market.pay(desk, spread(5))
        market.pay(pay, spread(6))
    jobs.publish()


def look() -> None:
    with transaction():
        look_over()


def facts() -> dict[Fact, int]:
    rows = db.session.execute(
        sa.select(MeasuredFact.fact, sa.func.sum(MeasuredFact.times))
        .where(MeasuredFact.fact.in_((Fact.FIGURE_SOUND, Fact.FIGURE_UNSOUND)))
        .group_by(MeasuredFact.fact)
    )
    return dict(rows.all())


def current() -> int:
    return db.session.scalar(
        sa.select(sa.func.count(PriceCell.id)).where(PriceCell.is_current)
    )


def test_each_release_is_counted_again(app, published):
    run_due(app)

    assert current() >= 2
    assert facts()[Fact.FIGURE_SOUND] % current() == 0
    assert Fact.FIGURE_UNSOUND not in facts()


def test_a_figure_that_rests_on_four_is_told_of(app, published):
    with transaction():
        basis = db.session.scalars(sa.select(CellBasis)).first()
        basis.members = dict(list(basis.members.items())[:4])

    look()

    assert facts() == {Fact.FIGURE_SOUND: current() - 1, Fact.FIGURE_UNSOUND: 1}


def test_a_figure_that_rests_on_nothing_known_is_told_of(app, published):
    with transaction():
        db.session.execute(sa.delete(CellBasis))

    look()

    assert facts() == {Fact.FIGURE_UNSOUND: current()}


def test_many_figures_are_read_in_pages(app, published, monkeypatch):
    monkeypatch.setattr("community.prices.guarding._PAGE", 1)

    look()

    assert facts() == {Fact.FIGURE_SOUND: current()}


def test_before_the_first_release_nothing_is_told(app):
    look()

    assert facts() == {}

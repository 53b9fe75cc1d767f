"""Releases: on their day, all at once, and a figure moves by nobody or by three and more."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import structlog
from flask import Flask

from community.accounts.models import User
from community.core import clock
from community.core.db import db, transaction
from community.deals.kinds import DealState, ReviewState, Stage
from community.deals.models import Deal, DealLine
from community.prices import release, snapshot
from community.prices.calendar import first_day, next_day, slot_of
from community.prices.kinds import CellKind
from community.prices.models import CellBasis, PriceCell, Release
from community.prices.release import publish_release
from community.prices.reviewing import review_new_lines
from tests.market import Market, Paid, add_products, spread

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def market(context) -> Market:
    with transaction():
        return Market(40)


@pytest.fixture
def product(context):
    with transaction():
        (product,) = add_products(["Desk"])
    return product


@pytest.fixture
def pay(market, product):
    def pay(*paid: Paid) -> list[int]:
        with transaction():
            return market.pay(product, paid)

    return pay


def after(months: int) -> date:
    """Return a day so many months from now; deals are as old then as they will be."""
    month = clock.add_months(clock.current_month(), months)
    return date(int(month[:4]), int(month[5:7]), 1)


def published(product):
    """Return what a page would read: (organisations, median, quartile) of each series."""
    db.session.expire_all()
    return [
        (one.total.organisations, one.total.median, one.total.p25)
        for one in snapshot.list_figures(product.id)
    ]


def only(product):
    (figures,) = published(product)
    return figures


def withdraw(deal_id: int) -> None:
    with transaction():
        db.session.execute(
            sa.update(Deal).where(Deal.id == deal_id).values(state=DealState.WITHDRAWN)
        )


def test_the_first_release_shows_what_five_organisations_paid(pay, product):
    pay(*spread(5))

    assert publish_release() == slot_of(clock.now().date(), "monthly")
    assert only(product) == ("5–9", 1000, None)


def test_a_release_comes_out_once(pay, product):
    pay(*spread(5))
    publish_release()
    pay(*spread(5, first=5))

    assert publish_release() is None
    assert only(product)[0] == "5–9"
    assert db.session.scalar(sa.select(sa.func.count(Release.id))) == 1


def test_the_log_says_how_many_medians_a_second_method_puts_elsewhere(pay, product):
    pay(*[Paid(n, 100 if n < 7 else 1000) for n in range(12)])

    with structlog.testing.capture_logs() as logs:
        publish_release()

    told = [one for one in logs if one["event"] == "release.medians-apart"]
    assert [(one["figures"], one["log_level"]) for one in told] == [(1, "warning")]
    assert "1000" not in repr(logs)


def test_four_are_nothing(pay, product):
    pay(*spread(4))

    publish_release()

    assert published(product) == []


@pytest.mark.parametrize(
    "odd",
    [
        {"stage": Stage.QUOTE},
        {"stage": Stage.RENEWAL},
        {"age_months": 1},
        {"age_months": 40},
        {"review": ReviewState.PENDING},
        {"review": ReviewState.HELD},
        {"state": DealState.WITHDRAWN},
    ],
)
def test_the_fifth_must_count(pay, product, odd):
    pay(*spread(4), Paid(4, 1000, **odd))

    publish_release()

    assert published(product) == []


def test_one_more_moves_nothing_and_three_more_do(pay, product):
    pay(*spread(5))
    publish_release()
    before = only(product)

    pay(Paid(10, 3000, age_months=3))
    publish_release(after(1))
    assert only(product) == before

    pay(Paid(11, 3000, age_months=2), Paid(12, 3000, age_months=2))
    publish_release(after(2))
    assert only(product) != before


def test_one_came_and_one_went_moves_nothing(pay, product):
    deals = pay(*spread(8))
    publish_release()
    before = only(product)

    withdraw(deals[0])
    pay(Paid(10, 3000, age_months=3))
    publish_release(after(1))

    assert only(product) == before


def test_a_second_price_of_one_that_counts_already_moves_nothing(pay, product):
    pay(*spread(8))
    publish_release()
    before = only(product)

    pay(Paid(0, 5000, age_months=3))
    publish_release(after(1))

    assert only(product) == before


def test_time_alone_moves_nothing(pay, product):
    pay(*spread(13, age_months=5), *spread(7, first=13, age_months=9))
    publish_release()
    before = only(product)

    for months in range(1, 25):
        publish_release(after(months))

    assert only(product) == before
    assert db.session.scalar(sa.select(sa.func.count(Release.id))) == 25


def test_what_falls_below_five_goes_and_does_not_come_back_by_one(pay, product):
    deals = pay(*spread(5))
    publish_release()

    withdraw(deals[0])
    publish_release(after(1))
    assert published(product) == []

    pay(Paid(10, 1000, age_months=3))
    publish_release(after(2))
    assert published(product) == []

    pay(Paid(11, 1000, age_months=3), Paid(12, 1000, age_months=3))
    publish_release(after(3))
    assert only(product)[0] == "5–9"


def test_what_has_aged_out_goes(pay, product):
    pay(*spread(5, age_months=36))
    publish_release()
    assert len(published(product)) == 1

    publish_release(after(1))

    assert published(product) == []


def test_a_breakdown_comes_with_its_total_and_stays_with_it(pay, product):
    pay(
        *spread(10, quantity=5),
        *spread(10, first=10, quantity=60, price=900),
    )
    publish_release()
    (figures,) = snapshot.list_figures(product.id)
    labels = [cell.label for cell in figures.parts["quantity"]]
    assert labels == ["1–9", "50–99"]

    pay(Paid(30, 9000, age_months=3, quantity=5))
    publish_release(after(1))
    (again,) = snapshot.list_figures(product.id)
    assert again.total.id == figures.total.id
    assert [c.id for c in again.parts["quantity"]] == [
        c.id for c in figures.parts["quantity"]
    ]


def test_history_is_what_was_published(pay, product):
    pay(*spread(6))
    publish_release()
    pay(*spread(6, first=6, price=2000, age_months=3))
    publish_release(after(1))

    (figures,) = snapshot.list_figures(product.id)
    history = snapshot.list_history(figures.series.id)

    assert [cell.is_current for cell in history] == [False, True]
    assert history[0].median < history[1].median
    bases = db.session.scalar(
        sa.select(sa.func.count(CellBasis.cell_id))
        .join(PriceCell, PriceCell.id == CellBasis.cell_id)
        .where(PriceCell.kind == CellKind.TOTAL)
    )
    assert bases == 2


def test_levers_and_clauses_are_words_of_eight_and_more(pay, product):
    pay(
        *[
            replace(
                one,
                levers=("volume",) if number < 9 else (),
                clauses={"auto_renew": "yes" if number < 5 else "no"},
            )
            for number, one in enumerate(spread(10))
        ]
    )

    publish_release()

    (figures,) = snapshot.list_figures(product.id)
    assert figures.words[CellKind.LEVERS].words == [["volume", "most"]]
    assert figures.words[CellKind.CLAUSES].words == [["auto_renew", "some"]]


def test_words_of_seven_are_not_shown(pay, product):
    pay(*[replace(one, levers=("volume",)) for one in spread(7)])

    publish_release()

    (figures,) = snapshot.list_figures(product.id)
    assert figures.words == {}


def test_a_raised_threshold_takes_figures_away(app: Flask, pay, product, monkeypatch):
    pay(*spread(13))
    publish_release()
    settings = replace(app.extensions["fairquote.settings"], quartiles_from=20)
    monkeypatch.setitem(app.extensions, "fairquote.settings", settings)

    publish_release(after(1))

    assert only(product)[2] is None


def test_a_raised_threshold_leaves_nothing_that_may_not_move(
    app: Flask, pay, product, monkeypatch
):
    pay(*spread(13))
    publish_release()
    settings = replace(app.extensions["fairquote.settings"], quartiles_from=20)
    monkeypatch.setitem(app.extensions, "fairquote.settings", settings)
    pay(Paid(20, 1000, age_months=3))

    publish_release(after(1))

    assert published(product) == []


def test_what_was_withdrawn_while_figures_were_computed_is_in_none(
    pay, product, monkeypatch
):
    deals = pay(*spread(5))
    compute = release._computed

    def withdrawn_meanwhile(*arguments):
        found = compute(*arguments)
        withdraw(deals[0])
        return found

    monkeypatch.setattr(release, "_computed", withdrawn_meanwhile)
    publish_release()

    assert published(product) == []


def reviews() -> list[ReviewState]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(DealLine.review).order_by(DealLine.id)))


def test_new_prices_are_accepted_and_extreme_ones_wait_for_a_person(pay, product):
    planted = [
        Paid(n, p, review=ReviewState.PENDING) for n, p in enumerate((1, 2, 1e6, 2e6))
    ]
    pay(*planted, Paid(4, 1234, review=ReviewState.PENDING))

    assert review_new_lines() == (1, 4)
    publish_release()

    assert published(product) == []
    assert reviews() == [ReviewState.HELD] * 4 + [ReviewState.ACCEPTED]


def test_an_outlier_among_many_waits(pay):
    pay(*spread(12), Paid(20, 4000, review=ReviewState.PENDING))

    assert review_new_lines() == (0, 1)
    assert review_new_lines() == (0, 0)


def test_prices_of_new_accounts_wait(pay, market):
    pay(*[replace(one, review=ReviewState.PENDING) for one in spread(3)])
    with transaction():
        db.session.execute(
            sa.update(User)
            .where(User.id == market.user_ids[0])
            .values(created_at=clock.now() - timedelta(days=13))
        )

    assert review_new_lines() == (2, 0)
    assert reviews()[0] is ReviewState.PENDING


@pytest.mark.parametrize(
    ("every", "slot", "first", "following"),
    [
        ("weekly", "2026-W48", date(2026, 11, 23), date(2026, 11, 30)),
        ("monthly", "2026-11", date(2026, 11, 1), date(2026, 12, 1)),
        ("quarterly", "2026-Q4", date(2026, 10, 1), date(2027, 1, 1)),
    ],
)
def test_the_calendar(every, slot, first, following):
    day = date(2026, 11, 26)

    assert slot_of(day, every) == slot
    assert first_day(day, every) == first
    assert next_day(day, every) == following

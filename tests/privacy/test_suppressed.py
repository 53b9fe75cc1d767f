"""Attacks on what is not shown, and on the answers to quotes: nothing tells it from nothing."""

import random
from decimal import Decimal

import pytest
import sqlalchemy as sa

from community.core.db import db, transaction
from community.core.publicversion import PublicVersion
from community.deals.models import Deal
from community.deals.rules.reporting import submit_deal
from community.prices import quote as quotes
from tests.market import Paid, spread
from tests.privacy.scene import DESK
from tests.queries import count_queries
from tests.security import town as towns

pytestmark = pytest.mark.any_database


def _headers(answer) -> list[tuple[str, str]]:
    return [pair for pair in answer.headers if pair[0] != "X-Request-Id"]


def test_a29_suppressed_and_empty_cost_the_same_and_look_the_same(scene):
    scene.client.get(DESK)
    with scene.app.app_context(), count_queries() as empty:
        before = scene.client.get(DESK)
    scene.pay(*spread(4))
    scene.release()

    with scene.app.app_context(), count_queries() as suppressed:
        after = scene.client.get(DESK)

    assert len(suppressed) == len(empty)
    assert _headers(after) == _headers(before)
    assert after.get_data() == before.get_data()


@pytest.mark.parametrize(
    "path",
    [
        "/search?q=desk",
        "/prices/",
        "/prices/vendors/",
        "/prices/arbor/",
        "/prices/suggest?q=des",
        "/compare?p=arbor/desk",
        "/compare?p=arbor/desk&p=arbor/deck",
        "/",
        "/method",
    ],
)
def test_a29_no_list_search_or_comparison_tells_suppressed_from_empty(scene, path):
    scene.release(-1)
    before = scene.client.get(path)
    scene.pay(*spread(4))
    with scene.app.app_context(), transaction():
        db.session.execute(sa.text("DELETE FROM price_release"))
    scene.release(-1)

    scene.app.extensions["fairquote.search"].limiter.forget()
    after = scene.client.get(path)

    assert (after.status_code, after.get_data()) == (200, before.get_data())


def test_a29_a_page_that_is_kept_is_not_asked_anew_when_somebody_reports(app, cast):
    """Whether a page comes from memory would tell a poller when somebody reports."""
    with app.app_context(), transaction():
        product_id = towns.arbor_desk().id
    with app.app_context():
        before = db.session.scalar(sa.select(PublicVersion.version))
        with transaction():
            submit_deal(cast.actor("ada"), towns.deal_draft(product_id))
        assert db.session.scalar(sa.select(PublicVersion.version)) == before


@pytest.mark.parametrize("place", ["suppressed", "dominated", "wrong rung"])
def test_a15_a_price_in_a_suppressed_cell_changes_no_byte(scene, place):
    chance = random.Random(15)  # noqa: S311 - the same each time
    paid = {
        "suppressed": spread(4),
        "dominated": [Paid(0, 1000, age_months=3)]
        + [Paid(n, 1000, age_months=36) for n in range(1, 5)],
        "wrong rung": [
            Paid(n, 900 + n, quantity=5 + n, age_months=1) for n in range(9)
        ],
    }[place]
    deals = scene.pay(*paid)
    scene.release()
    before = scene.bodies()

    for months, deal_id in enumerate(deals, 1):
        with scene.app.app_context(), transaction():
            line = db.session.get_one(Deal, deal_id).lines[0]
            line.unit_price *= Decimal(str(round(chance.uniform(0.2, 5), 3)))
        if place == "suppressed":
            scene.release(months)
        assert scene.bodies() == before


def test_a12_ten_thousand_quotes_tell_no_more_than_the_page():
    """What the page answers is this function of what it prints: 880 to 1,300 and on."""
    median, p25, p75 = Decimal(1000), Decimal(920), Decimal(1150)

    told = [
        quotes.compare(Decimal(n) / 5, median, p25, p75) for n in range(500, 10_500)
    ]

    assert len({one.word for one in told}) == 5
    assert all(one.percent % 5 == 0 for one in told)
    changes = [n for n in range(1, len(told)) if told[n] != told[n - 1]]
    # At the two quartiles, and half-way between two steps of five per cent.
    assert len(changes) <= 2 + (2100 - 100) // 50


def test_a12_the_page_answers_what_its_figures_answer(scene):
    scene.pay(*[Paid(n, 700 + 50 * n) for n in range(13)])
    scene.release()
    shown = scene.shown()
    page = scene.page()
    median, p25, p75 = (
        Decimal(text.replace(",", "")) for text in (shown.median, *shown.middle_half)
    )

    for price in range(500, 1700, 60):
        verdict = quotes.compare(Decimal(price), median, p25, p75)
        words = page.post(f"{DESK}quote", {"amount": str(price)}, status=200).words()
        if verdict.percent:
            assert f"{abs(verdict.percent)} %" in words, price

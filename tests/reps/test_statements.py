"""What a vendor publishes by itself: statements with their history, and list prices."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from community.catalog.kinds import Period
from community.catalog.merges import merge_vendors
from community.catalog.models import ListPrice, Plan, Product, Vendor
from community.catalog.rules import ensure_plan, ensure_product, ensure_vendor
from community.core import clock, spokespeople
from community.core.db import db, transaction
from community.core.errors import Conflict, Forbidden, Invalid
from community.reps.models import OfficialText
from community.reps.rules import stating
from tests.prices.seeds import arbor_desk
from tests.prices.test_privacy import main_of
from tests.queries import count_queries
from tests.reps.conftest import LONG_AGO, WORDS

HEADING = "How our renewal prices are made"
PRICE = {
    "amount": Decimal(90),
    "currency": "USD",
    "per_period": Period.MONTH,
    "valid_from": date(2026, 6, 1),
}
OF_VENDOR, OF_PRODUCT = (
    "/prices/arbor/statements",
    "/prices/arbor/arbor-desk/statements",
)


@pytest.fixture
def plan(app, spoken) -> int:
    with app.app_context(), transaction():
        arbor_desk()
        return db.session.scalars(
            sa.select(Plan.id).where(Plan.name == "Professional")
        ).one()


def test_a_statement_is_published_edited_taken_back_and_read(app, cast, page, spoken):
    slug = _slug(app, spoken.product_id)
    assert "stated nothing" in page.get(OF_VENDOR).words()
    rae = cast.page("rae")
    form = rae.get("/rep/statements/new")
    with app.app_context():
        about = db.session.get_one(Product, spoken.product_id).public_id
    typed = {"product": about, "heading": HEADING, "body": WORDS}
    bad = rae.send(form, {**typed, "heading": " "}, having="heading", status=422)
    assert "Give it a heading" in bad.words()
    seen = rae.send(form, typed, having="heading", submit=("preview", "1"))
    assert "Preview: not posted yet" in seen.words()
    posted = rae.send(form, typed, having="heading", status=303)
    place = page.get(posted.location, status=302).location
    assert place.startswith(f"/prices/arbor/{slug}/statements#official-")

    for path in (OF_VENDOR, f"/prices/arbor/{slug}/statements"):
        read = page.get(path)
        assert HEADING in read.words()
        assert "Statement of Arbor" in read.words()
        assert "Rae Alder, Head of Pricing" in read.words()
    assert HEADING not in page.get("/prices/birch/statements").words()

    edit = rae.get(f"{posted.location}/edit")
    changed = {"heading": f"{HEADING} today", "body": f"{WORDS} Really."}
    seen = rae.send(edit, changed, having="heading", submit=("preview", "1"))
    assert "Preview" in seen.words()
    rae.send(edit, changed, having="heading", status=303)
    late = rae.send(edit, {"body": f"{WORDS} Late."}, having="heading", status=409)
    assert f"{HEADING} today" in late.words()
    versions = page.get(f"{posted.location}/history").words()
    assert "Version 2" in versions
    assert "today" in versions
    rae.send(rae.get(OF_VENDOR), {}, action=f"{posted.location}/remove", status=303)
    assert HEADING not in page.get(OF_VENDOR).words()
    assert "Taken away by its vendor" in rae.get("/rep/").words()


def _slug(app, product_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Product, product_id).slug


def test_lists_of_statements_cost_the_same(app, cast, page, spoken):
    asked = []
    for more in (1, 3):
        with app.app_context(), transaction():
            product = db.session.get_one(Product, spoken.product_id)
            for number in range(more):
                words = {"heading": f"{HEADING} {number}", "body": WORDS}
                about = product if number % 2 else None
                stating.publish_statement(
                    cast.actor("rae"), about, **words, at=LONG_AGO
                )
        with count_queries() as counted:
            page.get(OF_VENDOR)
        asked.append(len(counted))
    assert asked[0] == asked[1]


def test_old_addresses_lead_to_the_new_ones(app, cast, page, spoken):
    with app.app_context(), transaction():
        from_here = db.session.get_one(Vendor, spoken.vendor_id)
        target = ensure_vendor("Arbor Group")
        merge_vendors(cast.actor("mo"), from_here, target, "They are one.")
    moved = page.get(OF_VENDOR, status=301)
    assert moved.location == "/prices/arbor-group/statements"
    assert page.get("/prices/arbor/disputes", status=301).location == (
        "/prices/arbor-group/disputes"
    )
    slug = _slug(app, spoken.product_id)
    assert page.get(f"/prices/arbor/{slug}/statements", status=301).location == (
        f"/prices/arbor-group/{slug}/statements"
    )


def test_a_list_price_is_published_with_its_day_and_source(app, cast, page, plan):
    rae = cast.page("rae")
    form = rae.get("/rep/list-prices/new")
    with app.app_context():
        public_id = db.session.get_one(Plan, plan).public_id
    typed = {
        "plan": public_id,
        "amount": "$84.50",
        "currency": "USD",
        "per_period": "month",
        "valid_from": "2026-06-01",
    }
    wrong = rae.send(form, {**typed, "amount": "much"}, having="amount", status=422)
    assert "Give a number" in wrong.words()
    later = (clock.now().date() + timedelta(days=2)).isoformat()
    wrong = rae.send(form, {**typed, "valid_from": later}, having="amount", status=422)
    assert "once it is in force" in wrong.words()
    assert "$84.50" in wrong.html
    rae.send(form, typed, having="amount", status=303)
    shown = page.get("/prices/arbor/arbor-desk/list-prices").words()
    assert "$84.50" in shown
    assert "Arbor, published by the vendor" in shown


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": Decimal(-1)}, "amount"),
        ({"amount": Decimal("NaN")}, "amount"),
        ({"amount": Decimal(7900)}, "amount"),
        ({"amount": Decimal(1)}, "amount"),
    ],
)
def test_a_list_price_has_to_be_one(app, cast, plan, change, field):
    with app.app_context():
        with pytest.raises(Invalid) as refused:
            stating.publish_list_price(
                cast.actor("rae"), db.session.get_one(Plan, plan), **{**PRICE, **change}
            )
        assert set(refused.value.fields) == {field}


def test_a_list_price_replaces_nobody_elses(app, cast, plan):
    with app.app_context():
        mine, rae = db.session.get_one(Plan, plan), cast.actor("rae")
        stating.publish_list_price(rae, mine, **PRICE)
        with pytest.raises(Conflict, match="already"):
            stating.publish_list_price(rae, mine, **{**PRICE, "amount": Decimal(95)})
        unseen = {**PRICE, "currency": "EUR"}
        stating.publish_list_price(rae, mine, **unseen)
        assert (
            db.session.scalar(
                sa.select(sa.func.count(ListPrice.id)).where(
                    ListPrice.source_name.contains("published by the vendor")
                )
            )
            == 2
        )


def test_nothing_is_published_about_a_rivals_product(app, cast, plan):
    with app.app_context():
        rival = ensure_product(ensure_vendor("Birch"), "Birch Board")
        theirs, rae = ensure_plan(rival, "Team"), cast.actor("rae")
        with pytest.raises(Forbidden, match="another vendor"):
            stating.publish_statement(rae, rival, heading=HEADING, body=WORDS)
        with pytest.raises(Forbidden, match="another vendor"):
            stating.publish_list_price(rae, theirs, **PRICE)
        for who in ("ada", "mo", "hana"):
            with pytest.raises(Forbidden, match="Claim your vendor"):
                stating.publish_statement(
                    cast.actor(who), None, heading=HEADING, body=WORDS
                )


@pytest.mark.parametrize("heading", ["", "x" * 151, "Our prices will go up in May"])
def test_a_statement_has_a_heading_of_today(app, cast, spoken, heading):
    with app.app_context():
        with pytest.raises(Invalid) as refused:
            stating.publish_statement(
                cast.actor("rae"), None, heading=heading, body=WORDS
            )
        assert set(refused.value.fields) == {"heading"}


def test_a_rep_publishes_only_so_much_in_a_day(app, cast, spoken, monkeypatch):
    few = spokespeople.Limit(1, 86_400)
    monkeypatch.setattr(spokespeople, "_TEXTS_A_DAY", few)
    rae = cast.page("rae")
    for number, status in ((1, 303), (2, 429)):
        form = rae.get("/rep/statements/new")
        typed = {"heading": f"{HEADING} {number}", "body": WORDS}
        rae.send(form, typed, having="heading", status=status)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(OfficialText.id))) == 1


def test_a26_an_approved_rep_reads_the_same_bytes_as_a_visitor(cast, page, plan):
    rae = cast.page("rae")
    for path in (
        "/prices/",
        "/prices/arbor/arbor-desk/",
        "/prices/arbor/arbor-desk/list-prices",
        "/prices/arbor/arbor-desk/statements",
        "/prices/arbor/disputes",
        "/compare?p=arbor/arbor-desk",
    ):
        assert main_of(rae.get(path).html) == main_of(page.get(path).html), path
    for path in (
        "/deals/new",
        "/deals/mine",
        "/reviews/new",
        "/questions/ask",
        "/moderation/deals/",
        "/moderation/disputes/",
    ):
        rae.get(path, status=403)

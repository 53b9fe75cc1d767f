"""My prices: the list, one price, changing, withdrawing, deleting; and who gets in."""

from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa

from community.catalog.kinds import PricingModel
from community.core.clock import Month, add_months
from community.core.db import db, transaction
from community.deals import recording
from community.deals.kinds import Covers, DealState, ListSource
from community.deals.models import Deal
from community.deals.normalisation import YearStep
from community.deals.owners import open_author, org_key
from community.deals.rules.reporting import submit_samples
from tests.deals.conftest import count_deals
from tests.queries import count_queries

MINE = "/deals/mine"


@pytest.fixture
def deal(app, cast, draft) -> str:
    """Return the public id of a deal that Ada reported."""
    return report(app, cast, draft, 1)[0]


def report(app, cast, draft, count: int, handle: str = "ada") -> list[str]:
    with app.app_context(), transaction():
        actor = cast.actor(handle)
        months = [add_months(Month("2026-11"), -(n % 60)) for n in range(count)]
        made = [
            submit_samples([(actor, replace(draft, deal_month=month))])[0]
            for month in months
        ]
        return [one.public_id for one in made]


def state_of(app, public_id: str) -> DealState | None:
    with app.app_context():
        return db.session.scalar(
            sa.select(Deal.state).where(Deal.public_id == public_id)
        )


def button(page, path: str, *, status: int = 303):
    """Press a button that only posts."""
    return page.post(path, status=status)


def test_an_empty_list_says_what_to_do(cast):
    page = cast.page("ada").get(MINE)

    assert "You have reported no price yet." in page.words()
    assert "/deals/new" in page.links


def test_the_list_shows_ones_own_prices_only(app, cast, draft, deal):
    report(app, cast, replace(draft, term_months=12), 1, "cleo")

    page = cast.page("ada").get(MINE)

    assert page.words().count("Arbor Desk") == 1
    assert "$720 per user and year" in page.words()
    assert "November 2026" in page.words()
    assert f"{MINE}/{deal}" in page.links


def test_the_list_has_pages(app, cast, draft):
    report(app, cast, draft, 25)
    ada = cast.page("ada")

    first = ada.get(MINE)
    older = next(link for link in first.links if "after=" in link)
    second = ada.get(older)

    assert first.words().count("Arbor Desk") == 20
    assert second.words().count("Arbor Desk") == 5


def test_a_list_of_several_products_names_the_first(app, cast, draft, line, shop):
    other = replace(line, product_id=shop.suite.id, plan_id=None)
    report(app, cast, replace(draft, lines=(line, other)), 1)

    assert "Arbor Desk and 1 more" in cast.page("ada").get(MINE).words()


def test_what_has_no_unit_price_shows_none(app, cast, draft, line, shop):
    fixed = replace(
        line,
        product_id=shop.advice.id,
        plan_id=None,
        pricing_model=PricingModel.SERVICE,
        metric="fixed price",
    )
    report(app, cast, replace(draft, lines=(fixed,)), 1)

    assert "1 × fixed price –" in cast.page("ada").get(MINE).words()


def test_one_price_shows_what_was_typed_and_what_others_see(cast, deal):
    words = cast.page("ada").get(f"{MINE}/{deal}").words()

    assert "Quantity 150" in words
    assert "Quantity (user) 100–249" in words
    assert "Amount $324,000" in words
    assert "Bundle" not in words


def test_changing_shows_what_was_changed(app, cast, deal):
    ada = cast.page("ada")
    form = ada.get(f"{MINE}/{deal}/edit")
    preview = ada.send(
        form,
        {"lines-0-quantity": "160", "note": "Better now."},
        having="lines-0-product",
        submit=("do", "preview"),
        status=200,
    )
    done = ada.send(
        preview, having="lines-0-product", submit=("do", "save"), status=303
    )

    assert "Your change is saved." in ada.follow(done).words()
    words = ada.get(f"{MINE}/{deal}").words()
    assert "Version 2, November 2026" in words
    assert "Quantity 150 160" in words
    assert "Note – Better now." in words


def test_the_form_of_a_change_holds_everything(app, cast, draft, line, shop, perpetual):
    ramp = tuple(YearStep(year, Decimal(100), Decimal(90)) for year in (1, 2, 3))
    full = replace(
        draft,
        lines=(
            replace(line, add_on_ids=(shop.desk.plans["Voice"][0],)),
            perpetual,
            replace(
                line,
                plan_id=None,
                recurring_amount=None,
                recurring_covers=Covers.YEAR,
                year_schedule=ramp,
                list_unit_price=Decimal(5),
                list_source=ListSource.QUOTE,
            ),
        ),
        country="DE",
        alternative_ids=(shop.suite.id,),
        note="A note.",
        satisfaction=3,
        expiry_month=Month("2029-05"),
    )
    public_id = report(app, cast, full, 1)[0]
    ada = cast.page("ada")

    form = ada.get(f"{MINE}/{public_id}/edit")
    preview = ada.send(
        form, having="lines-0-product", submit=("do", "preview"), status=200
    )
    ada.send(preview, having="lines-0-product", submit=("do", "save"), status=303)

    with app.app_context():
        deal = db.session.scalar(sa.select(Deal))
        assert recording.read(deal) == replace(full, deal_month=Month("2026-11"))
        assert (deal.version, deal.revisions) == (1, [])


def test_a_change_of_an_older_version_conflicts(app, cast, deal):
    ada = cast.page("ada")
    first, second = (ada.get(f"{MINE}/{deal}/edit") for _ in range(2))
    for form, status in ((first, 303), (second, 409)):
        preview = ada.send(
            form,
            {"term_months": "24"},
            having="lines-0-product",
            submit=("do", "preview"),
            status=200,
        )
        ada.send(
            preview, having="lines-0-product", submit=("do", "save"), status=status
        )


def test_withdrawing_restoring_and_deleting(app, cast, deal):
    ada = cast.page("ada")

    ada.follow(button(ada, f"{MINE}/{deal}/withdraw"))
    assert state_of(app, deal) is DealState.WITHDRAWN
    assert "Withdrawn" in ada.get(MINE).words()
    assert "counts in nothing, and only you see it" in ada.get(f"{MINE}/{deal}").words()
    ada.get(f"{MINE}/{deal}/edit", status=409)

    button(ada, f"{MINE}/{deal}/restore")
    assert state_of(app, deal) is DealState.SUBMITTED

    gone = ada.follow(button(ada, f"{MINE}/{deal}/erase"))
    assert "Deleted for good." in gone.words()
    assert state_of(app, deal) is None
    ada.get(f"{MINE}/{deal}", status=404)


def test_buttons_need_a_token(app, cast, deal):
    ada = cast.page("ada")

    for name in ("withdraw", "erase"):
        ada.post(f"{MINE}/{deal}/{name}", {"csrf_token": "stale"}, status=400)

    assert state_of(app, deal) is DealState.SUBMITTED


PAGES = ("/deals/new", MINE)
OWN_PAGES = ("", "/edit")
BUTTONS = ("/withdraw", "/restore", "/erase")

OWNER, OTHERS, REPS = "ada", ("ben", "cleo", "mo", "mia", "hana"), ("rae",)


def test_the_owner_opens_all_pages(cast, deal):
    page = cast.page(OWNER)

    for path in (*PAGES, *(f"{MINE}/{deal}{end}" for end in OWN_PAGES)):
        page.get(path, status=200)


@pytest.mark.parametrize("handle", OTHERS)
def test_other_buyers_and_staff_find_nothing_there(app, cast, deal, handle):
    page = cast.page(handle)

    for path in PAGES:
        page.get(path, status=200)
    for end in OWN_PAGES:
        page.get(f"{MINE}/{deal}{end}", status=404)
    for end in (*BUTTONS, "/edit"):
        page.post(f"{MINE}/{deal}{end}", status=404)
    assert state_of(app, deal) is DealState.SUBMITTED


@pytest.mark.parametrize("handle", REPS)
def test_reps_get_in_nowhere(app, cast, deal, typed, handle):
    page = cast.page(handle)

    for path in (*PAGES, *(f"{MINE}/{deal}{end}" for end in OWN_PAGES)):
        page.get(path, status=403)
    for end in (*BUTTONS, "/edit"):
        page.post(f"{MINE}/{deal}{end}", status=403)
    page.post("/deals/new", {**typed, "do": "save"}, status=403)
    with app.app_context():
        assert count_deals() == 1


def test_visitors_are_led_to_the_log_in(app, page, deal, typed):
    for path in (*PAGES, *(f"{MINE}/{deal}{end}" for end in OWN_PAGES)):
        assert page.get(path, status=303).location.startswith("/login")
    for end in (*BUTTONS, "/edit"):
        assert page.post(f"{MINE}/{deal}{end}", status=303).location.startswith(
            "/login"
        )
    page.post("/deals/new", {**typed, "do": "save"}, status=303)
    with app.app_context():
        assert count_deals() == 1


def test_who_has_not_proven_the_address_may_look_and_withdraw_only(
    app, cast, deal, typed
):
    page = cast.unproven("ada")

    page.get(MINE, status=200)
    page.get("/deals/new", status=403)
    page.post("/deals/new", {**typed, "do": "save"}, status=403)
    page.get(f"{MINE}/{deal}/edit", status=403)
    page.post(f"{MINE}/{deal}/restore", status=403)
    page.post(f"{MINE}/{deal}/withdraw", status=303)

    assert state_of(app, deal) is DealState.WITHDRAWN


@pytest.mark.parametrize("handle", ["cleo", "mo", "hana"])
def test_buyers_of_every_role_may_report(app, cast, shop, typed, handle):
    page = cast.page(handle)

    page.post("/deals/new", {**typed, "do": "save"}, status=303)

    with app.app_context():
        author = db.session.scalar(sa.select(Deal.sealed_author))
        assert open_author(author) == getattr(cast, handle).id


def test_fields_that_are_not_ours_change_nothing(app, cast, shop, typed):
    extra = {
        "owner_key": "7",
        "sealed_author": "7",
        "org_key": "7",
        "state": "withdrawn",
        "evidence": "document",
        "public_id": "mine",
        "rate": "5",
        "unit_price": "1",
        "lines-0-unit_price": "1",
        "lines-0-product_id": "99",
        "is_sample": "y",
    }

    cast.page("ada").post("/deals/new", {**typed, **extra, "do": "save"}, status=303)

    with app.app_context():
        deal = db.session.scalar(sa.select(Deal))
        assert (open_author(deal.sealed_author), deal.state, str(deal.evidence)) == (
            cast.ada.id,
            DealState.SUBMITTED,
            "work-email",
        )
        assert deal.org_key == org_key(cast.ada.organisation_id)
        assert deal.lines[0].unit_price == 720


def test_ids_of_deals_are_random_and_the_pages_are_not_stored(app, cast, draft):
    ids = report(app, cast, draft, 3)

    assert len({*ids}) == 3
    assert all(len(one) >= 16 and not one.isdigit() for one in ids)
    response = cast.page("ada").get(f"{MINE}/{ids[0]}").response
    assert response.headers["Cache-Control"] == "no-store"
    assert "Last-Modified" not in response.headers
    assert "ETag" not in response.headers


def queries_of(app, cast, path: str) -> int:
    page = cast.page("ada")
    page.get(path)
    with count_queries() as seen:
        page.get(path)
    return len(seen)


def test_the_list_takes_as_many_queries_for_a_hundred_as_for_one(app, cast, draft):
    report(app, cast, draft, 1)
    one = queries_of(app, cast, MINE)
    report(app, cast, draft, 99)

    assert queries_of(app, cast, MINE) == one
    # The last ones: what runs out soon, what is new for the bell, what the site wears.
    assert one <= 8


def test_one_price_takes_as_many_queries_among_a_hundred(app, cast, draft):
    first = report(app, cast, draft, 1)[0]
    path = f"{MINE}/{first}"
    alone = queries_of(app, cast, path)
    report(app, cast, draft, 99)

    assert queries_of(app, cast, path) == alone


def test_the_form_takes_as_many_queries_for_a_hundred_deals(app, cast, draft, shop):
    path = f"/deals/new?product={shop.desk.public_id}"
    report(app, cast, draft, 1)
    one = queries_of(app, cast, path)
    report(app, cast, draft, 99)

    assert queries_of(app, cast, path) == one

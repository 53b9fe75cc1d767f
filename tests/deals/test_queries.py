"""Finding deals: one's own, in order, page by page, with few queries."""

from dataclasses import replace

import pytest

from community.core.clock import Month, add_months
from community.core.db import db
from community.core.errors import BadRequest, NotFound
from community.deals import queries
from community.deals.rules.reporting import submit_deal, submit_samples, withdraw_deal

pytestmark = pytest.mark.usefixtures("context")


def report(actor, draft, count: int) -> None:
    for number in range(count):
        month = add_months(Month("2026-11"), -(number % 60))
        submit_samples([(actor, replace(draft, deal_month=month))])


def test_a_deal_is_found_by_its_author_alone(cast, draft):
    deal = submit_deal(cast.actor("ada"), draft)

    assert queries.get_deal_for(cast.actor("ada"), deal.public_id) is deal
    for actor in (cast.actor("cleo"), cast.actor("mo"), cast.actor("hana")):
        with pytest.raises(NotFound):
            queries.get_deal_for(actor, deal.public_id)


def test_pages_hold_every_deal_once_newest_month_first(cast, draft):
    report(cast.actor("ada"), draft, 45)
    report(cast.actor("cleo"), draft, 3)

    pages, after = [], None
    while True:
        page = queries.list_deals_of(cast.actor("ada"), after=after)
        pages.append(page.items)
        after = page.next_cursor
        if after is None:
            break

    found = [deal for page in pages for deal in page]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({deal.id for deal in found}) == 45
    assert [deal.deal_month for deal in found] == sorted(
        (deal.deal_month for deal in found), reverse=True
    )


def test_a_wrong_page_marker_is_refused(cast):
    with pytest.raises(BadRequest):
        queries.list_deals_of(cast.actor("ada"), after="nonsense")


def test_twins_are_of_the_same_author_month_product_and_plan(cast, draft, line, shop):
    ada = cast.actor("ada")
    deal = submit_deal(ada, draft)
    other_plan = replace(line, plan_id=shop.desk.plans["Enterprise"][0])

    def twins(changed, user=ada, **more):
        return queries.list_twins(user.user_id, changed, **more)

    assert twins(draft) == [deal]
    assert twins(replace(draft, lines=(other_plan, line))) == [deal]
    assert twins(draft, besides=deal.id) == []
    assert twins(replace(draft, lines=(other_plan,))) == []
    assert twins(replace(draft, deal_month=Month("2026-04"))) == []
    assert twins(draft, user=cast.actor("cleo")) == []
    withdraw_deal(ada, deal)
    db.session.flush()
    assert twins(draft) == []


def test_a_draft_names_products_and_plans(draft, line, shop):
    voice = shop.desk.plans["Voice"][0]
    full = replace(
        draft,
        lines=(replace(line, add_on_ids=(voice,)),),
        alternative_ids=(shop.suite.id,),
    )

    named = queries.named_in(full)

    assert set(named.products) == {shop.desk.id, shop.suite.id}
    assert set(named.plans) == {voice, line.plan_id}


def test_plans_come_by_product(shop):
    plans = queries.plans_of([shop.desk.id, shop.suite.id])

    assert [plan.name for plan in plans[shop.desk.id]] == [
        "Enterprise",
        "Professional",
        "Voice",
    ]
    assert plans[shop.suite.id] == []
    assert queries.plans_of([]) == {}


def test_products_are_found_by_public_id(shop):
    found = queries.find_product_by_public_id(shop.desk.public_id)

    assert found is not None
    assert found.id == shop.desk.id
    assert queries.find_product_by_public_id("nothing") is None

"""Deals follow products and plans that are merged, and their authors' organisations."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from community.accounts.events import OrganisationChanged
from community.catalog.events import ProductsMerged
from community.catalog.rules import ensure_plan, ensure_product, ensure_vendor
from community.core.db import db
from community.core.events import publish
from community.deals import recording
from community.deals.models import Deal, DealAlternative
from community.deals.owners import org_key
from community.deals.rules.reporting import submit_deal

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def target(shop):
    return ensure_product(ensure_vendor("Birch"), "Arbor Desk Cloud")


def merge(shop, target, plans=()):
    publish(
        ProductsMerged(
            source_id=shop.desk.id, target_id=target.id, actor_id=None, plan_ids=plans
        )
    )
    db.session.expire_all()


def test_lines_follow_product_and_plan(cast, draft, shop, target):
    deal = submit_deal(cast.actor("ada"), draft)
    twin = ensure_plan(target, "Professional")

    merge(shop, target, ((draft.lines[0].plan_id, twin.id),))

    line = recording.read(db.session.get_one(Deal, deal.id)).lines[0]
    assert (line.product_id, line.plan_id) == (target.id, twin.id)


def test_plans_that_moved_over_stay(cast, draft, shop, target):
    deal = submit_deal(cast.actor("ada"), draft)

    merge(shop, target)

    line = recording.read(db.session.get_one(Deal, deal.id)).lines[0]
    assert (line.product_id, line.plan_id) == (target.id, draft.lines[0].plan_id)


def test_add_ons_follow_and_stay_unique(cast, draft, line, shop, target):
    voice = shop.desk.plans["Voice"][0]
    twin = ensure_plan(target, "Voice")
    both = replace(draft, lines=(replace(line, add_on_ids=(voice,)),))
    deal = submit_deal(cast.actor("ada"), both)

    merge(shop, target, ((voice, twin.id),))

    assert recording.read(db.session.get_one(Deal, deal.id)).lines[0].add_on_ids == (
        twin.id,
    )


def test_alternatives_follow_and_stay_unique(cast, draft, line, shop, target):
    other = replace(
        draft,
        lines=(replace(line, product_id=shop.suite.id, plan_id=None),),
    )
    one = replace(other, alternative_ids=(shop.desk.id,))
    both = replace(other, alternative_ids=tuple(sorted((shop.desk.id, target.id))))
    submit_deal(cast.actor("ada"), one)
    submit_deal(cast.actor("cleo"), both)

    merge(shop, target)

    found = db.session.scalars(sa.select(DealAlternative.product_id)).all()
    assert found == [target.id, target.id]


def org_of(deal) -> str | None:
    return db.session.scalar(sa.select(Deal.org_key).where(Deal.id == deal.id))


def test_a_deal_counts_for_its_author_s_organisation_and_follows_it(cast, draft):
    old, new = cast.ada.organisation_id, cast.cleo.organisation_id
    mine = submit_deal(cast.actor("ada"), draft)
    colleague = submit_deal(cast.actor("ben"), draft)
    assert org_of(mine) == org_of(colleague) == org_key(old)

    publish(OrganisationChanged(cast.ada.id, new))
    assert (org_of(mine), org_of(colleague)) == (org_key(new), org_key(old))

    publish(OrganisationChanged(cast.ada.id, None))
    assert (org_of(mine), org_of(colleague)) == (None, org_key(old))


def test_a_deal_of_nobody_s_organisation_has_none(cast, draft):
    assert org_of(submit_deal(cast.actor("mo"), draft)) is None

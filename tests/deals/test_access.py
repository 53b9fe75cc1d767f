"""Who may report and read deals: predicate and filter say the same for everybody."""

import pytest
import sqlalchemy as sa

from community.core.actors import SYSTEM, VISITOR
from community.core.db import db
from community.core.errors import Forbidden
from community.deals.access import (
    can_read_deal,
    can_submit,
    readable_deals,
    require_submitter,
)
from community.deals.models import Deal
from community.deals.rules.reporting import submit_deal

EVERYBODY = ("ada", "ben", "cleo", "rae", "mo", "mia", "hana")


@pytest.mark.parametrize("handle", ["ada", "cleo", "mo", "hana"])
def test_buyers_may_report(cast, handle):
    assert can_submit(cast.actor(handle)) is True
    assert require_submitter(cast.actor(handle)) == getattr(cast, handle).id


def test_reps_visitors_and_the_system_may_not(cast):
    for actor in (cast.actor("rae"), VISITOR, SYSTEM):
        assert can_submit(actor) is False
        with pytest.raises(Forbidden):
            require_submitter(actor)


def test_who_has_not_proven_the_address_may_not(cast):
    cast.ada.email_proven_at = None

    assert can_submit(cast.actor("ada")) is False


@pytest.mark.usefixtures("context")
def test_only_the_author_reads_and_predicate_and_filter_agree(cast, draft):
    deal = submit_deal(cast.actor("ada"), draft)

    readers = set()
    for handle in EVERYBODY:
        actor = cast.actor(handle)
        found = db.session.scalars(sa.select(Deal).where(readable_deals(actor))).all()
        assert bool(found) is can_read_deal(actor, deal)
        readers |= {handle} if found else set()

    assert readers == {"ada"}
    assert can_read_deal(VISITOR, deal) is False
    assert (
        db.session.scalars(sa.select(Deal).where(readable_deals(VISITOR))).all() == []
    )


@pytest.mark.usefixtures("context")
def test_a_member_who_became_a_rep_reads_no_deal_any_more(cast, draft):
    deal = submit_deal(cast.actor("ada"), draft)
    cast.ada.role = cast.rae.role
    rep = cast.actor("ada")

    assert can_read_deal(rep, deal) is False
    assert db.session.scalars(sa.select(Deal).where(readable_deals(rep))).all() == []

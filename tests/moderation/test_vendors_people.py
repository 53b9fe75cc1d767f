"""Whose flags count nothing toward hiding: a vendor's people, however one knows them."""

import pytest
import sqlalchemy as sa

from community.accounts.models import Organisation, OrganisationDomain, User
from community.catalog.rules import ensure_vendor
from community.core.db import db, transaction
from community.reps.models import ClaimState, RepClaim, VendorDomain
from community.threads.models import Thread
from moderation.models import Flag
from tests.moderation.conftest import report
from tests.queries import count_queries


def flag_of(app, cast, scene, who: str) -> tuple[float, bool]:
    """Have somebody report Ada's question about Arbor; return what their flag weighs."""
    cast.look_again()
    report(app, cast, who, "post", scene.post)
    with app.app_context():
        flag = db.session.scalars(sa.select(Flag).order_by(Flag.id.desc())).first()
        return flag.weight, flag.of_the_vendor


def claim() -> RepClaim:
    return db.session.scalars(sa.select(RepClaim)).one()


def test_buyers_flags_count(app, cast, scene):
    assert flag_of(app, cast, scene, "cleo") == (2.0, False)


def test_mail_at_the_vendors_domain_tells(app, cast, scene):
    with app.app_context(), transaction():
        db.session.get_one(User, cast.cleo.id).email = "cleo@sales.arbor.example"

    assert flag_of(app, cast, scene, "cleo") == (0.0, True)


def test_its_domain_is_its_own_when_its_reps_are_gone(app, cast, scene):
    with app.app_context(), transaction():
        one = claim()
        db.session.add(VendorDomain(vendor_id=one.vendor_id, domain="arbor.example"))
        one.state = ClaimState.WITHDRAWN
        db.session.get_one(User, cast.cleo.id).email = "cleo@arbor.example"

    assert flag_of(app, cast, scene, "cleo") == (0.0, True)


@pytest.mark.parametrize("grouped", [False, True])
def test_the_organisation_of_its_rep_tells(app, cast, scene, grouped):
    with app.app_context(), transaction():
        own = db.session.get_one(User, cast.cleo.id).organisation_id
        if grouped:
            part = Organisation(created_month="2026-01", grouped_into_id=own)
            db.session.add(part)
            db.session.flush()  # its member needs the id
            own = part.id
        db.session.get_one(User, cast.rae.id).organisation_id = own

    assert flag_of(app, cast, scene, "cleo") == (0.0, True)


def test_an_organisation_at_its_domain_tells(app, cast, scene):
    with app.app_context(), transaction():
        own = db.session.get_one(User, cast.cleo.id).organisation_id
        domain = OrganisationDomain(
            domain="arbor.example", skeleton="arbor.example", organisation_id=own
        )
        db.session.add(domain)
        db.session.get_one(User, cast.cleo.id).email = "cleo@mail.example"

    assert flag_of(app, cast, scene, "cleo") == (0.0, True)


@pytest.mark.parametrize("state", [ClaimState.WITHDRAWN, ClaimState.OPEN])
def test_who_spoke_for_it_or_asked_to_tells(app, cast, scene, state):
    with app.app_context(), transaction():
        asked = claim()
        asked.state = state
        if state is ClaimState.OPEN:
            asked.decided_at = asked.decided_by_id = None
        db.session.get_one(User, cast.rae.id).email = "rae@mail.example"

    assert flag_of(app, cast, scene, "rae") == (0.0, True)


def test_a_rivals_rep_counts_nothing(app, cast, scene):
    with app.app_context(), transaction():
        claim().vendor_id = ensure_vendor("Birch").id

    assert flag_of(app, cast, scene, "rae") == (0.0, True)


def test_what_is_about_no_vendor_has_no_rivals(app, cast, scene):
    with app.app_context(), transaction():
        db.session.execute(sa.update(Thread).values(product_id=None, vendor_id=None))

    assert flag_of(app, cast, scene, "rae") == (1.0, False)


def test_a_flag_asks_as_much_whoever_sends_it(app, cast, scene):
    asked = []
    for who in ("cleo", "ben"):
        with count_queries() as seen:
            report(app, cast, who, "post", scene.post)
        asked.append(len(seen))

    assert asked[1] <= asked[0]

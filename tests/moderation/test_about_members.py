"""A legal notice about somebody's page: found, and decided by what is done about them."""

import pytest
import sqlalchemy as sa

from community.core.db import db, transaction
from moderation.kinds import Outcome
from moderation.models import Action, Case, Flag
from moderation.telling import tell_flaggers
from tests.moderation.appealing import OVERTURN, judged
from tests.moderation.conftest import mails
from tests.moderation.test_notifying import SENDER, decide, send
from tests.moderation.test_people import measure
from tests.page import PageClient

NOTICE = "/notices/member/ada"


@pytest.fixture
def outside(app, scene) -> PageClient:
    return PageClient(app)


def outcomes(app) -> list[Outcome]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Flag.outcome)))


def case_path(app) -> str:
    with app.app_context():
        return (
            f"/moderation/cases/{db.session.scalars(sa.select(Case.public_id)).first()}"
        )


def test_a_profile_is_found_by_its_address(app, outside):
    form = outside.get("/notices/")
    found = outside.send(form, {"where": "/u/ada"}, having="where", status=303)
    assert found.location == NOTICE
    assert "Member ada" in outside.get(NOTICE).words()
    outside.send(form, {"where": "/u/nobody-here"}, having="where", status=422)
    outside.get("/notices/member/nobody-here", status=404)
    outside.get("/notices/post/nothing", status=404)
    outside.get("/flags/member/ada", status=404)  # one reports what somebody wrote


def test_a_measure_decides_it_and_its_sender_hears(app, cast, outside):
    send(outside, NOTICE)
    mo, mia = cast.page("mo"), cast.page("mia")
    case = case_path(app)
    mo.post(f"{case}/claim", status=303)
    assert "on their page" in mo.get(case).words()
    assert measure(mia, "warned").status == 409
    assert outcomes(app) == [Outcome.OPEN]

    assert measure(mo, "suspended").status == 303

    assert outcomes(app) == [Outcome.UPHELD]
    with app.app_context(), transaction():
        tell_flaggers(_newest())
    assert (
        "Suspended" in [text for to, _, text in mails(app) if to == SENDER["email"]][-1]
    )


def test_a_measure_that_is_undone_opens_it_again(app, cast, outside):
    send(outside, NOTICE)
    mo = cast.page("mo")
    assert measure(mo, "warned").status == 303
    page = mo.get("/moderation/people/ada")
    lift = next(one for one in page.links if one.endswith("/lift"))
    mo.send(mo.get(lift), {"reason": "Too fast."}, having="reason", status=303)
    assert outcomes(app) == [Outcome.OPEN]
    assert measure(mo, "warned").status == 303
    assert outcomes(app) == [Outcome.UPHELD]


def test_its_dismissal_is_appealed_and_decided_again_by_another(app, cast, outside):
    where = send(outside, NOTICE)
    decide(app, cast, "approve")
    assert outcomes(app) == [Outcome.DISMISSED]
    appeal = {"text": "The court said so, in writing, last week."}
    outside.send(outside.get(where), appeal, status=303)
    mia = cast.page("mia")
    desk = next(
        one
        for one in mia.get("/moderation/appeals/").links
        if "/appeals/" in one and one != "/moderation/appeals/"
    )
    judged(mia, desk, {**OVERTURN, "reason": "illegal"})
    assert outcomes(app) == [Outcome.OPEN]
    assert measure(mia, "warned").status == 403
    assert measure(cast.page("mo"), "warned").status == 303
    assert outcomes(app) == [Outcome.UPHELD]


def _newest() -> int:
    return db.session.scalars(sa.select(Action.id).order_by(Action.id.desc())).first()

"""A vendor is marked with an alert: by two moderators, for a time, and it answers."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.models import User
from community.catalog.models import Vendor
from community.core import clock
from community.core.actors import Role
from community.core.db import db, transaction
from moderation.models import Action
from tests.moderating import moderate
from tests.moderation.appealing import OVERTURN, appealed, judged
from tests.moderation.conftest import mails

WHY = "It threatened three buyers who had written reviews."
PAGES = (
    "/prices/arbor/",
    "/prices/arbor/arbor-desk/",
    "/prices/arbor/arbor-desk/reviews",
    "/prices/arbor/arbor-desk/statements",
    "/prices/arbor/statements",
)


@pytest.fixture
def vendor(app, scene) -> str:
    with app.app_context():
        return db.session.scalars(
            sa.select(Vendor.public_id).where(Vendor.slug == "arbor")
        ).one()


def alert(browser, vendor: str, verdict: str = "alert", **said) -> str:
    said = {"reason": "harassment", "facts": WHY, **said}
    return moderate(browser, "vendor", vendor, verdict, **said)


def undo(browser, case: str) -> None:
    path = browser.get(case).form(having="reason")["action"]
    browser.post(path, {"reason": "I was too fast."}, status=303)


def test_two_moderators_put_an_alert_and_the_vendor_answers(app, cast, page, vendor):
    mo, mia, rae = cast.page("mo"), cast.page("mia"), cast.page("rae")
    assert f"/moderation/open/vendor/{vendor}" in mo.get("/prices/arbor/").html
    assert "There is no alert" in rae.get("/rep/alert").words()
    case = alert(mo, vendor)
    assert "Moderators warn" not in page.get("/prices/arbor/").words()
    form = mo.get(mo.post(f"/moderation/open/vendor/{vendor}").location)
    said = {"verdict": "alert", "reason": "harassment", "facts": WHY}
    refused = mo.send(form, said, action=f"{case}/decide", status=403)
    assert "somebody else has to agree" in refused.words()
    mo.post(f"{case}/release")

    assert alert(mia, vendor) == case

    for path in PAGES:
        assert WHY in page.get(path).words(), path
    (to, _, letter) = mails(app)[-1]
    assert (to, "/rep/alert" in letter) == (cast.rae.email, True)
    statement = letter[letter.index("/statements/") :].strip()
    rae.get(statement)
    cast.page("ben").get(statement, status=404)
    assert "Vendor marked with an alert" in page.get("/log?action=alerted").words()
    form = rae.get("/rep/alert")
    for text, status in (("No.", 422), ("x " * 600, 422)):
        rae.send(form, {"body": text}, having="body", status=status)
    appeal = appealed(
        cast, statement.replace("statements", "decisions") + "/appeal", "rae"
    )
    answer = {"body": "We have apologised to each of the three."}
    rae.send(form, answer, having="body", status=303)
    shown = page.get("/prices/arbor/arbor-desk/").words()
    assert "Arbor answers: We have apologised" in shown
    with time_machine.travel(clock.now() + timedelta(days=90, minutes=1)):
        assert "Moderators warn" not in page.get("/prices/arbor/").words()
    assert judged(mo, appeal, OVERTURN).status == 403
    with app.app_context(), transaction():
        third = sa.update(User).where(User.id == cast.cleo.id)
        now = clock.now()
        db.session.execute(third.values(role=Role.MODERATOR, two_factors_since=now))
    assert judged(cast.page("cleo"), appeal, OVERTURN).status == 303
    assert "Moderators warn" not in page.get("/prices/arbor/").words()


def test_an_alert_is_undone_ended_and_refused(app, cast, page, vendor):
    mo, mia = cast.page("mo"), cast.page("mia")
    alert(mo, vendor)
    case = alert(mia, vendor)
    undo(mo, case)
    assert "Moderators warn" not in page.get("/prices/arbor/").words()
    mia.post(f"{case}/claim")
    alert(mia, vendor, facts="It threatened two buyers.")

    case = alert(mo, vendor, "end-alert", facts="It has apologised.")

    assert "Moderators warn" not in page.get("/prices/arbor/").words()
    undo(mo, case)
    assert "two buyers" in page.get("/prices/arbor/").words()
    alert(mo, vendor, "approve", reason="", facts="It stays as it is.")
    with app.app_context():
        done = [
            str(one)
            for one in db.session.scalars(sa.select(Action.kind).order_by(Action.id))
        ]
    assert done[-3:] == ["lifted", "undone", "approved"]
    mo.post("/moderation/open/vendor/nothing", status=404)

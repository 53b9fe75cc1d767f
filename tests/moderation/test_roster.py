"""The roster: who moderates, how much, where; the host appoints and decides nothing."""

import pytest
import sqlalchemy as sa

from community.accounts.models import AccountState, User
from community.catalog.models import Product
from community.core import clock
from community.core.actors import Role
from community.core.db import db, transaction
from community.core.errors import Forbidden
from moderation.access import can_decide
from moderation.items import get_kind
from moderation.kinds import Reason
from moderation.models import AuditRow, ModeratorScope
from moderation.people import appointing, members, rules
from moderation.people.models import MeasureKind
from moderation.people.roster import Roster
from moderation.people.rules import MeasureDraft
from tests.moderating import moderate
from tests.queries import count_queries

HERE = "/moderation/roster/"


def set_scope(browser, who: str, *numbers: int) -> None:
    path = f"{HERE}{who}/scope"
    browser.get(path)
    browser.post(path, {"categories": [str(one) for one in numbers]}, status=303)


def test_the_host_appoints_and_dismisses(app, cast, scene):
    hana = cast.page("hana")
    form = hana.get(HERE)
    for handle, status in (("", 422), ("nobody", 404), ("rae", 409), ("mo", 409)):
        hana.send(form, {"handle": handle}, having="handle", status=status)
    hana.send(form, {"handle": "ben"}, having="handle", status=303)
    assert "ben 0 0 –" in hana.get(HERE).words()
    assert hana.post(f"{HERE}ben/dismiss").status == 303
    assert "ben is a member again" in hana.get(HERE).words()
    assert "ben" not in hana.get(HERE).words().split()
    hana.post(f"{HERE}ben/dismiss", status=404)
    with app.app_context():
        ben = db.session.get_one(User, cast.ben.id)
        assert ben.role is Role.MEMBER
        for act in (appointing.dismiss, lambda a, u: appointing.set_scope(a, u, [])):
            with pytest.raises(Forbidden):
                act(cast.actor("mo"), ben)
        with pytest.raises(Forbidden):
            appointing.appoint(cast.actor("mo"), "ben")
        kept = db.session.scalars(
            sa.select(AuditRow.action).order_by(AuditRow.number)
        ).all()
    assert kept == ["moderator.appointed", "moderator.dismissed"]


def test_the_host_is_told_when_one_moderates_alone(cast, scene):
    hana = cast.page("hana")
    assert "It takes two" not in hana.get(HERE).words()
    hana.post(f"{HERE}mia/dismiss", status=303)
    assert "It takes two" in hana.get(HERE).words()


def test_who_moderates_some_categories_or_is_suspended_is_no_second_one(
    app, cast, scene, chairs
):
    hana, counted = cast.page("hana"), Roster().count_deciding
    with app.app_context():
        assert counted() == 2
    set_scope(hana, "mia", chairs)
    assert "It takes two" in hana.get(HERE).words()
    set_scope(hana, "mia")
    assert "It takes two" not in hana.get(HERE).words()
    with app.app_context(), transaction():
        mia = db.session.get_one(User, cast.mia.id)
        mia.role = Role.MEMBER
        draft = MeasureDraft(
            MeasureKind.SUSPENDED, (), 7, Reason.HARASSMENT, "Unkind posts.", "", 0
        )
        measure = rules.decide_about(cast.actor("mo"), mia, draft)
        mia.role = Role.MODERATOR
        assert counted() == 1
        measure.lifted_at = clock.now()
        db.session.flush()
        assert counted() == 2
        mia.state = AccountState.LOCKED
        db.session.flush()
        assert counted() == 1


def test_the_roster_tells_who_did_how_much(app, cast, scene):
    mo, mia = cast.page("mo"), cast.page("mia")
    with count_queries() as few:
        mo.get(HERE)
    case = moderate(mo, "review", scene.review, "hide")
    moderate(mo, "post", scene.post, "lock")
    undo = mia.get(case).form(having="reason")["action"]
    mia.post(undo, {"reason": "It names nobody."}, status=303)
    mia.post(f"/moderation/open/post/{scene.whisper}", status=303)

    with count_queries() as many:
        words = mo.get(HERE).words()

    assert "mia 0 0 – 1 All categories mo 2 2 50 % 0 All categories" in words
    assert len(few) == len(many)
    assert "Appoint" not in words


@pytest.mark.parametrize("kind", ["post", "review", "official"])
def test_a_moderator_of_other_categories_neither_claims_nor_decides(
    app, cast, scene, chairs, kind
):
    hana, mo = cast.page("hana"), cast.page("mo")
    case = moderate(mo, kind, scene.of(kind), "hide")
    set_scope(hana, "mo", chairs)
    assert "chairs" in hana.get(HERE).words()

    refused = mo.post(f"/moderation/open/{kind}/{scene.of(kind)}")

    assert (refused.status, "others moderate" in refused.words()) == (403, True)
    assert mo.post(f"{case}/claim").status == 403
    held = cast.page("mia").post(f"/moderation/open/{kind}/{scene.of(kind)}").location
    assert "somebody else decides" in mo.get(held).words()
    with app.app_context(), transaction():
        db.session.execute(sa.update(Product).values(category_id=chairs))
        question = sa.text("UPDATE thread SET product_id = (SELECT id FROM product)")
        db.session.execute(question)
    assert cast.page("mo").post(f"{held}/take-over").status == 303
    set_scope(hana, "mo")
    with app.app_context():
        assert db.session.scalars(sa.select(ModeratorScope)).all() == []


def test_what_is_of_no_category_is_for_those_who_work_in_all(app, cast, scene, chairs):
    set_scope(cast.page("hana"), "mo", chairs)
    with app.app_context(), transaction():
        db.session.execute(sa.text("UPDATE thread SET product_id = NULL"))
        vendor = db.session.scalar(sa.text("SELECT public_id FROM vendor"))
    mo = cast.page("mo")
    assert mo.post(f"/moderation/open/post/{scene.post}").status == 403
    assert mo.post(f"/moderation/open/vendor/{vendor}").status == 403
    with app.app_context():
        ada = get_kind(members.KIND).load(cast.ada.id)
        assert not can_decide(cast.mo.actor, ada)

"""Appeals against each kind of decision, and by whom nobody may know of."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.models import User
from community.core import clock
from community.core.db import db, transaction
from community.core.jobs import Job
from moderation import scoring
from moderation.appeals.models import Appeal
from moderation.deciding import FORGET_JOB
from moderation.items import get_item_for, get_moderated
from moderation.telling import forget_kept
from tests.moderation.appealing import (
    APPROVE,
    HIDE,
    OVERTURN,
    UPHOLD,
    WHY,
    appealed,
    audited,
    decided,
    judged,
    log,
    missing_in,
)
from tests.moderation.conftest import mails
from tests.queries import count_queries


@pytest.mark.parametrize(
    ("verdict", "who", "says"),
    [
        (HIDE, "ada", "This was taken back since"),
        (HIDE | {"verdict": "lock"}, "ada", "This was taken back since"),
        (APPROVE, "cleo", "does not show any more"),
    ],
)
def test_what_changed_since_is_not_appealed_any_more(
    app, cast, scene, verdict, who, says
):
    path = decided(app, cast, scene.post, verdict)
    with app.app_context(), transaction():
        item = get_item_for(cast.mo.actor, "post", scene.post)
        kind = get_moderated("post")
        turn = kind.hide if verdict is APPROVE else kind.show
        turn(cast.mo.actor, item.object_id, "It names a person.")
        if "lock" in verdict["verdict"]:
            kind.unlock(cast.mo.actor, item.object_id, "It is calm again.")
    assert says in cast.page(who).get(path).words()


def test_what_was_decided_anew_is_appealed_anew(app, cast, scene, monkeypatch):
    monkeypatch.setattr(scoring, "HIDES_FROM", 1.0)
    decided(app, cast, scene.post, HIDE)
    held = re.search(r"/decisions/\w+/appeal", mails(app)[0][2])[0]

    refused = cast.page("ada").post(held, WHY)

    assert (refused.status, "decided anew since" in refused.words()) == (409, True)


def test_a_lease_keeps_two_from_the_same_appeal(app, cast, scene):
    desk = appealed(
        cast, decided(app, cast, scene.official, HIDE, kind="official"), "rae"
    )
    mia = cast.page("mia")
    with app.app_context(), transaction():
        db.session.execute(
            sa.update(User).where(User.id == cast.hana.id).values(role="moderator")
        )
    hana = cast.page("hana")
    assert judged(mia, desk, {**UPHOLD, "facts": "no"}).status == 422
    assert judged(mia, desk, {**UPHOLD, "ruling": ""}).status == 422
    assert judged(mia, desk, {**UPHOLD, "rule": "x" * 201}).status == 422
    assert "Held by you for 15 more minutes" in mia.get(desk).words()
    assert "mia, 15 min" in hana.get("/moderation/appeals/").words()
    refused = hana.post(f"{desk}/claim")
    assert (refused.status, "mia holds this appeal" in refused.words()) == (409, True)
    assert "Take it over" in hana.get(desk).words()
    assert hana.post(f"{desk}/take-over").status == 303
    assert mia.post(f"{desk}/decide", {**UPHOLD, "version": "1"}).status == 409
    assert hana.post(f"{desk}/release").status == 303
    assert "Claim this appeal" in mia.get(desk).words()
    late = mia.post(f"{desk}/decide", {**UPHOLD, "version": "1"})
    assert (late.status, "don’t hold this appeal" in late.words()) == (409, True)
    assert judged(mia, desk, UPHOLD).status == 303
    assert mia.post(f"{desk}/claim").status == 409
    with app.app_context(), transaction():
        db.session.execute(sa.update(Appeal).values(state="open", due_at=clock.now()))
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        assert "Late" in mia.get("/moderation/appeals/").words()


def test_who_reported_or_wrote_it_does_not_judge(app, cast, scene):
    path = decided(app, cast, scene.post, APPROVE, of="mia")
    cast.page("ada").get(path, status=404)
    desk = appealed(cast, path, "mia")
    assert judged(cast.page("mia"), desk, UPHOLD).status == 403
    for somebody in ("mo", "cleo", "ada"):
        cast.page(somebody).get(desk.removeprefix("/moderation"), status=404)
    assert cast.page("hana").post(f"{desk}/decide", UPHOLD).status == 403
    assert audited(app)[-1] == "appeal.decide.refused"


def test_an_alias_appeals_without_being_told(app, cast, scene):
    path = decided(app, cast, scene.whisper, HIDE)
    desk = appealed(cast, path)

    assert judged(cast.page("mia"), desk, OVERTURN).status == 303

    with app.app_context():
        assert db.session.scalar(sa.select(Appeal.appellant_id)) is None
        waiting = db.session.execute(sa.text("SELECT COUNT(*) FROM deal_notice"))
        assert waiting.scalar() == 3
    assert cast.cleo.email in {to for to, _, _ in mails(app)}
    assert cast.ada.email not in {to for to, _, _ in mails(app)}
    words = cast.page("mia").get(desk).words()
    assert "ada" not in words.split()


@pytest.mark.parametrize(
    ("verdict", "wait", "says"),
    [
        ({"verdict": "lock"}, 0, "is lifted. "),
        ({"verdict": "remove"}, 11, "is lifted. "),
        ({"verdict": "redact", "words": "12 percent."}, 0, "is lifted. "),
        ({"verdict": "redact", "words": "12 percent."}, 11, "you can write them again"),
    ],
)
def test_overturning_lifts_whatever_was_decided(app, cast, scene, verdict, wait, says):
    heading = {"heading": "What about renewals?"} if "words" in verdict else {}
    path = decided(app, cast, scene.post, {**HIDE, **heading, **verdict})
    assert missing_in(mails(app)[0][2]) == []
    desk = appealed(cast, path)
    with app.app_context(), transaction():
        for job in db.session.scalars(sa.select(Job).where(Job.kind == FORGET_JOB)):
            if wait:
                forget_kept(**job.args)

    assert judged(cast.page("mia"), desk, OVERTURN).status == 303

    assert log(app)[-1] == ("overturned", False)
    outcome = next(text for _, subject, text in mails(app) if "ended" in subject)
    assert says in outcome.replace("\n", " ")
    words = cast.page("ben").client.get(
        f"/questions/posts/{scene.post}", follow_redirects=True
    )
    shown = words.get_data(as_text=True)
    assert ("Jane Doe" in shown) is ("again" not in says)
    assert "Locked" not in shown


def test_pages_of_appeals_ask_as_much_for_many_as_for_few(app, cast, scene):
    mia, asked = cast.page("mia"), []
    for kind, who in (("post", "ada"), ("review", "ada"), ("official", "rae")):
        path = decided(app, cast, scene.of(kind), HIDE, kind=kind)
        desk = appealed(cast, path, who)
        with count_queries() as listed:
            mia.get("/moderation/appeals/")
        with count_queries() as one:
            mia.get(desk)
        asked.append((len(listed), len(one)))
    assert asked[0][0] == asked[2][0]
    assert max(one for _, one in asked) <= 18
    mia.get("/moderation/appeals/nothing", status=404)

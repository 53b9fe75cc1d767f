"""Nobody decides about what they have a part in: 403, and a row but for what has an alias."""

import pytest
import sqlalchemy as sa

from community.accounts.models import Organisation, User
from community.core import ratelimit, refusals
from community.core.actors import Role
from community.core.db import db, transaction
from community.reps.models import ClaimState, Dispute, RepClaim
from community.reps.rules.disputing import decide_dispute
from community.threads.models import Post
from moderation.access import Obstacle, can_decide, obstacle_of
from moderation.items import get_item_for, get_kind
from moderation.models import AuditRow
from tests.moderation.appealing import HIDE
from tests.moderation.conftest import report
from tests.moderation.test_four_eyes import dispute
from tests.queries import count_queries


def rows(app) -> list[tuple[str, str]]:
    with app.app_context():
        found = sa.select(AuditRow.action, AuditRow.reason).order_by(AuditRow.number)
        return [tuple(one) for one in db.session.execute(found)]


def have(app, who: int, **values) -> None:
    with app.app_context(), transaction():
        db.session.execute(sa.update(User).where(User.id == who).values(**values))


def group_with(app, cast, who: int, other: int) -> None:
    """Have two people work for two organisations of one group."""
    with app.app_context(), transaction():
        root = db.session.get_one(User, other).organisation_id
        part = Organisation(
            public_id="part", created_month="2026-01", grouped_into_id=root
        )
        db.session.add(part)
        db.session.flush()  # its member needs the id
        db.session.get_one(User, who).organisation_id = part.id


def tried(app, cast, kind: str, public_id: str, who: str = "mo") -> list[str]:
    """Have a moderator try all that is done with a case; return what the rows say."""
    case = "/moderation/cases/" + report(app, cast, "cleo", kind, public_id)
    page = cast.page(who)
    assert page.post(f"/moderation/open/{kind}/{public_id}", {}).status == 403
    assert page.post(f"{case}/claim", {}).status == 403
    assert page.post(f"{case}/decide", {**HIDE, "version": "2"}).status == 403
    assert "somebody else decides" in page.get(case).words()
    actions = ["case.open.refused", "case.claim.refused", "case.decide.refused"]
    found = rows(app)
    assert [action for action, _ in found] in ([], actions)
    return sorted({reason for _, reason in found})


def test_ones_own_leaves_a_row(app, cast, scene):
    have(app, cast.ada.id, role=Role.MODERATOR)
    have(app, cast.ada.id, two_factors_since=cast.mo.two_factors_since)

    assert tried(app, cast, "post", scene.post, "ada") == [Obstacle.WROTE]


def test_ones_own_alias_leaves_none(app, cast, scene):
    have(app, cast.ada.id, role=Role.MODERATOR)
    have(app, cast.ada.id, two_factors_since=cast.mo.two_factors_since)

    assert tried(app, cast, "post", scene.whisper, "ada") == []


def test_another_of_the_group_leaves_a_row(app, cast, scene):
    group_with(app, cast, cast.mo.id, cast.ada.id)

    assert tried(app, cast, "review", scene.review) == [Obstacle.ORGANISATION]


@pytest.mark.parametrize("grouped", [False, True])
def test_a_colleagues_alias_is_left_to_others_and_to_no_row(app, cast, scene, grouped):
    if grouped:
        group_with(app, cast, cast.mo.id, cast.ada.id)
    else:
        have(app, cast.mo.id, organisation_id=cast.ada.organisation_id)

    assert tried(app, cast, "post", scene.whisper) == []

    with app.app_context():
        item = get_item_for(cast.mo.actor, "post", scene.whisper)
        assert obstacle_of(cast.mo.actor, item) is Obstacle.ALIAS
        assert "organisation" not in Obstacle.ALIAS
        assert can_decide(cast.mia.actor, item)
        posts = get_kind("post")
        named = get_item_for(cast.mo.actor, "post", scene.post)
        assert not posts.is_of_colleague(cast.mo.actor, named.object_id)


def test_strangers_decide_about_an_alias(app, cast, scene):
    have(app, cast.mo.id, organisation_id=cast.cleo.organisation_id)

    with app.app_context():
        item = get_item_for(cast.mo.actor, "post", scene.whisper)
        assert can_decide(cast.mo.actor, item)


@pytest.mark.parametrize("how", ["mail", "organisation", "claim"])
def test_who_is_of_the_vendor_leaves_it_to_others(app, cast, scene, how):
    if how == "mail":
        have(app, cast.mo.id, email="mo@arbor.example")
    elif how == "organisation":
        have(app, cast.mo.id, organisation_id=cast.cleo.organisation_id)
        have(app, cast.rae.id, organisation_id=cast.cleo.organisation_id)
    else:
        with app.app_context(), transaction():
            own = db.session.scalars(sa.select(RepClaim)).one()
            own.user_id, own.state = cast.mo.id, ClaimState.WITHDRAWN

    assert tried(app, cast, "post", scene.whisper) == [Obstacle.VENDOR]

    with app.app_context():
        vendor = get_kind("vendor").load(
            db.session.scalars(sa.select(RepClaim.vendor_id)).one()
        )
        assert obstacle_of(cast.mo.actor, vendor) is Obstacle.VENDOR
        assert can_decide(cast.mia.actor, vendor)


def test_who_reported_it_leaves_it_to_others(app, cast, scene):
    report(app, cast, "mo", "official", scene.official)

    assert tried(app, cast, "official", scene.official) == [Obstacle.REPORTED]

    with app.app_context():
        item = get_item_for(cast.mia.actor, "official", scene.official)
        assert can_decide(cast.mia.actor, item)


def test_a_dispute_about_ones_own_leaves_no_row(app, cast, scene):
    have(app, cast.ada.id, role=Role.MODERATOR)
    have(app, cast.ada.id, two_factors_since=cast.mo.two_factors_since)
    dispute(app, cast, f"/questions/posts/{scene.whisper}")
    with app.app_context():
        public_id = db.session.scalars(sa.select(Dispute.public_id)).one()

    assert tried(app, cast, "dispute", public_id, "ada") == []


@pytest.mark.parametrize(
    ("email", "said"),
    [("mo@arbor.example", "vendor"), ("mo@fairquote.example", "organisation")],
)
def test_a_vendors_people_do_not_answer_its_disputes(app, cast, scene, email, said):
    dispute(app, cast, f"/questions/posts/{scene.post}")
    have(app, cast.mo.id, email=email)
    if said == "organisation":
        group_with(app, cast, cast.rae.id, cast.cleo.id)
        have(app, cast.mo.id, organisation_id=cast.cleo.organisation_id)
    with app.app_context():
        public_id = db.session.scalars(sa.select(Dispute.public_id)).one()

    answer = {"verdict": "upheld", "reason": "The contract says so."}
    refused = cast.page("mo").post(f"/moderation/disputes/{public_id}", answer)

    assert (refused.status, f"their own {said}" in refused.words()) == (403, True)
    ((action, why),) = rows(app)
    assert (action, said in why) == ("dispute.decide.refused", True)
    with app.app_context(), transaction():
        one = db.session.scalars(sa.select(Dispute)).one()
        decide_dispute(cast.mia.actor, one, upheld=True, reason="The contract says so.")


def test_refusals_are_counted_over_the_hour(app, cast, scene, monkeypatch):
    monkeypatch.setattr(refusals, "_MOST", ratelimit.Limit(1, 3_600))
    have(app, cast.mo.id, organisation_id=cast.ada.organisation_id)
    path, mo = f"/moderation/open/post/{scene.post}", cast.page("mo")

    assert [mo.post(path, {}).status for _ in range(2)] == [403, 429]

    assert len(rows(app)) == 1


def test_what_a_person_does_about_themselves_leaves_a_row(app, cast, scene):
    refused = cast.page("mo").post(
        "/moderation/people/mo/notes", {"text": "Never late."}
    )
    assert refused.status == 403

    assert rows(app) == [
        ("person.note.refused", "Moderators don’t decide about themselves.")
    ]


def test_asking_who_may_decide_takes_as_much_for_each_kind(app, cast, scene):
    asked = []
    with app.app_context():
        for kind in ("post", "review", "official"):
            item = get_item_for(cast.mo.actor, kind, scene.of(kind))
            db.session.expunge_all()
            with count_queries() as seen:
                assert can_decide(cast.mo.actor, item)
            asked.append(len(seen))
        whisper = get_item_for(cast.mo.actor, "post", scene.whisper)
        count = sa.select(sa.func.count()).select_from(Post)
        assert db.session.scalar(count) == 2
        with count_queries() as seen:
            assert can_decide(cast.mo.actor, whisper)
        asked.append(len(seen))

    assert asked == [8, 8, 8, 9]

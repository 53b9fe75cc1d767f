"""Who reported something, and what they say: for who may decide about it, and for nobody else."""

import pytest
import sqlalchemy as sa

from community.accounts.models import User
from community.core.actors import Role
from community.core.db import db, transaction
from moderation.kinds import REASONS, Reason
from moderation.models import Action, ModeratorScope
from moderation.people.models import PersonNote
from tests.moderation.appealing import APPROVE, appealed, decided
from tests.moderation.conftest import SAID, report

QUESTION, ANSWER = SAID[0]
KEPT = "for those who may decide"


def case_page(app, cast, scene, who: str, reason: Reason = Reason.OUTDATED) -> str:
    """Have Cleo report Ada's question; return what somebody reads of the case."""
    case = report(app, cast, "cleo", "post", scene.post, reason)
    return cast.page(who).get(f"/moderation/cases/{case}").words()


def promote(app, cast, who: str) -> None:
    with app.app_context(), transaction():
        user = db.session.get_one(User, getattr(cast, who).id)
        user.role = Role.MODERATOR
        user.two_factors_since = cast.mo.two_factors_since


def scope(app, cast, category: int) -> None:
    with app.app_context(), transaction():
        db.session.add(ModeratorScope(user_id=cast.mia.id, category_id=category))


def test_who_may_decide_reads_both(app, cast, scene):
    words = case_page(app, cast, scene, "mo", Reason.ILLEGAL)

    assert "It is illegal: a formal notice cleo" in words
    assert ANSWER in words
    assert KEPT not in words


@pytest.mark.parametrize("who", ["ada", "ben"])
def test_its_author_and_their_colleagues_read_neither(app, cast, scene, who):
    promote(app, cast, who)

    words = case_page(app, cast, scene, who)

    assert "cleo" not in words
    assert ANSWER not in words
    assert QUESTION not in words
    assert f"It is outdated Who sent it, and what they say, is {KEPT}" in words


def test_a_legal_notice_to_them_has_no_number_and_leads_nowhere(app, cast, scene):
    promote(app, cast, "ada")

    case = report(app, cast, "cleo", "post", scene.post, Reason.ILLEGAL)

    html = cast.page("ada").get(f"/moderation/cases/{case}").html
    assert "/moderation/notices/" not in html
    assert (
        "/moderation/notices/" in cast.page("mo").get(f"/moderation/cases/{case}").html
    )


@pytest.mark.parametrize("reason", Reason)
def test_others_of_another_category_read_what_is_not_confidential(
    app, cast, scene, chairs, reason
):
    scope(app, cast, chairs)

    words = case_page(app, cast, scene, "mia", reason)

    kept = reason in {Reason.ILLEGAL, Reason.IDENTIFIES}
    assert REASONS[reason].confidential is kept
    assert ("cleo" not in words, ANSWER not in words) == (kept, kept)


def test_what_a_flagger_appeals_is_kept_from_its_author_too(app, cast, scene):
    desk = appealed(cast, decided(app, cast, scene.post, APPROVE), "cleo")
    promote(app, cast, "ada")

    assert "a company, not a person" not in cast.page("ada").get(desk).words()
    assert "a company, not a person" in cast.page("mia").get(desk).words()


@pytest.mark.parametrize("reason", [Reason.IDENTIFIES, Reason.OUTDATED])
def test_what_a_flagger_appeals_is_as_confidential_as_the_flag(
    app, cast, scene, chairs, reason
):
    case = report(app, cast, "cleo", "post", scene.post, reason)
    mo = cast.page("mo")
    mo.post(f"/moderation/cases/{case}/claim")
    mo.post(f"/moderation/cases/{case}/decide", {**APPROVE, "version": "2"})
    with app.app_context():
        action = db.session.scalars(sa.select(Action.public_id)).one()
    desk = appealed(cast, f"/decisions/{action}/appeal", "cleo")
    scope(app, cast, chairs)

    words = cast.page("mia").get(desk).words()

    kept = reason is Reason.IDENTIFIES
    assert ("a company, not a person" not in words) is kept


def test_nobody_reads_what_others_note_of_them(app, cast):
    with app.app_context(), transaction():
        note = {"author_id": cast.mia.id, "text": "He closes cases fast."}
        db.session.add(PersonNote(user_id=cast.mo.id, **note))

    words = cast.page("mo").get("/moderation/people/mo").words()

    assert "closes cases fast" not in words
    assert "What others note of you, they read" in words
    assert "closes cases fast" in cast.page("mia").get("/moderation/people/mo").words()
    with app.app_context():
        assert db.session.scalars(sa.select(PersonNote.user_id)).all() == [cast.mo.id]

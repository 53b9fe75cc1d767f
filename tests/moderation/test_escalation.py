"""A case that is handed on with one click, and what moderators say of it to each other."""

import pytest
import sqlalchemy as sa

from community.core.db import db, transaction
from moderation.escalation import rules
from moderation.escalation.models import CaseReply
from moderation.models import AuditRow
from tests.moderation.appealing import APPROVE
from tests.moderation.conftest import case_of, report

WORDS = {"text": "Is a sales assistant a private person?"}


@pytest.fixture
def case(app, cast, scene) -> str:
    return "/moderation/cases/" + report(app, cast, "cleo", "post", scene.post)


def test_one_click_hands_a_case_to_the_others(app, cast, case):
    mo, mia = cast.page("mo"), cast.page("mia")
    mo.post(f"{case}/claim")

    assert mo.post(f"{case}/escalate").location == f"{case}#talk"

    assert "Another moderator is asked for" in mia.get("/moderation/").words()
    assert case in mia.get("/moderation/?show=escalated").html
    told = mia.get(case).words()
    assert "mo asks for another moderator" in told
    assert "Claim this case" in told
    assert mo.get("/moderation/next", status=303).location == "/moderation/"
    assert mia.get("/moderation/next", status=303).location == case
    with app.app_context():
        actions = sa.select(AuditRow.action).order_by(AuditRow.number)
        assert db.session.scalars(actions).all() == ["case.escalated"]


def test_it_is_handed_on_once_and_not_after_it_is_decided(cast, case):
    mo, mia = cast.page("mo"), cast.page("mia")
    mo.post(f"{case}/escalate")

    again = mia.post(f"{case}/escalate")

    assert (again.status, "asked for another" in again.words()) == (409, True)
    mia.post(f"{case}/claim")
    approve = {**APPROVE, "version": "2"}
    assert mia.post(f"{case}/decide", approve).status == 303
    late = mo.post(f"{case}/escalate")
    assert (late.status, "mia was faster" in late.words()) == (409, True)
    assert mo.post(f"{case}/replies", WORDS).status == 409
    assert "Another moderator is asked for" not in mo.get(case).words()


def test_moderators_talk_about_a_case(app, cast, case):
    mo, mia = cast.page("mo"), cast.page("mia")
    assert mo.post(f"{case}/replies", WORDS).location == f"{case}#talk"
    assert WORDS["text"] in mia.get(f"{case}/replies").words()

    mia.post(f"{case}/replies", {"text": "  Yes, she is.\r\n"})

    said = mo.get(case).words()
    assert said.index(WORDS["text"]) < said.index("Yes, she is.")
    with app.app_context():
        texts = db.session.scalars(sa.select(CaseReply.text)).all()
        assert texts == [WORDS["text"], "Yes, she is."]


@pytest.mark.parametrize("text", ["", "  ", "x" * 1_001])
def test_what_is_no_reply_comes_back(app, cast, case, text):
    assert cast.page("mo").post(f"{case}/replies", {"text": text}).status == 422
    with app.app_context():
        assert db.session.scalars(sa.select(CaseReply.id)).all() == []


def test_a_talk_has_an_end(app, cast, case, monkeypatch):
    monkeypatch.setattr(rules, "MOST", 1)
    cast.page("mo").post(f"{case}/replies", WORDS)

    assert cast.page("mia").post(f"{case}/replies", WORDS).status == 409


def test_nobody_else_reads_what_moderators_say(app, cast, scene, case):
    with app.app_context(), transaction():
        row = case_of(case.rpartition("/")[2])
        mia = cast.mia.id
        db.session.add(CaseReply(case_id=row.id, author_id=mia, text="Let us wait."))
    own = "/moderation/cases/" + report(app, cast, "mo", "review", scene.review)
    cast.page("mia").post(f"{own}/replies", WORDS)

    assert "Let us wait." in cast.page("mo").get(case).words()
    assert WORDS["text"] not in cast.page("mo").get(own).words()
    assert cast.page("mo").post(f"{own}/replies", WORDS).status == 403
    assert cast.page("mo").post(f"{own}/escalate").status == 403
    for who in ("ada", "hana", "rae"):
        assert cast.page(who).get(f"{case}/replies", status=403)
        assert cast.page(who).post(f"{case}/escalate").status == 403

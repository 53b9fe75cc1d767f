"""A legal notice is granted whoever it concerns: staff, or an imported author."""

import pytest
import sqlalchemy as sa

from community.accounts.models import AccountState, User
from community.core.actors import Role
from community.core.db import db, transaction
from community.core.visibility import State
from community.threads.models import Post
from moderation.flagging import open_case
from moderation.items import item_of
from moderation.kinds import Outcome
from moderation.models import Action, Case, Flag
from tests.moderation.appealing import OVERTURN, appealed, judged, missing_in
from tests.moderation.conftest import mails
from tests.moderation.test_notifying import SENDER, decide, send
from tests.page import PageClient

STATES = {"hide": State.HIDDEN, "remove": State.REMOVED}


@pytest.fixture(params=["staff", "imported"])
def post(request, app, cast, scene) -> str:
    """Return a post of another moderator, or of somebody who never was here."""
    with app.app_context(), transaction():
        author = db.session.get_one(User, cast.ben.id)
        if request.param == "staff":
            author.role = Role.MODERATOR
        else:
            author.state = AccountState.IMPORTED
            author.email = author.password_hash = None
        db.session.execute(
            sa.update(Post)
            .where(Post.public_id == scene.post)
            .values(author_id=author.id)
        )
    return scene.post


@pytest.mark.parametrize("verdict", ["hide", "remove"])
def test_a_text_is_taken_away_whoever_wrote_it(app, cast, post, verdict):
    outside = PageClient(app)
    where = send(outside, f"/notices/post/{post}")

    decide(app, cast, verdict, who="mia")
    with app.app_context():
        assert db.session.scalars(sa.select(Flag.outcome)).one() is Outcome.OPEN
    decide(app, cast, verdict, who="mo")

    with app.app_context():
        state = sa.select(Post.state).where(Post.public_id == post)
        assert db.session.scalar(state) is STATES[verdict]
        assert db.session.scalars(sa.select(Flag.outcome)).one() is Outcome.UPHELD
    assert "Upheld" in [text for to, _, text in mails(app) if to == SENDER["email"]][-1]
    assert outside.get(where).status == 200


def page_of(app, who: str) -> int:
    return PageClient(app).client.get(f"/u/{who}").status_code


@pytest.mark.usefixtures("post")
def test_the_page_of_whom_no_measure_reaches_is_hidden_by_two(app, cast):
    outside = PageClient(app)
    where = send(outside, "/notices/member/ben")

    case = decide(app, cast, "hide", who="mia")
    assert page_of(app, "ben") == 200
    mia = cast.page("mia")
    mia.post(f"{case}/claim", status=303)
    again = {"verdict": "hide", "reason": "illegal", "facts": "We asked the court."}
    form = mia.get(case)
    mia.send(form, again, action=f"{case}/decide", status=403)
    mia.post(f"{case}/release", status=303)
    decide(app, cast, "hide", who="mo")

    assert page_of(app, "ben") == 404
    assert cast.page("ada").client.get("/u/ben").status_code == 404
    assert "took this page away" in cast.page("mo").get("/u/ben").words()
    assert "Upheld" in [text for to, _, text in mails(app) if to == SENDER["email"]][-1]
    assert outside.get(where).status == 200
    log = outside.get("/log?what=member").words()
    assert "Hidden from everybody but its author Member It is illegal" in log
    assert "ben" not in log
    opened = find_at_desk(app, cast)
    decide(app, cast, "restore", who="mia")
    assert opened
    assert page_of(app, "ben") == 200


def find_at_desk(app, cast) -> bool:
    """Open a new case about Ben's page, which nobody can report any more."""
    with app.app_context(), transaction():
        outcome = sa.select(Case).order_by(Case.id.desc()).limit(1)
        case = db.session.scalars(outcome).one()
        return not open_case(item_of(case)).flag_count


def test_a_members_page_is_not_hidden_but_decided_about_them(app, cast, scene):
    send(PageClient(app), "/notices/member/ben")
    with app.app_context():
        public_id = db.session.scalars(sa.select(Case.public_id)).one()
    mo, case = cast.page("mo"), f"/moderation/cases/{public_id}"
    mo.post(f"{case}/claim", status=303)
    said = {"verdict": "hide", "reason": "illegal", "facts": "We asked the court."}

    assert "on their page" in mo.get(case).words()
    mo.send(mo.get(case), said, action=f"{case}/decide", status=422)

    assert page_of(app, "ben") == 200


def test_staff_read_why_their_page_went_and_appeal(app, cast, scene):
    with app.app_context(), transaction():
        db.session.get_one(User, cast.ben.id).role = Role.MODERATOR
        db.session.get_one(User, cast.cleo.id).role = Role.MODERATOR
        for who in ("ben", "cleo"):
            cast.have_two_factors(who)
    cast.look_again()
    send(PageClient(app), "/notices/member/ben")
    for who in ("mia", "mo"):
        decide(app, cast, "hide", who=who)
    letter = [text for to, _, text in mails(app) if to == cast.ben.email][-1]
    assert missing_in(letter) == []
    with app.app_context():
        actions = sa.select(Action).order_by(Action.id.desc())
        path = f"/decisions/{db.session.scalars(actions).first().public_id}/appeal"

    ben = cast.page("ben")
    assert ben.get("/u/ben").status == 200
    desk = appealed(cast, path, who="ben")
    assert judged(cast.page("mia"), desk, OVERTURN).status == 403
    assert judged(cast.page("cleo"), desk, OVERTURN).status == 303
    assert page_of(app, "ben") == 200

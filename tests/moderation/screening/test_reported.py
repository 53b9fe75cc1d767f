"""What a new account writes waits once three members reported what it wrote before."""

import pytest
import sqlalchemy as sa

from community.accounts.models import User
from community.core.db import db, transaction
from community.threads.models import Post
from community.threads.queries import get_question_post
from moderation.kinds import Outcome, Reason
from moderation.models import Flag
from moderation.screening.models import ScreeningFinding
from tests.moderation.conftest import report
from tests.reps.conftest import LONG_AGO
from tests.threads.made import BODY, ask

TYPED = {"title": "What did others pay for so many seats?", "body": BODY}


@pytest.fixture
def reported(app, cast, scene) -> str:
    """Cleo's account is new again, and wrote something."""
    with app.app_context(), transaction():
        row = sa.update(User).where(User.id == cast.cleo.id)
        db.session.execute(row.values(organisation_id=None))
        return get_question_post(ask(cast.actor("cleo"))).public_id


def asked(app, cast) -> tuple[str, list[str]]:
    """Have Cleo ask; return whether that shows, and what rules say of it."""
    cleo = cast.page("cleo")
    form = cleo.get("/questions/ask")
    cleo.send(form, TYPED, having="body", status=303)
    with app.app_context():
        state = db.session.scalars(sa.select(Post.state).order_by(Post.id.desc()))
        rules = sa.select(ScreeningFinding.rule).order_by(ScreeningFinding.id)
        return str(state.first()), [str(one) for one in db.session.scalars(rules)]


def by(app, cast, post: str, *handles: str) -> None:
    for handle in handles:
        report(app, cast, handle, "post", post, Reason.HARASSMENT)


def test_three_members_make_what_comes_next_wait(app, cast, reported):
    by(app, cast, reported, "ada", "ben", "mo")

    assert asked(app, cast) == ("held", ["reported"])

    with app.app_context():
        sentence = db.session.scalar(sa.select(ScreeningFinding.sentence))
    assert "3 members or more reported what its author, who is new here" in sentence


def test_two_are_too_few(app, cast, reported):
    by(app, cast, reported, "ada", "ben")
    report(app, cast, "ada", "post", reported, Reason.OUTDATED)

    assert asked(app, cast) == ("public", [])


@pytest.mark.parametrize(
    "change", [{"outcome": Outcome.DISMISSED}, {"of_the_vendor": True}]
)
def test_reports_in_vain_or_of_the_vendor_make_nothing_wait(
    app, cast, reported, change
):
    by(app, cast, reported, "ada", "ben", "mo")
    with app.app_context(), transaction():
        one = sa.select(sa.func.max(Flag.id)).scalar_subquery()
        db.session.execute(sa.update(Flag).where(Flag.id == one).values(**change))

    assert asked(app, cast) == ("public", [])


def test_who_is_not_new_is_not_held(app, cast, scene):
    by(app, cast, scene.post, "ben", "cleo", "mo")
    with app.app_context(), transaction():
        db.session.get_one(User, cast.ada.id).created_at = LONG_AGO
    ada = cast.page("ada")
    ada.send(ada.get("/questions/ask"), TYPED, having="body", status=303)

    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(ScreeningFinding.id))) == 0

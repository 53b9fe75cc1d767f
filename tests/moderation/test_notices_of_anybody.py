"""A legal notice about a text is granted whoever wrote it: staff, or an imported author."""

import pytest
import sqlalchemy as sa

from community.accounts.models import AccountState, User
from community.core.actors import Role
from community.core.db import db, transaction
from community.core.visibility import State
from community.threads.models import Post
from moderation.kinds import Outcome
from moderation.models import Flag
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

"""Whose a token is: the predicate and its filter agree, for whoever asks."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from community.api.access import is_own_token, own_tokens, require_may_have_tokens
from community.api.models import ApiToken
from community.core import clock
from community.core.actors import VISITOR
from community.core.db import db
from community.core.errors import Forbidden

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def tokens(cast, context) -> list[ApiToken]:
    made = [
        ApiToken(
            user_id=cast.actor(handle).user_id,
            token_hash=handle,
            label="x",
            ending="x",
            scopes=[],
            expires_at=clock.now() + timedelta(days=1),
        )
        for handle in ("ada", "cleo")
    ]
    db.session.add_all(made)
    db.session.flush()
    return made


@pytest.mark.parametrize("handle", ["", "ada", "cleo", "mo", "hana"])
def test_everybody_has_their_own_and_no_other(cast, tokens, handle):
    actor = cast.actor(handle) if handle else VISITOR

    found = db.session.scalars(sa.select(ApiToken).where(own_tokens(actor))).all()

    assert found == [one for one in tokens if is_own_token(actor, one)]
    assert len(found) == (handle in {"ada", "cleo"})


def test_visitors_have_none():
    with pytest.raises(Forbidden):
        require_may_have_tokens(VISITOR)

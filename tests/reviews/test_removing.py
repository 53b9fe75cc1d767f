import pytest
import sqlalchemy as sa

from community.core.db import db
from community.core.errors import Conflict, Forbidden, Invalid
from community.core.visibility import State
from community.reviews.models import Review
from community.reviews.queries import get_score
from community.reviews.rules.removing import (
    hide_review,
    remove_review,
    restore_review,
    unhide_review,
)
from tests.reviews.made import write

WHY = "It names a person."


@pytest.fixture
def review(cast, desk) -> Review:
    return write(cast.actor("ada"), desk)


def test_its_author_removes_and_brings_back(cast, review):
    ada = cast.actor("ada")
    remove_review(ada, review)
    remove_review(ada, review)
    assert review.state is State.DELETED

    restore_review(ada, review)
    restore_review(ada, review)
    assert review.state is State.PUBLIC


def test_nobody_else_does(cast, review):
    for who in ("ben", "mo"):
        with pytest.raises(Forbidden):
            remove_review(cast.actor(who), review)
        with pytest.raises(Forbidden):
            restore_review(cast.actor(who), review)

    assert review.state is State.PUBLIC


def test_a_moderator_hides_and_shows_with_a_reason(cast, desk, review):
    hide_review(cast.actor("mo"), review, WHY)
    hide_review(cast.actor("mo"), review, WHY)
    assert (review.state, get_score(desk.id).voices) == (State.HIDDEN, 0)

    unhide_review(cast.actor("mo"), review, WHY)
    unhide_review(cast.actor("mo"), review, WHY)
    assert (review.state, get_score(desk.id).voices) == (State.PUBLIC, 1)


@pytest.mark.parametrize("act", [hide_review, unhide_review])
@pytest.mark.parametrize("reason", ["", "no", "x" * 501])
def test_a_reason_is_given(cast, review, act, reason):
    with pytest.raises(Invalid) as refused:
        act(cast.actor("mo"), review, reason)

    assert set(refused.value.fields) == {"reason"}


def test_what_was_hidden_stays_so_on_return(cast, review):
    remove_review(cast.actor("ada"), review)
    hide_review(cast.actor("mo"), review, WHY)
    restore_review(cast.actor("ada"), review)
    assert review.state is State.HIDDEN

    remove_review(cast.actor("ada"), review)
    unhide_review(cast.actor("mo"), review, WHY)
    restore_review(cast.actor("ada"), review)
    assert review.state is State.PUBLIC


def test_two_at_once_leave_one_that_hears_of_it(cast, review):
    # Somebody else's transaction, behind the back of what this one has read.
    db.session.execute(
        sa.update(Review)
        .values(state=State.HELD)
        .execution_options(synchronize_session=False)
    )
    with pytest.raises(Conflict):
        remove_review(cast.actor("ada"), review)


def test_a_review_of_what_is_not_listed_any_more_stays_away(cast, desk, review):
    remove_review(cast.actor("ada"), review)
    desk.state = State.HIDDEN
    with pytest.raises(Conflict, match="not listed"):
        restore_review(cast.actor("ada"), review)

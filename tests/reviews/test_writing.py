from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from community.accounts.models import User
from community.catalog.rules import ensure_product
from community.core import clock
from community.core.actors import VISITOR
from community.core.db import db
from community.core.errors import Conflict, Forbidden, Invalid, StaleEdit, TooMany
from community.core.visibility import State
from community.reviews import limits
from community.reviews.models import Review, ReviewRevision
from community.reviews.queries import get_score
from community.reviews.rules import removing, writing
from tests.reviews.made import BAD, DAY_ONE, GOOD, draft, write

LINKS = (
    "See [a](https://a.example/x), [b](https://b.example/x), [c](https://c.example)."
)


def count(model=Review):
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_a_review_keeps_what_was_said_and_for_whom(cast, desk):
    review = writing.write_review(cast.actor("ada"), desk, draft(5))

    assert (review.good, review.overall, review.state) == (GOOD, 500, State.PUBLIC)
    assert review.good_html == (
        "<p>The order form had <strong>every line</strong> of the price in it.</p>"
    )
    assert review.is_verified
    assert get_score(desk.id).voices == 1


def test_staff_without_an_organisation_is_not_verified(cast, desk):
    assert not write(cast.actor("mo"), desk).is_verified


@pytest.mark.parametrize("who", ["visitor", "rae"])
def test_visitors_and_reps_write_nothing(cast, desk, who):
    actor = VISITOR if who == "visitor" else cast.actor(who)
    with pytest.raises(Forbidden):
        write(actor, desk)

    assert count() == 0


def test_a_second_review_of_a_product_is_refused(cast, desk):
    review = write(cast.actor("ada"), desk)
    with pytest.raises(Conflict, match="already"):
        write(cast.actor("ada"), desk)
    removing.remove_review(cast.actor("ada"), review)
    with pytest.raises(Conflict, match="already"):
        write(cast.actor("ada"), desk)

    assert count() == 1


def test_a_colleague_writes_one_as_well(cast, desk):
    write(cast.actor("ada"), desk)
    write(cast.actor("ben"), desk)

    assert count() == 2


@pytest.mark.parametrize("state", [State.HIDDEN, State.DELETED])
def test_what_is_not_listed_is_not_reviewed(cast, desk, state):
    desk.state = state
    with pytest.raises(Invalid) as refused:
        write(cast.actor("mo"), desk)

    assert set(refused.value.fields) == {"product"}


@pytest.mark.usefixtures("context")
def test_preview_stores_nothing(cast):
    shown = writing.preview(cast.actor("ada"), draft())

    assert "<strong>every line</strong>" in shown.good_html
    assert count() == 0


def test_a_new_account_writes_few_a_day_and_few_links(cast, desk, monkeypatch):
    monkeypatch.setattr(limits, "LIMITS", limits.Limits(reviews_a_day_when_new=1))
    other = ensure_product(None, "Project Manager")
    with pytest.raises(Invalid, match="3"):
        writing.write_review(cast.actor("ada"), desk, draft(good=LINKS))
    writing.write_review(cast.actor("ada"), desk, draft())
    with pytest.raises(TooMany) as refused:
        writing.write_review(cast.actor("ada"), other, draft())

    assert refused.value.retry_after > 0
    assert count() == 1


def test_an_older_account_writes_more(cast, desk, monkeypatch):
    monkeypatch.setattr(limits, "LIMITS", limits.Limits(reviews_a_day_when_new=1))
    other = ensure_product(None, "Project Manager")
    actor = cast.actor("ada")  # verified, so on the second level
    db.session.get_one(User, actor.user_id).created_at = DAY_ONE
    writing.write_review(actor, desk, draft(good=LINKS))
    writing.write_review(actor, other, draft(good=LINKS))

    assert count() == 2


def test_the_limit_of_a_day_counts_that_day(cast, desk, monkeypatch):
    monkeypatch.setattr(limits, "LIMITS", limits.Limits(reviews_a_day_when_new=1))
    monkeypatch.setattr(writing, "find_own_review", lambda _actor, _product: None)
    write(cast.actor("ada"), desk, at=clock.now() - timedelta(hours=1))
    with pytest.raises(TooMany) as refused:
        writing.write_review(cast.actor("ada"), desk, draft())

    assert 22 * 3600 < refused.value.retry_after <= 23 * 3600


def test_an_edit_keeps_both_versions_and_the_age_of_its_stars(cast, desk):
    review = write(cast.actor("ada"), desk)
    rated, weight = review.rated_at, review.weight
    writing.edit_review(cast.actor("ada"), review, draft(bad=BAD * 2), version=1)

    assert (review.version, review.bad) == (2, BAD * 2)
    assert (review.rated_at, review.weight) == (rated, weight)
    assert review.edited_at is not None
    kept = db.session.scalars(
        sa.select(ReviewRevision).order_by(ReviewRevision.version)
    ).all()
    assert [(one.version, one.bad) for one in kept] == [(1, BAD), (2, BAD * 2)]


def test_other_stars_count_as_given_now(cast, desk):
    review = write(cast.actor("ada"), desk, 5)
    writing.edit_review(cast.actor("ada"), review, draft(1), version=1)
    writing.edit_review(cast.actor("ada"), review, draft(2), version=2)

    assert clock.now() - review.rated_at < timedelta(minutes=5)
    assert get_score(desk.id).average == pytest.approx(2)
    assert count(ReviewRevision) == 3


def test_an_edit_that_changes_nothing_is_none(cast, desk):
    review = write(cast.actor("ada"), desk)
    writing.edit_review(cast.actor("ada"), review, draft(), version=1)

    assert (review.version, count(ReviewRevision)) == (1, 0)


def test_the_later_of_two_edits_hears_of_the_first(cast, desk):
    review = write(cast.actor("ada"), desk)
    writing.edit_review(cast.actor("ada"), review, draft(2), version=1)
    with pytest.raises(StaleEdit):
        writing.edit_review(cast.actor("ada"), review, draft(1), version=1)

    assert review.value == 2


def test_edits_have_a_limit_a_day(cast, desk, monkeypatch):
    monkeypatch.setattr(limits, "LIMITS", limits.Limits(edits_a_day=1))
    review = write(cast.actor("ada"), desk)
    writing.edit_review(cast.actor("ada"), review, draft(2), version=1)
    with pytest.raises(TooMany):
        writing.edit_review(cast.actor("ada"), review, draft(1), version=2)
    later = clock.now()
    writing.edit_review(cast.actor("ada"), review, draft(3), version=2, at=later)

    assert review.value == 3


def test_bad_words_change_nothing(cast, desk):
    review = write(cast.actor("ada"), desk)
    with pytest.raises(Invalid):
        writing.edit_review(cast.actor("ada"), review, draft(good="no"), version=1)

    assert (review.version, review.good) == (1, GOOD)


def test_a_draft_of_a_review_says_the_same(cast, desk):
    said = draft(3)
    review = write(cast.actor("ada"), desk, 3)

    assert writing.draft_of(review) == replace(said, ratings=review.ratings)

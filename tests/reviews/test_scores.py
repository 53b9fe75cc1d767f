import pytest
import sqlalchemy as sa

from community.accounts.models import Organisation, User
from community.accounts.rules import grouping
from community.core.db import db
from community.core.visibility import State
from community.reviews.dimensions import Dimension
from community.reviews.models import ProductScore
from community.reviews.queries import get_score
from community.reviews.rules import removing
from community.reviews.scores import recount
from community.reviews.scoring import weight_at
from tests.reviews.made import DAY_ONE, draft, stranger, write

ONE = weight_at(DAY_ONE)


def test_a_product_nobody_reviewed_has_no_score(desk):
    assert get_score(desk.id).value is None
    assert db.session.get(ProductScore, desk.id) is None


def test_people_of_one_organisation_are_one_voice(cast, desk):
    write(cast.actor("ada"), desk, 5)
    write(cast.actor("ben"), desk, 3)
    write(cast.actor("cleo"), desk, 2)
    found = get_score(desk.id)

    assert (found.reviews, found.voices) == (3, 2)
    assert found.overall.weight == pytest.approx(2 * ONE)
    assert found.average == pytest.approx((4 + 2) / 2)


def test_somebody_without_an_organisation_weighs_half(cast, desk):
    write(cast.actor("ada"), desk, 5)
    write(stranger("lone"), desk, 1)
    found = get_score(desk.id)

    assert (found.reviews, found.voices) == (2, 2)
    assert found.average == pytest.approx((5 + 0.5 * 1) / 1.5)


def test_reviews_of_consultants_are_shown_and_not_counted(cast, desk):
    write(cast.actor("ada"), desk, 5, relationship="consultant")
    found = get_score(desk.id)

    assert (found.reviews, found.voices, found.value) == (1, 0, None)


def test_a_dimension_that_somebody_cannot_rate_counts_for_the_others(cast, desk):
    rated = {**draft(4).ratings, Dimension.EXIT: None}
    write(cast.actor("ada"), desk, ratings=rated)
    write(cast.actor("cleo"), desk, 2)
    found = get_score(desk.id)

    assert found.parts[Dimension.EXIT].average() == pytest.approx(2)
    assert found.parts[Dimension.EXIT].weight == pytest.approx(ONE)
    assert found.parts[Dimension.VALUE].average() == pytest.approx(3)


def test_removed_reviews_leave_the_score_and_come_back(cast, desk):
    review = write(cast.actor("ada"), desk, 5)
    removing.remove_review(cast.actor("ada"), review)
    gone = get_score(desk.id)
    removing.restore_review(cast.actor("ada"), review)

    assert (gone.reviews, gone.voices) == (0, 0)
    assert get_score(desk.id).voices == 1


def test_organisations_that_are_grouped_become_one_voice(cast, desk):
    write(cast.actor("ada"), desk, 5)
    write(cast.actor("cleo"), desk, 1)
    cleo = db.session.get_one(User, cast.cleo.id)
    contoso = db.session.get_one(Organisation, cleo.organisation_id)
    grouping.group_organisation(
        cast.actor("mo"), contoso, into="northwind.example", reason="Bought in May."
    )
    found = get_score(desk.id)

    assert (found.reviews, found.voices) == (2, 1)
    assert found.average == pytest.approx(3)


def test_recounting_changes_nothing_that_was_right(cast, desk):
    review = write(cast.actor("ada"), desk, 5)
    before = get_score(desk.id).overall
    recount([desk.id])
    same = get_score(desk.id).overall
    review.state = State.HELD
    db.session.flush()
    recount([desk.id, desk.id])

    assert before == same
    assert get_score(desk.id).voices == 0
    assert db.session.scalars(sa.select(ProductScore)).all() == []

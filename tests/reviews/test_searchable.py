import pytest

from community.core.actors import VISITOR
from community.core.visibility import State
from community.reviews.searchable import Reviews
from tests.reviews.made import BAD, write


@pytest.fixture
def review(cast, desk):
    return write(cast.actor("ada"), desk)


def test_a_review_is_found_by_its_words_and_its_product(review):
    (found,) = Reviews().documents([review.id])

    assert found.title == "Review of Arbor Desk"
    assert found.body == (f"The order form had every line of the price in it.\n{BAD}")
    assert found.extra == {"product": "Arbor Desk", "vendor": "Arbor"}


def test_a_result_leads_to_the_review(cast, review):
    (found,) = Reviews().results(VISITOR, [review.id])

    assert found.url == f"/reviews/{review.public_id}"
    assert found.facts == ["4.0 of 5", "by ada"]


@pytest.mark.parametrize("state", [State.HELD, State.HIDDEN, State.DELETED])
def test_what_is_not_public_is_not_found(review, state):
    review.state = state
    source = Reviews()

    assert source.documents([review.id]) == []
    assert source.results(VISITOR, [review.id]) == []
    assert source.ids_after(0, 10) == []
    assert source.fallback_ids(["arbor"], 10) == []


def test_ids_come_in_order_and_by_the_name_of_the_product(cast, desk, review):
    second = write(cast.actor("ben"), desk)
    source = Reviews()

    assert source.ids_after(0, 1) == [review.id]
    assert source.ids_after(review.id, 5) == [second.id]
    assert source.fallback_ids(["ARBOR", "desk"], 5) == [second.id, review.id]
    assert source.fallback_ids(["birch"], 5) == []

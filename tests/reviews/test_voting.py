import pytest

from community.core.errors import Conflict, Forbidden, TooMany
from community.reviews import limits
from community.reviews.rules import removing, voting
from tests.market import add_products
from tests.reviews.made import some_time, write


def test_a_member_finds_it_helpful_once_and_takes_it_back(cast, desk):
    review = write(cast.actor("ada"), desk)
    voting.find_helpful(cast.actor("ben"), review)
    voting.find_helpful(cast.actor("ben"), review)
    voting.find_helpful(cast.actor("cleo"), review)
    assert review.helpful == 2

    voting.find_helpful_no_more(cast.actor("ben"), review)
    voting.find_helpful_no_more(cast.actor("ben"), review)
    assert review.helpful == 1


def test_nobody_finds_themselves_helpful(cast, desk):
    review = write(cast.actor("ada"), desk)
    with pytest.raises(Forbidden):
        voting.find_helpful(cast.actor("ada"), review)
    with pytest.raises(Forbidden):
        voting.find_helpful(cast.actor("rae"), review)

    assert review.helpful == 0


def test_what_was_taken_away_is_not_voted_on(cast, desk):
    review = write(cast.actor("ada"), desk)
    removing.remove_review(cast.actor("ada"), review)
    with pytest.raises(Conflict):
        voting.find_helpful(cast.actor("ben"), review)


def test_votes_have_a_limit_a_day(cast, desk, monkeypatch):
    monkeypatch.setattr(limits, "LIMITS", limits.Limits(votes_a_day_when_new=1))
    first, second = write(cast.actor("ada"), desk), write(cast.actor("cleo"), desk)
    voting.find_helpful(cast.actor("ben"), first)
    with pytest.raises(TooMany):
        voting.find_helpful(cast.actor("ben"), second)
    voting.find_helpful(cast.actor("ben"), second, at=some_time())

    assert (first.helpful, second.helpful) == (1, 1)


def test_not_all_votes_of_a_day_go_to_one_author(cast, desk, monkeypatch):
    monkeypatch.setattr(limits, "LIMITS", limits.Limits(votes_for_one_a_day=1))
    (board,) = add_products(["Board"], "Birch")
    first, second = write(cast.actor("ada"), desk), write(cast.actor("ada"), board)
    of_another = write(cast.actor("cleo"), desk)
    voting.find_helpful(cast.actor("ben"), first)
    with pytest.raises(TooMany):
        voting.find_helpful(cast.actor("ben"), second)
    voting.find_helpful(cast.actor("ben"), of_another)

    assert (first.helpful, second.helpful, of_another.helpful) == (1, 0, 1)


def test_six_votes_of_a_day_may_go_to_one_author():
    assert limits.LIMITS.votes_for_one_a_day == 6

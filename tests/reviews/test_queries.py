import pytest

from community.catalog.rules import ensure_product
from community.core.actors import VISITOR
from community.core.errors import NotFound
from community.core.visibility import State
from community.reviews import history, queries
from community.reviews.queries import Sort, list_about_product, list_newest
from community.reviews.rules import removing, voting, writing
from tests.queries import count_queries
from tests.reviews.made import BAD, draft, stranger, write


def authors(page):
    return [one.author for one in page.items]


def test_newest_come_first_page_by_page(cast, desk):
    for who in ("ada", "ben", "cleo"):
        write(cast.actor(who), desk)
    first = list_newest(VISITOR, None, size=2)
    last = list_newest(VISITOR, first.next_cursor, size=2)

    assert (authors(first), authors(last)) == (["cleo", "ben"], ["ada"])
    assert last.next_cursor is None


def test_most_helpful_come_first_on_request(cast, desk):
    ada, ben = write(cast.actor("ada"), desk, 1), write(cast.actor("ben"), desk, 5)
    voting.find_helpful(cast.actor("cleo"), ada)
    newest = list_about_product(VISITOR, desk, sort=Sort.NEWEST, after=None)
    helpful = list_about_product(VISITOR, desk, sort=Sort.HELPFUL, after=None, size=1)
    rest = list_about_product(
        VISITOR, desk, sort=Sort.HELPFUL, after=helpful.next_cursor, size=1
    )

    assert authors(newest) == ["ben", "ada"]
    assert (authors(helpful), authors(rest)) == (["ada"], ["ben"])
    assert ben.helpful == 0


def test_there_is_no_sorting_by_stars():
    assert {one.value for one in Sort} == {"newest", "helpful"}


def test_lists_leave_out_what_is_not_public_and_other_products(cast, desk):
    other = ensure_product(None, "Project Manager")
    write(cast.actor("ada"), other)
    removing.remove_review(cast.actor("ben"), write(cast.actor("ben"), desk))

    assert authors(list_newest(VISITOR, None)) == ["ada"]
    assert list_about_product(VISITOR, desk, sort=Sort.NEWEST, after=None).items == []


def test_lists_cost_the_same_however_many(cast, desk):
    write(cast.actor("ada"), desk)
    asked = []
    for more in (0, 3):
        for number in range(more):
            write(stranger(f"reader{number}"), desk)
        with count_queries() as seen:
            list_newest(cast.actor("cleo"), None)
            list_about_product(cast.actor("cleo"), desk, sort=Sort.HELPFUL, after=None)
        asked.append(len(seen))

    assert asked == [4, 4]  # a page, and which of it one voted for


@pytest.mark.parametrize(
    ("state", "seers"),
    [
        (State.PUBLIC, {"visitor", "ada", "ben", "mo"}),
        (State.HIDDEN, {"ada", "mo"}),
        (State.DELETED, {"ada", "mo"}),
    ],
)
def test_a_review_is_found_by_those_who_may_see_it(cast, desk, state, seers):
    review = write(cast.actor("ada"), desk)
    review.state = state
    found = set()
    for who in ("visitor", "ada", "ben", "mo"):
        actor = VISITOR if who == "visitor" else cast.actor(who)
        try:
            queries.get_review_for(actor, review.public_id)
            queries.get_review_view(actor, review.public_id)
            found.add(who)
        except NotFound:
            continue

    assert found == seers


def test_its_author_finds_a_stub_and_no_words(cast, desk):
    review = write(cast.actor("ada"), desk)
    removing.remove_review(cast.actor("ada"), review)
    one = queries.get_review_view(cast.actor("ada"), review.public_id)

    assert (one.readable, one.may_restore) == (False, True)
    with pytest.raises(NotFound):
        queries.get_readable_review_view(cast.actor("ada"), review.public_id)


@pytest.mark.parametrize("public_id", ["nothing", "no/id", ""])
def test_what_is_no_review_is_not_found(cast, desk, public_id):
    for get in (queries.get_review_for, queries.get_review_view):
        with pytest.raises(NotFound):
            get(VISITOR, public_id)


def test_a_hidden_product_takes_its_reviews_along_but_for_their_authors(cast, desk):
    review = write(cast.actor("ada"), desk)
    desk.state = State.HIDDEN
    with pytest.raises(NotFound):
        queries.get_review_view(cast.actor("ben"), review.public_id)

    assert queries.get_review_view(cast.actor("ada"), review.public_id).mine


def test_a_view_says_what_the_reader_may_do(cast, desk):
    review = write(cast.actor("ada"), desk)
    voting.find_helpful(cast.actor("ben"), review)
    own = queries.get_review_view(cast.actor("ada"), review.public_id)
    bens = queries.get_review_view(cast.actor("ben"), review.public_id)
    mos = queries.get_review_view(cast.actor("mo"), review.public_id)

    assert (own.mine, own.may_edit, own.may_remove, own.may_vote) == (
        (True, True, True, False)
    )
    assert (bens.voted, bens.may_vote, bens.may_edit) == (True, True, False)
    assert (mos.may_moderate, mos.may_respond, mos.is_withheld) == (True, False, False)
    assert own.marks == (("✓ Work e-mail verified", "good"),)


def test_own_review_of_a_product(cast, desk):
    review = write(cast.actor("ada"), desk)

    assert queries.find_own_review(cast.actor("ada"), desk) == review
    assert queries.find_own_review(cast.actor("ben"), desk) is None
    assert queries.find_own_review(VISITOR, desk) is None


def test_versions_come_in_pages_with_what_each_changed(cast, desk):
    review, ada = write(cast.actor("ada"), desk), cast.actor("ada")
    for version in range(1, 13):
        words = draft(4, bad=f"{BAD} Version {version + 1}.")
        writing.edit_review(ada, review, words, version=version)
    with count_queries() as first:
        page = history.list_versions(review, "ada", None)
    with count_queries() as second:
        rest = history.list_versions(review, "ada", page.next_cursor)

    assert [one.number for one in page.items] == list(range(13, 3, -1))
    assert [one.number for one in rest.items] == [3, 2, 1]
    assert (len(first), len(second)) == (2, 1)
    gone = [p.text for p in page.items[-1].parts[2].pieces if p.change == "removed"]
    assert gone == ["3."]

from community.accounts.levels import Contributions
from community.core.visibility import State
from community.reviews.contributing import ReviewContributions
from community.reviews.rules import voting
from community.reviews.sitemap import REVIEWS
from tests.reviews.made import write


def test_public_reviews_are_in_the_map_and_count_for_their_authors(cast, desk):
    review = write(cast.actor("ada"), desk)
    source, counts = REVIEWS, ReviewContributions()

    assert source.count() == 1
    (address,) = source.page(1, 10)
    assert address.path == f"/reviews/{review.public_id}"
    assert address.changed_at == review.created_at
    for voter, accepted in (("ben", 0), ("cleo", 1)):  # a colleague, and another
        voting.find_helpful(cast.actor(voter), review)
        assert counts.contributions([cast.ada.id, cast.ben.id]) == {
            cast.ada.id: Contributions(accepted=accepted)
        }
        voting.find_helpful_no_more(cast.actor(voter), review)

    review.state = State.HIDDEN
    assert (source.count(), source.page(1, 10)) == (0, [])
    assert counts.contributions([cast.ada.id])[cast.ada.id].upheld == 1

from community.accounts.levels import Contributions
from community.core.visibility import State
from community.reviews.contributing import ReviewContributions
from community.reviews.sitemap import REVIEWS
from tests.reviews.made import write


def test_public_reviews_are_in_the_map_and_count_for_their_authors(cast, desk):
    review = write(cast.actor("ada"), desk)
    source, counts = REVIEWS, ReviewContributions()

    assert source.count() == 1
    (address,) = source.page(1, 10)
    assert address.path == f"/reviews/{review.public_id}"
    assert address.changed_at == review.created_at
    assert counts.contributions([cast.ada.id, cast.ben.id]) == {
        cast.ada.id: Contributions(accepted=1)
    }

    review.state = State.HIDDEN
    assert (source.count(), source.page(1, 10)) == (0, [])
    assert counts.contributions([cast.ada.id])[cast.ada.id].upheld == 1

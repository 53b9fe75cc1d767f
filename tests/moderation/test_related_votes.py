"""Who votes for an author, and who is of the same vendor, stand beside a case: no alias."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from community.accounts.models import User
from community.catalog.models import Product
from community.core import clock
from community.core.db import db, transaction
from community.reps.models import ClaimState, RepClaim
from community.reviews.models import HelpfulVote, Review
from community.threads import limits
from community.threads.drafts import Draft
from community.threads.models import Post, Vote
from community.threads.queries import get_question_post
from community.threads.rules import asking
from tests.moderation.conftest import report
from tests.moderation.test_related import related
from tests.queries import count_queries
from tests.reps.conftest import LONG_AGO
from tests.threads.conftest import GENEROUS


@pytest.fixture(autouse=True)
def _alone(app, scene, monkeypatch) -> None:
    monkeypatch.setattr(limits, "LIMITS", GENEROUS)
    with app.app_context(), transaction():
        db.session.execute(sa.update(User).values(organisation_id=None))


def asked(cast, who: str, number: int, *, hidden: bool = False) -> list[int]:
    """Have somebody ask so many questions; return the ids of the posts."""
    draft = Draft(title="What do they take for it?", body="What did you get for it?")
    actor = cast.actor(who)
    threads = [
        asking.ask(actor, draft, anonymous=hidden, at=LONG_AGO) for _ in range(number)
    ]
    return [get_question_post(one).id for one in threads]


def vote(cast, who: str, posts: list[int], days: int = 1) -> None:
    at = clock.now() - timedelta(days=days)
    user_id = getattr(cast, who).id
    db.session.add_all(
        Vote(post_id=one, user_id=user_id, created_at=at) for one in posts
    )
    db.session.flush()


def panel(app, cast, scene, by="hana") -> tuple[dict[str, tuple[str, ...]], str]:
    """Return what is told of who is like Ada, and the words of the case's page."""
    case = report(app, cast, by, "post", scene.post)
    with app.app_context():
        told = related(case)
    return told, cast.page("mo").get(f"/moderation/cases/{case}").words()


def test_few_voters_and_exchanges_are_told_with_their_numbers(app, cast, scene):
    with app.app_context(), transaction():
        adas, bens = asked(cast, "ada", 6), asked(cast, "ben", 3)
        vote(cast, "ben", adas[:3])
        vote(cast, "ada", bens)
        vote(cast, "cleo", adas[:5])
        vote(cast, "mia", adas[:2])
        vote(cast, "hana", adas, days=31)
        review = db.session.scalar(sa.select(Review.id))
        voted = HelpfulVote(review_id=review, user_id=cast.cleo.id)
        db.session.add(voted)

    told, words = panel(app, cast, scene)

    votes = "of the 11 votes that its author got within 30 days"
    assert told == {
        "cleo": (f"gave 6 {votes}",),
        "ben": (f"gave 3 {votes}, and got 3 back",),
    }
    assert f"cleo gave 6 {votes}" in words


@pytest.mark.parametrize("hidden", ["author's", "voter's"])
def test_votes_for_an_alias_lead_to_nobody(app, cast, scene, hidden):
    """Neither those that its author got under an alias, nor those that they gave to one."""
    with app.app_context(), transaction():
        mine = asked(cast, "ada", 3, hidden=hidden == "author's")
        theirs = asked(cast, "ben", 3, hidden=hidden == "voter's")
        vote(cast, "ben", mine)
        vote(cast, "ada", theirs)
    assert panel(app, cast, scene)[0] == {}

    with app.app_context(), transaction():
        alias = db.session.scalar(
            sa.select(Post).where(Post.public_id == scene.whisper)
        )
        more = asked(cast, "ada", 5)
        vote(cast, "cleo", more)
        assert alias is not None
    case = report(app, cast, "hana", "post", scene.whisper)
    with app.app_context():
        assert related(case) == {}


def test_what_is_hidden_counts_no_more(app, cast, scene):
    with app.app_context(), transaction():
        vote(cast, "ben", asked(cast, "ada", 5))
        db.session.execute(sa.update(Post).values(state="hidden"))
        db.session.execute(
            sa.update(Post).where(Post.public_id == scene.post).values(state="public")
        )

    assert panel(app, cast, scene)[0] == {}


def claim(cast, who: str, state: ClaimState) -> None:
    made = cast.speak_for(db.session.scalars(sa.select(Product.vendor_id)).first(), who)
    made.state = state
    if state is ClaimState.OPEN:
        made.decided_at = None


@pytest.mark.parametrize(
    ("state", "is_told"),
    [
        (ClaimState.OPEN, True),
        (ClaimState.APPROVED, True),
        (ClaimState.WITHDRAWN, True),
        (ClaimState.REFUSED, False),
    ],
)
def test_who_claims_the_same_vendor_is_told(app, cast, scene, state, is_told):
    with app.app_context(), transaction():
        db.session.execute(sa.update(RepClaim).values(state=ClaimState.REFUSED))
        claim(cast, "ben", state)
    assert panel(app, cast, scene)[0] == {}
    with app.app_context(), transaction():
        claim(cast, "ada", ClaimState.WITHDRAWN)

    told, words = panel(app, cast, scene, "cleo")

    why = "declared to be of Arbor, as its author did"
    assert told == ({"ben": (why,)} if is_told else {})
    assert (f"ben {why}" in words) == is_told


def test_reading_it_asks_as_much_for_many_as_for_few(app, cast, scene):
    with app.app_context(), transaction():
        adas = asked(cast, "ada", 5)
    path = "/moderation/cases/" + report(app, cast, "hana", "post", scene.post)
    mo, numbers = cast.page("mo"), []
    for who in (None, "ben", "cleo"):
        if who is not None:
            with app.app_context(), transaction():
                vote(cast, who, adas)
                claim(cast, "ada" if who == "ben" else "cleo", ClaimState.APPROVED)
        with count_queries() as queries:
            mo.get(path)
        numbers.append(len(queries))

    assert numbers[0] == numbers[1] == numbers[2]
    for other in ("ada", "rae", "ben"):
        assert cast.page(other).get(path, status=403).status == 403

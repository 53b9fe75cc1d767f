"""What a vendor's representative may not, tried from an approved one with two factors."""

import pytest
import sqlalchemy as sa

from community.core.db import db
from community.notifications.access import may_follow
from community.notifications.kinds import Followed
from community.notifications.models import Follow
from community.notifications.rules.following import follow
from community.notifications.targets import get_target_for
from community.reps.rules import deciding
from community.threads.models import Post, Thread
from tests.reps.conftest import WORDS
from tests.reps.test_claiming import proven
from tests.reviews.made import written


def test_a_rep_does_not_act_as_a_buyer(app, cast, spoken):
    review = f"/reviews/{written(app, cast.actor('cleo'), spoken.product_id)}"
    with app.app_context():
        thread = db.session.get_one(Thread, spoken.thread_id)
        question = db.session.scalars(
            sa.select(Post.public_id).where(Post.thread_id == thread.id)
        ).one()
    rae = cast.page("rae")
    for path, typed in (
        ("/deals/new", {}),
        ("/reviews/new", {}),
        ("/questions/ask", {"title": "Who buys from us?", "body": WORDS}),
        (f"{spoken.thread}/answers", {"body": WORDS}),
        (f"{spoken.rival}/answers", {"body": WORDS}),
        (f"{spoken.rival}/official", {"body": WORDS}),
        (f"/questions/posts/{question}/vote", {}),
        (f"/questions/posts/{question}/choose", {}),
        (f"{review}/helpful", {}),
        ("/follow/person/ada", {"level": "all"}),
    ):
        assert rae.post(path, typed).status == 403, path
    assert "Follow" not in rae.get("/u/ada").html.split("<main")[1]
    assert rae.get("/follow/person/ada", status=403)


def test_following_people_ends_where_speaking_for_a_vendor_begins(cast, scene, context):
    ben = cast.actor("ben")
    for followed, ref in ((Followed.PERSON, "ada"), (Followed.VENDOR, "arbor")):
        follow(ben, get_target_for(ben, followed, ref))
    deciding.approve_claim(cast.actor("mo"), proven(cast), "Known to us.")
    kinds = db.session.scalars(
        sa.select(Follow.followed).where(Follow.user_id == cast.ben.id)
    ).all()

    assert kinds == [Followed.VENDOR]


@pytest.mark.parametrize("followed", list(Followed))
def test_everybody_else_follows_what_they_like(cast, followed):
    for handle in ("ada", "mo", "hana"):
        assert may_follow(cast.actor(handle), followed)
    assert may_follow(cast.actor("rae"), followed) == (followed is not Followed.PERSON)

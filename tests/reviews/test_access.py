import pytest
import sqlalchemy as sa

from community.catalog.models import Product
from community.core.actors import VISITOR, Actor, Role
from community.core.db import db
from community.core.errors import Conflict, Forbidden
from community.core.spokespeople import voice_of
from community.core.visibility import State
from community.reviews import access
from community.reviews.models import Review
from tests.reviews.made import write

UNPROVEN = Actor(999, "new", Role.MEMBER, proven=False)
WHO = ("visitor", "ada", "ben", "rae", "mo", "hana")


@pytest.fixture
def review(cast, desk) -> Review:
    return write(cast.actor("ada"), desk)


def actor_of(cast, who):
    return VISITOR if who == "visitor" else cast.actor(who)


def put(review, state):
    review.state = state
    db.session.flush()


def matches(which):
    return bool(db.session.scalars(sa.select(Review.id).where(which)).all())


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("state", list(State))
def test_predicates_and_filters_agree(cast, review, who, state):
    put(review, state)
    actor = actor_of(cast, who)

    assert matches(access.visible_reviews(actor)) == access.can_see_review(
        actor, review
    )
    assert matches(access.readable_reviews(actor)) == access.can_read_review(
        actor, review
    )


@pytest.mark.parametrize(
    ("state", "readers"),
    [
        (State.PUBLIC, set(WHO)),
        (State.HELD, {"ada", "mo"}),
        (State.HIDDEN, {"ada", "mo"}),
        (State.DELETED, {"mo"}),
    ],
)
def test_words_are_read_by(cast, review, state, readers):
    put(review, state)
    found = {w for w in WHO if access.can_read_review(actor_of(cast, w), review)}

    assert found == readers


@pytest.mark.parametrize("state", list(State))
def test_lists_hold_what_everybody_sees(desk, review, state):
    put(review, state)
    wanted = sa.select(Review.id).join(Product).where(access.listed_reviews())

    assert bool(db.session.scalars(wanted).all()) == (state is State.PUBLIC)
    desk.state = State.HIDDEN
    db.session.flush()
    assert db.session.scalars(wanted).all() == []


def test_buyers_with_a_proven_address_write(cast):
    assert [w for w in WHO if access.can_write(actor_of(cast, w))] == [
        "ada",
        "ben",
        "mo",
        "hana",
    ]
    for actor in (VISITOR, UNPROVEN, cast.actor("rae")):
        with pytest.raises(Forbidden, match="proven"):
            access.require_writer(actor)


@pytest.mark.parametrize("state", list(State))
def test_its_author_edits_what_is_not_taken_away(cast, review, state):
    put(review, state)
    may = state in {State.PUBLIC, State.HELD}

    assert access.can_edit(cast.actor("ada"), review) == may
    assert not access.can_edit(cast.actor("mo"), review)
    with pytest.raises(Forbidden):
        access.require_can_edit(cast.actor("ben"), review)
    if may:
        access.require_can_edit(cast.actor("ada"), review)
    else:
        with pytest.raises(Conflict, match="taken away"):
            access.require_can_edit(cast.actor("ada"), review)


@pytest.mark.parametrize("state", list(State))
def test_its_author_removes_and_restores(cast, review, state):
    put(review, state)
    gone = state in {State.DELETED, State.REMOVED}

    assert access.can_remove(cast.actor("ada"), review) == (not gone)
    restorable = state is State.DELETED
    assert access.can_restore(cast.actor("ada"), review) == restorable
    assert not access.can_remove(cast.actor("mo"), review)
    assert not access.can_restore(cast.actor("mo"), review)


@pytest.mark.parametrize("state", list(State))
def test_others_vote_on_what_is_public(cast, review, state):
    put(review, state)
    public = state is State.PUBLIC

    assert access.can_vote(cast.actor("ben"), review) == public
    assert not access.can_vote(cast.actor("ada"), review)
    assert not access.can_vote(cast.actor("rae"), review)
    with pytest.raises(Forbidden, match="own"):
        access.require_can_vote(cast.actor("ada"), review)
    if public:
        assert access.require_can_vote(cast.actor("ben"), review) == cast.ben.id
    else:
        with pytest.raises(Conflict):
            access.require_can_vote(cast.actor("ben"), review)


def test_moderators_decide_about_others(cast, desk, review):
    own = write(cast.actor("mo"), desk)

    assert access.can_moderate(cast.actor("mo"), review)
    assert not access.can_moderate(cast.actor("mo"), own)
    assert not access.can_moderate(cast.actor("hana"), review)
    access.require_can_moderate(cast.actor("mo"), review)
    with pytest.raises(Forbidden, match="Only moderators"):
        access.require_can_moderate(cast.actor("hana"), review)
    with pytest.raises(Forbidden, match="their own"):
        access.require_can_moderate(cast.actor("mo"), own)


def test_only_an_approved_rep_of_its_vendor_responds_to_what_is_public(
    cast, desk, review
):
    rae, other = cast.actor("rae"), (desk.vendor_id or 0) + 1
    with pytest.raises(Forbidden, match="representative"):
        access.require_can_respond(rae, review, desk.vendor_id)
    cast.speak_for(desk.vendor_id)
    with pytest.raises(Forbidden, match="Two factors come first"):
        access.require_can_respond(rae, review, desk.vendor_id)
    rae = cast.actor("rae")

    voice = access.require_can_respond(rae, review, desk.vendor_id)
    assert voice == voice_of(rae)
    assert voice.signature == "Rae Alder, Head of Pricing"
    assert access.can_respond(voice, review, desk.vendor_id)
    assert not access.can_respond(voice, review, other)
    assert not access.can_respond(None, review, desk.vendor_id)
    for who in ("ben", "mo", "hana"):
        with pytest.raises(Forbidden, match="representative"):
            access.require_can_respond(cast.actor(who), review, desk.vendor_id)
    put(review, State.HIDDEN)
    assert not access.can_respond(voice, review, desk.vendor_id)
    with pytest.raises(Conflict, match="taken away"):
        access.require_can_respond(rae, review, desk.vendor_id)

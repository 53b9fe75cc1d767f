"""What rooms refuse, and what becomes of them when accounts and products change."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.models import User
from community.catalog.merges import merge_products
from community.catalog.models import Product
from community.catalog.rules import ensure_product, ensure_vendor
from community.core.actors import VISITOR, Role
from community.core.db import db
from community.core.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from community.core.jobs import Job
from community.reps.events import ClaimDecided
from community.rooms import access, jobs, links, queries, subscribers
from community.rooms.kinds import (
    COMMENTS_A_DAY,
    INVITATIONS_A_DAY,
    INVITED_FOR,
    MOST_CRITERIA,
    MOST_MEMBERS,
    MOST_PRODUCTS,
    MOST_ROOMS,
    ROOMS_A_DAY,
    RoomRole,
)
from community.rooms.models import (
    Room,
    RoomChoice,
    RoomDecision,
    RoomInvitation,
    RoomMember,
)
from community.rooms.rules import (
    deciding,
    opening,
    people,
    quoting,
    reminding,
    shortlisting,
    talking,
    weighing,
)
from tests.rooms.conftest import NOON

EVERYBODY = ("ada", "ben", "cleo", "rae", "mo", "hana", None)


@pytest.fixture
def room(scene, context) -> Room:
    return db.session.get_one(Room, scene.room_id)


def test_predicates_and_filters_agree(cast, room):
    members = db.session.scalars(sa.select(RoomMember)).all()
    for handle in EVERYBODY:
        actor = VISITOR if handle is None else cast.actor(handle)
        for one in (actor, replace(actor, proven=False)):
            found = db.session.scalars(
                sa.select(RoomMember).where(access.memberships_of(one))
            ).all()
            inside = [member for member in members if access.is_in(one, member)]
            assert found == inside
            rooms = db.session.scalars(sa.select(Room).where(access.own_rooms(one)))
            assert [one.id for one in rooms] == [member.room_id for member in inside]
            if not access.can_have_rooms(one):
                with pytest.raises(Forbidden):
                    access.require_buyer(one)
    assert access.require_buyer(cast.actor("ada")) == cast.ada.id


def test_nobody_outside_does_anything_in_a_room(cast, room, scene):
    cleo = cast.actor("cleo")
    for deed in (
        lambda: opening.edit_room(cleo, room, "Mine", "", version=1),
        lambda: opening.delete_room(cleo, room),
        lambda: people.invite(cleo, room, "dan@contoso.example"),
        lambda: people.leave(cleo, room),
        lambda: talking.comment(cleo, room, "Hello"),
        lambda: shortlisting.drop_product(cleo, room, scene.desk),
        lambda: weighing.score(cleo, room, {}),
    ):
        with pytest.raises(NotFound):
            deed()
    ben = cast.actor("ben")
    for deed in (
        lambda: opening.delete_room(ben, room),
        lambda: people.invite(ben, room, "dan@contoso.example"),
    ):
        with pytest.raises(Forbidden):
            deed()


def test_parts_of_another_room_are_not_found(cast, room, scene):
    other = opening.open_room(cast.actor("ada"), "Another")
    for find, public_id in (
        (queries.get_choice, scene.desk),
        (queries.get_criterion, scene.criterion),
        (queries.get_member, "x" * 16),
        (links.get_invitation, "x" * 16),
        (queries.get_comment, "not an id"),
    ):
        with pytest.raises(NotFound):
            find(other, public_id)
    assert queries.get_choice(room, scene.desk).public_id == scene.desk
    with pytest.raises(NotFound):
        queries.get_place_for(cast.actor("ada"), "not an id")


def test_an_account_opens_some_rooms_and_keeps_some(cast, room):
    cleo = cast.actor("cleo")
    for number in range(ROOMS_A_DAY):
        opening.open_room(cleo, f"Room {number}")
    with pytest.raises(TooMany):
        opening.open_room(cleo, "One more")
    rooms = [Room(name=f"Old {one}", renderer_version=1) for one in range(MOST_ROOMS)]
    db.session.add_all(rooms)
    db.session.flush()
    db.session.add_all(
        RoomMember(room_id=one.id, user_id=cast.cleo.id, role=RoomRole.OWNER)
        for one in rooms
    )
    with pytest.raises(Conflict):
        opening.open_room(cleo, "One more")


def test_a_room_holds_so_many_people_products_and_criteria(cast, room):
    ada = cast.actor("ada")
    for number in range(MOST_MEMBERS - 2):
        people.invite(ada, room, f"person{number}@contoso.example")
    with pytest.raises(Conflict):
        people.invite(ada, room, "more@contoso.example")
    with pytest.raises(Invalid):
        people.invite(ada, room, "nobody")
    cedar = ensure_vendor("Cedar")
    for number in range(MOST_PRODUCTS - 2):
        shortlisting.add_product(ada, room, ensure_product(cedar, f"Kind {number}"))
    with pytest.raises(Conflict):
        shortlisting.add_product(ada, room, ensure_product(cedar, "One more"))
    for number in range(MOST_CRITERIA - 1):
        weighing.add_criterion(ada, room, f"Criterion {number}", 1)
    with pytest.raises(Conflict):
        weighing.add_criterion(ada, room, "One more", 1)


def test_who_came_last_finds_a_full_room(cast, room):
    ada, cleo = cast.actor("ada"), cast.actor("cleo")
    users = [
        User(handle=f"person{one}", handle_key=f"person{one}", role=Role.MEMBER)
        for one in range(MOST_MEMBERS - 2)
    ]
    invitation = people.invite(ada, room, "cleo@contoso.example")
    invitation.token_hash = people.digest("token")
    db.session.add_all(users)
    db.session.flush()
    db.session.add_all(
        RoomMember(room_id=room.id, user_id=one.id, role=RoomRole.MEMBER)
        for one in users
    )
    db.session.flush()
    with pytest.raises(Conflict):
        people.join(cleo, "token")


def test_an_invitation_serves_once_and_is_over_after_its_days(cast, room):
    ada, cleo = cast.actor("ada"), cast.actor("cleo")
    invitation = people.invite(ada, room, "cleo@contoso.example")
    invitation.token_hash = people.digest("token")
    db.session.flush()
    with time_machine.travel(NOON + INVITED_FOR, tick=False):
        with pytest.raises(NotFound):
            people.join(cleo, "token")
        assert links.list_invitations(room) == []
    with pytest.raises(Forbidden):
        people.join(cast.actor("rae"), "token")
    assert people.join(ada, "token").id == room.id
    assert [one.handle for one in queries.list_people(room)] == ["ada", "ben"]
    with pytest.raises(NotFound):
        people.join(cleo, "token")
    people.invite(ada, room, "cleo@contoso.example")
    with time_machine.travel(NOON + INVITED_FOR + timedelta(hours=1), tick=False):
        jobs.settle()
    assert db.session.scalars(sa.select(RoomInvitation)).all() == []


def test_nobody_invites_or_talks_without_end(cast, room):
    ada = cast.actor("ada")
    for _ in range(INVITATIONS_A_DAY):
        people.invite(ada, room, "cleo@contoso.example")
    with pytest.raises(TooMany):
        people.invite(ada, room, "cleo@contoso.example")
    for number in range(COMMENTS_A_DAY):
        talking.comment(ada, room, f"Number {number}")
    with pytest.raises(TooMany):
        talking.comment(ada, room, "One more")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("|a" * 200 + "\n" + "|-" * 200 + "\n" + "x\n" * 200, "tables in this text"),
        ("[](https://a.example)", "Nothing of this text would be seen"),
        ("a.io " * 999, "grows too large"),
        ("x" * 5_001, "5,000 characters; yours has 5,001"),
    ],
)
def test_texts_that_would_show_nothing_or_too_much_are_refused(cast, room, text, wrong):
    with pytest.raises(Invalid) as refused:
        talking.comment(cast.actor("ada"), room, text)

    assert wrong in refused.value.fields["body"]


def test_names_are_words_of_some_length(cast, room):
    ada = cast.actor("ada")
    for name in ("x" * 101, "…"):
        with pytest.raises(Invalid):
            opening.open_room(ada, name)
    opening.edit_room(ada, room, room.name, "", version=7)
    assert room.version == 1


def test_what_changes_nothing_is_no_step_of_the_history(cast, room, scene):
    ada = cast.actor("ada")
    opening.edit_room(ada, room, "Service desk", room.notes_source, version=1)
    people.make_owner(ada, room, person_of(room, cast.ben.id))
    people.make_owner(ada, room, person_of(room, cast.ben.id))
    offer = quoting.Offer(Decimal(900), "USD", None, 12)
    quote = quoting.add_quote(ada, room, scene.desk, offer)
    quoting.edit_quote(ada, room, quote.public_id, offer, version=9)
    words = [step.words for step, _ in queries.list_steps(room, None).items]
    assert words[:3] == [
        "added a quote",
        "made ben an owner",
        "called the room “Service desk”",
    ]


def person_of(room: Room, user_id: int) -> str:
    """Return the public id of one of the room's people."""
    found = queries.list_people(room)
    return next(one.member.public_id for one in found if one.member.user_id == user_id)


def test_jobs_come_back_while_there_is_more(cast, room, scene, monkeypatch):
    ada = cast.actor("ada")
    monkeypatch.setattr(jobs, "TEXTS_A_JOB", 1)
    monkeypatch.setattr(reminding, "_A_JOB", 1)
    decided = deciding.Decided(scene.desk, "It is good.", NOON.date())
    deciding.decide(ada, room, decided, version=deciding.UNDECIDED)
    db.session.execute(sa.update(RoomDecision).values(renderer_version=0))
    for job in (jobs.remind, jobs.rerender):
        job()
    db.session.flush()
    kinds = db.session.scalars(sa.select(Job.kind).order_by(Job.id)).all()
    assert {jobs.REMIND, jobs.RERENDER} <= set(kinds)


def test_a_score_outside_the_scale_is_refused_and_what_is_gone_left_out(
    cast, room, scene
):
    ada = cast.actor("ada")
    criterion = queries.get_criterion(room, scene.criterion).id
    choice = queries.get_choice(room, scene.desk).id
    with pytest.raises(Invalid):
        weighing.score(ada, room, {(criterion, choice): 9})
    weighing.score(ada, room, {(criterion, 0): 3, (0, choice): 3})
    assert queries.list_scores(room) == []
    weighing.score(ada, room, {(criterion, choice): 3})
    weighing.score(ada, room, {(criterion, choice): 4})
    assert [one.value for one in queries.list_scores(room)] == [4]
    weighing.score(ada, room, {(criterion, choice): None})
    assert queries.list_scores(room) == []


def test_a_criterion_keeps_its_name_to_itself(cast, room, scene):
    ada = cast.actor("ada")
    weighing.edit_criterion(ada, room, scene.criterion, "Price", 5, version=9)
    weighing.add_criterion(ada, room, "Ease", 2)
    with pytest.raises(Invalid):
        weighing.edit_criterion(ada, room, scene.criterion, "EASE", 5, version=1)


def test_a_merged_product_stands_once_with_the_scores_of_both(cast, room, scene):
    ada, ben = cast.actor("ada"), cast.actor("ben")
    criterion = queries.get_criterion(room, scene.criterion).id
    desk = queries.get_choice(room, scene.desk)
    board = queries.get_choice(room, scene.board)
    weighing.score(ada, room, {(criterion, desk.id): 5, (criterion, board.id): 2})
    weighing.score(ben, room, {(criterion, desk.id): 4})
    other = opening.open_room(ada, "Another")
    source = db.session.get_one(Product, desk.product_id)
    shortlisting.add_product(ada, other, source)
    target = db.session.get_one(Product, board.product_id)
    merge_products(cast.actor("mo"), source, target, "The same.")
    assert [one.name for _, one in queries.list_choices(room)] == ["Birch Board"]
    assert [one.name for _, one in queries.list_choices(other)] == ["Birch Board"]
    assert sorted(one.value for one in queries.list_scores(room)) == [2, 4]


def test_who_speaks_for_a_vendor_now_is_in_no_room(cast, room):
    subscribers.leave_side(ClaimDecided(1, cast.ben.id, 1, approved=False, reason=""))
    assert len(queries.list_people(room)) == 2
    subscribers.leave_side(ClaimDecided(1, cast.ada.id, 1, approved=True, reason=""))
    left = queries.list_people(room)
    assert [(one.handle, one.member.role) for one in left] == [("ben", RoomRole.OWNER)]


def test_rooms_are_put_in_order_when_accounts_go(cast, room):
    ben = db.session.get_one(User, cast.ben.id)
    talking.comment(cast.actor("ben"), room, "I am off.")
    ben.role = Role.MODERATOR
    db.session.flush()
    jobs.settle()
    assert [one.handle for one in queries.list_people(room)] == ["ada"]
    db.session.delete(db.session.get_one(User, cast.ben.id))
    db.session.flush()
    assert [handle for _, handle in queries.list_comments(room, None).items] == [None]
    people.leave_all(cast.ada.id)
    assert db.session.scalars(sa.select(Room)).all() == []
    assert db.session.scalars(sa.select(RoomChoice)).all() == []

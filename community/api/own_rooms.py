"""One's rooms, as their people read them, and what one says in them."""

from flask import Blueprint

from community.api.bearer import ROOT
from community.api.once import once
from community.api.operations import Made, Operations
from community.api.scopes import Scope
from community.api.shapes import Paged
from community.api.shapes_rooms import (
    Choice,
    Comment,
    Comments,
    Criterion,
    Decision,
    NewComment,
    Published,
    Quote,
    Room,
    RoomPerson,
    RoomRow,
    Rooms,
)
from community.core.web import MEMBERS, current_actor
from community.rooms import queries, reading
from community.rooms.reading import Quoted, RoomView, Row
from community.rooms.rules import talking

part = Operations(Blueprint("api_rooms", __name__, url_prefix=ROOT), "My rooms")
_READS, _WRITES = Scope.READ_OWN, Scope.WRITE_ROOMS
_ROOM = "/me/rooms/{public_id}"


@part.get("/me/rooms", answer=Rooms, query=Paged, scope=_READS, policy=MEMBERS)
def list_my_rooms(asked: Paged) -> Rooms:
    """List the rooms that you are in."""
    page = queries.list_own(current_actor(), asked.after)
    items = [
        RoomRow(id=one.public_id, name=one.name, created_at=one.created_at)
        for one in page.items
    ]
    return Rooms(items=items, next=page.next_cursor)


@part.get(_ROOM, answer=Room, scope=_READS, policy=MEMBERS)
def show_my_room(public_id: str) -> Room:
    """Show a room of yours: shortlist, criteria, quotes, and what was decided."""
    actor = current_actor()
    place = queries.get_place_for(actor, public_id)
    return _room(reading.view_of(actor, place.room, place.member))


@part.get(
    f"{_ROOM}/comments", answer=Comments, query=Paged, scope=_READS, policy=MEMBERS
)
def list_room_comments(public_id: str, asked: Paged) -> Comments:
    """List what was said in a room of yours, the newest first."""
    return _comments(public_id, asked.after)


@part.change(
    "POST",
    f"{_ROOM}/comments",
    scope=_WRITES,
    policy=MEMBERS,
    body=NewComment,
    answer=Comments,
    idempotent=True,
)
def comment_in_room(public_id: str, sent: NewComment) -> Made:
    """Say something in a room of yours; the answer is its first page of comments."""
    actor = current_actor()
    place = queries.get_place_for(actor, public_id)
    once(lambda: talking.comment(actor, place.room, sent.body).public_id)
    return Made(_comments(public_id, None), f"/me/rooms/{public_id}/comments")


@part.change("DELETE", f"{_ROOM}/comments/{{comment}}", scope=_WRITES, policy=MEMBERS)
def delete_room_comment(public_id: str, comment: str) -> None:
    """Delete a comment of yours, for good."""
    actor = current_actor()
    place = queries.get_place_for(actor, public_id)
    talking.delete_comment(actor, place.room, comment)


def _comments(public_id: str, after: str | None) -> Comments:
    place = queries.get_place_for(current_actor(), public_id)
    page = queries.list_comments(place.room, after)
    items = [
        Comment(
            id=one.public_id,
            by=by or reading.GONE,
            html=one.html,
            created_at=one.created_at,
        )
        for one, by in page.items
    ]
    return Comments(items=items, next=page.next_cursor)


def _room(view: RoomView) -> Room:
    return Room(
        id=view.room.public_id,
        name=view.room.name,
        notes_html=view.room.notes_html,
        people=[
            RoomPerson(handle=one.handle, role=one.member.role) for one in view.people
        ],
        shortlist=[_choice(one, at, view) for at, one in enumerate(view.rows)],
        criteria=[
            Criterion(name=one.criterion.name, weight=one.criterion.weight)
            for one in view.criteria
        ],
        quotes=[_quote(one) for one in view.quotes],
        decision=_decision(view),
        released_on=view.released_on,
        url=view.url,
    )


def _choice(row: Row, at: int, view: RoomView) -> Choice:
    found = row.figures
    means = {one.criterion.name: one.means[at] for one in view.criteria}
    return Choice(
        product=row.product_id,
        name=row.name,
        vendor=row.vendor,
        published=None
        if found is None or not found.median
        else Published(
            series=found.series,
            median=found.median,
            per=found.per,
            middle_half=found.middle_half,
            organisations=found.organisations,
        ),
        votes=row.votes,
        score=None if row.total is None else str(row.total.value),
        scores={name: str(one.value) for name, one in means.items() if one is not None},
    )


def _quote(one: Quoted) -> Quote:
    return Quote(product=one.product, by=one.by, price=one.price, each=one.each or None)


def _decision(view: RoomView) -> Decision | None:
    made = view.decision
    if made is None:
        return None
    return Decision(
        product=view.decided or None,
        reasons_html=made.html,
        renewal_on=made.renewal_on,
    )

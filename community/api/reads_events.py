"""Open demos and webinars: what is public of them, and one's own registrations.

The answer to a registration tells what the organiser sees from then on.
"""

from typing import Any

from flask import Blueprint

from community.api.bearer import ROOT
from community.api.nesting import nested
from community.api.once import once
from community.api.operations import Made, Operations
from community.api.requested import told_of
from community.api.scopes import Scope
from community.api.shapes import Paged
from community.api.shapes_events import (
    Event,
    EventRow,
    Events,
    EventsQuery,
    NewRegistration,
    Registration,
    Registrations,
)
from community.api.shapes_own import Revealed, Told
from community.catalog.queries import get_product_for
from community.core.actors import VISITOR
from community.core.paging import Page
from community.core.web import MEMBERS, SIGNED_IN, current_actor
from community.demos import queries, reading
from community.demos.models import DemoRegistration
from community.demos.queries import Row
from community.demos.rules import attending

part = Operations(Blueprint("api_events", __name__, url_prefix=ROOT), "Events")
own = Operations(Blueprint("api_my_events", __name__, url_prefix=ROOT), "My events")
_READS, _WRITES = Scope.READ_OWN, Scope.WRITE_REQUESTS


@part.get("/events", answer=Events, query=EventsQuery)
def list_events(asked: EventsQuery) -> Events:
    """List open demos and webinars: those to come, or those that are over."""
    found = queries.list_past if asked.when == "past" else queries.list_ahead
    return _events(found(asked.after))


@part.get("/events/{public_id}", answer=Event)
def show_event(public_id: str) -> Event:
    """Show an event; where to join is told to those who register."""
    row = queries.get_row_for(VISITOR, public_id)
    demo, claim = row.demo, row.claim
    return Event(
        **_row(row),
        html=demo.html,
        announced_by=None if claim is None else claim.signature,
        seats=demo.seats,
        sequence=demo.sequence,
    )


@part.get("/products/{vendor}/{product}/events", answer=Events)
def list_product_events(vendor: str, product: str) -> Events:
    """List the next events about a product, the soonest first: those of its page."""
    found = get_product_for(VISITOR, vendor, product)
    return _events(Page(queries.list_ahead_of_product(found.public_id)))


@own.get(
    "/me/events", answer=Registrations, query=Paged, scope=_READS, policy=SIGNED_IN
)
def list_my_events(asked: Paged) -> Registrations:
    """List what you registered for, with where to join."""
    page = queries.list_own(current_actor(), asked.after)
    items = [_registration(row, one) for row, one in page.items]
    return Registrations(items=items, next=page.next_cursor)


@own.get("/me/events/{public_id}", answer=Registration, scope=_READS, policy=SIGNED_IN)
def show_my_event(public_id: str) -> Registration:
    """Show your registration for an event, with what its organiser knows of you."""
    return _registration(*queries.get_own_row(current_actor(), public_id))


@own.change(
    "POST",
    "/me/events",
    scope=_WRITES,
    policy=MEMBERS,
    body=NewRegistration,
    answer=Registration,
    idempotent=True,
)
def register_for_event(sent: NewRegistration) -> Made:
    """Register for an event: its organiser sees what `told` reveals, and no more."""
    actor = current_actor()

    def register() -> str:
        row = queries.get_row_for(actor, sent.event)
        with nested("told", Revealed):
            attending.register(actor, row, told_of(sent.told))
        return row.demo.public_id

    public_id, _ = once(register)
    return Made(show_my_event(public_id), f"/me/events/{public_id}")


@own.change(
    "POST",
    "/me/events/{public_id}/reveal",
    scope=_WRITES,
    policy=MEMBERS,
    body=Revealed,
    answer=Registration,
)
def reveal_more_to_organiser(public_id: str, sent: Revealed) -> Registration:
    """Tell the organiser more of you. What is told once can’t be told less."""
    actor = current_actor()
    row, registration = queries.get_own_row(actor, public_id)
    attending.reveal_more(actor, registration, row.demo, told_of(sent))
    return show_my_event(public_id)


@own.change("POST", "/me/events/{public_id}/withdraw", scope=_WRITES, policy=SIGNED_IN)
def withdraw_from_event(public_id: str) -> None:
    """Take your registration back: the organiser sees nothing of you any more."""
    actor = current_actor()
    attending.withdraw(actor, queries.get_own_row(actor, public_id)[1])


def _events(page: Page[Row]) -> Events:
    return Events(
        items=[EventRow(**_row(one)) for one in page.items], next=page.next_cursor
    )


def _row(row: Row) -> dict[str, Any]:
    view = reading.event_view(row)
    return {
        "id": view.demo.public_id,
        "kind": str(view.demo.kind),
        "title": view.demo.title,
        "by": view.by,
        "product": view.product or None,
        "starts": view.demo.starts_at,
        "ends": view.demo.ends_at,
        "zone": view.demo.zone,
        "mark": view.mark or None,
        "url": view.url,
    }


def _registration(row: Row, registration: DemoRegistration) -> Registration:
    mine = reading.own_registration(row, registration, "")
    return Registration(
        event=EventRow(**_row(row)),
        told=[Told(label=label, value=value) for label, value in mine.seen.facts],
        link=mine.link or None,
    )

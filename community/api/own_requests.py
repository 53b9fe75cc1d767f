"""Requests to vendors: a buyer's own, and those that a vendor's rep may answer."""

from flask import Blueprint

from community.api.bearer import ROOT
from community.api.once import once
from community.api.operations import Made, Operations
from community.api.scopes import Scope
from community.api.shapes import Paged
from community.api.shapes_own import (
    Message,
    NewMessage,
    ProposedTime,
    Request,
    RequestRow,
    Requests,
    Told,
)
from community.core.paging import Page
from community.core.web import REPS, SIGNED_IN, current_actor
from community.requests import queries, reading
from community.requests.access import require_answerer
from community.requests.queries import Row
from community.requests.reading import Conversation
from community.requests.rules import ending, saying

part = Operations(Blueprint("api_requests", __name__, url_prefix=ROOT), "My requests")
desk = Operations(Blueprint("api_rep", __name__, url_prefix=ROOT), "Vendor’s desk")
_READS, _WRITES = Scope.READ_OWN, Scope.WRITE_REQUESTS
_OWN, _DESK = "/me/requests/{public_id}", "/rep/requests/{public_id}"


@part.get("/me/requests", answer=Requests, query=Paged, scope=_READS, policy=SIGNED_IN)
def list_my_requests(asked: Paged) -> Requests:
    """List what you asked vendors in private."""
    return _rows(queries.list_own_rows(current_actor(), asked.after))


@part.get(_OWN, answer=Request, scope=_READS, policy=SIGNED_IN)
def show_my_request(public_id: str) -> Request:
    """Show a request of yours, with what the vendor knows of you."""
    actor = current_actor()
    row = queries.get_own_row(actor, public_id)
    return _request(reading.own_request(row, actor.time_zone).talk)


@part.change(
    "POST",
    f"{_OWN}/messages",
    scope=_WRITES,
    policy=SIGNED_IN,
    body=NewMessage,
    answer=Request,
    idempotent=True,
)
def write_in_request(public_id: str, sent: NewMessage) -> Made:
    """Say more in an open request of yours."""
    actor = current_actor()
    row = queries.get_own_row(actor, public_id)
    once(lambda: saying.write(actor, row.request, sent.body).public_id)
    return Made(show_my_request(public_id), f"/me/requests/{public_id}")


@part.change("POST", f"{_OWN}/withdraw", scope=_WRITES, policy=SIGNED_IN)
def withdraw_request(public_id: str) -> None:
    """Take a request back: nobody of the vendor finds it any more."""
    actor = current_actor()
    ending.withdraw(actor, queries.get_own_row(actor, public_id).request)


@desk.get("/rep/requests", answer=Requests, query=Paged, scope=_READS, policy=REPS)
def list_requests_to_answer(asked: Paged) -> Requests:
    """List the open requests that your vendor may answer."""
    voice = require_answerer(current_actor())
    return _rows(queries.list_rows_for(voice, asked.after))


@desk.get(_DESK, answer=Request, scope=_READS, policy=REPS)
def show_request_to_answer(public_id: str) -> Request:
    """Show a request as your vendor sees it: what its buyer revealed, and no more."""
    actor = current_actor()
    row = queries.get_row_for(require_answerer(actor), public_id)
    return _request(reading.request_for_vendor(row, actor.time_zone))


@desk.change(
    "POST",
    f"{_DESK}/messages",
    scope=_WRITES,
    policy=REPS,
    body=NewMessage,
    answer=Request,
    idempotent=True,
)
def answer_request(public_id: str, sent: NewMessage) -> Made:
    """Answer a request for your vendor."""
    actor = current_actor()
    row = queries.get_row_for(require_answerer(actor), public_id)
    once(lambda: saying.answer(actor, row.request, sent.body).public_id)
    return Made(show_request_to_answer(public_id), f"/rep/requests/{public_id}")


def _rows(page: Page[Row]) -> Requests:
    items = [
        RequestRow(
            id=one.request.public_id,
            subject=one.request.subject,
            vendor=one.vendor.name,
            product=one.product.name if one.product else None,
            state=reading.state_of(one.request),
            created_at=one.request.created_at,
        )
        for one in page.items
    ]
    return Requests(items=items, next=page.next_cursor)


def _request(talk: Conversation) -> Request:
    return Request(
        id=talk.public_id,
        subject=talk.subject,
        vendor=talk.vendor,
        product=talk.product or None,
        alias=talk.seen.alias,
        told=[Told(label=label, value=value) for label, value in talk.seen.facts],
        messages=[
            Message(
                id=one.public_id,
                by=one.by,
                is_vendors=one.is_vendors,
                step=one.step or None,
                html=one.html,
                created_at=one.created_at,
            )
            for one in talk.lines
        ],
        times=[
            ProposedTime(
                id=one.public_id,
                what=one.what,
                starts=one.starts,
                ends=one.ends,
                place=one.place,
                state=str(one.state),
            )
            for one in talk.slots
        ],
        created_at=talk.created_at,
        last_day=talk.last_day,
    )

"""Requests to a vendor, as who answers for it reads them."""

from flask import Blueprint

from community.api.bearer import ROOT
from community.api.once import once
from community.api.operations import Made, Operations
from community.api.requested import as_request, as_rows, proposal_of
from community.api.scopes import Scope
from community.api.shapes import Paged
from community.api.shapes_own import NewMessage, Request, Requests
from community.api.shapes_times import NewTime
from community.core.web import REPS, current_actor
from community.requests import queries, reading
from community.requests.access import require_answerer
from community.requests.rules import meeting, saying

part = Operations(Blueprint("api_rep", __name__, url_prefix=ROOT), "Vendor’s desk")
_READS, _WRITES = Scope.READ_OWN, Scope.WRITE_REQUESTS
_DESK = "/rep/requests/{public_id}"


@part.get("/rep/requests", answer=Requests, query=Paged, scope=_READS, policy=REPS)
def list_requests_to_answer(asked: Paged) -> Requests:
    """List the open requests that your vendor may answer."""
    voice = require_answerer(current_actor())
    return as_rows(queries.list_rows_for(voice, asked.after))


@part.get(_DESK, answer=Request, scope=_READS, policy=REPS)
def show_request_to_answer(public_id: str) -> Request:
    """Show a request as your vendor sees it: what its buyer revealed, and no more."""
    actor = current_actor()
    row = queries.get_row_for(require_answerer(actor), public_id)
    return as_request(reading.request_for_vendor(row, actor.time_zone))


@part.change(
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


@part.change(
    "POST",
    f"{_DESK}/times",
    scope=_WRITES,
    policy=REPS,
    body=NewTime,
    answer=Request,
    idempotent=True,
)
def propose_time(public_id: str, sent: NewTime) -> Made:
    """Propose a time for a call or a demo."""
    actor = current_actor()
    row = queries.get_row_for(require_answerer(actor), public_id)

    def propose() -> str:
        return meeting.propose(actor, row.request, proposal_of(sent)).public_id

    once(propose)
    return Made(show_request_to_answer(public_id), f"/rep/requests/{public_id}")


@part.change(
    "POST",
    f"{_DESK}/times/{{time}}/take-back",
    scope=_WRITES,
    policy=REPS,
    answer=Request,
)
def take_back_time(public_id: str, time: str) -> Request:
    """Take back a time that nobody answered yet."""
    actor = current_actor()
    row = queries.get_row_for(require_answerer(actor), public_id)
    meeting.take_back(actor, row.request, queries.get_time(row.request, time))
    return show_request_to_answer(public_id)

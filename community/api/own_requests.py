"""Requests to vendors: a buyer's own, and those that a vendor's rep may answer."""

from dataclasses import replace

from flask import Blueprint

from community.api.bearer import ROOT
from community.api.nesting import nested
from community.api.once import once
from community.api.operations import Made, Operations
from community.api.scopes import Scope
from community.api.shapes import Paged
from community.api.shapes_own import (
    Message,
    NewMessage,
    NewRequest,
    ProposedTime,
    Representative,
    Representatives,
    Request,
    RequestRow,
    Requests,
    Revealed,
    Stars,
    Told,
)
from community.catalog.models import Product, Vendor
from community.catalog.queries import find_product_by_public_id_for, get_vendor_for
from community.core.actors import Actor
from community.core.errors import Invalid
from community.core.paging import Page
from community.core.rights import Right
from community.core.web import MEMBERS, REPS, SIGNED_IN, current_actor
from community.requests import queries, reading
from community.requests.access import require_answerer
from community.requests.aliases import new_alias
from community.requests.drafts import NOT_SENT, Draft
from community.requests.drafts import Told as What
from community.requests.queries import Row
from community.requests.reading import Conversation
from community.requests.rules import asking, ending, rating, revealing, saying

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


@part.get(
    "/vendors/{vendor}/representatives",
    answer=Representatives,
    scope=_READS,
    policy=MEMBERS,
)
def list_representatives(vendor: str) -> Representatives:
    """List who speaks for a vendor, for `to` of a request."""
    team = queries.list_spokespeople(get_vendor_for(current_actor(), vendor).id)
    return Representatives(
        items=[
            Representative(id=one.public_id, name=one.real_name, title=one.title)
            for one in team
        ]
    )


@part.change(
    "POST",
    "/me/requests",
    scope=_WRITES,
    policy=MEMBERS,
    right=Right.ASK,
    body=NewRequest,
    answer=Request,
    idempotent=True,
)
def send_request(sent: NewRequest) -> Made:
    """Ask a vendor in private: it sees what `told` reveals, and no more."""
    actor = current_actor()

    def ask() -> str:
        vendor, product = _asked_about(actor, sent)
        draft = Draft(sent.subject, sent.body, _told(sent.told), sent.last_day)
        draft = replace(draft, to=sent.to or "")
        with nested("told", Revealed):
            made = asking.ask(actor, vendor, product, draft, alias=new_alias())
        return made.public_id

    public_id, _ = once(ask)
    return Made(show_my_request(public_id), f"/me/requests/{public_id}")


@part.change(
    "POST",
    f"{_OWN}/reveal",
    scope=_WRITES,
    policy=MEMBERS,
    body=Revealed,
    answer=Request,
)
def reveal_more(public_id: str, sent: Revealed) -> Request:
    """Tell the vendor more of you. What is told once can’t be told less."""
    actor = current_actor()
    row = queries.get_own_row(actor, public_id)
    revealing.reveal_more(actor, row.request, _told(sent))
    return show_my_request(public_id)


@part.change(
    "PUT", f"{_OWN}/rating", scope=_WRITES, policy=SIGNED_IN, body=Stars, answer=Request
)
def rate_request(public_id: str, sent: Stars) -> Request:
    """Rate how the vendor dealt with a request of yours."""
    actor = current_actor()
    rating.rate(actor, queries.get_own_row(actor, public_id).request, sent.stars)
    return show_my_request(public_id)


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


def _asked_about(actor: Actor, sent: NewRequest) -> tuple[Vendor, Product | None]:
    """Return the vendor and product that a request names; raise Invalid without any."""
    if sent.product is not None:
        product = find_product_by_public_id_for(actor, sent.product)
        if product is None or product.vendor is None:
            wrong = "There is no such product, or nobody sells it alone."
            raise Invalid(NOT_SENT, fields={"product": wrong})
        return product.vendor, product
    if sent.vendor is None:
        raise Invalid(NOT_SENT, fields={"vendor": "Name a vendor or a product."})
    return get_vendor_for(actor, sent.vendor), None


def _told(sent: Revealed) -> What:
    return What(sent.reveals, sent.size, sent.region, sent.name)


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

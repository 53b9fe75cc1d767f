"""A buyer's own requests to vendors."""

from dataclasses import replace

from flask import Blueprint

from community.api.bearer import ROOT
from community.api.nesting import nested
from community.api.once import once
from community.api.operations import Made, Operations
from community.api.requested import as_request, as_rows, told_of
from community.api.scopes import Scope
from community.api.shapes import Paged
from community.api.shapes_own import (
    NewMessage,
    NewRequest,
    Representative,
    Representatives,
    Request,
    Requests,
    Revealed,
    Stars,
)
from community.catalog.models import Product, Vendor
from community.catalog.queries import find_product_by_public_id_for, get_vendor_for
from community.core.actors import Actor
from community.core.errors import Invalid
from community.core.rights import Right
from community.core.web import MEMBERS, SIGNED_IN, current_actor
from community.requests import queries, reading
from community.requests.aliases import new_alias
from community.requests.drafts import NOT_SENT, Draft
from community.requests.rules import asking, ending, meeting, rating, revealing, saying

part = Operations(Blueprint("api_requests", __name__, url_prefix=ROOT), "My requests")
_READS, _WRITES = Scope.READ_OWN, Scope.WRITE_REQUESTS
_OWN = "/me/requests/{public_id}"


@part.get("/me/requests", answer=Requests, query=Paged, scope=_READS, policy=SIGNED_IN)
def list_my_requests(asked: Paged) -> Requests:
    """List what you asked vendors in private."""
    return as_rows(queries.list_own_rows(current_actor(), asked.after))


@part.get(_OWN, answer=Request, scope=_READS, policy=SIGNED_IN)
def show_my_request(public_id: str) -> Request:
    """Show a request of yours, with what the vendor knows of you."""
    actor = current_actor()
    row = queries.get_own_row(actor, public_id)
    return as_request(reading.own_request(row, actor.time_zone).talk)


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
        draft = Draft(sent.subject, sent.body, told_of(sent.told), sent.last_day)
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
    revealing.reveal_more(actor, row.request, told_of(sent))
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


@part.change(
    "POST",
    f"{_OWN}/times/{{time}}/accept",
    scope=_WRITES,
    policy=MEMBERS,
    answer=Request,
)
def accept_time(public_id: str, time: str) -> Request:
    """Take a time that the vendor proposed; the others are declined by that."""
    actor = current_actor()
    row = queries.get_own_row(actor, public_id)
    meeting.accept(actor, row.request, queries.get_time(row.request, time))
    return show_my_request(public_id)


@part.change(
    "POST",
    f"{_OWN}/times/{{time}}/decline",
    scope=_WRITES,
    policy=MEMBERS,
    answer=Request,
)
def decline_time(public_id: str, time: str) -> Request:
    """Say no to a time, one that you took included."""
    actor = current_actor()
    row = queries.get_own_row(actor, public_id)
    meeting.decline(actor, row.request, queries.get_time(row.request, time))
    return show_my_request(public_id)


@part.change("DELETE", _OWN, scope=_WRITES, policy=SIGNED_IN)
def delete_my_request(public_id: str) -> None:
    """Delete for good what is withdrawn or over, with all that was said in it."""
    actor = current_actor()
    ending.delete(actor, queries.get_own_row(actor, public_id).request)


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

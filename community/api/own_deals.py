"""One's own prices: reported, read, changed, withdrawn, by the rules of the pages."""

from flask import Blueprint

from community.api.bearer import ROOT
from community.api.deal_drafts import draft_of, known_in, told
from community.api.once import once
from community.api.operations import Made, Operations
from community.api.scopes import Scope
from community.api.shapes import Paged
from community.api.shapes_deals import (
    ChangedDeal,
    Deal,
    DealLineRow,
    DealRow,
    Deals,
    NewDeal,
)
from community.core.errors import Conflict
from community.core.rights import Right
from community.core.web import BUYERS, CONTRIBUTORS, current_actor
from community.deals import queries
from community.deals.rules import reporting

part = Operations(Blueprint("api_deals", __name__, url_prefix=ROOT), "My prices")
_PATH = "/me/deals"
_WRITES = Scope.WRITE_DEALS


@part.get(_PATH, answer=Deals, query=Paged, scope=Scope.READ_OWN, policy=BUYERS)
def list_my_deals(asked: Paged) -> Deals:
    """List your prices, the newest month first."""
    page = queries.list_deals_of(current_actor(), after=asked.after)
    items = [
        DealRow(
            id=one.public_id,
            version=one.version,
            state=str(one.state),
            stage=one.stage,
            deal_month=one.deal_month,
            currency=one.currency,
            lines=[
                DealLineRow(
                    product=line.product.public_id,
                    name=line.product.name,
                    quantity=f"{line.quantity:f}",
                )
                for line in one.lines
            ],
        )
        for one in page.items
    ]
    return Deals(items=items, next=page.next_cursor)


@part.get(f"{_PATH}/{{public_id}}", answer=Deal, scope=Scope.READ_OWN, policy=BUYERS)
def show_my_deal(public_id: str) -> Deal:
    """Show one of your prices. To everybody else it is not there."""
    return told(queries.get_deal_for(current_actor(), public_id))


@part.change(
    "POST",
    _PATH,
    scope=_WRITES,
    policy=CONTRIBUTORS,
    right=Right.REPORT,
    body=NewDeal,
    answer=Deal,
    idempotent=True,
)
def report_deal(sent: NewDeal) -> Made:
    """Report a price. The checks are those of the form; nothing of it is ever addressable."""
    actor = current_actor()
    draft = draft_of(actor, sent)
    made = []

    def report() -> str:
        made.append(reporting.submit_deal(actor, draft))
        # Kept with the time of the sending, which must not tell when a price came (P13).
        return ""

    once(report)
    if not made:
        made += queries.list_twins(actor.user_id or 0, draft)[-1:]
    if not made:
        raise Conflict("This price was reported with this key, and is gone by now.")
    return Made(told(made[0]), f"{_PATH}/{made[0].public_id}")


@part.change(
    "PUT",
    f"{_PATH}/{{public_id}}",
    scope=_WRITES,
    policy=CONTRIBUTORS,
    body=ChangedDeal,
    answer=Deal,
)
def change_deal(public_id: str, sent: ChangedDeal) -> Deal:
    """Change one of your prices, if it is still at the version that you read."""
    actor = current_actor()
    deal = queries.get_deal_for(actor, public_id)
    reporting.require_revisable(deal)
    draft = draft_of(actor, sent, known_in(deal))
    reporting.revise_deal(actor, deal, draft, version=sent.version)
    return told(deal)


@part.change(
    "POST", f"{_PATH}/{{public_id}}/withdraw", scope=_WRITES, policy=BUYERS, answer=Deal
)
def withdraw_deal(public_id: str) -> Deal:
    """Withdraw a price: it counts in nothing any more, and you still see it."""
    deal = queries.get_deal_for(current_actor(), public_id)
    reporting.withdraw_deal(current_actor(), deal)
    return told(deal)


@part.change(
    "POST",
    f"{_PATH}/{{public_id}}/restore",
    scope=_WRITES,
    policy=CONTRIBUTORS,
    answer=Deal,
)
def restore_deal(public_id: str) -> Deal:
    """Let a withdrawn price count again."""
    deal = queries.get_deal_for(current_actor(), public_id)
    reporting.restore_deal(current_actor(), deal)
    return told(deal)


@part.change("DELETE", f"{_PATH}/{{public_id}}", scope=_WRITES, policy=BUYERS)
def erase_deal(public_id: str) -> None:
    """Delete a price for good."""
    deal = queries.get_deal_for(current_actor(), public_id)
    reporting.erase_deal(current_actor(), deal)

"""Every change of a deal: reporting, revising, withdrawing, restoring, erasing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import sqlalchemy as sa

from community.accounts.queries import organisation_of
from community.core import clock, events
from community.core.actors import Actor
from community.core.chunks import chunks
from community.core.db import db
from community.core.errors import Conflict, NotFound
from community.core.measuring import Fact, Measured, monday_of
from community.deals import access, limits, queries, recording
from community.deals.checking import Checked, checked, require_no_twin
from community.deals.describing import changes, describe
from community.deals.drafts import DealDraft
from community.deals.events import (
    DealChanged,
    DealRestored,
    DealRevised,
    DealsErased,
    DealSubmitted,
    DealWithdrawn,
)
from community.deals.kinds import DealState
from community.deals.models import Deal, DealRevision
from community.deals.notes.rules import take_in, take_in_again
from community.deals.owners import org_key, owner_key, seal_author
from community.deals.rules.reviewing import look_again

_WORDS = ("note", "satisfaction", "visibility")


def submit_deal(actor: Actor, draft: DealDraft) -> Deal:
    """Report a deal; raise Invalid with a sentence for each wrong field."""
    author_id = access.require_submitter(actor)
    found = checked(actor, draft)
    require_no_twin(author_id, found.draft)
    limits.count_deal(author_id)
    deal = _new(author_id, found)
    db.session.add(deal)
    db.session.flush()  # the event needs its id
    take_in(deal, author_id)
    _publish(DealSubmitted, deal)
    monday = monday_of(clock.now().date())
    events.publish(
        Measured(Fact.PRICE_SUBMITTED, detail=str(deal.incentive), day=monday)
    )
    return deal


def submit_samples(reports: Iterable[tuple[Actor, DealDraft]]) -> list[Deal]:
    """Report the deals of a generated community.

    No limit of live reporting applies, and nobody is asked about similar deals.
    """
    authored = [
        (access.require_submitter(actor), checked(actor, draft))
        for actor, draft in reports
    ]
    deals = [_new(author_id, found) for author_id, found in authored]
    db.session.add_all(deals)
    db.session.flush()  # the events need their ids; all at once is many times faster
    for deal, (author_id, _) in zip(deals, authored, strict=True):
        take_in(deal, author_id)
        _publish(DealSubmitted, deal)
    return deals


def _new(author_id: int, found: Checked) -> Deal:
    organisation_id = organisation_of(author_id)
    deal = Deal(
        owner_key=owner_key(author_id),
        sealed_author=seal_author(author_id),
        org_key=None if organisation_id is None else org_key(organisation_id),
    )
    _record(deal, found)
    return deal


def revise_deal(actor: Actor, deal: Deal, draft: DealDraft, *, version: int) -> None:
    """Change a deal that is still at `version`, and keep in words what changed."""
    require_own(actor, deal)
    author_id = access.require_submitter(actor)
    require_revisable(deal)
    if deal.version != version:
        raise Conflict(
            "You changed this price in another tab meanwhile. Look at it as it is now."
        )
    found = checked(actor, draft, deal=deal)
    require_no_twin(author_id, found.draft, besides=deal.id)
    before = recording.read(deal)
    changed = changes(
        describe(before, queries.named_in(before)), describe(found.draft, found.named)
    )
    if not changed:
        return
    products_before = _product_ids(deal)
    _record(deal, found)
    look_again(deal)
    if before.note != deal.note:
        take_in_again(deal, author_id)
    deal.version += 1
    deal.revisions.append(
        DealRevision(number=deal.version, month=clock.current_month(), changes=changed)
    )
    both = sorted({*products_before, *_product_ids(deal)})
    events.publish(
        DealRevised(
            deal_id=deal.id,
            product_ids=tuple(both),
            words_only=_same_but_words(before, found.draft),
        )
    )


def withdraw_deal(actor: Actor, deal: Deal) -> None:
    """Let a deal count in nothing any more; its author still sees it."""
    require_own(actor, deal)
    if deal.state is DealState.WITHDRAWN:
        return
    deal.state = DealState.WITHDRAWN
    _publish(DealWithdrawn, deal)


def restore_deal(actor: Actor, deal: Deal) -> None:
    """Let a withdrawn deal count again, unless it was reported anew meanwhile."""
    require_own(actor, deal)
    author_id = access.require_submitter(actor)
    if deal.state is DealState.SUBMITTED:
        return
    draft = replace(recording.read(deal), is_separate=True)
    require_no_twin(author_id, draft, besides=deal.id)
    deal.state = DealState.SUBMITTED
    _publish(DealRestored, deal)


def erase_deal(actor: Actor, deal: Deal) -> None:
    """Delete a deal for good, with its lines and its history (P17)."""
    require_own(actor, deal)
    events.publish(DealsErased((deal.id,), _product_ids(deal)))
    db.session.delete(deal)


def erase_deals_of(user_ids: Sequence[int]) -> None:
    """Delete for good what members reported who go: no foreign key leads there."""
    by_deal = queries.products_by_deal_of(user_ids)
    if not by_deal:
        return
    product_ids = set().union(*by_deal.values())
    events.publish(DealsErased(tuple(sorted(by_deal)), tuple(sorted(product_ids))))
    for chunk in chunks(sorted(by_deal)):
        db.session.execute(sa.delete(Deal).where(Deal.id.in_(chunk)))


def require_own(actor: Actor, deal: Deal) -> None:
    """Raise NotFound for everybody but the author: to others it isn't there."""
    if not access.can_read_deal(actor, deal):
        raise NotFound("There is no such price among yours.", code="no-such-deal")


def require_revisable(deal: Deal) -> None:
    """Raise Conflict for a withdrawn deal: it is restored first, then changed."""
    if deal.state is not DealState.SUBMITTED:
        raise Conflict("This price is withdrawn. Restore it first, then change it.")


def _same_but_words(before: DealDraft, after: DealDraft) -> bool:
    """Whether nothing changed that a contract or an invoice would show."""
    words = {name: getattr(after, name) for name in _WORDS}
    return replace(before, **words, is_separate=after.is_separate) == after


def _record(deal: Deal, found: Checked) -> None:
    recording.write(
        deal,
        found.draft,
        rate=found.rate,
        base_currency=found.base_currency,
        unit_quantities=found.unit_quantities,
    )


def _product_ids(deal: Deal) -> tuple[int, ...]:
    return tuple(sorted({line.product_id for line in deal.lines}))


def _publish(kind: type[DealChanged], deal: Deal) -> None:
    events.publish(kind(deal_id=deal.id, product_ids=_product_ids(deal)))

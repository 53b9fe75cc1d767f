"""What people miss in the catalogue: suggested by anybody, decided by moderators."""

from dataclasses import dataclass, field

import sqlalchemy as sa

from community.catalog import names
from community.catalog.access import require_curator, require_suggester
from community.catalog.events import SuggestionDecided
from community.catalog.kinds import SuggestionKind, SuggestionState
from community.catalog.models import Category, Product, Suggestion, Vendor
from community.catalog.paths import is_public_id
from community.catalog.rules import ensure_product, ensure_vendor
from community.catalog.specs import ProductSpec
from community.core import clock
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict, Invalid, NotFound
from community.core.events import publish
from community.core.paging import Page, keyset_page
from community.core.text import clean_line

COMMENT_LENGTH = 500


@dataclass(frozen=True)
class Missing:
    """What somebody misses; without a product it is the vendor itself."""

    vendor_name: str
    product_name: str
    spec: ProductSpec = field(default_factory=ProductSpec)

    @property
    def kind(self) -> SuggestionKind:
        product = names.tidy(self.product_name)
        return SuggestionKind.PRODUCT if product else SuggestionKind.VENDOR


def suggest_missing(actor: Actor, missing: Missing, comment: str = "") -> Suggestion:
    """Keep a suggestion for the moderators; the same one again is the first one.

    A product without a vendor is one that many vendors sell alike.
    """
    require_suggester(actor)
    vendor, product = names.tidy(missing.vendor_name), names.tidy(missing.product_name)
    _require_names(vendor, product)
    same = db.session.scalar(
        sa.select(Suggestion).where(
            Suggestion.state == SuggestionState.OPEN,
            Suggestion.suggested_by_id == actor.user_id,
            Suggestion.vendor_name == vendor,
            Suggestion.product_name == product,
        )
    )
    if same is not None:
        return same
    suggestion = Suggestion(
        kind=missing.kind,
        vendor_name=vendor,
        product_name=product,
        pricing_model=missing.spec.pricing_model if product else None,
        category_id=missing.spec.category_id,
        comment=clean_line(comment)[:COMMENT_LENGTH],
        suggested_by_id=actor.user_id,
    )
    db.session.add(suggestion)
    return suggestion


def accept_suggestion(actor: Actor, suggestion: Suggestion, made: Missing) -> None:
    """Make what was suggested, as the moderator corrected it.

    What is there already is not made twice: the suggestion then points at it.
    """
    require_curator(actor)
    _require_open(suggestion)
    vendor, product = _make(made)
    _decide(suggestion, actor, SuggestionState.ACCEPTED)
    suggestion.vendor_id = None if vendor is None else vendor.id
    suggestion.product_id = None if product is None else product.id
    _publish_decision(suggestion, accepted=True)


def decline_suggestion(actor: Actor, suggestion: Suggestion, reason: str) -> None:
    """Refuse a suggestion; whoever made it reads the reason."""
    require_curator(actor)
    _require_open(suggestion)
    given = clean_line(reason)
    if not given:
        raise Invalid("Say why.", fields={"reason": "Say why, for whoever asked."})
    _decide(suggestion, actor, SuggestionState.DECLINED)
    suggestion.decision_reason = given[:COMMENT_LENGTH]
    _publish_decision(suggestion, accepted=False)


def get_suggestion_for(actor: Actor, public_id: str) -> Suggestion:
    """Return a suggestion: to moderators each, to others their own."""
    suggestion = None
    if is_public_id(public_id):
        suggestion = db.session.scalar(
            sa.select(Suggestion).where(Suggestion.public_id == public_id)
        )
    own = suggestion is not None and suggestion.suggested_by_id == actor.user_id
    if suggestion is None or not (actor.is_moderator or (own and actor.user_id)):
        raise NotFound("There is no such suggestion.")
    return suggestion


def list_suggestions(
    actor: Actor, state: SuggestionState, *, after: str | None
) -> Page[Suggestion]:
    """Return a page of everybody's suggestions: the oldest open, the newest decided."""
    require_curator(actor)
    wanted = sa.select(Suggestion).where(Suggestion.state == state)
    if state is SuggestionState.OPEN:
        order = (Suggestion.created_at.asc(), Suggestion.id.asc())
    else:
        order = (Suggestion.created_at.desc(), Suggestion.id.desc())
    return keyset_page(wanted, order=order, after=after)


def list_own_suggestions(actor: Actor, *, after: str | None) -> Page[Suggestion]:
    wanted = sa.select(Suggestion).where(Suggestion.suggested_by_id == actor.user_id)
    order = (Suggestion.created_at.desc(), Suggestion.id.desc())
    return keyset_page(wanted, order=order, after=after)


def _require_names(vendor: str, product: str) -> None:
    if not vendor and not product:
        raise Invalid(
            "Name it.", fields={"vendor": "Name a vendor, a product or both."}
        )
    if vendor and not names.vendor_key(vendor):
        raise Invalid(
            "Check the name.", fields={"vendor": "A name needs a letter or a digit."}
        )


def _require_open(suggestion: Suggestion) -> None:
    if suggestion.state is not SuggestionState.OPEN:
        raise Conflict("Another moderator has decided this one already.")


def _make(missing: Missing) -> tuple[Vendor | None, Product | None]:
    vendor_name = names.tidy(missing.vendor_name)
    product_name = names.tidy(missing.product_name)
    _require_names(vendor_name, product_name)
    category_id = missing.spec.category_id
    if category_id is not None and db.session.get(Category, category_id) is None:
        raise Invalid("Choose again.", fields={"category": "Choose a category."})
    vendor = ensure_vendor(vendor_name) if vendor_name else None
    if not product_name:
        return vendor, None
    return vendor, ensure_product(vendor, product_name, missing.spec)


def _decide(suggestion: Suggestion, actor: Actor, state: SuggestionState) -> None:
    # Two moderators at once: whoever changes the open row wins, the other is told.
    won = db.session.execute(
        sa.update(Suggestion)
        .where(Suggestion.id == suggestion.id, Suggestion.state == SuggestionState.OPEN)
        .values(state=state, decided_by_id=actor.user_id, decided_at=clock.now())
    )
    if not won.rowcount:  # type: ignore[attr-defined]
        raise Conflict("Another moderator has decided this one already.")
    db.session.refresh(suggestion)


def _publish_decision(suggestion: Suggestion, *, accepted: bool) -> None:
    publish(
        SuggestionDecided(
            suggestion_id=suggestion.id,
            suggested_by_id=suggestion.suggested_by_id,
            accepted=accepted,
        )
    )

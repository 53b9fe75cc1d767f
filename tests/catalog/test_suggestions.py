"""What is missing is suggested once, decided once, and made once."""

import pytest
import sqlalchemy as sa
from flask import current_app

from community.catalog.events import SuggestionDecided
from community.catalog.kinds import PricingModel, SuggestionKind, SuggestionState
from community.catalog.models import Product, Suggestion, Vendor
from community.catalog.specs import ProductSpec
from community.catalog.suggestions import (
    Missing,
    accept_suggestion,
    decline_suggestion,
    get_suggestion_for,
    list_own_suggestions,
    list_suggestions,
    suggest_missing,
)
from community.core.actors import VISITOR
from community.core.db import db
from community.core.errors import Conflict, Forbidden, Invalid, NotFound

pytestmark = pytest.mark.usefixtures("context")

CEDAR_DESK = Missing("Cedar", "Desk", ProductSpec(pricing_model=PricingModel.FLAT))


@pytest.fixture
def ada(cast):
    return cast.actor("ada")


@pytest.fixture
def mo(cast):
    return cast.actor("mo")


@pytest.fixture
def suggestion(ada) -> Suggestion:
    made = suggest_missing(ada, CEDAR_DESK, "See cedar.example\x00")
    db.session.flush()
    return made


@pytest.fixture
def heard(monkeypatch):
    events = []
    bus = current_app.extensions["fairquote.bus"]
    handlers = [*bus._handlers, (SuggestionDecided, events.append)]
    monkeypatch.setattr(bus, "_handlers", handlers)
    return events


def test_a_suggestion_keeps_what_was_typed(ada, suggestion):
    assert (
        suggestion.kind,
        suggestion.vendor_name,
        suggestion.product_name,
        suggestion.pricing_model,
        suggestion.comment,
        suggestion.state,
        suggestion.suggested_by_id,
    ) == (
        SuggestionKind.PRODUCT,
        "Cedar",
        "Desk",
        PricingModel.FLAT,
        "See cedar.example",
        SuggestionState.OPEN,
        ada.user_id,
    )
    assert db.session.scalar(sa.select(sa.func.count(Product.id))) == 0


def test_the_same_suggestion_again_is_the_first(ada, cast, suggestion):
    assert suggest_missing(ada, CEDAR_DESK) is suggestion
    assert suggest_missing(cast.actor("ben"), CEDAR_DESK) is not suggestion


def test_a_vendor_alone_may_be_suggested(ada):
    made = suggest_missing(ada, Missing("Cedar", " "))
    assert (made.kind, made.pricing_model) == (SuggestionKind.VENDOR, None)


@pytest.mark.parametrize(
    ("vendor", "product"), [("", ""), ("…", "Desk"), (" ", "\x00")]
)
def test_a_suggestion_needs_a_name(ada, vendor, product):
    with pytest.raises(Invalid):
        suggest_missing(ada, Missing(vendor, product))


def test_visitors_suggest_nothing():
    with pytest.raises(Forbidden):
        suggest_missing(VISITOR, CEDAR_DESK)


def test_an_accepted_suggestion_is_made_as_corrected(mo, ada, suggestion, heard):
    corrected = Missing("Cedar Ltd", "Cedar Desk", CEDAR_DESK.spec)
    accept_suggestion(mo, suggestion, corrected)
    db.session.flush()
    product = db.session.scalars(sa.select(Product)).one()
    assert (product.name, product.vendor.name, product.pricing_model) == (
        "Cedar Desk",
        "Cedar Ltd",
        PricingModel.FLAT,
    )
    assert (suggestion.state, suggestion.product_id, suggestion.vendor_id) == (
        SuggestionState.ACCEPTED,
        product.id,
        product.vendor_id,
    )
    assert suggestion.decided_by_id == mo.user_id
    assert suggestion.decided_at is not None
    assert heard == [
        SuggestionDecided(suggestion.id, suggested_by_id=ada.user_id, accepted=True)
    ]


def test_what_is_there_already_is_not_made_twice(mo, ada, cast):
    first = suggest_missing(ada, CEDAR_DESK)
    other = suggest_missing(cast.actor("ben"), CEDAR_DESK)
    db.session.flush()
    accept_suggestion(mo, first, CEDAR_DESK)
    accept_suggestion(mo, other, CEDAR_DESK)
    assert other.product_id == first.product_id
    assert db.session.scalar(sa.select(sa.func.count(Vendor.id))) == 1


def test_market_products_and_vendors_alone_are_accepted(mo, ada):
    rate = suggest_missing(ada, Missing("", "Project Manager"))
    vendor = suggest_missing(ada, Missing("Cedar", ""))
    db.session.flush()
    accept_suggestion(mo, rate, Missing("", "Project Manager"))
    accept_suggestion(mo, vendor, Missing("Cedar", ""))
    assert (rate.vendor_id, vendor.product_id) == (None, None)
    assert db.session.get(Product, rate.product_id).is_market


@pytest.mark.parametrize(
    "made", [Missing("", ""), Missing("Cedar", "Desk", ProductSpec(category_id=10**6))]
)
def test_a_moderator_cannot_make_nonsense(mo, suggestion, made):
    with pytest.raises(Invalid):
        accept_suggestion(mo, suggestion, made)
    assert suggestion.state is SuggestionState.OPEN


def test_a_declined_suggestion_keeps_the_reason(mo, suggestion, heard):
    decline_suggestion(mo, suggestion, " It is a plan of Arbor Desk. ")
    assert (suggestion.state, suggestion.decision_reason) == (
        SuggestionState.DECLINED,
        "It is a plan of Arbor Desk.",
    )
    assert [event.accepted for event in heard] == [False]


def test_declining_needs_a_reason(mo, suggestion):
    with pytest.raises(Invalid):
        decline_suggestion(mo, suggestion, " ")


def test_the_second_moderator_is_told(mo, cast, suggestion):
    decline_suggestion(mo, suggestion, "No.")
    mia = cast.actor("mia")
    with pytest.raises(Conflict):
        accept_suggestion(mia, suggestion, CEDAR_DESK)
    with pytest.raises(Conflict):
        decline_suggestion(mia, suggestion, "No.")


def test_of_two_at_once_the_second_loses(mo, suggestion):
    # The row changes between reading it and deciding: as if another had committed.
    db.session.execute(
        sa.update(Suggestion).values(state=SuggestionState.DECLINED),
        execution_options={"synchronize_session": False},
    )
    assert suggestion.state is SuggestionState.OPEN
    with pytest.raises(Conflict):
        decline_suggestion(mo, suggestion, "No.")


@pytest.mark.parametrize("handle", ["ada", "rae", "hana"])
def test_only_moderators_decide(cast, suggestion, handle):
    actor = cast.actor(handle)
    for decide in (
        lambda: accept_suggestion(actor, suggestion, CEDAR_DESK),
        lambda: decline_suggestion(actor, suggestion, "No."),
        lambda: list_suggestions(actor, SuggestionState.OPEN, after=None),
    ):
        with pytest.raises(Forbidden):
            decide()


def test_people_see_their_own_suggestions_and_moderators_all(cast, mo, ada, suggestion):
    assert get_suggestion_for(ada, suggestion.public_id) is suggestion
    assert get_suggestion_for(mo, suggestion.public_id) is suggestion
    for actor in (VISITOR, cast.actor("ben"), cast.actor("hana")):
        with pytest.raises(NotFound):
            get_suggestion_for(actor, suggestion.public_id)
    for public_id in ("nothing", "\x00", ""):
        with pytest.raises(NotFound):
            get_suggestion_for(mo, public_id)


def test_lists_hold_the_oldest_open_and_the_newest_decided(cast, mo, ada, suggestion):
    other = suggest_missing(ada, Missing("Cedar", ""))
    third = suggest_missing(cast.actor("ben"), Missing("Oak", ""))
    db.session.flush()

    def listed(state):
        return list_suggestions(mo, state, after=None).items

    assert listed(SuggestionState.OPEN) == [suggestion, other, third]
    decline_suggestion(mo, suggestion, "No.")
    decline_suggestion(mo, third, "No.")
    db.session.flush()
    assert listed(SuggestionState.DECLINED) == [third, suggestion]
    assert list_own_suggestions(ada, after=None).items == [other, suggestion]

"""What a buyer and a vendor's people may not, each from the set-up in which the rest works."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from community.catalog.merges import merge_products, merge_vendors
from community.catalog.models import Product, Vendor
from community.catalog.rules import ensure_product, ensure_vendor
from community.core import clock, factors
from community.core.actors import VISITOR, Role
from community.core.db import db, transaction
from community.core.errors import Conflict, Forbidden, Invalid, TooMany
from community.core.spokespeople import voice_of
from community.core.text import RENDERER_VERSION
from community.notifications.kinds import Frequency
from community.notifications.models import InboxEntry, Reader
from community.reps.events import ClaimDecided
from community.reps.models import ClaimState, RepClaim
from community.requests import access, jobs, limits, queries, subscribers
from community.requests.drafts import Draft, Told
from community.requests.kinds import RequestState, Reveals
from community.requests.models import BuyerRequest, ContactRecord, RequestMessage
from community.requests.rules import asking, ending, rating, revealing, saying
from tests.requests.conftest import (
    ANSWER,
    BODY,
    NOON,
    SUBJECT,
    answered,
    claim_of,
    sent,
    typed,
)

EVERYBODY = ("ada", "ben", "cleo", "rae", "mo", "hana", None)
_LAST = (NOON + timedelta(days=9)).date()
TRAITS = Told(Reveals.TRAITS, "51–200", "emea")


def draft(**more) -> Draft:
    return replace(Draft(SUBJECT, BODY, Told(Reveals.NOTHING), _LAST), **more)


@pytest.fixture
def arbor(scene, context) -> Vendor:
    return db.session.get_one(Vendor, scene.vendor_id)


@pytest.fixture
def asked(cast, arbor) -> BuyerRequest:
    return asking.ask(cast.actor("ada"), arbor, None, draft(), alias="Buyer one")


def test_who_wants_no_mail_finds_it_in_the_inbox_alone(cast, arbor):
    db.session.add(Reader(user_id=cast.rae.id, mail_is_off=True))
    asking.ask(cast.actor("ada"), arbor, None, draft(), alias="Buyer one")
    told = dict(
        db.session.execute(sa.select(InboxEntry.user_id, InboxEntry.mail)).all()
    )
    assert told == {
        cast.rae.id: Frequency.NEVER,
        cast.ben.id: Frequency.AT_ONCE,
    }


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (draft(subject="\u200b "), "subject"),
        (draft(subject="x" * 151), "subject"),
        (draft(body="Short."), "body"),
        (draft(last_day=NOON.date()), "last_day"),
        (draft(last_day=date(9999, 12, 31)), "last_day"),
        (draft(to="nobody"), "to"),
        (draft(told=Told(Reveals.TRAITS)), "size"),
        (draft(told=replace(TRAITS, region=None)), "region"),
        (draft(told=replace(TRAITS, reveals=Reveals.PERSON, name="?!")), "name"),
        (draft(told=replace(TRAITS, reveals=Reveals.PERSON, name="x" * 81)), "name"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_before_anything_is_sent(
    cast, arbor, wrong, field
):
    for attempt in (
        lambda: asking.preview(cast.actor("ada"), arbor, wrong, "Buyer one"),
        lambda: asking.ask(cast.actor("ada"), arbor, None, wrong, alias="Buyer one"),
    ):
        with pytest.raises(Invalid) as refused:
            attempt()
        assert field in refused.value.fields
    assert db.session.scalars(sa.select(BuyerRequest)).all() == []


def test_only_members_ask_and_an_alias_is_used_once(cast, arbor, asked):
    for handle in ("rae", "mo", "hana"):
        with pytest.raises(Forbidden):
            asking.ask(cast.actor(handle), arbor, None, draft(), alias="Buyer two")
    again = asking.ask(cast.actor("ada"), arbor, None, draft(), alias="Buyer one")
    assert again.alias != "Buyer one"


def test_a_day_and_a_vendor_take_a_few_requests(cast, arbor, asked, monkeypatch):
    ada = cast.actor("ada")
    few = replace(limits.LIMITS, requests_a_day=2, requests_a_day_when_new=2)
    monkeypatch.setattr(limits, "LIMITS", few)
    asking.ask(ada, arbor, None, draft(), alias="Buyer two")
    with pytest.raises(TooMany):
        asking.ask(ada, arbor, None, draft(), alias="Buyer three")
    monkeypatch.setattr(limits, "LIMITS", replace(few, open_for_one_vendor=2))
    db.session.execute(
        sa.update(BuyerRequest).values(created_at=NOON - timedelta(days=2))
    )
    with pytest.raises(Conflict, match="are open"):
        asking.ask(ada, arbor, None, draft(), alias="Buyer three")


def test_what_is_refused_after_it_was_seen_says_so_and_keeps_the_words(
    cast, scene, monkeypatch
):
    ada = cast.page("ada")
    form = ada.get("/requests/new?vendor=arbor")
    shown = ada.send(form, typed(), having="body", status=200)
    none_left = replace(limits.LIMITS, open_for_one_vendor=0)
    with monkeypatch.context() as patched:
        patched.setattr(limits, "LIMITS", none_left)
        refused = ada.send(shown, {}, having="body", status=409)
    assert refused.form(having="body")["fields"]["body"] == BODY
    ada.send(refused, {}, having="body", status=303)


def test_a_rep_writes_a_few_times_until_the_buyer_does(cast, asked, monkeypatch):
    ada, rae = cast.actor("ada"), cast.actor("rae")
    for _ in range(limits.LIMITS.in_a_row):
        saying.answer(rae, asked, ANSWER)
    with pytest.raises(Conflict, match="buyer has the word"):
        saying.answer(rae, asked, ANSWER)
    saying.write(ada, asked, BODY)
    monkeypatch.setattr(limits, "LIMITS", replace(limits.LIMITS, messages_a_day=3))
    with pytest.raises(TooMany):
        saying.answer(rae, asked, ANSWER)


def test_others_change_nothing_of_a_request(cast, asked):
    for handle in ("mo", "hana", "cleo"):
        for act in (
            lambda who: saying.write(who, asked, BODY),
            lambda who: saying.answer(who, asked, ANSWER),
            lambda who: revealing.reveal_more(who, asked, TRAITS),
            lambda who: ending.withdraw(who, asked),
            lambda who: rating.rate(who, asked, 5),
        ):
            with pytest.raises((Forbidden, Conflict)):
                act(cast.actor(handle))
    stranger = replace(cast.actor("ben"), role=Role.MEMBER)
    for act in (saying.write, ending.withdraw):
        with pytest.raises(Forbidden, match="Only its buyer"):
            act(stranger, asked, *([BODY] if act is saying.write else []))


def test_predicates_and_filters_agree(cast, asked):
    claim = db.session.scalars(
        sa.select(RepClaim).where(RepClaim.user_id == cast.ben.id)
    ).one()
    for state, claim_id, ends_at in (
        (RequestState.OPEN, None, asked.ends_at),
        (RequestState.OPEN, claim.id, asked.ends_at),
        (RequestState.OPEN, None, NOON),
        (RequestState.WITHDRAWN, None, asked.ends_at),
        (RequestState.ENDED, claim.id, NOON),
    ):
        asked.state, asked.claim_id, asked.ends_at = state, claim_id, ends_at
        asked.closed_at = None if state is RequestState.OPEN else NOON
        db.session.flush()
        for handle in EVERYBODY:
            actor = VISITOR if handle is None else cast.actor(handle)
            if handle in {"ben", "cleo"}:
                actor = replace(actor, role=Role.REP, two_factors=True)
            assert access.is_own(actor, asked) == _finds(access.own_requests(actor))
            voice = voice_of(actor)
            if voice is not None:
                chosen = claim.user_id if claim_id else None
                sees = access.can_answer(voice, asked, chosen)
                assert sees == _finds(access.answerable_requests(voice))
                is_open = state is RequestState.OPEN and ends_at > NOON
                theirs = handle == "ben" or (handle == "rae" and claim_id is None)
                assert sees == (is_open and theirs)


def _finds(which: sa.ColumnElement[bool]) -> bool:
    return db.session.scalar(sa.select(BuyerRequest.id).where(which)) is not None


def test_who_has_no_voice_or_one_factor_reads_no_request(cast, asked, monkeypatch):
    with pytest.raises(Forbidden, match="Claim your vendor"):
        access.require_answerer(cast.actor("ada"))
    monkeypatch.setattr(factors, "are_asked_for", lambda: True)
    with pytest.raises(Forbidden, match="Two factors"):
        access.require_answerer(replace(cast.actor("rae"), two_factors=False))
    asked.ends_at = NOON
    with pytest.raises(Conflict, match="over"):
        access.require_open(asked)


def test_what_was_withdrawn_this_moment_is_not_answered(cast, asked):
    ending.withdraw(cast.actor("ada"), asked)
    with pytest.raises(Conflict, match="not open any more"):
        saying.answer(cast.actor("rae"), asked, ANSWER)
    with pytest.raises(Forbidden):
        ending.delete(cast.actor("ben"), asked)
    ending.delete(cast.actor("ada"), asked)
    assert db.session.scalars(sa.select(RequestMessage)).all() == []


def test_a_request_ends_by_itself_and_is_forgotten(cast, asked, monkeypatch):
    monkeypatch.setattr(ending, "_A_JOB", 1)
    asked.reveals, asked.shown_size = Reveals.TRAITS, "51–200"
    saying.answer(cast.actor("rae"), asked, ANSWER)
    asked.ends_at = NOON
    db.session.flush()
    jobs.end()
    assert (asked.state, asked.shown_size) == (RequestState.ENDED, None)
    assert not ending.end_due()
    asked.closed_at = clock.now() - ending.KEPT - timedelta(days=1)
    ending.forget_old()
    assert db.session.scalars(sa.select(RequestMessage)).all() == []


def test_what_a_buyer_asked_is_taken_back_when_they_speak_for_a_vendor(cast, asked):
    for approved, state in (
        (False, RequestState.OPEN),
        (True, RequestState.WITHDRAWN),
    ):
        subscribers.leave_side(
            ClaimDecided(1, cast.ada.id, asked.vendor_id, approved, "")
        )
        assert asked.state is state


def test_requests_follow_when_vendors_and_products_are_merged(cast, arbor):
    desk = ensure_product(arbor, "Arbor Other")
    request = asking.ask(cast.actor("ada"), arbor, desk, draft(), alias="Buyer two")
    db.session.add(ContactRecord(vendor_id=arbor.id, unanswered_tenths=1))
    db.session.flush()
    other = db.session.scalars(
        sa.select(Product).where(Product.name == "Arbor Desk")
    ).one()
    merge_products(cast.actor("mo"), desk, other, "One and the same.")
    assert request.product_id == other.id
    target = ensure_vendor("Cedar")
    merge_vendors(cast.actor("mo"), arbor, target, "Bought.")
    assert request.vendor_id == target.id
    assert queries.find_record(arbor.id) is None


def test_what_is_open_is_withdrawn_before_it_is_deleted(cast, asked):
    with pytest.raises(Conflict, match="Withdraw it first"):
        ending.delete(cast.actor("ada"), asked)


def test_a_rating_follows_an_answer(cast, asked):
    ada = cast.actor("ada")
    with pytest.raises(Conflict, match="Nobody has answered"):
        rating.rate(ada, asked, 5)
    saying.answer(cast.actor("rae"), asked, ANSWER)
    with pytest.raises(Invalid):
        rating.rate(ada, asked, 6)
    rating.rate(ada, asked, 5)
    assert asked.stars == 5


def test_more_is_told_step_by_step_and_never_less(cast, asked):
    ada = cast.actor("ada")
    revealing.reveal_more(ada, asked, TRAITS)
    with pytest.raises(Conflict, match="told that already"):
        revealing.reveal_more(ada, asked, TRAITS)
    person = replace(TRAITS, reveals=Reveals.PERSON, name="Ada Lovelace")
    revealing.reveal_more(ada, asked, person)
    assert (asked.shown_name, asked.shown_mail) == ("Ada Lovelace", cast.ada.email)
    with pytest.raises(Conflict, match="everything"):
        revealing.reveal_more(ada, asked, person)


def test_messages_are_rendered_again(asked, monkeypatch):
    monkeypatch.setattr(jobs, "TEXTS_A_JOB", 1)
    db.session.execute(sa.update(RequestMessage).values(renderer_version=0, html=""))
    db.session.expire_all()
    jobs.rerender()
    message = db.session.scalars(sa.select(RequestMessage)).one()
    assert "CANARYBODY" in message.html
    assert message.renderer_version == RENDERER_VERSION


def test_whom_a_buyer_chose_and_who_is_gone_is_told(app, cast, scene):
    ada, rae = cast.page("ada"), cast.page("rae")
    path = sent(ada, to=claim_of(app, "rae"))
    with app.app_context(), transaction():
        request = db.session.scalars(sa.select(BuyerRequest)).one()
        assert queries.recipients_of(request) == [cast.rae.id]
        claim = db.session.get_one(RepClaim, request.claim_id)
        claim.state = ClaimState.WITHDRAWN
    assert "nobody reads this" in ada.get(path).words()
    rae.get("/rep/requests/", status=403)


def test_a_message_is_found_by_its_two_sides(app, cast, scene):
    ada, rae = cast.page("ada"), cast.page("rae")
    answered(rae, sent(ada))
    with app.app_context():
        newest = sa.select(RequestMessage).order_by(RequestMessage.id.desc())
        message = db.session.scalars(newest.limit(1)).one()
    here = f"/requests/messages/{message.public_id}"
    assert ada.get(here, status=302).location.startswith("/requests/")
    assert rae.get(here, status=302).location.startswith("/rep/requests/")
    for handle in ("cleo", "mo"):
        cast.page(handle).get(here, status=404)
    ada.get("/requests/messages/nope", status=404)

"""A small town with one of everything: each person owns a set, and so does a stranger."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count

import sqlalchemy as sa

from community.accounts.models import (
    EmailToken,
    LoginSession,
    Organisation,
    OrganisationDomain,
    TokenPurpose,
    User,
)
from community.accounts.rules import grouping
from community.accounts.rules.sessions import start_session
from community.accounts.tokens import digest
from community.accounts.traits import OrgSize, Region
from community.api.models import ApiToken
from community.catalog.disclosure import Incentive, Relationship
from community.catalog.kinds import Period, PricingModel
from community.catalog.models import Product, Vendor, VendorAlias
from community.catalog.rules import ensure_product, ensure_vendor
from community.catalog.suggestions import Missing, suggest_missing
from community.core import clock
from community.core.actors import Actor, Role
from community.core.db import db
from community.core.jobs import Job, JobState
from community.core.visibility import State
from community.deals.drafts import DealDraft, LineDraft
from community.deals.evidence import rules as evidence_rules
from community.deals.evidence import vault
from community.deals.evidence.kinds import EvidenceKind
from community.deals.evidence.rewriting import CleanCopy
from community.deals.evidence.sniffing import FileType
from community.deals.kinds import (
    Billing,
    Channel,
    ContractForbids,
    Covers,
    HoldReason,
    Sector,
    Stage,
)
from community.deals.models import Deal
from community.deals.rules import reporting as deal_rules
from community.deals.rules.reviewing import hold_line
from community.records.rules import mappings, runs
from community.reviews.dimensions import Dimension
from community.reviews.drafts import Draft as ReviewDraft
from community.reviews.models import Review
from community.reviews.rules.writing import write_review
from community.threads.drafts import Draft
from community.threads.models import Post, Thread
from community.threads.queries import get_question_post
from community.threads.rules import asking, editing
from community.threads.rules.saving import Typed, save_draft
from tests.notifications.belongings import notices_of
from tests.prices.seeds import arbor_desk
from tests.security import moderated
from tests.security.asked import request_of
from tests.security.contested import contested, note_of
from tests.security.hosted import lead_of, sent
from tests.security.mydata import asked_for
from tests.security.represented import represent
from tests.security.roomed import room_of
from tests.security.scheduled import announce, attended_by

STRANGER = "cleo"
PEOPLE = {
    "visitor": None,
    "unproven": "ben",
    "member": "ada",
    "rep": "rae",
    "moderator": "mo",
    "unproven moderator": "mia",
    "host": "hana",
}
ROLES = tuple(PEOPLE)
CSV = b"""Vendor,Product,Price,Currency
Arbor,Arbor Desk,120.50,USD
Arbor,Arbor Desk,not a price,USD
"""
_PNG = b"\x89PNG, as far as the town is concerned"
_DAY_ONE = datetime(2026, 1, 1, 12, tzinfo=UTC)
_minutes = count()


@dataclass(frozen=True)
class Town:
    """Values for addresses: `values[whose][name]`, whose is a handle or a state."""

    values: dict[str, dict[str, str]]

    def of(self, whose: str) -> dict[str, str]:
        return self.values[whose]


def build(*, questions: int = 0) -> Town:
    """Make the town, with more `questions` than a page holds if wanted, in the caller's transaction; everybody has had a proven address."""
    users = {user.handle: user for user in db.session.scalars(sa.select(User))}
    product = arbor_desk()
    other = ensure_product(ensure_vendor("Birch"), "Birch Board")
    values = {handle: _belongings(one, product) for handle, one in users.items()}
    values["shared"] = _names(product) | _alias(product) | _desk(users["hana"])
    values["shared"] |= _organisations(users["mo"].actor)
    about = _ask(_buyer(users["hana"]), product, "A question with a reply")
    values["shared"] |= represent(users["rae"], users[STRANGER], about)
    for handle in sorted(users.keys() - {"rae"}):
        values[handle] |= request_of(
            users[handle], product.vendor_id or 0, users["rae"]
        )
        values[handle] |= attended_by(users[handle], users["rae"])
    for handle in sorted(users):
        mate = users["cleo" if handle == "ben" else "ben"]
        values[handle] |= room_of(users[handle], mate, product)
        values[handle] |= lead_of(users[handle])
    reported = get_question_post(about).public_id
    values["shared"] |= moderated.report(users[STRANGER], reported)
    values["shared"] |= moderated.watch(users["hana"])
    values["hidden"] = {**_hide_posts(users[STRANGER], product), **_hide(other)}
    announce(values, users["rae"])
    values["unproven"] = {**values["ben"]}
    users["ben"].email_proven_at = None
    users["mia"].email_proven_at = None
    for number in range(questions):
        _ask(_buyer(users["ada"]), product, f"Question number {number} about seats")
    return Town(values)


def _belongings(user: User, product: Product) -> dict[str, str]:
    buyer = _buyer(user)
    thread = _ask(buyer, product, f"What did {user.handle} pay for seats?")
    answer = asking.answer(
        buyer,
        thread,
        f"{user.handle} renewed in August at 140 seats, $99 each.",
        at=_some_time(),
    )
    whisper = asking.answer(
        buyer,
        thread,
        f"Somebody like {user.handle[0]} got six percent, quietly.",
        anonymous=True,
        at=_some_time(),
    )
    words = f"Somebody like {user.handle[0]} got six percent, very quietly."
    editing.edit_answer(buyer, whisper, words, version=1, at=_some_time())
    suggestion = suggest_missing(buyer, Missing(f"Missing {user.handle}", ""))
    said = replace(deal_draft(product.id), note="They moved at the end of the quarter.")
    deal = deal_rules.submit_deal(buyer, said)
    withdrawn = deal_rules.submit_deal(buyer, deal_draft(product.id, seats=90))
    db.session.flush()  # the next rules look for what these have stored
    deal_rules.withdraw_deal(buyer, withdrawn)
    return {
        "handle": user.handle,
        "thread": thread.public_id,
        "slug": thread.slug,
        "question": get_question_post(thread).public_id,
        "answer": answer.public_id,
        "whisper": whisper.public_id,
        "first": "1",
        "draft": save_draft(buyer, Typed(title=f"Draft of {user.handle}")).public_id,
        "deal": deal.public_id,
        "withdrawn": withdrawn.public_id,
        "evidence": _evidence(buyer, deal),
        "hold": _hold(deal),
        **contested(buyer, deal_draft(product.id, seats=30)),
        "note": note_of(deal),
        "review": _review(user, product).public_id,
        "suggestion": suggestion.public_id,
        **notices_of(user, thread),
        **asked_for(user),
        "device": _device(user),
        "token": _token(user),
        "prove": _link(user, TokenPurpose.PROVE),
        "reset": _link(user, TokenPurpose.RESET),
        "vendor_link": _link(user, TokenPurpose.VENDOR, f"{user.handle}@arbor.example"),
        "work": _link(user, TokenPurpose.WORK, f"{user.handle}@fabrikam.example"),
    }


def _review(user: User, product: Product) -> Review:
    words = ReviewDraft(
        relationship=Relationship.BUYER,
        incentive=Incentive.NONE,
        ratings=dict.fromkeys(Dimension, 4),
        good=f"{user.handle} got the price in writing, up front.",
        bad="Single sign-on cost extra, and nobody said so before.",
    )
    return write_review(_buyer(user), product, words, at=_some_time())


def _evidence(buyer: Actor, deal: Deal) -> str:
    copy = CleanCopy(FileType.PNG, 1, _PNG)
    mark = evidence_rules.mark_of(deal.public_id.encode())
    evidence = evidence_rules.add_evidence(
        buyer, deal, EvidenceKind.DOCUMENT, copy, vault.store(_PNG), mark
    )
    db.session.flush()  # the address holds the public id
    return evidence.public_id


def _hold(deal: Deal) -> str:
    hold_line(deal.lines[0], [HoldReason.SANITY_HIGH], Decimal(12))
    db.session.flush()
    assert deal.lines[0].hold is not None
    return deal.lines[0].hold.public_id


def _buyer(user: User) -> Actor:
    # Whoever is a rep today may have written as a member before.
    return Actor(user.id, user.handle, Role.MEMBER, proven=True)


def _some_time() -> datetime:
    return _DAY_ONE + timedelta(minutes=next(_minutes))


def _ask(actor: Actor, product: Product, title: str) -> Thread:
    words = Draft(
        title=title,
        body="We have 180 seats and the renewal quote went up.",
        tags="renewal",
        product_id=product.id,
    )
    return asking.ask(actor, words, at=_some_time())


def deal_draft(product_id: int, *, seats: int = 150) -> DealDraft:
    line = LineDraft(
        product_id=product_id,
        pricing_model=PricingModel.SEAT,
        metric="user",
        metric_period=Period.YEAR,
        quantity=Decimal(seats),
        recurring_amount=Decimal(324_000),
        recurring_covers=Covers.TERM,
    )
    return DealDraft(
        lines=(line,),
        currency="USD",
        tax_excluded=True,
        term_months=36,
        billing=Billing.ANNUAL,
        stage=Stage.NEW,
        deal_month=clock.current_month(),
        org_size=OrgSize.TO_500,
        region=Region.EMEA,
        sector=Sector.PRIVATE,
        channel=Channel.DIRECT,
        relationship=Relationship.BUYER,
        right_to_share=True,
        contract_forbids=ContractForbids.NO,
        is_separate=True,
    )


def _token(user: User) -> str:
    token = ApiToken(
        user_id=user.id,
        token_hash=digest(f"the token of {user.handle}"),
        label="Spreadsheet",
        ending="1234",
        scopes=["read:public"],
        expires_at=clock.now() + timedelta(days=30),
    )
    db.session.add(token)
    db.session.flush()
    return token.public_id


def _device(user: User) -> str:
    before = set(_devices(user))
    start_session(user.id, user_agent="Firefox on Linux")
    db.session.flush()
    return next(one for one in _devices(user) if one not in before)


def _devices(user: User) -> Iterator[str]:
    return iter(
        db.session.scalars(
            sa.select(LoginSession.public_id).where(LoginSession.user_id == user.id)
        ).all()
    )


def _link(user: User, purpose: TokenPurpose, email: str = "") -> str:
    token = f"token-of-{user.handle}-{purpose}-{'x' * 20}"
    db.session.add(
        EmailToken(
            token_hash=digest(token),
            user_id=user.id,
            purpose=purpose,
            email=email or user.email or "",
            expires_at=clock.now() + timedelta(minutes=30),
        )
    )
    return token


def _organisations(moderator: Actor) -> dict[str, str]:
    """Name one organisation that stands alone, and one that is part of a group."""
    rows = [Organisation(created_month="2026-07") for _ in range(2)]
    db.session.add_all(rows)
    db.session.flush()  # the domains need the ids
    for one, domain in zip(rows, ("fabrikam.example", "tailspin.example"), strict=True):
        db.session.add(
            OrganisationDomain(
                domain=domain, skeleton=domain.partition(".")[0], organisation_id=one.id
            )
        )
    grouping.group_organisation(
        moderator, rows[1], into="contoso.example", reason="Its subsidiary."
    )
    return {"organisation": rows[0].public_id, "grouped": rows[1].public_id}


def _names(product: Product) -> dict[str, str]:
    assert product.vendor is not None
    assert product.category is not None
    return {
        "vendor": product.vendor.slug,
        "product": product.slug,
        "category": product.category.slug,
        "product_id": product.public_id,
        "tag": "renewal",
        "map": "pages",
        "map_number": "1",
    }


def _alias(product: Product) -> dict[str, str]:
    found = db.session.scalars(
        sa.select(VendorAlias.id).where(VendorAlias.vendor_id == product.vendor_id)
    ).first()
    return {"alias_id": str(found)}


def _desk(host: User) -> dict[str, str]:
    run = runs.upload(host.actor, io.BytesIO(CSV), "prices.csv")
    mappings.save_mapping(host.actor, "our-own", mappings.get_mapping("gsa").mapping)
    dead = Job(kind="nothing", args={}, state=JobState.DEAD, run_at=clock.now())
    db.session.add(dead)
    db.session.flush()  # the address holds the id
    return {
        "run": run.public_id,
        "mapping": "our-own",
        "job_id": str(dead.id),
        "purpose": "offers",
        **sent(host.actor),
    }


def _hide_posts(user: User, product: Product) -> dict[str, str]:
    thread = _ask(_buyer(user), product, "A question that was hidden")
    question = get_question_post(thread)
    answer = asking.answer(
        _buyer(user),
        thread,
        "A hidden answer, too: we renewed in August.",
        at=_some_time(),
    )
    review = _review(user, ensure_product(None, "Project Manager"))
    for one in (thread, question, answer, review):
        _set_state(one)
    return {
        "thread": thread.public_id,
        "slug": thread.slug,
        "question": question.public_id,
        "answer": answer.public_id,
        "review": review.public_id,
    }


def _hide(product: Product) -> dict[str, str]:
    assert product.vendor is not None
    _set_state(product)
    _set_state(product.vendor)
    return {
        "vendor": product.vendor.slug,
        "product": product.slug,
        "product_id": product.public_id,
    }


def _set_state(one: Thread | Post | Product | Vendor | Review) -> None:
    one.state = State.HIDDEN

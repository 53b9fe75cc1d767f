"""What moderators may do with raw deals, what each act leaves in the audit, and to whom."""

from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.models import (
    Organisation,
    OrganisationDomain,
    SealedNotice,
    User,
)
from community.accounts.notices import send_notices
from community.accounts.rules import grouping, joining
from community.core.actors import SYSTEM, VISITOR
from community.core.db import db
from community.core.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from community.core.mail import Mail
from community.core.measuring import Fact
from community.core.reasons import NoReason
from community.dashboard.models import MeasuredFact
from community.deals import queries
from community.deals.access import (
    can_decide,
    can_review,
    decidable_deals,
    reviewable_deals,
)
from community.deals.kinds import (
    Ground,
    HoldDecision,
    HoldReason,
    HoldState,
    ReviewState,
)
from community.deals.models import Deal, LineHold
from community.deals.owners import seal_author
from community.deals.rules.moderating import (
    accept_held,
    read_deal,
    reject_held,
    reveal_author,
)
from community.deals.rules.reporting import submit_deal
from community.deals.rules.reviewing import hold_line
from moderation.models import AuditRow
from tests.deals.conftest import again

pytestmark = pytest.mark.usefixtures("context")
EVERYBODY = ("ada", "ben", "cleo", "rae", "mo", "mia", "hana")
WHY = "It is twelve times the others."


@pytest.fixture
def mo(cast):
    return cast.actor("mo")


@pytest.fixture
def deal(cast, draft) -> Deal:
    return submit_deal(cast.actor("ada"), draft)


@pytest.fixture
def hold(deal) -> LineHold:
    return held(deal)


def held(deal: Deal, score: str = "12") -> LineHold:
    hold_line(deal.lines[0], [HoldReason.SANITY_HIGH], Decimal(score))
    db.session.flush()
    assert deal.lines[0].hold is not None
    return deal.lines[0].hold


def reject_unpaid(actor, hold: LineHold, reason: str) -> None:
    reject_held(actor, hold, reason, Ground.NOT_PAID)


def audit() -> list[tuple]:
    rows = sa.select(
        AuditRow.actor_id,
        AuditRow.role,
        AuditRow.action,
        AuditRow.subject,
        AuditRow.reason,
    )
    return [tuple(row) for row in db.session.execute(rows.order_by(AuditRow.number))]


def test_moderators_review_what_is_not_their_own_and_predicate_and_filter_agree(
    cast, draft, deal
):
    own = submit_deal(cast.actor("mo"), draft)

    reviewers = set()
    for handle in EVERYBODY:
        actor = cast.actor(handle)
        found = db.session.scalars(sa.select(Deal).where(reviewable_deals(actor))).all()
        for one in (deal, own):
            assert can_review(actor, one) is can_decide(actor, one) is (one in found)
        reviewers |= {(handle, one is own) for one in found}

    assert reviewers == {("mo", False), ("mia", False), ("mia", True)}


def speak_for(handle: str, *domains: str) -> None:
    """Let somebody speak for an organisation, whose other domains exist then too."""
    user = db.session.scalars(sa.select(User).where(User.handle == handle)).one()
    for domain in domains:
        joining.join(user, f"{handle}@{domain}", domain)
    db.session.flush()


def organisation(domain: str) -> Organisation:
    return db.session.scalars(
        sa.select(Organisation)
        .join(OrganisationDomain)
        .where(OrganisationDomain.domain == domain)
    ).one()


def may_review(actor, deal) -> bool:
    found = db.session.scalar(sa.select(Deal).where(reviewable_deals(actor)))
    assert can_review(actor, deal) is (found is deal)
    return found is deal


def test_a_colleague_s_deal_is_for_others(cast, mo, deal):
    assert may_review(mo, deal) is True

    speak_for("mo", "contoso.example")
    assert may_review(mo, deal) is True

    speak_for("mo", "northwind.example")
    assert may_review(mo, deal) is False
    assert may_review(cast.actor("mia"), deal) is True
    with pytest.raises(Forbidden):
        read_deal(mo, deal, WHY)


def test_a_colleague_in_the_same_group_is_a_colleague(cast, mo, deal):
    speak_for("mo", "northwind-sub.example")
    assert may_review(mo, deal) is True

    grouping.group_organisation(
        cast.actor("mia"),
        organisation("northwind-sub.example"),
        into="northwind.example",
        reason="The imprint says so.",
    )

    assert may_review(mo, deal) is False


def test_an_unproven_moderator_and_visitors_review_nothing(cast, deal):
    cast.mo.email_proven_at = None

    for actor in (cast.actor("mo"), VISITOR, SYSTEM):
        assert can_review(actor, deal) is False
        assert db.session.scalar(sa.select(Deal).where(reviewable_deals(actor))) is None


def test_the_command_line_decides_and_predicate_and_filter_agree(deal):
    assert can_decide(SYSTEM, deal) is True
    assert db.session.scalar(sa.select(Deal).where(decidable_deals(SYSTEM))) is deal
    assert can_decide(VISITOR, deal) is False
    assert db.session.scalar(sa.select(Deal).where(decidable_deals(VISITOR))) is None


def test_reading_leaves_a_row_that_says_why(mo, deal):
    read_deal(mo, deal, f"  {WHY}\n")

    assert audit() == [
        (mo.user_id, "moderator", "deal.read", f"deal {deal.public_id}", WHY)
    ]


@pytest.mark.parametrize("reason", ["", "  ", "\n\t", "\u200b"])
def test_nothing_happens_without_a_reason(mo, deal, hold, reason):
    for act, one in (
        (read_deal, deal),
        (reveal_author, deal),
        (accept_held, hold),
        (reject_unpaid, hold),
    ):
        with pytest.raises(NoReason) as refused:
            act(mo, one, reason)
        assert refused.value.status == 403
        assert "reason" in refused.value.fields

    assert audit() == []
    assert hold.state is HoldState.OPEN


def test_a_reason_is_not_a_book(mo, deal):
    with pytest.raises(Invalid, match="too long") as refused:
        read_deal(mo, deal, "x" * 501)

    assert refused.value.status == 422


@pytest.mark.parametrize("handle", ["ada", "cleo", "rae", "hana"])
def test_nobody_else_reads_or_decides(cast, deal, hold, handle):
    for act, one in (
        (read_deal, deal),
        (reveal_author, deal),
        (accept_held, hold),
        (reject_unpaid, hold),
    ):
        with pytest.raises(Forbidden):
            act(cast.actor(handle), one, WHY)

    assert audit() == []


def test_nobody_decides_on_an_own_deal_and_nothing_tells_that_it_is_one(
    cast, mo, draft
):
    own = submit_deal(mo, draft)
    hold = held(own)

    for act, one in ((read_deal, own), (reveal_author, own), (reject_unpaid, hold)):
        with pytest.raises(Forbidden):
            act(mo, one, WHY)
    assert audit() == []

    accept_held(cast.actor("mia"), hold, WHY)
    assert own.lines[0].review is ReviewState.ACCEPTED


def test_the_author_is_revealed_and_told_by_the_day_s_mail(cast, mo, deal):
    author = reveal_author(mo, deal, WHY)

    assert author.id == cast.ada.id
    assert [row[2] for row in audit()] == ["deal.author-revealed"]
    assert db.session.scalars(sa.select(Mail)).all() == []

    send_notices()

    mail = db.session.scalars(sa.select(Mail)).one()
    assert mail.recipient == "ada@northwind.example"
    assert WHY in mail.text
    assert deal.public_id not in mail.text + mail.subject
    assert "price" not in (mail.text + mail.subject).lower()
    assert db.session.scalars(sa.select(SealedNotice)).all() == []


def test_a_waiting_notice_tells_nothing(mo, deal, cast):
    reveal_author(mo, deal, WHY)
    db.session.flush()

    sealed = db.session.scalars(sa.select(SealedNotice.sealed_letter)).one()
    for word in (WHY, "ada", deal.public_id, str(cast.ada.id).zfill(12)):
        assert word not in sealed


def test_who_has_no_address_any_more_gets_no_mail(cast, mo, deal):
    reveal_author(mo, deal, WHY).email = None

    send_notices()

    assert db.session.scalars(sa.select(Mail)).all() == []
    assert db.session.scalars(sa.select(SealedNotice)).all() == []


def test_an_author_without_an_account_is_not_found(mo, deal):
    deal.sealed_author = seal_author(987_654)

    with pytest.raises(NotFound):
        reveal_author(mo, deal, WHY)


def test_a_moderator_reveals_ten_a_day_and_another_one_still_may(cast, mo, deal):
    for _ in range(10):
        reveal_author(mo, deal, WHY)

    with pytest.raises(TooMany):
        reveal_author(mo, deal, WHY)

    assert reveal_author(cast.actor("mia"), deal, WHY).id == cast.ada.id
    with time_machine.travel("2026-11-21T13:00:00+00:00"):
        assert reveal_author(mo, deal, WHY).id == cast.ada.id


def test_an_accepted_hold_counts_and_stays(mo, deal, hold):
    accept_held(mo, hold, WHY)

    line = again(deal).lines[0]
    assert line.hold is not None
    assert line.review is ReviewState.ACCEPTED
    assert (line.hold.state, line.hold.decision) == (
        HoldState.DECIDED,
        HoldDecision.ACCEPTED,
    )
    assert (line.hold.decided_role, line.hold.decision_reason) == ("moderator", WHY)
    assert audit() == [
        (
            mo.user_id,
            "moderator",
            "hold.accepted",
            f"hold {line.hold.public_id}",
            WHY,
        )
    ]
    assert hold_line(line, [HoldReason.OUTLIER_MAD], Decimal(13)) is False
    assert line.review is ReviewState.ACCEPTED


def test_a_rejected_hold_counts_in_nothing(mo, deal, hold):
    reject_held(mo, hold, WHY, Ground.NOT_PAID)

    assert again(deal).lines[0].review is ReviewState.REJECTED
    assert [row[2] for row in audit()] == ["hold.rejected"]


def test_a_rejection_needs_a_ground(mo, hold):
    with pytest.raises(Invalid) as refused:
        reject_held(mo, hold, WHY, None)

    assert "ground" in refused.value.fields


def test_a_rejection_is_told_to_its_author_by_the_day_s_mail(cast, mo, hold):
    reject_unpaid(mo, hold, WHY)
    assert db.session.scalars(sa.select(Mail)).all() == []

    send_notices()

    mail = db.session.scalars(sa.select(Mail)).one()
    assert mail.recipient == cast.ada.email
    assert "/deals/mine\n" in mail.text
    for told in (WHY, "Arbor", "price", hold.line.deal.public_id):
        assert told not in mail.text


@pytest.mark.parametrize("rule", [accept_held, reject_unpaid])
def test_how_many_weeks_it_waited_is_counted_and_since_when_forgotten(mo, hold, rule):
    monday = hold.week
    hold.week = monday - timedelta(weeks=2)

    rule(mo, hold, WHY)

    db.session.flush()
    facts = db.session.scalars(
        sa.select(MeasuredFact).where(MeasuredFact.fact == Fact.HOLD_DECIDED)
    ).all()
    assert [(one.day, one.hours) for one in facts] == [(monday, 2 * 168)]
    assert hold.week is None


def test_what_was_held_in_an_unknown_week_is_decided_and_not_counted(mo, hold):
    hold.week = None

    accept_held(mo, hold, WHY)

    facts = sa.select(sa.exists().where(MeasuredFact.fact == Fact.HOLD_DECIDED))
    assert not db.session.scalar(facts)


def test_what_is_decided_is_not_decided_again(cast, mo, hold):
    reject_held(mo, hold, WHY, Ground.NOT_PAID)

    with pytest.raises(Conflict):
        accept_held(cast.actor("mia"), hold, WHY)


def test_the_list_leaves_out_what_is_decided_and_one_s_own(cast, mo, draft, deal, hold):
    own = held(submit_deal(mo, draft), "0.05")

    def listed(actor):
        return queries.list_open_holds(actor, after=None).items

    assert listed(mo) == [hold]
    assert listed(cast.actor("mia")) == listed(SYSTEM) == [hold, own]
    assert listed(cast.actor("hana")) == listed(VISITOR) == []
    accept_held(mo, hold, WHY)
    db.session.flush()
    assert listed(mo) == []


def test_what_is_not_there_is_not_found():
    with pytest.raises(NotFound):
        queries.get_hold("nothing")
    with pytest.raises(NotFound):
        queries.get_raw_deal("nothing")

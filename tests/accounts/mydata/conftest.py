"""Somebody who owns one of everything, with a name that stands nowhere by chance."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from community.accounts.models import RecoveryCode, Registration, SecondFactor, User
from community.accounts.mydata.models import AccountErasure, AccountExport
from community.accounts.notices import keep_notice, you_were_asked
from community.catalog.kinds import PlanKind
from community.catalog.models import Plan
from community.core import clock
from community.core.db import db, transaction
from community.core.mail import send_mail
from community.core.settings import Settings
from community.deals import limits as deal_limits
from community.deals.models import Deal, DealAlternative, DealLineAddOn, DealRevision
from community.notifications.kinds import Followed, Why
from community.notifications.models import (
    Follow,
    SavedSearch,
    SearchMatch,
)
from community.reviews.models import HelpfulVote, Review, ReviewRevision
from community.rooms.models import (
    RoomChoice,
    RoomCriterion,
    RoomInvitation,
    RoomMember,
    RoomScore,
    RoomVote,
)
from community.threads import limits as thread_limits
from community.threads.closedonto import Closer, DuplicateMark
from community.threads.comparisons import Comparison, comparer_key
from community.threads.models import Post, Thread, Vote
from community.threads.pricewords import Paid
from community.threads.reads import Reading, note_reading
from moderation.appeals.kinds import Side
from moderation.appeals.models import Appeal
from moderation.direct import decided_case
from moderation.flagging import FlagDraft, flag
from moderation.items import get_item_for
from moderation.kinds import ActionKind, Reason
from moderation.models import Action, Case, Flag
from moderation.notices.models import Notice
from moderation.people.members import Members
from moderation.people.models import Measure, MeasureKind, PersonNote
from moderation.screening.facts import Rule
from moderation.screening.models import ScreeningFinding, TextBand
from tests.accounts.mydata.complained import complain_of
from tests.cast import Cast
from tests.security import town as towns
from tests.security.town import Town
from tests.threads.conftest import GENEROUS

HANDLE = "otter-canary-42"
EMAIL = "otter.canary@otter-mail.example"


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread_limits, "LIMITS", GENEROUS)
    monkeypatch.setattr(deal_limits, "NEW_FOR", deal_limits.NEW_FOR * 0)


@pytest.fixture
def town(app: Flask, cast: Cast, settings: Settings) -> Town:
    """Return the town in which Ada is called HANDLE, and owns what a town can't have."""
    for file in (settings.data_dir / "mail").glob("*.eml"):
        file.unlink()  # letters of other tests are none of hers
    with app.app_context(), transaction():
        ada = db.session.get_one(User, cast.ada.id)
        ada.handle = ada.handle_key = HANDLE
        ada.email = EMAIL
        town = towns.build()
        for model in (AccountExport, AccountErasure):
            db.session.execute(sa.delete(model))  # each test asks for itself
        db.session.flush()
        _add_the_rest(ada, cast, town)
    return town


def _add_the_rest(ada: User, cast: Cast, town: Town) -> None:
    whose = town.of(HANDLE)
    other = db.session.scalars(
        sa.select(Post).where(Post.public_id == town.of("cleo")["answer"])
    ).one()
    reviewed = db.session.scalars(
        sa.select(Review).where(Review.public_id == town.of("cleo")["review"])
    ).one()
    own = db.session.scalars(
        sa.select(Post).where(Post.public_id == whose["answer"])
    ).one()
    hers = db.session.scalars(
        sa.select(Thread).where(Thread.public_id == whose["thread"])
    ).one()
    now = clock.now()
    other.rank -= 1
    reviewed.helpful += 1
    search = SavedSearch(user_id=ada.id, text="otter canary seats")
    finding = _judged(ada, own)
    db.session.add_all(
        [
            Vote(post_id=other.id, user_id=ada.id),
            HelpfulVote(review_id=reviewed.id, user_id=ada.id),
            Comparison(
                post_id=other.id, owner_key=comparer_key(ada.id), says=next(iter(Paid))
            ),
            DuplicateMark(
                thread_id=other.thread_id,
                canonical_id=hers.id,
                closed_as=Closer.TRUSTED,
                closed_by_id=ada.id,
                closed_at=now,
            ),
            RecoveryCode(user_id=ada.id, code_hash="c" * 64),
            SecondFactor(user_id=ada.id, sealed_secret="sealed"),
            Registration(
                token_hash="r" * 64,
                handle="somebody-1",
                handle_key="somebody-1",
                email=EMAIL,
                password_hash="x",
                expires_at=now + timedelta(hours=1),
            ),
            search,
            PersonNote(user_id=ada.id, author_id=cast.mo.id, text="A note on otter."),
            finding,
            TextBand(kind="post", object_id=own.id, band=1, hash=7),
        ]
    )
    db.session.flush()
    db.session.add_all(
        [
            SearchMatch(search_id=search.id, kind="answer", object_id=1, found_at=now),
            Follow(
                user_id=cast.cleo.id,
                followed=Followed.PERSON,
                object_id=ada.id,
                why=Why.PERSON,
            ),
        ]
    )
    complain_of(ada, own)
    _in_a_room(ada)
    _more_of_a_deal(whose["deal"])
    db.session.add(
        ReviewRevision(
            review_id=_review_of(ada).id,
            version=1,
            facts="Buyer",
            good="The otter said so first.",
            bad="",
            written_at=now,
        )
    )
    keep_notice(ada.id, you_were_asked("A question for the otter", "/questions/"))
    send_mail(to=EMAIL, subject="For the otter", text=f"Dear {HANDLE}")
    item = get_item_for(cast.ada.actor, "post", other.public_id)
    said = (("What is wrong?", "The otter says so."),)
    case = flag(cast.ada.actor, item, FlagDraft(Reason.OUTDATED, said))
    flag_id = db.session.scalar(sa.select(Flag.id).where(Flag.case_id == case.id))
    db.session.add(
        Notice(number="N-OTTER", flag_id=flag_id, received_at=now, due_at=now)
    )


def _judged(ada: User, own: Post) -> ScreeningFinding:
    """Have moderators decide about her and what she wrote; return what a rule found."""
    case = Case(
        kind="post",
        object_id=own.id,
        item_id=own.public_id,
        title="Answer to a question of otters",
        author_id=ada.id,
        snapshot=own.source,
        snapshot_version=1,
        opened_at=clock.now(),
        due_at=clock.now(),
    )
    about = decided_case(Members().load(ada.id))
    db.session.add(case)
    db.session.flush()
    actions = [
        Action(
            case_id=one.id,
            kind=kind,
            reason=Reason.ADVERTISING,
            facts="Sold twice.",
            rule="Advertise nowhere here.",
            automated=True,
        )
        for one, kind in ((case, ActionKind.HELD), (about, ActionKind.WARNED))
    ]
    db.session.add_all(actions)
    db.session.flush()
    db.session.add_all(
        [
            Measure(
                user_id=ada.id,
                action_id=actions[1].id,
                kind=MeasureKind.WARNED,
                rights=[],
                confirmed_at=clock.now(),
            ),
            Appeal(
                action_id=actions[0].id,
                side=Side.AUTHOR,
                text="The otter was right.",
                due_at=clock.now(),
            ),
        ]
    )
    return ScreeningFinding(
        case_id=case.id,
        rule=next(iter(Rule)),
        sentence="Like 3 others.",
        weight=1,
        links=[],
    )


def _review_of(user: User) -> Review:
    return db.session.scalars(
        sa.select(Review).where(Review.author_id == user.id)
    ).one()


def _more_of_a_deal(public_id: str) -> None:
    deal = db.session.scalars(sa.select(Deal).where(Deal.public_id == public_id)).one()
    line = deal.lines[0]
    plan = Plan(
        product_id=line.product_id, name="Phone", key="phone", kind=PlanKind.ADD_ON
    )
    changes = [{"label": "Note", "before": "", "after": "The otter changed it."}]
    db.session.add_all(
        [
            plan,
            DealAlternative(deal_id=deal.id, product_id=line.product_id),
            DealRevision(deal_id=deal.id, number=2, month="2026-07", changes=changes),
        ]
    )
    db.session.flush()
    db.session.add(DealLineAddOn(line_id=line.id, plan_id=plan.id))


def _in_a_room(ada: User) -> None:
    seat = db.session.scalars(
        sa.select(RoomMember).where(RoomMember.user_id == ada.id)
    ).first()
    assert seat is not None
    choice = db.session.scalars(
        sa.select(RoomChoice).where(RoomChoice.room_id == seat.room_id)
    ).one()
    criterion = db.session.scalars(
        sa.select(RoomCriterion).where(RoomCriterion.room_id == seat.room_id)
    ).one()
    db.session.add_all(
        [
            RoomScore(
                criterion_id=criterion.id,
                choice_id=choice.id,
                member_id=seat.id,
                value=3,
            ),
            RoomVote(member_id=seat.id, choice_id=choice.id),
            RoomInvitation(
                room_id=seat.room_id + 1,
                address=EMAIL,
                token_hash="i" * 64,
                expires_at=clock.now() + timedelta(days=1),
            ),
        ]
    )


@pytest.fixture
def has_read(app: Flask, cast: Cast, town: Town) -> None:
    """Have her read a question."""
    with app.app_context():
        thread_id = db.session.scalar(
            sa.select(Thread.id).where(Thread.public_id == town.of("cleo")["thread"])
        )
        db.session.rollback()
        note_reading(
            cast.ada.actor,
            before=Reading(),
            thread_id=thread_id or 0,
            last_post_id=9,
            answers=2,
        )

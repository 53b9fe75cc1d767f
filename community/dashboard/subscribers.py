"""What the host's desk counts, and tells its webhooks, when something happens elsewhere."""

from datetime import UTC, date, datetime, time

import sqlalchemy as sa

from community.catalog.events import ProductsMerged
from community.core import jobs
from community.core.db import changed, db
from community.core.events import Bus
from community.core.measuring import AGAIN, Fact, Measured, hours_between, monday_of
from community.core.moderationevents import Reported
from community.dashboard.metrics.recording import (
    SUPPLY_JOB,
    note_organisation,
    record,
)
from community.dashboard.models import Offer
from community.dashboard.webhookkinds import EventType
from community.dashboard.webhooks import attending
from community.dashboard.webhooks.telling import note
from community.prices.events import PricesReleased
from community.reps.events import OfficialReplied, StatementPublished
from community.reps.models import OfficialText
from community.requests.events import BuyerWrote, VendorWrote
from community.requests.kinds import MessageKind, Reveals
from community.requests.models import BuyerRequest, RequestMessage
from community.reviews.events import ReviewHidden, ReviewWritten
from community.reviews.models import Review
from community.rooms.kinds import RoomRole
from community.rooms.models import RoomMember
from community.threads.events import (
    AnswerChosen,
    AnswerPosted,
    ChoiceWithdrawn,
    QuestionAsked,
)
from community.threads.models import Place, Post, Thread

_STAR = 100


def subscribe(bus: Bus) -> None:
    bus.subscribe(Measured, record)
    bus.subscribe(QuestionAsked, _on_question)
    bus.subscribe(AnswerPosted, _on_answer)
    bus.subscribe(AnswerChosen, _on_chosen)
    bus.subscribe(ChoiceWithdrawn, _on_choice_withdrawn)
    bus.subscribe(OfficialReplied, _on_official)
    bus.subscribe(StatementPublished, _on_statement)
    bus.subscribe(ReviewWritten, _on_review)
    bus.subscribe(ReviewHidden, _on_review_hidden)
    bus.subscribe(BuyerWrote, _on_buyer)
    bus.subscribe(VendorWrote, _on_vendor)
    bus.subscribe(Reported, _on_report)
    bus.subscribe(PricesReleased, _on_release)
    bus.subscribe(ProductsMerged, _on_products_merged)
    attending.subscribe(bus)


def _on_question(event: QuestionAsked) -> None:
    thread = db.session.get_one(Thread, event.object_id)
    since, sort = None, ""
    if event.actor_id is not None:
        # Of a question under an alias nothing is kept that belongs to its author.
        opened = db.session.scalar(
            sa.select(sa.func.max(RoomMember.joined_at)).where(
                RoomMember.user_id == event.actor_id,
                RoomMember.role == RoomRole.OWNER,
                RoomMember.joined_at <= thread.created_at,
            )
        )
        since = None if opened is None else hours_between(opened, thread.created_at)
        sort = AGAIN if _asked_this_week(thread) else ""
    day = thread.created_at.date()
    asked = Measured(
        Fact.QUESTION_ASKED, detail=sort, product_id=thread.product_id, day=day
    )
    record(asked)
    _record_private_wait(Fact.ROOM_TO_QUESTION, since, day)
    note_organisation(event.actor_id)
    note(EventType.QUESTION_ASKED, thread.id)


def _record_private_wait(fact: Fact, hours: int | None, day: date) -> None:
    """Add how long after something private this came, to the week and to no question."""
    if hours is not None:
        record(Measured(fact, hours=hours, day=monday_of(day)))


def _on_answer(event: AnswerPosted) -> None:
    thread = db.session.get_one(Thread, event.object_id)
    post = db.session.get_one(Post, event.post_id)
    record(Measured(Fact.ANSWERED, day=post.created_at.date()))
    if not (_has_answers(thread, post.id) or _has_replies(thread)):
        _record_since_asked(
            Fact.FIRST_ANSWER, thread, hours_between(thread.created_at, post.created_at)
        )
    note_organisation(event.actor_id)
    note(EventType.ANSWER_POSTED, post.id)


def _asked_this_week(thread: Thread) -> bool:
    """Whether its asker, by name, had asked another question in its week before it."""
    monday = monday_of(thread.created_at.date())
    begin = datetime.combine(monday, time.min, tzinfo=UTC)
    return _holds(
        sa.exists().where(
            Thread.author_id == thread.author_id,
            Thread.created_at.between(begin, thread.created_at),
            Thread.id != thread.id,
        )
    )


def _has_answers(thread: Thread, besides: int = 0) -> bool:
    return _holds(
        sa.exists().where(
            Post.thread_id == thread.id,
            Post.place != Place.QUESTION,
            Post.id != besides,
        )
    )


def _has_replies(thread: Thread, besides: int = 0) -> bool:
    return _holds(
        sa.exists().where(
            OfficialText.thread_id == thread.id, OfficialText.id != besides
        )
    )


def _holds(condition: sa.Exists) -> bool:
    return bool(db.session.scalar(sa.select(condition)))


def _record_since_asked(fact: Fact, thread: Thread, hours: int) -> None:
    """Add what became of a question to the day on which it was asked."""
    record(Measured(fact, hours=hours, day=thread.created_at.date()))


def _on_chosen(event: AnswerChosen) -> None:
    if event.instead_of is None:
        thread = db.session.get_one(Thread, event.object_id)
        record(Measured(Fact.ANSWER_CHOSEN, day=thread.created_at.date()))


def _on_choice_withdrawn(event: ChoiceWithdrawn) -> None:
    thread = db.session.get_one(Thread, event.object_id)
    record(Measured(Fact.CHOICE_WITHDRAWN, day=thread.created_at.date()))


def _on_official(event: OfficialReplied) -> None:
    thread = db.session.get_one(Thread, event.thread_id)
    text = db.session.get_one(OfficialText, event.object_id)
    wait = hours_between(thread.created_at, text.created_at)
    # A question that was moved may have a reply of another vendor.
    if not _has_replies(thread, text.id):
        _record_since_asked(Fact.FIRST_OFFICIAL, thread, wait)
        if not _has_answers(thread):
            _record_since_asked(Fact.FIRST_ANSWER, thread, wait)
    note(EventType.STATEMENT_PUBLISHED, text.id)


def _on_statement(event: StatementPublished) -> None:
    note(EventType.STATEMENT_PUBLISHED, event.object_id)


def _on_review(event: ReviewWritten) -> None:
    review = db.session.get_one(Review, event.object_id)
    record(
        Measured(
            Fact.REVIEW_WRITTEN,
            detail=str(review.incentive),
            product_id=review.product_id,
            day=review.created_at.date(),
        )
    )
    note_organisation(event.actor_id)
    note(EventType.REVIEW_PUBLISHED, review.id)


def _on_review_hidden(event: ReviewHidden) -> None:
    review = db.session.get_one(Review, event.object_id)
    stars = (review.overall + _STAR // 2) // _STAR
    record(Measured(Fact.REVIEW_HIDDEN, detail=str(stars)))


def _on_buyer(event: BuyerWrote) -> None:
    request = db.session.get_one(BuyerRequest, event.request_id)
    is_first = _is_first(event.message_id, event.request_id)
    kind = db.session.get_one(RequestMessage, event.message_id).kind
    day = request.created_at.date()
    if is_first:
        record(Measured(Fact.REQUEST_SENT, day=day))
        _record_private_wait(Fact.QUESTION_TO_REQUEST, _since_question(request), day)
        note_organisation(request.buyer_id)
    if request.reveals is Reveals.PERSON and (is_first or kind is MessageKind.REVEALED):
        record(Measured(Fact.IDENTITY_RELEASED, day=day))


def _since_question(request: BuyerRequest) -> int | None:
    """Return the hours since the buyer's last question under their own name."""
    asked = db.session.scalar(
        sa.select(sa.func.max(Thread.created_at)).where(
            Thread.author_id == request.buyer_id,
            Thread.created_at <= request.created_at,
        )
    )
    return None if asked is None else hours_between(asked, request.created_at)


def _on_vendor(event: VendorWrote) -> None:
    request = db.session.get_one(BuyerRequest, event.request_id)
    if _is_first(event.message_id, event.request_id):
        record(Measured(Fact.CONTACT_UNASKED))
    earlier = sa.exists().where(
        RequestMessage.request_id == request.id,
        RequestMessage.claim_id.is_not(None),
        RequestMessage.id < event.message_id,
    )
    if request.answered_at is None or _holds(earlier):
        return
    wait = hours_between(request.created_at, request.answered_at)
    day = request.created_at.date()
    record(Measured(Fact.REQUEST_ANSWERED, hours=wait, day=day))


def _is_first(message_id: int, request_id: int) -> bool:
    return not _holds(
        sa.exists().where(
            RequestMessage.request_id == request_id, RequestMessage.id < message_id
        )
    )


def _on_release(event: PricesReleased) -> None:
    # What a release holds is counted after it: it keeps the lock for a moment only.
    jobs.enqueue(SUPPLY_JOB, unique_key=f"{SUPPLY_JOB}@{event.release_id}")
    note(EventType.PRICES_RELEASED, event.release_id)


def _on_products_merged(event: ProductsMerged) -> None:
    """Let the report of the source be one of the target."""
    of_source = Offer.product_id == event.source_id
    changed(sa.update(Offer).where(of_source).values(product_id=event.target_id))
    db.session.expire_all()


def _on_report(event: Reported) -> None:
    record(Measured(Fact.REPORTED, detail=event.kind))

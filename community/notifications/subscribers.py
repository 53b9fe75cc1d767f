"""What notifications do when something happens elsewhere: rows, in the same transaction."""

from community.accounts.addresses import find_email
from community.accounts.events import DevicesLoggedOut
from community.accounts.queries import find_user_by_email
from community.catalog.events import ProductsMerged, VendorsMerged
from community.core.db import db
from community.core.events import Bus
from community.core.mail import MailBounced
from community.core.outcomes import OutcomeTold
from community.demos.events import DemoAnnounced, DemoShown, GuestsTold
from community.notifications.kinds import Followed, News, Why
from community.notifications.rules.attending import tell_guests
from community.notifications.rules.bouncing import count_bounce
from community.notifications.rules.delivering import Slip
from community.notifications.rules.following import (
    follow_own_post,
    forget_people,
)
from community.notifications.rules.hiding import hide_author, hide_follower
from community.notifications.rules.merging import merge
from community.notifications.rules.requesting import (
    take_back,
    tell_buyer,
    tell_vendor,
)
from community.notifications.rules.telling import (
    have_told,
    tell_author,
    tell_outcome,
)
from community.notifications.rules.wishing import end_feeds
from community.notifications.sources import is_lively, is_recent
from community.prices.events import PricesReleased
from community.reps.events import (
    ClaimDecided,
    OfficialReplied,
    OfficialUnhidden,
    StatementPublished,
)
from community.reps.queries import spokespeople_of
from community.requests.events import (
    BuyerWrote,
    RequestPassedOn,
    RequestTakenBack,
    VendorWrote,
)
from community.reviews.events import ReviewAnswered, ReviewUnhidden, ReviewWritten
from community.reviews.models import Review
from community.reviews.queries import find_response
from community.threads.events import (
    AnswerChosen,
    AnswerPosted,
    Mentioned,
    PostAnonymised,
    PostUnhidden,
    QuestionAsked,
    VendorMentioned,
)
from community.threads.models import Post, PostKind, Thread
from community.threads.queries import get_question_post


def subscribe(bus: Bus) -> None:
    bus.subscribe(QuestionAsked, _on_question)
    bus.subscribe(AnswerPosted, _on_answer)
    bus.subscribe(AnswerChosen, _on_chosen)
    bus.subscribe(Mentioned, _on_mention)
    bus.subscribe(VendorMentioned, _on_vendor_mention)
    bus.subscribe(PostAnonymised, _on_anonymised)
    bus.subscribe(PostUnhidden, _on_shown)
    bus.subscribe(ReviewWritten, _on_review)
    bus.subscribe(ReviewUnhidden, _on_review)
    bus.subscribe(ReviewAnswered, _on_response)
    bus.subscribe(OfficialReplied, _on_official)
    bus.subscribe(StatementPublished, _on_official)
    bus.subscribe(OfficialUnhidden, _on_official)
    bus.subscribe(ClaimDecided, _on_claim)
    bus.subscribe(PricesReleased, _on_release)
    bus.subscribe(BuyerWrote, tell_vendor)
    bus.subscribe(RequestPassedOn, tell_vendor)
    bus.subscribe(VendorWrote, tell_buyer)
    bus.subscribe(RequestTakenBack, take_back)
    bus.subscribe(GuestsTold, tell_guests)
    bus.subscribe(DemoAnnounced, _on_event)
    bus.subscribe(DemoShown, _on_event)
    bus.subscribe(ProductsMerged, _on_products_merged)
    bus.subscribe(VendorsMerged, _on_vendors_merged)
    bus.subscribe(OutcomeTold, tell_outcome)
    bus.subscribe(MailBounced, _on_bounce)
    bus.subscribe(DevicesLoggedOut, _on_logged_out)


def _on_claim(event: ClaimDecided) -> None:
    if event.approved:
        forget_people(event.user_id)


def _on_question(event: QuestionAsked) -> None:
    post = get_question_post(db.session.get_one(Thread, event.object_id))
    if is_recent(post):
        follow_own_post(post, Why.ASKED)
        have_told(News.QUESTION, event.object_id)


def _on_answer(event: AnswerPosted) -> None:
    post = db.session.get_one(Post, event.post_id)
    if is_recent(post):
        follow_own_post(post, Why.ANSWERED)
        have_told(News.ANSWER, post.id)


def _on_shown(event: PostUnhidden) -> None:
    """Tell of what waited for a moderator; who has heard of it hears nothing new."""
    post = db.session.get_one(Post, event.post_id)
    if post.kind is PostKind.QUESTION:
        have_told(News.QUESTION, post.thread_id)
    else:
        have_told(News.ANSWER, post.id)


def _on_chosen(event: AnswerChosen) -> None:
    post = db.session.get_one(Post, event.post_id)
    thread = db.session.get_one(Thread, event.object_id)
    if not is_lively(thread):
        return
    have_told(News.CHOSEN, post.id)
    if (post.author_id, post.owner_key) != (thread.author_id, thread.owner_key):
        slip = Slip(
            News.YOURS_CHOSEN, Followed.QUESTION, thread.id, post.id, thread.owner_key
        )
        tell_author(
            slip, user_id=post.author_id, owner_key=post.owner_key, why=Why.WROTE
        )


def _on_mention(event: Mentioned) -> None:
    _tell_mentioned(event.thread_id, event.post_id, event.user_id)


def _on_vendor_mention(event: VendorMentioned) -> None:
    """Tell the vendor's team: whoever speaks for it by an approved claim."""
    for user_id in spokespeople_of(event.vendor_id):
        if user_id != event.actor_id:
            _tell_mentioned(event.thread_id, event.post_id, user_id)


def _tell_mentioned(thread_id: int, post_id: int, user_id: int) -> None:
    post = db.session.get_one(Post, post_id)
    if is_recent(post):
        slip = Slip(News.MENTION, Followed.QUESTION, thread_id, post_id, post.owner_key)
        tell_author(slip, user_id=user_id, owner_key=None, why=Why.MENTIONED)


def _on_anonymised(event: PostAnonymised) -> None:
    post = db.session.get_one(Post, event.post_id)
    hide_follower(post)
    hide_author(post)


def _on_review(event: ReviewWritten | ReviewUnhidden) -> None:
    have_told(News.REVIEW, event.object_id)


def _on_response(event: ReviewAnswered) -> None:
    review = db.session.get_one(Review, event.object_id)
    response = find_response(review)
    if response is None or event.version != 1:
        return
    have_told(News.RESPONSE, response.id)
    slip = Slip(News.YOURS_RESPONDED, Followed.PRODUCT, review.product_id, response.id)
    tell_author(slip, user_id=review.author_id, owner_key=None, why=Why.REVIEWED)


def _on_official(
    event: OfficialReplied | StatementPublished | OfficialUnhidden,
) -> None:
    have_told(News.OFFICIAL, event.object_id)


def _on_release(event: PricesReleased) -> None:
    have_told(News.PRICES, event.release_id)


def _on_event(event: DemoAnnounced | DemoShown) -> None:
    """Tell of what stands by then; of what a moderator let stand only now as well."""
    have_told(News.ANNOUNCED, event.object_id)


def _on_products_merged(event: ProductsMerged) -> None:
    merge(Followed.PRODUCT, event.source_id, event.target_id)


def _on_vendors_merged(event: VendorsMerged) -> None:
    merge(Followed.VENDOR, event.source_id, event.target_id)


def _on_logged_out(event: DevicesLoggedOut) -> None:
    end_feeds(event.user_id)


def _on_bounce(event: MailBounced) -> None:
    # Servers write addresses as they like: ADA@… is Ada.
    user = find_user_by_email(find_email(event.recipient) or "")
    if user is not None:
        count_bounce(user.id, permanent=event.permanent)

"""Public reads of what people say: questions with answers, and reviews."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint

from community.api.bearer import ROOT
from community.api.operations import Operations
from community.api.shapes import Paged
from community.api.shapes_talk import (
    AnswerPost,
    AnswersQuery,
    Author,
    OfficialReply,
    Post,
    ProductReviewsQuery,
    Question,
    QuestionRow,
    Questions,
    QuestionsQuery,
    Rating,
    Response,
    Review,
    Reviews,
)
from community.catalog.queries import get_product_for, get_vendor_for
from community.core.actors import VISITOR, Actor
from community.core.errors import NotFound
from community.core.paging import Page
from community.core.ports import OfficialReply as Reply
from community.reviews import queries as reviews
from community.reviews.models import ReviewResponse
from community.reviews.reading import ReviewView
from community.threads import listing, queries, reading
from community.threads.access import takes_answers
from community.threads.listing import ThreadRow
from community.threads.threadview import PostView, ThreadView

part = Operations(Blueprint("api_talk", __name__, url_prefix=ROOT), "Questions")
opinions = Operations(Blueprint("api_reviews", __name__, url_prefix=ROOT), "Reviews")


@part.get("/questions", answer=Questions, query=QuestionsQuery)
def list_questions(asked: QuestionsQuery) -> Questions:
    """List questions: the most active, the newest, unanswered ones, or what is asked often."""
    if asked.tag is not None:
        tag = queries.get_tag(asked.tag)
        return _questions(listing.list_tagged(tag.id, asked.after))
    if asked.sort == "unanswered":
        return _questions(listing.list_unanswered(asked.after))
    if asked.sort == "often":
        return _questions(listing.list_often_asked(asked.after))
    if asked.sort == "new":
        return _questions(listing.list_new(asked.after))
    return _questions(listing.list_active(asked.after))


@part.get("/products/{vendor}/{product}/questions", answer=Questions, query=Paged)
def list_product_questions(vendor: str, product: str, asked: Paged) -> Questions:
    """List the questions about a product, the most active first."""
    found = get_product_for(VISITOR, vendor, product)
    return _questions(listing.list_about_product(found.id, asked.after))


@part.get("/vendors/{vendor}/questions", answer=Questions, query=Paged)
def list_vendor_questions(vendor: str, asked: Paged) -> Questions:
    """List the questions about a vendor or any of its products, the most active first."""
    found = get_vendor_for(VISITOR, vendor)
    return _questions(listing.list_about_vendor(found.id, asked.after))


@part.get("/questions/{public_id}", answer=Question, query=AnswersQuery)
def show_question(public_id: str, asked: AnswersQuery) -> Question:
    """Show a question with a page of its answers, the best or the oldest first."""
    return question_of(VISITOR, public_id, asked)


def question_of(actor: Actor, public_id: str, asked: AnswersQuery) -> Question:
    """Return a question as `actor` sees it; raise NotFound for one that went elsewhere."""
    view = reading.get_thread_view(actor, public_id, sort=asked.sort, after=asked.after)
    if view.thread.merged_at is not None and view.duplicate_of is not None:
        raise NotFound(f"This was merged into {view.duplicate_of.url}.")
    return _question(view)


@opinions.get("/reviews", answer=Reviews, query=Paged)
def list_reviews(asked: Paged) -> Reviews:
    """List the reviews of all products, the newest first."""
    return _reviews(reviews.list_newest(VISITOR, asked.after))


@opinions.get("/reviews/{public_id}", answer=Review)
def show_review(public_id: str) -> Review:
    """Show a review."""
    return _review(reviews.get_readable_review_view(VISITOR, public_id))


@opinions.get(
    "/products/{vendor}/{product}/reviews", answer=Reviews, query=ProductReviewsQuery
)
def list_product_reviews(
    vendor: str, product: str, asked: ProductReviewsQuery
) -> Reviews:
    """List the reviews of a product, the newest or the most helpful first."""
    found = get_product_for(VISITOR, vendor, product)
    return _reviews(
        reviews.list_about_product(VISITOR, found, sort=asked.sort, after=asked.after)
    )


def _questions(page: Page[ThreadRow]) -> Questions:
    items = [
        QuestionRow(
            id=one.public_id,
            title=one.title,
            author=one.author,
            answers=one.answers,
            is_solved=one.solved,
            is_closed=one.closed,
            created_on=one.created_at.date(),
            last_activity_on=one.last_activity_at.date(),
            subject=one.subject or None,
            subject_url=one.subject_url or None,
            tags=list(one.tags),
            url=one.url,
        )
        for one in page.items
    ]
    return Questions(items=items, next=page.next_cursor)


def _question(view: ThreadView) -> Question:
    thread, subject = view.thread, view.subject
    return Question(
        id=thread.public_id,
        title=thread.title,
        question=Post(**_post(view.question)),
        answers=[
            AnswerPost(**_post(one), votes=one.post.score, is_chosen=one.post.is_chosen)
            for one in view.answers.items
        ],
        next=view.answers.next_cursor,
        official_reply=_reply(view.lane.reply),
        tags=list(view.tags),
        subject=subject.name if subject else None,
        subject_url=subject.url if subject else None,
        duplicate_of=view.duplicate_of.url if view.duplicate_of else None,
        takes_answers=takes_answers(thread),
        url=view.url,
    )


def _post(one: PostView) -> dict[str, Any]:
    post, author = one.post, one.author
    told = Author(
        name=author.name,
        label=author.label,
        is_alias=author.anonymous,
        url=author.url or None,
    )
    return {
        "id": post.public_id,
        "html": post.html if one.readable else None,
        "author": told if one.readable else None,
        "is_interested": one.readable and post.interested,
        "created_on": post.created_at.date(),
        "edited_on": _day(post.edited_at),
        "version": post.version,
        "url": one.url,
    }


def _day(at: datetime | None) -> date | None:
    return None if at is None else at.date()


def _reply(reply: Reply | None) -> OfficialReply | None:
    if reply is None or not reply.html:
        return None
    return OfficialReply(
        id=reply.public_id,
        vendor=reply.vendor,
        signature=reply.signature,
        html=reply.html,
        created_at=reply.created_at,
        edited_at=reply.edited_at,
    )


def _reviews(page: Page[ReviewView]) -> Reviews:
    return Reviews(items=[_review(one) for one in page.items], next=page.next_cursor)


def _review(one: ReviewView) -> Review:
    review, product = one.review, one.product
    return Review(
        id=review.public_id,
        vendor_slug=product.vendor_slug,
        product_slug=product.slug,
        product=product.name,
        author=one.author,
        marks=[words for words, _ in one.marks],
        ratings=[Rating(about=rated.label, stars=rated.stars) for rated in one.rated],
        overall=one.overall,
        good_html=review.good_html,
        bad_html=review.bad_html,
        relationship=one.relationship,
        incentive=one.incentive,
        helpful=review.helpful,
        created_at=review.created_at,
        edited_at=review.edited_at,
        response=_response(one.response),
        url=one.url,
    )


def _response(one: ReviewResponse | None) -> Response | None:
    if one is None:
        return None
    return Response(
        html=one.html,
        signature=one.signature,
        created_at=one.created_at,
        edited_at=one.edited_at,
    )

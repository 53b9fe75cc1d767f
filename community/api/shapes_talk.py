"""The shapes of what people say: questions, answers, reviews; of the log, and of searches."""

from typing import Annotated

from pydantic import Field

from community.api.shapes import (
    Day,
    Html,
    Instant,
    Listed,
    MonthText,
    Paged,
    PublicIdText,
    Shape,
    Slug,
)
from community.reviews.queries import Sort as ReviewSort
from community.threads.threadview import Sort as AnswerSort

Tag = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]


class QuestionRow(Shape):
    """A line of a list of questions. Days, no times: an alias must tell no hour."""

    id: PublicIdText
    title: str
    author: str
    answers: int
    is_solved: bool
    is_closed: bool
    created_on: Day
    last_activity_on: Day
    subject: str | None
    subject_url: str | None
    tags: list[str]
    url: str


class Questions(Listed[QuestionRow]):
    """A page of questions."""


class QuestionsQuery(Paged):
    sort: Annotated[
        str,
        Field(
            pattern=r"^(active|new|unanswered|often)$",
            description="“active”, “new”, “unanswered” or “often”; with a tag they are active.",
        ),
    ] = "active"
    tag: Tag | None = None


class Author(Shape):
    """Who says it: an alias is drawn for one post and leads to nobody."""

    name: str
    label: str
    is_alias: bool
    url: str | None


class Person(Shape):
    """What everybody sees of somebody; of a representative also for whom they speak."""

    handle: str
    name: str
    role: str
    is_imported: bool
    is_work_email_verified: bool
    joined_month: MonthText
    speaks_for: str | None
    signature: str | None
    url: str


class Post(Shape):
    """What somebody says; without text and author where it was taken away."""

    id: PublicIdText
    html: Html | None
    author: Author | None
    is_interested: bool = Field(
        description="Whether its author said that they sell it or compete with it."
    )
    created_on: Day
    edited_on: Day | None
    version: int
    url: str


class AnswerPost(Post):
    votes: int
    is_chosen: bool


class OfficialReply(Shape):
    """The vendor's reply, in a place of its own."""

    id: PublicIdText
    vendor: str
    signature: str
    html: Html
    created_at: Instant
    edited_at: Instant | None


class Question(Shape):
    """A question with a page of its answers."""

    id: PublicIdText
    title: str
    question: Post
    answers: list[AnswerPost]
    next: str | None
    official_reply: OfficialReply | None
    tags: list[str]
    subject: str | None
    subject_url: str | None
    duplicate_of: str | None
    takes_answers: bool
    url: str


class AnswersQuery(Paged):
    sort: AnswerSort = AnswerSort.BEST


class ProductReviewsQuery(Paged):
    sort: ReviewSort = ReviewSort.NEWEST


class Response(Shape):
    """What the vendor says to a review."""

    html: Html
    signature: str
    created_at: Instant
    edited_at: Instant | None


class Rating(Shape):
    about: str
    stars: int | None


class Review(Shape):
    id: PublicIdText
    vendor_slug: Slug
    product_slug: Slug
    product: str
    author: str
    marks: list[str]
    ratings: list[Rating]
    overall: Annotated[str, Field(examples=["3.8"])]
    good_html: Html
    bad_html: Html
    relationship: str
    incentive: str
    helpful: int
    created_at: Instant
    edited_at: Instant | None
    response: Response | None
    url: str


class Reviews(Listed[Review]):
    """A page of reviews; never sorted by their stars."""


class LogLine(Shape):
    """What a moderator did and why; nobody's name but theirs."""

    id: PublicIdText
    done: str
    what: str
    reason: str
    reason_code: str
    rule: str
    moderator: str
    is_automated: bool
    is_undone: bool
    at: Instant


class Log(Listed[LogLine]):
    """A page of the public log, the latest first."""


class LogQuery(Paged):
    action: Annotated[str | None, Field(max_length=40)] = None
    what: Annotated[str | None, Field(max_length=40)] = None
    reason: Annotated[str | None, Field(max_length=40)] = None
    rule: Annotated[str | None, Field(max_length=80)] = None
    month: Annotated[str | None, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")] = None
    moderator: Annotated[str | None, Field(max_length=40)] = None


class SearchRow(Shape):
    """One result; title and snippet are HTML in which what was looked for is marked."""

    title_html: Html
    snippet_html: Html
    facts: list[str]
    figure: str | None
    url: str


class SearchGroup(Shape):
    kind: str
    label: str
    count: int | None
    items: list[SearchRow]
    next: str | None


class SearchAnswer(Shape):
    """What was found of each kind; `is_partial` says that time ran out."""

    groups: list[SearchGroup]
    notes: list[str]
    correction: str | None
    is_partial: bool
    is_plain: bool


class SearchQuery(Paged):
    q: Annotated[str, Field(min_length=1, max_length=200)]
    kind: Annotated[
        str | None,
        Field(
            pattern=r"^[a-z-]{1,20}$",
            description="Only results of this kind; `after` goes on with them.",
        ),
    ] = None

"""What the page of a thread knows: its posts with what their reader may do about each."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from community.core import clock
from community.core.clock import month_of
from community.core.paging import Page
from community.core.ports import Lane
from community.core.text import excerpt, plain_text
from community.core.visibility import State
from community.threads.access import HEATED_MINUTES, is_heated
from community.threads.authors import Author
from community.threads.cards import ShownCard
from community.threads.models import INTERESTED, Post, PostKind, Thread, ThreadOrigin
from community.threads.reads import Reading
from community.threads.related import Related

OUTDATED_AFTER = timedelta(days=365)
"""Contracts of a year are the usual ones: whoever read it has renewed since."""
STATE_MARKS = {
    State.HELD: "Waits for a moderator",
    State.HIDDEN: "Hidden by a moderator",
    State.DELETED: "Removed by its author",
    State.REMOVED: "Removed by a moderator",
}


class Sort(StrEnum):
    """How answers are sorted; the chosen one comes first either way."""

    BEST = "best"
    OLDEST = "oldest"


@dataclass(frozen=True)
class PostView:
    """A post with what its reader may do about it."""

    post: Post
    author: Author
    chosen_by: str
    anchor: str
    url: str
    readable: bool
    mine: bool
    voted: bool
    is_new: bool
    """Whether it came since its reader looked last."""
    may_vote: bool
    may_compare: bool
    card: ShownCard | None
    compared_as: str
    """What its reader said of its price, and nobody else knows."""
    may_edit: bool
    may_remove: bool
    may_restore: bool
    may_choose: bool
    may_moderate: bool
    may_hide_name: bool
    may_reveal: bool
    hold: str
    """What its author is told while it waits for a moderator."""

    @property
    def is_removed(self) -> bool:
        return self.post.state is State.DELETED

    @property
    def is_withheld(self) -> bool:
        """Whether a moderator's word stands between the post and the public."""
        return State.HIDDEN in {self.post.state, self.post.prior_state} or (
            self.post.state in {State.HELD, State.REMOVED}
        )

    @property
    def is_struck(self) -> bool:
        """Whether a moderator removed it, for its author too."""
        return self.post.state is State.REMOVED

    @property
    def can_be_chosen(self) -> bool:
        return self.may_choose and self.post.kind is PostKind.ANSWER

    @property
    def marks(self) -> list[tuple[str, str]]:
        """Return what stands beside the author's name: words and the kind of tag."""
        marks = [(self.author.label, "")] if self.author.label else []
        if self.post.interested:
            marks.append((INTERESTED, "warn"))
        if self.mine and self.author.anonymous:
            marks.append(("Yours: nobody else sees that", "warn"))
        if self.is_new:
            marks.append(("New", "accent"))
        if self.post.is_chosen:
            marks.append((f"✓ Chosen by {self.chosen_by}", "good"))
        if self.post.state in STATE_MARKS:
            marks.append((STATE_MARKS[self.post.state], "warn"))
        return marks


@dataclass(frozen=True)
class Subject:
    """The product or vendor that a question is about."""

    name: str
    vendor: str
    vendor_slug: str
    url: str
    is_product: bool


@dataclass(frozen=True)
class Canonical:
    """The question that was asked before."""

    title: str
    url: str


@dataclass(frozen=True)
class ThreadView:
    """Everything a thread's page needs."""

    thread: Thread
    url: str
    question: PostView
    answers: Page[PostView]
    sort: Sort
    is_first_page: bool
    tags: tuple[str, ...]
    subject: Subject | None
    origin: ThreadOrigin | None
    related: list[Related]
    chosen: str
    """Public id of the chosen answer, on whichever page it stands, or ""."""
    duplicate_of: Canonical | None
    may_answer: bool
    may_close: bool
    may_invite: bool
    before: Reading
    """How far its reader had read before."""

    @property
    def news(self) -> list[PostView]:
        """The answers on this page that came since its reader looked, the oldest first."""
        found = [one for one in self.answers.items if one.is_new and one.readable]
        return sorted(found, key=lambda one: one.post.id)

    @property
    def last_post_id(self) -> int:
        """The latest of the posts on this page."""
        return max(one.post.id for one in (self.question, *self.answers.items))

    @property
    def heated_until(self) -> datetime | None:
        """Until when answers keep a distance; None where they need not."""
        return self.thread.heated_until if is_heated(self.thread) else None

    @property
    def pause_minutes(self) -> int:
        """How far answers are apart while it is heated."""
        return HEATED_MINUTES

    @property
    def quiet_since(self) -> str:
        """The month of the latest post where prices in it may be outdated; "" otherwise."""
        latest = self.thread.last_activity_at
        return month_of(latest) if clock.now() - latest > OUTDATED_AFTER else ""

    lane: Lane
    """The place of the vendor that it is about, apart from the answers."""

    @property
    def asked_times(self) -> int:
        """How often this was asked, with all that is closed onto it."""
        return self.thread.duplicate_count + 1

    @property
    def about(self) -> str:
        """The beginning of the question, "" of what is not public: told beside links to it."""
        if self.thread.state is not State.PUBLIC:
            return ""
        return excerpt(plain_text(self.question.post.html))

    @property
    def kept_args(self) -> tuple[str, ...]:
        """What of the query makes the address another page, not the same one sorted anew."""
        is_same = self.duplicate_of is not None or self.sort is not Sort.BEST
        return () if is_same else ("after",)

    @property
    def canonical_url(self) -> str:
        """The address that search engines keep: of a duplicate, the other question's."""
        return self.duplicate_of.url if self.duplicate_of else self.url

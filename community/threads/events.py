"""What happened to questions, answers and votes, told to search, mail and moderation."""

from dataclasses import dataclass

from community.core.events import ContentChanged, Event
from community.core.moderationevents import Refiled

KIND = "question"
"""What search calls a thread: a question is found by its own words and its answers'."""
ANSWER_KIND = "answer"
"""What search calls a post that is an answer."""


@dataclass(frozen=True)
class ThreadChanged(ContentChanged):
    """`object_id` is the thread's id; every event below but the votes is one of these.

    No `actor_id` where an author acts on what stands under an alias.
    """

    kind: str = KIND
    object_id: int = 0
    actor_id: int | None = None


@dataclass(frozen=True)
class QuestionAsked(ThreadChanged):
    """A new question is public."""


@dataclass(frozen=True)
class AnswerPosted(ThreadChanged):
    post_id: int = 0


@dataclass(frozen=True)
class PostEdited(ThreadChanged):
    post_id: int = 0
    version: int = 1


@dataclass(frozen=True)
class PostAnonymised(ThreadChanged):
    """Its author put an alias in place of their handle; never says who."""

    post_id: int = 0


@dataclass(frozen=True)
class VersionRedacted(ThreadChanged):
    """An earlier version was taken out of a post's history."""

    post_id: int = 0
    version: int = 1


@dataclass(frozen=True)
class AnswerChosen(ThreadChanged):
    """The asker chose `post_id`; `instead_of` was chosen before."""

    post_id: int = 0
    instead_of: int | None = None


@dataclass(frozen=True)
class ChoiceWithdrawn(ThreadChanged):
    post_id: int = 0


@dataclass(frozen=True)
class QuestionClosed(ThreadChanged):
    """It was asked before, as `canonical_id`, and takes no more answers."""

    canonical_id: int = 0


@dataclass(frozen=True)
class QuestionReopened(ThreadChanged):
    """It is a duplicate of nothing any more."""


@dataclass(frozen=True)
class QuestionMoved(ThreadChanged, Refiled):
    """A moderator filed it under another product or vendor, or under none."""


@dataclass(frozen=True)
class QuestionMerged(ThreadChanged, Refiled):
    """A moderator gave its answers to another question, or took them from one."""


@dataclass(frozen=True)
class QuestionSplit(ThreadChanged):
    """A moderator made answers a question of their own, or put them back."""


@dataclass(frozen=True)
class QuestionLocked(ThreadChanged):
    """A moderator lets it take no more answers."""


@dataclass(frozen=True)
class QuestionUnlocked(ThreadChanged):
    """It takes answers again."""


@dataclass(frozen=True)
class PostRemoved(ThreadChanged):
    """Its author took it away."""

    post_id: int = 0


@dataclass(frozen=True)
class PostRestored(ThreadChanged):
    """Its author brought it back, in the state that it had before."""

    post_id: int = 0


@dataclass(frozen=True)
class PostHidden(ThreadChanged):
    """A moderator hid it from everybody but its author."""

    post_id: int = 0
    reason: str = ""


@dataclass(frozen=True)
class PostUnhidden(ThreadChanged):
    post_id: int = 0
    reason: str = ""


@dataclass(frozen=True)
class ThreadImported(ThreadChanged):
    """It came from an archive: nobody wants mail about it."""


@dataclass(frozen=True)
class Mentioned(Event):
    """A post names a member, `user_id`; no `actor_id` where it stands under an alias."""

    thread_id: int
    post_id: int
    actor_id: int | None
    user_id: int


@dataclass(frozen=True)
class VendorMentioned(Event):
    """A post names a vendor's team; no `actor_id` where it stands under an alias."""

    thread_id: int
    post_id: int
    actor_id: int | None
    vendor_id: int


@dataclass(frozen=True)
class PostVoted(Event):
    """A member found a post useful; nothing searchable changed."""

    thread_id: int
    post_id: int
    actor_id: int


@dataclass(frozen=True)
class VoteWithdrawn(Event):
    thread_id: int
    post_id: int
    actor_id: int

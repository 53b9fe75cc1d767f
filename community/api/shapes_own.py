"""The shapes of what is somebody's own."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from community.accounts.traits import PublicSize, Region
from community.api.shapes import (
    Day,
    Html,
    Instant,
    Listed,
    PublicIdText,
    Shape,
    Slug,
)
from community.api.shapes_times import ProposedTime
from community.notifications.kinds import Followed, Level
from community.requests.kinds import Reveals
from community.requests.models import MOST_STARS, NAME_LENGTH
from community.threads.drafts import MAX_BODY, MAX_TAG, MOST_TAGS

Version = Annotated[int, Field(ge=1, le=1_000_000)]
TagText = Annotated[str, Field(pattern=rf"^[a-z0-9-]{{1,{MAX_TAG}}}$")]


class Check(StrEnum):
    """What to do about what a text tells."""

    REFUSE = "refuse"
    REDACT = "redact"
    AS_IT_IS = "as-is"


class Me(Shape):
    """Whose token this is, and what it may be used for."""

    handle: str
    role: str
    proven: bool
    time_zone: str
    scopes: list[str]
    token_ends: Instant | None


class NewQuestion(Shape):
    """A question to ask, about a product or else a vendor or nothing.

    `check` says what to do when the text tells an address, a name or a number that it
    should rather not: “refuse” names the places, “redact” takes them out, “as-is” posts
    it all the same, but for your own address under an alias. `interested` says that you
    sell what it is about or compete with it: it stands beside your name.
    """

    title: Annotated[str, Field(max_length=1_000)]
    body: Annotated[str, Field(max_length=MAX_BODY)]
    tags: Annotated[list[TagText], Field(max_length=MOST_TAGS)] = []
    product: PublicIdText | None = None
    vendor: Slug | None = None
    anonymous: bool = False
    interested: bool = False
    check: Check = Check.REFUSE


class ChangedQuestion(Shape):
    """A question as it is from now on; `version` is the one that was read.

    Without `interested` it stays what it was.
    """

    title: Annotated[str, Field(max_length=1_000)]
    body: Annotated[str, Field(max_length=MAX_BODY)]
    tags: Annotated[list[TagText], Field(max_length=MOST_TAGS)] = []
    product: PublicIdText | None = None
    vendor: Slug | None = None
    interested: bool | None = None
    check: Check = Check.REFUSE
    version: Version


class NewAnswer(Shape):
    """An answer; `check` as for a question, `interested` too."""

    body: Annotated[str, Field(max_length=MAX_BODY)]
    anonymous: bool = False
    interested: bool = False
    check: Check = Check.REFUSE


class ChangedAnswer(Shape):
    """An answer as it is from now on; `version` and `interested` as for a question."""

    body: Annotated[str, Field(max_length=MAX_BODY)]
    interested: bool | None = None
    check: Check = Check.REFUSE
    version: Version


class OwnPost(Shape):
    """A post of one's own, under whatever name."""

    id: PublicIdText
    title: str
    is_question: bool
    alias: str | None
    state: str
    created_at: Instant
    url: str


class OwnPosts(Listed[OwnPost]):
    """A page of what one wrote, the newest first."""


class Notice(Shape):
    """One entry of the inbox; without an address what it tells of was taken away."""

    id: PublicIdText
    headline: str
    why: str
    is_read: bool
    changed_at: Instant
    url: str | None


class Notices(Listed[Notice]):
    """A page of the inbox, the latest news first."""


class Follow(Shape):
    """What one follows; without a name it is gone or hidden."""

    id: PublicIdText
    kind: Followed
    ref: str | None
    name: str | None
    level: Level
    is_stopped: bool
    url: str | None


class Follows(Listed[Follow]):
    """A page of what one follows, the newest first."""


class FollowLevel(Shape):
    """How much one hears of it."""

    level: Level = Level.ALL


class SearchToFollow(Shape):
    """What is searched for, as in the search bar."""

    q: Annotated[str, Field(min_length=1, max_length=200)]


class Saved(Shape):
    kind: Followed
    ref: str | None
    name: str | None
    url: str | None


class SavedList(Listed[Saved]):
    """A page of what one saved for later."""


class RequestRow(Shape):
    """A question that was put to a vendor in private."""

    id: PublicIdText
    subject: str
    vendor: str
    product: str | None
    state: str
    created_at: Instant


class Requests(Listed[RequestRow]):
    """A page of requests, the newest first."""


class Told(Shape):
    label: str
    value: str


class Message(Shape):
    """One step of a request: what was said, or what was done."""

    id: PublicIdText
    by: str
    is_vendors: bool
    step: str | None
    html: Html
    created_at: Instant


class Request(Shape):
    """A request as its reader sees it; `alias` and `told` are what the vendor knows."""

    id: PublicIdText
    subject: str
    vendor: str
    product: str | None
    alias: str
    told: list[Told]
    messages: list[Message]
    times: list[ProposedTime]
    created_at: Instant
    last_day: Day


class Revealed(Shape):
    """What the vendor learns of you: nothing, size and region, or name and mail as well."""

    reveals: Reveals
    size: PublicSize | None = None
    region: Region | None = None
    name: Annotated[str, Field(max_length=NAME_LENGTH)] = ""


class NewRequest(Shape):
    """A private question to a vendor, about one of its products or in general.

    `to` is one of its representatives; without it the whole team reads the request.
    """

    vendor: Slug | None = None
    product: PublicIdText | None = None
    subject: Annotated[str, Field(max_length=1_000)]
    body: Annotated[str, Field(max_length=MAX_BODY)]
    told: Revealed
    last_day: Day
    to: PublicIdText | None = None


class Stars(Shape):
    """How the vendor dealt with you: from 1 to 5."""

    stars: Annotated[int, Field(ge=1, le=MOST_STARS)]


class Representative(Shape):
    id: PublicIdText
    name: str
    title: str


class Representatives(Shape):
    """Who speaks for a vendor here."""

    items: list[Representative]


class NewMessage(Shape):
    body: Annotated[str, Field(min_length=1, max_length=MAX_BODY)]

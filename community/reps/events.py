"""What happened to representatives and their words, told to mail, search and moderation."""

from dataclasses import dataclass

from community.core.events import ContentChanged, Event

KIND = "official"


@dataclass(frozen=True)
class ClaimDecided(Event):
    """A moderator approved or refused a claim, or withdrew an approval."""

    claim_id: int
    user_id: int
    vendor_id: int
    approved: bool
    reason: str


@dataclass(frozen=True)
class OfficialChanged(ContentChanged):
    """`object_id` is the text's id; each event below is one of these."""

    kind: str = KIND
    object_id: int = 0
    actor_id: int | None = None
    vendor_id: int = 0


@dataclass(frozen=True)
class OfficialReplied(OfficialChanged):
    """A vendor answered a question about it."""

    thread_id: int = 0


@dataclass(frozen=True)
class StatementPublished(OfficialChanged):
    product_id: int | None = None


@dataclass(frozen=True)
class OfficialEdited(OfficialChanged):
    version: int = 1


@dataclass(frozen=True)
class OfficialRemoved(OfficialChanged):
    """The vendor took it away."""


@dataclass(frozen=True)
class OfficialRestored(OfficialChanged):
    """The vendor brought it back, in the state that it had before."""


@dataclass(frozen=True)
class OfficialHidden(OfficialChanged):
    """A moderator hid it from everybody but the vendor."""

    reason: str = ""


@dataclass(frozen=True)
class OfficialUnhidden(OfficialChanged):
    reason: str = ""


@dataclass(frozen=True)
class DisputeRaised(Event):
    dispute_id: int
    vendor_id: int


@dataclass(frozen=True)
class DisputeDecided(Event):
    """A moderator answered a vendor; nothing that it is about has changed by that."""

    dispute_id: int
    vendor_id: int
    upheld: bool


@dataclass(frozen=True)
class ListPricePublished(Event):
    """A vendor told what it asks for a plan."""

    vendor_id: int
    plan_id: int
    actor_id: int

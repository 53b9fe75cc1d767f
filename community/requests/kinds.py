"""What a request tells of its buyer, how far it has come, and what is said in it."""

from enum import StrEnum


class Reveals(StrEnum):
    """What the vendor learns of a buyer; each tells what the one before it does, too."""

    NOTHING = "nothing"
    TRAITS = "traits"
    """Size and region of the organisation, in the published bands."""
    PERSON = "person"
    """A name, and the address of the account."""


STEPS = tuple(Reveals)
REVEAL_LABELS = {
    Reveals.NOTHING: "Nothing: an alias stands for me",
    Reveals.TRAITS: "Size and region of my organisation",
    Reveals.PERSON: "Size, region, my name and my address",
}


class RequestState(StrEnum):
    OPEN = "open"
    WITHDRAWN = "withdrawn"
    """By the buyer: the vendor's people find nothing any more."""
    ENDED = "ended"
    """Its last day is over, which is the same to them."""


class MessageKind(StrEnum):
    """What one step of the conversation is."""

    WORDS = "words"
    REVEALED = "revealed"
    """The buyer told more of themselves."""
    PROPOSED = "proposed"
    """The vendor proposed a time."""
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Meeting(StrEnum):
    CALL = "call"
    DEMO = "demo"


MEETING_LABELS = {Meeting.CALL: "Call", Meeting.DEMO: "Demo"}

LENGTHS = (15, 30, 45, 60, 90)
"""How many minutes a meeting may take."""


class TimeState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"


def steps_after(reveals: Reveals) -> tuple[Reveals, ...]:
    """Return what can still be revealed; what was told once can't be untold."""
    return STEPS[STEPS.index(reveals) + 1 :]

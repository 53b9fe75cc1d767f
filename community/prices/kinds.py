"""The fixed words of published prices."""

from enum import StrEnum

from community.deals.kinds import Channel


class CellKind(StrEnum):
    """What a cell says: the total, a part of a breakdown, shares in words, or an extra.

    Extras are medians of their own: one-time fees (money for one unit), what a renewal
    added to the price before, what was won over the first offer and the cap on the next
    rise (per cent), the notice (days), and how long the price is held (months).
    """

    TOTAL = "total"
    PART = "part"
    LEVERS = "levers"
    CLAUSES = "clauses"
    PAYMENT = "payment"
    ALTERNATIVES = "alternatives"
    SATISFACTION = "satisfaction"
    FEES = "fees"
    UPLIFT = "uplift"
    CONCESSION = "concession"
    CAP = "cap"
    NOTICE = "notice"
    HOLD = "hold"


WORDS = (
    CellKind.LEVERS,
    CellKind.ALTERNATIVES,
    CellKind.SATISFACTION,
    CellKind.PAYMENT,
    CellKind.CLAUSES,
)
"""Shares in words, in the order in which they are shown."""
CHANGES = (CellKind.UPLIFT, CellKind.CONCESSION)
"""Changes of the price itself: whoever knows where it began reads off where it is."""
CLAUSE_MEDIANS = (CellKind.CAP, CellKind.NOTICE, CellKind.HOLD)
"""What contracts agree on in numbers."""
EXTRAS = (CellKind.FEES, *CHANGES, *CLAUSE_MEDIANS)


class ChannelGroup(StrEnum):
    """Who the price was agreed with: a framework's prices are a market of their own."""

    COMMERCIAL = "commercial"
    FRAMEWORK = "framework"


class Confidence(StrEnum):
    """How sure a median is, in one word."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Satisfaction(StrEnum):
    """How buyers feel about the price: five marks in three words."""

    HAPPY = "happy"
    IN_BETWEEN = "in-between"
    UNHAPPY = "unhappy"


class Share(StrEnum):
    """How many of those who answered: under a quarter, up to three, or more."""

    FEW = "few"
    SOME = "some"
    MOST = "most"


def channel_group(channel: Channel) -> ChannelGroup:
    if channel is Channel.FRAMEWORK:
        return ChannelGroup.FRAMEWORK
    return ChannelGroup.COMMERCIAL

"""The fixed words of published prices."""

from enum import StrEnum

from community.deals.kinds import Channel


class CellKind(StrEnum):
    """What a cell says: the total, a part of a breakdown, shares in words, or an extra.

    Extras are medians of their own: one-time fees (money for one unit), what a renewal
    added to the price before and what was won over the first offer (whole per cent).
    """

    TOTAL = "total"
    PART = "part"
    LEVERS = "levers"
    CLAUSES = "clauses"
    FEES = "fees"
    UPLIFT = "uplift"
    CONCESSION = "concession"


EXTRAS = (CellKind.FEES, CellKind.UPLIFT, CellKind.CONCESSION)


class ChannelGroup(StrEnum):
    """Who the price was agreed with: a framework's prices are a market of their own."""

    COMMERCIAL = "commercial"
    FRAMEWORK = "framework"


class Confidence(StrEnum):
    """How sure a median is, in one word."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Share(StrEnum):
    """How many of those who answered: under a quarter, up to three, or more."""

    FEW = "few"
    SOME = "some"
    MOST = "most"


def channel_group(channel: Channel) -> ChannelGroup:
    if channel is Channel.FRAMEWORK:
        return ChannelGroup.FRAMEWORK
    return ChannelGroup.COMMERCIAL

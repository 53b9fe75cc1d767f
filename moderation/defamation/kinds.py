"""How far a notice of complaint has come, and why something has to go."""

from datetime import timedelta
from enum import StrEnum

MARGIN = timedelta(hours=4)
"""So long before a period ends, a program does what nobody has done yet."""
DAYS_MAILS = timedelta(days=1)
"""So long at most a letter waits that would tell, sent at once, whose an alias is."""
LAW = "Defamation (Operators of Websites) Regulations 2013, Schedule, paragraph {}"


class Stage(StrEnum):
    RECEIVED = "received"
    """Its author is to be told within 48 hours."""
    TOLD = "told"
    """Its author has five days to answer."""
    STANDS = "stands"
    """Its author stands by it, and said who they are."""
    GOES = "goes"
    """It is to be taken away within 48 hours."""


class Why(StrEnum):
    """Why something has to go."""

    UNREACHED = "unreached"
    SILENT = "silent"
    AGREED = "agreed"
    FALSE = "false"
    REPEATED = "repeated"


STAGE_LABELS = {
    Stage.RECEIVED: "Its author is still to be told",
    Stage.TOLD: "Its author was told, and has not answered yet",
    Stage.STANDS: "Its author stands by it, and said who they are",
    Stage.GOES: "It is to be taken away",
}
WHY_LABELS = {
    Why.UNREACHED: "Its author can’t be written to.",
    Why.SILENT: "Its author did not answer in time.",
    Why.AGREED: "Its author agreed that it goes.",
    Why.FALSE: "The name or address in its author’s answer is obviously false.",
    Why.REPEATED: "The same was taken away twice before, and came back.",
}
TO_AUTHOR = {
    Why.UNREACHED: "We could not write to you in time.",
    Why.SILENT: "You did not answer in time.",
    Why.AGREED: "You agreed that it goes.",
    Why.FALSE: "The name or address that you gave is obviously false: that is no answer.",
    Why.REPEATED: "The same was taken away twice before, and came back.",
}
"""The same as its author reads it."""
DECIDED_LABELS = {
    Stage.RECEIVED: "A moderator decided before its author was told.",
    Stage.TOLD: "Its author was told; a moderator decided before they answered.",
    Stage.STANDS: "Its author stands by it, and said who they are.",
}
"""How far a complaint had come when it was decided; what was to go says why."""
PARAGRAPHS = {
    Why.UNREACHED: 3,
    Why.SILENT: 5,
    Why.FALSE: 6,
    Why.AGREED: 7,
    Why.REPEATED: 9,
}
"""Of the Schedule, that say so."""

"""The fixed words of notes."""

from enum import StrEnum


class NoteState(StrEnum):
    """What a moderator has made of a note."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Verdict(StrEnum):
    """What a moderator may say about one."""

    ACCEPT = "accept"
    REJECT = "reject"

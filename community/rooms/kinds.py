"""Roles in a room, and how much one holds."""

from datetime import timedelta
from enum import StrEnum


class RoomRole(StrEnum):
    OWNER = "owner"
    MEMBER = "member"


ROLE_LABELS = {RoomRole.OWNER: "Owner", RoomRole.MEMBER: "Member"}

NAME_LENGTH = 100
CRITERION_LENGTH = 80
STEP_LENGTH = 400
LABEL_LENGTH = 60
QUOTE_NOTE_LENGTH = 300
FILE_NAME_LENGTH = 100
TEXT_LENGTH = 5_000
HTML_LENGTH = 50_000
"""Characters: of what is typed, and of what is made of it."""

MOST_WEIGHT = 10
MOST_SCORE = 5
MOST_MEMBERS = 10
COMMITTEE = 3
"""So many people make a room a committee, for the host who counts those."""
"""People of a room, with those who are invited; guests by link apart."""
MOST_PRODUCTS = 8
MOST_CRITERIA = 12
MOST_ROOMS = 20
"""Rooms that one account owns at a time."""
ROOMS_A_DAY = 5
COMMENTS_A_DAY = 200
INVITATIONS_A_DAY = 20
INVITED_FOR = timedelta(days=7)
MOST_QUOTES = 40
MOST_MONTHS = 120
MOST_FILES = 20
MOST_FILE_BYTES = 100_000_000
"""Of all files of a room: from then on none is added."""
FILES_A_DAY = 20
MOST_GUESTS = 5
GUEST_DAYS = (7, 14, 30)
"""For how long a guest's link may lead in."""
REMIND_DAYS = (90, 30, 7)
"""Days before a renewal on which its room's people are reminded."""

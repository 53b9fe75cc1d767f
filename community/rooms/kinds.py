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
TEXT_LENGTH = 5_000
HTML_LENGTH = 50_000
"""Characters: of what is typed, and of what is made of it."""

MOST_WEIGHT = 10
MOST_SCORE = 5
MOST_MEMBERS = 10
"""People of a room, with those who are invited; guests by link apart."""
MOST_PRODUCTS = 8
MOST_CRITERIA = 12
MOST_ROOMS = 20
"""Rooms that one account opens in a year's course and keeps."""
ROOMS_A_DAY = 5
COMMENTS_A_DAY = 200
INVITATIONS_A_DAY = 20
INVITED_FOR = timedelta(days=7)

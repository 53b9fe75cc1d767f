"""Who acts: the little that rules need to know about a person."""

from dataclasses import dataclass
from enum import StrEnum

from community.core.zones import UTC_ZONE


class Role(StrEnum):
    VISITOR = "visitor"
    MEMBER = "member"
    REP = "rep"
    MODERATOR = "moderator"
    HOST = "host"


ROLE_LABELS = {
    Role.MEMBER: "Member",
    Role.REP: "Vendor representative",
    Role.MODERATOR: "Moderator",
    Role.HOST: "Host",
}


@dataclass(frozen=True)
class Actor:
    """A person or the system; `proven` says that the e-mail address was proven.

    `two_factors` says that this account's log-ins ask for a code as well, `time_zone` in
    which they read times.
    """

    user_id: int | None
    handle: str | None
    role: Role
    proven: bool = False
    two_factors: bool = False
    trusted: bool = False
    time_zone: str = UTC_ZONE

    @property
    def is_visitor(self) -> bool:
        return self.user_id is None

    @property
    def is_rep(self) -> bool:
        return self.role is Role.REP

    @property
    def is_moderator(self) -> bool:
        return self.role is Role.MODERATOR

    @property
    def is_host(self) -> bool:
        return self.role is Role.HOST

    @property
    def is_staff(self) -> bool:
        return self.is_moderator or self.is_host

    @property
    def is_buyer(self) -> bool:
        """Members, and moderators and hosts when they act as members."""
        return self.role in {Role.MEMBER, Role.MODERATOR, Role.HOST}


VISITOR = Actor(user_id=None, handle=None, role=Role.VISITOR)
SYSTEM = Actor(user_id=None, handle=None, role=Role.HOST, proven=True)
"""Acts for the host's commands: imports, jobs, the sample generator."""

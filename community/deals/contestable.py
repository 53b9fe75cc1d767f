"""What a row keeps of its rejection and of the appeal against it; months, never a day (P13)."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import StrEnumType
from community.deals.kinds import AppealState, Ground


class Contestable:
    """Mixed into what a moderator rejects, and its author may appeal against once."""

    decision_reason: Mapped[str] = mapped_column(Text, default="")
    ground: Mapped[Ground | None] = mapped_column(StrEnumType(Ground))
    rejected_month: Mapped[str] = mapped_column(String(7), default="")
    """Empty where nothing was rejected, or long ago, when nobody could appeal."""
    rejected_by: Mapped[str] = mapped_column(String(64), default="")
    """The moderator's keyed name (owners.py), empty for a command: another one judges."""
    appeal: Mapped[str] = mapped_column(Text, default="")
    appeal_state: Mapped[AppealState | None] = mapped_column(
        StrEnumType(AppealState), index=True
    )
    appeal_reason: Mapped[str] = mapped_column(Text, default="")

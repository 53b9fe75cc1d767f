"""Whose a line is: asked and written to by who must not learn it."""

import sqlalchemy as sa

from community.accounts.correspondence import write_unlinkably
from community.core.actors import Actor
from community.core.db import db
from community.deals.access import can_read_deal, has_part
from community.deals.models import Deal, DealLine
from community.deals.owners import open_author


def is_of_line(actor: Actor, line_id: int) -> bool:
    """Whether `actor` reported a line, and is a buyer still."""
    return can_read_deal(actor, _deal_of(line_id))


def has_part_in_line(actor: Actor, line_id: int) -> bool:
    """Whether `actor` reported a line, or their organisation or one of its group."""
    return has_part(actor, _deal_of(line_id))


def write_to_owner(line_id: int, subject: str, text: str) -> bool:
    """Put a letter into the day's mails of who reported a line; False if they have none."""
    return write_unlinkably(open_author(_deal_of(line_id).sealed_author), subject, text)


def _deal_of(line_id: int) -> Deal:
    return db.session.scalars(
        sa.select(Deal)
        .join(DealLine, DealLine.deal_id == Deal.id)
        .where(DealLine.id == line_id)
    ).one()

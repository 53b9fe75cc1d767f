"""What cases forget of who put an alias in place of their name."""

import sqlalchemy as sa

from community.core.db import changed
from community.core.moderating import AuthorHidden
from moderation.models import Case


def on_author_hidden(event: AuthorHidden) -> None:
    """Part the cases about a thing from the others about its author.

    Who must know whose it is asks with a reason, and leaves a row in the audit.
    """
    changed(
        sa.update(Case)
        .where(Case.kind == event.kind, Case.object_id == event.object_id)
        .values(author_id=None)
    )

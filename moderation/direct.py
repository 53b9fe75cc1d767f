"""Decisions that are made at once: their case is born decided, and holds the action."""

from community.core import clock
from community.core.db import db, new_public_id
from community.core.moderating import ModeratedItem
from moderation import scoring
from moderation.items import get_kind
from moderation.kinds import CaseState
from moderation.models import TITLE_LENGTH, Case


def decided_case(item: ModeratedItem, state: CaseState = CaseState.DECIDED) -> Case:
    """Return a new case about something that nobody flagged."""
    moment, public_id = clock.now(), new_public_id()
    case = Case(
        public_id=public_id,
        kind=item.kind,
        object_id=item.object_id,
        item_id=item.public_id or public_id,
        title=item.title[:TITLE_LENGTH],
        author_id=item.author_id,
        category_id=get_kind(item.kind).category_of(item.object_id),
        snapshot=item.text,
        snapshot_version=item.version,
        state=state,
        by_vendor_only=False,
        opened_at=moment,
        due_at=scoring.due(moment, 0),
    )
    db.session.add(case)
    db.session.flush()  # its action needs the id
    return case

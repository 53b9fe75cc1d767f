"""Whether a vendor asked that something is taken down: by a flag, or by a dispute."""

import sqlalchemy as sa

from community.core.db import db
from community.core.takedowns import is_disputed
from moderation.models import Case, Flag


def by_vendor(kind: str, object_id: int) -> bool:
    """Whether a vendor's people ever asked for it, whoever else did; two queries at most.

    In whatever case: who refuses them and opens another one can't grant it alone.
    """
    cases = sa.select(Case.id).where(Case.kind == kind, Case.object_id == object_id)
    flagged = sa.exists().where(Flag.case_id.in_(cases), Flag.of_the_vendor.is_(True))
    return bool(db.session.scalar(sa.select(flagged))) or is_disputed(kind, object_id)

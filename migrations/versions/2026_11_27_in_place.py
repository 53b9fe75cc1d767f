"""The public log knows what moderators decide where it stands: closed, chosen.

Revision: acts_4
Follows: requests_1
"""

import sqlalchemy as sa
from alembic import op

revision = "acts_4"
down_revision = "requests_1"
branch_labels = None
depends_on = None

_KINDS = (
    *("held", "approved", "hidden", "proposed", "undone", "redacted", "removed"),
    *("restored", "locked", "unlocked", "moved", "merged", "split", "warned"),
    *("limited", "suspended", "lifted", "alerted"),
    *("upheld", "overturned", "hidden-on-appeal"),
)
_NEW = ("closed", "reopened", "chosen", "unchosen")


def upgrade() -> None:
    _let_kind_be((*_KINDS, *_NEW))


def downgrade() -> None:
    actions = sa.table("moderation_action", sa.column("kind"))
    op.execute(sa.delete(actions).where(actions.c.kind.in_(_NEW)))
    _let_kind_be(_KINDS)


def _let_kind_be(kinds: tuple[str, ...]) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    name = op.f("ck_moderation_action_action_kind")
    with op.batch_alter_table("moderation_action") as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, f"kind IN ({words})")

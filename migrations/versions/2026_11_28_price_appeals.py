"""Rejected prices and notes: the ground, by whom, and one appeal of the author.

Revision: price_appeals_1
Follows: hidden_profiles_1
"""

import sqlalchemy as sa
from alembic import op

revision = "price_appeals_1"
down_revision = "hidden_profiles_1"
branch_labels = None
depends_on = None

_TABLES = ("line_hold", "deal_note")
_GROUNDS = (
    "'other-measure', 'other-product', 'not-paid', 'twice', 'confidential', "
    "'tells-who', 'advertising', 'unlawful'"
)
_STATES = "'open', 'granted', 'refused'"
_TEXTS = (
    ("rejected_month", sa.String(7)),
    ("rejected_by", sa.String(64)),
    ("appeal", sa.Text()),
    ("appeal_reason", sa.Text()),
)


def upgrade() -> None:
    op.create_index(op.f("ix_audit_row_action_at"), "audit_row", ["action", "at"])
    for table in _TABLES:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("ground", sa.String(32), nullable=True))
            for name, kind in _TEXTS:
                batch.add_column(
                    sa.Column(name, kind, nullable=False, server_default="")
                )
            batch.add_column(sa.Column("appeal_state", sa.String(32), nullable=True))
            batch.create_check_constraint(
                op.f(f"ck_{table}_ground"), f"ground IN ({_GROUNDS})"
            )
            batch.create_check_constraint(
                op.f(f"ck_{table}_appeal_state"), f"appeal_state IN ({_STATES})"
            )
        with op.batch_alter_table(table) as batch:
            batch.create_index(op.f(f"ix_{table}_appeal_state"), ["appeal_state"])
            for name, kind in _TEXTS:
                batch.alter_column(name, existing_type=kind, server_default=None)


def downgrade() -> None:
    for table in _TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_index(op.f(f"ix_{table}_appeal_state"))
            batch.drop_constraint(op.f(f"ck_{table}_ground"), type_="check")
            batch.drop_constraint(op.f(f"ck_{table}_appeal_state"), type_="check")
            for name in ("ground", "appeal_state", *(name for name, _ in _TEXTS)):
                batch.drop_column(name)
    op.drop_index(op.f("ix_audit_row_action_at"), table_name="audit_row")

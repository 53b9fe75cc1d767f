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


def upgrade() -> None:
    op.create_index(op.f("ix_audit_row_action"), "audit_row", ["action"])
    for table in _TABLES:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("ground", sa.String(32), nullable=True))
            for name, kind in (
                ("rejected_month", sa.String(7)),
                ("appeal", sa.Text()),
                ("appeal_reason", sa.Text()),
            ):
                batch.add_column(
                    sa.Column(name, kind, nullable=False, server_default="")
                )
            batch.add_column(sa.Column("rejected_by_id", sa.Integer(), nullable=True))
            batch.add_column(sa.Column("appeal_state", sa.String(32), nullable=True))
            batch.create_check_constraint(
                op.f(f"ck_{table}_ground"), f"ground IN ({_GROUNDS})"
            )
            batch.create_check_constraint(
                op.f(f"ck_{table}_appeal_state"), f"appeal_state IN ({_STATES})"
            )
            batch.create_foreign_key(
                op.f(f"fk_{table}_rejected_by_id_user"),
                "user",
                ["rejected_by_id"],
                ["id"],
                ondelete="SET NULL",
            )
            batch.create_index(op.f(f"ix_{table}_rejected_by_id"), ["rejected_by_id"])
        with op.batch_alter_table(table) as batch:
            for name, kind in (
                ("rejected_month", sa.String(7)),
                ("appeal", sa.Text()),
                ("appeal_reason", sa.Text()),
            ):
                batch.alter_column(name, existing_type=kind, server_default=None)


def downgrade() -> None:
    for table in _TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_index(op.f(f"ix_{table}_rejected_by_id"))
            batch.drop_constraint(
                op.f(f"fk_{table}_rejected_by_id_user"), type_="foreignkey"
            )
            batch.drop_constraint(op.f(f"ck_{table}_ground"), type_="check")
            batch.drop_constraint(op.f(f"ck_{table}_appeal_state"), type_="check")
            for name in (
                "ground",
                "rejected_month",
                "rejected_by_id",
                "appeal",
                "appeal_state",
                "appeal_reason",
            ):
                batch.drop_column(name)
    op.drop_index(op.f("ix_audit_row_action"), table_name="audit_row")

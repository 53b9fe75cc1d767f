"""Hours in which a reader wants no mail, and the digest that waits for their end.

Revision: quiet_1
Follows: acts_4
"""

import sqlalchemy as sa
from alembic import op

revision = "quiet_1"
down_revision = "acts_4"
branch_labels = None
depends_on = None

_FREQUENCIES = ("at-once", "daily", "weekly", "never")


def upgrade() -> None:
    waits = sa.Enum(
        *_FREQUENCIES,
        name="digest_waits",
        native_enum=False,
        create_constraint=True,
        length=32,
    )
    with op.batch_alter_table("reader") as batch_op:
        batch_op.add_column(sa.Column("quiet_from", sa.SmallInteger()))
        batch_op.add_column(sa.Column("quiet_until", sa.SmallInteger()))
        batch_op.add_column(sa.Column("digest_waits", waits))
        batch_op.create_check_constraint(
            op.f("ck_reader_quiet_both"),
            "(quiet_from IS NULL) = (quiet_until IS NULL)",
        )
        batch_op.create_index(op.f("ix_reader_digest_waits"), ["digest_waits"])


def downgrade() -> None:
    with op.batch_alter_table("reader") as batch_op:
        batch_op.drop_index(op.f("ix_reader_digest_waits"))
        batch_op.drop_constraint(op.f("ck_reader_quiet_both"), type_="check")
        batch_op.drop_constraint(op.f("ck_reader_digest_waits"), type_="check")
        batch_op.drop_column("digest_waits")
        batch_op.drop_column("quiet_until")
        batch_op.drop_column("quiet_from")

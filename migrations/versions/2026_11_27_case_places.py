"""Cases are found by what they are about: its author is led from there to the reasons.

Revision: log_2
Follows: card_numbers_1
"""

from alembic import op

revision = "log_2"
down_revision = "card_numbers_1"
branch_labels = None
depends_on = None

_NAME = "ix_moderation_case_kind_object_id"


def upgrade() -> None:
    op.create_index(op.f(_NAME), "moderation_case", ["kind", "object_id"])


def downgrade() -> None:
    op.drop_index(op.f(_NAME), "moderation_case")

"""Cases know their category: who moderates some sees the cases of these.

A job writes down which, of cases that are open, as soon as a worker runs.

Revision: case_categories_1
Follows: rooms_5
"""

import sqlalchemy as sa
from alembic import op

revision = "case_categories_1"
down_revision = "rooms_5"
branch_labels = None
depends_on = None

_CASE = "moderation_case"
_KEY = "fk_moderation_case_category_id_category"
_INDEXES = (("category_id",), ("state", "category_id", "rank", "opened_at", "id"))


def upgrade() -> None:
    with op.batch_alter_table(_CASE) as batch:
        batch.add_column(sa.Column("category_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f(_KEY), "category", ["category_id"], ["id"])
    for columns in _INDEXES:
        op.create_index(_name(columns), _CASE, list(columns))


def downgrade() -> None:
    for columns in _INDEXES:
        op.drop_index(_name(columns), table_name=_CASE)
    with op.batch_alter_table(_CASE) as batch:
        batch.drop_constraint(op.f(_KEY), type_="foreignkey")
        batch.drop_column("category_id")


def _name(columns: tuple[str, ...]) -> str:
    return str(op.f(f"ix_moderation_case_{'_'.join(columns)}"))

"""Cells of what buyers answered: alternatives, satisfaction, payment, terms in numbers.

Revision: prices_3
Follows: threads_5
"""

import sqlalchemy as sa
from alembic import op

revision = "prices_3"
down_revision = "threads_5"
branch_labels = None
depends_on = None

_KINDS = ("total", "part", "levers", "clauses")
_EXTRAS = ("fees", "uplift", "concession")
_WORDS = ("payment", "alternatives", "satisfaction")
_TERMS = ("cap", "notice", "hold")


def upgrade() -> None:
    _let_kind_be((*_KINDS, *_WORDS, *_EXTRAS, *_TERMS))


def downgrade() -> None:
    new = sa.column("kind").in_((*_WORDS, *_TERMS))
    cells = sa.table("price_cell", sa.column("id"), sa.column("kind"))
    basis = sa.table("price_cell_basis", sa.column("cell_id"))
    gone = sa.select(cells.c.id).where(new)
    op.execute(sa.delete(basis).where(basis.c.cell_id.in_(gone)))
    op.execute(sa.delete(cells).where(new))
    _let_kind_be((*_KINDS, *_EXTRAS))


def _let_kind_be(kinds: tuple[str, ...]) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("price_cell", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_price_cell_cell_kind"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_price_cell_cell_kind"), f"kind IN ({words})"
        )

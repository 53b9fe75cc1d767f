"""Lines of the log of what happened can be laid beside nothing: their ids are random.

How long after a room, or a question, something private came is a line of its own, of a
week; it stood beside the question. On the way back such lines go, and numbers count.

Revision: host_7
Follows: held_weeks_1
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "host_7"
down_revision = "held_weeks_1"
branch_labels = None
depends_on = None

_WAITS = {
    "question-asked": "room-to-question",
    "request-sent": "question-to-request",
}
_NAMES = ("id", "day", "fact", "times", "detail", "hours", "product_id")
_BITS = (1 << 62) - 1
_LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _table(name: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(one) for one in _NAMES))


_FACT, _ASIDE = _table("measured_fact"), _table("counted")
_SAMPLE = sa.table(
    "sample_range",
    *(sa.column(one) for one in ("table_name", "first_id", "last_id")),
)


def upgrade() -> None:
    id_ = _number() * _sign()
    _set_aside()
    with op.batch_alter_table("measured_fact") as batch_op:
        batch_op.alter_column(
            "id", existing_type=sa.Integer(), type_=_LONG, existing_nullable=False
        )
    if _is_postgres():
        op.execute("ALTER TABLE measured_fact ALTER COLUMN id DROP DEFAULT")
        op.execute("DROP SEQUENCE IF EXISTS measured_fact_id_seq")
    was = _ASIDE.c
    parted = sa.case((was.fact.not_in(_WAITS), was.hours))
    _put(id_, was.day, was.fact, was.times, was.detail, parted, was.product_id)
    for fact, wait in _WAITS.items():
        which = sa.and_(was.fact == fact, was.hours.is_not(None))
        columns = (id_, _monday(), sa.literal(wait), was.times, sa.literal(""))
        _put(*columns, was.hours, sa.null(), where=which)
    op.execute("DROP TABLE counted")
    op.execute(sa.delete(_SAMPLE).where(_SAMPLE.c.table_name == "measured_fact"))


def downgrade() -> None:
    op.execute(sa.delete(_FACT).where(_FACT.c.fact.in_(_WAITS.values())))
    _set_aside()
    with op.batch_alter_table("measured_fact") as batch_op:
        batch_op.alter_column(
            "id", existing_type=_LONG, type_=sa.Integer(), existing_nullable=False
        )
    if _is_postgres():
        op.execute("CREATE SEQUENCE measured_fact_id_seq OWNED BY measured_fact.id")
        op.execute(
            "ALTER TABLE measured_fact ALTER COLUMN id"
            " SET DEFAULT nextval('measured_fact_id_seq')"
        )
    count = sa.func.row_number().over(order_by=_ASIDE.c.id)
    _put(count, *(_ASIDE.c[name] for name in _NAMES[1:]))
    made_up = (
        sa.select(sa.literal("measured_fact"), sa.literal(1), sa.func.count())
        .select_from(_ASIDE)
        .where(_ASIDE.c.id < 0)
        .having(sa.func.count() > 0)
    )
    op.execute(
        sa.insert(_SAMPLE).from_select(("table_name", "first_id", "last_id"), made_up)
    )
    op.execute("DROP TABLE counted")
    if _is_postgres():
        op.execute(
            "SELECT setval('measured_fact_id_seq',"
            " (SELECT coalesce(max(id), 0) + 1 FROM measured_fact), false)"
        )


def _set_aside() -> None:
    op.execute("CREATE TEMPORARY TABLE counted AS SELECT * FROM measured_fact")
    op.execute(sa.delete(_FACT))


def _put(*columns: Any, where: sa.ColumnElement[bool] | None = None) -> None:
    """Put lines back in an order that tells nothing."""
    lines = sa.select(*columns).select_from(_ASIDE).order_by(sa.func.random())
    if where is not None:
        lines = lines.where(where)
    op.execute(sa.insert(_FACT).from_select(_NAMES, lines))


def _number() -> sa.ColumnElement[int]:
    random: Any = sa.func.random()
    if _is_postgres():
        return sa.cast(sa.func.floor(random * (_BITS - 1)), sa.BigInteger) + 1
    return random.bitwise_and(_BITS - 1) + 1


def _sign() -> sa.ColumnElement[int]:
    """Return below 0 what the sample community made up."""
    found = op.get_bind().execute(
        sa.select(_SAMPLE.c.first_id, _SAMPLE.c.last_id).where(
            _SAMPLE.c.table_name == "measured_fact"
        )
    )
    first, last = found.one_or_none() or (0, -1)
    return sa.case((_ASIDE.c.id.between(first, last), -1), else_=1)


def _monday() -> sa.ColumnElement[Any]:
    if _is_postgres():
        return sa.cast(sa.func.date_trunc("week", _ASIDE.c.day), sa.Date)
    # A week of SQLite's begins on Sundays; a day before none is a Monday ago.
    return sa.func.date(_ASIDE.c.day, "-6 days", "weekday 1")


def _is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"

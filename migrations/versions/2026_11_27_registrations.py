"""Registrations for events have an id for the host's own systems; webhooks tell of events.

Revision: registrations_1
Follows: disputes_2
"""

import sqlalchemy as sa
from alembic import op

from community.core.db import new_public_id

revision = "registrations_1"
down_revision = "disputes_2"
branch_labels = None
depends_on = None

_KINDS = (
    "question.asked",
    "answer.posted",
    "review.published",
    "statement.published",
    "prices.released",
    "lead.consented",
    "lead.withdrawn",
    "webhook.test",
)
_MORE = (
    "event.announced",
    "event.cancelled",
    "event.registration.created",
    "event.registration.withdrawn",
)
_REGISTRATION = sa.table(
    "demo_registration", sa.column("id", sa.Integer), sa.column("public_id", sa.String)
)
_UNIQUE = "uq_demo_registration_public_id"


def upgrade() -> None:
    with op.batch_alter_table("demo_registration") as batch_op:
        batch_op.add_column(sa.Column("public_id", sa.String(24), nullable=True))
    connection = op.get_bind()
    for number in connection.scalars(sa.select(_REGISTRATION.c.id)).all():
        connection.execute(
            sa.update(_REGISTRATION)
            .where(_REGISTRATION.c.id == number)
            .values(public_id=new_public_id())
        )
    with op.batch_alter_table("demo_registration") as batch_op:
        batch_op.alter_column("public_id", existing_type=sa.String(24), nullable=False)
        batch_op.create_unique_constraint(op.f(_UNIQUE), ["public_id"])
    _allow((*_KINDS, *_MORE))


def downgrade() -> None:
    listed = ", ".join(f"'{kind}'" for kind in _MORE)
    told = f"SELECT id FROM webhook_event WHERE kind IN ({listed})"  # noqa: S608
    sent = f"SELECT id FROM webhook_delivery WHERE event_id IN ({told})"  # noqa: S608
    for table, column, rows in (
        ("webhook_attempt", "delivery_id", sent),
        ("webhook_delivery", "event_id", told),
        ("webhook_event", "id", told),
    ):
        op.execute(f"DELETE FROM {table} WHERE {column} IN ({rows})")  # noqa: S608
    _allow(_KINDS)
    with op.batch_alter_table("demo_registration") as batch_op:
        batch_op.drop_constraint(op.f(_UNIQUE), type_="unique")
        batch_op.drop_column("public_id")


def _allow(kinds: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    rule = op.f("ck_webhook_event_event_type")
    with op.batch_alter_table("webhook_event") as batch_op:
        batch_op.drop_constraint(rule, type_="check")
        batch_op.create_check_constraint(rule, f"kind IN ({listed})")

"""Organisations, and who speaks for one; mails that an employer may see arrive.

Revision: organisations_1
Follows: deals_2
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from community.accounts.addresses import mailbox_key
from community.accounts.domains import (
    DomainClass,
    domain_class,
    domain_of,
    registrable_domain,
)
from community.accounts.lookalikes import skeleton
from community.core.db import new_public_id
from community.deals.owners import org_key, owner_key

revision = "organisations_1"
down_revision = "deals_2"
branch_labels = None
depends_on = None

_PURPOSES = ("prove", "change", "reset")

_user = sa.table(
    "user",
    sa.column("id", sa.Integer),
    sa.column("email", sa.String),
    sa.column("email_proven_at", sa.DateTime(timezone=True)),
    sa.column("organisation_id", sa.Integer),
    sa.column("work_verified_month", sa.String),
    sa.column("work_mailbox_key", sa.String),
)
_organisation = sa.table(
    "organisation",
    sa.column("id", sa.Integer),
    sa.column("public_id", sa.String),
    sa.column("created_month", sa.String),
)
_organisation_domain = sa.table(
    "organisation_domain",
    sa.column("domain", sa.String),
    sa.column("skeleton", sa.String),
    sa.column("organisation_id", sa.Integer),
)
_deal = sa.table(
    "deal", sa.column("owner_key", sa.String), sa.column("org_key", sa.String)
)
_email_token = sa.table("email_token", sa.column("purpose", sa.String))


def upgrade() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("created_month", sa.String(length=7), nullable=False),
        sa.Column("grouped_into_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "grouped_into_id <> id", name=op.f("ck_organisation_not_into_itself")
        ),
        sa.ForeignKeyConstraint(
            ["grouped_into_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_grouped_into_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisation_public_id")),
    )
    op.create_index(
        op.f("ix_organisation_grouped_into_id"), "organisation", ["grouped_into_id"]
    )
    op.create_table(
        "organisation_domain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(length=253), nullable=False),
        sa.Column("skeleton", sa.String(length=253), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_domain_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_domain")),
        sa.UniqueConstraint("domain", name=op.f("uq_organisation_domain_domain")),
    )
    op.create_index(
        op.f("ix_organisation_domain_organisation_id"),
        "organisation_domain",
        ["organisation_id"],
    )
    op.create_index(
        op.f("ix_organisation_domain_skeleton"), "organisation_domain", ["skeleton"]
    )
    _add_columns()
    _set_purposes((*_PURPOSES, "work"))
    _let_proven_addresses_join(op.get_bind())


def _add_columns() -> None:
    with op.batch_alter_table("user") as user:
        user.add_column(sa.Column("organisation_id", sa.Integer()))
        user.add_column(sa.Column("work_verified_month", sa.String(length=7)))
        user.add_column(sa.Column("work_mailbox_key", sa.String(length=64)))
        user.create_foreign_key(
            op.f("fk_user_organisation_id_organisation"),
            "organisation",
            ["organisation_id"],
            ["id"],
        )
        user.create_index(op.f("ix_user_organisation_id"), ["organisation_id"])
        user.create_index(
            op.f("ix_user_work_mailbox_key"), ["work_mailbox_key"], unique=True
        )
    op.add_column(
        "mail",
        sa.Column("discreet", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def _set_purposes(purposes: tuple[str, ...]) -> None:
    """Let email_token hold links of these purposes only."""
    name = op.f("ck_email_token_token_purpose")
    listed = ", ".join(f"'{purpose}'" for purpose in purposes)
    with op.batch_alter_table("email_token") as email_token:
        email_token.drop_constraint(name, type_="check")
        email_token.create_check_constraint(name, sa.text(f"purpose IN ({listed})"))


def _let_proven_addresses_join(connection: sa.Connection) -> None:
    """Do what the rules do when an address is proven, for those that are already.

    Their deals count for the organisation from now on.
    """
    proven = sa.select(_user.c.id, _user.c.email).where(
        _user.c.email.is_not(None), _user.c.email_proven_at.is_not(None)
    )
    month = f"{datetime.now(UTC):%Y-%m}"  # noqa: TID251 - a migration stands alone
    ids: dict[str, int] = {}
    taken: set[str] = set()
    for user_id, email in connection.execute(proven.order_by(_user.c.id)).all():
        host = domain_of(email)
        domain, key = registrable_domain(host), mailbox_key(email)
        if (
            domain is None
            or domain_class(host) is not DomainClass.CORPORATE
            or key in taken
        ):
            continue
        taken.add(key)
        if domain not in ids:
            ids[domain] = _add_organisation(connection, domain, month)
        connection.execute(
            _user.update()
            .where(_user.c.id == user_id)
            .values(
                organisation_id=ids[domain],
                work_verified_month=month,
                work_mailbox_key=key,
            )
        )
        connection.execute(
            _deal.update()
            .where(_deal.c.owner_key == owner_key(user_id))
            .values(org_key=org_key(ids[domain]))
        )


def _add_organisation(connection: sa.Connection, domain: str, month: str) -> int:
    made = connection.execute(
        _organisation.insert()
        .values(public_id=new_public_id(), created_month=month)
        .returning(_organisation.c.id)
    ).scalar_one()
    connection.execute(
        _organisation_domain.insert().values(
            domain=domain, skeleton=skeleton(domain), organisation_id=made
        )
    )
    return int(made)


def downgrade() -> None:
    op.execute(_deal.update().values(org_key=None))
    op.execute(_email_token.delete().where(_email_token.c.purpose == "work"))
    _set_purposes(_PURPOSES)
    with op.batch_alter_table("user") as user:
        user.drop_index(op.f("ix_user_work_mailbox_key"))
        user.drop_index(op.f("ix_user_organisation_id"))
        user.drop_constraint(
            op.f("fk_user_organisation_id_organisation"), type_="foreignkey"
        )
        user.drop_column("work_mailbox_key")
        user.drop_column("work_verified_month")
        user.drop_column("organisation_id")
    op.drop_column("mail", "discreet")
    op.drop_table("organisation_domain")
    op.drop_table("organisation")

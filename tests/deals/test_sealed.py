"""A copy of the database without the key leads from no deal to a member (abuse case 30)."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
import sqlalchemy as sa

from community.accounts.models import User
from community.core.actors import Actor, Role
from community.core.db import Base, db, transaction
from community.core.sealing import seal
from community.deals.kinds import HoldReason
from community.deals.owners import open_author, org_key, owner_key, seal_author
from community.deals.rules.moderating import reveal_author
from community.deals.rules.reporting import submit_deal
from community.deals.rules.reviewing import hold_line

CANARY = 7_654_321
_PEOPLE = {"user", "login_session", "email_token", "registration"}
"""Tables that are about members, and of which no row is about a deal."""


@pytest.fixture
def author(app) -> Actor:
    with app.app_context(), transaction():
        user = User(
            id=CANARY,
            handle="canary_handle",
            handle_key="canary_handle",
            email="canary_mail@canary-domain.example",
            role=Role.MEMBER,
        )
        db.session.add(user)
    return Actor(CANARY, "canary_handle", Role.MEMBER, proven=True)


@pytest.fixture
def deal_id(app, cast, author, draft) -> str:
    with app.app_context(), transaction():
        deal = submit_deal(author, draft)
        hold_line(deal.lines[0], [HoldReason.SANITY_HIGH], Decimal(12))
        db.session.flush()
        reveal_author(cast.actor("mo"), deal, "It is far off.")
        return deal.public_id


def dump() -> Iterator[tuple[str, str]]:
    """Yield each value of each row outside the tables of people, as a dump has it."""
    with db.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name not in _PEOPLE:
                raw = [sa.column(column.name) for column in table.columns]
                rows = connection.execute(
                    sa.select(*raw).select_from(sa.table(table.name))
                )
                for row in rows:
                    for value in row:
                        yield table.name, str(value)


@pytest.mark.usefixtures("context", "deal_id")
def test_no_row_about_a_deal_holds_its_author():
    words = {str(CANARY), "canary_handle", "canary_mail", "canary-domain"}
    found = [
        (table, value)
        for table, value in dump()
        if any(word in value for word in words)
    ]

    assert found == []


@pytest.mark.usefixtures("context")
def test_no_table_of_deals_has_a_key_to_members():
    pointing = [
        f"{table.name}.{key.parent.name}"
        for table in Base.metadata.sorted_tables
        if table.name.startswith(("deal", "line_hold", "audit"))
        for key in table.foreign_keys
        if key.column.table.name in {"user", "organisation"}
    ]

    assert pointing == []


@pytest.mark.usefixtures("context")
def test_the_key_leads_back_and_nothing_else_does():
    first, second = seal_author(CANARY), seal_author(CANARY)

    assert first != second
    assert open_author(first) == open_author(second) == CANARY
    assert len(seal_author(1)) == len(first)
    assert len({owner_key(1), owner_key(2), org_key(1), org_key(2)}) == 4
    assert seal("deal.author", "1") not in first

"""Tables as the models make them; test_migrations.py proves that migrations make the same."""

import pytest
import sqlalchemy as sa

from community.core.db import Base, db


@pytest.mark.usefixtures("context")
def test_every_foreign_key_has_an_index() -> None:
    inspector = sa.inspect(db.engine)
    bare = []
    for table in inspector.get_table_names():
        led = {tuple(i["column_names"][:1]) for i in inspector.get_indexes(table)}
        led |= {
            tuple(u["column_names"][:1])
            for u in inspector.get_unique_constraints(table)
        }
        led.add(tuple(inspector.get_pk_constraint(table)["constrained_columns"][:1]))
        bare += [
            f"{table}.{key['constrained_columns'][0]}"
            for key in inspector.get_foreign_keys(table)
            if tuple(key["constrained_columns"][:1]) not in led
        ]

    assert bare == []


def test_every_constraint_has_a_name() -> None:
    nameless = [
        f"{table.name}: {constraint}"
        for table in Base.metadata.sorted_tables
        for constraint in table.constraints
        if constraint.name is None
    ]

    assert nameless == []

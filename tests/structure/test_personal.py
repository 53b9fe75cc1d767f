"""Each table is either nobody's, or says whose its rows are, how it is exported, how it goes."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from community.accounts.mydata.collecting import shown_columns
from community.core.db import Base
from community.core.personal import PARTS, Fate, Held, Part, Person

_TELLS_WHO = re.compile(
    r"sealed|user|author|member|buyer|owner|reader|asker|person|recipient|address|e?mail|"
    r"handle|actor|reporter|appellant|moderator|editor|real_name|_by_id$"
)
_SECRETS = re.compile(r"hash|secret|token|password|_key$|^sealed|file_name$|feed_id")
_NOBODYS = {
    "price_record.buyer",  # a public body, in a public register
    "offer.sealed_key",  # of the host’s own guide
    "search_gap.askers",  # how many
    "webhook.sealed_secret",  # what the host’s own systems know us by
    "webhook.sealed_old_secret",
}
_NO_SECRETS = {
    "import_run.file_name",  # as the host called it
    "archive_run.file_name",
    "audit_head.hash",  # everybody reads it
    "audit_row.hash",  # anybody may check it
}


@pytest.fixture(scope="module")
def told(_app: Flask) -> dict[str, Held]:
    parts: tuple[Part, ...] = _app.extensions[PARTS]
    held = [one for part in parts for one in part.held]
    assert len({one.table.name for one in held}) == len(held)
    return {one.table.name: one for one in held}


def test_each_table_is_exported_and_erased_or_says_why_not(
    told: dict[str, Held],
) -> None:
    """A new table belongs into the `personal.py` of its room: see core/personal.py."""
    unsaid = sorted(set(Base.metadata.tables) - set(told))

    assert unsaid == []
    assert sorted(set(told) - set(Base.metadata.tables)) == []


def test_no_table_with_people_in_it_is_nobodys(told: dict[str, Held]) -> None:
    wrong = [
        f"{name}.{column.name}"
        for name, held in told.items()
        if held.fate is Fate.NOBODYS
        for column in held.table.columns
        if (_TELLS_WHO.search(column.name) or _leads_to_people(column))
        and f"{name}.{column.name}" not in _NOBODYS
    ]

    assert wrong == []


def _leads_to_people(column: sa.Column) -> bool:
    return any(key.column.table.name == "user" for key in column.foreign_keys)


def test_what_is_not_exported_says_why(told: dict[str, Held]) -> None:
    silent = [
        name
        for name, held in told.items()
        if held.fate is not Fate.NOBODYS and not held.title and not held.why
    ]

    assert silent == []


def test_what_stays_says_why(told: dict[str, Held]) -> None:
    silent = [
        name
        for name, held in told.items()
        if held.fate in {Fate.KEPT, Fate.NAMELESS} and not held.why
    ]

    assert silent == []


def test_what_is_exported_says_whose_it_is(told: dict[str, Held]) -> None:
    unowned = [
        name
        for name, held in told.items()
        if held.title and held.whose is None and held.rows is None
    ]

    assert unowned == []


def test_no_secret_is_exported(told: dict[str, Held]) -> None:
    leaking = [
        f"{name}.{column.name}"
        for name, held in told.items()
        if held.title and held.rows is None
        for column in shown_columns(held)
        if _SECRETS.search(column.name) and f"{name}.{column.name}" not in _NO_SECRETS
    ]

    assert leaking == []


def test_columns_that_stay_out_are_there(told: dict[str, Held]) -> None:
    gone = [
        f"{name}.{column}"
        for name, held in told.items()
        for column in held.without
        if column not in held.table.c
    ]

    assert gone == []


def test_each_condition_is_one_that_databases_understand(
    app: Flask, told: dict[str, Held]
) -> None:
    person = Person(1, "ada", "ada@example.org", {"post": frozenset({1})})
    with app.app_context():
        for held in told.values():
            if held.whose is not None:
                asked = sa.select(held.table).where(held.whose(person))
                assert str(asked.compile()), held.table.name

"""Reads what the site holds of one person, as every room has said: rows without secrets.

Numbers of ours become names: of a product its name, of a question its title. Who others
are is left out: a row that names somebody else says nothing there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

import sqlalchemy as sa

from community.core.chunks import chunks
from community.core.db import db
from community.core.personal import Held, Part, Person, Rows, parts

_NAMES = ("name", "title", "subject", "heading", "number", "domain", "public_id")
"""The first of these columns that a table has is what its rows are called."""
_PEOPLE = "user"
_SECRET = ("_hash", "_key", "_mark")
_OURS = frozenset({"id", "renderer_version", "norm_version"})


@dataclass(frozen=True)
class Listed:
    """One table of an export."""

    name: str
    title: str
    rows: Rows


@dataclass(frozen=True)
class LeftOut:
    """What is not in an export, and why."""

    what: str
    why: str


@dataclass(frozen=True)
class Section:
    """What one room holds."""

    name: str
    title: str
    lists: Sequence[Listed]
    left_out: Sequence[LeftOut]


def collect(person: Person) -> list[Section]:
    """Return everything of one person, by rooms."""
    reader = _Reader(person)
    ordered = sorted(parts(), key=lambda part: part.name)
    return [_section(reader, part) for part in ordered if _has_people(part)]


def _has_people(part: Part) -> bool:
    return any(held.title or held.why for held in part.held)


def _section(reader: "_Reader", part: Part) -> Section:
    return Section(
        part.name,
        part.title,
        [
            Listed(held.table.name, held.title, reader.rows(held))
            for held in part.held
            if held.title
        ],
        [
            LeftOut(held.table.name.replace("_", " "), held.why)
            for held in part.held
            if not held.title and held.why
        ],
    )


def shown_columns(held: Held) -> list[sa.Column[Any]]:
    """Return the columns that an export holds: no secrets, no numbers of ours."""
    return [
        one
        for one in held.table.columns
        if one.name not in held.without | _OURS
        and not one.name.endswith((*_SECRET, "html"))
        and not one.name.startswith("sealed_")
    ]


class _Reader:
    """Reads tables; remembers what it called rows that have no name of their own."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._numbers: dict[str, dict[int, int]] = {}

    def rows(self, held: Held) -> Rows:
        if held.rows is not None:
            return held.rows(self._person)
        if held.whose is None:
            raise ValueError(f"Nobody says whose the rows of {held.table.name} are.")
        table = held.table
        found = (
            db.session.execute(
                sa.select(table)
                .where(held.whose(self._person))
                .order_by(*table.primary_key.columns)
            )
            .mappings()
            .all()
        )
        columns = shown_columns(held)
        names = {
            one.name: self._names_of(one, (row[one.name] for row in found))
            for one in columns
            if one.foreign_keys
        }
        return [self._row(held, columns, names, row) for row in found]

    def _row(
        self,
        held: Held,
        columns: Iterable[sa.Column[Any]],
        names: Mapping[str, Mapping[int, Any]],
        row: Mapping[Any, Any],
    ) -> dict[str, Any]:
        told: dict[str, Any] = {}
        table = held.table
        if "id" in table.c and "public_id" not in table.c:
            told["nr"] = self._number(table.name, row["id"])
        for one in columns:
            if one.name in names:
                value = names[one.name].get(row[one.name])
                told[one.name.removesuffix("_id")] = value
            else:
                told[one.name] = plain(row[one.name])
        if held.tells is not None:
            told |= held.tells(self._person, row)
        return told

    def _names_of(
        self, column: sa.Column[Any], values: Iterable[Any]
    ) -> dict[int, Any]:
        """Return what the rows are called that a column's numbers lead to."""
        (key,) = column.foreign_keys
        table = key.column.table
        ids = sorted({one for one in values if one is not None})
        if table.name == _PEOPLE:
            return {one: "you" for one in ids if one == self._person.user_id}
        name = next((one for one in _NAMES if one in table.c), None)
        if name is None:
            return {one: f"nr {self._number(table.name, one)}" for one in ids}
        found: dict[int, Any] = {}
        for chunk in chunks(ids):
            rows = sa.select(key.column, table.c[name]).where(key.column.in_(chunk))
            found |= {row[0]: row[1] for row in db.session.execute(rows)}
        return found

    def _number(self, table: str, row_id: int) -> int:
        """Return a number of this export alone: ours would tell how many there are."""
        known = self._numbers.setdefault(table, {})
        return known.setdefault(row_id, len(known) + 1)


def plain(value: Any) -> Any:
    """Return a value as JSON has it: money and numbers exactly, instants in UTC."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):  # an instant is one as well
        return value.isoformat()
    return value

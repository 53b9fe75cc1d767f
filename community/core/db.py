"""The database: types, constraint names, and the only transactions there are."""

import json
import secrets
import string
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import IntEnum, StrEnum, unique
from typing import Annotated, Any, TypeVar

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry
from sqlalchemy.orm.util import identity_key

from community.core import clock

_ALPHABET = string.ascii_letters + string.digits
_PUBLIC_ID_LENGTH = 16


def new_public_id() -> str:
    """Return a random id (95 bits) that neither counts nor tells time."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_PUBLIC_ID_LENGTH))


def new_random_id() -> int:
    """Return a random number above 0 (62 bits) that neither counts nor tells time."""
    return secrets.randbits(62) + 1


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: sa.Dialect
    ) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs a time zone.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(
        self,
        value: datetime | None,
        dialect: sa.Dialect,  # noqa: ARG002 - the signature is SQLAlchemy's
    ) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value


class Json(sa.TypeDecorator[Any]):
    """A small document, stored as text so that both databases treat it alike."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(
        self,
        value: Any,
        dialect: sa.Dialect,  # noqa: ARG002
    ) -> str | None:
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(
        self,
        value: str | None,
        dialect: sa.Dialect,  # noqa: ARG002
    ) -> Any:
        return None if value is None else json.loads(value)


def StrEnumType(  # noqa: N802 - reads as a type in models
    kind: type[StrEnum], name: str | None = None, *, is_checked: bool = True
) -> sa.Enum:
    """Return a VARCHAR column type that stores the values of `kind`, with a CHECK.

    Give the CHECK a `name` where a table has several columns of one kind; leave it out
    where a long table would be rebuilt for each value that comes later.
    """
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=is_checked,
        validate_strings=True,
        length=32,
        name=name or _snake(kind.__name__),
        values_callable=lambda members: [member.value for member in members],
    )


def _snake(name: str) -> str:
    return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")


class Base(DeclarativeBase):
    """What every table is made of; constraints get names that both databases keep."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    registry = registry(metadata=metadata, type_annotation_map={datetime: UtcDateTime})


B = TypeVar("B", bound=Base)

IntPk = Annotated[int, mapped_column(sa.Integer, primary_key=True)]
RandomPk = Annotated[
    int,
    mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"),
        primary_key=True,
        autoincrement=False,
        default=new_random_id,
    ),
]
"""Of rows whose order must tell nothing: SQLite even keeps them in the order of this."""
PublicId = Annotated[
    str, mapped_column(sa.String(24), unique=True, default=new_public_id)
]
CreatedAt = Annotated[datetime, mapped_column(UtcDateTime, default=clock.now)]

db = SQLAlchemy(model_class=Base)


WRITTEN = "fairquote.written"
"""`session.info[WRITTEN]` names the tables that were written in this transaction."""


def note_written(info: dict[Any, Any], table: str) -> None:
    """Remember in a session's `info` that `table` is written: pages may show it."""
    info.setdefault(WRITTEN, set()).add(table)


def insert_ignore(model: type[Base], rows: Sequence[dict[str, Any]]) -> int:
    """Insert `rows`, skip those that break a unique constraint; return how many went in."""
    if not rows:
        return 0
    # A list, though it be of one: so it is compiled once for any number of rows.
    # Without the option SQLAlchemy keeps the count of updates and deletes only.
    result = write(
        ignoring_insert(model).execution_options(preserve_rowcount=True), list(rows)
    )
    return int(result.rowcount)


def ignoring_insert(model: type[Base]) -> Any:
    """Return an INSERT that skips rows which break a unique constraint."""
    dialect = db.session.get_bind().dialect.name
    insert = postgresql_insert if dialect == "postgresql" else sqlite_insert
    return insert(model).on_conflict_do_nothing()


def find_many(model: type[B], ids: Iterable[int]) -> dict[int, B]:
    """Return the rows of `ids` that there are, by id; asks for what is not loaded yet."""
    found: dict[int, B] = {}
    missing: list[int] = []
    for one in set(ids):
        loaded = db.session.identity_map.get(identity_key(model, one))
        if loaded is None:
            missing.append(one)
        else:
            found[one] = loaded
    if missing:
        key = sa.inspect(model).primary_key[0]
        rows = sa.select(key, model).where(key.in_(missing))
        found |= {row[0]: row[1] for row in db.session.execute(rows)}
    return found


def insert_or_update(
    model: type[B],
    rows: Sequence[dict[str, Any]],
    *,
    key: Sequence[str],
    change: Callable[[Any], dict[str, Any]],
    only_if: Callable[[Any], sa.ColumnElement[bool]],
) -> None:
    """Insert `rows`; where one with the same `key` is there, `change` it `only_if` it may.

    Both get what would have been inserted, as columns. The rows' keys must differ.
    """
    if not rows:
        return
    dialect = db.session.get_bind().dialect.name
    insert = postgresql_insert if dialect == "postgresql" else sqlite_insert
    statement = insert(model).values(list(rows))
    new = statement.excluded
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=list(key), set_=change(new), where=only_if(new)
        )
    )


def ask(statement: sa.Select[Any], **values: Any) -> Any:
    """Run a question that is put together once, of columns only, with these `values`.

    In the session's transaction, but past the ORM, which takes longer than the database.
    """
    return db.session.connection().execute(statement, values)


def changed(statement: sa.Update | sa.Delete) -> bool:
    """Run a statement on rows; return whether there was one that it fits."""
    return bool(write(statement).rowcount)


def write(
    statement: sa.Insert | sa.Update | sa.Delete,
    rows: Sequence[dict[str, Any]] | None = None,
) -> sa.CursorResult[Any]:
    """Run a statement, for each of `rows` if given, in the session's transaction.

    Past the ORM, which takes longer than the database: no loaded object hears of it.
    """
    if db.session.autoflush:
        db.session.flush()  # the statement may ask about it
    table: Any = statement.table
    note_written(db.session.info, table.name)
    return db.session.connection().execute(statement, rows)


@unique
class Turn(IntEnum):
    """What one transaction or process does at a time: numbers of locks in PostgreSQL."""

    MIGRATING = 465_002_026
    CHANGING_THE_SNAPSHOT = 465_002_027
    WRITING_THE_AUDIT = 465_002_028
    IMPORTING_QUESTIONS = 465_002_029


def take_turn(turn: Turn) -> None:
    """Let one transaction at a time pass here, until it ends; SQLite has one writer anyway."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(turn)))


intends_to_write: ContextVar[bool] = ContextVar("intends_to_write", default=True)
"""Whether a transaction that begins now will write: core.sqlite begins accordingly."""


@contextmanager
def transaction() -> Iterator[None]:
    """Commit what the block did, or roll it back; for commands, jobs and the core only."""
    token = intends_to_write.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        intends_to_write.reset(token)


def begin_clean() -> None:
    """Forget what was pending: a refused request changes nothing."""
    db.session.rollback()


def commit_request() -> None:
    """Make the request's changes last; called by core.web once the answer is known."""
    db.session.commit()

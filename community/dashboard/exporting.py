"""The whole site as a file for its host: what everybody can read, and nothing behind it.

What exported.py does not name does not leave: no deal, no room, no request, no mail, no address,
no key, and of what stands under an alias no author. A backup is the operator's business.
"""

import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from community.core import clock
from community.core.db import Base, db, new_public_id
from community.core.settings import get_settings
from community.dashboard.exported import COARSER, STANDS_IN, TABLES, shown
from community.dashboard.metrics.log import sums_by_week

JOB = "host.export"
FORGET_JOB = "host.forget-exports"
KEPT_FOR = timedelta(days=7)
_ROWS = 1_000
_PUBLIC = "public"


def folder() -> Path:
    return get_settings().data_dir / "site-exports"


def path_of(name: str) -> Path:
    return folder() / f"site-{name}.zip"


def new_name() -> str:
    return f"{clock.now():%Y-%m-%d}-{new_public_id()}"


def write_export(name: str) -> None:
    """Write the file under a name that nobody guesses; twice is once."""
    target = path_of(name)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".part")
    with (
        db.engine.connect().execution_options(
            fairquote_reads=True, yield_per=_ROWS
        ) as connection,
        zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for table in TABLES:
            with archive.open(f"{table}.jsonl", "w", force_zip64=True) as file:
                for line in _lines(connection, table):
                    file.write(line)
        with archive.open("counted_by_week.jsonl", "w") as file:
            for row in sums_by_week(connection):
                file.write(_line(row))
    draft.chmod(0o600)
    draft.replace(target)


def _lines(connection: sa.Connection, name: str) -> Iterator[bytes]:
    table = Base.metadata.tables[name]
    columns = [_column(table, one) for one in TABLES[name]]
    statement = sa.select(*columns).where(*_may_leave(table)).order_by(*_order(table))
    for row in connection.execute(statement).mappings():
        yield _line({key: _coarse(name, key, value) for key, value in row.items()})


def _order(table: sa.Table) -> Iterator[sa.ColumnElement[Any]]:
    """Return by what rows stand: an id that does not leave would tell their order."""
    told = TABLES[table.name]
    for column in table.primary_key.columns:
        yield column if column.name in told else table.c.public_id


def _coarse(table: str, column: str, value: Any) -> Any:
    tell = COARSER.get((table, column))
    return value if tell is None else tell(value)


def _column(table: sa.Table, name: str) -> sa.ColumnElement[Any]:
    column = table.c[name]
    if name != "attribution_url":
        return column
    # It stands on the public page of an author, which moderators may have hidden.
    return sa.case((table.c.profile_hidden_at.is_(None), column)).label(name)


def _line(row: dict[str, Any]) -> bytes:
    told = json.dumps(row, ensure_ascii=False, default=_plain)
    return told.encode("utf-8", "replace") + b"\n"


def _may_leave(table: sa.Table) -> Iterator[sa.ColumnElement[bool]]:
    """Return what rows have to fulfil: they are public, and so is what they stand in."""
    if "state" in table.c and table.name != "user":
        yield table.c.state == _PUBLIC
    if table.name == "user":
        # Whose page is hidden is a name beside what they wrote, and no more.
        yield sa.or_(table.c.profile_hidden_at.is_(None), *_wrote(table.c.id))
    if table.name == "price_cell":
        yield table.c.is_current
    yield from shown(table)
    if table.name in STANDS_IN:
        column, name = STANDS_IN[table.name]
        around = Base.metadata.tables[name]
        public = sa.select(around.c.id).where(*_may_leave(around))
        yield sa.or_(table.c[column].is_(None), table.c[column].in_(public))


def _wrote(user_id: sa.Column[int]) -> Iterator[sa.ColumnElement[bool]]:
    for name, columns in TABLES.items():
        if "author_id" in columns:
            table = Base.metadata.tables[name]
            yield sa.exists().where(table.c.author_id == user_id, *_may_leave(table))


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def list_files() -> list[str]:
    """Return the names of the files that are there, the newest first."""
    found = folder().glob("site-*.zip")
    return sorted((one.stem.removeprefix("site-") for one in found), reverse=True)


def forget_old() -> None:
    """Delete files that are a week old."""
    oldest = (clock.now() - KEPT_FOR).timestamp()
    for one in folder().glob("site-*"):
        if one.stat().st_mtime < oldest:
            one.unlink(missing_ok=True)

"""Takes a handle and an address out of all that others wrote, and out of its HTML.

Every text of every table is looked through, so that no room can forget one. Only the
audit stays as it is: its rows prove each other.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from community.core import events
from community.core.chunks import chunks
from community.core.db import Base, Json, changed, db
from community.core.events import ManyContentChanged
from community.core.personal import ANYBODY, Held, Leaver, parts

NO_ADDRESS = "[address removed]"
_NOT_LOOKED_AT = frozenset({"audit_head", "audit_row"})
_OURS = frozenset({"mail"})
"""Where our own words name people without an @."""
_SYMBOLS = ("_key", "_hash", "_mark", "public_id")


def sweep(leaver: Leaver) -> None:
    """Take the name of who goes out of every text; tell search what has changed."""
    held = {one.table.name: one for part in parts() for one in part.held}
    for table in Base.metadata.sorted_tables:
        if table.name not in _NOT_LOOKED_AT:
            ids = _sweep_table(table, leaver)
            if ids and table.name in held:
                _have_indexed(held[table.name], ids)
    db.session.expire_all()


def is_telling(handle: str) -> bool:
    """Whether a handle stands for somebody without an @ too: no word has digits or dashes."""
    return not handle.isalpha()


def cleaner(leaver: Leaver, *, ours: bool = False) -> Callable[[str], str]:
    """Return what takes the name out of one text."""
    name = re.escape(leaver.handle)
    end = r"(?![A-Za-z0-9]|[_-][A-Za-z0-9])"
    steps: list[tuple[str, str]] = []
    if leaver.email is not None:
        steps.append((re.escape(leaver.email), NO_ADDRESS))
    steps += [
        (rf'<a href="/u/{name}/?"[^>]*>@{name}</a>', ANYBODY),
        (rf"(?<![\w@./+-])@{name}{end}", ANYBODY),
        (rf"/u/{name}{end}", "/u/-"),
    ]
    if ours or is_telling(leaver.handle):
        steps.append((rf"(?<![\w@./-]){name}{end}", ANYBODY))
    rules = [(re.compile(one, re.IGNORECASE), instead) for one, instead in steps]

    def clean(text: str) -> str:
        for rule, instead in rules:
            text = rule.sub(instead, text)
        return text

    return clean


def _sweep_table(table: sa.Table, leaver: Leaver) -> list[Any]:
    """Clean the rows of a table; return the first key of those that changed."""
    ours = table.name in _OURS
    told = _needles(leaver, ours=ours)
    shortest = min(len(one) for one in told)
    columns = [one for one in table.columns if _is_text(one, shortest)]
    if not columns:
        return []
    clean = cleaner(leaver, ours=ours)
    keys = list(table.primary_key.columns)
    texts = [sa.type_coerce(one, sa.Text()).label(one.name) for one in columns]
    rows = db.session.execute(
        sa.select(*keys, *texts).where(_may_name(columns, told))
    ).all()
    found = []
    for row in rows:
        said = row[len(keys) :]
        new = {
            one: sa.literal(_fitting(one, clean(text)), sa.Text())
            for one, text in zip(columns, said, strict=True)
            if text is not None and clean(text) != text
        }
        if new:
            this = [key == value for key, value in zip(keys, row, strict=False)]
            changed(sa.update(table).where(*this).values(new))
            found.append(row[0])
    return found


def _is_text(column: sa.Column[Any], shortest: int) -> bool:
    """Whether words may stand in a column, and so many characters at least."""
    if column.primary_key or column.name.endswith(_SYMBOLS):
        return False
    is_words = isinstance(column.type, sa.String | Json)
    has_room = (getattr(column.type, "length", None) or shortest) >= shortest
    return is_words and has_room and not isinstance(column.type, sa.Enum)


def _needles(leaver: Leaver, *, ours: bool) -> list[str]:
    """Return what stands in every text that names somebody."""
    told = [f"@{leaver.handle}", f"/u/{leaver.handle}"]
    if ours or is_telling(leaver.handle):
        told = [leaver.handle]
    if leaver.email is not None:
        told.append(leaver.email)
    return told


def _may_name(
    columns: Sequence[sa.Column[Any]], told: Sequence[str]
) -> sa.ColumnElement[bool]:
    """Match the rows that are worth a look."""
    return sa.or_(
        *(
            sa.type_coerce(column, sa.Text()).icontains(one, autoescape=True)
            for column in columns
            for one in told
        )
    )


def _fitting(column: sa.Column[Any], text: str) -> str:
    """Return a text no longer than its column: what stands for a name may be longer."""
    length = getattr(column.type, "length", None)
    return text if length is None else text[:length]


def _have_indexed(held: Held, ids: Sequence[Any]) -> None:
    if held.indexed is None:
        return
    for chunk in chunks(list(ids)):
        for kind, object_ids in held.indexed(chunk).items():
            events.publish(ManyContentChanged(kind, tuple(object_ids)))

"""A kind of thing to search for that no slice owns: notes, in a table of their own."""

from collections.abc import Sequence

import sqlalchemy as sa

from community.core.actors import Actor
from community.core.db import db
from community.core.events import ContentChanged, publish
from community.core.ports import SearchDocument, SearchResult

# Its own metadata: the application's must equal the migrations.
_METADATA = sa.MetaData()
NOTE = sa.Table(
    "test_note",
    _METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String(16)),
    sa.Column("title", sa.String(300)),
    sa.Column("body", sa.Text),
    sa.Column("version", sa.Integer, default=1),
    sa.Column("state", sa.String(16), default="public"),
)


def create_table() -> None:
    _METADATA.drop_all(db.engine)
    _METADATA.create_all(db.engine)


def drop_table() -> None:
    _METADATA.drop_all(db.engine)


class NoteSource:
    """Notes of one kind; moderators see hidden ones, nobody sees deleted ones."""

    def __init__(self, kind: str = "note", label: str = "Notes") -> None:
        self.kind = kind
        self.label = label
        self.unreadable: set[int] = set()

    def documents(self, ids: Sequence[int]) -> list[SearchDocument]:
        if self.unreadable.intersection(ids):
            raise KeyError("a bug of another slice")
        rows = self._rows(ids, ("public",))
        return [
            SearchDocument(self.kind, r.id, r.version, r.title, r.body) for r in rows
        ]

    def ids_after(self, object_id: int, limit: int) -> list[int]:
        statement = (
            sa.select(NOTE.c.id)
            .where(NOTE.c.id > object_id, NOTE.c.state == "public")
            .where(NOTE.c.kind == self.kind)
            .order_by(NOTE.c.id)
            .limit(limit)
        )
        return list(db.session.scalars(statement))

    def results(self, actor: Actor, ids: Sequence[int]) -> list[SearchResult]:
        states = ("public", "hidden") if actor.is_moderator else ("public",)
        return [
            SearchResult(
                self.kind, r.id, r.title, f"/notes/{r.id}", r.body, [f"note {r.id}"]
            )
            for r in self._rows(ids, states)
        ]

    def fallback_ids(self, words: Sequence[str], limit: int) -> list[int]:
        statement = sa.select(NOTE.c.id).where(
            NOTE.c.kind == self.kind, NOTE.c.state == "public"
        )
        for word in words:
            statement = statement.where(NOTE.c.title.icontains(word, autoescape=True))
        return list(db.session.scalars(statement.order_by(NOTE.c.id).limit(limit)))

    def _rows(self, ids: Sequence[int], states: Sequence[str]) -> list[sa.Row]:
        statement = sa.select(NOTE).where(
            NOTE.c.id.in_(ids), NOTE.c.kind == self.kind, NOTE.c.state.in_(states)
        )
        return list(db.session.execute(statement))


def post(title: str, body: str = "", *, kind: str = "note") -> int:
    """Add a note in the running transaction, as a slice's rule would."""
    row = {"kind": kind, "title": title, "body": body}
    note_id = db.session.scalar(sa.insert(NOTE).values(**row).returning(NOTE.c.id))
    publish(ContentChanged(kind, note_id))
    return note_id


def edit(note_id: int, **values: object) -> None:
    statement = sa.update(NOTE).where(NOTE.c.id == note_id).returning(NOTE.c.kind)
    kind = db.session.scalar(statement.values(version=NOTE.c.version + 1, **values))
    publish(ContentChanged(kind, note_id))

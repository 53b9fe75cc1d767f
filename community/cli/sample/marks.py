"""Which rows are the sample's: a range of ids for each table, and how they go again."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community.cli.sample.facts import forget_made_up
from community.core.chunks import chunks
from community.core.db import Base, IntPk, db
from community.core.events import ContentChanged, publish
from community.deals.models import Deal, DealLine
from community.deals.queries import products_by_deal_of
from community.deals.rules.reporting import erase_deals_of
from community.notifications.rules.forgetting import forget_gone
from community.reviews.models import Review
from community.reviews.scores import recount
from community.threads.mine import posts_of, threads_of

_SEARCHABLE = {
    "thread": "question",
    "post": "answer",
    "official_text": "official",
    "review": "review",
    "product": "product",
    "vendor": "vendor",
    "demo": "event",
}

_MODERATED = {
    "post": "post",
    "review": "review",
    "official": "official_text",
    "contact": "request_message",
    "event": "demo",
    "member": "user",
    "vendor": "vendor",
}
"""Of which tables moderators decide about rows: cases point there without a key."""

Ids = dict[str, set[int]]

_GO_ALONG = {
    ("thread", "author_id"),
    ("post", "author_id"),
    ("official_text", "thread_id"),
    ("follow", "user_id"),
    ("inbox_entry", "user_id"),
    ("dispute", "product_id"),
    ("dispute", "post_id"),
    ("dispute", "review_id"),
    ("buyer_request", "claim_id"),
    ("request_message", "claim_id"),
    ("demo", "claim_id"),
    ("demo", "vendor_id"),
    ("offer", "product_id"),
    ("lead", "offer_id"),
    ("moderation_action", "moderator_id"),
}
"""Rows that go with what they point at: let go, they would have no name, or no place."""

_NEEDED = {
    one
    for one in _GO_ALONG
    if one[0]
    in {
        "official_text",
        "dispute",
        "buyer_request",
        "request_message",
        "demo",
        "offer",
        "lead",
        "moderation_action",
    }
}
"""Keys that may be null by their table, and never are for rows that have one."""


class SampleRange(Base):
    """The rows first_id to last_id of a table came with the sample community."""

    __tablename__ = "sample_range"

    id: Mapped[IntPk]
    table_name: Mapped[str] = mapped_column(sa.String(64), unique=True)
    first_id: Mapped[int]
    last_id: Mapped[int]


def is_present() -> bool:
    return bool(db.session.scalar(sa.select(sa.exists().select_from(SampleRange))))


def highest_ids() -> dict[str, int]:
    """Return the highest id of each table, 0 where there are no rows."""
    return {
        table.name: db.session.scalar(sa.select(sa.func.max(table.c.id))) or 0
        for table in _numbered_tables()
    }


def mark_since(before: dict[str, int]) -> None:
    """Remember everything above the ids of `before` as the sample's."""
    known = {
        mark.table_name: mark for mark in db.session.scalars(sa.select(SampleRange))
    }
    for name, highest in highest_ids().items():
        if highest <= before[name]:
            continue
        if name in known:
            known[name].last_id = highest
            continue
        first = before[name] + 1
        mark = SampleRange(table_name=name, first_id=first, last_id=highest)
        db.session.add(mark)


def clear() -> dict[str, int]:
    """Delete the sample and what hangs on it; return how many rows of each table went."""
    doomed = _sample_ids()
    others = _add_dependents(doomed)
    for name, ids in doomed.items():
        for one in sorted(ids) if name in _SEARCHABLE else ():
            publish(ContentChanged(kind=_SEARCHABLE[name], object_id=one))
    # The sample's deals go with the products that they are about, and all figures of
    # those; what its people reported since may stand behind figures that stay.
    for chunk in chunks(sorted(doomed["deal"] - others["deal"])):
        db.session.execute(sa.delete(Deal).where(Deal.id.in_(chunk)))
    erase_deals_of(sorted(doomed["user"]))
    reviewed = _products_reviewed(doomed)
    _forget_bands(doomed)
    forget_made_up()
    _delete(doomed)
    recount(reviewed)
    forget_gone()
    db.session.execute(sa.delete(SampleRange))
    return {name: len(ids) for name, ids in others.items() if ids}


def others_rows() -> dict[str, int]:
    """Return how many rows of other people hang on the sample, by table."""
    others = _add_dependents(_sample_ids())
    return {name: len(ids) for name, ids in others.items() if ids}


def _numbered_tables() -> list[sa.Table]:
    # Ids of what is counted are random: no range holds the sample's.
    skipped = {"sample_range", "reference_rate", "public_version", "measured_fact"}
    return [
        table
        for table in Base.metadata.sorted_tables
        if table.name not in skipped
        and "id" in table.c
        and isinstance(table.c.id.type, sa.Integer)
    ]


def _sample_ids() -> Ids:
    ids: Ids = defaultdict(set)
    for mark in db.session.scalars(sa.select(SampleRange)):
        table = Base.metadata.tables[mark.table_name]
        within = table.c.id.between(mark.first_id, mark.last_id)
        ids[mark.table_name] = set(
            db.session.scalars(sa.select(table.c.id).where(within))
        )
    return ids


def _add_dependents(doomed: Ids) -> Ids:
    """Add to `doomed` the rows that cannot stay without it; return those alone."""
    others: Ids = defaultdict(set)
    grew = True
    while grew:
        grew = False
        for table in _numbered_tables():
            for column, parent in _required_keys(table):
                found = (
                    _ids_pointing_at(table, column, doomed[parent]) - doomed[table.name]
                )
                doomed[table.name] |= found
                others[table.name] |= found
                grew = grew or bool(found)
        for name, found in (
            ("deal", _deals_on(doomed)),
            ("thread", threads_of(doomed["user"])),
            ("post", posts_of(doomed["user"])),
            ("moderation_case", _cases_about(doomed)),
        ):
            more = found - doomed[name]
            doomed[name] |= more
            others[name] |= more
            grew = grew or bool(more)
    return others


def _products_reviewed(doomed: Ids) -> set[int]:
    """Return the products that stay and lose reviews."""
    found: set[int] = set()
    for chunk in chunks(sorted(doomed["review"])):
        products = sa.select(Review.product_id).where(Review.id.in_(chunk))
        found.update(db.session.scalars(products))
    return found - doomed["product"]


def _deals_on(doomed: Ids) -> set[int]:
    """Return the deals of people who go, to whom no key leads, and those losing a line."""
    found = set(products_by_deal_of(sorted(doomed["user"])))
    for chunk in chunks(sorted(doomed["deal_line"])):
        lines = sa.select(DealLine.deal_id).where(DealLine.id.in_(chunk))
        found.update(db.session.scalars(lines))
    return found


def _cases_about(doomed: Ids) -> set[int]:
    case = Base.metadata.tables["moderation_case"]
    found: set[int] = set()
    for kind, table in _MODERATED.items():
        for chunk in chunks(sorted(doomed[table])):
            about = sa.and_(case.c.kind == kind, case.c.object_id.in_(chunk))
            found.update(db.session.scalars(sa.select(case.c.id).where(about)))
    return found


def _forget_bands(doomed: Ids) -> None:
    """Let texts that are gone be compared with none."""
    band = Base.metadata.tables["text_band"]
    for kind, table in _MODERATED.items():
        for chunk in chunks(sorted(doomed[table])):
            gone = sa.and_(band.c.kind == kind, band.c.object_id.in_(chunk))
            db.session.execute(band.delete().where(gone))


def _required_keys(table: sa.Table) -> Iterator[tuple[sa.Column[int], str]]:
    for key in table.foreign_keys:
        needed = not key.parent.nullable or (table.name, key.parent.name) in _NEEDED
        if needed and key.column.name == "id":
            yield key.parent, key.column.table.name


def _ids_pointing_at(
    table: sa.Table, column: sa.Column[int], ids: set[int]
) -> set[int]:
    found: set[int] = set()
    for chunk in chunks(sorted(ids)):
        statement = sa.select(table.c.id).where(column.in_(chunk))
        found.update(db.session.scalars(statement))
    return found


def _delete(doomed: Ids) -> None:
    for table in reversed(Base.metadata.sorted_tables):
        for key in table.foreign_keys:
            parent = key.column.table.name
            if (table.name, key.parent.name) in _GO_ALONG:
                continue
            for chunk in chunks(sorted(doomed.get(parent, set()))):
                _let_go(table, key.parent, chunk)
    for table in reversed(Base.metadata.sorted_tables):
        for chunk in chunks(sorted(doomed.get(table.name, set()))):
            db.session.execute(table.delete().where(table.c.id.in_(chunk)))


def _let_go(table: sa.Table, column: sa.Column[int], chunk: Sequence[int]) -> None:
    """Free rows from a parent that goes: links without an id of their own go as well."""
    if column.nullable:
        pointing = table.update().where(column.in_(chunk)).values({column: None})
        db.session.execute(pointing)
    elif "id" not in table.c:
        db.session.execute(table.delete().where(column.in_(chunk)))

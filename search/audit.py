"""Comparing the index with the database: counts, checksums, and what differs."""

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from community.core.ports import Searchable
from search import outbox
from search.engines.protocol import Key, SearchEngine
from search.indexer import BATCH

_CHECKSUM_MASK = 2**64 - 1


@dataclass
class KindAudit:
    """One kind, as the database and the index have it; ids where they differ."""

    kind: str
    in_database: int = 0
    in_index: int = 0
    database_sum: int = 0
    index_sum: int = 0
    missing: list[int] = field(default_factory=list)
    outdated: list[int] = field(default_factory=list)
    surplus: list[int] = field(default_factory=list)
    doubled: list[int] = field(default_factory=list)

    @property
    def differing(self) -> list[Key]:
        """Return the keys to index again."""
        ids = {*self.missing, *self.outdated, *self.surplus, *self.doubled}
        return [Key(self.kind, object_id) for object_id in sorted(ids)]


def audit(engine: SearchEngine, sources: Mapping[str, Searchable]) -> list[KindAudit]:
    """Compare every document's version; what still waits in the outbox is no fault.

    Raises EngineBroken when there is no index, or none that can be read.
    """
    indexed = list(engine.versions())
    with outbox.reading():
        waiting = {key for _, key in outbox.waiting(None)}
    kinds = sorted({*sources, *(key.kind for key, _ in indexed)})
    return [_audit_kind(kind, indexed, sources.get(kind), waiting) for kind in kinds]


def _audit_kind(
    kind: str,
    indexed: Iterable[tuple[Key, int]],
    source: Searchable | None,
    waiting: set[Key],
) -> KindAudit:
    rows = [(key.object_id, version) for key, version in indexed if key.kind == kind]
    in_index = dict(rows)
    in_database = _versions(source) if source is not None else {}
    ignored = {key.object_id for key in waiting if key.kind == kind}
    times = Counter(object_id for object_id, _ in rows)
    return KindAudit(
        kind=kind,
        in_database=len(in_database),
        in_index=len(rows),
        database_sum=checksum(in_database.items()),
        index_sum=checksum(rows),
        missing=sorted(in_database.keys() - in_index.keys() - ignored),
        outdated=sorted(
            object_id
            for object_id, version in in_database.items()
            if in_index.get(object_id, version) != version and object_id not in ignored
        ),
        surplus=sorted(in_index.keys() - in_database.keys() - ignored),
        doubled=sorted(i for i, count in times.items() if count > 1),
    )


def checksum(rows: Iterable[tuple[int, int]]) -> int:
    """Return one number for all (id, version), whatever their order."""
    total = sum(zlib.crc32(b"%d:%d" % row) for row in rows)
    return total & _CHECKSUM_MASK


def _versions(source: Searchable) -> dict[int, int]:
    versions: dict[int, int] = {}
    last = 0
    while True:
        with outbox.reading():
            ids = source.ids_after(last, BATCH)
            documents = source.documents(ids) if ids else []
        versions |= {one.object_id: one.version for one in documents}
        if len(ids) < BATCH:
            return versions
        last = ids[-1]

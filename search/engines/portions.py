"""Some documents analysed together: what an index takes at once, wherever it was made. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from community.core.ports import SearchDocument
from search.engines.analysis import analysed
from search.engines.postgres_words import vector
from search.engines.postings import Pool
from search.engines.protocol import Key


class Described(NamedTuple):
    """A document without its words."""

    key: Key
    names: str
    record: bytes
    vector: str
    """All it has as PostgreSQL's tsvector, where that was asked for."""


@dataclass(frozen=True)
class Portion:
    """Documents, numbered from 0, and their posting lists as `Pool.packed` gives them."""

    documents: list[Described]
    lists: Mapping[str, Mapping[bytes, tuple[bytes, bytes, bytes]]]

    def __len__(self) -> int:
        return len(self.documents)

    @property
    def records(self) -> bytes:
        return b"".join(one.record for one in self.documents)


def portion_of(
    documents: Iterable[SearchDocument], *, with_vectors: bool = False
) -> Portion:
    """Return what an index takes of documents."""
    pool = Pool()
    described = []
    for number, document in enumerate(documents):
        one = analysed(document)
        pool.add_document(number, one)
        text = vector(one) if with_vectors else ""
        described.append(Described(one.key, one.names, one.record, text))
    return Portion(described, pool.packed())

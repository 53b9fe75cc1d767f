"""Opening one state of a Whoosh index whole, so that no later commit can break it."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from search.engines import manifest
from search.engines.protocol import Key
from search.engines.whoosh_index import FIELDS, open_index, open_searcher, retrying

T = TypeVar("T")


@dataclass(frozen=True)
class Lengths:
    """How long a field is in each document: `of[document]` leads into `distinct`."""

    distinct: list[int]
    of: Sequence[int]


@dataclass(frozen=True)
class Segment:
    """What never changes about a segment, in memory.

    A commit may delete the files of a segment that is still being read, and Whoosh
    opens the columns late: nothing may be left to open.
    """

    kinds: list[str]
    kind_of: Sequence[int]
    ids: Sequence[int]
    versions: Sequence[int]
    lengths: Mapping[str, Lengths]


@dataclass(frozen=True)
class Leaf:
    """A segment and Whoosh's way to its postings."""

    searcher: Any
    segment: Segment


class Snapshot:
    """One commit of one generation; for one thread at a time."""

    def __init__(self, path: Path, known: Mapping[str, Segment] | None = None) -> None:
        """Open what is at `path`; `known` segments are not read again."""
        self.path = path
        self._index, self._commit, self.searcher, self.segments = retrying(
            lambda: _open(path, known or {})
        )
        self.leaves = [
            Leaf(searcher, self.segments[searcher.reader().segment().segment_id()])
            for searcher in _leaf_searchers(self.searcher)
        ]

    def is_fresh(self) -> bool:
        """Whether no commit came since this was opened."""
        return bool(self._index.latest_generation() == self._commit)

    def close(self) -> None:
        self.searcher.close()

    def versions(self) -> Iterator[tuple[Key, int]]:
        """Yield the key and version of every document that is not deleted."""
        for leaf in self.leaves:
            segment, reader = leaf.segment, leaf.searcher.reader()
            for document, object_id in enumerate(segment.ids):
                if not reader.is_deleted(document):
                    kind = segment.kinds[segment.kind_of[document]]
                    yield Key(kind, object_id), segment.versions[document]

    def is_whole(self) -> bool:
        """Whether every file is what was written."""
        return not manifest.damaged(self.path, self._commit)


def _open(
    path: Path, known: Mapping[str, Segment]
) -> tuple[Any, int, Any, dict[str, Segment]]:
    index = open_index(path)
    commit, searcher = open_searcher(index)
    segments = {}
    try:
        for one in _leaf_searchers(searcher):
            reader = one.reader()
            name = reader.segment().segment_id()
            segments[name] = known.get(name) or _read_segment(reader)
    except BaseException:
        searcher.close()
        raise
    return index, commit, searcher, segments


def _leaf_searchers(searcher: Any) -> list[Any]:
    if not searcher.doc_count_all():
        return []
    return [one for one, _ in searcher.leaf_searchers()]


def _read_segment(reader: Any) -> Segment:
    names = [bytes(name).decode() for name in reader.column_reader("kind")]
    kinds, kind_of = _coded(names)
    count = reader.doc_count_all()
    lengths = {}
    for field in FIELDS:
        of = [reader.doc_field_length(one, field) or 0 for one in range(count)]
        lengths[field] = Lengths(*_coded(of))
    return Segment(
        kinds=kinds,
        kind_of=kind_of,
        ids=array("q", reader.column_reader("object_id")),
        versions=array("q", reader.column_reader("version")),
        lengths=lengths,
    )


def _coded(values: Sequence[T]) -> tuple[list[T], Sequence[int]]:
    """Return the distinct values, and for each value its place among them."""
    place = {value: i for i, value in enumerate(dict.fromkeys(values))}
    return list(place), array("H", map(place.__getitem__, values))

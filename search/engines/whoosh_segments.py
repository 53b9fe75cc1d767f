"""Opening one state of a Whoosh index whole, so that no later commit can break it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.reading import TermNotFound

from search.engines import manifest, whoosh_codec
from search.engines.joining import grouped, leaf_of
from search.engines.postings import (
    BODY,
    LABELS,
    NAMES,
    NO_POSTINGS,
    TITLE,
    Postings,
)
from search.engines.protocol import Key
from search.engines.records import RECORD, Columns, Mask, columns_of, hash_of
from search.engines.spelling import Vocabulary
from search.engines.whoosh_index import (
    RECORDS,
    open_index,
    open_searcher,
    retrying,
)
from search.selection import KIND, VENDOR

_MOST_VOCABULARY = 200_000
_MOST_LOOKED_AT = 3_000
_MOST_TERMINFOS = 5_000


@dataclass
class Segment:
    """What never changes about a segment, in memory.

    A commit may delete the files of a segment that is still being read, and Whoosh
    opens the columns late: nothing may be left to open.
    """

    columns: Columns
    vocabulary: Vocabulary | None = None
    """All words of titles and other names, once somebody has asked."""


class Leaf:
    """A segment with the way to its postings, and what was deleted of it since."""

    def __init__(self, reader: Any, segment: Segment) -> None:
        self.segment = segment
        self.columns = segment.columns
        self._reader = reader
        self.alive = np.ones(len(segment.columns), bool)
        self._terminfos: dict[tuple[str, str], Any] = {}
        deleted = list(reader.segment().deleted_docs())
        self.alive[deleted] = False

    def postings(self, field: str, text: str) -> Postings:
        """Return where a stem, name or label stands; nowhere is fine."""
        terminfo = self._terminfo(field, text)
        if terminfo is None:
            return NO_POSTINGS
        file = self._reader._terms._postfile  # noqa: SLF001 - see whoosh_codec
        return whoosh_codec.read(file, terminfo)

    def count(self, field: str, text: str) -> int:
        """Return in how many documents it stands, deleted ones included."""
        terminfo = self._terminfo(field, text)
        return 0 if terminfo is None else int(terminfo.doc_frequency())

    def _terminfo(self, field: str, text: str) -> Any:
        """Return what the index of terms says; None when it has no such term."""
        key = field, text
        if key not in self._terminfos:
            if len(self._terminfos) >= _MOST_TERMINFOS:
                self._terminfos.clear()
            terms = self._reader._terms  # noqa: SLF001 - see whoosh_codec
            try:
                found = terms.term_info(field, text.encode("utf-8", "replace"))
            except TermNotFound:
                found = None
            self._terminfos[key] = found
        return self._terminfos[key]

    def having(self, field: str, texts: Sequence[str]) -> Mask:
        """Return which documents have any of `texts` in a field."""
        mask = np.zeros(len(self.columns), bool)
        for text in texts:
            mask[self.postings(field, text).documents] = True
        return mask

    def beginning(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        """Return the words that begin so, with their number of documents.

        Those that stand most often, of the first few thousand in the alphabet.
        """
        found: list[tuple[str, int]] = []
        for text, count in _items_from(self._reader, field, prefix):
            if not text.startswith(prefix) or len(found) == _MOST_LOOKED_AT:
                break
            found.append((text, count))
        return sorted(found, key=lambda one: (-one[1], one[0]))[:most]

    def vocabulary(self) -> Vocabulary:
        """Return all words of titles and other names."""
        if self.segment.vocabulary is None:
            words = islice(_items_from(self._reader, NAMES, ""), _MOST_VOCABULARY)
            self.segment.vocabulary = Vocabulary(words)
        return self.segment.vocabulary

    def called(self, document: int) -> list[str]:
        """Return the names of one document."""
        stored = self._reader.stored_fields(document)
        return str(stored.get("called", "")).split("\n")


class Snapshot:
    """One commit of one generation; for one thread at a time."""

    def __init__(self, path: Path, known: Mapping[str, Segment] | None = None) -> None:
        """Open what is at `path`; `known` segments are not read again."""
        self.path = path
        self._index, self._commit, self.searcher, self.segments = retrying(
            lambda: _open(path, known or {})
        )
        self.parts = {
            name: Leaf(one, self.segments[name])
            for one in _leaf_readers(self.searcher)
            if (name := one.segment().segment_id())
        }
        """The segments each by itself."""
        groups = grouped(
            {key: (one.columns, one.alive) for key, one in self.parts.items()}
        )
        self.leaves = [leaf_of(group, self.parts) for group in groups]

    @cached_property
    def averages(self) -> dict[str, float]:
        """How many words each field has on average."""
        averages = {}
        for field, column in ((TITLE, "title_lengths"), (BODY, "body_lengths")):
            lengths = [getattr(leaf.columns, column) for leaf in self.leaves]
            total = sum(int(one.sum()) for one in lengths)
            averages[field] = total / (sum(len(one) for one in lengths) or 1)
        return averages

    def foresee(
        self, wanted: Iterable[tuple[str, str]], *, places: bool = False
    ) -> None:
        """Do nothing: lists are read from mapped files when they are asked for."""

    def is_fresh(self) -> bool:
        """Whether no commit came since this was opened."""
        return bool(self._index.latest_generation() == self._commit)

    def close(self) -> None:
        self.searcher.close()

    def versions(self) -> Iterator[tuple[Key, int]]:
        """Yield the key and version of every document that is not deleted."""
        for leaf in self.leaves:
            columns = leaf.columns
            rows = (columns.kinds, columns.object_ids, columns.versions)
            alive = [one[leaf.alive].tolist() for one in rows]
            for kind, object_id, version in zip(*alive, strict=True):
                yield Key(columns.kind_names[kind], object_id), version

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
        for reader in _leaf_readers(searcher):
            name = reader.segment().segment_id()
            segments[name] = known.get(name) or _read_segment(reader)
    except BaseException:
        searcher.close()
        raise
    return index, commit, searcher, segments


def _leaf_readers(searcher: Any) -> list[Any]:
    if not searcher.doc_count_all():
        return []
    return [one.reader() for one, _ in searcher.leaf_searchers()]


def _read_segment(reader: Any) -> Segment:
    count = reader.doc_count_all()
    file, offset, length = reader._perdoc._get_column_file(RECORDS)  # noqa: SLF001
    with file:
        content = bytes(file.get(offset, length))
    records = np.frombuffer(content, RECORD)
    if len(records) != count:
        raise ValueError("A segment has not a record for each document.")
    return Segment(columns_of(records, dict(_labels(reader))))


def _labels(reader: Any) -> Iterator[tuple[int, str]]:
    for of in (KIND, VENDOR):
        for text, _ in _items_from(reader, LABELS, f"{of}:"):
            if not text.startswith(f"{of}:"):
                break
            name = text.split(":", 1)[1]
            yield hash_of(name), name


def _items_from(reader: Any, field: str, text: str) -> Iterator[tuple[str, int]]:
    """Yield the words of a field from `text` on, with their number of documents."""
    terms = reader._terms  # noqa: SLF001 - see whoosh_codec
    if field not in terms.indexed_field_names():
        return
    for (name, content), terminfo in terms.items_from(field, text.encode()):
        if name != field:
            return
        yield content.decode("utf-8", "replace"), int(terminfo.doc_frequency())

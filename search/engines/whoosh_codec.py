"""Posting lists as whole arrays: what makes Whoosh fast enough, in place of its blocks.

Whoosh's own lists are blocks of pickled tuples, read a posting at a time. Ours are, for
each word, all document numbers, all counts and all places one behind the other: NumPy
takes them as they lie on disk. This leans on inner parts of Whoosh 2.7.4, which is
pinned; tests/search/test_codec.py notices when they change.
"""

import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo
from whoosh.matching import ListMatcher
from whoosh.system import pack_ushort

_HEADER = struct.Struct("<II")
_NUMBER = "<u4"
_COMPRESSION = 1
_PLAIN, _SQUEEZED = b"p", b"z"
_WORTH_SQUEEZING = 256
_BYTES_A_TERM = 500
_BYTES_A_POSTING = 12

Numbers = NDArray[np.uint32]


@dataclass(frozen=True)
class Postings:
    """In which documents a word stands, ascending, how often, and packed, where."""

    documents: Numbers
    times: Numbers
    packed: bytes

    def places(self) -> Numbers:
        """Return the places in all documents, one document behind the other."""
        packed, how = self.packed[:-1], self.packed[-1:]
        content = zlib.decompress(packed) if how == _SQUEEZED else packed
        return np.frombuffer(content, _NUMBER)


NO_POSTINGS = Postings(np.zeros(0, np.uint32), np.zeros(0, np.uint32), _PLAIN)


def _packed(places: bytes) -> bytes:
    """Return places as they are stored: few are not worth the time to squeeze them."""
    if len(places) < _WORTH_SQUEEZING:
        return places + _PLAIN
    return zlib.compress(places, _COMPRESSION) + _SQUEEZED


def read(file: Any, terminfo: Any) -> Postings:
    """Return the postings that `terminfo` points to in a segment's file."""
    offset, _ = terminfo.extent()
    count, packed_length = _HEADER.unpack(file.get(offset, _HEADER.size))
    size = 4 * count
    content = bytes(file.get(offset + _HEADER.size, 2 * size + packed_length))
    if len(content) != 2 * size + packed_length:
        raise ValueError("A posting list is longer than its file.")
    return Postings(
        np.frombuffer(content, _NUMBER, count),
        np.frombuffer(content, _NUMBER, count, size),
        content[2 * size :],
    )


class ArrayCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec with our posting lists."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> Any:
        return _FieldWriter(self, storage, segment)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, **_more: Any
    ) -> Any:
        """Return a matcher as Whoosh wants it, for deletions and merges."""
        found = read(dbfile, terminfo)
        return ListMatcher(
            found.documents.tolist(),
            [float(times) for times in found.times],
            list(_values(found)),
            format_,
            term=term,
            terminfo=terminfo,
        )


def _values(found: Postings) -> Iterator[bytes]:
    places = found.places()
    if not len(places):  # a field without places
        yield from [b""] * len(found.documents)
        return
    start = 0
    for times in found.times.tolist():
        yield places[start : start + times].tobytes()
        start += times


class _Gathered:
    """The postings of one word, as they come."""

    __slots__ = ("documents", "places", "times")

    def __init__(self) -> None:
        self.documents = array("I")
        self.times = array("I")
        self.places = array("I")


class ArrayPool:
    """Gathers postings in memory, in place of Whoosh's sorting pool."""

    def __init__(self) -> None:
        self._fields: dict[str, dict[bytes, _Gathered]] = {}
        self.size = 0
        """Roughly how many bytes of memory it takes."""

    def add_words(self, field: str, document: int, words: Iterable[str]) -> None:
        """Add a document's words in their order: each word's places are kept."""
        where: dict[str, list[int]] = {}
        for place, word in enumerate(words):
            if word in where:
                where[word].append(place)
            else:
                where[word] = [place]
        for word, places in where.items():
            gathered = self._of(field, word.encode("utf-8", "replace"))
            gathered.documents.append(document)
            gathered.times.append(len(places))
            gathered.places.extend(places)
            self.size += _BYTES_A_POSTING + 4 * len(places)

    def add_marks(self, field: str, document: int, marks: Iterable[str]) -> None:
        """Add what a document has or has not, wherever."""
        for mark in dict.fromkeys(marks):
            gathered = self._of(field, mark.encode("utf-8", "replace"))
            gathered.documents.append(document)
            gathered.times.append(1)
            self.size += _BYTES_A_POSTING

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """Add one posting as Whoosh has it: of a key, or of a segment to merge."""
        field, text, document, times, places = item
        gathered = self._of(field, text)
        gathered.documents.append(document)
        gathered.times.append(int(times))
        gathered.places.frombytes(places)
        self.size += _BYTES_A_POSTING + len(places)

    def _of(self, field: str, text: bytes) -> _Gathered:
        terms = self._fields.setdefault(field, {})
        gathered = terms.get(text)
        if gathered is None:
            gathered = terms[text] = _Gathered()
            self.size += _BYTES_A_TERM
        return gathered

    def iter_postings(self) -> Iterator[tuple[str, bytes, _Gathered]]:
        for field, terms in sorted(self._fields.items()):
            for text, gathered in sorted(terms.items(), key=itemgetter(0)):
                yield field, text, gathered

    def cleanup(self) -> None:
        self._fields.clear()


class _FieldWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes a whole posting list at a time."""

    def add_postings(
        self, schema: Any, _lengths: Any, items: Iterable[tuple[str, bytes, _Gathered]]
    ) -> None:
        last = None
        for field, text, gathered in items:
            if field != last:
                if last is not None:
                    self.finish_field()
                self.start_field(field, schema[field])
                last = field
            self._tindex.add(
                pack_ushort(self._fieldid) + text, self._write(gathered).to_bytes()
            )
        if last is not None:
            self.finish_field()

    def _write(self, gathered: _Gathered) -> Any:
        packed = _packed(gathered.places.tobytes())
        offset = self._postfile.tell()
        content = (
            _HEADER.pack(len(gathered.documents), len(packed))
            + gathered.documents.tobytes()
            + gathered.times.tobytes()
            + packed
        )
        self._postfile.write(content)
        terminfo = W3TermInfo(
            weight=float(sum(gathered.times)),
            df=len(gathered.documents),
            maxweight=float(max(gathered.times)),
            minid=gathered.documents[0],
            maxid=gathered.documents[-1],
        )
        terminfo.set_extent(offset, len(content))
        return terminfo

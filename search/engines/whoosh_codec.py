"""Our posting lists in Whoosh's segments: what makes it fast enough, in place of its blocks.

Whoosh's own lists are blocks of pickled tuples, read a posting at a time. This leans on
inner parts of Whoosh 2.7.4, which is pinned; tests/search/test_codec.py notices when they
change.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo
from whoosh.matching import ListMatcher
from whoosh.system import pack_ushort

from search.engines.postings import Gathered, Pool, Postings, packed

_HEADER = struct.Struct("<II")
_NUMBER = "<u4"
_PLAIN, _SQUEEZED = b"p", b"z"
"""Behind the places: as they are, or as indexes before 2026-12 have them."""


def read(file: Any, terminfo: Any) -> Postings:
    """Return the postings that `terminfo` points to in a segment's file."""
    offset, _ = terminfo.extent()
    count, length = _HEADER.unpack(file.get(offset, _HEADER.size))
    size = 4 * count
    content = bytes(file.get(offset + _HEADER.size, 2 * size + length))
    if len(content) != 2 * size + length:
        raise ValueError("A posting list is longer than its file.")
    places = content[2 * size : -1]
    return Postings(
        np.frombuffer(content, _NUMBER, count),
        np.frombuffer(content, _NUMBER, count, size),
        zlib.decompress(places) if content.endswith(_SQUEEZED) else places,
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
    places = found.places().astype(_NUMBER)
    if not len(places):  # a field without places
        yield from [b""] * len(found.documents)
        return
    start = 0
    for times in found.times.tolist():
        yield places[start : start + times].tobytes()
        start += times


class WhooshPool(Pool):
    """Gathers postings in memory, in place of Whoosh's sorting pool."""

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """Add one posting as Whoosh has it: of a key, or of a segment to merge."""
        field, text, document, times, places = item
        self.add_posting(field, text, document, int(times), places)

    def iter_postings(self) -> Iterator[tuple[str, bytes, Gathered]]:
        yield from self.lists()

    def cleanup(self) -> None:
        self.clear()


class _FieldWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes a whole posting list at a time."""

    def add_postings(
        self, schema: Any, _lengths: Any, items: Iterable[tuple[str, bytes, Gathered]]
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

    def _write(self, gathered: Gathered) -> Any:
        places = packed(gathered.places) + _PLAIN
        offset = self._postfile.tell()
        content = (
            _HEADER.pack(len(gathered.documents), len(places))
            + gathered.documents.tobytes()
            + gathered.times.tobytes()
            + places
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

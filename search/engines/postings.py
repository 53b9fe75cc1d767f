"""Posting lists as whole arrays: where a word stands, for all documents at once. Pure.

A list is all document numbers, all counts and all places one behind the other, each with
as few bytes a number as will do: NumPy takes them as they lie in a file or a row.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from search.engines.analysis import Analysed

TITLE, BODY, NAMES, LABELS = "title", "body", "names", "labels"
FIELDS = (TITLE, BODY)
"""The fields whose words earn something."""

_BYTES_A_TERM = 500
_BYTES_A_POSTING = 12

Numbers = NDArray[np.unsignedinteger]


@dataclass(frozen=True)
class Postings:
    """In which documents a word stands, ascending, how often, and packed, where."""

    documents: Numbers
    times: Numbers
    packed: bytes = b""

    def places(self) -> Numbers:
        """Return the places in all documents, one document behind the other."""
        return unpacked(self.packed, int(self.times.sum())) if self.packed else _NONE


_NONE: Numbers = np.zeros(0, np.uint32)
NO_POSTINGS = Postings(_NONE, _NONE)


def packed(numbers: "array[int]") -> bytes:
    """Return numbers with as few bytes each as the largest needs: one, two or four."""
    whole = np.frombuffer(numbers, np.uint32)
    most = int(whole.max()) if len(whole) else 0
    return whole.astype(_kind_for(most)).tobytes()


def unpacked(content: bytes, count: int) -> Numbers:
    """Return the `count` numbers that `packed` wrote; raise ValueError for others."""
    if not count:
        return _NONE
    size = len(content) // count
    if size not in {1, 2, 4} or size * count != len(content):
        raise ValueError("A posting list is not as long as it should be.")
    return np.frombuffer(content, f"<u{size}")


def _kind_for(most: int) -> str:
    if most < 2**8:
        return "<u1"
    return "<u2" if most < 2**16 else "<u4"


class Gathered:
    """The postings of one word, as they come."""

    __slots__ = ("documents", "places", "times")

    def __init__(self) -> None:
        self.documents = array("I")
        self.times = array("I")
        self.places = array("I")


class Pool:
    """Gathers the postings of many documents in memory."""

    def __init__(self) -> None:
        self._fields: dict[str, dict[bytes, Gathered]] = {}
        self.size = 0
        """Roughly how many bytes of memory it takes."""

    def add_document(self, number: int, document: Analysed) -> None:
        """Add all words, names and labels of a document."""
        self.add_words(TITLE, number, document.title)
        self.add_words(BODY, number, document.body)
        self.add_marks(LABELS, number, document.labels)
        self.add_marks(NAMES, number, document.name_words)

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

    def add_posting(
        self, field: str, text: bytes, document: int, times: int, places: bytes
    ) -> None:
        """Add one posting that exists already; its places have four bytes each."""
        gathered = self._of(field, text)
        gathered.documents.append(document)
        gathered.times.append(times)
        gathered.places.frombytes(places)
        self.size += _BYTES_A_POSTING + len(places)

    def _of(self, field: str, text: bytes) -> Gathered:
        terms = self._fields.setdefault(field, {})
        gathered = terms.get(text)
        if gathered is None:
            gathered = terms[text] = Gathered()
            self.size += _BYTES_A_TERM
        return gathered

    def packed(self) -> dict[str, dict[bytes, tuple[bytes, bytes, bytes]]]:
        """Return all lists as bytes, four a number: documents, times and places."""
        return {
            field: {
                text: (
                    one.documents.tobytes(),
                    one.times.tobytes(),
                    one.places.tobytes(),
                )
                for text, one in terms.items()
            }
            for field, terms in self._fields.items()
        }

    def extend(
        self,
        lists: Mapping[str, Mapping[bytes, tuple[bytes, bytes, bytes]]],
        begin: int,
    ) -> None:
        """Add what `packed` returned of documents that are numbered from `begin` here."""
        for field, terms in lists.items():
            for text, (documents, times, places) in terms.items():
                gathered = self._of(field, text)
                numbers = np.frombuffer(documents, np.uint32) + np.uint32(begin)
                gathered.documents.frombytes(numbers.tobytes())
                gathered.times.frombytes(times)
                gathered.places.frombytes(places)
                self.size += 2 * len(documents) + len(places)

    def lists(self) -> Iterator[tuple[str, bytes, Gathered]]:
        """Yield (field, text, postings), fields and texts in ascending order."""
        for field, terms in sorted(self._fields.items()):
            for text, gathered in sorted(terms.items(), key=itemgetter(0)):
                yield field, text, gathered

    def clear(self) -> None:
        self._fields.clear()

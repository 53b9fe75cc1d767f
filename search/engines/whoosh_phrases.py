"""Which documents hold words one after another, in time that grows with their number.

Whoosh's own phrase query pairs every place of one word with every place of the next:
one text of a repeated word would keep a worker busy for minutes.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from search.engines.deadline import Deadline

_Begins = dict[int, set[int]]
"""Where a phrase may begin, by document."""


def documents_with(
    reader: Any, field: str, stems: Sequence[str], deadline: Deadline
) -> set[int]:
    """Return the documents of one segment in which `stems` follow each other."""
    if not stems or any((field, stem) not in reader for stem in stems):
        return set()
    rarest_first = sorted(
        enumerate(stems), key=lambda one: reader.doc_frequency(field, one[1])
    )
    # Reading ids is cheap, reading places is not: first see who has all the words.
    candidates: set[int] | None = None
    for stem in dict.fromkeys(stem for _, stem in rarest_first):
        having = _ids(reader.postings(field, stem), deadline)
        candidates = having if candidates is None else candidates & having
    if len(stems) == 1 or not candidates:
        return candidates or set()
    begins: _Begins | None = None
    for offset, stem in rarest_first:
        matcher = reader.postings(field, stem)
        among = sorted(candidates if begins is None else begins)
        begins = dict(_begins(matcher, offset, among, begins, deadline))
    return set(begins or ())


def _ids(matcher: Any, deadline: Deadline) -> set[int]:
    ids = set()
    for document in matcher.all_ids():
        if document % 256 == 0:
            deadline.check()
        ids.add(document)
    return ids


def _begins(
    matcher: Any,
    offset: int,
    among: Iterable[int],
    before: _Begins | None,
    deadline: Deadline,
) -> Iterator[tuple[int, set[int]]]:
    """Yield where the phrase may begin if its word at `offset` is the matcher's."""
    for document in among:
        deadline.check()
        matcher.skip_to(document)
        begins = {place - offset for place in matcher.value_as("positions")}
        if before is not None:
            begins &= before[document]
        if begins:
            yield document, begins

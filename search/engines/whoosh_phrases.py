"""In which documents words stand one after another, in time that grows with their number."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engines.deadline import Deadline
from search.engines.whoosh_codec import Postings

_BITS_A_PLACE = np.uint64(24)
"""More than a text has places."""

_PLACE_MASK = np.uint64(2**24 - 1)

Find = Callable[[str], Postings]


def documents_with(
    find: Find, stems: Sequence[str], deadline: Deadline
) -> NDArray[np.uint32]:
    """Return the documents of one segment in which `stems` follow each other."""
    nothing = np.zeros(0, np.uint32)
    if not stems:
        return nothing
    found = {stem: find(stem) for stem in dict.fromkeys(stems)}
    # Reading numbers is cheap, unpacking places is not: first see who has all the words.
    rarest_first = sorted(found.values(), key=lambda one: len(one.documents))
    candidates = rarest_first[0].documents
    for one in rarest_first[1:]:
        deadline.check()
        candidates = candidates[_among(candidates, one.documents)]
    if len(stems) == 1 or not len(candidates):
        return candidates
    order = sorted(range(len(stems)), key=lambda i: len(found[stems[i]].documents))
    begins: NDArray[np.uint64] | None = None
    for offset in order:
        deadline.check()
        places = _places(found[stems[offset]], candidates)
        if begins is not None:
            wanted = begins + np.uint64(offset)
            begins = begins[_among(wanted, places)]
        else:
            late_enough = (places & _PLACE_MASK) >= offset
            begins = places[late_enough] - np.uint64(offset)
        if not len(begins):
            return nothing
    if begins is None:
        return nothing
    return np.unique((begins >> _BITS_A_PLACE).astype(np.uint32))


def _places(postings: Postings, candidates: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Return (document, place) as one ascending number each, of candidates only."""
    documents = np.repeat(postings.documents, postings.times)
    places = postings.places()
    here = np.repeat(_among(postings.documents, candidates), postings.times)
    high = documents[here].astype(np.uint64) << _BITS_A_PLACE
    return np.asarray(high | places[here], np.uint64)


def _among(numbers: NDArray[Any], others: NDArray[Any]) -> NDArray[np.bool_]:
    """Return which of the ascending `numbers` are among the ascending `others`."""
    if not len(others):
        return np.zeros(len(numbers), bool)
    at = np.searchsorted(others, numbers)
    at[at == len(others)] = 0
    return np.asarray(others[at] == numbers)

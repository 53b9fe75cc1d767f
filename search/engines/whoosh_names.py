"""Names in a Whoosh index: what typed letters begin, and what a slip may stand for."""

from collections.abc import Callable, Collection, Iterator, Sequence

import numpy as np

from search.engines import naming
from search.engines.deadline import Deadline, OutOfTime
from search.engines.postings import LABELS, NAMES
from search.engines.protocol import Key, Name
from search.engines.whoosh_segments import Leaf, Snapshot
from search.selection import KIND, label
from search.words import words_of

_MOST_ENDINGS = 64
_MOST_NEAR = 8
_MOST_READ = 50
"""Documents of a segment whose names are read, the shortest titles first."""


def suggest(
    snapshot: Snapshot,
    typed: str,
    kinds: Collection[str],
    limit: int,
    deadline: Deadline,
) -> list[Name]:
    """Return names of which each typed word begins a word, the shortest first."""
    words = list(words_of(typed))[: naming.MOST_WORDS]

    def meant(leaf: Leaf, word: str) -> list[str]:
        return [one for one, _ in leaf.beginning(NAMES, word, _MOST_ENDINGS)]

    found = _names(snapshot, words, kinds, meant, naming.begins, deadline)
    return naming.shortest((Name(key, name, 1.0) for key, name in found), limit)


def resembling(
    snapshot: Snapshot,
    text: str,
    kinds: Collection[str],
    limit: int,
    deadline: Deadline,
) -> list[Name]:
    """Return names that `text` may be a misspelling of, the nearest first."""
    words = list(words_of(text))[: naming.MOST_WORDS]

    def meant(leaf: Leaf, word: str) -> list[str]:
        near = leaf.vocabulary().near(word)[:_MOST_NEAR]
        return list(dict.fromkeys([word, *(one for _, _, one in near)]))

    found = _names(snapshot, words, kinds, meant, naming.resembles, deadline)
    names = (Name(key, name, naming.nearness(text, name)) for key, name in found)
    return naming.nearest(names, limit)


def corrections(
    snapshot: Snapshot, words: Sequence[str], deadline: Deadline
) -> dict[str, str]:
    """Return for each word that stands in no name the best that it may stand for."""
    better: dict[str, str] = {}
    for word in dict.fromkeys(words):
        vocabularies = [leaf.vocabulary() for leaf in snapshot.parts.values()]
        if any(one.count(word) for one in vocabularies):
            continue
        near = []
        for one in vocabularies:
            if deadline.is_over:
                return better
            near += one.near(word)[:_MOST_NEAR]
        if near:
            better[word] = min(near, key=lambda one: (one[0], -one[1], one[2]))[2]
    return better


def _names(
    snapshot: Snapshot,
    words: Sequence[str],
    kinds: Collection[str],
    meant: Callable[[Leaf, str], list[str]],
    fits: Callable[[Sequence[str], str], bool],
    deadline: Deadline,
) -> Iterator[tuple[Key, str]]:
    """Yield the documents that have a word meant by each of `words`, and the name."""
    if not words:
        return
    for leaf in snapshot.parts.values():
        mask = leaf.alive & leaf.having(LABELS, [label(KIND, kind) for kind in kinds])
        try:
            for word in words:
                deadline.check()
                mask &= leaf.having(NAMES, meant(leaf, word))
        except OutOfTime:
            return
        documents = np.flatnonzero(mask)
        by_length = np.argsort(leaf.columns.title_lengths[documents], kind="stable")
        for document in documents[by_length[:_MOST_READ]].tolist():
            for name in leaf.called(document):
                if fits(words, name):
                    columns = leaf.columns
                    kind = columns.kind_names[columns.kinds[document]]
                    yield Key(kind, int(columns.object_ids[document])), name

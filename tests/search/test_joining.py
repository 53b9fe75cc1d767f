"""Small segments are searched as one: nothing of what each has is lost or moved."""

from collections.abc import Sequence

import numpy as np
import pytest

from community.core.ports import SearchDocument, SearchFacts
from search.engines import joining
from search.engines.joining import grouped, leaf_of
from search.engines.postings import Postings
from search.engines.records import RECORD, Mask, columns_of, hash_of, record_of

NAMES = {hash_of(name): name for name in ("deal", "question", "arbor", "cedar")}


class Part:
    """A leaf of some documents in which one word stands, twice in each."""

    def __init__(self, *documents: tuple[str, int, str]) -> None:
        records = [
            record_of(
                SearchDocument(
                    kind, number, 1, "", "", facts=SearchFacts(vendor=vendor)
                ),
                [],
                [],
            )
            for kind, number, vendor in documents
        ]
        self.columns = columns_of(np.frombuffer(b"".join(records), RECORD), NAMES)
        self.alive = np.ones(len(documents), bool)

    def postings(self, field: str, text: str) -> Postings:
        count = len(self.columns) if text == "wing" else 0
        numbers = np.arange(count, dtype=np.uint32)
        places = bytes([1, 200] * count)
        return Postings(numbers, np.full(count, 2, np.uint32), places)

    def count(self, field: str, text: str) -> int:
        return len(self.postings(field, text).documents)

    def having(self, field: str, texts: Sequence[str]) -> Mask:
        return np.full(len(self.columns), "wing" in texts)

    def beginning(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        return [("wing", len(self.columns)), ("winter", 2)][:most]


def test_small_parts_are_one_leaf_and_large_ones_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(joining, "_MOST_TOGETHER", 3)
    parts = {
        "large": Part(*[("deal", number, "") for number in range(4)]),
        "two": Part(("question", 7, "arbor"), ("deal", 8, "")),
        "one": Part(("deal", 9, "cedar")),
    }
    parts["two"].alive[0] = False
    groups = grouped({name: (one.columns, one.alive) for name, one in parts.items()})
    assert [list(one.names) for one in groups] == [["large"], ["one", "two"]]
    assert leaf_of(groups[0], parts) is parts["large"]

    leaf = leaf_of(groups[1], parts)
    columns = leaf.columns
    assert columns.object_ids.tolist() == [9, 7, 8]
    assert [columns.kind_names[one] for one in columns.kinds] == [
        "deal",
        "question",
        "deal",
    ]
    assert [columns.vendor_names[one] for one in columns.vendors] == [
        "cedar",
        "arbor",
        "",
    ]
    assert leaf.alive.tolist() == [True, False, True]
    found = leaf.postings("body", "wing")
    assert found.documents.tolist() == [0, 1, 2]
    assert (found.times.tolist(), found.places().tolist()) == ([2] * 3, [1, 200] * 3)
    assert (leaf.count("body", "wing"), leaf.count("body", "sail")) == (3, 0)
    assert len(leaf.postings("body", "sail").documents) == 0
    assert leaf.having("body", ["wing"]).all()
    assert leaf.beginning("body", "win", 5) == [("winter", 4), ("wing", 3)]

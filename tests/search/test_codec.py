"""Posting lists of ours in Whoosh's segments: it leans on inner parts of one version."""

from pathlib import Path

import pytest
import whoosh
from whoosh.reading import SegmentReader

from community.core.ports import SearchDocument
from search.engines import whoosh_index
from search.engines.portions import portion_of
from search.engines.postings import NO_POSTINGS
from search.engines.protocol import Key
from search.engines.whoosh_segments import Snapshot


def write(
    folder: Path, *documents: SearchDocument, removed: tuple[Key, ...] = ()
) -> None:
    opened = whoosh_index.open_index(folder)
    whoosh_index.write(opened, remove=removed, portion=portion_of(documents))


def note(number: int, body: str) -> SearchDocument:
    return SearchDocument("note", number, 1, f"Note {number}", body)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    whoosh_index.create(tmp_path)
    return tmp_path


def test_it_is_the_version_that_was_measured() -> None:
    assert whoosh.__version__ == (2, 7, 4)


@pytest.mark.parametrize("times", [1, 2, 300])
def test_lists_come_back_as_they_were_written(folder: Path, times: int) -> None:
    write(folder, note(1, "pear " * times), note(2, "fill"), note(3, "fill pear pear"))
    snapshot = Snapshot(folder)
    (leaf,) = snapshot.leaves
    found = leaf.postings("body", "pear")
    assert found.documents.tolist() == [0, 2]
    assert found.times.tolist() == [times, 2]
    assert found.places().tolist() == [*range(times), 1, 2]
    assert leaf.count("body", "pear") == 2
    assert leaf.postings("body", "plum") is NO_POSTINGS
    assert leaf.columns.body_lengths.tolist() == [times, 1, 3]
    snapshot.close()


def test_merging_keeps_words_places_and_records(folder: Path) -> None:
    for number in range(1, 9):
        write(folder, note(number, f"fill pear{number} pear pear"))
    write(folder, note(9, "pear"), removed=(Key("note", 3),))
    snapshot = Snapshot(folder)
    (leaf,) = snapshot.leaves
    assert isinstance(leaf._reader, SegmentReader)
    found = leaf.postings("body", "pear")
    assert sorted(found.times.tolist()) == [1, *([2] * 7)]
    assert sorted(leaf.columns.object_ids.tolist()) == [1, 2, 4, 5, 6, 7, 8, 9]
    assert sorted(found.places().tolist()) == [0, *([2] * 7), *([3] * 7)]
    assert leaf.having("labels", ["k:note"]).all()
    snapshot.close()


def test_a_list_longer_than_its_file_is_an_error(folder: Path) -> None:
    write(folder, note(1, "pear " * 50))
    (file,) = folder.glob("*.pst")
    file.write_bytes(file.read_bytes()[:-3])
    snapshot = Snapshot(folder)
    (leaf,) = snapshot.leaves
    with pytest.raises(ValueError, match="longer than its file"):
        leaf.postings("title", "note")
    snapshot.close()

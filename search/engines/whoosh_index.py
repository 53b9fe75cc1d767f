"""An index of Whoosh on disk: its fields, how it is opened, written and kept in few parts."""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from whoosh import columns, fields, formats, index
from whoosh.reading import SegmentReader
from whoosh.searching import Searcher

from search.engines import manifest
from search.engines.levels import full_level
from search.engines.portions import Portion
from search.engines.protocol import Key
from search.engines.records import RECORD
from search.engines.whoosh_codec import ArrayCodec, WhooshPool

T = TypeVar("T")

_OPEN_TRIES = 20
_OPEN_PAUSE = 0.01


class _Words(fields.FieldType):  # type: ignore[misc]
    """A field of words that go straight to the pool: see `add`."""

    def __init__(self, *, places: bool) -> None:
        self.analyzer = None
        self.format = formats.Positions() if places else formats.Existence()
        self.scorable = False
        self.stored = False
        self.unique = False
        self.vector = None
        self.column_type = None


RECORDS = "record"

SCHEMA = fields.Schema(
    key=fields.ID(unique=True),
    title=_Words(places=True),
    body=_Words(places=True),
    labels=_Words(places=False),
    names=_Words(places=False),
    called=fields.STORED(),
    record=fields.COLUMN(columns.FixedBytesColumn(RECORD.itemsize)),
)


def create(path: Path) -> Any:
    return index.create_in(str(path), SCHEMA)


def open_index(path: Path) -> Any:
    # The schema is ours, not what a file holds: Whoosh would unpickle it.
    return index.open_dir(str(path), schema=SCHEMA)


def open_searcher(ix: Any) -> tuple[int, Any]:
    """Return the number of the last commit and a searcher over it.

    By Whoosh's inner parts, because index.searcher() retries on its own and keeps a
    reader of a damaged index waiting for seconds.
    """
    toc = ix._read_toc()  # noqa: SLF001
    reader = ix._reader(ix.storage, toc.schema, toc.segments, toc.generation)  # noqa: SLF001
    return int(toc.generation), Searcher(reader, fromindex=ix)


def retrying(open_it: Callable[[], T]) -> T:
    """Return what `open_it` returns; another process's commit may be in its way.

    Whoosh lists the folder and then opens what it saw, which a commit may have
    replaced in between. What is still wrong after 0.2 seconds is broken.
    """
    for _ in range(_OPEN_TRIES - 1):
        try:
            return open_it()
        except (OSError, EOFError, index.EmptyIndexError):
            time.sleep(_OPEN_PAUSE)
    return open_it()


def add(writer: Any, portion: Portion) -> None:
    """Add documents, past what Whoosh does for fields that need an analysis."""
    pool: WhooshPool = writer.pool
    pool.extend(portion.lists, writer.docnum)
    for one in portion.documents:
        writer.add_document(key=key_text(one.key), called=one.names, record=one.record)


def key_text(key: Key) -> str:
    return f"{key.kind}:{key.object_id}"


def write(ix: Any, *, remove: Iterable[Key], portion: Portion) -> None:
    """Delete and add in one commit, all or nothing."""
    writer = open_writer(ix)
    try:
        keys = [key_text(key) for key in remove]
        if keys and not ix.is_empty():
            # One searcher for all of them: opening it is what costs.
            with writer.searcher() as searcher:
                for key in keys:
                    writer.delete_by_term("key", key, searcher=searcher)
        add(writer, portion)
        writer.commit(mergetype=merge_evenly)
    except BaseException:
        close_quietly(writer)
        raise
    note_files(ix)


def note_files(ix: Any) -> None:
    """Write the checksums that belong to the last commit."""
    manifest.write(Path(ix.storage.folder), ix.latest_generation())


def open_writer(ix: Any) -> Any:
    # Our own lock is held already; Whoosh's would stay shut for the life of the
    # process when the disk is full at the wrong moment.
    writer = ix.writer(compound=False, codec=ArrayCodec(), _lk=False)
    writer.pool = WhooshPool()
    return writer


def close_quietly(writer: Any) -> None:
    """Delete the temporary files of a writer that failed."""
    with suppress(Exception):  # the first error is the one to tell
        if not writer.is_closed:
            writer.cancel()


def merge_evenly(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge the smallest level that is full, as a merge policy of Whoosh."""
    merged = full_level((one, one.doc_count_all(), one.doc_count()) for one in segments)
    for segment in merged:
        _merge(writer, segment)
    return [segment for segment in segments if segment not in merged]


def _merge(writer: Any, segment: Any) -> None:
    reader = SegmentReader(writer.storage, writer.schema, segment)
    writer.add_reader(reader)
    reader.close()

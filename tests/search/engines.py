"""The engines that must all do the same, each without an index yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.engines.memory import MemoryEngine
from search.engines.protocol import SearchEngine
from search.engines.whoosh import WhooshEngine

REAL = ("whoosh",)
ALL = ("memory", *REAL)


@contextmanager
def empty_engine(name: str, folder: Path) -> Iterator[SearchEngine]:
    if name == "memory":
        yield MemoryEngine()
        return
    whoosh = WhooshEngine(folder / "search")
    yield whoosh
    whoosh.close()

"""The engines that must all do the same, each without an index yet."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from community.core.settings import Settings
from search.engines.memory import MemoryEngine
from search.engines.postgres import PostgresEngine
from search.engines.protocol import SearchEngine
from search.engines.whoosh import WhooshEngine

_IS_POSTGRES = os.environ.get(  # noqa: TID251 - the tests' own
    "FAIRQUOTE_TEST_DATABASE_URL", ""
).startswith("postgres")

REAL = ("postgres",) if _IS_POSTGRES else ("whoosh",)
ALL = REAL if _IS_POSTGRES else ("memory", *REAL)
"""Each where its database is: the run on PostgreSQL tries what depends on that."""


@contextmanager
def empty_engine(name: str, settings: Settings, folder: Path) -> Iterator[SearchEngine]:
    if name == "memory":
        yield MemoryEngine()
    elif name == "whoosh":
        with closing(WhooshEngine(folder / "search")) as whoosh:
            yield whoosh
    else:
        engine = PostgresEngine(settings.database_url, schema="search_tried")
        with closing(engine):
            engine.drop()
            yield engine
            engine.drop()

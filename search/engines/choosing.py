"""Which engine serves: PostgreSQL's own text search there, Whoosh anywhere else."""

import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa

from community.core.settings import Settings
from search.engines.protocol import Purpose, SearchEngine
from search.ranking import Ranking

WHOOSH, POSTGRES = "whoosh", "postgres"
NAMES = (WHOOSH, POSTGRES)

_PASSING_SCHEMA = "fairquote_search_passing"
_PATIENT_SECONDS = 60.0
"""What is measured must not depend on how busy the machine is."""


class NotAvailable(Exception):
    """The engine that was asked for cannot work with these settings."""


def choose_name(settings: Settings) -> str:
    """Return the name of the engine that suits the database."""
    backend = sa.make_url(settings.database_url).get_backend_name()
    return POSTGRES if backend == "postgresql" else WHOOSH


def serving_engine(settings: Settings) -> SearchEngine:
    """Return the engine that serves; touches neither index nor database yet."""
    name = choose_name(settings)

    # Both engines need NumPy, which starting must not pay for: hence the late imports.
    def make() -> SearchEngine:
        if name == POSTGRES:
            from search.engines.postgres import PostgresEngine  # noqa: PLC0415

            return PostgresEngine(settings.database_url)
        from search.engines.whoosh import WhooshEngine  # noqa: PLC0415

        return WhooshEngine(settings.data_dir / "search")

    return cast(SearchEngine, _Late(name, make))


@contextmanager
def passing_engine(
    name: str, settings: Settings, ranking: Ranking
) -> Iterator[SearchEngine]:
    """Yield an engine with no index yet, all of which is deleted afterwards.

    Raises NotAvailable where the database is not PostgreSQL and would have to be, and
    while another one works there.
    """
    if name == WHOOSH:
        from search.engines.whoosh import WhooshEngine  # noqa: PLC0415 - as above

        with (
            tempfile.TemporaryDirectory(prefix="fairquote-search-") as folder,
            closing(
                WhooshEngine(Path(folder) / "search", ranking, seconds=_PATIENT_SECONDS)
            ) as whoosh,
        ):
            yield whoosh
        return
    if choose_name(settings) != POSTGRES:
        raise NotAvailable(
            "The engine “postgres” works in a PostgreSQL database: set "
            "FAIRQUOTE_DATABASE_URL to one."
        )
    from search.engines.postgres import PostgresEngine  # noqa: PLC0415 - as above

    postgres = PostgresEngine(
        settings.database_url, ranking, schema=_PASSING_SCHEMA, seconds=_PATIENT_SECONDS
    )
    with closing(postgres), postgres.exclusive(Purpose.REBUILD) as alone:
        if not alone:
            raise NotAvailable(
                "Another evaluation works in this database: wait until it has ended."
            )
        postgres.drop()
        try:
            yield postgres
        finally:
            postgres.drop()


class _Late:
    """An engine that is made when something is first asked of it."""

    def __init__(self, name: str, make: Callable[[], SearchEngine]) -> None:
        self.name = name
        self._make = make
        self._lock = threading.Lock()
        self._engine: SearchEngine | None = None

    def __getattr__(self, attribute: str) -> Any:
        with self._lock:
            if self._engine is None:
                self._engine = self._make()
        return getattr(self._engine, attribute)

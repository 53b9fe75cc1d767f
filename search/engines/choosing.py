"""Which engine serves, made when it is first needed."""

import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, cast

from community.core.settings import Settings
from search.engines.protocol import SearchEngine
from search.ranking import Ranking

WHOOSH = "whoosh"
NAMES = (WHOOSH,)


def serving_engine(settings: Settings) -> SearchEngine:
    """Return the engine that serves; touches neither index nor database yet."""

    # The engine needs NumPy, which starting must not pay for: hence the late import.
    def make() -> SearchEngine:
        from search.engines.whoosh import WhooshEngine  # noqa: PLC0415

        return WhooshEngine(settings.data_dir / "search")

    return cast(SearchEngine, _Late(WHOOSH, make))


@contextmanager
def passing_engine(ranking: Ranking) -> Iterator[SearchEngine]:
    """Yield an engine with no index yet, all of which is deleted afterwards."""
    from search.engines.whoosh import WhooshEngine  # noqa: PLC0415 - as above

    with (
        tempfile.TemporaryDirectory(prefix="fairquote-search-") as folder,
        closing(WhooshEngine(Path(folder) / "search", ranking)) as whoosh,
    ):
        yield whoosh


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

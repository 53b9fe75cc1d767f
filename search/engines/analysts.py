"""Analysing many documents in two processes: this one, and a helper that only does that."""

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import IO, cast

import structlog

from community.core.ports import SearchDocument
from search.engines.portions import Portion, portion_of

_HELPER = "search.engines.helper"
_ALONE = 2_000
"""Documents before a helper is worth starting."""
_WAITING = 2
"""Batches that the helper has at a time: one in its hands and one to go on with."""

log = structlog.get_logger()


class Analysts:
    """Takes batches of documents and gives portions back, in any order.

    Whoever asks analyses a batch alone whenever the helper has enough to do: where
    documents come slowly the helper does it all.
    """

    def __init__(self, *, with_vectors: bool = False) -> None:
        self._with_vectors = with_vectors
        self._taken = 0
        self._helper: _Helper | None = None
        self._given: deque[tuple[Sequence[SearchDocument], Future[Portion]]] = deque()

    def analyse(self, documents: Sequence[SearchDocument]) -> Iterator[Portion]:
        """Yield what is ready: perhaps not `documents`, and perhaps nothing."""
        self._taken += len(documents)
        if self._helper is None and self._taken > _ALONE and (os.cpu_count() or 1) > 1:
            self._helper = _Helper(with_vectors=self._with_vectors)
        if self._helper is None or len(self._given) >= _WAITING:
            yield portion_of(documents, with_vectors=self._with_vectors)
        else:
            self._given.append((documents, self._helper.give(documents)))
        while self._given and self._given[0][1].done():
            yield self._collect()

    def finish(self) -> Iterator[Portion]:
        """Yield all that is left, and let the helper go."""
        while self._given:
            yield self._collect()
        self.close()

    def close(self) -> None:
        """Let the helper go, whatever it is at."""
        if self._helper is not None:
            self._helper.close()
            self._helper = None
        self._given.clear()

    def _collect(self) -> Portion:
        documents, future = self._given.popleft()
        try:
            return future.result()
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            # It was killed, or there is no memory for two: one is enough.
            log.warning("search_helper_lost", error=type(error).__name__)
            return portion_of(documents, with_vectors=self._with_vectors)


class _Helper:
    """A process of our own module, and the thread that talks to it."""

    def __init__(self, *, with_vectors: bool) -> None:
        said = ["with-vectors"] if with_vectors else []
        self._process = subprocess.Popen(  # noqa: S603 - our own module and word
            [sys.executable, "-I", "-m", _HELPER, *said],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={},
            cwd="/",
        )
        self._talking = ThreadPoolExecutor(1, thread_name_prefix="search-helper")

    def give(self, documents: Sequence[SearchDocument]) -> "Future[Portion]":
        return self._talking.submit(self._ask, documents)

    def close(self) -> None:
        self._process.kill()
        self._talking.shutdown(cancel_futures=True)
        with suppress(OSError), self._process:
            pass

    def _ask(self, documents: Sequence[SearchDocument]) -> Portion:
        pipe = cast(IO[bytes], self._process.stdin)
        pickle.dump(documents, pipe, pickle.HIGHEST_PROTOCOL)
        pipe.flush()
        answer = pickle.load(cast(IO[bytes], self._process.stdout))  # noqa: S301 - our own child's
        return cast(Portion, answer)

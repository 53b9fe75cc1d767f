"""Print what searches cost at a given size, for either engine, and how that grows.

    python tests/bench/search_latency.py [DOCUMENTS] [--grow] [--keep FOLDER]
    python tests/bench/search_latency.py [DOCUMENTS] --postgres URL [--grow] [--keep FOLDER]

Documents are made by a seeded generator: words by Zipf's law, titles of 4 to 11 words,
bodies of about 80, 200 vendors, dates of six years. Times are CPU milliseconds of 20
queries a class, best of three, those of PostgreSQL's server process with them; elapsed is
what the asker waits. --grow adds the common word at three times the size, and how many
times longer that takes. An index that is kept (in the folder, or in the schema
search_bench) is used again. For the quality of the ranking: `fairquote search evaluate`.
"""

import argparse
import gc
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from functools import partial
from itertools import accumulate
from pathlib import Path

from community.core.ports import SearchDocument, SearchFacts
from search.engines.postgres import PostgresEngine
from search.engines.protocol import Changes
from search.engines.whoosh import WhooshEngine
from search.query import Query, parse
from search.selection import EVERYTHING, Order, Selection

VOCABULARY = 40_000
QUERIES = 20
LIMITS = {"question": 60, "product": 15, "vendor": 15}
Engine = WhooshEngine | PostgresEngine


class Corpus:
    """Texts by Zipf's law from made-up words, the same for the same size."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.random = random.Random(size)
        letters = "abcdefghijklmnoprstuvw"
        self.words = [
            "".join(self.random.choices(letters, k=self.random.randint(3, 9)))
            for _ in range(VOCABULARY)
        ]
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))

    def text(self, length: int) -> str:
        return " ".join(
            self.random.choices(self.words, cum_weights=self.weights, k=length)
        )

    def documents(self) -> Iterator[SearchDocument]:
        kinds = ["question"] * 9 + ["product"]
        for number in range(1, self.size + 1):
            length = max(5, int(self.random.lognormvariate(4.2, 0.6)))
            facts = SearchFacts(
                vendor=f"vendor-{int(self.random.paretovariate(0.8)) % 200}",
                traits=("answer",) if number % 3 else (),
                can_answer=True,
                day=date(2020, 11, 1) + timedelta(days=self.random.randrange(2_190)),
            )
            yield SearchDocument(
                kinds[number % 10],
                number,
                1,
                self.text(self.random.randint(4, 11)),
                self.text(length),
                facts=facts,
            )

    def word(self, low: int, high: int) -> str:
        return self.words[self.random.randrange(low, high)]

    def long_word(self) -> str:
        return next(
            one for one in iter(lambda: self.word(0, 5_000), "") if len(one) > 4
        )

    def classes(self) -> dict[str, tuple[Callable[[], Query], Selection]]:
        def words(text: Callable[[], str]) -> Callable[[], Query]:
            return lambda: parse(text())

        two = words(lambda: f"{self.word(50, 500)} {self.word(50, 500)}")
        common = words(lambda: self.word(0, 100))
        return {
            "rare word": (words(lambda: self.word(2_000, 20_000)), EVERYTHING),
            "common word": (common, EVERYTHING),
            "two words, both": (two, Selection(every_word=True)),
            "two words, any": (two, EVERYTHING),
            "five words, any": (
                words(lambda: " ".join(self.word(20, 1_000) for _ in range(5))),
                EVERYTHING,
            ),
            "phrase": (
                words(lambda: f'"{self.word(0, 50)} {self.word(0, 50)}"'),
                EVERYTHING,
            ),
            "word -word": (
                words(lambda: f"{self.word(50, 500)} -{self.word(50, 500)}"),
                EVERYTHING,
            ),
            "common, facets": (common, Selection(with_facets=True)),
            "five, facets": (
                words(lambda: " ".join(self.word(20, 1_000) for _ in range(5))),
                Selection(with_facets=True),
            ),
            "common, newest": (common, Selection(order=Order.NEWEST)),
            "prefix": (lambda: Query(prefixes=(self.long_word()[:4],)), EVERYTHING),
        }


def cost(engine: Engine, ask: Callable[[], object]) -> tuple[float, float]:
    """Return the CPU and the elapsed milliseconds of the best of three."""
    times = []
    for _ in range(3):
        server, began = server_seconds(engine), time.process_time()
        wall = time.monotonic()
        ask()
        wall = time.monotonic() - wall
        spent = time.process_time() - began + server_seconds(engine) - server
        times.append((1000 * spent, 1000 * wall))
    return min(one for one, _ in times), min(one for _, one in times)


def server_seconds(engine: Engine) -> float:
    """Return the CPU seconds of the server processes that read for this one."""
    if not isinstance(engine, PostgresEngine):
        return 0.0
    total = 0.0
    for pid in PIDS:
        text = Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii")
        total += int(text.split()[0]) / 1e9
    return total


PIDS: list[int] = []


def build(engine: Engine, corpus: Corpus) -> None:
    """Build an index, print how many documents a second that is with the helper's help."""
    documents = list(corpus.documents())
    before, wall = _spent(), time.monotonic()
    making = engine.build(1)
    for start in range(0, len(documents), 500):
        making.add(documents[start : start + 500])
    making.finish()
    engine.activate(1)
    wall = time.monotonic() - wall
    ours, helpers = (now - then for now, then in zip(_spent(), before, strict=True))
    print(
        f"{corpus.size} documents indexed by two processes, {corpus.size / wall:.0f} a "
        f"second; CPU {ours:.1f} s and {helpers:.1f} s, so on two idle cores "
        f"{corpus.size / max(ours, helpers):.0f} a second",
        flush=True,
    )


def _spent() -> tuple[float, float]:
    """Return the CPU seconds of this process and of its helpers that have ended."""
    ours = resource.getrusage(resource.RUSAGE_SELF)
    helpers = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ours.ru_utime + ours.ru_stime, helpers.ru_utime + helpers.ru_stime


def memory() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def report(
    engine: Engine, name: str, make: Callable[[], Query], of: Selection
) -> float:
    """Print what a class of queries costs and return the median."""
    queries = [make() for _ in range(QUERIES)]
    times = [cost(engine, lambda q=q: engine.search(q, LIMITS, of)) for q in queries]
    cut = sum(not engine.search(q, LIMITS, of).complete for q in queries)
    spent, elapsed = zip(*times, strict=True)
    print(
        f"{name:<16} median {statistics.median(spent):6.1f}  worst {max(spent):6.1f} "
        f"CPU ms  elapsed {statistics.median(elapsed):6.1f} ms  cut short {cut}",
        flush=True,
    )
    return statistics.median(spent)


def report_names(engine: Engine, corpus: Corpus) -> None:
    kinds = ("question", "product")
    asks: dict[str, Callable[[str], object]] = {
        "suggest": lambda word: engine.suggest(word[:4], kinds, 8),
        "did you mean": lambda word: engine.corrections([word[:-2] + word[-1:] + "q"]),
        "near names": lambda word: engine.resembling(word + "q", kinds, 3),
    }
    for name, ask in asks.items():
        words = [corpus.long_word() for _ in range(QUERIES)]
        times = [cost(engine, partial(ask, word))[0] for word in words]
        print(
            f"{name:<16} median {statistics.median(times):6.1f}  worst {max(times):6.1f}"
        )


def report_changes(engine: Engine, corpus: Corpus) -> None:
    times = []
    for number in range(corpus.size + 1, corpus.size + 21):
        one = SearchDocument("question", number, 1, "new", corpus.text(80))
        began = time.process_time()
        engine.apply(Changes([one]))
        times.append(1000 * (time.process_time() - began))
    print(f"add one          median {statistics.median(times):6.1f}")
    began = time.process_time()
    engine.search(parse("new"), LIMITS)
    print(f"refresh, search  {1000 * (time.process_time() - began):6.1f}")


def measure(options: argparse.Namespace, size: int, *, briefly: bool) -> float:
    """Print the table of one size and return what a common word costs there."""
    corpus = Corpus(size)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if options.keep:
            folder = options.keep / str(size)

        def engine() -> Engine:
            if options.postgres:
                url = options.postgres.replace("postgresql:", "postgresql+psycopg:", 1)
                return PostgresEngine(url, schema=f"search_bench_{size}")
            return WhooshEngine(folder)

        first = engine()
        if first.generation() is None:
            build(first, corpus)
        first.close()
        del first
        gc.collect()
        tried = engine()
        before, began = memory(), time.process_time()
        tried.search(parse("warm"), LIMITS)
        opening = 1000 * (time.process_time() - began)
        print(f"first search {opening:.0f} ms, {memory() - before:+.0f} MB")
        PIDS.clear()
        if isinstance(tried, PostgresEngine):
            with tried._connections.reading() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                PIDS.append(cursor.fetchone()[0])
        costs = {
            name: report(tried, name, make, selection)
            for name, (make, selection) in corpus.classes().items()
            if name == "common word" or not briefly
        }
        print(f"memory after them {memory() - before:+.0f} MB")
        if not briefly:
            report_names(tried, corpus)
            report_changes(tried, corpus)
        if isinstance(tried, PostgresEngine) and not options.keep:
            tried.drop()
        tried.close()
    return costs["common word"]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("documents", type=int, nargs="?", default=10_000)
    parser.add_argument("--postgres", metavar="URL")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--grow", action="store_true")
    options = parser.parse_args()
    small = measure(options, options.documents, briefly=False)
    if options.grow:
        large = measure(options, 3 * options.documents, briefly=True)
        print(f"a common word costs {large / small:.1f} times as much at three times")


if __name__ == "__main__":
    main()

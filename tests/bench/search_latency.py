"""Print what searches cost at a given size, for the embedded engine.

    python tests/bench/search_latency.py [DOCUMENTS]

Documents are made by a seeded generator: words by Zipf's law, titles of 4 to 11 words,
bodies of about 80. Times are CPU milliseconds of 20 queries a class, best of three.
"""

import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

from community.core.ports import SearchDocument
from search.engines.protocol import Changes
from search.engines.whoosh import WhooshEngine
from search.query import parse

VOCABULARY = 40_000
QUERIES = 20
LIMITS = {"question": 60, "product": 15, "vendor": 15}


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
            yield SearchDocument(
                kinds[number % 10],
                number,
                1,
                self.text(self.random.randint(4, 11)),
                self.text(length),
            )

    def word(self, low: int, high: int) -> str:
        return self.words[self.random.randrange(low, high)]

    def classes(self) -> dict[str, Callable[[], str]]:
        return {
            "rare word": lambda: self.word(2_000, 20_000),
            "common word": lambda: self.word(0, 100),
            "two words": lambda: f"{self.word(50, 500)} {self.word(50, 500)}",
            "five words": lambda: " ".join(self.word(20, 1_000) for _ in range(5)),
            "phrase": lambda: f'"{self.word(0, 50)} {self.word(0, 50)}"',
            "word -word": lambda: f"{self.word(50, 500)} -{self.word(50, 500)}",
        }


def cost(ask: Callable[[], object]) -> float:
    """Return the CPU milliseconds of the best of three."""
    times = []
    for _ in range(3):
        began = time.process_time()
        ask()
        times.append(time.process_time() - began)
    return 1000 * min(times)


def build(engine: WhooshEngine, corpus: Corpus) -> float:
    began = time.process_time()
    making = engine.build(1)
    making.add(corpus.documents())
    making.finish()
    engine.activate(1)
    return time.process_time() - began


def memory() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    corpus = Corpus(size)
    with tempfile.TemporaryDirectory() as folder:
        seconds = build(WhooshEngine(Path(folder)), corpus)
        engine = WhooshEngine(Path(folder))
        before, began = memory(), time.process_time()
        engine.search(parse("warm"), LIMITS)
        opening = 1000 * (time.process_time() - began)
        print(f"{size} documents, {size / seconds:.0f} indexed a CPU second")
        print(f"first search {opening:.0f} ms, {memory() - before:+.0f} MB")
        for name, make in corpus.classes().items():
            queries = [parse(make()) for _ in range(QUERIES)]
            times = [cost(lambda q=q: engine.search(q, LIMITS)) for q in queries]
            cut = sum(not engine.search(q, LIMITS).complete for q in queries)
            print(
                f"{name:<12} median {statistics.median(times):6.1f}  "
                f"worst {max(times):6.1f} CPU ms  cut short {cut}"
            )
        times = []
        for number in range(size + 1, size + 21):
            one = SearchDocument("question", number, 1, "new", corpus.text(80))
            began = time.process_time()
            engine.apply(Changes([one]))
            times.append(1000 * (time.process_time() - began))
        print(f"add one      median {statistics.median(times):6.1f}")
        began = time.process_time()
        engine.search(parse("new"), LIMITS)
        print(f"refresh and search  {1000 * (time.process_time() - began):6.1f}")
        engine.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()

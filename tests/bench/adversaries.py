"""Print what four adversaries find out.

    python tests/bench/adversaries.py [VICTIMS] [SCRAPED MARKETS]

400 victims for each kind of cell and 20 markets by default: some ten minutes. tests/privacy/ holds the adversaries, and a test that tries each in small.
"""

import math
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).parent)]

from site_under_test import new_site

from community.core.db import Base, db
from tests.privacy import insider, scraper, vendor
from tests.privacy.scene import Scene
from tests.privacy.sybil import STATED, share_pinned

_BOOKS = 200
_Z = 1.96
_KEPT = {"reference_rate", "seal_mark"}


def print_vendor() -> None:
    fitting: list[int] = []
    certain = 0
    for seed in range(_BOOKS):
        chance = random.Random(seed)
        book = vendor.order_book(chance, chance.choice((15, 30, 60, 120)))
        found = vendor.link(book, [one for one in book if chance.random() < 0.7])
        fitting += found.fitting
        certain += found.certain
    print(
        f"vendor: {len(fitting):,} cards of {_BOOKS} order books; organisations whose "
        f"orders fit a card: {min(fitting)} at least, {statistics.median(fitting):g} in "
        f"the middle; cards that fit fewer than 5: {sum(n < 5 for n in fitting)}; cards "
        f"whose every fitting organisation shows one alike: {certain}",
        flush=True,
    )


def likely(share: float, tried: int) -> str:
    """Return Wilson's 95 % interval of a share: what is chance in so many victims."""
    room = _Z * _Z / tried
    middle = (share + room / 2) / (1 + room)
    reach = _Z * math.sqrt(share * (1 - share) / tried + room / tried / 4) / (1 + room)
    return f"{middle - reach:.1%} to {middle + reach:.1%}"


def print_sybil(victims: int) -> None:
    for attack, stated in STATED.items():
        share = share_pinned(attack, victims)
        print(
            f"sybil: {attack.count:>2} organisations, {attack.sees.value}, parts of "
            f"{attack.parts + attack.second_parts or 'none'}: {share:.1%} "
            f"({likely(share, victims)}) pinned to within 10 %, stated {stated or 'nothing'}",
            flush=True,
        )


def print_insider(victims: int) -> None:
    for knows in insider.LOOKED_AT:
        found = insider.shares_pinned(knows, victims)
        print(
            f"insider: {knows.count:>2} organisations, {knows.kind.value}: pinned to "
            f"within 10 % by the median {found.median:.1%}, by the {knows.kind.value} "
            f"{found.extra:.1%}, by both {found.both:.1%}; stated for the median "
            f"{insider.STATED[knows.count] or 'nothing'}",
            flush=True,
        )


def print_scraper(markets: int) -> None:
    apart: Counter[int] = Counter()
    moves = still = 0
    with tempfile.TemporaryDirectory() as folder:
        _, app = new_site(Path(folder), cache_pages=False)
        for seed in range(markets):
            chance = random.Random(seed)
            found = scraper.live(Scene(app), chance, 24)
            apart.update(found.smallest)
            moves, still = moves + found.moves, still + found.stood_still
            _empty(app)
    few = {number: count for number, count in sorted(apart.items()) if number < 6}
    print(
        f"scraper: {markets} markets, 24 releases: {moves} totals came out, {still} times "
        f"one stood still; two figures that differ do so by (organisations: pairs) {few} "
        f"and more; by one or two: {apart[1] + apart[2]}",
        flush=True,
    )


def _empty(app) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table in reversed(Base.metadata.sorted_tables):
            if table.name not in _KEPT:
                connection.execute(table.delete())


if __name__ == "__main__":
    began = time.perf_counter()
    given = [int(one) for one in sys.argv[1:]]
    victims, markets = [*given, *(400, 20)[len(given) :]]
    print_vendor()
    print_scraper(markets)
    print_sybil(victims)
    print_insider(victims)
    print(f"{time.perf_counter() - began:.0f} s")

"""Flip a byte in each file of the search index of a running site; watch it being mended.

    python tests/bench/flip_bytes.py [QUESTIONS]

A site with QUESTIONS (300) on SQLite and Whoosh. For each file of its index: one byte in
the middle is flipped, the hourly check is due at once, and searches go on all the
time. Printed are whether the check found it, after how many seconds a new index served,
how many pages were asked for meanwhile, how many were no answer, and whether a search finds
everything afterwards. Exits with 1 when a file was not found or not mended.
"""

import sys
import tempfile
import threading
import time
from itertools import cycle
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).parent)]

from hostile import ask, fill
from site_under_test import new_site, serving

from community.core.db import db, transaction
from community.core.jobs import enqueue
from search.jobs import AUDIT_JOB
from search.query import parse

PATIENCE = 120.0


class Visitors:
    """Searches all the time and counts what came back."""

    def __init__(self, site: str, cookies: list[str]) -> None:
        self._site = site
        self._cookies = cycle(cookies)
        self.statuses: list[int] = []
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while not self._ends.wait(0.1):
            status, _ = ask(self._site, "/search", "c0 drum", next(self._cookies))
            self.statuses.append(status)

    def end(self) -> None:
        self._ends.set()
        self._thread.join()


def kind_of(path: Path) -> str:
    """Return what a file is, without the name that each generation makes anew."""
    return path.name if path.suffix == ".json" else path.suffix


def flip(path: Path) -> int:
    content = bytearray(path.read_bytes())
    place = len(content) // 2
    content[place] ^= 0x40
    path.write_bytes(bytes(content))
    return place


def mend(app, engine, folder: Path, kind: str) -> tuple[int, bool, float]:
    """Damage one file; return where, whether that was found, and the seconds until a new one."""
    before = engine.generation()
    path = next(one for one in sorted(folder.iterdir()) if kind_of(one) == kind)
    place = flip(path)
    found = not engine.is_sound()
    began = time.monotonic()
    with app.app_context(), transaction():
        enqueue(AUDIT_JOB)
    while engine.generation() == before and time.monotonic() < began + PATIENCE:
        time.sleep(0.05)
    return place, found, time.monotonic() - began


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    bad = 0
    with tempfile.TemporaryDirectory() as root:
        settings, app = new_site(Path(root))
        cookies = fill(app, count)
        engine = app.extensions["fairquote.search"].engine
        folder = Path(root) / "search" / "current"
        total = engine.search(parse("c0 drum c1"), {"question": 1}).counts["question"]
        with serving(settings):
            kinds = sorted({kind_of(one) for one in folder.iterdir()})
            print(
                "file            byte  found  mended in s  pages  no answer  finds all"
            )
            for kind in kinds:
                asking = Visitors(settings.base_url, cookies)
                place, found, seconds = mend(app, engine, folder, kind)
                asking.end()
                counts = engine.search(parse("c0 drum c1"), {"question": 1}).counts
                failed = sum(status != 200 for status in asking.statuses)
                is_bad = not found or seconds > PATIENCE or counts["question"] != total
                bad += is_bad or failed > 0
                print(
                    f"{kind:<14} {place:>5}  {found!s:<5}  {seconds:>11.1f}  "
                    f"{len(asking.statuses):>5}  {failed:>9}  "
                    f"{counts['question']} of {total}{'  WRONG' * is_bad}",
                    flush=True,
                )
        engine.close()
        with app.app_context():
            db.engine.dispose()
    raise SystemExit(bool(bad))


if __name__ == "__main__":
    main()

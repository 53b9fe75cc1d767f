"""Print how long after its acknowledgement a post is found, on a running server.

    python tests/bench/found_soon.py [POSTS] [--postgres URL]

The real command serves a site of its own, on SQLite with Whoosh or in the empty database
at URL. POSTS (20) answers are written over HTTP, one after another, each with a word of
its own; from the moment the server has acknowledged one, its word is searched for every
50 ms, each time as another member (one may not search without pause). Seconds are what the
clock on the wall says. Exits with 1 when one was not found within 2 seconds.
"""

import argparse
import itertools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).parent)]

from kill_writers import fetch, fill, post_answer
from site_under_test import new_site, serving

from community.core.db import db

MOST_SECONDS = 2.0
GIVE_UP = 15.0
PAUSE = 0.05
READERS = 80


def seconds_until_found(site: str, word: str, readers: Iterator[str]) -> float:
    """Search for `word` until its question is on the page; return how long that took."""
    began = time.monotonic()
    while time.monotonic() - began < GIVE_UP:
        page = fetch(f"{site}/search?q={word}", next(readers)).read().decode()
        if "Which answers survive" in page:
            return time.monotonic() - began
        time.sleep(PAUSE)
    return time.monotonic() - began


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("posts", type=int, nargs="?", default=20)
    parser.add_argument("--postgres", metavar="URL", default="")
    options = parser.parse_args()
    changes = {"database_url": options.postgres} if options.postgres else {}
    with tempfile.TemporaryDirectory() as folder:
        settings, app = new_site(Path(folder), **changes)
        path, cookies = fill(app, options.posts + READERS)
        with app.app_context():
            search = app.extensions["fairquote.search"]
            search.catch_up()
            search.engine.close()
            engine = search.engine.name
            db.session.remove()
            db.engine.dispose()
        writers, readers = cookies[: options.posts], cookies[options.posts :]
        waits = []
        with serving(settings):
            around = itertools.cycle(readers)
            for number, writer in enumerate(writers):
                word = f"zq{number:04d}xw"
                if not post_answer(settings.base_url, path, writer, word):
                    raise SystemExit(f"answer {number} was not taken")
                waits.append(seconds_until_found(settings.base_url, word, around))
                time.sleep(random.uniform(0, 0.5))
    print(
        f"{engine}: {len(waits)} answers found after {statistics.median(waits):.2f} s in "
        f"the median, {max(waits):.2f} s at worst, {min(waits):.2f} s at best"
    )
    if max(waits) > MOST_SECONDS:
        raise SystemExit(1)


if __name__ == "__main__":
    main()

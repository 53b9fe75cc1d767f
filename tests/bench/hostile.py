"""Print the status and the milliseconds of each query that is made to hurt, over HTTP.

    python tests/bench/hostile.py [DOCUMENTS] [--postgres URL]

A site with DOCUMENTS (20,000) questions of the same few words, on SQLite with Whoosh or in
the empty database at URL. Each query is asked three times for its page, of which the best
counts, and once for the suggestions of the bar. Wall is what the asker waits, CPU what
all processes of the server spent, PostgreSQL's with them. Exits with 1 when
a status is 500 or a page costs more than 0.3 s of CPU.
"""

import argparse
import random
import string
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).parent)]

import sqlalchemy as sa
from site_under_test import new_site, serving, session_cookie

from community.accounts.models import User
from community.accounts.rules.sessions import start_session
from community.core import clock
from community.core.actors import Role
from community.core.db import db, new_public_id, transaction
from community.core.text import RENDERER_VERSION
from community.threads.models import Place, Post, Thread
from tests.search.test_hostile import HOSTILE

MOST_MILLISECONDS = 300
COMMON = [f"c{n}" for n in range(12)]
MORE = {
    "500 terms": " ".join(f"c{n % 12}x{n}" for n in range(500)),
    "2,000 brackets": "(" * 1_000 + "c0" + ")" * 1_000,
    "100 kB": "c0 c1 " * 17_000,
    "100 kB of one word": "c" * 100_000,
    "100 kB of stars": "*a*b" * 25_000,
    "prefixes of everything": " ".join(f"{one}*" for one in string.ascii_lowercase),
    "long prefixes": " ".join(f"common{one}*" for one in "abcdefghijkl"),
    "prefix of everything": "comm*",
    "nested operators": "vendor:product:kind:tag:price:<<<100..200..300",
    "price of nothing": "price:< seats:.. after: before: sort: has:",
    "unbalanced quotes": 'c0 "c1 c2 "c3" "',
    "fuzzy": "c0~9 common~99999 ~~~ c1~",
    "zero width": "c\u200b0\u2060c1\ufeff",
    "newest of common words": " ".join([*COMMON[:11], "sort:new"]),
    "common words and facets": "c0 c1 c2 kind:question vendor:v1 after:2020",
    "typos": " ".join(f"commn{one}wrd" for one in "abcdefghijkl"),
    "excluded phrase": 'c0 -"c1 c2 c3 c4 c5"',
}
QUERIES = {**HOSTILE, **MORE}


def crowd(count: int) -> list[tuple[str, str]]:
    """Return titles and texts in which a dozen words stand nearly everywhere."""
    chance = random.Random(7)
    found = []
    for number in range(count):
        ending = "".join(chance.choices(string.ascii_lowercase, k=4))
        title = " ".join([*chance.sample(COMMON, 6), f"common{ending}"])
        words = chance.choices(COMMON, k=60)
        found.append((title, " ".join([*words, f"w{number % 900}"])))
    return found + [("drum " * 20, "drum " * 40_000)] * 20


def fill(app, count: int) -> list[str]:
    """Make the crowd's questions and members; return a session cookie for each query."""
    with app.app_context():
        with transaction():
            members = [
                {
                    "id": n,
                    "handle": f"asker{n}",
                    "handle_key": f"asker{n}",
                    "email": f"asker{n}@askers.example",
                    "email_proven_at": clock.now(),
                    "role": Role.MEMBER,
                }
                for n in range(1, len(QUERIES) + 1)
            ]
            db.session.execute(sa.insert(User), members)
            texts = crowd(count)
            db.session.execute(sa.insert(Thread), list(threads(texts)))
            db.session.execute(sa.insert(Post), list(posts(texts)))
            tokens = [start_session(one["id"], user_agent="bench") for one in members]
        search = app.extensions["fairquote.search"]
        search.catch_up()
        search.engine.close()
        db.session.remove()
        db.engine.dispose()
    return [session_cookie(app, token) for token in tokens]


def threads(texts):
    for number, (title, _) in enumerate(texts, 1):
        yield {
            "id": number,
            "public_id": new_public_id(),
            "slug": f"crowd-{number}",
            "title": title,
            "author_id": 1,
            "created_at": clock.now(),
            "last_activity_at": clock.now(),
            "answer_count": 0,
        }


def posts(texts):
    for number, (_, text) in enumerate(texts, 1):
        yield {
            "public_id": new_public_id(),
            "thread_id": number,
            "author_id": 1,
            "place": Place.QUESTION,
            "rank": 0,
            "source": text,
            "html": f"<p>{text}</p>",
            "renderer_version": RENDERER_VERSION,
            "created_at": clock.now(),
        }


def cpu_of(server: int, database: str) -> float:
    """Return the CPU milliseconds of the server's processes and its database's."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            group = (process / "stat").read_text().rsplit(")", 1)[1].split()[2]
            title = (process / "cmdline").read_text()
            is_backend = title.startswith("postgres:") and f" {database} " in title
            if int(group) == server or (database and is_backend):
                for thread in (process / "task").iterdir():
                    total += int((thread / "schedstat").read_text().split()[0])
        except (OSError, ValueError):
            continue  # it ended meanwhile
    return total / 1e6


def ask(site: str, path: str, text: str, cookie: str) -> tuple[int, float]:
    query = urllib.parse.quote(text.encode("utf-8", "surrogatepass"))
    request = urllib.request.Request(
        f"{site}{path}?q={query}", headers={"Cookie": cookie}
    )
    began = time.monotonic()
    try:
        with urllib.request.urlopen(request, timeout=30) as page:
            page.read()
            status = page.status
    except urllib.error.HTTPError as error:
        status = error.code
    except (OSError, HTTPException):
        status = 0  # the server hung up: the address is too long for it
    return status, 1000 * (time.monotonic() - began)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("documents", type=int, nargs="?", default=20_000)
    parser.add_argument("--postgres", metavar="URL", default="")
    options = parser.parse_args()
    database = options.postgres.rpartition("/")[2]
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        others = {"database_url": options.postgres} if options.postgres else {}
        settings, app = new_site(Path(folder), **others)
        cookies = fill(app, options.documents)
        with serving(settings, FAIRQUOTE_WORKERS="1") as server:
            for path in ("/search", "/search/suggest"):
                ask(settings.base_url, path, "warm", cookies[0])
            print(f"{'query':<28} page  wall ms  CPU ms   names  wall ms")
            for cookie, (name, text) in zip(cookies, QUERIES.items(), strict=True):
                asked = []
                for _ in range(3):
                    before = cpu_of(server.pid, database)
                    status, wall = ask(settings.base_url, "/search", text, cookie)
                    asked.append((cpu_of(server.pid, database) - before, wall, status))
                cpu, wall, status = min(asked)
                names, waited = ask(settings.base_url, "/search/suggest", text, cookie)
                is_bad = cpu > MOST_MILLISECONDS or 500 in {status, names}
                bad += is_bad
                print(
                    f"{name:<28} {status:>4} {wall:>8.0f} {cpu:>7.0f}   "
                    f"{names:>5} {waited:>8.0f}{'  TOO MUCH' * is_bad}",
                    flush=True,
                )
    print(f"{len(QUERIES)} queries, {bad} of them too much")
    raise SystemExit(bool(bad))


if __name__ == "__main__":
    main()

"""Print what reading gives on a large site: 100,000 posts in 5,000 threads, 2,000 members.

    python tests/bench/threads.py [SECONDS]

Needs wrk. Each page is loaded by 16 connections for SECONDS (4) on 2 processes and SQLite,
beside a bare Flask page on the same server; the ratio to that travels between machines.
`queries` is what the page asks the database for, `first view` all its bytes, compressed,
with style, script and icon.
"""

import re
import shutil
import sys
import tempfile
import urllib.request
from datetime import timedelta
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).parent)]

import sqlalchemy as sa
from pages import load
from queries import counted
from site_under_test import free_port, new_site, running, serving, session_cookie

from community.accounts.models import User
from community.accounts.rules.sessions import start_session
from community.core import clock
from community.core.actors import Role
from community.core.db import db, new_public_id, transaction
from community.core.text import RENDERER_VERSION, render_markdown
from community.threads.models import Place, Post, Thread

MEMBERS, THREADS, POSTS, LONGEST = 2_000, 5_000, 100_000, 2_000
TWENTY = 20
READERS = 500
_BODIES = [
    f"We signed for three years with **{n}** people. It was worth the wait. " * 6
    + (f"{n % 20 + 1} % off the list price." if n % 4 == 0 else "")
    for n in range(50)
]
_CHUNK = 5_000


def fill(app) -> tuple[str, str, list[str], str]:
    """Fill the site; return the paths of a thread of 20 and of 2,000 posts, and cookies.

    The last cookie is of somebody who wrote in the thread of 20.
    """
    with app.app_context(), transaction():
        insert(User, members())
        insert(Thread, list(threads()))
        insert(Post, list(posts()))
        readers = [*range(7, 7 + READERS), (THREADS + 1) % MEMBERS + 1]
        *cookies, writer = (
            session_cookie(app, start_session(one, user_agent="bench"))
            for one in readers
        )
        found = {one: db.session.get_one(Thread, one) for one in (1, THREADS)}
        paths = [f"/questions/{one.public_id}/{one.slug}" for one in found.values()]
    return paths[1], paths[0], cookies, writer


def insert(table, rows: list[dict]) -> None:
    for start in range(0, len(rows), _CHUNK):
        db.session.execute(sa.insert(table), rows[start : start + _CHUNK])


def members() -> list[dict]:
    return [
        {
            "id": n,
            "handle": f"member{n}",
            "handle_key": f"member{n}",
            "email": f"m{n}@m{n}.example",
            "email_proven_at": clock.now(),
            "role": Role.MEMBER,
        }
        for n in range(1, MEMBERS + 1)
    ]


def sizes() -> list[int]:
    """Return the posts of each thread: one long thread, one of 20, the rest share what is left."""
    others = THREADS - 2
    each, more = divmod(POSTS - LONGEST - TWENTY, others)
    return [LONGEST, *(each + (n < more) for n in range(others)), TWENTY]


def threads():
    at = clock.now() - timedelta(days=400)
    for number, size in enumerate(sizes(), 1):
        yield {
            "id": number,
            "public_id": new_public_id(),
            "slug": f"what-did-you-pay-{number}",
            "title": f"What did you pay in case {number}, and how did you get there?",
            "author_id": number % MEMBERS + 1,
            "created_at": at + timedelta(minutes=number),
            "last_activity_at": at + timedelta(minutes=number + size),
            "answer_count": size - 1,
        }


def posts():
    at = clock.now() - timedelta(days=400)
    rendered = [render_markdown(body) for body in _BODIES]
    for thread, size in enumerate(sizes(), 1):
        for n in range(size):
            body = (thread + n) % len(_BODIES)
            yield {
                "public_id": new_public_id(),
                "thread_id": thread,
                "author_id": (thread + n) % MEMBERS + 1,
                "place": Place.ANSWER if n else Place.QUESTION,
                "rank": -(n % 3) if n else 0,
                "source": _BODIES[body],
                "html": rendered[body],
                "renderer_version": RENDERER_VERSION,
                "created_at": at + timedelta(minutes=thread + n),
            }


def last_page(client, path: str) -> str:
    """Follow "More answers" of the oldest-first list to the end; return its address."""
    path = f"{path}?sort=oldest"
    while True:
        found = re.search(r'rel="next"\s+href="([^"]+)"', client.get(path).text)
        if found is None:
            return path
        path = found[1].replace("&amp;", "&")


def first_view(url: str) -> int:
    """Return all bytes of a first view, compressed as a browser asks for them."""
    total = 0
    base = re.match(r"https?://[^/]+", url)[0]
    page = _bytes(url, encoding="identity").decode()
    parts = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    for address in (url, *(base + one for one in parts)):
        total += len(_bytes(address))
    return total


def _bytes(url: str, encoding: str = "br, gzip") -> bytes:
    request = urllib.request.Request(url, headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def main() -> None:
    if shutil.which("wrk") is None:
        raise SystemExit("This benchmark needs wrk.")
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    with tempfile.TemporaryDirectory() as folder:
        settings, app = new_site(Path(folder))
        short, long, cookies, writer = fill(app)
        cookie = cookies[0]
        visitor, member = app.test_client(), app.test_client()
        member.set_cookie(app.config["SESSION_COOKIE_NAME"], cookie.partition("=")[2])
        pages = {
            "thread, 20 posts": short,
            "front page": "/",
            "questions": "/questions/",
            "2,000 posts, first page": f"{long}?sort=oldest",
            "2,000 posts, last page": last_page(visitor, long),
        }
        queries = {
            (name, who): counted(client, path)
            for name, path in pages.items()
            for who, client in (("visitor", visitor), ("member", member))
        }
        port = free_port()
        bare = f"http://127.0.0.1:{port}"
        command = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory"),
            *("--workers", str(settings.workers), "--port", str(port)),
            *("--blocking-threads", str(settings.threads), "bare:create_app"),
        ]
        with running(command, bare, PYTHONPATH=str(Path(__file__).parent)):
            base = load(f"{bare}/", seconds)
        print(f"{'page':36} {'req/s':>7} {'p99':>9} {'errors':>6} {'ratio':>6} queries")
        print(
            f"{'bare Flask':36} {base.rate:7.0f} {base.p99:>9} {base.errors:6}   1.00"
        )
        with serving(settings):
            for (name, who), asked in queries.items():
                url = settings.base_url + pages[name]
                got = load(url, seconds, cookie if who == "member" else "")
                print(
                    f"{f'{name}, {who}':36} {got.rate:7.0f} {got.p99:>9} "
                    f"{got.errors:6} {got.rate / base.rate:6.2f} {asked:7}",
                    flush=True,
                )
            for name, who, theirs in (
                ("thread, 20 posts", "who wrote in it", [writer]),
                ("thread, 20 posts", f"{READERS} members", cookies),
                ("front page", f"{READERS} members", cookies),
                ("questions", f"{READERS} members", cookies),
            ):
                url = settings.base_url + pages[name]
                got = load(url, seconds, cookies=theirs)
                print(
                    f"{f'{name}, {who}':36} {got.rate:7.0f} {got.p99:>9} "
                    f"{got.errors:6} {got.rate / base.rate:6.2f}",
                    flush=True,
                )
            for name in ("thread, 20 posts", "front page"):
                size = first_view(settings.base_url + pages[name])
                print(f"first view of {name}: {size:,} bytes")


if __name__ == "__main__":
    main()

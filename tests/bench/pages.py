"""Print requests a second and p99 of the main pages, beside a bare Flask page.

    python tests/bench/pages.py [SECONDS]

Needs wrk. Each page is loaded by 16 connections for SECONDS (8), as a visitor and as a
member; the bare page is a 20-item Jinja list on the same server with the same number of
processes and threads. The ratio to it is the figure: it travels between machines.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).parent)]

from site_under_test import free_port, new_site, running, serving, session_cookie

from community.accounts.models import User
from community.accounts.rules.sessions import start_session
from community.cli.sample.fill import fill_sample
from community.core import clock
from community.core.actors import Actor, Role
from community.core.db import db, transaction
from community.threads.drafts import Draft
from community.threads.rules import asking

CONNECTIONS = 16
_IN_TURN = """
local cookies = {%s}
local next = 0
request = function()
  next = next %% #cookies + 1
  wrk.headers["Cookie"] = cookies[next]
  return wrk.format()
end
"""


@dataclass(frozen=True)
class Figure:
    rate: float
    p99: str
    errors: int
    size: int


def load(
    url: str, seconds: int, cookie: str = "", cookies: Sequence[str] = ()
) -> Figure:
    """Return what wrk measured on `url`; with `cookies`, each request sends the next one."""
    headers = ["-H", "Accept-Encoding: gzip"]
    if cookie:
        headers += ["-H", f"Cookie: {cookie}"]
    if cookies:
        with tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False) as script:
            script.write(_IN_TURN % ",".join(f'"{one}"' for one in cookies))
        headers += ["-s", script.name]
    request = urllib.request.Request(url, headers={"Cookie": cookie})
    with urllib.request.urlopen(request) as answer:
        size = len(answer.read())
    wrk = ["wrk", "-t2", f"-c{CONNECTIONS}", "--latency", *headers, url]
    subprocess.run([*wrk, "-d2s"], check=True, capture_output=True)
    said = subprocess.run(
        [*wrk, f"-d{seconds}s"], check=True, capture_output=True, text=True
    ).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    p99 = re.search(r"99%\s+(\S+)", said)[1]
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    timeouts = re.search(r"timeout (\d+)", said)
    errors = sum(int(found[1]) for found in (bad, timeouts) if found)
    return Figure(rate, p99, errors, size)


def fill(app) -> tuple[str, str, str, str]:
    """Fill in the sample and a thread of 20 posts; return its path, and a product's.

    And two cookies: of a member who only reads it, and of one who answered there.
    """
    with app.app_context(), transaction():
        fill_sample(lambda _step: None)
    with app.app_context(), transaction():
        people = [
            Actor(user.id, user.handle, Role.MEMBER, proven=True)
            for user in db.session.query(User).filter_by(role=Role.MEMBER).limit(21)
        ]
        at = clock.now() - timedelta(days=2)
        thread = asking.ask(
            people[0],
            Draft(title="A thread of twenty posts, to be measured", body="Why? " * 60),
            at=at,
        )
        for number, person in enumerate(people[1:20], 1):
            body = (
                f"Answer {number}: " + "some words of an answer, **some** bold. " * 12
            )
            asking.answer(person, thread, body, at=at + timedelta(minutes=number))
        tokens = [
            start_session(one.user_id, user_agent="bench") for one in people[-1:0:-19]
        ]
        path = f"/questions/{thread.public_id}/{thread.slug}"
    with app.test_request_context():
        cookies = [session_cookie(app, token) for token in tokens]
        return path, "/prices/arbor/arbor-desk/", *cookies


def main() -> None:
    if shutil.which("wrk") is None:
        raise SystemExit("This benchmark needs wrk.")
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    with tempfile.TemporaryDirectory() as folder:
        settings, app = new_site(Path(folder))
        thread, product, reader, author = fill(app)
        port = free_port()
        bare = f"http://127.0.0.1:{port}"
        command = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory"),
            *("--workers", str(settings.workers), "--port", str(port)),
            *("--blocking-threads", str(settings.threads), "bare:create_app"),
        ]
        with running(command, bare, PYTHONPATH=str(Path(__file__).parent)):
            base = load(f"{bare}/", seconds)
        rows = [("bare Flask, 20-item list", base)]
        # Nobody reads as fast as this: the budget would refuse what is to be measured.
        with serving(settings, FAIRQUOTE_PAGE_BUDGET="off") as _server:
            for name, path in (("thread, 20 posts", thread), ("product", product)):
                rows.append(
                    (f"{name}, visitor", load(settings.base_url + path, seconds))
                )
                for who, cookie in (("member", reader), ("member who wrote", author)):
                    measured = load(settings.base_url + path, seconds, cookie)
                    rows.append((f"{name}, {who}", measured))
        off = {"FAIRQUOTE_PAGE_CACHE": "off", "FAIRQUOTE_PAGE_BUDGET": "off"}
        with serving(settings, **off) as _server:
            for name, path in (("thread, 20 posts", thread), ("product", product)):
                rows.append(
                    (
                        f"{name}, visitor, no cache",
                        load(settings.base_url + path, seconds),
                    )
                )
    print(
        f"{'page':34} {'req/s':>8} {'p99':>9} {'errors':>6} {'bytes':>7} {'ratio':>6}"
    )
    for name, figure in rows:
        ratio = figure.rate / base.rate
        print(
            f"{name:34} {figure.rate:8.0f} {figure.p99:>9} {figure.errors:6} "
            f"{figure.size:7} {ratio:6.2f}"
        )


if __name__ == "__main__":
    main()

"""Kill the server with SIGKILL while two writers post; count what was lost.

    python tests/bench/kill_writers.py [POSTS] [KILLS] [rooms]

Two writers answer a question over HTTP, POSTS (200) times in all, each time as another
member (one may not post without pause) and with a word of its own; with `rooms` each
comments in a room of its own instead. The whole process group is killed KILLS (3) times
on the way and started again. Printed: what was acknowledged and, of that, what is
missing in the database, doubled, and (of answers) not found by search.
"""

import os
import random
import re
import signal
import sys
import tempfile
import threading
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
from community.core.actors import Actor, Role
from community.core.db import db, transaction
from community.rooms.models import RoomComment
from community.rooms.rules.opening import open_room
from community.threads.drafts import Draft
from community.threads.models import Post
from community.threads.rules import asking

WRITERS = 2


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args):
        return None


OPENER = urllib.request.build_opener(NoRedirect)


def fill(app, posts: int, *, rooms: bool) -> list[tuple[str, str]]:
    """Return for each of `posts` members where they write, and a session cookie.

    Somebody else asks the question: one may not post twice within seconds.
    """
    with app.app_context(), transaction():
        users = [
            User(
                handle=f"writer{n}",
                handle_key=f"writer{n}",
                email=f"writer{n}@writers.example",
                email_proven_at=clock.now(),
                password_hash="-",
                role=Role.MEMBER,
            )
            for n in range(posts + 1)
        ]
        db.session.add_all(users)
        db.session.flush()
        asker = Actor(users[0].id, users[0].handle, Role.MEMBER, proven=True)
        question = Draft(
            title="Which answers survive a kill?", body="All of them, we say."
        )
        thread = asking.ask(asker, question)
        tokens = [start_session(user.id, user_agent="bench") for user in users[1:]]
        paths = [f"/questions/{thread.public_id}/{thread.slug}"] * posts
        if rooms:
            opened = [open_room(user.actor, "Who survives") for user in users[1:]]
            paths = [f"/rooms/{room.public_id}" for room in opened]
    return [
        (path, session_cookie(app, token))
        for path, token in zip(paths, tokens, strict=True)
    ]


def fetch(url: str, cookie: str = "", data: dict | None = None):
    body = urllib.parse.urlencode(data).encode() if data else None
    request = urllib.request.Request(url, body, {"Cookie": cookie})
    return OPENER.open(request, timeout=10)


def post_answer(site: str, path: str, cookie: str, word: str) -> bool:
    """Answer or comment; True when the server acknowledged it."""
    try:
        page = fetch(site + path, cookie)
        html = page.read().decode()
        fresh = page.headers.get("Set-Cookie", "").partition(";")[0] or cookie
        form = next(
            f
            for f in re.findall(r"<form.*?</form>", html, re.DOTALL)
            if 'name="body"' in f
        )
        action = re.search(r'action="([^"]*)"', form)[1]
        fields = dict(
            re.findall(r'name="(csrf_token|submission_key)"[^>]*value="([^"]*)"', form)
        )
        fetch(
            site + action,
            fresh,
            {**fields, "body": f"The word of this answer is {word}."},
        )
    except urllib.error.HTTPError as error:
        return error.code == 303
    except (OSError, HTTPException, StopIteration):
        return False
    return False


def write(site, members, words, acknowledged, pause) -> None:
    while words:
        pause.wait()
        (path, cookie), word = members.pop(), words.pop()
        if post_answer(site, path, cookie, word):
            acknowledged.append(word)


def main() -> None:
    posts = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    rooms = "rooms" in sys.argv
    words = [f"zq{n:04d}{random.choice('bcdfgh')}xw" for n in range(posts)]
    acknowledged: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        settings, app = new_site(Path(folder))
        members = fill(app, posts, rooms=rooms)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        pause = threading.Event()
        unused, left = list(members), list(words)
        writers = [
            threading.Thread(
                target=write,
                args=(settings.base_url, unused, left, acknowledged, pause),
            )
            for _ in range(WRITERS)
        ]
        for writer in writers:
            writer.start()
        for round_ in range(kills):
            with serving(settings) as server:
                pause.set()
                until = len(words) - (round_ + 1) * len(words) // (kills + 1)
                while len(left) > until and any(w.is_alive() for w in writers):
                    time.sleep(random.uniform(0.005, 0.02))
                os.killpg(server.pid, signal.SIGKILL)
                pause.clear()
        with serving(settings):
            pause.set()
            for writer in writers:
                writer.join()
            began = time.monotonic()
            unfound = set()
            if not rooms:  # what is said in a room is searched by nobody
                cookies = [cookie for _, cookie in members]
                unfound = find_all(settings.base_url, acknowledged, cookies)
            seconds = time.monotonic() - began
        with app.app_context():
            source = RoomComment.source if rooms else Post.source
            said = db.session.scalars(sa.select(source)).all()
        report(said, acknowledged, unfound, seconds, posts, kills)


def find_all(site: str, words: list[str], cookies: list[str]) -> set[str]:
    """Search for each word as another member, once more after 10 seconds if in vain."""
    missing: set[str] = set()
    for wanted in (words, missing):
        for word, cookie in zip(sorted(wanted), cookies, strict=False):
            page = fetch(f"{site}/search?q={word}", cookie).read().decode()
            found = "Which answers survive" in page
            (missing.discard if found else missing.add)(word)
        if not missing:
            break
        time.sleep(10)
    return missing


def report(said, acknowledged, unfound, seconds, posts, kills) -> None:
    counts = [sum(word in body for body in said) for word in acknowledged]
    print(
        f"{kills} kills (SIGKILL of the whole group) during {posts} posts by {WRITERS} writers"
    )
    print(f"acknowledged {len(acknowledged)}")
    print(
        f"missing in the database {counts.count(0)}, doubled {sum(c > 1 for c in counts)}"
    )
    print(
        f"not found by search {len(unfound)} (asked within {seconds:.1f} s of the last post)"
    )
    if 0 in counts or unfound or any(count > 1 for count in counts):
        raise SystemExit(1)


if __name__ == "__main__":
    main()

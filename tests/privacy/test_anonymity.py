"""The anonymity matrix: each surface times each role, and nowhere who wrote it.

Whatever route joins later is looked at by the crawl of test_traces.py, which holds the
same canaries.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

import pytest
import sqlalchemy as sa
import structlog
import time_machine
from werkzeug.test import TestResponse

from community.accounts.rules.sessions import start_session
from community.accounts.tokens import digest
from community.api.models import ApiToken
from community.api.scopes import PREFIX, Scope
from community.core import clock
from community.core.actors import VISITOR, Actor, Role
from community.core.db import Base, db, transaction
from community.core.mail import Mail
from community.core.visibility import State
from community.core.worker import run_due
from community.threads import owners
from community.threads.models import Post, Thread
from community.threads.rules import asking
from community.threads.searchable import SOURCES
from tests.notifications.conftest import send_mails
from tests.page import PageClient
from tests.privacy import whispers
from tests.privacy.whispers import AUTHOR_ID, CANARIES, WORDS, Planted

ROLES = {"visitor": "", "buyer": "ben", "rep": "rae", "moderator": "mo", "host": "hana"}
SURFACES = {
    "home": "/",
    "active": "/questions/",
    "new": "/questions/new",
    "unanswered": "/questions/unanswered",
    "asked often": "/questions/often",
    "tag": "/questions/tagged/whisper",
    "thread": "{thread}",
    "thread by age": "{thread}?sort=oldest",
    "link to a post": "/questions/posts/{answer}",
    "versions": "/questions/posts/{answer}/history",
    "versions of the renamed": "/questions/posts/{renamed}/history",
    "product": "/prices/arbor/arbor-desk/",
    "its questions": "/prices/arbor/arbor-desk/questions",
    "vendor": "/prices/arbor/",
    "search": f"/search?q={WORDS.replace(' ', '+')}",
    "feed": "/feeds/questions.atom",
    "feed of a tag": "/feeds/tags/whisper.atom",
    "feed of a vendor": "/feeds/prices/arbor.atom",
    "feed of a product": "/feeds/prices/arbor/arbor-desk.atom",
    "feed of a search": f"/feeds/search.atom?q={WORDS.replace(' ', '+')}",
    "map of the site": "/sitemap.xml",
    "editing": "/questions/posts/{answer}/edit",
    "hiding the name": "/questions/posts/{answer}/anonymise",
    "inbox": "/inbox",
    "follows": "/account/follows",
    "saved list": "/saved",
    "wishes": "/account/notifications",
    "looking behind": "/questions/posts/{answer}/author",
    "quoting": "{thread}?quote={answer}",
    "reporting": "/flags/post/{answer}",
    "queue": "/moderation/",
    "public log": "/log",
    "public log as CSV": "/log.csv",
    "public log as a feed": "/log.atom",
    "takedown requests as a feed": "/log/requests.atom",
    "disputes as a feed": "/log/disputes.atom",
    "desk of reps": "/rep/",
    "desk of the host": "/host/",
}
ASKED_BY_PROGRAMS = {
    "API: questions": "/api/v1/questions",
    "API: a question": "/api/v1/questions/{asked}",
    "API: of a product": "/api/v1/products/arbor/arbor-desk/questions",
    "API: search": f"/api/v1/search?q={WORDS.replace(' ', '+')}",
    "API: public log": "/api/v1/log",
    "API: oneself": "/api/v1/me",
    "API: follows": "/api/v1/me/follows",
    "API: saved list": "/api/v1/me/saved",
}
"""With a token of each role; a visitor's program has none."""
MAILS, FEEDS = "mail to followers", ("private feed: news", "private feed: saved")
_PEOPLE = {"user", "login_session", "email_token", "registration"}
"""Tables that are about members, and of which no row is about a post."""


@pytest.fixture
def planted(app, cast) -> Planted:
    with app.app_context(), transaction():
        return whispers.plant(cast)


@pytest.fixture
def canaries(app, planted) -> tuple[str, ...]:
    """Return what must be nowhere: names, the id, and what stands in their place."""
    with app.app_context():
        sealed = db.session.scalars(
            sa.select(Post.sealed_author).where(Post.sealed_author.is_not(None))
        )
        return (*CANARIES, owners.owner_key(AUTHOR_ID), *sealed)


def browser(app, cast, handle: str) -> PageClient:
    return cast.page(handle) if handle else PageClient(app)


def asks_as(app, cast, handle: str) -> Callable[[str], TestResponse]:
    """Return what asks the API, with a token of somebody's who has a handle."""
    client, headers = app.test_client(use_cookies=False), {}
    if handle:
        token = f"{PREFIX}{digest(handle)[:43]}"
        headers["Authorization"] = f"Bearer {token}"
        with app.app_context(), transaction():
            db.session.add(
                ApiToken(
                    user_id=cast.actor(handle).user_id,
                    token_hash=digest(token),
                    label="Matrix",
                    ending=token[-4:],
                    scopes=[str(one) for one in Scope],
                    expires_at=clock.now() + timedelta(days=30),
                )
            )
    return lambda path: client.get(path, headers=headers)


def follow_by_mail_and_feed(client: PageClient, asked: str) -> list[str]:
    """Have somebody hear of the question in all ways; return their private feeds."""
    client.post(f"/follow/question/{asked}", {"level": "all"}, status=303)
    client.post(f"/saved/question/{asked}", {"keep": "yes"}, status=303)
    wishes = {"mail_is_on": "y", "oneself": "at-once", "followed": "at-once"}
    client.post("/account/notifications", wishes, status=303)
    client.post("/account/notifications/feeds", {"what": "renew"}, status=303)
    listed = client.get("/account/notifications").links
    return [one for one in listed if "/feeds/private/" in one]


def told(texts: dict[str, str], canaries: tuple[str, ...]) -> dict[str, list[str]]:
    return {
        surface: [one for one in canaries if one.casefold() in text.casefold()]
        for surface, text in texts.items()
    }


def table(found: dict[str, dict[str, list[str]]], refused: set[tuple]) -> str:
    """Return the matrix for people: a line for each surface, a column for each role.

    Who may not open a page is not told there either.
    """
    lines = [f"{'':26}" + "".join(f"{role:>11}" for role in found)]
    for surface in next(iter(found.values())):
        cells = [
            "TOLD"
            if there[surface]
            else "–"
            if (role, surface) in refused
            else "absent"
            for role, there in found.items()
        ]
        lines.append(f"{surface:26}" + "".join(f"{cell:>11}" for cell in cells))
    return "\n".join(lines)


def heard(app, settings, cast, asked: str) -> dict[str, dict[str, str]]:
    """Return what mails and private feeds told each role of another anonymous answer."""
    feeds = {
        role: follow_by_mail_and_feed(cast.page(handle), asked)
        for role, handle in ROLES.items()
        if handle
    }
    with app.app_context(), transaction():
        thread = db.session.scalars(
            sa.select(Thread).where(Thread.public_id == asked)
        ).one()
        said = "We pay eleven percent more, as nobody else does."
        author = Actor(AUTHOR_ID, whispers.HANDLE, Role.MEMBER, proven=True)
        post = asking.answer(author, thread, said, anonymous=True)
        assert post.state is State.PUBLIC
    run_due(app)
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        sent = send_mails(app, settings)
    reader = PageClient(app)
    texts = {"visitor": dict.fromkeys((MAILS, *FEEDS), "")}
    for role, handle in ROLES.items():
        if handle:
            to = getattr(cast, handle).email
            mails = "".join(str(one) for one in sent if one["To"] == to)
            assert not mails or "Anonymous" in mails
            read = [reader.client.get(one).text for one in feeds[role]]
            assert "Anonymous" in read[0]
            texts[role] = {MAILS: mails, **dict(zip(FEEDS, read, strict=True))}
    return texts


def test_no_surface_tells_any_role_who_wrote_it(app, settings, cast, planted, canaries):
    found: dict[str, dict[str, list[str]]] = {}
    refused = set()
    names = {**vars(planted), "asked": planted.thread.split("/")[2]}
    with structlog.testing.capture_logs() as logs:
        for role, handle in ROLES.items():
            client = browser(app, cast, handle)
            texts = {}
            for surface, path in SURFACES.items():
                page = client.get(path.format(**names), status=None)
                texts[surface] = f"{page.response.headers}\n{page.html}"
                if page.status != HTTPStatus.OK:
                    refused.add((role, surface))
            ask = asks_as(app, cast, handle)
            for surface, path in ASKED_BY_PROGRAMS.items():
                answer = ask(path.format(**names))
                texts[surface] = f"{answer.headers}\n{answer.get_data(as_text=True)}"
                if answer.status_code != HTTPStatus.OK:
                    refused.add((role, surface))
            texts["log lines"] = repr(logs)
            found[role] = told(texts, canaries)

    for role, texts in heard(app, settings, cast, names["asked"]).items():
        found[role] |= told(texts, canaries)
        refused |= {(role, surface) for surface, text in texts.items() if not text}
    print("\n" + table(found, refused))  # noqa: T201 - shown by pytest -s
    assert len(logs) > 50
    assert {role for role, where in refused if where == MAILS} == {"visitor"}
    assert [
        where for there in found.values() for where in there.values() if where
    ] == []


def test_the_pages_looked_at_hold_what_was_posted(app, cast, planted):
    """Or the matrix would find nothing on pages of something else."""
    alias = re.compile(r"Anonymous [a-z2-9]{7}")
    page = PageClient(app)

    for surface in ("active", "tag", "thread", "versions", "its questions", "feed"):
        path = SURFACES[surface].format(**vars(planted))
        assert alias.search(page.get(path).html), surface
    names = set(alias.findall(page.get(planted.thread).words()))
    assert len(names) == 3


def test_neither_rows_nor_search_nor_mail_tell(app, planted, canaries):
    with app.app_context():
        thread_id = db.session.scalars(sa.select(Thread.id)).one()
        (document,) = SOURCES[0].documents([thread_id])
        (result,) = SOURCES[0].results(VISITOR, [thread_id])
        mails = [(m.subject, m.text) for m in db.session.scalars(sa.select(Mail))]
        rows = {
            table.name: repr(
                db.session.execute(
                    sa.select(
                        *(sa.column(one.name) for one in table.columns)
                    ).select_from(sa.table(table.name))
                ).all()
            )
            for table in Base.metadata.sorted_tables
            if table.name not in _PEOPLE
        }

    shown = {"document": repr(document), "result": repr(result), "mail": repr(mails)}
    assert not any(told(shown, canaries).values())
    assert not any(told(rows, CANARIES).values())


def test_the_public_page_of_the_author_is_as_it_was(app, cast):
    """Nothing on it moves when an anonymous post appears, is edited or renamed."""
    with app.app_context(), transaction():
        whispers._author()
    page = PageClient(app)
    before = page.get(f"/u/{whispers.HANDLE}").html

    with app.app_context(), transaction():
        db.session.execute(sa.text('DELETE FROM "user" WHERE id = 7654321'))
    with app.app_context(), transaction():
        whispers.plant(cast)

    assert page.get(f"/u/{whispers.HANDLE}").html == before


def test_the_author_alone_finds_it_and_is_told_so(app, planted):
    with app.app_context(), transaction():
        token = start_session(AUTHOR_ID, user_agent="Firefox on Linux")
    own = PageClient(app)
    with own.client.session_transaction() as session:
        session["_user_id"] = token

    assert own.get(planted.thread).words().count("Yours: nobody else sees that") == 3
    listed = own.get("/questions/mine")
    assert listed.words().count("as Anonymous ") == 3
    own.get(f"/questions/posts/{planted.answer}/edit")


def test_the_page_tells_the_day_of_what_stands_under_an_alias(app, planted):
    page = PageClient(app).get(planted.thread)
    times = re.findall(r'<time datetime="([^"]+)"', page.html)

    assert times == ["2026-10-05T09:41:33Z"], "that of Ada’s answer alone"

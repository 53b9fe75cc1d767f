"""The anonymity matrix: each surface times each role, and nowhere who wrote it.

Whatever route joins later is looked at by the crawl of test_traces.py, which holds the
same canaries.
"""

import re
from http import HTTPStatus

import pytest
import sqlalchemy as sa
import structlog

from community.accounts.rules.sessions import start_session
from community.core.actors import VISITOR
from community.core.db import Base, db, transaction
from community.core.mail import Mail
from community.threads import owners
from community.threads.models import Post, Thread
from community.threads.searchable import SOURCES
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


def test_no_surface_tells_any_role_who_wrote_it(app, cast, planted, canaries):
    found: dict[str, dict[str, list[str]]] = {}
    refused = set()
    with structlog.testing.capture_logs() as logs:
        for role, handle in ROLES.items():
            client = browser(app, cast, handle)
            texts = {}
            for surface, path in SURFACES.items():
                page = client.get(path.format(**vars(planted)), status=None)
                texts[surface] = f"{page.response.headers}\n{page.html}"
                if page.status != HTTPStatus.OK:
                    refused.add((role, surface))
            texts["log lines"] = repr(logs)
            found[role] = told(texts, canaries)

    print("\n" + table(found, refused))  # noqa: T201 - shown by pytest -s
    assert len(logs) > 50
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

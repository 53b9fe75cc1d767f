"""Who signs a legal notice is in no page, feed, file, log, or letter to anybody else."""

import zipfile
from collections import deque
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from community.accounts.models import User
from community.accounts.mydata.collecting import collect
from community.core.db import Base, db, transaction
from community.core.mail import Mail
from community.core.personal import Person, items_of
from community.dashboard.exporting import path_of, write_export
from moderation.models import Action, Case
from moderation.notices.models import Notice
from moderation.telling import tell_flaggers
from tests.moderation.conftest import scene  # noqa: F401 - what the notices are about
from tests.page import PageClient

OUTSIDE, MEMBER = "visitor.kanarie@sender.example", "member.kanarie@sender.example"
NAMES = {OUTSIDE: "Vera Kanarienvogel", MEMBER: "Mona Kanarienvogel"}
WORDS = (*NAMES, *NAMES.values(), "kanarie")
MOST_PAGES = 150
BEGIN = (
    *("/", "/log", "/log.csv", "/log/requests", "/log/requests.csv", "/search?q=vera"),
    *("/flags/mine", "/moderation/", "/moderation/appeals/", "/u/cleo", "/sitemap.xml"),
    *("/feeds/questions.atom", "/log.atom", "/moderation/people/cleo"),
    *("/api/v1/questions", "/api/v1/openapi.json", "/inbox"),
)


def said(email: str) -> dict[str, str]:
    return {
        "details": "It tells what a court has forbidden to tell.",
        "passage": "Jane Doe of Arbor",
        "law": "A court’s order, Sweden",
        "good_faith": "y",
        "name": NAMES[email],
        "email": email,
    }


@pytest.fixture
def pages(app, cast, scene) -> list[str]:  # noqa: F811
    """Have a visitor and Cleo send notices, of which one is decided; return what is about them."""
    outside, cleo, mo = PageClient(app), cast.page("cleo"), cast.page("mo")
    path = f"/notices/post/{scene.post}"
    outside.send(outside.get(path), said(OUTSIDE), having="law", status=303)
    path = f"/flags/review/{scene.review}/illegal"
    cleo.send(cleo.get(path), said(MEMBER), having="law", status=303)
    with app.app_context():
        found = db.session.scalars(sa.select(Case.public_id).order_by(Case.id)).all()
    cases = [f"/moderation/cases/{one}" for one in found]
    for case in cases:
        mo.post(f"{case}/claim", status=303)
    decided = {"verdict": "approve", "facts": "We asked the court."}
    mo.send(mo.get(cases[0]), decided, action=f"{cases[0]}/decide", status=303)
    with app.app_context(), transaction():
        tell_flaggers(db.session.scalars(sa.select(Action.id)).one())
    return [*cases, f"/questions/posts/{scene.post}", f"/reviews/{scene.review}"]


def crawled(browser: PageClient, begin: list[str]) -> dict[str, str]:
    """Return all that links lead to, by path; what changes something is a form."""
    waiting, read = deque(begin), dict[str, str]()
    while waiting and len(read) < MOST_PAGES:
        path = waiting.popleft()
        if path in read or urlsplit(path).netloc or not path.startswith("/"):
            continue
        answer = browser.client.get(path)
        read[path] = answer.get_data(as_text=True) + str(answer.headers)
        page = browser.get(path, status=None)
        waiting += [one.partition("#")[0] for one in page.links]
        if page.location:
            waiting.append(page.location)
    return read


@pytest.mark.parametrize("who", ["", "ada", "ben", "cleo", "rae", "mo", "mia", "hana"])
def test_no_page_tells_who_signed_a_notice(app, cast, pages, capfd, who):
    browser = cast.page(who) if who else PageClient(app)
    with app.app_context():
        numbers = db.session.scalars(sa.select(Notice.number)).all()
    seals = [f"/moderation/notices/{number}/sender" for number in numbers]

    read = crawled(browser, [*pages, *seals, *BEGIN])

    assert len(read) > 60
    for path, text in read.items():
        assert [one for one in WORDS if one.lower() in text.lower()] == [], path
    told = "".join(capfd.readouterr())
    assert [one for one in (*NAMES, *NAMES.values()) if one in told] == []


def test_no_letter_to_others_and_no_file_tells_who_signed_a_notice(app, pages):
    with app.app_context():
        mails = db.session.execute(sa.select(Mail.recipient, Mail.subject, Mail.text))
        for to, subject, text in mails:
            if to != OUTSIDE:
                told = f"{to} {subject} {text}".lower()
                assert [one for one in WORDS if one.lower() in told] == []
        write_export("kanarie")
        with zipfile.ZipFile(path_of("kanarie")) as archive:
            for name in archive.namelist():
                text = archive.read(name).decode().lower()
                assert [one for one in WORDS if one.lower() in text] == [], name


def test_the_database_holds_it_under_the_seal_alone_and_in_what_was_posted(app, pages):
    with app.app_context():
        for table in Base.metadata.sorted_tables:
            rows = db.session.execute(sa.select(table)).all()
            if table.name not in {"mail", "job"}:
                text = repr(rows).lower()
                assert [one for one in WORDS if one.lower() in text] == [], table.name


@pytest.mark.parametrize(
    ("who", "words"),
    [("ada", WORDS), ("mo", WORDS), ("cleo", (OUTSIDE, NAMES[OUTSIDE]))],
)
def test_ones_own_data_tell_how_one_signed_and_nobody_else(
    app, cast, pages, who, words
):
    with app.app_context():
        user = db.session.get_one(User, cast.actor(who).user_id)
        person = Person(user.id, user.handle, user.email, items_of(user.id))
        told = repr(collect(person)).lower()
    assert [one for one in words if one.lower() in told] == []
    assert (NAMES[MEMBER].lower() in told) == (who == "cleo")

"""Canaries of a buyer, looked for by every role, in every table and in what is logged."""

import re

import sqlalchemy as sa

from community.core.db import Base, db, transaction
from community.core.mail import Mail
from community.notifications.jobs import mail_at_once
from community.requests.models import BuyerRequest
from tests.queries import count_queries
from tests.requests.conftest import (
    ANSWER,
    BODY,
    CANARIES,
    NAME,
    PERSON,
    SUBJECT,
    answered,
    exported,
    sent,
)
from tests.security.rows import read

OTHERS = ("cleo", "mo", "mia", "hana", None)
"""A rival's rep, staff, and a visitor; Ben is Rae's colleague, and sees what she does."""
PLACE = "https://meet.arbor.example/x;y,z"
_MAY_HOLD = {
    NAME: {"buyer_request", "mail"},
    "CANARYBODY": {"buyer_request", "request_message"},
}
"""Where each may stand while the request is open; the mail is the buyer's receipt."""


def _pages(path: str) -> tuple[str, ...]:
    return (
        *(path, f"/rep{path}", "/rep/requests/", "/rep/", "/requests/", "/inbox"),
        *("/prices/arbor/", "/prices/arbor/arbor-desk/", "/u/ada", "/u/rae", "/log"),
        *("/moderation/", "/host/", "/flags/mine", "/account/", "/search?q=canary"),
        *("/feeds/prices/arbor.atom", "/sitemap.xml"),
    )


def _seen(page, paths) -> str:
    return "".join(page.get(path, status=None).html for path in paths)


def test_nobody_but_the_vendor_sees_a_request_and_once_withdrawn_nobody_does(
    app, cast, scene, page, capfd
):
    ada, rae = cast.page("ada"), cast.page("rae")
    path = sent(ada, **PERSON)
    answered(rae, path)
    _proposed(rae, path)
    for handle in OTHERS:
        found = _seen(page if handle is None else cast.page(handle), _pages(path))
        assert [one for one in CANARIES if one in found] == [], handle
    for handle in ("rae", "ben"):
        found = _seen(cast.page(handle), _pages(path))
        assert [one for one in CANARIES if one not in found] == [], handle
    _held(app)
    with app.app_context():
        files = {one: exported(getattr(cast, one)) for one in ("ada", "rae", "ben")}
    # A rep's own file has what they said, and of the buyer nothing; a colleague's neither.
    assert SUBJECT in files["ada"]
    assert ANSWER in files["ada"]
    for said in (ANSWER, PLACE):
        assert [one for one, file in files.items() if said in file] == ["ada", "rae"]
    for handle in ("rae", "ben"):
        assert [one for one in CANARIES if one in files[handle]] == [], handle

    ada.send(ada.get(f"{path}/withdraw"), {}, having="submission_key", status=303)
    with app.app_context(), transaction():
        mail_at_once()
    for handle in (*OTHERS, "rae", "ben"):
        found = _seen(page if handle is None else cast.page(handle), _pages(path))
        assert [one for one in CANARIES if one in found] == [], handle
    with app.app_context():
        files = {one: exported(getattr(cast, one)) for one in ("ada", "rae", "ben")}
        for handle in ("rae", "ben"):
            found = [one for one in (*CANARIES, ANSWER, PLACE) if one in files[handle]]
            assert found == [], handle
        assert ANSWER in files["ada"]
        mails = db.session.scalars(sa.select(Mail)).all()
    to_others = [one for one in mails if one.recipient != "ada@northwind.example"]
    assert [one.text for one in to_others if path in one.text or NAME in one.text] == []
    logged = "".join(capfd.readouterr())
    assert [one for one in (*CANARIES, path.rpartition("/")[2]) if one in logged] == []


def _proposed(rae, path: str) -> None:
    form = rae.get(f"/rep{path}/times")
    typed = {"starts": "2027-01-29T15:00", "zone": "Europe/Berlin", "place": PLACE}
    rae.send(form, typed, having="place", status=303)


def _held(app) -> None:
    """Raise for a canary in a table that has no business with it."""
    rows = {name: repr(found) for name, found in read(app).items()}
    for canary, allowed in _MAY_HOLD.items():
        where = {name for name, found in rows.items() if canary in found}
        assert where <= allowed, (canary, where)


def test_while_nothing_is_revealed_the_vendor_has_an_alias_and_nothing_else(
    cast, scene
):
    ada = cast.page("ada")
    first, second = sent(ada), sent(ada, to="", body=f"{BODY} Once more.")
    rae = cast.page("rae")
    aliases = set()
    for path in (first, second):
        words = rae.get(f"/rep{path}").html
        assert not re.search(r"\bada\b|northwind|Canary Lovelace", words, re.IGNORECASE)
        aliases |= set(re.findall(r"Buyer [a-z2-9]{7}", words))
    assert len(aliases) == 2


def test_with_an_account_goes_all_that_was_asked(app, cast, scene):
    path = sent(cast.page("ada"), **PERSON)
    answered(cast.page("rae"), path)
    with app.app_context(), transaction():
        user = Base.metadata.tables["user"]
        db.session.execute(sa.delete(Mail))
        db.session.execute(sa.delete(user).where(user.c.id == cast.ada.id))
    with app.app_context():
        assert db.session.scalars(sa.select(BuyerRequest)).all() == []
    rows = repr(read(app))
    assert [one for one in (NAME, "CANARYBODY") if one in rows] == []


def test_pages_ask_the_database_as_often_for_one_request_as_for_two(cast, scene):
    ada, rae = cast.page("ada"), cast.page("rae")
    asked = []
    for _ in range(2):
        path = sent(ada)
        answered(rae, path)
        counts = []
        for page, where in (
            (ada, "/requests/"),
            (ada, path),
            (rae, "/rep/requests/"),
            (rae, f"/rep{path}"),
        ):
            page.get(where)
            with count_queries() as queries:
                page.get(where)
            counts.append(len(queries))
        asked.append(counts)
    assert asked[0] == asked[1]
    assert max(asked[0]) <= 9

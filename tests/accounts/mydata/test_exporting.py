"""A member asks for everything of theirs, gets one file, and it is all in it."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from community.accounts.mydata.limits import KEPT
from community.accounts.mydata.models import AccountExport, ExportState
from community.accounts.mydata.vault import VAULT
from community.core import clock
from community.core.db import db, transaction
from community.core.mail import Mail
from community.core.personal import Fate, parts
from community.core.worker import run_due
from moderation.notices.models import Notice, NoticeSender
from moderation.notices.senders import Sender, keep_sender
from tests.accounts.mydata.conftest import EMAIL, HANDLE
from tests.cast import PASSWORD, Cast
from tests.page import PageClient

FIELD = "current_password"
_STAFF = {
    *("import_run", "saved_mapping", "catalog_merge", "vendor_domain", "audit_row"),
    "archive_run",
    *("watched_pattern", "moderator_scope", "official_text", "official_version"),
    *("dispute", "rep_claim", "review_response", "response_revision", "demo"),
}
"""What members never have."""
_LATER = {"notice_sender", "price_card", "price_note", "account_erasure", "follow"}
"""What only a release or another wish makes, and what other tests show."""


def _ask(page: PageClient) -> None:
    form = page.get("/account/data")
    page.send(form, {"current_password": PASSWORD}, having=FIELD, status=303)


def _made(app: Flask, page: PageClient) -> str:
    """Ask for the file and have it made; return its address."""
    _ask(page)
    run_due(app)
    with app.app_context():
        export = db.session.scalars(sa.select(AccountExport)).one()
        assert export.state is ExportState.READY
        return f"/account/data/{export.public_id}"


def _fetch(page: PageClient, address: str) -> bytes:
    form = page.get(address)
    answer = page.client.post(
        address,
        data={
            **form.form(having=FIELD)["fields"],
            "current_password": PASSWORD,
        },
    )
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.data


def _read(packed: bytes) -> tuple[dict[str, Any], str]:
    archive = zipfile.ZipFile(io.BytesIO(packed))
    assert archive.testzip() is None
    told: dict[str, Any] = {}
    for name in archive.namelist():
        if name.endswith(".json"):
            told |= json.loads(archive.read(name))
    return told, archive.read("index.html").decode()


@pytest.mark.usefixtures("town", "has_read")
def test_the_file_holds_rows_of_each_table_that_is_exported(
    app: Flask, cast: Cast
) -> None:
    page = cast.page("ada")

    told, _ = _read(_fetch(page, _made(app, page)))

    with app.app_context():
        exported = {
            held.table.name for part in parts() for held in part.held if held.title
        }
    assert set(told) == exported
    empty = {name for name, rows in told.items() if not rows}
    assert empty - _STAFF - _LATER == set()
    assert told["user"][0]["handle"] == HANDLE
    assert told["user"][0]["email"] == EMAIL
    assert told["deal_line"][0]["product"] == "Arbor Desk"
    assert told["deal_line"][0]["recurring_amount"] == "324000"
    kinds = {(one["kind"], bool(one["alias"])) for one in told["post"]}
    assert kinds == {("question", False), ("answer", False), ("answer", True)}
    assert told["thread_read"][0]["question"] == "What did cleo pay for seats?"
    assert told["flag"][0]["said"] == [["What is wrong?", "The otter says so."]]
    assert told["saved_item"][0]["called"]


@pytest.mark.usefixtures("town")
def test_it_says_how_its_owner_signed_legal_notices_and_nobody_else(
    app: Flask, cast: Cast
) -> None:
    with app.app_context(), transaction():
        own = sa.select(Notice).where(Notice.number == "N-OTTER")
        other = sa.select(Notice).where(Notice.number != "N-OTTER")
        keep_sender(
            db.session.scalars(own).one(), Sender("A. Otter", "a@otter.example")
        )
        notice = db.session.scalars(other.order_by(Notice.id)).first()
        assert notice is not None
        db.session.execute(
            sa.delete(NoticeSender).where(NoticeSender.notice_id == notice.id)
        )
        keep_sender(notice, Sender("C. Canary", EMAIL))
    page = cast.page("ada")

    told, html = _read(_fetch(page, _made(app, page)))

    signed = {"notice": "N-OTTER", "name": "A. Otter", "email": "a@otter.example"}
    assert told["notice_sender"] == [signed]
    assert "a@otter.example" in html
    assert "Canary" not in json.dumps(told) + html


@pytest.mark.usefixtures("town", "has_read")
def test_the_file_names_nobody_else_and_holds_no_secret(app: Flask, cast: Cast) -> None:
    page = cast.page("ada")

    told, html = _read(_fetch(page, _made(app, page)))

    everything = json.dumps(told) + html
    with app.app_context():
        for user in (cast.cleo, cast.mo, cast.rae):
            assert user.email not in everything
        hashes = db.session.execute(
            sa.text('SELECT password_hash FROM "user" WHERE password_hash IS NOT NULL')
        ).scalars()
        assert not any(one in everything for one in hashes)
    assert "<script" not in html
    assert "http" not in html.replace("https://", "http://").split("<ul>")[0]
    assert "A note on otter" not in everything


@pytest.mark.usefixtures("town")
def test_what_people_wrote_is_text_in_the_page(app: Flask, cast: Cast) -> None:
    with app.app_context():
        db.session.execute(
            sa.text("UPDATE saved_draft SET body = '<script>alert(1)</script>'")
        )
        db.session.commit()
    page = cast.page("ada")

    _, html = _read(_fetch(page, _made(app, page)))

    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_mail_says_that_it_is_ready(app: Flask, cast: Cast) -> None:
    page = cast.page("ada")

    address = _made(app, page)

    with app.app_context():
        mail = db.session.scalars(sa.select(Mail)).one()
        assert mail.subject == "Your data at Fairquote is ready"
        assert mail.recipient == ""  # sent, and forgotten to whom
    assert "Fetch" in page.get("/account/data").text
    assert address


def test_only_its_owner_fetches_it(app: Flask, cast: Cast) -> None:
    address = _made(app, cast.page("ada"))

    cast.page("cleo").get(address, status=404)
    cast.page("hana").get(address, status=404)
    cast.page("cleo").post(f"{address}/delete", status=404)
    assert PageClient(app).get(address, status=303).location.startswith("/login")


@pytest.mark.parametrize("way", ["ask", "fetch"])
def test_without_the_password_nothing_happens(app: Flask, cast: Cast, way: str) -> None:
    page = cast.page("ada")
    address = "/account/data" if way == "ask" else _made(app, page)

    refused = page.send(
        page.get(address),
        {"current_password": "not this one"},
        having=FIELD,
        status=422,
    )

    assert "This is not your password." in refused.text
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(AccountExport.id))) == (
            way == "fetch"
        )


def test_the_file_on_the_disk_is_under_a_key(app: Flask, cast: Cast) -> None:
    _made(app, cast.page("ada"))

    with app.app_context():
        (path,) = VAULT.folder().glob("*.sealed")
        content = path.read_bytes()

    assert content[:2] != b"PK"
    assert b"ada" not in content
    assert path.stat().st_mode & 0o077 == 0


def test_one_is_made_at_a_time(app: Flask, cast: Cast) -> None:
    page = cast.page("ada")
    _ask(page)

    form = page.get("/account/data")
    page.send(form, {"current_password": PASSWORD}, having=FIELD, status=409)


def test_so_many_a_day_and_no_more(app: Flask, cast: Cast) -> None:
    page = cast.page("ada")
    for _ in range(3):
        _ask(page)
        run_due(app)

    form = page.get("/account/data")
    page.send(form, {"current_password": PASSWORD}, having=FIELD, status=429)


def test_it_is_deleted_after_its_days(app: Flask, cast: Cast) -> None:
    address = _made(app, cast.page("ada"))
    with app.app_context():
        folder = VAULT.folder()

    with time_machine.travel(clock.now() + KEPT + timedelta(hours=2)):
        with app.app_context():
            app.extensions["fairquote.jobs"].handlers["accounts.export.tidy"]()
            db.session.commit()
        run_due(app)
        cast.page("ada").get(address, status=404)

    assert list(folder.glob("*.sealed")) == []


def test_its_owner_deletes_it_before(app: Flask, cast: Cast) -> None:
    page = cast.page("ada")
    address = _made(app, page)
    with app.app_context():
        folder = VAULT.folder()

    page.post(f"{address}/delete", status=303)
    run_due(app)

    page.get(address, status=404)
    assert list(folder.glob("*.sealed")) == []


def test_each_part_says_what_it_leaves_out(app: Flask, cast: Cast) -> None:
    page = cast.page("ada")

    _, html = _read(_fetch(page, _made(app, page)))

    with app.app_context():
        unsaid = [
            held.table.name
            for part in parts()
            for held in part.held
            if not held.title
            and held.fate is not Fate.NOBODYS
            and held.table.name.replace("_", " ") not in html
        ]
    assert unsaid == []


@pytest.fixture(autouse=True)
def _empty_vault(app: Flask):
    yield
    with app.app_context():
        for path in VAULT.folder().glob("*"):
            path.unlink()

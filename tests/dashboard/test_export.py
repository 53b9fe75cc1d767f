"""The whole site leaves as everybody can read it, and nothing of what is behind it."""

import io
import json
import zipfile

import sqlalchemy as sa
import time_machine

from community.catalog.rules import ensure_product, ensure_vendor
from community.core import clock
from community.core.db import db, transaction
from community.core.visibility import State
from community.core.worker import run_due
from community.dashboard import exporting
from community.threads.models import Thread
from moderation.models import AuditRow
from tests.cast import PASSWORD
from tests.prices.factories import f1, publish_series, series_of
from tests.threads.made import answer, ask

_FORBIDDEN = (
    *("email", "password", "secret", "sealed", "key", "token", "mail", "org_", "owner"),
    *("organisation_id", "last_seen", "time_zone"),
)


def made(app, cast) -> zipfile.ZipFile:
    hana = cast.page("hana")
    assert hana.post("/host/export/", {"current_password": "wrong"}).status == 422
    hana.post("/host/export/", {"current_password": PASSWORD}, status=303)
    run_due(app)
    link = next(one for one in hana.get("/host/export/").links if one.endswith(".zip"))
    got = hana.client.get(link)
    assert got.mimetype == "application/zip"
    assert "attachment" in got.headers["Content-Disposition"]
    for who in ("ada", "mo", "rae"):
        assert cast.page(who).client.get(link).status_code == 403
    data = got.get_data()
    got.close()  # the file that it was read from
    return zipfile.ZipFile(io.BytesIO(data))


def rows(archive: zipfile.ZipFile, table: str) -> list[dict]:
    text = archive.read(f"{table}.jsonl").decode()
    return [json.loads(line) for line in text.splitlines()]


def test_the_file_holds_what_is_public_and_no_more(app, cast):
    with app.app_context(), transaction():
        desk = ensure_product(ensure_vendor("Arbor"), "Arbor Desk")
        publish_series(series_of(desk), f1())
        thread = ask(cast.actor("ada"), title="Is there room below $140?")
        answer(cast.actor("ben"), thread, "We got four percent off in August.")
        hidden = ask(cast.actor("ben"), title="A hidden question, CANARY")
        answer(cast.actor("ada"), hidden, "CANARY in an answer that nobody sees.")
        db.session.flush()
        db.session.execute(
            sa.update(Thread).where(Thread.id == hidden.id).values(state=State.HIDDEN)
        )

    archive = made(app, cast)

    assert [one["title"] for one in rows(archive, "thread")] == [
        "Is there room below $140?"
    ]
    assert len(rows(archive, "post")) == 2
    assert rows(archive, "price_cell")[0]["median"] == "1000"
    assert {one["handle"] for one in rows(archive, "user")} >= {"ada", "hana"}
    whole = b"".join(archive.read(name) for name in archive.namelist())
    for canary in (b"CANARY", b"northwind", b"@", b"whsec"):
        assert canary not in whole
    with app.app_context():
        assert (
            "site.exported"
            in db.session.scalars(
                sa.select(AuditRow.action).order_by(AuditRow.number)
            ).all()
        )


def test_no_column_leaves_that_leads_to_somebody():
    for columns in exporting.TABLES.values():
        for column in columns:
            assert not any(part in column for part in _FORBIDDEN), column


def test_files_go_after_a_week(app, cast):
    made(app, cast)
    with app.app_context():
        assert exporting.list_files()
        later = clock.now() + exporting.KEPT_FOR * 1.1
        with time_machine.travel(later, tick=False):
            exporting.forget_old()
        assert exporting.list_files() == []


def test_no_name_leads_out_of_the_folder(cast):
    hana = cast.page("hana")
    for name in ("..", "2027-01-01-../../secret_key", "2027-01-01-aaaaaaaaaaaaaaaa"):
        assert hana.client.get(f"/host/export/{name}.zip").status_code in {404, 308}

"""The whole site leaves as everybody can read it, and nothing of what is behind it."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
import time_machine

from community.accounts.models import User
from community.catalog.rules import ensure_product, ensure_vendor
from community.core import clock
from community.core.db import db, transaction
from community.core.measuring import Fact, Measured
from community.core.visibility import State
from community.dashboard import exported, exporting
from community.dashboard.metrics.recording import record
from community.rooms.rules import opening
from community.threads.models import Thread
from moderation.models import AuditRow
from tests.dashboard.taking import made, rows
from tests.prices.factories import f1, publish_series, series_of
from tests.threads.made import answer, ask

_FORBIDDEN = (
    *("email", "password", "secret", "sealed", "key", "token", "mail", "org_", "owner"),
    *("organisation_id", "last_seen", "time_zone"),
)


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


def test_what_is_counted_cannot_be_laid_beside_what_somebody_wrote(app, cast):
    monday = datetime(2027, 3, 15, 9, tzinfo=UTC)
    with app.app_context():
        for hours, deed in enumerate(
            (
                lambda: opening.open_room(cast.actor("ada"), "Help desk"),
                lambda: ask(cast.actor("ben"), title="What of year 1?", at=clock.now()),
                lambda: ask(cast.actor("ada"), title="What of year 2?", at=clock.now()),
                lambda: record(Measured(Fact.PRICE_SUBMITTED, day=monday.date())),
            )
        ):
            at = monday + timedelta(days=1, hours=hours)
            with time_machine.travel(at, tick=False), transaction():
                deed()

    with time_machine.travel(monday + timedelta(days=4), tick=False):
        running = made(app, cast)
    with time_machine.travel(monday + timedelta(days=8), tick=False):
        archive = made(app, cast)

    assert len(rows(archive, "thread")) == 2
    # Nobody learns from all files together that it is Ada who has a room.
    week = {"week": "2027-03-15"}
    assert [
        one for one in rows(archive, "counted_by_week") if one["fact"] != "visit"
    ] == [
        {**week, "fact": "price-submitted", "times": 1},
        {**week, "fact": "question-asked", "times": 2},
        {**week, "fact": "room-opened", "times": 1},
    ]
    assert rows(running, "counted_by_week") == []
    for name in archive.namelist():
        for row in rows(archive, name.removesuffix(".jsonl")):
            assert not {"fact", "hours", "day"} & {*row} or name.startswith("counted")


def test_of_a_hidden_profile_only_what_stands_beside_texts_leaves(app, cast):
    with app.app_context(), transaction():
        ask(cast.actor("ada"), title="Is there room below $140?")
        for who in (cast.ada, cast.ben, cast.cleo):
            user = db.session.get_one(User, who.id)
            user.attribution_name = f"{user.handle}, elsewhere"
            user.attribution_url = f"https://{user.handle}.example/"
            user.profile_hidden_at = None if who is cast.cleo else clock.now()

    told = {one["id"]: one for one in rows(made(app, cast), "user")}

    assert told[cast.ada.id]["attribution_name"] == "ada, elsewhere"
    assert told[cast.ada.id]["attribution_url"] is None
    assert cast.ben.id not in told
    assert told[cast.cleo.id]["attribution_url"] == "https://cleo.example/"


def test_no_column_leaves_that_leads_to_somebody():
    for columns in exported.TABLES.values():
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

"""Each table of the schema leaves with the site's file, or stays for a reason; rows as shown."""

from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa

from community.catalog.models import VendorAlias
from community.catalog.rules import ensure_product, ensure_vendor
from community.core import clock
from community.core.db import Base, db, transaction
from community.core.visibility import State
from community.dashboard import exported
from community.deals.kinds import Stage
from community.deals.notes.models import DealNote
from community.deals.rules.reporting import submit_deal
from community.prices.kinds import CellKind
from community.prices.models import PriceCard, PriceCell, PriceNote
from community.requests.models import ContactRecord
from community.reviews.rules import writing
from community.threads.models import PostRevision, Redactor, Thread, ThreadOrigin
from community.threads.rules import editing
from tests.dashboard.taking import made, rows
from tests.dashboard.week import Week, priced
from tests.prices.factories import f1, publish_series, release, series_of
from tests.prices.seeds import arbor_desk
from tests.records.made import rate, register, take
from tests.reviews import made as reviews
from tests.threads.made import answer, ask


def test_each_table_leaves_or_stays_for_a_reason():
    left_out = [name for names in exported.LEFT_OUT.values() for name in names]

    assert sorted([*exported.TABLES, *left_out]) == sorted(Base.metadata.tables)


def hide(thread: Thread) -> None:
    db.session.flush()
    thread.state = State.HIDDEN


def test_talk_leaves_with_its_tags_its_origin_and_its_history(app, cast):
    ada, ben = cast.actor("ada"), cast.actor("ben")
    with app.app_context(), transaction():
        shown = ask(ada, tags="renewals")
        hidden = ask(ben, title="A hidden question, CANARY", tags="canary")
        for thread in (shown, hidden):
            post = answer(ben, thread, f"We got four percent off, {thread.title}.")
            db.session.flush()
            for number in (1, 2):
                words = f"We got {number} percent off, in the end, of {thread.title}."
                editing.edit_answer(ben, post, words, version=number)
            db.session.add(
                ThreadOrigin(
                    thread_id=thread.id,
                    name=f"Forum of {thread.title}",
                    url="https://forum.example/1",
                    licence="CC BY-SA 4.0",
                    licence_url="https://licence.example",
                )
            )
        hide(hidden)
        product = ensure_product(ensure_vendor("Arbor"), "Arbor Desk")
        review = writing.write_review(ada, product, reviews.draft())
        db.session.flush()
        changed = replace(reviews.draft(), good="It is quick, and it stays quick.")
        writing.edit_review(ada, review, changed, version=1)
        db.session.execute(
            sa.update(PostRevision)
            .where(PostRevision.version == 2)
            .values(source="", redacted_by=Redactor.AUTHOR, redacted_at=clock.now())
        )

    archive = made(app, cast)

    assert [one["name"] for one in rows(archive, "tag")] == ["renewals"]
    assert len(rows(archive, "thread_tag")) == len(rows(archive, "thread_origin")) == 1
    versions = rows(archive, "post_revision")
    assert [(one["version"], one["redacted_by"]) for one in versions] == [
        (1, None),
        (2, "author"),
        (3, None),
    ]
    assert versions[1]["source"] == ""
    assert [one["version"] for one in rows(archive, "review_revision")] == [1, 2]
    for name in archive.namelist():
        assert b"CANARY" not in archive.read(name), name
        assert b"canary" not in archive.read(name), name


def test_prices_leave_as_everybody_sees_them(app, cast):
    with app.app_context(), transaction():
        desk = arbor_desk()
        series = series_of(desk)
        publish_series(series, f1(), clauses=[["auto-renew", "most"]])
        cell = db.session.scalars(sa.select(PriceCell)).first()
        cell_kinds = (CellKind.CAP, CellKind.NOTICE, CellKind.UPLIFT)
        for kind in cell_kinds:
            db.session.add(
                PriceCell(
                    series_id=series.id,
                    kind=kind,
                    organisations=cell.organisations,
                    median=Decimal(4),
                    released_in_id=release().id,
                )
            )
        # Four organisations are too few, and nobody learns that they reported.
        suppressed = series_of(desk, stage=Stage.RENEWAL)
        publish_series(suppressed, f1(4))
        draft = priced(Week(app, cast, {"desk": desk.id}))
        lines = []
        for who in ("ada", "cleo"):
            db.session.flush()
            deal = submit_deal(cast.actor(who), draft)
            note = DealNote(deal_id=deal.id, text="They gave in at once.")
            db.session.add(note)
            db.session.flush()
            lines.append((deal.lines[0].id, note.id))
        for (line_id, note_id), of, state in zip(
            lines, (series, suppressed), (State.PUBLIC, State.HIDDEN), strict=True
        ):
            shared = {"product_id": desk.id, "released_in_id": release().id}
            card = PriceCard(line_id=line_id, form=0, low=720, high=720, traits=[])
            card.series, card.state = series, state
            said = PriceNote(note_id=note_id, text=f"They gave in, {state}.")
            said.series = of
            for one in (card, said):
                for name, value in shared.items():
                    setattr(one, name, value)
                db.session.add(one)
        db.session.add(
            ContactRecord(
                vendor_id=desk.vendor_id,
                median_seconds=5 * 3_600 + 7,
                unanswered_tenths=2,
                stars_tenths=40,
            )
        )
        db.session.add(
            VendorAlias(vendor_id=desk.vendor_id, name="Arbor Inc", key="arbor inc")
        )

    archive = made(app, cast)

    kinds = {one["kind"] for one in rows(archive, "price_cell")}
    assert kinds == {"total", "uplift"}
    assert [one["stage"] for one in rows(archive, "price_series")] == ["new"]
    assert [one["text"] for one in rows(archive, "price_note")] == [
        "They gave in, public."
    ]
    (card,) = rows(archive, "price_card")
    assert (card["low"], "line_id" in card, "id" in card) == ("720", False, False)
    assert len(rows(archive, "list_price")) == 6
    (record,) = rows(archive, "contact_record")
    assert record["median_seconds"] == "5 hours"
    assert "Arbor Inc" in {one["name"] for one in rows(archive, "vendor_alias")}


def test_the_public_record_leaves_whole_with_its_source(app, cast, tmp_path):
    with app.app_context():
        path = register(tmp_path, [rate(price=str(100 + one)) for one in range(6)])
        take(path)

    archive = made(app, cast)

    assert len(rows(archive, "price_record")) == 6
    assert rows(archive, "price_record")[0]["amount_micro"] == 100_000_000
    (source,) = rows(archive, "price_source")
    assert (source["name"], source["licence"]) == ("Register of rates", "CC0 1.0")
    assert [one["count"] for one in rows(archive, "record_summary")] == [6]


@pytest.mark.parametrize("table", ["plan", "list_price", "vendor_alias"])
def test_what_belongs_to_a_hidden_product_or_vendor_stays(app, cast, table):
    with app.app_context(), transaction():
        desk = arbor_desk()
        desk.state = desk.vendor.state = State.HIDDEN

    assert rows(made(app, cast), table) == []


def test_the_page_says_what_is_not_in_the_file(cast):
    words = cast.page("hana").get("/host/export/").words()

    for why in exported.LEFT_OUT:
        assert why in words

"""Each figure of a scripted week equals what a hand counts; the log names nobody."""

import csv
import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
import time_machine

from community.catalog.rules import ensure_product, ensure_vendor
from community.core.db import db, transaction
from community.core.jobs import Job, JobState, enqueue
from community.core.measuring import Fact, Measured
from community.core.worker import run_due
from community.dashboard.metrics.recording import record
from community.dashboard.metrics.tally import EXTENSION as TALLY
from community.dashboard.models import MeasuredFact
from community.prices.kinds import CellKind
from community.prices.models import PriceCell
from tests.dashboard.week import MONDAY, at, quiet, scripted
from tests.prices.factories import f1, publish_series, release, series_of
from tests.queries import count_queries

SUNDAY = MONDAY + timedelta(days=6, hours=20)


@pytest.fixture
def vendors(app, cast) -> dict[str, int]:
    """Return the ids of Arbor's desk, of which a price is published, and of its mill."""
    with at(-30, 9), app.app_context(), transaction():
        arbor = ensure_vendor("Arbor")
        desk = ensure_product(arbor, "Arbor Desk")
        mill = ensure_product(arbor, "Arbor Mill")
        publish_series(series_of(desk), f1())
        cast.speak_for(arbor.id)
        return {"arbor": arbor.id, "desk": desk.id, "mill": mill.id}


def figures(cast) -> dict[str, list[str]]:
    """Return the rows of the table of figures by their names, for the last week."""
    with time_machine.travel(SUNDAY, tick=False):
        host = quiet(cast.page("hana"))
        text = host.client.get("/host/metrics.csv?weeks=1").get_data(as_text=True)
    return {row[1]: row[2:5] for row in csv.reader(io.StringIO(text))}


def test_a_scripted_week_gives_the_figures_that_a_hand_counts(app, cast, vendors, page):
    scripted(app, cast, vendors, page)

    told = figures(cast)

    funnel = {
        "Visits": ["3", "–"],
        "Price cell viewed": ["2", "67 %"],
        "Quote checked": ["1", "50 %"],
        "Room created": ["1", "100 %"],
        "Question asked": ["6", "600 %"],
        "Deal or review submitted": ["4", "67 %"],
        "Accepted": ["4", "100 %"],
        "Rep requested": ["2", "50 %"],
        "Rep replied": ["1", "50 %"],
        "Outcome reported": ["1", "100 %"],
    }
    assert {name: told[name][:2] for name in funnel} == funnel
    others = {
        "Prices accepted": "2",
        "Accepted, by tier": "work email 100 %",
        "With evidence": "0 %",
        "Held prices": "none",
        "Moderation takes": "too few to tell",
        # Of six questions that are a day old, four had an answer within a day.
        "Unanswered after a day": "33 %",
        "Unanswered after a week": "–",
        "Time to first answer": "4 hours",
        "Time to first official answer": "too few to tell",
        "Answer chosen": "17 %",
        "Answers for a question": "1.0",
        "Official replies": "17 %",
        # Two reports; six questions, six answers, two reviews, two prices.
        "Flags for 1,000 items": "125.0",
        "Removed, by reason": "identifies person 1",
        "Reviews hidden, by stars": "4 stars 1",
        "Appeals granted": "–",
        "Notices in time": "100 %",
        "With an incentive": "25 %",
        "Requests of buyers": "2",
        "Time to first reply": "too few to tell",
        "Without an answer": "50 %",
        "Identity released": "50 %",
        "Contact rated": "too few to tell",
        "Renewals prepared": "1",
        "Rooms of three or more": "1",
        "Returning organisations": "50 %",
        "Contact without a request": "0 %",
        "Saving against the first quote": "too few to tell",
        "Figures on too few": "–",
        "Age of the snapshot": "84 days",
    }
    assert {name: told[name][0] for name in others} == others
    # Each median of the funnel rests on fewer than five, and is not told.
    assert told["Rep replied"][2] == told["Outcome reported"][2] == "too few to tell"


def test_the_log_holds_no_name_and_no_day_of_a_price(app, cast, vendors, page):
    scripted(app, cast, vendors, page)

    with app.app_context():
        facts = db.session.scalars(sa.select(MeasuredFact)).all()

    waits = {(one.fact, one.hours) for one in facts if one.hours is not None}
    assert (Fact.QUESTION_ASKED, 2) in waits  # Ada's, after she opened her room
    assert (Fact.REQUEST_SENT, 0) in waits  # Ada's, in the hour of a question
    assert (Fact.REQUEST_ANSWERED, 5) in waits
    assert (Fact.DECISION_MADE, 120) in waits
    prices = [
        one for one in facts if one.fact.startswith("price-") and "view" not in one.fact
    ]
    reported = [one for one in prices if one.fact is not Fact.PRICE_ABSENT]
    assert {(one.day, one.product_id) for one in reported} == {(MONDAY.date(), None)}
    columns = {column.name for column in MeasuredFact.__table__.columns}
    assert columns == {
        *("id", "day", "fact", "times", "detail", "hours", "product_id"),
    }
    details = " ".join(one.detail for one in facts)
    assert not re.search("ada|ben|cleo|northwind|contoso", details)


def test_medians_are_told_from_five_on(app, cast):
    for count in (4, 1):
        with time_machine.travel(SUNDAY, tick=False), app.app_context(), transaction():
            for hours in range(count):
                record(Measured(Fact.REQUEST_ANSWERED, hours=hours + count))
        told = figures(cast)["Time to first reply"][0]
        assert told == ("too few to tell" if count == 4 else "5 hours")


def test_guards_and_savings_are_told_of_what_is_published(app, cast, vendors):
    with time_machine.travel(SUNDAY, tick=False), app.app_context(), transaction():
        record(Measured(Fact.FIGURE_SOUND, times=1_204))
        record(Measured(Fact.FIGURE_UNSOUND, times=2))
        for number, percent in enumerate((10, 15, 35)):
            product = ensure_product(ensure_vendor("Arbor"), f"Arbor {number}")
            cell = PriceCell(
                series_id=series_of(product).id,
                kind=CellKind.CONCESSION,
                organisations="10–19",
                median=Decimal(percent),
                released_in_id=release().id,
            )
            db.session.add(cell)

    told = figures(cast)

    assert told["Figures on too few"][0] == "2 of 1,206"
    assert told["Saving against the first quote"][0] == "15 %"


def test_the_desk_asks_as_much_for_many_as_for_few(app, cast):
    host = cast.page("hana")
    paths = ("/host/", "/host/metrics?weeks=13", "/host/demand")
    asked = []
    for times in (1, 3):
        with app.app_context(), transaction():
            for _ in range(times):
                record(Measured(Fact.VISIT))
                record(Measured(Fact.ANSWERED, hours=times))
        for path in paths:
            host.get(path)
        counts = []
        for path in paths:
            with count_queries() as queries:
                host.get(path)
            counts.append(len(queries))
        asked.append(counts)

    assert asked[0] == asked[1]


def test_what_is_missed_and_covered_is_told_in_bands(app, cast, vendors, page):
    for _ in range(4):
        page.get("/prices/arbor/arbor-mill/")
    host = quiet(cast.page("hana"))
    app.extensions[TALLY].write()
    assert "1–4" in host.get("/host/demand").words()
    page.get("/prices/arbor/arbor-mill/")
    app.extensions[TALLY].write()
    shown = host.get("/host/demand").words()
    assert "Arbor Mill 5" in shown

    with app.app_context(), transaction():
        enqueue("host.count-supply")
    run_due(app)

    assert "Series published 1" in host.get("/host/demand").words()


def test_a_dead_job_is_tried_again_or_dropped(app, cast):
    host = cast.page("hana")
    with app.app_context(), transaction():
        for key in ("one", "two"):
            enqueue("mail.send", unique_key=key, mail_id=1)
        db.session.execute(sa.update(Job).values(state=JobState.DEAD))
    for deed in ("retry", "drop"):
        shown = host.get("/host/")
        actions = [
            form["action"] for form in shown.forms if form["action"].endswith(deed)
        ]
        host.post(actions[0], status=303)

    with app.app_context():
        states = db.session.scalars(sa.select(Job.state)).all()
    assert states == [JobState.READY]

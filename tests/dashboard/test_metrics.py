"""Each figure of a scripted week equals what a hand counts; the log names nobody."""

import csv
import io
import re
from datetime import timedelta

import sqlalchemy as sa
import time_machine

from community.core.db import db, transaction
from community.core.jobs import Job, JobState, enqueue
from community.core.measuring import Fact, Measured
from community.core.worker import run_due
from community.dashboard.metrics.recording import record
from community.dashboard.metrics.tally import EXTENSION as TALLY
from community.dashboard.metrics.values import conversion, lasting
from community.dashboard.models import MeasuredFact
from tests.dashboard.week import MONDAY, quiet, scripted
from tests.queries import count_queries

SUNDAY = MONDAY + timedelta(days=6, hours=20)


TOO_FEW = "too few to tell"
UNFOLLOWED = "not measured: nobody is followed from page to page"
NO_DAY = "not measured: of a reported price no day is kept"
FUNNEL = {
    "Visits": ["3", "–", UNFOLLOWED],
    "Price cell viewed": ["2", "67 %", UNFOLLOWED],
    "Quote checked": ["1", "50 %", UNFOLLOWED],
    "Room created": ["5", "5.0 times", UNFOLLOWED],
    # After 2, 23, 26, 48 and 49 hours; of one under an alias nothing is kept.
    "Question asked": ["6", "1.2 times", "26 hours"],
    "Deal or review submitted": ["4", "67 %", NO_DAY],
    "Accepted": ["7", "1.8 times", NO_DAY],
    # After 0, 3, 24, 24, 25 and 51 hours.
    "Rep requested": ["6", "86 %", "24 hours"],
    # After 2, 3, 5, 7 and 10 hours.
    "Rep replied": ["5", "83 %", "5 hours"],
    # After 24, 36, 48, 48 and 120 hours.
    "Outcome reported": ["5", "100 %", "2.0 days"],
}
OTHERS = {
    # Two at night, and three of the five that were held.
    "Prices accepted": "5",
    "Accepted, by tier": "document 60 %, work email 100 %",
    "With evidence": "60 %",
    "Held prices": "sanity high 1",
    # Three weeks twice, a week twice, and not at all.
    "Held prices wait": "1 week",
    # A review at once; posts after 3, 4 and 8 hours, two of them again after 24.
    "Moderation takes": "6 hours",
    # Of six questions that are a day old, five had an answer within a day.
    "Unanswered after a day": "17 %",
    "Unanswered after a week": "–",
    # After 1, 1, 3, 6, 24 and 30 hours: three times it was their vendor.
    "Time to first answer": "4.5 hours",
    # After 1, 6, 24, 25 and 48 hours.
    "Time to first official answer": "24 hours",
    "Answer chosen": "17 %",
    "Answers for a question": "1.0",
    # Six of them; Ada, Ben, Cleo, and whoever asked under an alias.
    "Answers per asker": "1.5",
    "Official replies": "83 %",
    # Four reports; six questions, six answers, two reviews, two prices.
    "Flags for 1,000 items": "250.0",
    "Removed, by reason": "identifies person 3",
    "Reviews hidden, by stars": "4 stars 1",
    "Appeals granted": "50 %",
    "Notices in time": "100 %",
    "With an incentive": "25 %",
    "Requests of buyers": "6",
    "Time to first reply": "5 hours",
    "Without an answer": "17 %",
    "Identity released": "17 %",
    # 5, 4, 4, 3 and 2.
    "Contact rated": "3.6 of 5",
    "Events announced": "host 1, vendor 1",
    "Registrations": "3",
    "Registrations withdrawn": "33 %",
    "Registered with their name": "33 %",
    "Offers shown": "4",
    "Offers asked for": "2",
    "Addresses proven": "50 %",
    "Consents taken back": "1",
    "Renewals prepared": "2",
    "Rooms of three or more": "1",
    "Returning organisations": "50 %",
    "Saving against the first quote": "15 %",
    "Contact without a request": "0 %",
    "Figures on too few": "2 of 4",
    "Age of the snapshot": "84 days",
}


def figures(cast, weeks: int = 1) -> dict[str, list[str]]:
    """Return the rows of the table of figures by their names, for the last weeks."""
    with time_machine.travel(SUNDAY, tick=False):
        host = quiet(cast.page("hana"))
        answer = host.client.get(f"/host/metrics.csv?weeks={weeks}")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True))))
    return {row[1]: row[2:5] for row in rows[1:]}


def test_a_scripted_week_gives_the_figures_that_a_hand_counts_and_names_nobody(
    app, cast, vendors, page
):
    scripted(app, cast, vendors, page)

    told = figures(cast)

    assert told == FUNNEL | {name: [said, "", ""] for name, said in OTHERS.items()}
    # A question of the week can't be a week old.
    untold = [name for name, row in told.items() if row[0] in {"–", "none", TOO_FEW}]
    assert untold == ["Unanswered after a week"]
    # Of the questions of the week before it, the second was answered by nobody.
    assert figures(cast, weeks=4)["Unanswered after a week"][0] == "50 %"
    _require_no_name_and_no_day_of_a_price(app)


def _require_no_name_and_no_day_of_a_price(app) -> None:
    with app.app_context():
        facts = db.session.scalars(sa.select(MeasuredFact)).all()

    waits = {(one.fact, one.hours) for one in facts if one.hours is not None}
    assert (Fact.ROOM_TO_QUESTION, 2) in waits  # Ada's, after she opened her room
    assert (Fact.QUESTION_TO_REQUEST, 0) in waits  # Ada's, in the hour of a question
    assert (Fact.REQUEST_ANSWERED, 5) in waits
    assert (Fact.DECISION_MADE, 120) in waits
    reported = [
        one
        for one in facts
        if one.fact.startswith(("price-", "hold-"))
        and one.fact not in {Fact.PRICE_VIEWED, Fact.PRICE_ABSENT}
    ]
    assert {one.product_id for one in reported} == {None}
    assert {(MONDAY.date() - one.day).days for one in reported} == {0, 7, 21}
    # A wait since something private stands beside no question, and beside no request.
    private = (Fact.ROOM_TO_QUESTION, Fact.QUESTION_TO_REQUEST)
    apart = [one for one in facts if one.fact in private]
    assert {(one.day, one.product_id) for one in apart} == {(MONDAY.date(), None)}
    public = (Fact.QUESTION_ASKED, Fact.REQUEST_SENT)
    assert {one.hours for one in facts if one.fact in public} == {None}
    columns = {column.name for column in MeasuredFact.__table__.columns}
    assert columns == {
        *("id", "day", "fact", "times", "detail", "hours", "product_id"),
    }
    details = " ".join(one.detail for one in facts)
    assert not re.search("ada|ben|cleo|northwind|contoso", details)


def test_the_order_of_the_log_tells_nothing(app):
    with app.app_context():
        with transaction():
            for times in range(1, 41):
                record(Measured(Fact.VISIT, times=times))
                db.session.flush()  # one after the other, as they happen
        told = db.session.scalars(
            sa.select(MeasuredFact.times).order_by(MeasuredFact.id)
        ).all()

    assert sorted(told) == list(range(1, 41))
    assert told != sorted(told)


def test_medians_are_told_from_five_on(app, cast):
    for count in (4, 1):
        with time_machine.travel(SUNDAY, tick=False), app.app_context(), transaction():
            for hours in range(count):
                record(Measured(Fact.REQUEST_ANSWERED, hours=hours + count))
        told = figures(cast)["Time to first reply"][0]
        assert told == ("too few to tell" if count == 4 else "5 hours")


def test_means_and_savings_are_told_of_enough(app, cast):
    with time_machine.travel(SUNDAY, tick=False), app.app_context(), transaction():
        record(Measured(Fact.CONTACT_RATED, times=4, detail="5"))
        record(Measured(Fact.FIGURE_SOUND, times=1_204))
        record(Measured(Fact.FIGURE_UNSOUND, times=2))

    told = figures(cast)

    assert told["Figures on too few"][0] == "2 of 1,206"
    for name in ("Contact rated", "Saving against the first quote"):
        assert told[name][0] == TOO_FEW


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


def test_short_times_and_steps_beyond_the_one_before_are_said_in_words():
    assert [lasting(hours) for hours in (0.0, 1.0, 2.5)] == [
        "under an hour",
        "1 hour",
        "2.5 hours",
    ]
    shares = [conversion(1, 4), conversion(4, 4), conversion(9, 4), conversion(3, 0)]
    assert shares == ["25 %", "100 %", "2.2 times", "–"]

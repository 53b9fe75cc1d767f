"""Times for a call or a demo: proposed by a rep, read on the buyer's clock, taken or not."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from community.accounts.models import User
from community.catalog.models import Vendor
from community.core import clock
from community.core.db import db, transaction
from community.core.errors import Conflict, Forbidden, Invalid
from community.core.icalendar import CalendarEvent, calendar_file
from community.core.zones import day_ends, find_instant
from community.requests.drafts import Draft, Told
from community.requests.kinds import Meeting, MessageKind, Reveals, TimeState
from community.requests.models import BuyerRequest, ProposedTime, RequestMessage
from community.requests.rules import asking, meeting
from community.requests.rules.meeting import MOST_OPEN, Proposal
from tests.requests.conftest import BODY, NOON, SUBJECT, sent

PLACE = "https://meet.arbor.example/x;y,z"


def proposal(days: int = 9, place: str = PLACE, zone: str = "UTC", **more) -> Proposal:
    shown = (clock.now() + timedelta(days=days)).replace(tzinfo=None)
    return Proposal(Meeting.DEMO, more.get("shown", shown), zone, 45, place)


def test_a_time_is_proposed_read_elsewhere_and_taken(app, cast, scene):
    with app.app_context(), transaction():
        db.session.get_one(User, cast.ada.id).time_zone = "America/New_York"
    ada, rae = cast.page("ada"), cast.page("rae")
    path = sent(ada)
    day = (clock.now() + timedelta(days=9)).strftime("%Y-%m-%d")
    typed = {"starts": f"{day}T15:00", "zone": "Europe/Berlin", "place": PLACE}
    form = rae.get(f"/rep{path}/times")
    past = rae.send(form, {**typed, "starts": "2020-01-01T09:00"}, having="place")
    assert past.status == 422
    assert "half an hour on" in past.words()
    for _ in range(2):
        form = rae.get(f"/rep{path}/times")
        rae.send(form, typed, having="place", status=303)
    read = ada.get(path)
    assert "America/New_York" in read.words()
    assert "09:00 to 09:30" in read.words()
    first = next(one["action"] for one in read.forms if "accept" in one["action"])
    ics = ada.get(first.replace("/accept", ".ics"))
    assert ics.response.mimetype == "text/calendar"
    assert "STATUS:TENTATIVE" in ics.html
    ada.send(read, {}, action=first, status=303)
    assert "✓ Accepted" in ada.get(path).words()
    assert "accepted a time" in rae.get(f"/rep{path}").words()
    theirs = rae.get(f"/rep{first.replace('/accept', '.ics')}").html
    assert "STATUS:CONFIRMED" in theirs
    assert "SUMMARY:Call with a buyer" in theirs
    assert path.rpartition("/")[2] not in theirs
    ada.post(first, {}, status=409)
    ada.post(first.replace("accept", "decline"), {}, status=303)
    rae.post(f"/rep{first.replace('accept', 'take-back')}", {}, status=409)
    ada.get(f"{path}/times/nope.ics", status=404)


@pytest.fixture
def request_row(cast, scene, context) -> BuyerRequest:
    vendor = db.session.get_one(Vendor, scene.vendor_id)
    last_day = (NOON + timedelta(days=30)).date()
    draft = Draft(SUBJECT, BODY, Told(Reveals.NOTHING), last_day)
    return asking.ask(cast.actor("ada"), vendor, None, draft, alias="Buyer one")


def test_what_is_no_time_or_no_place_is_told_at_its_field(cast, request_row):
    rae = cast.actor("rae")
    for wrong, field in (
        (proposal(days=-1), "starts"),
        (proposal(days=200), "starts"),
        (
            proposal(
                shown=datetime.fromisoformat("0001-01-01T01:00"), zone="Asia/Tokyo"
            ),
            "starts",
        ),
        (proposal(place="\u200b "), "place"),
        (proposal(place="x" * 301), "place"),
    ):
        with pytest.raises(Invalid) as refused:
            meeting.propose(rae, request_row, wrong)
        assert list(refused.value.fields) == [field]


def test_a_few_times_wait_for_a_buyer_and_one_is_taken(cast, request_row):
    ada, rae = cast.actor("ada"), cast.actor("rae")
    times = [meeting.propose(rae, request_row, proposal(days=9 + n)) for n in range(2)]
    for n in range(MOST_OPEN - 2):
        meeting.buyer_did(request_row, MessageKind.REVEALED)
        times.append(meeting.propose(rae, request_row, proposal(days=20 + n)))
    meeting.buyer_did(request_row, MessageKind.REVEALED)
    with pytest.raises(Conflict, match="wait for the buyer"):
        meeting.propose(rae, request_row, proposal())
    meeting.take_back(rae, request_row, times[0])
    meeting.decline(ada, request_row, times[1])
    times[2].starts_at = clock.now()
    with pytest.raises(Conflict, match="past"):
        meeting.accept(ada, request_row, times[2])
    meeting.accept(ada, request_row, times[3])
    with pytest.raises(Conflict, match="decided already"):
        meeting.accept(ada, request_row, times[4])
    db.session.expire_all()
    states = [one.state for one in db.session.scalars(sa.select(ProposedTime))]
    assert states.count(TimeState.ACCEPTED) == 1
    assert TimeState.PROPOSED not in states
    kinds = set(db.session.scalars(sa.select(RequestMessage.kind)))
    assert kinds >= {MessageKind.PROPOSED, MessageKind.ACCEPTED, MessageKind.DECLINED}
    for handle in ("mo", "hana", "rae"):
        with pytest.raises(Forbidden):
            meeting.accept(cast.actor(handle), request_row, times[4])
    for handle in ("ada", "mo"):
        with pytest.raises(Forbidden):
            meeting.propose(cast.actor(handle), request_row, proposal())


def test_clocks_that_go_forward_or_back():
    spring, autumn = (
        datetime.fromisoformat(f"2027-{day}T02:30") for day in ("03-28", "10-31")
    )
    assert find_instant(spring, "Europe/Berlin") is None
    assert find_instant(autumn, "Europe/Berlin") == datetime(
        2027, 10, 31, 0, 30, tzinfo=UTC
    )
    assert find_instant(spring, "Nowhere/Gone") == spring.replace(tzinfo=UTC)
    ends = day_ends(date(2027, 3, 28), "America/New_York")
    assert ends == datetime(2027, 3, 29, 4, tzinfo=UTC)


def test_a_calendar_file_is_folded_escaped_and_in_utc():
    at = datetime(2027, 3, 28, 12, tzinfo=UTC)
    event = CalendarEvent(
        uid="x@y",
        stamp=at,
        starts=at,
        minutes=45,
        title="Démo " * 30,
        place="a;b,c\\d\ne",
        url="https://fairquote.example/requests/x",
        is_certain=True,
    )
    lines = calendar_file(event).split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    whole = calendar_file(event).replace("\r\n ", "")
    assert "LOCATION:a\\;b\\,c\\\\d\\ne\r\n" in whole
    assert "DTSTART:20270328T120000Z\r\nDTEND:20270328T124500Z" in whole
    assert f"SUMMARY:{'Démo ' * 30}\r\n" in whole
    assert lines[-1] == ""

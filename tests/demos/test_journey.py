"""An event from its announcement to its end, as organiser, guests and others see it."""

from datetime import timedelta

import sqlalchemy as sa

from community.core.db import db, transaction
from community.core.worker import run_due
from community.demos.models import Demo, DemoRegistration
from community.notifications.rules import rationing
from tests.demos.conftest import (
    BODY,
    CANARIES,
    LINK,
    MAIL,
    NAME,
    NOON,
    PERSON,
    TITLE,
    TRAITS,
    mails_to,
    registered,
    taken,
    typed,
    work,
)


def test_a_rep_announces_and_everybody_reads_it(app, cast, page, scene):
    rae = cast.page("rae")
    form = rae.get("/events/desk/new")
    words = typed(title="A second look", starts="2027-02-11T09:30")
    sent = rae.send(form, words, having="body", status=303)
    assert LINK in rae.follow(sent).words()
    again = rae.send(form, words, having="body", status=303)
    assert again.location == sent.location
    for path in ("/events/", "/prices/arbor/arbor-desk/", "/prices/arbor/"):
        read = page.get(path)
        assert "A second look" in read.words()
        assert TITLE in read.words()
        assert LINK not in read.text
    feed = page.client.get("/feeds/events.atom").get_data(as_text=True)
    assert feed.count("<entry>") == 2
    assert "10 February 2027, 14:00 to 14:45" in feed
    own = f"/events/{sent.location.rpartition('/')[2]}"
    read = page.get(own).words()
    assert BODY in read
    assert "Announced by Rae Alder, Head of Pricing, for Arbor" in read


def test_times_are_on_the_readers_clock_and_as_announced(app, cast, page, scene):
    read = page.get(scene.path).words()
    assert (
        "Wednesday, 10 February 2027, 14:00 to 14:45 "
        "(as announced, Europe/Berlin, UTC+01:00)"
    ) in read
    assert "13:00 to 13:45 (UTC)" in read
    ada = cast.page("ada")
    ada.post("/account/time-zone", {"time_zone": "America/New_York"}, status=303)
    read = ada.get(scene.path).words()
    assert "08:00 to 08:45 (your clock, America/New York, UTC−05:00)" in read
    assert "14:00 to 14:45 (as announced" in read


def test_registering_reveals_what_was_chosen_step_by_step(app, cast, scene):
    ada, rae = cast.page("ada"), cast.page("rae")
    assert LINK not in ada.get(scene.path).text
    form = ada.get(f"{scene.path}/register")
    seen = ada.send(form, {"reveals": "nothing"}, having="seen", status=200)
    assert "What Arbor will see: not sent yet" in seen.words()
    assert taken(app) == 0
    sent = ada.send(seen, {}, having="seen", status=303)
    assert ada.send(seen, {}, having="seen", status=303).location == sent.location
    own = ada.follow(sent)
    assert LINK in own.words()
    assert "learns no more" in own.words()
    on_desk = rae.get(scene.desk).words()
    assert "Registered 1" in on_desk
    assert [one for one in (*CANARIES, "ada") if one in on_desk] == []

    seen = ada.send(ada.get(f"{scene.path}/reveal"), TRAITS, having="seen", status=200)
    assert "not told yet" in seen.words()
    assert "Latin America" not in rae.get(scene.desk).words()
    ada.send(seen, {}, having="seen", status=303)
    told = rae.get(scene.desk).words()
    assert "Latin America" in told
    assert NAME not in told
    seen = ada.send(ada.get(f"{scene.path}/reveal"), PERSON, having="seen", status=200)
    ada.send(seen, {}, having="seen", status=303)
    told = rae.get(scene.desk).words()
    assert [one for one in CANARIES if one not in told] == []
    ada.get(f"{scene.path}/reveal", status=409)
    assert TITLE in ada.get("/events/mine").words()


def test_withdrawing_takes_the_vendors_copy_away(app, cast, scene):
    ada, rae = cast.page("ada"), cast.page("rae")
    registered(ada, scene, **PERSON)
    assert NAME in rae.get(scene.desk).words()
    form = ada.get(f"{scene.path}/withdraw")
    ada.send(form, {}, having="submission_key", status=303)
    read = rae.get(scene.desk).words()
    assert "Registered 0" in read
    assert [one for one in CANARIES if one in read] == []
    with app.app_context():
        assert db.session.scalars(sa.select(DemoRegistration)).all() == []
    for gone in ("registration", "registration.ics", "withdraw", "reveal"):
        ada.get(f"{scene.path}/{gone}", status=404)
    assert LINK not in ada.get(scene.path).text
    registered(ada, scene)
    assert taken(app) == 1


def test_a_move_is_told_once_by_mail_and_inbox(app, cast, scene):
    ada, rae = cast.page("ada"), cast.page("rae")
    registered(ada, scene)
    form = rae.get(f"{scene.desk}/edit")
    for hour in ("15", "16"):
        form = rae.get(f"{scene.desk}/edit")
        moved = typed(starts=f"2027-02-10T{hour}:00")
        rae.send(form, moved, having="body", status=303)
    run_due(app)
    run_due(app)
    mails = mails_to(app, MAIL)
    assert [one.subject.partition(":")[0] for one in mails] == [
        "Receipt of your registration at Fairquote",
        "Moved",
    ]
    assert "16:00 to 16:45" in mails[-1].text
    assert LINK not in "".join(one.text for one in mails)
    inbox = ada.get("/inbox").words()
    assert f"“{TITLE}”, which you registered for, was moved" in inbox
    assert "you registered for it" in inbox
    file = ada.client.get(f"{scene.path}/registration.ics").get_data(as_text=True)
    assert "SEQUENCE:2\r\n" in file
    assert "DTSTART:20270210T150000Z\r\n" in file


def test_words_alone_move_nobody(app, cast, scene):
    ada, rae = cast.page("ada"), cast.page("rae")
    registered(ada, scene)
    words = typed(title="What the spring edition costs")
    rae.send(rae.get(f"{scene.desk}/edit"), words, having="body", status=303)
    run_due(app)
    assert len(mails_to(app, MAIL)) == 1
    with app.app_context():
        assert db.session.scalars(sa.select(Demo.sequence)).one() == 0


def test_a_cancelled_event_stays_to_be_read_and_all_are_told(app, cast, page, scene):
    ada, rae, cleo = (cast.page(one) for one in ("ada", "rae", "cleo"))
    own = registered(ada, scene)
    form = rae.get(f"{scene.desk}/cancel")
    rae.send(form, {}, having="submission_key", status=303)
    run_due(app)
    assert mails_to(app, MAIL)[-1].subject.startswith("Cancelled: ")
    assert "was cancelled" in ada.get("/inbox").words()
    assert "It will not take place" in page.get(scene.path).words()
    assert "Cancelled" in page.get("/events/").words()
    assert TITLE not in page.get("/prices/arbor/arbor-desk/").words()
    read = ada.get(own)
    assert LINK not in read.text
    for path in (f"{scene.path}.ics", f"{own}.ics"):
        file = ada.client.get(path).get_data(as_text=True)
        assert "STATUS:CANCELLED\r\n" in file
        assert "SEQUENCE:1\r\n" in file
        assert "CANARYLINK" not in file
    cleo.post(f"{scene.path}/register", {"reveals": "nothing"}, status=409)
    for what in ("edit", "cancel"):
        rae.get(f"{scene.desk}/{what}", status=409)
    ada.send(ada.get(f"{scene.path}/withdraw"), {}, having="submission_key", status=303)


def test_a_reminder_goes_out_the_day_before_and_once(app, cast, scene, clock_hand):
    registered(cast.page("ada"), scene)
    clock_hand.move_to(NOON + timedelta(days=12, hours=23))
    work(app)
    assert len(mails_to(app, MAIL)) == 1
    clock_hand.move_to(NOON + timedelta(days=13, hours=2))
    registered(cast.page("cleo"), scene)
    for _ in range(2):
        clock_hand.shift(timedelta(minutes=20))
        work(app)
    assert [one.subject.partition(":")[0] for one in mails_to(app, MAIL)] == [
        "Receipt of your registration at Fairquote",
        "Soon",
    ]
    assert len(mails_to(app, "cleo@contoso.example")) == 1


def test_a_reminder_waits_for_a_day_that_has_room_for_it(app, cast, scene, clock_hand):
    registered(cast.page("ada"), scene)
    clock_hand.move_to(NOON + timedelta(days=13, hours=2))
    with app.app_context(), transaction():
        while rationing.take_of_day(cast.ada.id, rationing.REPEATED_A_DAY):
            pass
    work(app)
    assert len(mails_to(app, MAIL)) == 1
    clock_hand.move_to(NOON + timedelta(days=13, hours=13))
    for _ in range(2):
        clock_hand.shift(timedelta(minutes=20))
        work(app)
    assert len(mails_to(app, MAIL)) == 2


def test_what_is_over_takes_nobody_and_is_forgotten(app, cast, page, scene, clock_hand):
    own = registered(cast.page("ada"), scene, **PERSON)
    clock_hand.move_to(NOON + timedelta(days=14, hours=2))
    work(app)
    assert TITLE not in page.get("/events/").words()
    assert TITLE in page.get("/events/past").words()
    assert TITLE not in page.get("/prices/arbor/arbor-desk/").words()
    assert "Nobody can register any more" in page.get(scene.path).words()
    ada = cast.page("ada")  # the log-in has ended meanwhile
    assert LINK not in ada.get(own).text
    cast.page("cleo").post(f"{scene.path}/register", {"reveals": "nothing"}, status=409)
    assert NAME in cast.page("rae").get(scene.desk).words()
    clock_hand.move_to(NOON + timedelta(days=46))
    work(app)
    ada, rae = cast.page("ada"), cast.page("rae")
    read = rae.get(scene.desk).words()
    assert NAME not in read
    assert "The address to join is forgotten" in read
    ada.get(own, status=404)

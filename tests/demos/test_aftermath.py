"""What follows events around: batches of mails, merges, new sides, leaving, old renderings."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from community.catalog.merges import merge_products, merge_vendors
from community.catalog.models import Product, Vendor
from community.catalog.rules import ensure_product, ensure_vendor
from community.core.actors import VISITOR
from community.core.db import db, transaction
from community.core.jobs import Job
from community.core.personal import Leaver
from community.demos import jobs, personal, queries, reading, subscribers
from community.demos.access import require_organiser
from community.demos.kinds import Change
from community.demos.models import Demo, DemoChange, DemoRegistration
from community.demos.rules import announcing, attending, telling
from community.reps.events import ClaimDecided
from community.requests.drafts import Told
from community.requests.kinds import Reveals
from tests.demos.conftest import (
    LINK,
    MAIL,
    NOON,
    mails_to,
    plan,
    registered,
    taken,
    typed,
    work,
)

NOTHING = Told(Reveals.NOTHING)
CLEO = "cleo@contoso.example"


def test_many_are_told_in_several_turns_and_each_once(
    app, cast, scene, monkeypatch, clock_hand
):
    monkeypatch.setattr(telling, "A_JOB", 1)
    for handle in ("ada", "cleo"):
        registered(cast.page(handle), scene)
    rae = cast.page("rae")
    moved = typed(starts="2027-02-10T16:00")
    rae.send(rae.get(f"{scene.desk}/edit"), moved, having="body", status=303)
    assert [len(mails_to(app, one)) for one in (MAIL, CLEO)] == [2, 2]
    with app.app_context(), transaction():
        change_id = db.session.scalars(sa.select(DemoChange.id)).one()
        assert not telling.tell_of(change_id)
        assert not telling.tell_of(change_id + 1)
    clock_hand.move_to(NOON + timedelta(days=13, hours=12))
    work(app)
    work(app)
    assert [len(mails_to(app, one)) for one in (MAIL, CLEO)] == [3, 3]


def test_who_comes_late_hears_of_no_change_before_them(app, cast, scene):
    rae = cast.page("rae")
    moved = typed(starts="2027-02-10T16:00")
    rae.send(rae.get(f"{scene.desk}/edit"), moved, having="body", status=303)
    registered(cast.page("ada"), scene)
    assert [one.subject.partition(" ")[0] for one in mails_to(app, MAIL)] == ["Receipt"]


def test_an_event_of_the_host_is_told_in_inboxes_too(app, cast, scene):
    ada, hana = cast.page("ada"), cast.page("hana")
    form = hana.get("/events/desk/new")
    words = typed(title="Of the host", product="")
    sent = hana.send(form, words, having="body", status=303)
    event = sent.location.rpartition("/")[2]
    form = ada.get(f"/events/{event}/register")
    seen = ada.send(form, {"reveals": "nothing"}, having="seen", status=200)
    ada.send(seen, {}, having="seen", status=303)
    form = hana.get(f"{sent.location}/edit")
    words = {"title": "Still of the host"}
    hana.send(form, words, having="body", status=303)
    form = hana.get(f"{sent.location}/cancel")
    hana.send(form, {}, having="submission_key", status=303)
    assert "By The host of Fairquote" in mails_to(app, MAIL)[-1].text
    assert "“Still of the host”, which you registered for, was cancelled" in (
        ada.get("/inbox").words()
    )


def test_of_a_host_who_is_gone_the_mail_alone_tells(app, cast, scene):
    with app.app_context(), transaction():
        hana = require_organiser(cast.actor("hana"))
        demo = announcing.announce(hana, plan(product_id=None))
        row = queries.get_row_for(VISITOR, demo.public_id)
        attending.register(cast.actor("ada"), row, NOTHING, at=NOON)
        announcing.cancel(hana, demo)
        demo.host_id = None
    assert mails_to(app, MAIL)[-1].subject.startswith("Cancelled")
    assert "which you registered for" not in cast.page("ada").get("/inbox").words()


@pytest.fixture
def attended(app, cast, scene):
    """Ada's registration, in the app's context."""
    with app.app_context():
        row = queries.get_row_for(VISITOR, scene.event)
        attending.register(cast.actor("ada"), row, NOTHING, at=NOON)
        db.session.flush()
        yield row


def test_who_speaks_for_a_vendor_attends_no_more(cast, attended):
    for approved, left in ((False, 1), (True, 0)):
        subscribers.leave_side(
            ClaimDecided(1, cast.ada.id, attended.demo.vendor_id, approved, "")
        )
        assert attended.demo.taken == left
        found = db.session.scalars(sa.select(DemoRegistration)).all()
        assert len(found) == left


def test_events_follow_when_vendors_and_products_are_merged(cast, attended):
    demo = attended.demo
    other = ensure_product(db.session.get_one(Vendor, demo.vendor_id), "Arbor Other")
    desk = db.session.get_one(Product, demo.product_id)
    merge_products(cast.actor("mo"), desk, other, "One and the same.")
    assert demo.product_id == other.id
    target = ensure_vendor("Cedar")
    arbor = db.session.get_one(Vendor, demo.vendor_id)
    merge_vendors(cast.actor("mo"), arbor, target, "Bought.")
    assert demo.vendor_id == target.id
    assert [one.demo for one in queries.list_ahead_of_vendor(target.id)] == [demo]


def test_who_goes_frees_their_seat_and_leaves_announcements_nameless(cast, attended):
    demo = attended.demo
    hana = require_organiser(cast.actor("hana"))
    hosts = announcing.announce(hana, plan(product_id=None))
    db.session.flush()
    personal.erase(Leaver(cast.ada.id, "ada", MAIL))
    personal.erase(Leaver(cast.hana.id, "hana", None))
    db.session.expire_all()
    assert demo.taken == 0
    assert db.session.scalars(sa.select(DemoRegistration)).all() == []
    assert hosts.host_id is None
    assert reading.organiser_of(queries.find_row(hosts.id)) == "The host of Fairquote"


def test_texts_are_rendered_again_in_turns(app, cast, scene, monkeypatch):
    monkeypatch.setattr(jobs, "TEXTS_A_JOB", 1)
    with app.app_context(), transaction():
        hana = require_organiser(cast.actor("hana"))
        announcing.announce(hana, plan(product_id=None))
        db.session.execute(sa.update(Demo).values(renderer_version=0, html="old"))
    work(app)
    with app.app_context():
        assert "old" not in db.session.scalars(sa.select(Demo.html)).all()
        again = Job.kind == jobs.RERENDER
        assert len(db.session.scalars(sa.select(Job.id).where(again)).all()) > 1


def test_a_move_into_the_next_hours_needs_no_reminder(app, cast, scene, clock_hand):
    registered(cast.page("ada"), scene)
    clock_hand.move_to(NOON + timedelta(days=3))
    rae = cast.page("rae")
    moved = typed(starts="2027-01-30T20:00")
    rae.send(rae.get(f"{scene.desk}/edit"), moved, having="body", status=303)
    work(app)
    assert len(mails_to(app, MAIL)) == 2
    with app.app_context():
        (told,) = db.session.scalars(sa.select(DemoChange))
        assert told.change is Change.MOVED


def test_pages_lead_on_where_there_is_nothing_to_do(app, cast, scene):
    ada, rae = cast.page("ada"), cast.page("rae")
    own = registered(ada, scene)
    led = ada.get(f"{scene.path}/register", status=303)
    assert led.location == own
    first = rae.get(f"{scene.desk}/edit")
    second = rae.get(f"{scene.desk}/edit")
    rae.send(first, typed(title="The first"), having="body", status=303)
    refused = rae.send(second, typed(title="The second"), having="body", status=409)
    assert "changed it meanwhile" in refused.words()
    rae.send(refused, {}, having="body", status=303)
    assert "The second" in rae.get(scene.desk).words()
    for after in ("nonsense", "x" * 500):
        for path in ("/events/", "/events/past", scene.desk):
            rae.get(f"{path}?after={after}", status=400)
    for path in (f"{scene.path}?x=1", "/events/mine?x=1", f"{scene.path}.ics?x=1"):
        ada.get(path, status=400)
    assert taken(app) == 1
    assert LINK in ada.get(own).words()

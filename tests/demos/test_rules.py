"""What the rules of events let nobody do, whoever calls them."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from community.catalog.models import Product
from community.core.actors import VISITOR
from community.core.db import db
from community.core.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    StaleEdit,
    TooMany,
)
from community.core.visibility import State
from community.core.zones import in_zone
from community.demos import access, limits, queries, reading
from community.demos.access import require_organiser
from community.demos.kinds import Stage
from community.demos.models import Demo, DemoRegistration
from community.demos.rules import announcing, attending
from community.requests.drafts import Told
from community.requests.kinds import Reveals
from tests.demos.conftest import LINK, NOON, plan

NOTHING = Told(Reveals.NOTHING)


@pytest.fixture
def here(app, scene):
    with app.app_context():
        yield


def arbors() -> Demo:
    return db.session.scalars(sa.select(Demo).order_by(Demo.id)).first()


@pytest.mark.usefixtures("here")
def test_only_confirmed_reps_and_the_host_announce(cast):
    for handle in ("ada", "cleo", "mo"):
        with pytest.raises(Forbidden):
            require_organiser(cast.actor(handle))
    for handle in ("rae", "hana"):
        actor = replace(cast.actor(handle), two_factors=False)
        with pytest.raises(Forbidden, match="Two factors"):
            require_organiser(actor)
    with pytest.raises(Forbidden):
        require_organiser(replace(cast.actor("hana"), proven=False))


@pytest.mark.usefixtures("here")
def test_each_runs_its_own_events_and_no_other_does(cast):
    rae, ben, hana = (
        require_organiser(cast.actor(one)) for one in ("rae", "ben", "hana")
    )
    demo = arbors()
    hosts = announcing.announce(hana, plan(title="Of the host", product_id=None))
    about = announcing.announce(hana, plan(product_id=demo.product_id))
    db.session.flush()
    assert about.vendor_id == demo.vendor_id
    for organiser, own in ((rae, {demo}), (ben, set()), (hana, {hosts, about})):
        found = set(
            db.session.scalars(sa.select(Demo).where(access.run_demos(organiser)))
        )
        assert found == own
        for one in (demo, hosts, about):
            assert access.can_run(organiser, one) is (one in own)
    for rule in (
        lambda: announcing.cancel(ben, demo),
        lambda: announcing.change(ben, demo, plan(), version=1),
        lambda: announcing.cancel(rae, about),
    ):
        with pytest.raises(Forbidden):
            rule()
    with pytest.raises(NotFound):
        queries.get_run_row(ben, demo.public_id)


@pytest.mark.usefixtures("here")
def test_a_vendor_announces_its_own_products_alone(cast):
    rae = require_organiser(cast.actor("rae"))
    board = db.session.scalars(sa.select(Product).where(Product.slug == "birch-board"))
    for product_id in (board.one().id, 999_999):
        with pytest.raises(Invalid) as refused:
            announcing.announce(rae, plan(product_id=product_id))
        assert set(refused.value.fields) == {"product"}


WRONGS = {
    "title": [{"title": " "}, {"title": "x" * 151}],
    "body": [{"body": "Short."}, {"body": f"Everybody joins us here: {LINK}, please."}],
    "starts": [
        {"shown": datetime(2027, 1, 27, 13, 15)},  # noqa: DTZ001
        {"shown": datetime(2027, 9, 27, 13)},  # noqa: DTZ001
        {"shown": datetime(2027, 3, 28, 2, 30)},  # noqa: DTZ001 - no clock shows it
        {"shown": datetime(9999, 12, 31, 23), "zone": "Pacific/Honolulu"},  # noqa: DTZ001
    ],
    "link": [
        {"link": "http://meet.arbor.example/x"},
        {"link": "https://"},
        {"link": "https://[half"},
        {"link": "https://meet.arbor.example/a b"},
        {"link": f"https://meet.arbor.example/{'x' * 500}"},
        {"link": "javascript:alert(1)"},
    ],
    "seats": [{"seats": 0}, {"seats": 1_001}],
}


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("field", WRONGS)
def test_what_is_wrong_is_said_at_its_field(cast, field):
    rae = require_organiser(cast.actor("rae"))
    for more in WRONGS[field]:
        with pytest.raises(Invalid) as refused:
            announcing.announce(rae, plan(**more))
        assert set(refused.value.fields) == {field}, more
    assert db.session.scalar(sa.select(sa.func.count(Demo.id))) == 1


@pytest.mark.usefixtures("here")
def test_clocks_that_change_are_followed(cast):
    """The second 1:30 of an autumn night survives a change of the words."""
    rae = require_organiser(cast.actor("rae"))
    night = datetime(2027, 3, 14, 1, 30)  # noqa: DTZ001 - as clocks show it
    before = announcing.announce(rae, plan(shown=night, zone="America/New_York"))
    after = announcing.announce(
        rae, plan(shown=night.replace(hour=3), zone="America/New_York")
    )
    assert after.starts_at - before.starts_at == timedelta(minutes=30 + 30)
    zone = "Australia/Lord_Howe"  # half an hour back on 4 April
    twice = datetime(2027, 4, 4, 1, 45)  # noqa: DTZ001
    demo = announcing.announce(rae, plan(shown=twice, zone=zone))
    demo.starts_at += timedelta(minutes=30)
    demo.ends_at += timedelta(minutes=30)
    second = demo.starts_at
    assert in_zone(second, zone).replace(tzinfo=None) == twice
    db.session.flush()
    announcing.change(
        rae, demo, plan(shown=twice, zone=zone, title="Other words"), version=1
    )
    assert (demo.starts_at, demo.sequence) == (second, 0)


@pytest.mark.usefixtures("here")
def test_a_change_of_what_was_changed_meanwhile_is_refused(cast):
    rae = require_organiser(cast.actor("rae"))
    demo = arbors()
    announcing.change(rae, demo, plan(title="The first of two"), version=1)
    db.session.flush()
    with pytest.raises(StaleEdit):
        announcing.change(rae, demo, plan(title="The second"), version=1)
    assert demo.title == "The first of two"


@pytest.mark.usefixtures("here")
def test_seats_are_never_fewer_than_those_who_have_one(cast):
    rae = require_organiser(cast.actor("rae"))
    demo = arbors()
    announcing.change(rae, demo, plan(seats=1), version=1)
    row = queries.get_row_for(VISITOR, demo.public_id)
    attending.register(cast.actor("ada"), row, NOTHING)
    with pytest.raises(Conflict, match="Every seat is taken"):
        attending.register(cast.actor("cleo"), row, NOTHING)
    with pytest.raises(Conflict, match="registered already"):
        attending.register(cast.actor("ada"), row, NOTHING)
    demo.seats = 2
    db.session.flush()
    attending.register(cast.actor("cleo"), row, NOTHING)
    db.session.flush()
    with pytest.raises(Invalid) as refused:
        announcing.change(rae, demo, plan(seats=1), version=2)
    assert refused.value.fields == {"seats": "2 are registered already."}
    for handle in ("ada", "cleo"):
        found = queries.find_registration(cast.actor(handle), demo)
        attending.withdraw(cast.actor(handle), found)
    assert demo.taken == 0


@pytest.mark.usefixtures("here")
def test_events_are_for_members(cast):
    row = queries.get_row_for(VISITOR, arbors().public_id)
    unproven = replace(cast.actor("ada"), proven=False)
    for actor in (*map(cast.actor, ("rae", "ben", "mo", "hana")), unproven, VISITOR):
        for rule in (
            lambda one=actor: attending.register(one, row, NOTHING),
            lambda one=actor: attending.preview(one, row.demo, NOTHING),
        ):
            with pytest.raises(Forbidden):
                rule()
    assert db.session.scalars(sa.select(DemoRegistration)).all() == []


@pytest.mark.usefixtures("here")
def test_a_registration_is_changed_by_whom_it_is_of_alone(cast):
    demo = arbors()
    row = queries.get_row_for(VISITOR, demo.public_id)
    ada, cleo = cast.actor("ada"), cast.actor("cleo")
    mine = attending.register(ada, row, NOTHING)
    db.session.flush()
    assert access.is_own(ada, mine)
    for other in (cleo, VISITOR):
        assert not access.is_own(other, mine)
        assert queries.find_registration(other, demo) is None
        with pytest.raises(Forbidden):
            attending.withdraw(other, mine)
    with pytest.raises(Forbidden):
        attending.reveal_more(cleo, mine, demo, Told(Reveals.TRAITS))
    with pytest.raises(Conflict, match="can’t be told less"):
        attending.preview_more(ada, mine, demo, NOTHING)
    # Somebody of the same account was faster, in another window.
    db.session.connection().execute(sa.delete(DemoRegistration.__table__))
    with pytest.raises(Conflict, match="not registered any more"):
        attending.withdraw(ada, mine)


@pytest.mark.usefixtures("here")
def test_what_is_off_hidden_or_over_takes_nobody(cast, clock_hand):
    demo = arbors()
    for state, stage, why in (
        (State.HIDDEN, Stage.ANNOUNCED, "moderator"),
        (State.PUBLIC, Stage.CANCELLED, "cancelled"),
        (State.PUBLIC, Stage.OVER, "over"),
    ):
        demo.state, demo.stage = state, stage
        assert not access.is_ahead(demo)
        assert not access.shows_link(demo)
        with pytest.raises(Conflict, match=why):
            access.require_ahead(demo)
    demo.stage = Stage.ANNOUNCED
    assert access.shows_link(demo)
    clock_hand.move_to(NOON + timedelta(days=15))
    assert not access.is_ahead(demo)


@pytest.mark.usefixtures("here")
def test_what_a_moderator_hid_is_seen_by_moderators_alone(cast):
    demo = arbors()
    demo.state = State.HIDDEN
    db.session.flush()
    for handle in ("ada", "rae", "hana", "mo"):
        actor = cast.actor(handle)
        sees = handle == "mo"
        assert access.can_see(actor, demo) is sees
        found = db.session.scalars(sa.select(Demo).where(access.seen_demos(actor)))
        assert bool(found.all()) is sees
    assert queries.list_ahead(None).items == []
    assert queries.list_ahead_of_vendor(demo.vendor_id) == []


@pytest.mark.usefixtures("here")
def test_lists_are_not_flooded(cast, monkeypatch):
    monkeypatch.setattr(limits, "LIMITS", limits.Limits(2, 2, 1))
    rae, hana = (require_organiser(cast.actor(one)) for one in ("rae", "hana"))
    announcing.announce(rae, plan())
    with pytest.raises(Conflict, match="2 events of yours are to come"):
        announcing.announce(rae, plan())
    demo = announcing.announce(hana, plan(product_id=None))
    announcing.change(hana, demo, plan(title="Once more"), version=1)
    with pytest.raises(TooMany):
        announcing.cancel(hana, demo)
    rows = queries.list_ahead(None).items
    attending.register(cast.actor("ada"), rows[0], NOTHING)
    with pytest.raises(TooMany):
        attending.register(cast.actor("ada"), rows[1], NOTHING)


@pytest.mark.usefixtures("here")
def test_what_a_sample_announces_counts_for_no_limit(cast, monkeypatch):
    monkeypatch.setattr(limits, "LIMITS", limits.Limits(0, 0, 0))
    hana = require_organiser(cast.actor("hana"))
    demo = announcing.announce(hana, plan(product_id=None), at=NOON)
    assert demo.created_at == NOON
    row = queries.get_row_for(VISITOR, demo.public_id)
    attending.register(cast.actor("ada"), row, NOTHING, at=NOON)
    assert demo.taken == 1


@pytest.mark.usefixtures("here")
def test_what_is_no_id_is_nothing(cast):
    for public_id in ("no-id", "é", "x" * 30):
        with pytest.raises(NotFound):
            queries.get_row_for(VISITOR, public_id)
        with pytest.raises(NotFound):
            queries.get_own_row(cast.actor("ada"), public_id)


@pytest.mark.usefixtures("here")
def test_one_clock_is_told_once():
    demo = arbors()
    (same,) = reading.times_of(demo, "Europe/Berlin")
    assert same.whose == "your clock"
    demo.starts_at = NOON.replace(hour=22, minute=30)
    demo.ends_at = NOON.replace(hour=23, minute=15)
    (late,) = reading.times_of(demo, "Europe/Berlin")
    assert "23:30 to 00:15 the day after" in late.words

"""An event that advertises falsely is reported; moderators hide it, and show it again."""

import pytest
import sqlalchemy as sa

from community.core.db import db, transaction
from community.core.errors import Forbidden, NotFound
from community.core.visibility import State
from community.core.worker import run_due
from community.demos.access import require_organiser
from community.demos.models import Demo
from community.demos.moderated import ModeratedEvents
from community.demos.rules import announcing
from community.demos.screened import ScreenedEvents
from moderation.models import Case
from moderation.screening.patterns import PatternAction
from moderation.screening.watching import Wanted, watch_for
from tests.demos.conftest import (
    BODY,
    LINK,
    MAIL,
    TITLE,
    mails_to,
    plan,
    registered,
    typed,
    work,
)


def test_a_reported_event_is_hidden_by_a_moderator(app, cast, page, scene):
    ada, cleo, mo = (cast.page(one) for one in ("ada", "cleo", "mo"))
    own = registered(ada, scene)
    flag = cleo.get(f"/flags/event/{scene.event}/advertising", status=None)
    if flag.status != 200:
        first = next(
            one
            for one in cleo.get(f"/flags/event/{scene.event}").links
            if one.startswith(f"/flags/event/{scene.event}/")
        )
        flag = cleo.get(first)
    said = {"details": "There is no such edition, and no free year."}
    cleo.send(flag, said, having="details", status=303)
    with app.app_context():
        case = db.session.scalars(sa.select(Case)).one()
        place = f"/moderation/cases/{case.public_id}"
    shown = mo.get(place)
    assert BODY in shown.words()
    assert "CANARYLINK" not in shown.text
    assert "ada" not in shown.words().split("Skip to")[0]
    mo.post(f"{place}/claim", status=303)
    said = {"verdict": "hide", "reason": "advertising", "facts": "It is not true."}
    mo.send(mo.get(place), said, action=f"{place}/decide", status=303)

    for path in ("/events/", "/prices/arbor/arbor-desk/"):
        assert TITLE not in page.get(path).words()
    page.get(scene.path, status=404)
    page.get(f"{scene.path}.ics", status=404)
    cleo.get(f"{scene.path}/register", status=404)
    read = ada.get(own)
    assert "A moderator has hidden this event" in read.words()
    assert LINK not in read.text
    assert TITLE not in page.get("/events/").words()
    rae = cast.page("rae")
    assert "Why, and how to appeal" in rae.get(scene.desk).words()
    rae.get(f"{scene.desk}/edit", status=409)
    ada.send(ada.get(f"{scene.path}/withdraw"), {}, having="submission_key", status=303)


def test_a_change_is_told_once_the_event_stands_again(app, cast, scene):
    registered(cast.page("ada"), scene)
    rae, mo = cast.page("rae"), cast.actor("mo")
    moved = typed(starts="2027-02-10T16:00")
    rae.send(rae.get(f"{scene.desk}/edit"), moved, having="body", status=303)
    kind = ModeratedEvents()
    with app.app_context(), transaction():
        demo_id = db.session.scalars(sa.select(Demo.id)).one()
        kind.hide(mo, demo_id, "It is looked at.")
    assert len(mails_to(app, MAIL)) == 1
    with app.app_context(), transaction():
        kind.show(mo, demo_id, "It is true.")
    assert "16:00 to 16:45" in mails_to(app, MAIL)[-1].text
    assert len(mails_to(app, MAIL)) == 2


def test_what_moderators_decide_holds_for_the_event(app, cast, scene):
    kind, mo = ModeratedEvents(), cast.actor("mo")
    with app.app_context():
        demo = db.session.scalars(sa.select(Demo)).one()
        kind.hold(demo.id)
        assert demo.state is State.HELD
        kind.hold(demo.id)
        for act, state in (
            (kind.show, State.PUBLIC),
            (kind.hide, State.HIDDEN),
            (kind.remove, State.REMOVED),
        ):
            act(mo, demo.id, "It says what is not so.")
            assert demo.state is state
        kind.hold(demo.id)
        assert demo.state is State.REMOVED
        assert kind.is_own(cast.actor("rae"), demo.id)
        assert not kind.is_own(mo, demo.id)
        item = kind.load(demo.id)
        assert (item.author, item.vendor) == ("Rae Alder, Head of Pricing", "arbor")
        assert "CANARYLINK" not in repr(item)
        kind.write_to_author(demo.id, "About your event", "It was removed.")
        assert kind.category_of(demo.id) is None
        with pytest.raises(Forbidden):
            kind.show(cast.actor("hana"), demo.id, "Because.")
        with pytest.raises(NotFound):
            kind.load(999_999)
        assert kind.find(cast.actor("ada"), demo.public_id) is None
        assert kind.find(mo, demo.public_id) is not None


def test_an_event_of_the_host_is_moderated_too(app, cast, scene):
    kind = ModeratedEvents()
    with app.app_context():
        hana = require_organiser(cast.actor("hana"))
        demo = announcing.announce(hana, plan(title="Of the host", product_id=None))
        item = kind.load(demo.id)
        assert (item.author, item.vendor_id) == ("The host of Fairquote", None)
        assert item.author_id == cast.hana.id
        demo.host_id = None
        kind.write_to_author(demo.id, "About your event", "It was removed.")
        assert not kind.is_own(cast.actor("hana"), demo.id)


def test_screening_compares_events_with_what_others_wrote(app, cast, scene):
    screened = ScreenedEvents()
    with app.app_context():
        (one,) = screened.latest(5)
        assert (one.text, one.author_id) == (BODY, cast.rae.id)
        assert [one.is_public for one in screened.written_by(cast.rae.id, 5)] == [True]
        assert screened.written_by(cast.ada.id, 5) == []
        now = screened.written_by(cast.rae.id, 5)[0].at
        assert screened.authors_about(1, now) == screened.ballots(now, 5) == []
    run_due(app)
    work(app)


def test_what_a_rule_holds_is_not_on_the_list_and_its_organiser_is_told(
    app, cast, page, scene
):
    with app.app_context(), transaction():
        wanted = Wanted("free year", PatternAction.HOLD, "", "It is never free.")
        watch_for(cast.actor("hana"), wanted)
    rae = cast.page("rae")
    words = typed(title="A free year for everybody")
    sent = rae.send(rae.get("/events/desk/new"), words, having="body", status=303)
    read = rae.follow(sent).words()
    assert "A moderator looks at it before it stands on the list" in read
    assert "A free year for everybody" not in page.get("/events/").words()

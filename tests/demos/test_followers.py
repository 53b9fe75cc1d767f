"""Who follows a product or a vendor hears of a new event, once, as they wish; its organiser doesn't."""

import pytest
import sqlalchemy as sa

from community.core.db import db, transaction
from community.core.worker import run_due
from community.demos.access import require_organiser
from community.demos.models import Demo
from community.demos.moderated import ModeratedEvents
from community.demos.rules import announcing
from community.notifications import jobs
from community.notifications.kinds import News
from community.notifications.models import InboxEntry
from tests.demos.conftest import plan, typed
from tests.notifications.conftest import send_mails
from tests.notifications.made import inbox
from tests.queries import count_queries

FIRST = "A second look"
TOLD = f"Arbor announced “{FIRST}”"


@pytest.fixture
def follow(app, cast, scene):
    """Follow Arbor or its product, once the scene's own event is old news."""
    run_due(app)

    def followed(handle: str, what: str, **wishes: str) -> None:
        path = {"product": f"product/{scene.product}", "vendor": "vendor/arbor"}[what]
        told = {"level": "all", **wishes}
        cast.page(handle).post(f"/follow/{path}", told, status=303)

    return followed


def announce(app, cast, *, title: str = FIRST, **more: str) -> str:
    """Announce as Rae does, have everybody told, and return the event's place."""
    rae = cast.page("rae")
    form = rae.get("/events/desk/new")
    sent = rae.send(form, typed(title=title, **more), having="body", status=303)
    run_due(app)
    return sent.location


def entries(app) -> dict[str, int]:
    """Return how many entries about new events there are, by what is followed."""
    with app.app_context():
        rows = db.session.execute(
            sa.select(InboxEntry.about, sa.func.count())
            .where(InboxEntry.news == News.ANNOUNCED)
            .group_by(InboxEntry.about)
        )
        return {str(about): count for about, count in rows}


def act(app, cast, place: str, deed: str) -> None:
    with app.app_context(), transaction():
        public_id = place.rpartition("/")[2]
        wanted = sa.select(Demo.id).where(Demo.public_id == public_id)
        demo_id = db.session.scalars(wanted).one()
        getattr(ModeratedEvents(), deed)(cast.actor("mo"), demo_id, "Looked at.")
    run_due(app)


def cancel(cast, place: str) -> None:
    rae = cast.page("rae")
    form = rae.get(f"{place}/cancel")
    rae.send(form, {}, having="submission_key", status=303)


def test_followers_of_product_and_vendor_are_told_once(app, cast, follow):
    follow("ada", "product")
    follow("cleo", "vendor")
    follow("mo", "product")
    follow("mo", "vendor")
    place = announce(app, cast)

    for handle in ("ada", "cleo", "mo"):
        assert TOLD in inbox(cast, handle), handle
        assert "CANARYLINK" not in cast.page(handle).get("/inbox").html
    assert "because you follow Arbor Desk" in inbox(cast, "ada")
    assert "because you follow Arbor" in inbox(cast, "cleo")
    public = place.replace("/desk", "")
    assert public in cast.page("ada").get("/inbox").links
    assert entries(app) == {"product": 2, "vendor": 1}


def test_who_runs_it_is_not_told(app, cast, scene, follow):
    for handle in ("rae", "hana", "ben"):
        follow(handle, "product")
    announce(app, cast)
    assert "Nothing new" in inbox(cast, "rae")
    assert TOLD in inbox(cast, "hana")
    assert TOLD in inbox(cast, "ben")  # a rival's rep hears what everybody may

    with app.app_context(), transaction():
        of_arbor = sa.select(Demo.product_id).limit(1)
        announcing.announce(
            require_organiser(cast.actor("hana")),
            plan(title="The host's own", product_id=db.session.scalar(of_arbor)),
        )
    run_due(app)
    assert "2 new events about Arbor Desk" in inbox(cast, "ben")
    assert "The host's own" not in inbox(cast, "hana")
    assert "The host of Fairquote announced" in inbox(cast, "rae")


def test_who_wants_what_is_important_or_nothing_hears_of_none(app, cast, follow):
    follow("ada", "product", level="important")
    follow("cleo", "product", level="mute")
    follow("cleo", "vendor")
    follow("mia", "vendor")
    announce(app, cast)

    for handle in ("ada", "cleo"):
        assert "Nothing new" in inbox(cast, handle), handle
    assert TOLD in inbox(cast, "mia")


def test_changes_are_no_news_to_followers_and_a_withdrawn_event_is_gone(
    app, cast, follow
):
    follow("ada", "product")
    place = announce(app, cast)
    rae = cast.page("rae")
    form = rae.get(f"{place}/edit")
    rae.send(form, typed(title="Renamed", starts="2027-02-12T10:00"), having="title")
    run_due(app)
    assert "Arbor announced “Renamed”" in inbox(cast, "ada")
    assert entries(app) == {"product": 1}

    cancel(cast, place)
    run_due(app)
    assert "Renamed" not in inbox(cast, "ada")


def test_what_moderators_hold_is_told_once_they_let_it_stand(app, cast, follow):
    follow("ada", "product")
    rae = cast.page("rae")
    form = rae.get("/events/desk/new")
    words = typed(title=FIRST)
    place = rae.send(form, words, having="body", status=303).location
    act(app, cast, place, "hide")
    assert "Nothing new" in inbox(cast, "ada")

    act(app, cast, place, "show")
    assert TOLD in inbox(cast, "ada")
    act(app, cast, place, "hide")
    act(app, cast, place, "show")
    assert entries(app) == {"product": 1}


def test_what_is_off_or_long_known_is_not_told(app, cast, scene, follow, clock_hand):
    follow("ada", "product")
    rae = cast.page("rae")
    form = rae.get("/events/desk/new")
    place = rae.send(form, typed(title=FIRST), having="body", status=303).location
    cancel(cast, place)
    run_due(app)
    assert entries(app) == {}

    act(app, cast, scene.desk, "hide")
    clock_hand.shift(3 * 86_400)
    act(app, cast, scene.desk, "show")
    assert entries(app) == {}


def test_mails_go_out_as_each_follower_wishes_and_end_by_their_link(
    app, cast, page, settings, follow, clock_hand
):
    follow("ada", "product")
    follow("cleo", "vendor")
    wishes = {"mail_is_on": "y", "oneself": "at-once", "followed": "at-once"}
    cast.page("ada").post("/account/notifications", wishes, status=303)
    run_due(app)
    for file in (settings.data_dir / "mail").glob("*.eml"):
        file.unlink()
    announce(app, cast)

    (mail,) = send_mails(app, settings)
    text = mail.get_body(("plain",)).get_content()
    assert mail["To"] == "ada@northwind.example"
    assert TOLD in text
    assert "CANARYLINK" not in mail.as_string()
    assert send_mails(app, settings) == []
    clock_hand.shift(20.5 * 3_600)  # digests go out in the morning
    (week,) = send_mails(app, settings, jobs.mail_weekly)
    assert week["To"] == "cleo@contoso.example"
    assert TOLD in week.get_body(("plain",)).get_content()

    line = next(one for one in text.splitlines() if one.startswith("No more mails"))
    asked = page.get(line.rpartition(" ")[2])
    assert "no more mails about “Arbor Desk”" in asked.words()
    page.send(asked, {}, having="csrf_token")
    announce(app, cast, title="A third look")
    assert [one["To"] for one in send_mails(app, settings)] == []


def test_many_events_take_as_many_queries_as_one(app, cast, follow):
    follow("ada", "product")
    asked = []
    for title in (FIRST, "A third look", "A fourth look"):
        announce(app, cast, title=title)
        ada = cast.page("ada")
        with count_queries() as seen:
            ada.get("/inbox")
        asked.append(len(seen))
    assert asked[0] == asked[1] == asked[2]

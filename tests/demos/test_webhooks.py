"""The host's own systems hear of events, and of guests who told the host of themselves."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from standardwebhooks.webhooks import Webhook as Verifier

from community.accounts.mydata.rules.erasing import erase_due
from community.accounts.mydata.rules.leaving import ask_to_go
from community.core.db import db, transaction
from community.core.visibility import State
from community.core.worker import run_due
from community.dashboard.models import WebhookAttempt, WebhookDelivery, WebhookEvent
from community.demos.access import require_organiser
from community.demos.models import Demo, DemoRegistration
from community.demos.rules import announcing
from tests.cast import PASSWORD
from tests.dashboard.receiving import add, secret_of
from tests.demos.conftest import (
    CANARIES,
    LINK,
    MAIL,
    NAME,
    PERSON,
    TITLE,
    TRAITS,
    Scene,
    plan,
    registered,
    typed,
)

GUESTS = ("event.registration.created", "event.registration.withdrawn")
STANDING = ("event.announced", "event.cancelled")


@pytest.fixture
def host(cast, scene):
    return cast.page("hana")


@pytest.fixture
def hosts(app, cast, scene) -> Scene:
    """An event of the host's own."""
    with app.app_context(), transaction():
        organiser = require_organiser(cast.actor("hana"))
        demo = announcing.announce(organiser, plan(title="How to read a price page"))
        return Scene(scene.vendor_id, scene.product, demo.public_id)


@pytest.fixture
def wait(app, clock_hand):
    """Let time pass, and do what is due then."""

    def passed(**more: float) -> None:
        clock_hand.shift(timedelta(**more))
        run_due(app)

    return passed


def told(receiver) -> list[dict]:
    return [json.loads(body) for _, body in receiver.got]


def kept(app) -> str:
    """Return all that webhooks keep."""
    with app.app_context():
        return "".join(
            str(tuple(row))
            for table in (WebhookEvent, WebhookDelivery, WebhookAttempt)
            for row in db.session.execute(sa.select(table.__table__))
        )


def reveal(page, event: Scene, **more: str) -> None:
    form = page.get(f"{event.path}/reveal")
    shown = page.send(form, more, having="seen", status=200)
    page.send(shown, {}, having="seen", status=303)


def withdraw(page, event: Scene) -> None:
    form = page.get(f"{event.path}/withdraw")
    page.send(form, {}, having="submission_key", status=303)


def test_a_guest_of_the_hosts_is_told_as_the_organisers_page_shows_them(
    app,
    cast,
    host,
    hosts,
    receiver,
    wait,
):
    path = add(host, receiver.url, *GUESTS)
    secret = secret_of(host, path)
    ada = cast.page("ada")
    assert (
        "go on to the host’s own systems" in ada.get(f"{hosts.path}/register").words()
    )
    registered(ada, hosts, **PERSON)
    wait(seconds=31)

    ((headers, body),) = receiver.got
    one = Verifier(secret).verify(body, headers)
    assert one["type"] == "event.registration.created"
    data = one["data"]
    assert data.pop("id")
    assert data.pop("url").endswith(hosts.path)
    assert data == {
        "event": hosts.event,
        "name": NAME,
        "mail": MAIL,
        "organisation": "51–200 people",
        "region": "Latin America",
        "delete_by": "2027-03-12T13:45:00Z",
    }
    page = cast.page("hana").get(hosts.desk).words()
    assert all(one in page for one in (*CANARIES, MAIL))
    assert "ada" not in json.dumps(one).replace(MAIL, "")


def test_what_is_told_grows_with_what_is_revealed_under_one_id(
    cast,
    host,
    hosts,
    receiver,
    wait,
):
    add(host, receiver.url, *GUESTS)
    ada = cast.page("ada")
    registered(ada, hosts)
    wait(minutes=1)
    assert receiver.got == []  # the organiser counts them, and learns no more

    reveal(ada, hosts, **TRAITS)
    wait(minutes=1)
    reveal(ada, hosts, **PERSON)
    wait(minutes=1)

    first, second = (one["data"] for one in told(receiver))
    assert (first["name"], first["mail"]) == (None, None)
    assert first["organisation"] == second["organisation"] == "51–200 people"
    assert (second["name"], second["mail"]) == (NAME, MAIL)
    assert first["id"] == second["id"]


def test_a_withdrawal_is_told_and_takes_away_what_webhooks_keep(
    app,
    cast,
    host,
    hosts,
    receiver,
    wait,
):
    path = add(host, receiver.url, *GUESTS)
    ada = cast.page("ada")
    registered(ada, hosts, **PERSON)
    wait(minutes=1)
    assert NAME in kept(app)

    withdraw(ada, hosts)
    wait(minutes=1)

    created, withdrawn = told(receiver)
    assert withdrawn["type"] == "event.registration.withdrawn"
    assert withdrawn["data"] == {
        "id": created["data"]["id"],
        "event": hosts.event,
        "withdrawn_at": "2027-01-27T12:01:00Z",
    }
    assert not [one for one in (*CANARIES, MAIL) if one in kept(app)]
    shown = host.get(path)
    again = [f["action"] for f in shown.forms if f["action"].endswith("/again")]
    assert [host.post(one).status for one in again] == [303]
    wait(minutes=1)
    assert told(receiver)[-1]["type"] == "event.registration.withdrawn"


def test_what_is_withdrawn_at_once_is_never_told(
    app,
    cast,
    host,
    hosts,
    receiver,
    wait,
):
    add(host, receiver.url, *GUESTS)
    ada, cleo = cast.page("ada"), cast.page("cleo")
    registered(ada, hosts, **PERSON)
    withdraw(ada, hosts)
    # On SQLite the next row gets the number of the one that went.
    registered(cleo, hosts, **{**PERSON, "name": "Cleo Canary"})
    wait(minutes=1)

    types = [one["type"] for one in told(receiver)]
    assert sorted(types) == sorted(GUESTS)
    names = {one["data"].get("name") for one in told(receiver)}
    assert names == {"Cleo Canary", None}


def test_who_leaves_the_site_withdraws(app, cast, host, hosts, receiver, wait):
    add(host, receiver.url, *GUESTS)
    registered(cast.page("ada"), hosts, **PERSON)
    wait(minutes=1)
    with app.app_context(), transaction():
        ask_to_go(cast.actor("ada"), password=PASSWORD, leave_texts=True)
    wait(days=8)
    with app.app_context(), transaction():
        erase_due()
    wait(minutes=1)  # the account goes
    wait(minutes=1)  # and that is told

    assert told(receiver)[-1]["type"] == "event.registration.withdrawn"
    assert not [one for one in (*CANARIES, MAIL) if one in kept(app)]


def test_who_registers_with_a_vendor_is_not_told_to_the_host(
    app,
    cast,
    host,
    scene,
    receiver,
    wait,
):
    add(host, receiver.url, *GUESTS)
    ada = cast.page("ada")
    assert "host’s own systems" not in ada.get(f"{scene.path}/register").words()
    registered(ada, scene, **PERSON)
    wait(minutes=1)
    withdraw(ada, scene)
    wait(minutes=1)

    assert receiver.got == []
    assert "(" not in kept(app)


def test_announcing_and_cancelling_are_told_without_where_to_join(
    app,
    cast,
    host,
    scene,
    receiver,
    wait,
):
    add(host, receiver.url, *STANDING)
    rae = cast.page("rae")
    form = rae.get("/events/desk/new")
    place = rae.send(form, typed(title="A second look"), having="body", status=303)
    wait(minutes=1)
    path = f"{place.location}/cancel"
    rae.send(rae.get(path), {}, having="submission_key", status=303)
    wait(minutes=1)

    announced, cancelled = told(receiver)
    assert [announced["type"], cancelled["type"]] == [*STANDING]
    assert announced["data"] == cancelled["data"]
    data = announced["data"]
    assert data.pop("url").endswith(f"/events/{data.pop('id')}")
    assert data.pop("product").endswith("/prices/arbor/arbor-desk/")
    assert data == {
        "title": "A second look",
        "kind": "webinar",
        "by": "Arbor",
        "vendor": "Arbor",
        "starts_at": "2027-02-10T13:00:00Z",
        "ends_at": "2027-02-10T13:45:00Z",
    }
    assert LINK not in str(receiver.got)
    assert "CANARYLINK" not in kept(app)


@pytest.mark.parametrize("state", [State.HELD, State.HIDDEN])
def test_what_does_not_stand_is_not_told(
    app,
    cast,
    host,
    hosts,
    receiver,
    wait,
    state,
):
    add(host, receiver.url, *STANDING)
    with app.app_context(), transaction():
        organiser = require_organiser(cast.actor("hana"))
        demo = announcing.announce(organiser, plan(title="Hidden soon"))
        demo.state = state
    with app.app_context(), transaction():
        demo = announcing.announce(organiser, plan(title="Off at once"))
        announcing.cancel(organiser, demo)
    wait(minutes=1)

    assert [(one["type"], one["data"]["title"]) for one in told(receiver)] == [
        ("event.cancelled", "Off at once")
    ]
    assert TITLE not in str(receiver.got)


def test_the_desk_says_what_each_type_holds(host, hosts):
    shown = host.get("/host/webhooks/").words()
    for one in (*GUESTS, *STANDING):
        assert one in shown
    assert "id, event, url, name, mail, organisation, region, delete_by" in shown


def test_registrations_keep_one_public_id(app, cast, hosts):
    registered(cast.page("ada"), hosts)
    registered(cast.page("cleo"), hosts)
    with app.app_context():
        ids = db.session.scalars(sa.select(DemoRegistration.public_id)).all()
        assert db.session.scalars(sa.select(Demo.taken).order_by(Demo.id)).all() == [
            0,
            2,
        ]
    assert len(set(ids)) == 2

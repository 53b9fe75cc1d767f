"""Events reach a receiver that fails three times; the standard's own package verifies them."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from community.core import clock
from community.core.db import db
from community.core.worker import run_due
from community.dashboard.models import (
    Lead,
    Webhook,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEvent,
)
from community.dashboard.webhooks import signing
from tests.dashboard.receiving import add, secret_of
from tests.threads.made import BODY


@pytest.fixture
def host(cast):
    return cast.page("hana")


def ask(cast, **more):
    browser = cast.page("ada")
    typed = {"title": "Is there room below $140 a seat?", "body": BODY, **more}
    browser.send(browser.get("/questions/ask"), typed, having="body", status=303)


_travelled = None


@pytest.fixture(autouse=True)
def _clock():
    global _travelled  # noqa: PLW0603 - the clock of this file
    with time_machine.travel("2027-01-20T12:00:00+00:00", tick=False) as traveller:
        _travelled = traveller
        yield


def pass_time(app, **more: float) -> None:
    _travelled.shift(timedelta(**more))
    run_due(app)


def test_an_event_comes_through_to_a_receiver_that_fails_three_times(
    app, cast, host, receiver
):
    path = add(host, receiver.url, "question.asked")
    secret = secret_of(host, path)
    receiver.answers = [500, 503, 302]

    ask(cast)
    pass_time(app, seconds=31)
    assert len(receiver.got) == 1
    pass_time(app, seconds=6)
    pass_time(app, minutes=6)
    assert len(receiver.got) == 3  # a redirect is an answer, and nobody follows it
    pass_time(app, minutes=20)
    assert len(receiver.got) == 3
    pass_time(app, minutes=11)

    assert len(receiver.got) == 4
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    for headers, body in receiver.got[-1:]:
        told = verify(secret, headers, body)
    assert told["type"] == "question.asked"
    assert told["data"]["title"] == "Is there room below $140 a seat?"
    assert "ada" not in json.dumps(told)
    shown = host.get(path)
    assert "Delivered" in shown.words()
    assert "4 attempts" in shown.words()
    statuses = ["503", "302", "500", "204"]
    assert all(one in shown.words() for one in statuses)
    with app.app_context():
        assert db.session.scalars(sa.select(Webhook.failing_since)).one() is None


def verify(secret, headers, body):
    """Verify as a receiver does, whose clock is the test's."""
    return Verifier(secret).verify(body, headers)


def test_what_was_changed_on_the_way_is_noticed(app, cast, host, receiver):
    path = add(host, receiver.url, "question.asked")
    secret = secret_of(host, path)
    host.post(f"{path}/test", status=303)
    pass_time(app, seconds=1)
    ((headers, body),) = receiver.got

    assert verify(secret, headers, body)["type"] == "webhook.test"
    for wrong in (
        {**headers, "webhook-id": "msg_other"},
        {**headers, "webhook-timestamp": "1"},
        {**headers, "webhook-signature": "v1,AAAA"},
    ):
        with pytest.raises(WebhookVerificationError):
            verify(secret, wrong, body)
    with pytest.raises(WebhookVerificationError):
        verify(secret, headers, body + " ")


def test_the_published_example_gets_its_published_signature():
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    at = clock.datetime.fromtimestamp(1_614_265_330, tz=clock.UTC)
    found = signing.signature(
        secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, '{"test": 2432232314}'
    )
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_both_secrets_sign_for_a_day_after_a_rotation(app, host, receiver):
    path = add(host, receiver.url, "question.asked")
    old = secret_of(host, path)
    host.post(f"{path}/rotate", status=303)
    new = secret_of(host, path)
    assert new != old

    host.post(f"{path}/test", status=303)
    pass_time(app, seconds=1)
    headers, body = receiver.got[-1]
    assert verify(old, headers, body) == verify(new, headers, body)

    pass_time(app, hours=25)
    host.post(f"{path}/test", status=303)
    pass_time(app, seconds=1)
    headers, body = receiver.got[-1]
    verify(new, headers, body)
    with pytest.raises(WebhookVerificationError):
        verify(old, headers, body)


def test_a_delivery_is_sent_again_under_the_same_id(app, host, receiver):
    path = add(host, receiver.url, "question.asked")
    host.post(f"{path}/test", status=303)
    pass_time(app, seconds=1)
    again = host.get(path).form(having="csrf_token")
    actions = [f["action"] for f in host.last.forms if f["action"].endswith("/again")]
    assert again
    host.post(actions[0], status=303)
    pass_time(app, seconds=1)

    first, second = receiver.got
    assert first[0]["webhook-id"] == second[0]["webhook-id"]
    assert first[1] == second[1]


def test_a_receiver_that_is_dead_for_days_is_switched_off(app, cast, host, receiver):
    path = add(host, receiver.url, "question.asked")
    receiver.answers = [500] * 100
    ask(cast)
    pass_time(app, seconds=31)
    for _ in range(32):
        pass_time(app, hours=3)
    log = host.get(path).words()
    assert "Given up" in log
    assert len(receiver.got) == 10
    assert "Switch off" in log

    pass_time(app, hours=50)
    host = cast.page("hana")
    host.post(f"{path}/test", status=303)
    pass_time(app, seconds=1)

    assert "Off: its receiver took nothing for five days" in host.get(path).words()
    host.post(f"{path}/test", status=409)
    host.post(f"{path}/switch", {"on": "yes"}, status=303)
    receiver.answers = []
    host.post(f"{path}/test", status=303)
    pass_time(app, seconds=1)
    assert "Delivered" in host.get(path).words()


def test_a_receiver_that_is_gone_hears_nothing_more(app, cast, host, receiver):
    path = add(host, receiver.url, "question.asked")
    receiver.answers = [410]
    host.post(f"{path}/test", status=303)
    pass_time(app, seconds=1)

    assert "gone (410)" in host.get(path).words()
    ask(cast)
    pass_time(app, hours=1)
    assert len(receiver.got) == 1


def test_what_is_not_public_is_not_told(app, cast, host, receiver):
    add(host, receiver.url, "question.asked")
    ask(cast, anonymous="y")
    pass_time(app, minutes=2)
    assert receiver.got == []
    with app.app_context():
        assert db.session.scalars(sa.select(WebhookEvent.payload)).all() == [""]


def test_a_consent_is_told_and_its_withdrawal_takes_it_away(app, cast, host, receiver):
    add(host, receiver.url, "lead.consented", "lead.withdrawn")
    ada = cast.page("ada")
    form = ada.get("/contact/agree/offers")
    ada.send(
        form, {"name": "Canary Lovelace", "agreed": "y"}, having="words", status=303
    )
    pass_time(app, minutes=1)
    told = json.loads(receiver.got[-1][1])["data"]
    assert told["name"] == "Canary Lovelace"
    assert told["mail"] == "ada@northwind.example"
    assert "about prices and offers, and for nothing else" in told["consent"]

    withdraw = [
        f["action"] for f in ada.get("/contact/").forms if "withdraw" in f["action"]
    ]
    ada.post(withdraw[0], status=303)
    pass_time(app, minutes=1)

    last = json.loads(receiver.got[-1][1])
    assert last["type"] == "lead.withdrawn"
    assert last["data"]["id"] == told["id"]
    with app.app_context():
        kept = "".join(
            str(tuple(row))
            for table in (Lead, WebhookEvent, WebhookDelivery, WebhookAttempt)
            for row in db.session.execute(sa.select(table.__table__))
        )
    assert "Canary" not in kept
    assert "ada@" not in kept


def test_nobody_else_has_a_webhook(cast, page):
    for who in ("ada", "rae", "mo"):
        cast.page(who).get("/host/webhooks/", status=403)
    page.get("/host/webhooks/", status=303)

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from community.core import clock, stash
from community.core.db import db, transaction
from community.core.forms import Submission
from community.core.stash import StashedForm
from tests.cast import Cast
from tests.page import PageClient


def test_a_form_acts_once_however_often_it_is_sent(visitor, kinds):
    page = visitor.get("/playground/form")
    first = visitor.send(page, {"name": "abc"}, status=303)
    again = visitor.send(page, {"name": "abc"}, status=303)
    assert (first.location, again.location) == ("/playground/open?q=3",) * 2
    assert kinds() == ["playground.named"]


def test_a_form_sent_again_with_other_words_is_another_one(visitor, kinds):
    page = visitor.get("/playground/form")
    visitor.send(page, {"name": "abc"}, status=303)
    changed = visitor.send(page, {"name": "abcdef"}, status=303)
    assert changed.location == "/playground/open?q=6"
    assert kinds() == ["playground.named"] * 2


def test_a_form_sent_twice_at_once_acts_once(playground, visitor, kinds):
    fields = visitor.get("/playground/form").form()["fields"] | {"name": "abc"}
    cookie = visitor.client.get_cookie("fairquote").value

    def send(_n: int) -> str:
        client = playground.test_client()
        client.set_cookie("fairquote", cookie)
        return client.post("/playground/form", data=fields).headers["Location"]

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(send, range(4))) == {"/playground/open?q=3"}
    assert kinds() == ["playground.named"]


def test_a_refusal_of_a_rule_comes_back_filled_in_and_changes_nothing(visitor, kinds):
    page = visitor.get("/playground/form")
    refused = visitor.send(page, {"name": "refused"}, status=422)
    assert refused.form()["fields"]["name"] == "refused"
    assert "That name is refused. No x." in refused.words()
    assert "Choose another." in refused.words()
    assert kinds() == []


def test_the_same_form_can_be_sent_after_a_refusal(visitor, kinds):
    refused = visitor.send(
        visitor.get("/playground/form"), {"name": "refused"}, status=422
    )
    refused.path = "/playground/form"
    visitor.send(refused, {"name": "better"}, status=303)
    assert kinds() == ["playground.named"]


def test_an_expired_page_comes_back_filled_in(visitor, kinds):
    page = visitor.get("/playground/form")
    sent = visitor.send(page, {"name": "typed", "csrf_token": "stale"}, status=422)
    assert sent.form()["fields"]["name"] == "typed"
    assert "Nothing is lost" in sent.words()
    visitor.send(sent, status=303)
    assert kinds() == ["playground.named"]


def test_old_submissions_are_forgotten(visitor, playground):
    visitor.send(visitor.get("/playground/form"), {"name": "abc"}, status=303)
    with playground.app_context(), transaction():
        assert db.session.query(Submission).count() == 1


def test_what_was_typed_while_logged_out_waits(playground, app):
    cast = Cast(app)
    stranger = PageClient(playground)
    sent = stranger.client.post(
        "/playground/members",
        data={"name": "long text", "password": "hunter2", "csrf_token": "x"},
    )
    assert sent.headers["Location"] == "/login?next=/playground/members"
    with playground.app_context():
        kept = db.session.query(StashedForm).one()
        assert "long text" not in kept.fields
    ada = cast.page("ada")
    with stranger.client.session_transaction() as session:
        stash_id = session["stash"]
    with ada.client.session_transaction() as session:
        session["stash"] = stash_id
    client = playground.test_client()
    client.set_cookie("fairquote", ada.client.get_cookie("fairquote").value)
    restored = PageClient(playground, client).get("/playground/members")
    assert restored.form()["fields"]["name"] == "long text"


def test_only_the_page_it_was_typed_on_gets_it_back(playground):
    stranger = PageClient(playground)
    stranger.client.post("/playground/members", data={"name": "long text"})
    assert stranger.get("/playground/form").form()["fields"]["name"] == ""


def test_a_form_of_the_same_page_is_found_by_its_referer(playground):
    stranger = PageClient(playground)
    sent = stranger.client.post(
        "/playground/members",
        data={"name": "text"},
        headers={"Referer": "http://localhost/playground/form"},
    )
    assert sent.headers["Location"] == "/login?next=/playground/form"
    assert stranger.get("/playground/form").form()["fields"]["name"] == "text"


def test_a_referer_that_nobody_can_read_is_none(playground):
    sent = PageClient(playground).client.post(
        "/playground/members", data={"name": "text"}, headers={"Referer": "http://["}
    )
    assert sent.headers["Location"] == "/login?next=/playground/members"


def test_forms_that_are_too_large_or_too_many_are_not_kept(playground):
    stranger = PageClient(playground)
    stranger.client.post("/playground/members", data={"name": "x" * 250_000})
    stranger.client.post("/playground/members", data={})
    for _ in range(32):
        answer = stranger.client.post("/playground/members", data={"name": "x"})
        assert answer.status_code == 303
    with playground.app_context():
        assert db.session.query(StashedForm).count() == 30


def test_what_was_kept_without_a_seal_is_not_read(playground, cast):
    ada = cast.page("ada")
    with playground.app_context(), transaction():
        told = '[["name", "long text"]]'
        db.session.add(StashedForm(id="a", path="/playground/members", fields=told))
    with ada.client.session_transaction() as session:
        session["stash"] = "a"
    client = playground.test_client()
    client.set_cookie("fairquote", ada.client.get_cookie("fairquote").value)
    page = PageClient(playground, client).get("/playground/members")
    assert page.form()["fields"]["name"] == ""


def test_stashes_are_forgotten_after_a_day(playground):
    PageClient(playground).client.post("/playground/members", data={"name": "x"})
    with playground.app_context(), transaction():
        two_days_ago = clock.now() - timedelta(days=2)
        db.session.query(StashedForm).update({"created_at": two_days_ago})
        stash.forget_old()
        assert db.session.query(StashedForm).count() == 0

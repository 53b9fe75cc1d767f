import time

import pytest

from community.core import clock, pagecache
from community.core.db import (
    Base,
    changed,
    db,
    insert_ignore,
    note_written,
    transaction,
)
from community.core.jobs import Job
from community.core.publicversion import PRIVATE_TABLES, PublicVersion
from community.threads.models import Tag
from tests.page import PageClient


@pytest.fixture
def cached(build, monkeypatch):
    monkeypatch.setattr(pagecache, "_ASK_VERSION_SECONDS", 0.0)
    return build(cache_pages=True)


def raise_version(app):
    with app.app_context(), transaction():
        db.session.execute(db.update(PublicVersion).values(version=7))
        note_written(db.session.info, "thread")


def calls(app, monkeypatch):
    counted = []
    view = app.view_functions["playground.open_page"]

    def counting():
        counted.append(1)
        return view()

    counting.__access__ = view.__access__
    app.view_functions["playground.open_page"] = counting
    return counted


def test_a_visitors_page_is_made_once(cached, monkeypatch):
    made = calls(cached, monkeypatch)
    client = cached.test_client()
    first = client.get("/playground/open")
    second = client.get("/playground/open")
    assert first.data == second.data
    assert len(made) == 1
    assert second.headers["Content-Security-Policy"]
    assert client.head("/playground/open").data == b""
    assert client.get("/playground/open?q=1").status_code == 200
    assert len(made) == 2


def test_a_public_write_empties_the_cache(cached, monkeypatch):
    made = calls(cached, monkeypatch)
    client = cached.test_client()
    client.get("/playground/open")
    raise_version(cached)
    client.get("/playground/open")
    assert len(made) == 2


def test_a_private_write_does_not(cached, monkeypatch):
    made = calls(cached, monkeypatch)
    client = cached.test_client()
    client.get("/playground/open")
    PageClient(cached).post("/playground/button", status=200)
    with cached.app_context():
        assert db.session.query(Job).count() == 1
    client.get("/playground/open")
    assert len(made) == 1


def version(app) -> int:
    with app.app_context():
        return db.session.query(PublicVersion.version).scalar() or 0


def test_what_is_written_past_the_orm_is_noticed(playground):
    def write(do) -> int:
        before = version(playground)
        with playground.app_context(), transaction():
            do()
        return version(playground) - before

    tag = {"name": "renewals", "thread_count": 0}
    renamed = db.update(Tag).values(name="renewal")
    job = {"kind": "never", "args": {}, "run_at": clock.now()}
    assert write(lambda: insert_ignore(Tag, [tag])) == 1
    assert write(lambda: changed(renamed)) == 1
    assert write(lambda: insert_ignore(Job, [job])) == 0
    assert write(lambda: changed(db.delete(Job))) == 0


def test_private_tables_are_tables():
    assert set(Base.metadata.tables) >= PRIVATE_TABLES


def test_a_reader_who_has_the_page_gets_304(cached):
    client = cached.test_client()
    client.get("/playground/open")
    etag = client.get("/playground/open").headers["ETag"]
    answer = client.get("/playground/open", headers={"If-None-Match": etag})
    assert (answer.status_code, answer.data) == (304, b"")


def test_who_has_a_session_passes_by(cached, monkeypatch):
    made = calls(cached, monkeypatch)
    client = cached.test_client()
    client.get("/playground/open")
    client.get("/playground/form")
    client.get("/playground/open")
    assert len(made) == 2


def test_pages_with_cookies_and_errors_are_not_kept(cached):
    client = cached.test_client(use_cookies=False)
    tokens = {client.get("/playground/form").headers["Set-Cookie"] for _ in range(2)}
    assert len(tokens) == 2
    ids = {
        client.get("/playground/error/404").headers["X-Request-Id"] for _ in range(2)
    }
    assert len(ids) == 2


def test_encodings_are_kept_apart(cached):
    client = cached.test_client()
    plain = client.get("/no-such") and client.get("/playground/open")
    packed = client.get("/playground/open", headers={"Accept-Encoding": "br"})
    assert plain.headers.get("Content-Encoding") is None
    assert packed.status_code == 200


@pytest.mark.parametrize("wish", ["*", "br;q=1, *;q=0.5", "identity;q=0"])
def test_who_takes_no_encoding_gets_none_whoever_asked_before(cached, wish):
    client = cached.test_client()
    client.get("/questions/", headers={"Accept-Encoding": wish})
    plain = client.get("/questions/")
    assert plain.headers.get("Content-Encoding") is None
    assert b"<h1" in plain.data


def test_the_cache_stays_within_its_bounds(cached, monkeypatch):
    monkeypatch.setattr(pagecache, "_MOST_BYTES", 100)
    client = cached.test_client()
    for number in range(50):
        client.get(f"/playground/open?q={number}")
    # Under what counts, theme, files and budget.
    cache = cached.wsgi_app._wsgi._wsgi.application._wsgi
    assert cache._bytes <= 100
    assert sum(len(page.body) for page in cache._pages.values()) == cache._bytes


def test_old_pages_are_made_anew(cached, monkeypatch):
    made = calls(cached, monkeypatch)
    client = cached.test_client()
    client.get("/playground/open")
    later = time.monotonic() + 61
    monkeypatch.setattr(pagecache.time, "monotonic", lambda: later)
    client.get("/playground/open")
    assert len(made) == 2

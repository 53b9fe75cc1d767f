"""What is sent slowly, or is too much, keeps nobody else waiting, and still gets an answer."""

import io
import sqlite3

import pytest


class Watched(io.BytesIO):
    """A body that does something before each part of it is read."""

    def __init__(self, content: bytes, before=lambda: None) -> None:
        super().__init__(content)
        self._before = before
        self.reads = 0

    def read(self, size: int = -1) -> bytes:
        self.reads += 1
        self._before()
        return super().read(size)

    @property
    def left(self) -> int:
        return len(self.getvalue()) - self.tell()


def send(app, path: str, body: io.BytesIO, length: int):
    return app.test_client().post(
        path,
        input_stream=body,
        environ_overrides={"CONTENT_LENGTH": str(length)},
        content_type="application/x-www-form-urlencoded",
    )


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/playground/form", 413),  # takes 5,000 bytes
        ("/playground/members", 303),  # visitors log in first
        ("/playground/nowhere", 404),
        ("/playground/ask", 413),
        ("/playground/error/404", 405),
    ],
)
def test_what_was_refused_is_read_to_its_end(playground, path, status):
    content = b"name=" + b"x" * 12_000_000
    body = Watched(content)

    answer = send(playground, path, body, len(content))

    assert answer.status_code == status
    assert body.left == 0


def test_reading_what_was_refused_ends_after_some_seconds(playground, monkeypatch):
    now = [100.0]
    monkeypatch.setattr("community.core.bodies.time.monotonic", lambda: now[0])
    content = b"name=" + b"x" * 12_000_000

    def pass_time() -> None:
        now[0] += 0.5

    body = Watched(content, pass_time)

    assert send(playground, "/playground/form", body, len(content)).status_code == 413
    assert 0 < body.reads < 10
    assert body.left > 0


def test_who_hangs_up_is_waited_for_no_longer(playground):
    body = Watched(b"name=begun")

    assert send(playground, "/playground/form", body, 4_000).status_code == 400
    assert send(playground, "/playground/form", body, 9_000_000).status_code == 413


def test_a_short_form_that_dribbles_in_keeps_nobody_from_writing(playground, settings):
    if not settings.is_sqlite:
        pytest.skip("only SQLite has one writer at a time")
    written = []

    def write() -> None:
        path = settings.database_url.removeprefix("sqlite:///")
        other = sqlite3.connect(path, timeout=0.2, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
        other.close()
        written.append(True)

    content = b"name=Ada"
    answer = send(
        playground, "/playground/button", Watched(content, write), len(content)
    )

    assert answer.status_code == 400  # without a token
    assert written


def test_questions_that_are_still_arriving_leave_threads_to_readers(playground):
    gate = playground.extensions["fairquote.sender_gate"]
    taken = 0
    while gate.enter():
        taken += 1
    client = playground.test_client()

    assert taken == 2
    assert client.post("/playground/ask", data={"what": "1"}).status_code == 503
    assert client.get("/playground/open").status_code == 200
    gate.leave()
    assert client.post("/playground/ask", data={"what": "1"}).status_code == 200
    assert client.post("/playground/ask", data={"what": "1"}).status_code == 200

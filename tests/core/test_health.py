from community.core import health


def test_alive_needs_no_database(visitor):
    assert visitor.client.get("/healthz").data == b"ok\n"


def test_ready_when_all_is_well(visitor):
    answer = visitor.client.get("/readyz")
    assert (answer.status_code, answer.data) == (200, b"ready\n")


def test_not_ready_says_why(playground, visitor):
    health.add_check(playground, lambda: "index is behind")
    health.add_check(playground, lambda: None)
    answer = visitor.client.get("/readyz")
    assert (answer.status_code, answer.data) == (503, b"index is behind\n")


def test_a_full_disk_is_not_ready(playground, visitor, monkeypatch):
    class Usage:
        total, free = 1000, 10

    monkeypatch.setattr(health.shutil, "disk_usage", lambda _path: Usage)
    assert visitor.client.get("/readyz").data == b"disk is nearly full\n"

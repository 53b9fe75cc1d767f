"""The console command: one clear line for what goes wrong, and a status that tells."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from tests.cli import fresh

_MAIN = "from community.bootstrap.installed import main; main()"


def environment(tmp_path, **extra):
    kept = {
        k: v
        for k, v in os.environ.items()  # noqa: TID251 - what a shell hands on
        if not k.startswith("FAIRQUOTE_")
    }
    return (
        kept | {"FAIRQUOTE_DATA_DIR": str(tmp_path), "PYTHONWARNINGS": "ignore"} | extra
    )


def run(tmp_path, *words, stdin="", **extra):
    return fresh.run(environment(tmp_path, **extra), words, stdin)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


def get(url, seconds=40):
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.status, answer.read().decode()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    done = run(folder, "migrate")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Migrated from empty to ")
    return folder


def test_migrating_twice_says_that_nothing_is_left(migrated):
    again = run(migrated, "migrate")
    assert (again.returncode, again.stdout[:27]) == (0, "The database is up to date ")


def test_a_bad_setting_is_one_line_that_names_it(tmp_path):
    done = run(tmp_path, "migrate", FAIRQUOTE_BIND="nonsense")
    assert done.returncode == 2
    assert (
        done.stderr
        == "fairquote: FAIRQUOTE_BIND must be HOST:PORT, for example 127.0.0.1:8000.\n"
    )


def test_an_unprepared_database_says_what_to_do(tmp_path):
    done = run(
        tmp_path,
        "user",
        "add",
        "ada",
        "ada@a.example",
        "--password-stdin",
        stdin="a long enough secret\n",
    )
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1] == (
        "fairquote: The database is not prepared: run `fairquote migrate` first."
    )


def test_an_unknown_command_is_named(tmp_path):
    done = run(tmp_path, "frobnicate")
    assert (done.returncode, "No such command 'frobnicate'" in done.stderr) == (2, True)


def test_check_is_content_with_a_laptop_and_not_with_the_public(migrated):
    assert run(migrated, "check").stdout == "All is well.\n"
    public = run(migrated, "check", "--deploy")
    assert public.returncode == 1
    assert "- FAIRQUOTE_BASE_URL must begin with https://." in public.stdout
    assert "- FAIRQUOTE_SMTP_URL must name a mail server." in public.stdout
    assert "wait until there are two moderators" in public.stdout


@pytest.mark.parametrize("word", ["migrate", "serve"])
def test_another_seal_key_than_the_database_s_stops_every_start(migrated, word):
    done = run(migrated, word, FAIRQUOTE_SEAL_KEY="another-key-" * 4)

    assert done.returncode == 2
    assert done.stderr.startswith("fairquote: FAIRQUOTE_SEAL_KEY")
    assert len(done.stderr.splitlines()) == 1


def test_check_wants_a_migrated_database(tmp_path):
    done = run(tmp_path, "check")
    assert (done.returncode, "run `fairquote migrate`" in done.stdout) == (1, True)


def test_an_account_is_made_and_promoted(migrated):
    made = run(
        migrated,
        "user",
        "add",
        "grace",
        "grace@a.example",
        "--password-stdin",
        stdin="a long enough secret\n",
    )
    assert made.returncode == 0, made.stderr
    assert run(migrated, "user", "promote", "grace", "moderator").returncode == 0
    again = run(migrated, "user", "promote", "grace", "moderator")
    assert (again.returncode, again.stderr) == (
        1,
        "fairquote: grace is moderator already.\n",
    )
    for command in ("lock", "unlock"):
        blank = run(migrated, "user", command, "grace", "--reason", " ")
        assert (blank.returncode, blank.stderr) == (1, "fairquote: Say why first.\n")
        why = ("--reason", "Her laptop was stolen.")
        assert run(migrated, "user", command, "grace", *why).returncode == 0
    audit = run(migrated, "audit", "verify")
    assert audit.stdout.startswith("2 rows, chain whole")


def test_serve_answers_does_jobs_and_stops(migrated):
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-c", _MAIN, "serve", "--port", str(port)],
        env=environment(migrated, FAIRQUOTE_WORKERS="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert get(f"http://127.0.0.1:{port}/healthz") == (200, "ok\n")
        status, home = get(f"http://127.0.0.1:{port}/")
        assert (status, "<h1" in home) == (200, True)
        assert get(f"http://127.0.0.1:{port}/readyz")[0] == 200
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/no/such/page", timeout=5)
    finally:
        server.send_signal(signal.SIGTERM)
        said = server.communicate(timeout=30)[0]
    assert f"is at http://127.0.0.1:{port}" in said
    assert server.returncode == 0


def test_the_worker_stops_when_told(migrated):
    worker = subprocess.Popen(
        [sys.executable, "-c", _MAIN, "worker"],
        env=environment(migrated),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert worker.stdout.readline() == "Doing jobs (stop with Ctrl+C)\n"
    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=30)
    assert worker.returncode == 0


def test_a_bind_without_port_is_refused(migrated):
    done = run(migrated, "serve", "--bind", "0.0.0.0:1x")
    assert (done.returncode, "give HOST:PORT" in done.stderr) == (2, True)


def test_a_taken_port_is_one_line(migrated):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run(migrated, "serve", "--port", str(taken.getsockname()[1]))
        port = taken.getsockname()[1]
    assert done.returncode == 1
    assert done.stderr == (
        f"Error: Cannot serve on 127.0.0.1:{port} (Address already in use). "
        "Another port: --port N.\n"
    )

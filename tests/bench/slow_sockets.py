"""Print how a prober fares while 300 sockets send or read as slowly as they can.

    python tests/bench/slow_sockets.py [SOCKETS] [--postgres URL]

An empty site on 2 processes, on SQLite or in the empty database at URL. In turn, SOCKETS
dribble headers, a form, a question that changes nothing, or read next to nothing of what they
asked for; all are opened again when they are closed. Meanwhile a page is asked for ten times a
second. The goal: 95 in 100 answered, the worst within 5 seconds. Exits with 1 when missed.
"""

import argparse
import contextlib
import http.client
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).parent)]

from site_under_test import new_site, serving

SECONDS = 15.0
MOST_SECONDS = 5.0
LEAST_SHARE = 0.95

_POST = (
    b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\na="
)
_GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
KINDS: dict[str, tuple[bytes, bytes]] = {
    "headers": (b"GET / HTTP/1.1\r\nHost: localhost\r\n", b"X-More: yes\r\n"),
    "form": (_POST % b"/login", b"x"),
    "question": (_POST % b"/prices/nothing/nobody/quote", b"x"),
    "reading": (_GET * 20, b""),
}
"""What each socket sends at first, and then once a second; what sends nothing reads 10 bytes."""


class Slow:
    """One slow socket, opened again whenever it is closed."""

    def __init__(self, port: int, first: bytes, more: bytes) -> None:
        self._port, self._first, self._more = port, first, more
        self._socket: socket.socket | None = None

    def go_on(self) -> None:
        try:
            if self._socket is None:
                self._socket = self._open()
            elif self._more:
                self._socket.sendall(self._more)
            else:
                self._socket.recv(10)
        except OSError:
            self.close()

    def _open(self) -> socket.socket:
        opened = socket.socket()
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1_024)
        opened.settimeout(1)
        opened.connect(("127.0.0.1", self._port))
        opened.sendall(self._first)
        return opened

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


@contextlib.contextmanager
def attacking(sockets: list[Slow]):
    over = threading.Event()

    def attack() -> None:
        while not over.is_set():
            for one in sockets:
                one.go_on()
            over.wait(1)

    thread = threading.Thread(target=attack)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        for one in sockets:
            one.close()


def probe(
    port: int, seconds: float, ask: Callable[[int], bool]
) -> tuple[int, int, float]:
    """Return how often was asked, how often answered, and the longest wait in seconds."""
    asked = answered = 0
    worst = 0.0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.monotonic()
        asked += 1
        answered += ask(port)
        worst = max(worst, time.monotonic() - began)
        time.sleep(0.1)
    return asked, answered, worst


def get_questions(port: int) -> bool:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        client.request("GET", "/questions/")
        answer = client.getresponse()
        answer.read()
    except OSError:
        return False
    finally:
        client.close()
    return answer.status == 200


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sockets", type=int, nargs="?", default=300)
    parser.add_argument("--postgres", metavar="URL", default="")
    options = parser.parse_args()
    changes = {"database_url": options.postgres} if options.postgres else {}
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        settings, _ = new_site(Path(folder), **changes)
        with serving(settings, FAIRQUOTE_PAGE_BUDGET="off"):
            for kind, (first, more) in KINDS.items():
                port = settings.bind_port
                slow = [Slow(port, first, more) for _ in range(options.sockets)]
                with attacking(slow):
                    time.sleep(2)
                    asked, answered, worst = probe(port, SECONDS, get_questions)
                bad = answered < LEAST_SHARE * asked or worst > MOST_SECONDS
                missed = missed or bad
                told = "  MISSED" if bad else ""
                print(f"{kind:9s} {answered} of {asked}, worst {worst:.2f} s{told}")
    raise SystemExit(missed)


if __name__ == "__main__":
    main()

"""A server on this machine that hears of events as receivers of webhooks do."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


class Receiver:
    """A server on this machine that answers what it is told to, and keeps what came."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.got: list[tuple[dict[str, str], str]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                headers = {name.lower(): one for name, one in self.headers.items()}
                receiver.got.append((headers, body))
                status = receiver.answers.pop(0) if receiver.answers else 204
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", receiver.url)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def receiver(app):
    """Let webhooks reach this machine, which nothing but a test can have them do."""
    settings = app.extensions["fairquote.settings"]
    object.__setattr__(settings, "webhooks_to_loopback", True)
    running = Receiver()
    yield running
    running.close()
    object.__setattr__(settings, "webhooks_to_loopback", False)


def add(host, url: str, *events: str) -> str:
    """Add a webhook as the host does; return the address of its page."""
    sent = host.post(
        "/host/webhooks/", {"url": url, "events": list(events)}, status=303
    )
    return sent.location


def secret_of(host, path: str) -> str:
    shown = host.post(f"{path}/secret", status=200)
    return re.search(r"whsec_[A-Za-z0-9+/=]+", shown.html)[0]

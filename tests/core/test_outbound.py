"""Nothing is sent to private addresses, whatever they are called, nor where one leads."""

import http.server
import ipaddress
import socket
import threading

import pytest

from community.core import outbound
from community.core.outbound import (
    NoAnswer,
    RefusedAddress,
    checked_url,
    is_public,
    post,
)

pytestmark = pytest.mark.any_database

PRIVATE = (
    "http://127.0.0.1/",
    "https://127.0.0.1/",
    "https://localhost/",
    "https://localhost:8443/x",
    "https://printer.local/",
    "https://db.internal/",
    "https://intranet/",
    "https://10.1.2.3/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://0.0.0.0/",
    "https://0/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://0x7f000001/",
    "https://017700000001/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[fe80::1]/",
    "https://[fd00::1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
)
ODD = (
    "",
    "x",
    "ftp://example.com/",
    "javascript:alert(1)",
    "http://example.com/",
    "https://",
    "https://user:pass@example.com/",
    "https://example.com:99999/",
    "https://example.com:0/",
    "https://exa mple.com/",
    "https://example.com/\r\nX: y",
    "https://[::1",
    "https://example.com/" + "a" * 500,
    "https://ex\u00e4mple.com/",
)


@pytest.mark.parametrize("url", [*PRIVATE, *ODD])
def test_an_address_that_is_not_public_is_refused_before_it_is_kept(url):
    with pytest.raises(RefusedAddress):
        checked_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/hook?x=1",
        "https://8.8.8.8:8443/",
        "https://[2606:4700::1]/",
    ],
)
def test_a_public_address_is_taken(url):
    assert checked_url(url).scheme == "https"


def test_addresses_that_hide_private_ones_are_not_public():
    hidden = ("::ffff:192.168.0.1", "64:ff9b::a00:1", "2002:c0a8:1::", "2001:0:1::1")
    assert not any(is_public(ipaddress.ip_address(one)) for one in hidden)
    assert is_public(ipaddress.ip_address("64:ff9b::808:808"))


@pytest.fixture
def listener():
    """Count what comes to this machine."""
    hits = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            hits.append(self.path)
            self.send_response(302)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, hits
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "::1", "169.254.169.254"])
def test_a_name_that_leads_to_a_private_address_is_refused(
    listener, monkeypatch, address
):
    port, hits = listener
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    looked_up = (family, socket.SOCK_STREAM, 6, "", (address, port))
    public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", port))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [public, looked_up])

    with pytest.raises(RefusedAddress):
        post(f"https://hooks.example.com:{port}/", b"{}", {})
    assert hits == []


def test_what_is_connected_to_is_the_address_that_was_checked(monkeypatch):
    """A name that leads elsewhere at the second look is looked up once."""
    looks = []

    def look_up(host, port, **_):
        looks.append(host)
        at = "8.8.8.8" if len(looks) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (at, port))]

    connected = []

    class Plain(socket.socket):
        def connect(self, address):
            connected.append(address[0])
            raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(outbound.socket, "socket", Plain)

    with pytest.raises(NoAnswer, match="Nobody listens"):
        post("https://hooks.example.com/", b"{}", {})
    assert connected == ["8.8.8.8"]
    assert looks == ["hooks.example.com"]


def test_a_redirect_is_an_answer_and_leads_nowhere(listener):
    port, hits = listener
    answer = post(f"http://127.0.0.1:{port}/hook", b"{}", {}, to_loopback=True)
    assert (answer.status, hits) == (302, ["/hook"])


def test_a_receiver_that_drips_is_cut_off(monkeypatch):
    monkeypatch.setattr(outbound, "_SECONDS", 0.3)
    silent = socket.create_server(("127.0.0.1", 0))
    port = silent.getsockname()[1]

    def drip() -> None:
        connection, _ = silent.accept()
        try:
            while True:
                connection.sendall(b"H")
                threading.Event().wait(0.05)
        except OSError:
            connection.close()

    threading.Thread(target=drip, daemon=True).start()
    with pytest.raises(NoAnswer):
        post(f"http://127.0.0.1:{port}/", b"{}", {}, to_loopback=True)
    silent.close()

"""Bounces as mail servers write them, what is none, and what comes of them."""

from hypothesis import given
from hypothesis import strategies as st

from community.core.bounces import Bounce, read_bounces

MESSAGE_ID = "<20261126.1@prices.example>"


def bounce(
    address: str = "ada@northwind.example",
    *,
    message_id: str = MESSAGE_ID,
    action: str = "failed",
    status: str = "5.1.1",
    returned: str = "message/rfc822",
) -> bytes:
    """Return a delivery report as RFC 3464 has it, of a message that came back."""
    return f"""From: Mail Delivery System <mailer-daemon@mx.example>
To: no-reply@prices.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I am sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Thu, 26 Nov 2026 12:00:00 +0000

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status} (no such user)
Diagnostic-Code: smtp; 550 {status} no such user

--b
Content-Type: {returned}

Message-ID: {message_id}
Subject: News for you

Hello.

--b--
""".encode()


def test_reports_tell_the_address_and_whether_for_good():
    ada = "ada@northwind.example"
    assert read_bounces(bounce()) == [
        Bounce(ada, permanent=True, message_id=MESSAGE_ID)
    ]
    assert read_bounces(bounce(status="4.2.2", returned="text/rfc822-headers")) == [
        Bounce(ada, permanent=False, message_id=MESSAGE_ID)
    ]


def test_a_mailbox_of_them_is_read_whole():
    mailbox = b"".join(
        b"From MAILER-DAEMON Thu Nov 26 12:00:00 2026\n" + bounce(one) + b"\n"
        for one in ("ada@a.example", "ben@b.example")
    )
    assert [one.recipient for one in read_bounces(mailbox)] == [
        "ada@a.example",
        "ben@b.example",
    ]


def test_what_is_no_bounce_is_passed_over():
    for one in (
        b"",
        b"Subject: Out of office\n\nBack on Monday.\n",
        bounce(action="delayed", status="4.4.1"),
        bounce(action="delivered", status="2.0.0"),
        bounce(message_id=""),
        bounce(returned="text/plain"),
        bounce("nobody"),
        bounce().replace(b"multipart/report", b"multipart/mixed"),
        bounce().replace(b"message/delivery-status", b"text/plain"),
    ):
        assert read_bounces(one) == []


@given(st.binary(max_size=400), st.integers(0, 900), st.integers(0, 40))
def test_no_bytes_break_the_reader(noise, at, length):
    whole = bounce()
    for data in (noise, whole[:at] + noise + whole[at + length :]):
        assert all(one.recipient for one in read_bounces(data))

"""How forms are read off a request: a long one is cut before it is decoded.

Decoding twelve megabytes of odd bytes takes ten seconds, and each field takes memory.
A route that lets more than usual in does so to say at the field what is too long.
"""

import time
from io import BytesIO
from typing import IO, Any

from flask import Request
from werkzeug.formparser import FormDataParser

from community.core.errors import TooLarge
from community.core.web import DEFAULT_BODY

URL_ENCODED = "application/x-www-form-urlencoded"
_MOST_FIELDS = 2_000
"""As many as MAX_FORM_PARTS lets a form with files have."""
_LONGEST_FIELD = 250_000
"""Bytes of name and value: twenty thousand characters and more, of twelve bytes each."""


SMALL_BODY = 64 * 1024
"""Bytes that are received whole before anything else is done."""
_DISCARD_SECONDS = 3.0
_DISCARD_BYTES = 64 * 1024


class _FormParser(FormDataParser):
    def parse(self, stream: IO[bytes], mimetype: str, *more: Any, **named: Any) -> Any:
        if mimetype == URL_ENCODED:
            stream = BytesIO(_shortened(stream.read()))
        return super().parse(stream, mimetype, *more, **named)


class Arriving:
    """A body of a known length, and how much of it was not read yet."""

    def __init__(self, stream: IO[bytes], length: int) -> None:
        self._stream = stream
        self.left = length

    def read(self, size: int = -1) -> bytes:
        """Return what is next, as WSGI's streams do; nothing once the body is over."""
        wanted = self.left if size < 0 else min(size, self.left)
        got = self._stream.read(wanted) if wanted else b""
        # One who hung up sends no more.
        self.left = self.left - len(got) if got else 0
        return got


class FormRequest(Request):
    """Flask's request; of a form beyond the usual size no field is longer than fits."""

    form_data_parser_class = _FormParser

    def __init__(self, environ: dict[str, Any], *more: Any, **named: Any) -> None:
        super().__init__(environ, *more, **named)
        stream = environ.get("wsgi.input") or BytesIO()
        self.arriving = Arriving(stream, self.content_length or 0)
        environ["wsgi.input"] = self.arriving

    def receive(self, most: int) -> None:
        """Wait for a body of up to `most` bytes, before anybody waits for this request."""
        if self.arriving.left <= most:
            self.get_data()

    def discard_rest(self) -> None:
        """Read what was not read of the body, for some seconds at most.

        Who sends all before they read gets the answer that refused it only then.
        """
        until = time.monotonic() + _DISCARD_SECONDS
        while self.arriving.left and time.monotonic() < until:
            self.arriving.read(_DISCARD_BYTES)


def _shortened(body: bytes) -> bytes:
    """Return what may be decoded of a form's body; raise TooLarge when that is too much."""
    if len(body) <= DEFAULT_BODY:
        return body
    fields = body.split(b"&", _MOST_FIELDS)
    short = b"&".join(one[:_LONGEST_FIELD] for one in fields)
    if len(fields) > _MOST_FIELDS or len(short) > DEFAULT_BODY:
        raise TooLarge("That is more than any form here takes.")
    return short

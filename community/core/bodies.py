"""How forms are read off a request: a long one is cut before it is decoded.

Decoding twelve megabytes of odd bytes takes ten seconds, and each field takes memory.
A route that lets more than usual in does so to say at the field what is too long.
"""

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


class _FormParser(FormDataParser):
    def parse(self, stream: IO[bytes], mimetype: str, *more: Any, **named: Any) -> Any:
        if mimetype == URL_ENCODED:
            stream = BytesIO(_shortened(stream.read()))
        return super().parse(stream, mimetype, *more, **named)


class FormRequest(Request):
    """Flask's request; of a form beyond the usual size no field is longer than fits."""

    form_data_parser_class = _FormParser


def _shortened(body: bytes) -> bytes:
    """Return what may be decoded of a form's body; raise TooLarge when that is too much."""
    if len(body) <= DEFAULT_BODY:
        return body
    fields = body.split(b"&", _MOST_FIELDS)
    short = b"&".join(one[:_LONGEST_FIELD] for one in fields)
    if len(fields) > _MOST_FIELDS or len(short) > DEFAULT_BODY:
        raise TooLarge("That is more than any form here takes.")
    return short

"""Answers that a client asks for again: who has them already gets 304, and nothing else."""

import hashlib

from flask import request
from werkzeug.wrappers import Response

from community.api import bearer

_SHORT = 24


def told(response: Response, *, shared: bool, kept: bool) -> Response:
    """Return `response` with its ETag and how long it keeps, or 304 for who has it.

    What is `shared` is the same for all who ask, so it tells nobody apart; what is not
    is kept by nobody. An answer that is not `kept` is asked for again each time.
    """
    if not shared or request.method != "GET":
        response.headers["Cache-Control"] = "no-store"
    elif bearer.has_token() or not kept:
        response.headers["Cache-Control"] = "private, no-cache"
    else:
        response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    if request.method not in {"GET", "HEAD"}:
        return response
    # A weak one: it is the same for the compressed answer.
    digest = hashlib.sha256(response.get_data()).hexdigest()[:_SHORT]
    response.set_etag(digest, weak=True)
    if request.if_none_match.contains_weak(digest):
        headers = {name: response.headers[name] for name in ("ETag", "Cache-Control")}
        return Response(status=304, headers=headers)
    return response

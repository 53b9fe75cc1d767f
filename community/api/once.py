"""What is sent twice with the same Idempotency-Key is done once."""

import hashlib
import json
import re
from collections.abc import Callable

import sqlalchemy as sa
from flask import request

from community.core import clock
from community.core.db import db, insert_ignore
from community.core.errors import BadRequest, Invalid
from community.core.forms import Submission
from community.core.sealing import pseudonym
from community.core.web import current_actor

HEADER = "Idempotency-Key"
_KEY = re.compile(r"[\x21-\x7e]{1,80}")


def once(make: Callable[[], str]) -> tuple[str, bool]:
    """Run `make`, which returns what it made, once for the request's key.

    Return that, and whether it was made now. The same key with other words is refused.
    Two at the same time: the second waits for the first to commit.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return make(), True
    if _KEY.fullmatch(key) is None:
        raise BadRequest(f"An {HEADER} has 1 to 80 visible ASCII characters.")
    body = hashlib.sha256(request.get_data()).hexdigest()[:32]
    asked = [current_actor().user_id, request.method, request.path, key]
    # Under seal: a short key and an account's number could be guessed from a plain hash.
    digest = pseudonym("api.once", json.dumps(asked))
    row = {"key": digest, "location": body, "created_at": clock.now()}
    if not insert_ignore(Submission, [row]):
        kept = db.session.scalar(
            sa.select(Submission.location).where(Submission.key == digest)
        )
        before, _, made = (kept or "").partition(" ")
        if before != body:
            raise Invalid("This key was sent with something else.", code="key-reused")
        return made, False
    made = make()
    db.session.execute(
        sa.update(Submission)
        .where(Submission.key == digest)
        .values(location=f"{body} {made}".strip())
    )
    return made, True

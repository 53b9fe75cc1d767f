"""Anonymous posts of somebody whose every name is a canary."""

from dataclasses import dataclass
from datetime import UTC, datetime

from community.accounts.models import User
from community.core import clock
from community.core.actors import Actor, Role
from community.core.db import db
from community.threads.drafts import Draft
from community.threads.queries import get_question_post
from community.threads.rules import asking, choosing, editing
from community.threads.rules.signing import anonymise
from tests.cast import Cast
from tests.prices.seeds import arbor_desk

AUTHOR_ID = 7_654_321
HANDLE = "quill_canary"
EMAIL = "quill@canary-mail.example"
CANARIES = (str(AUTHOR_ID), HANDLE, "quillcanary", "canary-mail")
AT = datetime(2026, 10, 5, 9, 41, 33, tzinfo=UTC)
WORDS = "whispering about renewals"


@dataclass(frozen=True)
class Planted:
    """Where the canary's posts stand."""

    thread: str
    question: str
    answer: str
    renamed: str


def plant(cast: Cast) -> Planted:
    """Ask, answer and edit under aliases, and put one on an old post, as the canary."""
    author = _author()
    product = arbor_desk()
    words = Draft(
        title=f"Who else is {WORDS}?",
        body="We have 180 seats and the renewal quote went up.",
        tags="whisper",
        product_id=product.id,
    )
    thread = asking.ask(author, words, anonymous=True, at=AT)
    others = asking.answer(cast.actor("ada"), thread, "We got four percent off.", at=AT)
    said = "We pay nine percent more, as everybody does."
    answer = asking.answer(author, thread, said, anonymous=True, at=AT)
    editing.edit_answer(author, answer, f"{said} Quietly.", version=1, at=AT)
    renamed = asking.answer(author, thread, f"{said} Once more.", at=AT)
    editing.edit_answer(author, renamed, f"{said} Twice more.", version=1, at=AT)
    anonymise(author, thread, renamed)
    choosing.choose_answer(author, thread, others, instead_of=None)
    return Planted(
        thread=f"/questions/{thread.public_id}/{thread.slug}",
        question=get_question_post(thread).public_id,
        answer=answer.public_id,
        renamed=renamed.public_id,
    )


def _author() -> Actor:
    db.session.add(
        User(
            id=AUTHOR_ID,
            handle=HANDLE,
            handle_key="quillcanary",
            email=EMAIL,
            email_proven_at=clock.now(),
            role=Role.MEMBER,
        )
    )
    db.session.flush()
    return Actor(AUTHOR_ID, HANDLE, Role.MEMBER, proven=True)

"""How a vendor's words get onto the site: replies, their edits, taking them away and back."""

from datetime import datetime

import sqlalchemy as sa

from community.core import clock, events
from community.core.actors import Actor
from community.core.db import changed, db, insert_ignore, new_public_id
from community.core.errors import Conflict, Forbidden, StaleEdit
from community.core.ports import Voice
from community.core.screening import Posted
from community.core.spokespeople import count_text, require_voice
from community.core.text import RENDERER_VERSION
from community.core.visibility import State
from community.reps import access, queries, texts
from community.reps.events import (
    OfficialEdited,
    OfficialRemoved,
    OfficialReplied,
    OfficialRestored,
)
from community.reps.models import OfficialKind, OfficialText, OfficialVersion
from community.reps.rules.wording import checked_heading, checked_text
from community.threads.access import require_takes_answers
from community.threads.models import Thread


def reply(
    actor: Actor, thread: Thread, body: str, *, at: datetime | None = None
) -> OfficialText:
    """Answer a question about the rep's own vendor, once; with `at`, for samples, then."""
    voice = require_thread_of(actor, thread)
    require_takes_answers(thread)
    source, html = checked_text(voice, body)
    count_text(voice, at)
    row = {
        "public_id": new_public_id(),
        "kind": OfficialKind.REPLY,
        "vendor_id": voice.vendor_id,
        "thread_id": thread.id,
        "claim_id": queries.get_claim_of(voice).id,
        "heading": "",
        "source": source,
        "html": html,
        "renderer_version": RENDERER_VERSION,
        "state": State.PUBLIC,
        "version": 1,
        "created_at": at or clock.now(),
    }
    if not insert_ignore(OfficialText, [row]):
        raise Conflict("There is a reply already. Edit it: earlier versions stay.")
    text = texts.get_text(str(row["public_id"]))
    events.publish(
        OfficialReplied(
            object_id=text.id,
            actor_id=voice.user_id,
            vendor_id=voice.vendor_id,
            thread_id=thread.id,
        )
    )
    if at is None:
        events.publish(Posted("official", text.id, voice.user_id))
    return text


def require_thread_of(actor: Actor, thread: Thread) -> Voice:
    """Return the voice of the vendor that a question is about; raise Forbidden otherwise."""
    if thread.vendor_id is None:
        raise Forbidden("This question is about no vendor, so no vendor replies to it.")
    return require_voice(actor, thread.vendor_id)


def edit_text(
    actor: Actor, text: OfficialText, *, heading: str = "", body: str, version: int
) -> None:
    """Change a text that is still at `version`; raise StaleEdit otherwise."""
    voice = require_voice(actor, text.vendor_id)
    access.require_can_edit(voice, text)
    shown = "" if text.kind is OfficialKind.REPLY else checked_heading(voice, heading)
    source, html = checked_text(voice, body)
    if (source, shown) == (text.source, text.heading):
        return
    count_text(voice)
    keep_versions(
        text,
        version=version,
        html=html,
        heading=shown,
        source=source,
        claim_id=queries.get_claim_of(voice).id,
    )
    events.publish(
        OfficialEdited(
            object_id=text.id,
            actor_id=voice.user_id,
            vendor_id=voice.vendor_id,
            version=version + 1,
        )
    )
    events.publish(Posted("official", text.id, voice.user_id))


def keep_versions(
    text: OfficialText,
    *,
    version: int,
    html: str,
    heading: str,
    source: str,
    claim_id: int,
) -> None:
    """Let a text at `version` say something else, and keep what it said and says.

    Raises StaleEdit when it is at another version meanwhile.
    """
    before = OfficialVersion(
        text_id=text.id,
        version=1,
        heading=text.heading,
        source=text.source,
        claim_id=text.claim_id,
        written_at=text.created_at,
    )
    words = {"heading": heading, "source": source, "claim_id": claim_id}
    moment = clock.now()
    if not changed(
        sa.update(OfficialText)
        .where(OfficialText.id == text.id, OfficialText.version == version)
        .values(
            **words,
            html=html,
            renderer_version=RENDERER_VERSION,
            version=version + 1,
            edited_at=moment,
        )
    ):
        raise StaleEdit("A colleague edited this since you opened it.")
    if version == 1:
        db.session.add(before)
    db.session.add(
        OfficialVersion(
            text_id=text.id, version=version + 1, **words, written_at=moment
        )
    )
    db.session.expire(text)


def remove_text(actor: Actor, text: OfficialText) -> None:
    """Take a text away; it can be brought back."""
    voice = require_voice(actor, text.vendor_id)
    if not access.can_remove_text(voice, text):
        raise Conflict("It was taken away already.")
    count_text(voice)
    move_text(text, State.DELETED, prior=text.state)
    events.publish(
        OfficialRemoved(
            object_id=text.id, actor_id=voice.user_id, vendor_id=voice.vendor_id
        )
    )


def restore_text(actor: Actor, text: OfficialText) -> None:
    """Bring a text back in the state that it had: a hidden one stays hidden."""
    voice = require_voice(actor, text.vendor_id)
    if not access.can_restore_text(voice, text):
        raise Conflict("It is there already.")
    count_text(voice)
    move_text(text, State(text.prior_state or State.PUBLIC), prior=None)
    events.publish(
        OfficialRestored(
            object_id=text.id, actor_id=voice.user_id, vendor_id=voice.vendor_id
        )
    )


def move_text(text: OfficialText, new: State, *, prior: str | None) -> None:
    """Give a text another state; raise Conflict unless it still has the one that was read."""
    moved = changed(
        sa.update(OfficialText)
        .where(
            OfficialText.id == text.id,
            OfficialText.state == text.state,
            OfficialText.prior_state.is_not_distinct_from(text.prior_state),
        )
        .values(state=new, prior_state=prior)
    )
    if not moved:
        raise Conflict("Somebody else changed it at the same moment. Look again.")
    db.session.expire(text)

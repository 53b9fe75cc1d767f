"""A moderator takes words out of an official text, and of all that it said before."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from community.core import events
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Conflict
from community.core.reasons import checked_reason
from community.core.redactions import (
    EDITED_SINCE,
    require_only_less,
    require_something,
)
from community.core.text import (
    clean_block,
    clean_line,
    render_markdown,
)
from community.reps import access
from community.reps.events import OfficialEdited
from community.reps.models import OfficialKind, OfficialText, OfficialVersion
from community.reps.rules.publishing import keep_versions


def parts_of(text: OfficialText) -> tuple[tuple[str, str], ...]:
    """Return what words may be taken out of: labels and texts."""
    body = ("Text", text.source)
    if text.kind is OfficialKind.REPLY:
        return (body,)
    return (("Heading", text.heading), body)


def redact_text(
    actor: Actor, text: OfficialText, texts: Sequence[str], reason: str
) -> Mapping[str, Any]:
    """Let a text say less, and its history nothing of what it said before.

    `texts` go with `parts_of`. Returns what `put_back` needs. Raises Invalid for words
    that were put in, or when none was taken out and there is no earlier version.
    """
    access.require_moderator(actor)
    checked_reason(reason)
    old = [one for _, one in parts_of(text)]
    new = [*map(clean_line, texts[:-1]), clean_block(texts[-1]).strip()]
    require_only_less(old, new)
    says_less = old != new
    if says_less:
        _say(actor, text, new)
    earlier = _list_earlier(text)
    require_something(says_less=says_less, has_earlier=bool(earlier))
    kept = {
        "version": text.version,
        "words": old if says_less else None,
        "versions": [[one.version, one.heading, one.source] for one in earlier],
    }
    for one in earlier:
        one.heading = one.source = ""
    return kept


def put_back(
    actor: Actor, text: OfficialText, kept: Mapping[str, Any], reason: str
) -> None:
    """Undo a redaction; raise Conflict when its vendor has edited the text since."""
    access.require_moderator(actor)
    checked_reason(reason)
    if text.version != kept["version"]:
        raise Conflict(EDITED_SINCE)
    for number, heading, source in kept["versions"]:
        changed(
            sa.update(OfficialVersion)
            .where(
                OfficialVersion.text_id == text.id, OfficialVersion.version == number
            )
            .values(heading=heading, source=source)
        )
    if kept["words"] is not None:
        _say(actor, text, kept["words"])


def _say(actor: Actor, text: OfficialText, texts: Sequence[str]) -> None:
    version, source = text.version, texts[-1]
    keep_versions(
        text,
        version=version,
        html=render_markdown(source),
        heading=texts[0] if len(texts) > 1 else "",
        source=source,
        claim_id=text.claim_id,
    )
    events.publish(
        OfficialEdited(
            object_id=text.id,
            actor_id=actor.user_id,
            vendor_id=text.vendor_id,
            version=version + 1,
        )
    )


def _list_earlier(text: OfficialText) -> Sequence[OfficialVersion]:
    return db.session.scalars(
        sa.select(OfficialVersion)
        .where(
            OfficialVersion.text_id == text.id,
            OfficialVersion.version < text.version,
            OfficialVersion.source != "",
        )
        .order_by(OfficialVersion.version)
    ).all()

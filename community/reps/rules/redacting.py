"""A moderator takes words out of an official text, and of all that it said before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from community.core import events, redactions
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.reasons import checked_reason
from community.core.redactions import take_out
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
    said = [*map(clean_line, texts[:-1]), clean_block(texts[-1]).strip()]
    return take_out(_Text(actor, text), said)


def put_back(
    actor: Actor, text: OfficialText, kept: Mapping[str, Any], reason: str
) -> None:
    """Undo a redaction; raise Conflict when its vendor has edited the text since."""
    access.require_moderator(actor)
    checked_reason(reason)
    redactions.put_back(_Text(actor, text), kept)


@dataclass(frozen=True)
class _Text:
    """An official text as core.redactions.Redactable, in the parts of `parts_of`."""

    actor: Actor
    text: OfficialText

    @property
    def version(self) -> int:
        return self.text.version

    def words(self) -> list[str]:
        return [one for _, one in parts_of(self.text)]

    def say(self, words: Sequence[str]) -> None:
        text, version, source = self.text, self.version, words[-1]
        keep_versions(
            text,
            version=version,
            html=render_markdown(source),
            heading=words[0] if len(words) > 1 else "",
            source=source,
            claim_id=text.claim_id,
        )
        events.publish(
            OfficialEdited(
                object_id=text.id,
                actor_id=self.actor.user_id,
                vendor_id=text.vendor_id,
                version=version + 1,
            )
        )

    def earlier(self) -> dict[int, redactions.Words]:
        rows = db.session.scalars(
            sa.select(OfficialVersion)
            .where(
                OfficialVersion.text_id == self.text.id,
                OfficialVersion.version < self.version,
                OfficialVersion.source != "",
            )
            .order_by(OfficialVersion.version)
        )
        return {one.version: (one.heading, one.source) for one in rows}

    def empty(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            self.fill(number, ("", ""))

    def fill(self, number: int, words: redactions.Words) -> None:
        heading, source = words
        changed(
            sa.update(OfficialVersion)
            .where(
                OfficialVersion.text_id == self.text.id,
                OfficialVersion.version == number,
            )
            .values(heading=heading, source=source)
        )

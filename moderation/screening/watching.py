"""The patterns that the host keeps: made, changed and stopped; applied to what is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from community.core import clock
from community.core.actors import Actor
from community.core.db import ask, changed, db
from community.core.errors import Conflict, Forbidden, Invalid, NotFound
from community.core.reasons import audit
from community.core.screening import Writing
from community.core.text import clean_line
from moderation.kinds import Reason
from moderation.screening import patterns
from moderation.screening.facts import Finding, Rule
from moderation.screening.kinds import screened
from moderation.screening.models import TOLD_LENGTH, WatchedPattern
from moderation.screening.patterns import LONGEST, PatternAction
from moderation.screening.thresholds import THRESHOLDS

DRY_RUN = 1_000
MOST_PATTERNS = 200
_SHOWN = 20
_AROUND = 60
_NOT_YET = "The pattern is not watched for yet."


@dataclass(frozen=True)
class Wanted:
    """A pattern as the host typed it."""

    words: str
    action: PatternAction
    replacement: str
    told: str


@dataclass(frozen=True)
class Match:
    """A text that a pattern fits: its title, and the place with what stands around it."""

    title: str
    url: str
    before: str
    hit: str
    after: str
    becomes: str


@dataclass(frozen=True)
class DryRun:
    """What a pattern would have done to the latest texts that everybody sees."""

    looked_at: int
    fitted: int
    matches: list[Match]


def checked(wanted: Wanted) -> Wanted:
    """Return what was typed, tidied; raise Invalid with what is wrong at which field."""
    words, told = clean_line(wanted.words), clean_line(wanted.told)
    replacement = clean_line(wanted.replacement)
    replaces = wanted.action is PatternAction.REPLACE
    wrong = {"words": patterns.wrong_with(words)}
    if len(told) > TOLD_LENGTH:
        wrong["told"] = f"At most {TOLD_LENGTH} characters."
    elif not told and wanted.action in {PatternAction.BLOCK, PatternAction.HOLD}:
        wrong["told"] = "Say what the author of such a text should read."
    if len(replacement) > LONGEST:
        wrong["replacement"] = f"At most {LONGEST} characters."
    elif replaces and not replacement:
        wrong["replacement"] = "Say what stands there instead."
    elif replaces and patterns.find(words, replacement):
        wrong["replacement"] = "The pattern fits this too: it would never come to rest."
    wrong = {name: sentence for name, sentence in wrong.items() if sentence}
    if wrong:
        raise Invalid(_NOT_YET, fields=wrong)
    return Wanted(words, wanted.action, replacement if replaces else "", told)


def dry_run(wanted: Wanted) -> DryRun:
    """Return what a pattern fits among the latest public texts; changes nothing."""
    of_all_kinds = [one for kind in screened() for one in kind.latest(DRY_RUN)]
    looked_at = sorted(of_all_kinds, key=lambda one: one.at, reverse=True)[:DRY_RUN]
    fitted = [
        (one, hits[0])
        for one in looked_at
        if (hits := patterns.find(wanted.words, one.text))
    ]
    return DryRun(
        len(looked_at),
        len(fitted),
        [_match(one, hit, wanted.replacement) for one, hit in fitted[:_SHOWN]],
    )


def _match(one: Writing, hit: patterns.Hit, replacement: str) -> Match:
    return Match(
        title=one.title,
        url=one.url,
        before=one.text[max(0, hit.start - _AROUND) : hit.start],
        hit=one.text[hit.start : hit.end],
        after=one.text[hit.end : hit.end + _AROUND],
        becomes=replacement,
    )


def require_host(actor: Actor) -> int:
    if not actor.is_host or actor.user_id is None:
        raise Forbidden("Only the host says what is watched for.")
    return actor.user_id


def watch_for(actor: Actor, wanted: Wanted) -> WatchedPattern:
    """Watch for a pattern from now on."""
    user_id = require_host(actor)
    clean = checked(wanted)
    if len(list_watched()) >= MOST_PATTERNS:
        raise Conflict(f"{MOST_PATTERNS} patterns are watched for: stop one first.")
    pattern = WatchedPattern(
        words=clean.words,
        action=clean.action,
        replacement=clean.replacement,
        told=clean.told,
        made_by_id=user_id,
    )
    db.session.add(pattern)
    db.session.flush()  # the audit names it
    audit(actor, "pattern.add", f"pattern {pattern.public_id}", _told(clean))
    return pattern


def change(actor: Actor, pattern: WatchedPattern, wanted: Wanted, version: int) -> None:
    """Change a pattern that is still at `version`; raise Conflict otherwise."""
    require_host(actor)
    clean = checked(wanted)
    _move(
        pattern,
        version,
        words=clean.words,
        action=clean.action,
        replacement=clean.replacement,
        told=clean.told,
    )
    audit(actor, "pattern.change", f"pattern {pattern.public_id}", _told(clean))


def stop(actor: Actor, pattern: WatchedPattern, version: int) -> None:
    """Watch for a pattern no more; what it held stays with the moderators."""
    require_host(actor)
    _move(pattern, version, stopped_at=clock.now())
    audit(actor, "pattern.stop", f"pattern {pattern.public_id}", pattern.words)


def _move(pattern: WatchedPattern, version: int, **values: object) -> None:
    moved = changed(
        sa.update(WatchedPattern)
        .where(
            WatchedPattern.id == pattern.id,
            WatchedPattern.version == version,
            WatchedPattern.stopped_at.is_(None),
        )
        .values(version=version + 1, **values)
    )
    db.session.expire(pattern)
    if not moved:
        raise Conflict("Somebody changed this pattern meanwhile. Look again.")


def _told(clean: Wanted) -> str:
    return f"{clean.action}: {clean.words}"


def list_watched() -> Sequence[WatchedPattern]:
    """Return the patterns that are watched for, the latest first."""
    return db.session.scalars(_watched(WatchedPattern)).all()


def _watched(*wanted: Any) -> sa.Select[Any]:
    return (
        sa.select(*wanted)
        .where(WatchedPattern.stopped_at.is_(None))
        .order_by(WatchedPattern.id.desc())
    )


# Put together once: it is asked about every text that anybody posts.
_WATCHED = _watched(
    WatchedPattern.action,
    WatchedPattern.words,
    WatchedPattern.replacement,
    WatchedPattern.told,
)


def get_watched(public_id: str) -> WatchedPattern:
    found = db.session.scalar(
        sa.select(WatchedPattern).where(WatchedPattern.public_id == public_id)
    )
    if found is None or found.stopped_at is not None:
        raise NotFound("No such pattern is watched for.")
    return found


class Watched:
    """The core.screening.Watchwords of app.py."""

    def apply(self, fields: Mapping[str, str], refusal: str) -> dict[str, str]:
        texts, wrong = dict(fields), {}
        for one in ask(_WATCHED):
            for name, text in texts.items():
                if one.action is PatternAction.REPLACE:
                    texts[name] = patterns.replaced(one.words, text, one.replacement)
                elif one.action is PatternAction.BLOCK:
                    hits = patterns.find(one.words, text)
                    if hits:
                        place = text[hits[0].start : hits[0].end]
                        wrong[name] = f"{one.told} It is about “{place}”."
        if wrong:
            raise Invalid(refusal, fields=wrong)
        return texts


def findings(text: str) -> list[Finding]:
    """Return what the patterns that hold or flag say of a text."""
    return [
        Finding(
            Rule.PATTERN,
            f"{one.told or 'A pattern of the host fits.'} It is about “{place}”.",
            THRESHOLDS.pattern,
            Reason.ADVERTISING,
            holds=one.action is PatternAction.HOLD,
        )
        for one in list_watched()
        if one.action in {PatternAction.HOLD, PatternAction.FLAG}
        for hit in patterns.find(one.words, text)[:1]
        for place in (text[hit.start : hit.end],)
    ]

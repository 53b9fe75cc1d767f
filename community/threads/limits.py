"""How often one member may post, edit and vote, counted from the rows themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from community.accounts.pace import DAY, is_new, lock_member, require_fewer
from community.core.db import db
from community.core.errors import Conflict, Invalid, TooMany
from community.core.ratelimit import Limit, hit_if_done
from community.core.visibility import State
from community.threads.mentions import count_links
from community.threads.models import Place, Post, PostRevision, Vote
from community.threads.owners import all_of, is_of, owner_key

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Limits:
    """Figures of FORUM.md's defaults, "Ours".

    An account is new on its first day, and as long as it is on the first level.
    """

    seconds_between_questions: int = 30
    seconds_between_posts: int = 10
    seconds_between_posts_when_new: int = 30
    same_text_seconds: int = 300
    anonymous_posts_a_minute: int = 2
    questions_a_day: int = 20
    questions_a_day_when_new: int = 3
    answers_a_day: int = 30
    answers_a_day_when_new: int = 10
    edits_a_day: int = 30
    votes_a_day: int = 50
    votes_a_day_when_new: int = 5
    links_when_new: int = 2
    closings_a_day: int = 10
    mentions: int = 10
    mentions_when_new: int = 1
    answers_in_a_row: int = 3
    answers_to_one_when_new: int = 3
    votes_for_one_a_day: int = 6


LIMITS = Limits()


def require_may_post(user_id: int, *, place: int, source: str, at: datetime) -> None:
    """Raise TooMany, or Conflict for the same text again; `place` tells what is posted."""
    new = lock_member(user_id, at)
    posted = db.session.execute(
        sa.select(Post.created_at, Post.place)
        .where(all_of(user_id, Post), Post.created_at > at - DAY)
        .order_by(Post.created_at.desc())
        .limit(LIMITS.questions_a_day + LIMITS.answers_a_day)
    ).all()
    is_question = place == Place.QUESTION
    times = [made for made, where in posted if (where == Place.QUESTION) == is_question]
    pause = (
        LIMITS.seconds_between_posts_when_new if new else LIMITS.seconds_between_posts
    )
    _require_pause(posted[0][0] if posted else None, pause, at)
    if is_question:
        _require_pause(
            times[0] if times else None, LIMITS.seconds_between_questions, at
        )
    require_fewer(times, _a_day(is_question=is_question, new=new), at)
    _require_other_text(user_id, source, at)


def require_others_turn(user_id: int, thread_id: int, at: datetime) -> None:
    """Raise Conflict for who answers one question again and again.

    Under aliases as well: only the author hears of it.
    """
    answers = sa.select(Post.author_id, Post.owner_key).where(
        Post.thread_id == thread_id,
        Post.place != Place.QUESTION,
        Post.state == State.PUBLIC,
    )
    most = LIMITS.answers_in_a_row
    last = db.session.execute(answers.order_by(Post.id.desc()).limit(most)).all()
    if len(last) == most and all(is_of(user_id, one) for one in last):
        raise Conflict(
            f"You wrote the last {most} answers here: add to one of them, or wait until "
            "somebody else writes."
        )
    most = LIMITS.answers_to_one_when_new
    own = db.session.execute(answers.where(all_of(user_id, Post)).limit(most)).all()
    if len(own) == most and is_new(user_id, at):
        raise Conflict(
            f"A new account answers a question {most} times: add to what you wrote."
        )


def require_pause_under_aliases(user_id: int) -> None:
    """Raise TooMany when anonymous posts follow each other too fast.

    Their rows tell no more than the hour; what is counted here tells nobody who it was.
    """
    few = Limit(LIMITS.anonymous_posts_a_minute, 60)
    hit_if_done("threads.alias", owner_key(user_id), few)


def require_may_close(user_id: int) -> None:
    """Raise TooMany for who closes and opens questions all day."""
    a_day = Limit(LIMITS.closings_a_day, 86_400)
    hit_if_done("threads.close", owner_key(user_id), a_day)


def require_few_links(user_id: int, html: str, at: datetime) -> None:
    """Raise Invalid when a new account's text holds more links than it may."""
    found = html.count("<a ") - count_links(html)  # names of members are no links
    if found > LIMITS.links_when_new and is_new(user_id, at):
        raise Invalid(
            "Your text is not posted yet.",
            fields={
                "body": f"A new account may post {LIMITS.links_when_new} "
                f"links at once; this text has {found}."
            },
        )


def require_may_edit(user_id: int, at: datetime) -> None:
    edits = (
        sa.select(PostRevision.written_at)
        .where(PostRevision.written_at > at - DAY, PostRevision.version > 1)
        .order_by(PostRevision.written_at.desc())
        .limit(LIMITS.edits_a_day)
    )
    named = db.session.scalars(edits.where(PostRevision.author_id == user_id))
    hidden = db.session.scalars(
        edits.join(Post, Post.id == PostRevision.post_id).where(
            Post.owner_key == owner_key(user_id)
        )
    )
    times = sorted([*named, *hidden], reverse=True)
    require_fewer(times, LIMITS.edits_a_day, at)


def require_may_vote(user_id: int, at: datetime) -> None:
    new = lock_member(user_id, at)
    most = LIMITS.votes_a_day_when_new if new else LIMITS.votes_a_day
    times = db.session.scalars(
        sa.select(Vote.created_at)
        .where(Vote.user_id == user_id, Vote.created_at > at - DAY)
        .order_by(Vote.created_at.desc())
        .limit(most)
    ).all()
    require_fewer(list(times), most, at)


def require_votes_for_others(user_id: int, post: Post, at: datetime) -> None:
    """Raise TooMany when all of one's votes go to one author.

    What is under aliases does not count: it would tell that they are the same person's.
    """
    if post.author_id is None:
        return
    times = db.session.scalars(
        sa.select(Vote.created_at)
        .join(Post, Post.id == Vote.post_id)
        .where(
            Vote.user_id == user_id,
            Vote.created_at > at - DAY,
            Post.author_id == post.author_id,
        )
        .order_by(Vote.created_at.desc())
        .limit(LIMITS.votes_for_one_a_day)
    ).all()
    require_fewer(list(times), LIMITS.votes_for_one_a_day, at)


def _a_day(*, is_question: bool, new: bool) -> int:
    if is_question:
        return LIMITS.questions_a_day_when_new if new else LIMITS.questions_a_day
    return LIMITS.answers_a_day_when_new if new else LIMITS.answers_a_day


def _require_pause(last: datetime | None, seconds: int, at: datetime) -> None:
    if last is None:
        return
    # A clock that was set back must not lock a member out for longer than the pause.
    wait = min(seconds - (at - last).total_seconds(), seconds)
    if wait > 0:
        raise TooMany(
            f"Please leave {seconds} seconds between two posts; your text is kept below.",
            retry_after=max(1, round(wait)),
        )


def _require_other_text(user_id: int, source: str, at: datetime) -> None:
    since = at - timedelta(seconds=LIMITS.same_text_seconds)
    same = sa.select(
        sa.exists().where(
            all_of(user_id, Post),
            # Of those under an alias the hour is known, and no more.
            sa.case((Post.alias.is_(None), Post.created_at > since), else_=sa.true()),
            Post.created_at > since - HOUR,
            Post.source == source,
        )
    )
    if db.session.scalar(same):
        raise Conflict("You posted the same text a moment ago; it is there already.")

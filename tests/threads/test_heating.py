"""Slow mode: five people who report posts within a day, and nobody answers at once again."""

import pytest
import sqlalchemy as sa

from community.core import clock
from community.core.db import db, transaction
from community.core.errors import TooMany
from community.threads import access, limits
from community.threads.models import Post, Thread
from community.threads.rules import asking, heating
from moderation.flagging import FlagDraft, close_flags, flag
from moderation.items import get_item_for
from moderation.kinds import Outcome, Reason
from moderation.models import Case, Flag
from tests.threads.conftest import GENEROUS
from tests.threads.made import thread_with_answers

SAID = (("What is wrong?", "It is unkind."),)


@pytest.fixture(autouse=True)
def _still(still, monkeypatch):
    monkeypatch.setattr(limits, "LIMITS", GENEROUS)


@pytest.fixture
def posts(app, cast) -> tuple[str, list[str]]:
    """Cleo's question with four answers of Ada: its path, and the ids of all."""
    ada = cast.actor("ada")
    return thread_with_answers(app, cast.actor("cleo"), ada, ada, ada, ada)


def report(app, cast, who: str, public_id: str) -> None:
    with app.app_context(), transaction():
        actor = cast.actor(who)
        flag(
            actor,
            get_item_for(actor, "post", public_id),
            FlagDraft(Reason.HARASSMENT, SAID),
        )


def warm(app, cast, posts) -> None:
    """Have four people report one answer each: few for a post, and many for a thread."""
    for who, answer in zip(("ben", "mo", "mia", "hana"), posts[1][1:], strict=True):
        report(app, cast, who, answer)


def heat(app, cast, posts) -> None:
    warm(app, cast, posts)
    report(app, cast, "ada", posts[1][0])


def only_thread() -> Thread:
    return db.session.scalars(sa.select(Thread)).one()


def say(app, cast, who: str, body: str, *, anonymous: bool = False) -> None:
    with app.app_context(), transaction():
        asking.answer(cast.actor(who), only_thread(), body, anonymous=anonymous)


def test_the_fifth_person_slows_it_down_for_four_hours(app, cast, page, posts):
    path, (question, *_answers) = posts
    warm(app, cast, posts)
    report(app, cast, "ben", question)
    assert "It is heated here" not in page.get(path).words()

    report(app, cast, "ada", question)
    shown = page.get(path)
    assert "It is heated here: several people reported posts" in shown.words()
    until = (clock.now() + heating.LASTS).strftime("%H:%M UTC")
    assert f"{until} at the latest, everybody leaves 10 minutes" in shown.words()


def test_what_the_vendors_people_or_others_in_vain_report_heats_nothing(
    app, cast, posts
):
    heat(app, cast, posts)
    for change in (
        {"of_the_vendor": True},
        {"of_the_vendor": False, "outcome": Outcome.DISMISSED},
        {"outcome": Outcome.OPEN, "created_at": clock.now() - heating.COUNTED},
    ):
        with app.app_context(), transaction():
            thread = only_thread()
            thread.heated_until = None
            last = sa.select(sa.func.max(Flag.id)).scalar_subquery()
            db.session.execute(sa.update(Flag).where(Flag.id == last).values(change))
            heating.look_at(db.session.scalars(sa.select(Post.id)).first())
            assert not access.is_heated(thread)


def judge(app, public_ids, outcome: Outcome) -> None:
    """Say that moderators decided so about the reports of some posts."""
    with app.app_context(), transaction():
        cases = sa.select(Case).where(Case.item_id.in_(public_ids))
        for case in db.session.scalars(cases).all():
            close_flags(case, outcome)


def test_it_cools_when_moderators_find_too_much_in_vain(app, cast, page, posts):
    path, (question, first, *_others) = posts
    heat(app, cast, posts)
    judge(app, [question], Outcome.UPHELD)
    assert "It is heated here" in page.get(path).words()
    with pytest.raises(TooMany):
        say_twice(app, cast)

    judge(app, [first], Outcome.DISMISSED)
    assert "It is heated here" not in page.get(path).words()
    say(app, cast, "ben", "Ben at once again: it was seven percent, I think.")


def test_what_is_judged_heats_nothing_and_a_report_more_does(app, cast, posts):
    _path, (question, *_answers) = posts
    warm(app, cast, posts)
    judge(app, posts[1], Outcome.UPHELD)
    with app.app_context():
        assert only_thread().heated_until is None
    report(app, cast, "ada", question)
    with app.app_context():
        assert access.is_heated(only_thread())


def say_twice(app, cast) -> None:
    say(app, cast, "ben", "Ben has not written here: it was six percent.")
    say(app, cast, "ben", "Ben again: it was seven percent, I think.")


def test_nobody_answers_twice_in_ten_minutes_whatever_was_reported_of_theirs(
    app, cast, posts
):
    say(app, cast, "ada", "The first one: it was four percent.")
    heat(app, cast, posts)
    with pytest.raises(TooMany, match="leaves 10 minutes or more"):
        say(app, cast, "ada", "The second one, at once: it was five.")
    with pytest.raises(TooMany, match="leaves 10 minutes or more") as refused:
        say_twice(app, cast)
    assert refused.value.retry_after == 10 * 60
    with app.app_context(), transaction():
        mine = sa.update(Post).where(Post.author_id == cast.ben.id)
        earlier = clock.now() - heating.PAUSE
        db.session.execute(mine.values(created_at=earlier))
    say(app, cast, "ben", "Ben after a while: it was seven percent.")
    with app.app_context(), transaction():
        only_thread().heated_until = clock.now()
    say(app, cast, "ben", "Ben, and it is over: it was eight percent.")


def test_an_alias_waits_too_and_tells_no_minute(app, cast, posts):
    heat(app, cast, posts)
    say(app, cast, "ben", "Under an alias: it was four percent.", anonymous=True)
    with pytest.raises(TooMany, match="leaves 10 minutes or more"):
        say(app, cast, "ben", "Under another one: five percent.", anonymous=True)

"""New, Member, Trusted: what leads there, and what an account page says of it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts import jobs, pace
from community.accounts.levels import Contributions, Level, Standing
from community.accounts.models import User
from community.core import clock
from community.core.db import db, transaction
from community.threads.contributing import PostContributions
from community.threads.reads import ReadingCount, member_key
from community.threads.rules import asking, choosing, removing
from tests.threads.made import ANSWER, answer, ask, draft, some_time

NOW = clock.now()
LONG_AGO = NOW - timedelta(days=16)


def standing(*, verified=True, joined=LONG_AGO, **did) -> Standing:
    return Standing(verified, joined, Contributions(**did))


@pytest.mark.parametrize(
    ("one", "level", "step"),
    [
        (standing(verified=False), Level.NEW, "Verify your work e-mail, or read 5"),
        (standing(verified=False, pages=5, first_read=NOW), Level.NEW, "Verify"),
        (
            standing(verified=False, pages=5, first_read=NOW - timedelta(minutes=10)),
            Level.MEMBER,
            "Trusted comes with 3 more accepted contributions.",
        ),
        (
            standing(joined=NOW, accepted=2),
            Level.MEMBER,
            "1 more accepted contribution and 16 more days here.",
        ),
        (standing(accepted=3), Level.TRUSTED, ""),
        (standing(accepted=9, upheld=1), Level.MEMBER, "nothing of yours being hidden"),
    ],
)
def test_levels_follow_from_what_somebody_did(one, level, step):
    assert one.level(NOW) is level
    assert step in one.next_step(NOW)
    assert bool(one.next_step(NOW)) == bool(step)


@pytest.mark.usefixtures("context")
def test_a_job_trusts_who_helped_and_stops_when_something_is_hidden(cast, monkeypatch):
    monkeypatch.setattr(jobs, "MEMBERS_A_JOB", 1)
    later = []
    monkeypatch.setattr(jobs, "enqueue", lambda _kind, **args: later.append(args))
    with time_machine.travel(clock.now() + timedelta(days=16), tick=False):
        for _ in range(3):
            thread = ask(cast.actor("ada"))
            post = answer(cast.actor("ben"), thread)
            choosing.choose_answer(cast.actor("ada"), thread, post, instead_of=None)
            choosing.vote_in_samples(post, [cast.actor("cleo")], clock.now())
        jobs.look_at_trust()
        while later:
            jobs.look_at_trust(**later.pop())
        trusted = sa.select(User.handle).where(User.is_trusted)
        assert list(db.session.scalars(trusted)) == ["ben"]
        assert db.session.get_one(
            User, cast.ben.id, populate_existing=True
        ).actor.trusted
        removing.hide_post(cast.actor("mo"), thread, post, "It names a person.")
        jobs.look_at_trust(after=cast.ben.id - 1)
        assert list(db.session.scalars(trusted)) == []


@pytest.mark.usefixtures("context")
def test_only_named_answers_that_others_chose_and_found_useful_count(cast):
    ada, ben, cleo, mo = map(cast.actor, ("ada", "ben", "cleo", "mo"))

    def accepted(asker, *voters, asked_anonymously=False, **how) -> int:
        thread = asking.ask(asker, draft(), anonymous=asked_anonymously, at=some_time())
        how = {"anonymous": False, **how}
        post = asking.answer(ben, thread, ANSWER, **how, at=some_time())
        choosing.vote_in_samples(post, voters, clock.now())
        choosing.choose_answer(asker, thread, post, instead_of=None)
        found = PostContributions().contributions([cast.ben.id])[cast.ben.id].accepted
        removing.remove_post(ben, thread, post)
        return found

    assert accepted(ada) == accepted(ada, ada) == 0  # of one organisation
    assert accepted(ada, ada, mo) == accepted(ada, cleo) == 1
    assert accepted(ada, cleo, asked_anonymously=True) == 1
    assert accepted(ada, cleo, anonymous=True) == 0
    assert accepted(ben, cleo) == accepted(ben, cleo, asked_anonymously=True) == 0


@pytest.mark.usefixtures("context")
def test_limits_of_new_accounts_end_with_the_first_day_and_the_first_level(cast):
    ada = db.session.get_one(User, cast.ada.id)
    tomorrow = clock.now() + timedelta(days=2)
    assert pace.is_new(ada.id, clock.now())
    assert not pace.is_new(ada.id, tomorrow)
    ada.organisation_id = None
    assert pace.is_new(ada.id, tomorrow)
    assert not pace.is_new(cast.mo.id, tomorrow)  # staff
    assert pace.is_new(0, tomorrow)
    db.session.add(
        ReadingCount(
            member_key=member_key(ada.id),
            pages=5,
            first_at=clock.now(),
            read_on=clock.now().date(),
        )
    )
    db.session.flush()
    assert not pace.is_new(ada.id, tomorrow)


def test_the_account_page_tells_level_and_next_step(app, cast):
    assert "Trust Member only you see this Trusted comes with" in (
        cast.page("ada").get("/account/").words()
    )
    with app.app_context(), transaction():
        db.session.get_one(User, cast.ada.id).organisation_id = None
    shown = cast.page("ada").get("/account/").words()
    assert "Trust New only you see this Verify your work e-mail" in shown

"""What counts as the first answer of a question, and who asked again in a week."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from community.accounts.models import User
from community.catalog.rules import ensure_vendor
from community.core.actors import Role
from community.core.db import db
from community.core.measuring import AGAIN, Fact
from community.dashboard.models import MeasuredFact
from community.reps.rules import publishing
from community.threads.models import Thread
from tests.dashboard.week import Week


@pytest.fixture
def week(app, cast, vendors) -> Week:
    return Week(app, cast, vendors)


def waits(app, fact: Fact) -> list[int]:
    with app.app_context():
        hours = sa.select(MeasuredFact.hours).where(MeasuredFact.fact == fact)
        return list(db.session.scalars(hours.order_by(MeasuredFact.hours)))


def test_a_vendor_s_reply_is_a_first_answer_and_a_member_s_after_it_is_none(app, week):
    week.ask(0, 9, "ada", "one")
    week.reply(0, 11, "one")
    week.answer(0, 14, "ben", "one")

    assert waits(app, Fact.FIRST_ANSWER) == [2]
    assert waits(app, Fact.FIRST_OFFICIAL) == [2]


def test_a_vendor_s_reply_after_a_member_s_is_the_first_official_one_alone(app, week):
    week.ask(0, 9, "ada", "one")
    week.answer(0, 10, "ben", "one")
    week.answer(0, 11, "cleo", "one")
    week.reply(0, 12, "one")

    assert waits(app, Fact.FIRST_ANSWER) == [1]
    assert waits(app, Fact.FIRST_OFFICIAL) == [3]


def test_another_vendor_s_reply_to_a_question_that_was_moved_is_no_first_one(
    app, cast, week
):
    week.ask(0, 9, "ada", "one")
    week.reply(0, 10, "one")

    def move() -> None:
        birch = ensure_vendor("Birch")
        thread = db.session.get_one(Thread, week.threads["one"])
        thread.vendor_id, thread.product_id = birch.id, None
        ben = db.session.get_one(User, cast.ben.id)
        ben.role = Role.REP
        cast.speak_for(birch.id, "ben")

    week.do(0, 11, move)
    cast.look_again()

    def reply() -> None:
        publishing.reply(
            cast.actor("ben"), week.thread("one"), "Ask us: it depends on the seats."
        )

    week.do(0, 12, reply)

    assert waits(app, Fact.FIRST_OFFICIAL) == waits(app, Fact.FIRST_ANSWER) == [1]


def test_who_asks_twice_in_a_week_is_one_asker_and_an_alias_never_tells(app, week):
    week.ask(-1, 23, "ada", "before")
    week.ask(0, 1, "ada", "one")
    week.ask(1, 9, "ada", "hidden", anonymous=True)
    week.ask(1, 9, "cleo", "hidden too", anonymous=True)
    week.ask(2, 9, "ada", "two")
    week.ask(2, 9, "cleo", "three")

    with app.app_context():
        found = db.session.execute(
            sa.select(MeasuredFact.day, MeasuredFact.detail)
            .where(MeasuredFact.fact == Fact.QUESTION_ASKED)
            .order_by(MeasuredFact.day, MeasuredFact.detail)
        ).all()
    assert [one.detail for one in found] == ["", "", "", "", "", AGAIN]
    assert found[5].day - found[0].day == timedelta(days=3)

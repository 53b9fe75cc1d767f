"""A question where nobody wrote for a year says that prices in it may be outdated."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.core.db import db, transaction
from community.threads.models import Thread
from tests.prices.seeds import arbor_desk
from tests.threads.made import DAY_ONE, answer, ask, thread_with_answers

OLD = "The latest post here is of October 2026: what it says of prices may be outdated."


@pytest.mark.parametrize(("days", "ends"), [(364, ""), (367, f"{OLD} Ask again")])
def test_a_year_after_the_latest_post_it_says_so(app, cast, page, days, ends):
    path, _ = thread_with_answers(app, cast.actor("ada"), cast.actor("cleo"))
    with time_machine.travel(DAY_ONE + timedelta(days=days)):
        shown = page.get(path).words()
    assert "may be outdated" in shown if ends else "may be outdated" not in shown
    assert ends in shown


def test_it_leads_to_what_buyers_pay_now_until_somebody_writes(app, cast, page):
    with app.app_context(), transaction():
        thread = ask(cast.actor("ada"), product_id=arbor_desk().id)
        path = f"/questions/{thread.public_id}/{thread.slug}"
    later = DAY_ONE + timedelta(days=500)
    with time_machine.travel(later):
        assert f"{OLD} See what buyers pay now" in page.get(path).words()
        with app.app_context(), transaction():
            answer(
                cast.actor("cleo"),
                db.session.scalars(sa.select(Thread)).one(),
                at=later,
            )
        assert "may be outdated" not in page.get(path).words()

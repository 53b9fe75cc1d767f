"""Contracts that run out soon: told to who reported them, on their own list alone."""

from dataclasses import replace

import pytest

from community.core.clock import Month
from community.core.db import transaction
from community.deals.kinds import Stage
from community.deals.rules.reporting import submit_samples
from tests.deals.test_views import MINE, queries_of


@pytest.fixture
def report(app, cast, draft):
    """Return a function that reports a contract; it gives back its public id."""

    def make(ends: str | None, *, handle: str = "ada", **more) -> str:
        expiry = None if ends is None else Month(ends)
        own = replace(draft, expiry_month=expiry, **more)
        with app.app_context(), transaction():
            return submit_samples([(cast.actor(handle), own)])[0].public_id

    return make


def told(cast, handle: str = "ada") -> list[str]:
    words = cast.page(handle).get(MINE).words()
    _, _, rest = words.partition("Running out soon ")
    said, _, _ = rest.partition(" Told here alone")
    return [one.strip() for one in said.split("What buyers pay now") if one.strip()]


def test_what_runs_out_within_half_a_year_is_told_with_its_notice(cast, report):
    late = report("2027-05", notice_days=90)
    report("2027-01", notice_days=90, deal_month=Month("2026-04"))
    report("2026-11", deal_month=Month("2026-03"))

    assert told(cast) == [
        "Arbor Desk runs out in November 2026.",
        (
            "Arbor Desk runs out in January 2027. The notice of 90 days may be over "
            "already: look into the contract."
        ),
        (
            "Arbor Desk runs out in May 2027. With 90 days of notice, give it by "
            "31 Jan 2027."
        ),
    ]
    links = cast.page("ada").get(MINE).links
    assert {f"{MINE}/{late}", "/prices/arbor/arbor-desk/"} <= set(links)


def test_what_is_over_far_away_no_contract_or_withdrawn_is_not_told(cast, report):
    report("2026-10")
    report("2027-06", deal_month=Month("2026-04"))
    report(None, deal_month=Month("2026-03"))
    report("2027-01", stage=Stage.QUOTE, deal_month=Month("2026-02"))
    gone = report("2027-02", deal_month=Month("2026-01"))
    cast.page("ada").post(f"{MINE}/{gone}/withdraw", status=303)

    assert told(cast) == []


def test_others_are_told_nothing(cast, report):
    report("2027-01")

    assert told(cast, "ben") == told(cast, "mo") == []


def test_many_take_as_many_queries_as_one(app, cast, report):
    report("2027-01")
    one = queries_of(app, cast, MINE)
    for number in range(1, 5):
        report("2027-01", deal_month=Month(f"2026-0{number}"))

    assert queries_of(app, cast, MINE) == one

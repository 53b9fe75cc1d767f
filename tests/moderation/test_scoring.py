"""What a flag weighs, what flags hide, and what comes first."""

from datetime import UTC, datetime, timedelta

import pytest

from moderation import scoring
from moderation.scoring import Flagger

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def flagger(**facts) -> Flagger:
    known = {
        "verified": False,
        "trusted": False,
        "upheld": 0,
        "dismissed": 0,
        "of_the_vendor": False,
    }
    return Flagger(**(known | facts))


@pytest.mark.parametrize(
    ("facts", "weight"),
    [
        ({}, 1.0),
        ({"verified": True}, 2.0),
        ({"verified": True, "trusted": True}, 3.0),
        ({"trusted": True, "upheld": 16, "of_the_vendor": True}, 0.0),
        ({"upheld": 5}, 1.0),
        ({"upheld": 16}, 11.0),
        ({"upheld": 7, "dismissed": 3}, 1.0),
        ({"trusted": True, "dismissed": 16}, 0.0),
    ],
)
def test_a_flag_weighs_by_trust_and_accuracy(facts, weight):
    assert scoring.weight(flagger(**facts)) == weight


def test_flags_hide_from_a_score_on_and_never_what_is_verified():
    assert scoring.hides(8.0, is_verified=False)
    assert not scoring.hides(7.99, is_verified=False)
    assert not scoring.hides(800.0, is_verified=True)


def test_waiting_score_and_harm_are_one_order():
    hour = timedelta(hours=1)
    cases = [
        (NOON, 0.0, 0),
        (NOON + hour, 0.99, 0),
        (NOON + hour, 1.01, 0),
        (NOON + 8 * hour, 0.0, 1),
        (NOON + 9 * hour, 1.01, 1),
        (NOON + 48 * hour, 1e9, 0),
        (NOON - hour, 0.0, 0),
    ]

    ordered = sorted(cases, key=lambda case: scoring.rank(*case))

    assert [cases.index(one) for one in ordered] == [6, 2, 4, 0, 3, 5, 1]


def test_what_can_do_harm_is_due_sooner():
    assert scoring.due(NOON, 3) == NOON + timedelta(hours=4)
    assert scoring.due(NOON, 2) == NOON + timedelta(hours=24)

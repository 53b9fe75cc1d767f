"""What stands in place of a name tells no more than many share."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.accounts.traits import PublicSize
from community.threads.aliases import (
    CONTEXT_LABELS,
    FEWEST_ORGANISATIONS,
    Context,
    coarse,
    context_of,
    new_alias,
)

SMALL, MIDDLE = PublicSize.TO_50, PublicSize.TO_1000
SIZES = st.none() | st.sampled_from(PublicSize)


def orgs(first: int, last: int) -> set[int]:
    return set(range(first, last + 1))


@pytest.mark.parametrize(
    ("size", "there", "told"),
    [
        (MIDDLE, {MIDDLE: orgs(1, 5)}, Context.TO_1000),
        (MIDDLE, {MIDDLE: orgs(1, 4)}, Context.NOTHING),
        (MIDDLE, {MIDDLE: orgs(1, 4), None: {9}}, Context.VERIFIED),
        # "Verified" alone would say: none of the five small ones, so one of four.
        (MIDDLE, {MIDDLE: orgs(6, 9), SMALL: orgs(1, 5)}, Context.NOTHING),
        (None, {SMALL: orgs(1, 5), None: orgs(6, 9)}, Context.NOTHING),
        (None, {SMALL: orgs(1, 5), None: orgs(6, 10)}, Context.VERIFIED),
        # One organisation whose people gave three sizes is one.
        (None, {None: {1}, SMALL: {1, 2}, MIDDLE: {1, 3, 4}}, Context.NOTHING),
    ],
)
def test_a_size_is_told_where_five_organisations_share_it(size, there, told):
    assert context_of(size, there) is told


@given(
    there=st.dictionaries(SIZES, st.sets(st.integers(1, 12), min_size=1)),
    data=st.data(),
)
def test_whatever_is_told_fits_five_organisations_or_says_nothing(there, data):
    contexts = {size: context_of(size, there) for size in there}
    if not contexts:
        return
    told = contexts[data.draw(st.sampled_from(list(there)))]

    alike = set().union(*(there[s] for s, c in contexts.items() if c is told))

    assert told is Context.NOTHING or len(alike) >= FEWEST_ORGANISATIONS


def test_aliases_differ_and_can_be_no_handle():
    drawn = {new_alias() for _ in range(200)}

    assert len(drawn) == 200
    assert all(re.fullmatch(r"Anonymous [a-z2-9]{7}", one) for one in drawn)


def test_every_context_has_its_words():
    assert set(CONTEXT_LABELS) == set(Context)
    assert CONTEXT_LABELS[Context.TO_1000] == "Verified buyer, 201 to 1,000 people"


@given(st.integers(0, 10**8), st.integers(0, 9000))
def test_a_coarse_time_is_the_hour_or_what_everybody_saw_before(offset, seconds):
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=offset)
    before = at - timedelta(seconds=seconds)

    assert coarse(at) == at.replace(minute=0, second=0, microsecond=0)
    assert coarse(at, not_before=before) in {coarse(at), before}
    assert before <= coarse(at, not_before=before) <= at

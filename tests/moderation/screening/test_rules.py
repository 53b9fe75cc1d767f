"""The rules of screening: what each says, of whom, and when it says nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from community.core.screening import Ballot
from moderation.kinds import Reason
from moderation.screening import ballots, likeness, rules
from moderation.screening.facts import Author, Finding, Rule, Twin
from moderation.screening.thresholds import THRESHOLDS

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
NEW = Author(joined=NOW, is_new=True, times=(), public=0)
KNOWN = Author(joined=NOW - timedelta(days=90), is_new=False, times=(), public=9)
TEXT = "See https://a.example/x, www.b.example, http://A.example and http://c.example, http://d.example"


def test_links_of_a_new_account_are_named():
    found = rules.links_of_new(TEXT, NEW)

    assert found is not None
    assert found.sentence == (
        "Leads to a.example, b.example, c.example and 1 more; its author joined on "
        "26 Nov 2026."
    )
    assert rules.links_of_new(TEXT, KNOWN) is None
    assert rules.links_of_new("No link at all.", NEW) is None


def test_of_an_alias_the_day_of_joining_is_not_told():
    alias = Author(joined=None, is_new=True, times=(), public=0)

    found = rules.contacts_of_new("Write to me@cheap.example", alias)

    assert found is not None
    assert found.sentence == "Gives me@cheap.example; its author is new here."
    assert rules.contacts_of_new("Write to me@cheap.example", KNOWN) is None
    assert rules.contacts_of_new("We paid 12,000 a year.", NEW) is None


def test_pace_is_five_texts_within_ten_minutes():
    times = tuple(NOW - timedelta(minutes=2 * number) for number in range(5))
    fast = Author(joined=NOW, is_new=False, times=times, public=5)
    slow = Author(
        joined=NOW, is_new=False, times=(*times[:4], NOW - timedelta(hours=1)), public=5
    )

    found = rules.pace(fast)

    assert found is not None
    assert found.sentence == "5 texts of its author within 9 min."
    assert rules.pace(slow) is None


def test_a_first_text_faster_than_hands_is_told_with_its_seconds(monkeypatch):
    monkeypatch.setattr(rules, "FASTEST_HANDS", THRESHOLDS.typing_within)

    def of(author: Author, seconds: float | None):
        opened = None if seconds is None else NOW - timedelta(seconds=seconds)
        return rules.typing(opened, NOW, author)

    found = of(NEW, 1.24)
    assert found is not None
    assert found.sentence == (
        "Sent 1.2 s after its form was opened; its author joined on 26 Nov 2026."
    )
    assert not rules.holds([found], NEW)
    assert (of(NEW, 3), of(NEW, None), of(KNOWN, 1), of(NEW, -1)) == (None,) * 4
    assert of(replace(NEW, public=1), 1) is None, "not the first"


@pytest.mark.parametrize(
    ("same_author", "reason", "whose"),
    [
        (True, Reason.DUPLICATE, "by its author"),
        (False, Reason.ADVERTISING, "by somebody else"),
    ],
)
def test_what_stands_elsewhere_is_shown(same_author, reason, whose):
    twin = Twin("Another", "/questions/posts/x", 0.8, same_author)

    one, two = rules.repeated([twin]), rules.repeated([twin, twin])

    assert one is not None
    assert two is not None
    assert (one.reason, one.links) == (reason, (("Another", "/questions/posts/x"),))
    assert one.sentence == f"80% of it stands in 1 other text, the nearest {whose}."
    assert "2 other texts" in two.sentence
    assert rules.repeated([]) is None


def test_the_vendors_people_are_seen_by_domain_and_organisation():
    found = rules.of_the_team("arbor.example", frozenset({"arbor.example"}))

    assert found is not None
    assert found.reason is Reason.UNDISCLOSED
    assert rules.of_the_team("", frozenset({"arbor.example"})) is None
    assert rules.of_the_organisation(shares=True) is not None
    assert rules.of_the_organisation(shares=False) is None


def test_a_burst_takes_four_new_accounts():
    assert rules.burst(3) is None
    found = rules.burst(4)
    assert found is not None
    assert found.sentence.startswith("4 accounts that joined within 7 days")


def test_a_first_post_of_a_new_account_waits_and_nobody_elses():
    link = Finding(Rule.LINK, "A link.", 2.0, Reason.ADVERTISING)
    weak = Finding(Rule.PACE, "Fast.", 1.0, Reason.ADVERTISING)
    told = Finding(Rule.PATTERN, "A word.", 0.0, Reason.ADVERTISING, holds=True)
    second = Author(joined=NOW, is_new=True, times=(), public=1)

    assert rules.holds([link], NEW)
    assert rules.holds([weak, weak], NEW)
    assert not rules.holds([weak], NEW)
    assert not rules.holds([link], second)
    assert not rules.holds([link], KNOWN)
    assert rules.holds([told], KNOWN)


def test_texts_that_share_most_of_their_words_share_a_band():
    words = [f"word{number}" for number in range(60)]
    one = likeness.rows_of(" ".join(words))
    near = likeness.rows_of(" ".join([*words[:57], "quite", "another", "end"]))
    far = likeness.rows_of(" ".join(reversed(words)))

    assert likeness.share(one, near) > 0.9
    assert likeness.share(one, far) == likeness.share(one, frozenset()) == 0
    assert set(likeness.bands(one)) & set(likeness.bands(near))
    assert not set(likeness.bands(one)) & set(likeness.bands(far))
    assert likeness.bands(likeness.rows_of("too short")) == []


def test_votes_from_few_hands_are_found_and_those_in_exchange():
    one_way = [Ballot(at, 1, 2) for at in range(5)]
    back = [Ballot(9, 2, 1)]
    others = [Ballot(7, 3, voter) for voter in range(10, 20)] + [
        Ballot(at, 3, 2) for at in range(5)
    ]

    (ring,) = ballots.rings([*one_way, *back, *others])

    assert (ring.author_id, ring.voter_id, ring.object_id) == (1, 2, 0)
    assert ballots.finding_of(ring, "ben").sentence == (
        "ben gave 5 of the 5 votes that its author got within 30 days, and got 1 back."
    )
    (alone,) = ballots.rings(one_way)
    assert ballots.finding_of(alone, "ben").sentence.endswith("within 30 days.")


def test_few_hands_and_exchanges_are_told_of_one_author():
    few = [Ballot(at, 1, voter) for at in range(5) for voter in (2, 3)]
    many = [Ballot(at, 1, voter) for at in range(2) for voter in range(10, 14)]
    given = [Ballot(20 + at, 12, 1) for at in range(9)]

    assert ballots.hands([*few, *many, *given], 1) == [
        ballots.Hand(2, 5, 18, 0),
        ballots.Hand(3, 5, 18, 0),
    ]
    assert ballots.hands([*few[::2], Ballot(9, 2, 1)], 1)[0].sentence == (
        "gave 5 of the 5 votes that its author got within 30 days, and got 1 back"
    )
    exchanged = [Ballot(at, 1, 4) for at in range(3)] + [
        Ballot(30 + at, 1, voter) for at in range(30) for voter in (40 + at,)
    ]
    back = [Ballot(at, 4, 1) for at in range(3)]
    assert ballots.hands([*exchanged, *back], 1) == [ballots.Hand(4, 3, 33, 3)]
    assert ballots.hands([*exchanged, *back[1:]], 1) == []
    crowd = [Ballot(at, 1, voter) for at in range(5) for voter in range(2, 8)]
    assert ballots.hands(crowd, 1) == []

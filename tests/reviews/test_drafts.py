import pytest

from community.catalog.disclosure import Incentive, IncentiveSource
from community.core.errors import Invalid
from community.reviews.dimensions import SCALES, Dimension, star_words
from community.reviews.drafts import (
    MAX_TEXT,
    checked,
    facts_of,
    incentive_words,
    rendered,
)
from tests.reviews.made import BAD, GOOD, draft


def wrongs(**changes):
    with pytest.raises(Invalid) as refused:
        checked(draft(**changes))
    return refused.value.fields


def test_a_good_draft_comes_back_clean():
    clean = checked(draft(good=f"  {GOOD}\r\n", bad=f"{BAD}\x00"))

    assert (clean.good, clean.bad) == (GOOD, BAD)


@pytest.mark.parametrize("relationship", ["vendor", "competitor"])
def test_sellers_and_rivals_review_nothing(relationship):
    assert set(wrongs(relationship=relationship)) == {"relationship"}


def test_a_gift_has_a_giver_and_nothing_has_none():
    assert wrongs(incentive=Incentive.GIFT) == {"incentive_from": "Say who gave it."}
    nothing = draft(incentive_from=IncentiveSource.VENDOR)
    gift = draft(incentive=Incentive.GIFT, incentive_from=IncentiveSource.VENDOR)

    assert checked(nothing).incentive_from is None
    assert checked(gift).incentive_from is IncentiveSource.VENDOR


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_stars_are_one_to_five(stars):
    assert set(wrongs(stars=stars)) == {one.value for one in Dimension}


def test_renewal_and_exit_may_be_unknown_and_nothing_else():
    unknown = {one for one, scale in SCALES.items() if scale.may_be_unknown}

    assert unknown == {Dimension.RENEWAL, Dimension.EXIT}
    assert set(wrongs(ratings={})) == {"price_clarity", "value", "support"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "20 characters"),
        ("short", "20 characters"),
        ("\u200b" * 40, "20 characters"),
        ("x" * (MAX_TEXT + 1), "5,000"),
        (f"{'|a' * 200}|\n{'|-' * 200}|\n" + "|\n" * 150, "too large"),
    ],
)
def test_texts_have_a_length_that_helps(text, why):
    found = wrongs(good=text, bad=text)

    assert set(found) == {"good", "bad"}
    assert why in found["good"]


def test_a_text_that_shows_nothing_is_refused():
    with pytest.raises(Invalid) as refused:
        rendered("bad", "[](https://example.org/a/long/address)")

    assert "would be seen" in refused.value.fields["bad"]


def test_a_text_that_grows_too_large_is_refused():
    with pytest.raises(Invalid) as refused:
        rendered("good", f"{'|a' * 60}|\n{'|-' * 60}|\n" + "|\n" * 100)

    assert "grows too large" in refused.value.fields["good"]


def test_every_star_of_every_dimension_has_its_words():
    words = {star_words(one, stars) for one in Dimension for stars in range(1, 6)}

    assert len(words) == 25
    assert star_words(Dimension.VALUE, 4) == "4 of 5: Worth it"
    assert star_words(Dimension.EXIT, None) == "Can’t say yet"


def test_what_was_given_is_told_with_its_giver():
    assert incentive_words(Incentive.NONE, None) == "Nothing"
    assert incentive_words(Incentive.GIFT, IncentiveSource.VENDOR) == (
        "A gift, from the vendor"
    )
    assert facts_of(draft()).splitlines()[:3] == [
        "Relationship: We buy it",
        "Got for it: Nothing",
        "Price clarity: 4 of 5: Clear, with one surprise",
    ]

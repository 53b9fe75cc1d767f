"""What may be shown of a set of prices: the ladder, the parts, dominance, the grid."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from community.prices.contributions import Contribution
from community.prices.dimensions import Choice, Dimension
from community.prices.publisher import publish
from community.prices.thresholds import Thresholds
from tests.prices.tables import alike, f1_contributions, medians

BY_SIZE = Choice(Dimension.SIZE, instead_of_quartiles=True)
BY_REGION = Choice(Dimension.REGION, instead_of_quartiles=True)


def in_regions(*counts: int) -> list[Contribution]:
    """Return F1's prices with regions by list order, so many to each."""
    names = [f"R{place}" for place, count in enumerate(counts) for _ in range(count)]
    return [
        replace(one, traits={Dimension.REGION: name})
        for one, name in zip(f1_contributions(), names, strict=True)
    ]


def test_f1_total_has_quartiles():
    total = publish(f1_contributions()).total

    assert total.organisations == "10–19"
    assert (total.p25, total.median, total.p75) == (920, 1000, 1150)
    assert total.interval is None
    assert total.bins == ()


def test_f1_by_size_stands_instead_of_quartiles():
    published = publish(f1_contributions(), BY_SIZE)

    assert published.total.median == 1000
    assert published.total.p25 is None
    assert medians(published, Dimension.SIZE) == {"SMB": 920, "MID+ENT": 1100}
    bands = {
        cell.organisations for cell in published.breakdowns[Dimension.SIZE].values()
    }
    assert bands == {"5–9"}


def test_f1_by_region_has_an_other():
    published = publish(f1_contributions(), BY_REGION)

    assert medians(published, Dimension.REGION) == {"EMEA": 980, "Other": 1000}


def test_twelve_never_have_quartiles_and_a_breakdown():
    published = publish(f1_contributions(), Choice(Dimension.SIZE))

    assert published.total.p25 == 920
    assert published.breakdowns == {Dimension.SIZE: None}


def test_eleven_have_the_median_alone():
    published = publish(f1_contributions()[:11], BY_SIZE)

    assert published.total.median == 980
    assert published.total.p25 is None
    assert published.breakdowns == {Dimension.SIZE: None}


def test_five_are_shown_and_four_are_not():
    assert publish(f1_contributions()[:5]).total.median == 920
    assert publish(f1_contributions()[:4]).total is None
    assert publish([]).total is None


def test_a_part_whose_rest_would_be_four_is_not_shown():
    assert medians(publish(in_regions(8, 4), BY_REGION), Dimension.REGION) is None
    shown = publish(in_regions(7, 5), BY_REGION)
    assert medians(shown, Dimension.REGION) == {"R0": 940, "R1": 1200}


def test_five_deals_of_one_organisation_are_one():
    own = [Contribution("o01", 900.0 + number, 6) for number in range(5)]

    assert publish(own).total is None


def test_an_organisations_price_is_the_median_of_its_own():
    own = [Contribution("o00", price, 6) for price in (500.0, 1000.0, 2000.0)]

    with_own = publish([*alike(5)[1:], *own]).total

    assert with_own.median == publish(alike(5)).total.median


def test_prices_younger_than_three_months_and_older_than_36_do_not_count():
    fresh = [replace(one, age_months=2) for one in alike(1)]
    stale = [replace(one, age_months=37) for one in alike(1)]

    assert publish([*fresh, *alike(5)[1:]]).total is None
    assert publish([*stale, *alike(5)[1:]]).total is None
    assert publish(alike(5), thresholds=Thresholds(age_months=12)).total is None


def test_nobody_weighs_more_than_a_quarter():
    fresh = Contribution("fresh", 1000, 3)
    old = [replace(one, age_months=36) for one in alike(5)[1:]]

    assert publish([fresh, *old]).total is None
    assert publish([replace(fresh, age_months=34), *old]).total is not None


def test_who_shows_a_card_does_not_count():
    shown = replace(alike(5)[0], is_visible=True)

    assert publish([shown, *alike(5)[1:]]).total is None
    assert publish([shown, *alike(6)[1:]]).total.organisations == "5–9"


def test_the_rungs():
    at = {
        count: publish(alike(count)).total for count in (5, 11, 12, 19, 20, 39, 40, 100)
    }

    assert [count for count, cell in at.items() if cell.p25 is not None] == [
        12, 19, 20, 39, 40, 100,
    ]  # fmt: skip
    assert [count for count, cell in at.items() if cell.interval] == [20, 39, 40, 100]
    assert [count for count, cell in at.items() if cell.p10 is not None] == [40, 100]
    assert [cell.organisations for cell in at.values()] == [
        "5–9", "10–19", "10–19", "10–19", "20–49", "20–49", "20–49", "100+",
    ]  # fmt: skip


def parted(*counts: int) -> list[Contribution]:
    found, number = [], 0
    for place, count in enumerate(counts):
        for _ in range(count):
            found.append(
                replace(
                    alike(number + 1)[-1],
                    traits={
                        Dimension.SIZE: ("SMB", "MID", "ENT")[place],
                        Dimension.REGION: f"R{number % 2}",
                    },
                )
            )
            number += 1
    return found


def test_from_twenty_on_a_breakdown_stands_beside_quartiles_with_parts_of_eight():
    published = publish(parted(8, 12), Choice(Dimension.SIZE))
    thin = publish(parted(7, 13), Choice(Dimension.SIZE))

    assert published.total.p25 is not None
    assert set(published.breakdowns[Dimension.SIZE]) == {"SMB", "MID"}
    assert thin.breakdowns[Dimension.SIZE] is None


def test_a_second_breakdown_needs_forty_and_parts_of_twenty():
    both = Choice(Dimension.SIZE, Dimension.REGION)

    at_20 = publish(parted(10, 10), both)
    at_40 = publish(parted(20, 20), both)

    assert at_20.breakdowns[Dimension.REGION] is None
    assert set(at_40.breakdowns[Dimension.REGION]) == {"R0", "R1"}
    assert set(at_40.breakdowns[Dimension.SIZE]) == {"SMB", "MID"}


def test_thin_bands_merge_with_the_next():
    def labels(*counts):
        parts = publish(parted(*counts), Choice(Dimension.SIZE)).breakdowns[
            Dimension.SIZE
        ]
        return None if parts is None else list(parts)

    assert labels(3, 10, 10) == ["SMB+MID", "ENT"]
    assert labels(10, 3, 10) == ["SMB", "MID+ENT"]
    assert labels(10, 10, 3) == ["SMB", "MID+ENT"]
    assert labels(20, 3, 0) is None


def test_a_histogram_has_no_bar_of_fewer_than_three():
    spread = [
        replace(one, price=1000.0 + 20 * number) for number, one in enumerate(alike(39))
    ]

    bins = publish([*spread, Contribution("far", 9_000.0, 6)]).total.bins

    assert publish(alike(39)).total.bins == ()
    assert bins[0].low is None
    assert bins[-1].high is None
    assert all(one.percent >= 5 for one in bins)
    assert all(one.high is None or one.high < 2_000 for one in bins)
    assert len(bins) > 4


def test_prices_that_are_all_alike_have_no_histogram():
    same = [Contribution(f"o{number}", 1000.0, 6) for number in range(40)]

    total = publish(same).total

    assert total.bins == ()
    assert (total.p10, total.p90) == (1000, 1000)


def test_the_interval_is_rounded_outward():
    total = publish(alike(20, price=1012.0)).total

    assert total.interval == (Decimal(1000), Decimal(1050))


def test_the_volume_slope_needs_twenty_and_four_bands():
    def with_quantities(bands):
        return [
            replace(
                one,
                price=1000 * 0.94**place,
                quantity=10 * 2.0**place,
                traits={Dimension.QUANTITY: f"band {place}"},
            )
            for number, one in enumerate(alike(20))
            for place in [number % bands]
        ]

    assert publish(with_quantities(4)).total.per_doubling == -6
    assert publish(with_quantities(3)).total.per_doubling is None
    assert publish(with_quantities(4)[:19]).total.per_doubling is None


def test_the_trend_needs_twenty_and_four_months():
    rising = [
        replace(one, price=1000 * 1.1 ** (-age / 12), age_months=age)
        for number, one in enumerate(alike(24))
        for age in [4 + number]
    ]

    assert publish(rising).total.per_year == (10, 10, 10)
    assert publish(alike(24)).total.per_year is None


def test_a_sybil_sees_its_own_price():
    planted = [Contribution(f"sybil{number}", 1000.0, 6) for number in range(4)]

    total = publish([*planted, Contribution("victim", 1234.0, 6)]).total

    assert total.median == 1000


def test_raised_thresholds_raise_every_rung():
    strict = Thresholds(median=8, quartiles=15, interval=25, tails=50)

    assert publish(alike(7), thresholds=strict).total is None
    assert publish(alike(12), thresholds=strict).total.p25 is None
    assert publish(alike(20), thresholds=strict).total.interval is None
    assert publish(alike(40), thresholds=strict).total.p10 is None


organisations = st.integers(0, 60).map(lambda number: f"o{number}")
rows = st.lists(
    st.builds(
        Contribution,
        organisation=organisations,
        price=st.floats(1, 1e5),
        age_months=st.integers(0, 40),
        is_visible=st.booleans(),
        traits=st.fixed_dictionaries(
            {
                Dimension.SIZE: st.sampled_from(["SMB", "MID", "ENT"]),
                Dimension.REGION: st.sampled_from(["EMEA", "APAC", "AMER", "LATAM"]),
            }
        ),
    ),
    max_size=120,
)
choices = st.builds(
    Choice,
    first=st.sampled_from([Dimension.SIZE, Dimension.REGION]),
    second=st.none(),
    instead_of_quartiles=st.booleans(),
)


@settings(max_examples=80)
@given(rows, choices)
def test_nothing_shown_leaves_one_to_four_organisations_apart(contributions, choice):
    published = publish(contributions, choice)

    if published.total is None:
        assert all(parts is None for parts in published.breakdowns.values())
        return
    everybody = set(published.total.members)
    assert len(everybody) >= 5
    for parts in published.breakdowns.values():
        shown = [set(cell.members) for cell in (parts or {}).values()]
        assert all(len(part) >= 5 for part in shown)
        assert sum(map(len, shown)) == len(set().union(*shown))
        for hidden in range(1 << len(shown)):
            union = set().union(
                *(part for place, part in enumerate(shown) if hidden >> place & 1)
            )
            assert len(everybody - union) not in {1, 2, 3, 4}


@settings(max_examples=50)
@given(rows, choices, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(contributions, choice, random):
    shuffled = list(contributions)
    random.shuffle(shuffled)

    assert publish(shuffled, choice) == publish(contributions, choice)


@settings(max_examples=50)
@given(rows, choices, st.floats(1, 1e6))
def test_a_suppressed_price_moves_nothing(contributions, choice, price):
    few = [one for one in contributions if one.organisation in {"o1", "o2", "o3"}]
    moved = [replace(one, price=price) for one in few]

    assert publish(few, choice) == publish(moved, choice)


def test_no_interval_stands_beside_a_breakdown():
    alone = publish(parted(10, 10)).total
    beside = publish(parted(10, 10), Choice(Dimension.SIZE)).total
    withheld = publish(parted(17, 3), Choice(Dimension.SIZE)).total

    assert alone.interval is not None
    assert beside.interval is None
    assert withheld.interval is not None
    assert beside.confidence is alone.confidence


def test_no_bars_stand_beside_two_breakdowns():
    spread = [
        replace(one, price=1000.0 + 20 * number)
        for number, one in enumerate(parted(20, 20))
    ]

    one = publish(spread, Choice(Dimension.SIZE)).total
    two = publish(spread, Choice(Dimension.SIZE, Dimension.REGION)).total

    assert one.bins != ()
    assert two.bins == ()
    assert two.p10 is not None

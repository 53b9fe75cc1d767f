"""Every country has one region and a name."""

from collections import Counter

from community.accounts.traits import Region
from community.deals.countries import _CODES, REGION_OF, country_choices, country_name


def test_no_country_lies_in_two_regions():
    codes = Counter(code for codes in _CODES.values() for code in codes.split())

    assert [code for code, count in codes.items() if count > 1] == []


def test_regions_of_some_countries():
    found = {code: REGION_OF[code] for code in ("US", "MX", "DE", "IL", "ZA", "JP")}

    assert found == {
        "US": Region.NORTH_AMERICA,
        "MX": Region.LATIN_AMERICA,
        "DE": Region.EMEA,
        "IL": Region.EMEA,
        "ZA": Region.EMEA,
        "JP": Region.APAC,
    }


def test_every_country_has_a_name_and_they_are_in_order():
    names = [name for _, name in country_choices()]

    assert len(names) == len(REGION_OF)
    assert names == sorted(names)
    assert country_name("CH") == "Switzerland"

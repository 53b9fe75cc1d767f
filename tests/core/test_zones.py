from datetime import UTC, datetime

from community.core.zones import UTC_ZONE, in_zone, zone_names

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def test_the_zones_of_the_regions_can_be_chosen_and_utc_first():
    assert zone_names()[0] == UTC_ZONE
    assert {"Europe/Berlin", "America/New_York", "Asia/Kolkata"} <= set(zone_names())
    assert not {"CET", "Etc/GMT+5", "localtime"} & set(zone_names())


def test_an_instant_stays_the_same_on_other_clocks():
    there = in_zone(NOON, "Asia/Kolkata")
    assert there == NOON
    assert f"{there:%H:%M %Z}" == "17:30 IST"


def test_a_zone_that_is_gone_is_utc():
    assert f"{in_zone(NOON, 'Mars/Olympus_Mons'):%H:%M %Z}" == "12:00 UTC"

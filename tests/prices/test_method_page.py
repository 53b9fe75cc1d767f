"""The method page tells today's settings, and whatever they are."""

from dataclasses import replace
from datetime import date

import pytest

from community.core.db import transaction
from community.core.environment import HostRelationship
from community.prices.explained import explain
from tests.prices.factories import THIRD, f1, publish_series, series_of
from tests.prices.seeds import arbor_desk


@pytest.fixture
def stricter(app):
    """The site with other settings, until the test is over."""
    before = app.extensions["fairquote.settings"]
    app.extensions["fairquote.settings"] = replace(
        before,
        median_from=8,
        page_budget=0,
        quartiles_from=15,
        release="weekly",
        evidence_days=7,
        host_relationship=HostRelationship.VENDOR_WIDER,
    )
    yield
    app.extensions["fairquote.settings"] = before


def test_method_tells_thresholds_ladder_and_calendar(app, page):
    with app.app_context(), transaction():
        publish_series(series_of(arbor_desk()), f1())

    words = page.get("/method").words()

    assert "A median needs 5 organisations, quartiles 12, an interval 20" in words
    assert "5–11 the median of all" in words
    assert "Last release 1 Nov 2026" in words
    assert "on the first of each month" in words
    assert "deleted 30 days after the decision at the latest" in words
    assert "Deals whose month lies 3 to 36 months back." in words
    assert "only its own products are discussed here" in words
    assert "120 pages a minute from one address" in words
    assert "at most 17 % of its prices stood in one before" in words
    assert "from 20 organisations in 4 bands of quantity on" in words


@pytest.mark.usefixtures("stricter")
def test_method_tells_other_settings(page):
    words = page.get("/method").words()

    assert "A median needs 8 organisations, quartiles 15, an interval 20" in words
    assert "8–14 the median of all" in words
    assert "every Monday" in words
    assert "Reading is limited, and vendors see exactly" in words
    assert "deleted 7 days after the decision" in words
    assert "Deals whose month lies 12 to 36 months back." in words
    assert "also sells in the categories discussed here" in words


@pytest.mark.usefixtures("stricter")
def test_what_is_not_published_yet_names_the_settings(app, page):
    with app.app_context(), transaction():
        arbor_desk()

    words = page.get("/prices/arbor/arbor-desk/").words()

    assert "published once eight organisations have shared theirs" in words
    assert "on a fixed day of the week, rounded" in words


def test_method_has_every_rule_and_tier(page):
    shown = page.get("/method")

    assert [name for name in shown.ids if name[:1] == "p" and name[1:].isdigit()] == [
        f"p{number}" for number in range(1, 21)
    ]
    assert "Document checked A moderator has seen" in shown.words()


def test_method_knows_no_parameters(page):
    page.get("/method?k=1", status=400)


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        ("weekly", date(2026, 11, 9)),
        ("monthly", date(2026, 12, 1)),
        ("quarterly", date(2027, 1, 1)),
    ],
)
def test_the_next_release_is_the_calendars(settings, release, expected):
    told = explain(replace(settings, release=release), THIRD, date(2026, 11, 3))

    assert told.next_release == expected
    assert told.last_release == THIRD


def test_a_rung_that_settings_swallow_is_none(settings):
    told = explain(replace(settings, quartiles_from=20), None, THIRD)

    assert told.rungs[2].organisations == "none"

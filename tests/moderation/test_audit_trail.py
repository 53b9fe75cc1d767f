"""The audit as staff read it: filtered, as a table, and what the host isn't told."""

import csv

import pytest

from community.core import reasons
from community.core.db import transaction
from tests.moderation.appealing import HIDE, decided
from tests.queries import count_queries

AUDIT = "/moderation/audit"


@pytest.fixture
def rows(app, cast, scene) -> None:
    """A decision, its refusal of a host, and a price that a moderator has read."""
    decided(app, cast, scene.post, HIDE)
    cast.page("hana").post(f"/moderation/open/review/{scene.review}")
    with app.app_context(), transaction():
        mo = cast.actor("mo")
        reasons.audit(mo, "deal.read", "deal d-17", "=It is 1,200 a seat.")
        reasons.audit(mo, "hold.decide.refused", "/moderation/deals/d-17", "Mine.")


def table(page, query: str = "") -> list[dict[str, str]]:
    return list(
        csv.DictReader(page.client.get(f"{AUDIT}.csv{query}").text.splitlines())
    )


def test_moderators_read_who_did_what_and_why(cast, scene, rows):
    mia = cast.page("mia")
    told = mia.get(AUDIT).words()

    assert "case.open.refused" in told
    assert f"post {scene.post}" in told
    assert "deal d-17" in told
    assert "=It is 1,200 a seat." in told
    latest = table(mia)
    assert [one["action"] for one in latest] == [
        "hold.decide.refused",
        "deal.read",
        "case.open.refused",
        "case.hidden",
    ]
    assert latest[-1]["reason"] == HIDE["reason"], "what was found stands on the case"
    assert latest[1]["reason"] == "'=It is 1,200 a seat."
    assert len(latest[1]["hash"]) == 64
    assert [int(one["number"]) for one in latest] == [4, 3, 2, 1]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("?action=case.", ["2", "1"]),
        ("?action=case.hidden&month=", ["1"]),
        ("?action=%25", []),
        ("?who=MO", ["4", "3", "1"]),
        ("?who=nobody", []),
        ("?subject=deal+d-17", ["3"]),
        ("?month=2020-01", []),
    ],
)
def test_rows_are_found_by_action_person_subject_and_month(cast, rows, query, numbers):
    mia = cast.page("mia")

    assert [one["number"] for one in table(mia, query)] == numbers
    assert ("No row fits" in mia.get(f"{AUDIT}{query}").words()) == (not numbers)


def test_an_audit_without_rows_says_so(cast):
    assert "Nothing yet" in cast.page("mo").get(AUDIT).words()


def test_the_host_reads_of_a_price_the_day_and_the_deed_alone(cast, rows):
    hana = cast.page("hana")
    told = hana.get(AUDIT).words()

    assert "d-17" not in told
    assert "1,200" not in told
    assert "Told to moderators alone" in told
    held, read, *others = table(hana)
    assert (held["subject"], read["subject"]) == ("", "deal")
    assert len(read["at"]) == len("2026-01-01")
    assert all(len(one["at"]) > len(read["at"]) for one in others)
    assert table(hana, "?subject=deal+d-17") == []


@pytest.mark.parametrize(
    "query", ["?month=2026-13", "?who=%00", f"?subject={'x' * 201}", "?hash=1"]
)
def test_what_can_not_be_asked_is_refused(cast, rows, query):
    cast.page("mia").get(f"{AUDIT}{query}", status=400)


def test_a_page_costs_the_same_however_long_the_audit_is(app, cast, rows):
    mia = cast.page("mia")
    with count_queries() as few:
        mia.get(AUDIT)
    with app.app_context(), transaction():
        for _ in range(60):
            reasons.audit(cast.actor("mo"), "deal.read", "deal d-1", "Once more.")

    with count_queries() as many:
        assert "Older" in mia.get(AUDIT).words()

    assert len(many) == len(few)

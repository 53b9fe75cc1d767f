"""The list beside a case: the head of the queue that one goes through, and its size."""

import re

import pytest

from moderation import queries
from moderation.kinds import Reason
from tests.moderation.conftest import report


@pytest.fixture
def two(app, cast, scene) -> list[str]:
    return [
        report(app, cast, "cleo", "review", scene.review, Reason.ADVERTISING),
        report(app, cast, "ben", "official", scene.official, Reason.ADVERTISING),
    ]


def beside(page, public_id: str, query: str = "") -> list[tuple[str, bool]]:
    """Return address and "is it this one" of each case in the list beside one."""
    html = page.get(f"/moderation/cases/{public_id}{query}").html
    found = re.findall(r'<a class="case"\s+href="([^"]+)"\s+(aria-current)?', html)
    return [(address, bool(current)) for address, current in found]


def test_the_queue_stands_beside_a_case(cast, two):
    mo = cast.page("mo")
    addresses = [f"/moderation/cases/{one}" for one in two]
    assert sorted(beside(mo, two[0])) == sorted(
        zip(addresses, (True, False), strict=True)
    )
    assert "2 open" in mo.get(f"/moderation/cases/{two[0]}").words()


def test_it_keeps_what_the_queue_was_filtered_by(cast, two):
    mo = cast.page("mo")
    only = [(f"/moderation/cases/{two[0]}?kind=review", True)]
    assert beside(mo, two[0], "?kind=review") == only
    mo.post(f"/moderation/cases/{two[0]}/claim")
    page = mo.get(f"/moderation/cases/{two[0]}?show=mine")
    assert "1 held by you" in page.words()


def test_beyond_one_page_nothing_is_counted(cast, two, monkeypatch):
    monkeypatch.setattr(queries, "QUEUE_SIZE", 1)
    mo = cast.page("mo")
    assert len(beside(mo, two[0])) == 1
    assert "1+ open" in mo.get(f"/moderation/cases/{two[0]}").words()


def test_one_key_chooses_a_decision(cast, two):
    mo = cast.page("mo")
    address = f"/moderation/cases/{two[0]}"
    assert "c" in keyed(mo.get(address).html)
    mo.post(f"{address}/claim")
    keys = keyed(mo.get(address).html)
    assert {*"dehrn"} <= keys.keys()
    for key, verdict in zip(
        "dehr", ("approve", "redact", "hide", "remove"), strict=True
    ):
        assert f'value="{verdict}"' in keys[key]
    assert "/moderation/next?after=" in keys["n"]


def keyed(html: str) -> dict[str, str]:
    """Return the tags that keys press, by key."""
    tags = [tag for tag in re.findall(r"<[^>]+>", html) if "aria-keyshortcuts" in tag]
    return {re.findall(r'keyshortcuts="(.)"', tag)[0]: tag for tag in tags}

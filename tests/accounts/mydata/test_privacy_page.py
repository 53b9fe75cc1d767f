"""/privacy tells what is kept, from the settings and limits that are in force."""

from dataclasses import replace

from flask import Flask

from community.core.personal import parts, retention
from community.core.settings import get_settings
from tests.cast import Cast
from tests.page import PageClient


def test_the_page_tells_each_row(page: PageClient, app: Flask) -> None:
    told = page.get("/privacy").words()

    with app.app_context():
        rows = [row for _, kept in retention(get_settings()) for row in kept]
    assert len(rows) > 25
    assert [row.what for row in rows if row.what not in told] == []
    assert [row.how_long for row in rows if row.how_long not in told] == []


def test_settings_change_what_it_says(app: Flask) -> None:
    with app.app_context():
        other = replace(get_settings(), evidence_days=11, notice_days=5)
        words = " ".join(row.how_long for _, kept in retention(other) for row in kept)

    assert "and 11 days more" in words
    assert "within 5 days" in words


def test_each_room_with_people_in_it_says_how_long(app: Flask) -> None:
    with app.app_context():
        silent = [
            part.name
            for part in parts()
            if any(held.title for held in part.held)
            and not part.retention(get_settings())
        ]

    assert silent == ["catalogue"]


def test_every_page_leads_there(page: PageClient, cast: Cast) -> None:
    assert 'href="/privacy"' in page.get("/").response.text
    assert "/privacy" in cast.page("ada").get("/account/data").response.text

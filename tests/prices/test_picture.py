"""The picture of a product's links: drawn from what is published, or from nothing."""

from io import BytesIO

import pytest
from PIL import Image

from community.core.db import transaction
from community.prices import picture
from tests.prices.factories import f1, publish_series, series_of
from tests.prices.seeds import arbor_desk

PATH = "/prices/arbor/arbor-desk/picture.png"


@pytest.fixture
def desk(app):
    with app.app_context(), transaction():
        arbor_desk()


def drawn(page, path=PATH):
    answer = page.client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    with Image.open(BytesIO(answer.data)) as image:
        assert image.size == (1200, 630)
    assert len(answer.data) < 60_000
    return answer.data


def test_it_is_drawn_of_the_published_figure(app, page, desk):
    before = drawn(page)
    with app.app_context(), transaction():
        publish_series(series_of(arbor_desk()), f1())

    assert drawn(page) != before


def test_contributors_and_visitors_get_the_same(app, page, cast, desk):
    with app.app_context(), transaction():
        publish_series(series_of(arbor_desk()), f1())

    assert drawn(cast.page("ada")) == drawn(page)


def test_the_page_names_it(page, desk):
    html = page.get("/prices/arbor/arbor-desk/").html

    assert f'property="og:image" content="http://127.0.0.1:8000{PATH}"' in html


def test_a_very_long_name_in_any_script_is_drawn(app, page):
    with app.app_context(), transaction():
        product = arbor_desk()
        product.name = "製品 Ünïcödé \u202e" + "W" * 170
    drawn(page)


def test_without_a_font_of_the_system_words_are_plain(app, page, desk, monkeypatch):
    monkeypatch.setattr(picture, "_FONTS", ())
    drawn(page)

    assert picture._plain("Größe: €920 – £1,150") == "Groe: EUR 920 to GBP 1,150"


def test_no_product_has_no_picture(page, desk):
    assert page.get("/prices/arbor/none/picture.png", status=None).status == 404

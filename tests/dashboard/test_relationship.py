"""What the host sells stands above every page where it sells what is discussed (16 CFR 465.6)."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from community.core.environment import HostRelationship
from tests.prices.factories import f1, publish_series, series_of
from tests.prices.seeds import arbor_desk
from tests.remembering import remembered

PAGES = ("/", "/prices/", "/prices/arbor/arbor-desk/", "/questions/", "/login")
SELLS_NONE = "run by a host that sells none of the products discussed here"
OWN = "run by a vendor whose own products are discussed here"
WIDER = "run by a vendor that also sells in the categories discussed here"
SOLD = {
    HostRelationship.INDEPENDENT: SELLS_NONE,
    HostRelationship.VENDOR_OWN: OWN,
    HostRelationship.VENDOR_WIDER: WIDER,
}


@pytest.fixture(params=SOLD)
def relationship(app, request) -> Iterator[HostRelationship]:
    before = app.extensions["fairquote.settings"]
    app.extensions["fairquote.settings"] = replace(
        before, host_relationship=request.param
    )
    yield request.param
    app.extensions["fairquote.settings"] = before


def test_a_host_that_sells_says_so_above_each_page_and_another_at_its_foot(
    app, page, relationship
):
    remembered(app, "F1's desk", lambda: publish_series(series_of(arbor_desk()), f1()))

    sells = relationship is not HostRelationship.INDEPENDENT
    for path in (*PAGES, "/nowhere"):
        html = page.get(path, status=None).html
        assert [html.count(one) for one in SOLD.values()] == [
            int(one is relationship) for one in SOLD
        ], path
        above = html.index(SOLD[relationship]) < html.index("<main")
        assert above is sells, path


def test_the_desk_tells_what_is_set_and_where(cast, relationship):
    words = cast.page("hana").get("/host/site/").words()

    assert f"The site is {SOLD[relationship]}." in words
    assert f"FAIRQUOTE_HOST_RELATIONSHIP is {relationship} and is set where" in words

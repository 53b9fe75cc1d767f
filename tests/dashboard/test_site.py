"""What the host says and what the site wears: read by all, put away by each, readable by law."""

import io
import re

import pytest
import sqlalchemy as sa
import time_machine
from PIL import Image, PngImagePlugin

from community.core import clock
from community.core.db import db
from community.core.errors import Invalid
from community.dashboard.models import SiteDress
from community.dashboard.site import contrast, rules
from community.dashboard.site.contrast import DARK, LIGHT, accent_of, ratio, weakest
from tests.prices.factories import f1, publish_series, series_of
from tests.prices.seeds import arbor_desk
from tests.remembering import remembered

SAID = "On Sunday from 8 to 9 the site is closed."
PAGE = "/prices/arbor/arbor-desk/"


@pytest.fixture
def host(cast):
    return cast.page("hana")


@pytest.fixture
def desk(app):
    remembered(app, "F1's desk", lambda: publish_series(series_of(arbor_desk()), f1()))


def announce(host, **more):
    typed = {"said": SAID, "said_until": "2027-01-31", **more}
    return host.post("/host/site/announcement", typed)


def test_an_announcement_is_the_same_for_all_and_put_away_by_each(
    app, cast, host, page, desk
):
    with time_machine.travel("2027-01-20T12:00:00+00:00", tick=False):
        assert announce(cast.page("hana")).status == 303
        shown = page.get("/prices/")
        assert SAID in shown.words()
        said_id = re.search(r'data-said="(\w+)"', shown.html)[1]

        put_away = page.client.post("/announcement/read", data={"said": said_id})
        assert put_away.status_code == 303
        sheet = page.client.get("/theme.css").get_data(as_text=True)
        assert f'[data-said="{said_id}"] {{ display: none !important; }}' in sheet
        assert page.get("/prices/").html == shown.html  # hidden by the sheet alone
        other = app.test_client().get("/theme.css").get_data(as_text=True)
        assert "data-said" not in other
        announce(cast.page("hana"), said="Another one.")
        assert said_id not in page.get("/prices/").html
    with time_machine.travel("2027-02-01T00:00:00+00:00", tick=False):
        assert "Another one." not in page.get("/prices/").words()


def test_the_desk_shows_what_the_site_wears(host):
    shown = host.get("/host/site/")
    assert 'value="#0a6b68"' in shown.html
    assert "Nobody may frame it yet" in shown.words()


def test_what_is_said_can_be_taken_down_and_is_plain_text(host, page):
    announce(host, said="<b>Loud</b>", said_until="2026-12-31")
    assert "<b>Loud" not in page.get("/prices/").html
    host.post("/host/site/announcement/stop", status=303)
    assert "Loud" not in page.get("/prices/").words()


@pytest.mark.parametrize(
    "wrong",
    [
        {"said": ""},
        {"said": "x" * 301},
        {"said_until": "2020-01-01"},
        {"said_until": "2099-01-01"},
        {"said_until": "soon"},
    ],
)
def test_a_wrong_announcement_comes_back_as_it_was_typed(app, host, wrong):
    refused = announce(host, **wrong)
    assert refused.status == 422
    assert wrong.get("said", SAID)[:300] in refused.html
    with app.app_context():
        assert db.session.scalar(sa.select(SiteDress.said)) in {None, ""}


@pytest.mark.parametrize("said", ["", "x" * 301])
def test_an_announcement_is_said_in_few_words_without_the_form_too(app, cast, said):
    with app.app_context(), pytest.raises(Invalid):
        rules.announce(cast.actor("hana"), said, clock.now().date())


def test_only_an_announcements_id_goes_into_the_stylesheet(page):
    for odd in ("", "x" * 25, '"] {} body', "a b"):
        assert (
            page.client.post("/announcement/read", data={"said": odd}).status_code
            == 422
        )
    page.client.set_cookie("announcement-read", '"]{}*{display:none}[x="')
    assert "display" not in page.client.get("/theme.css").get_data(as_text=True)


def test_contrast_is_computed_as_wcag_does():
    assert ratio("#000000", "#ffffff") == 21
    assert ratio("#ffffff", "#ffffff") == 1
    assert round(ratio("#777777", "#ffffff"), 2) == 4.48
    assert round(ratio("#767676", "#ffffff"), 2) == 4.54
    assert contrast.mixed("#000000", "#ffffff", 0.5) == "#808080"
    # Our own accents pass what is asked of others.
    for colour, scheme in (("#0a6b68", LIGHT), ("#54bfb4", DARK)):
        assert weakest(accent_of(colour, scheme), scheme)[0] >= contrast.LEAST_TEXT


def test_colours_that_cannot_be_read_are_refused_with_their_ratio(app, host, page):
    refused = host.post(
        "/host/site/colours", {"accent_light": "#ffcc00", "accent_dark": "#54bfb4"}
    )
    assert refused.status == 422
    assert re.search(r"its contrast is 1\.\d\d to 1 on", refused.words())
    assert "4.5 to 1 (WCAG AA)" in refused.words()
    assert 'value="#ffcc00"' in refused.html
    odd = host.post("/host/site/colours", {"accent_light": "red;}", "accent_dark": ""})
    assert odd.status == 422
    assert "/brand/" not in page.get("/prices/").html

    host.post(
        "/host/site/colours",
        {"accent_light": "#7A1FA2", "accent_dark": "#d9a6f5"},
        status=303,
    )
    address = re.search(r"/brand/\w+\.css", page.get("/prices/").html)[0]
    sheet = page.client.get(address)
    assert "--accent:light-dark(#7a1fa2,#d9a6f5)" in sheet.get_data(as_text=True)
    assert "immutable" in sheet.headers["Cache-Control"]
    assert "Set-Cookie" not in sheet.headers

    host.post("/host/site/colours", {"usual": "y"}, status=303)
    assert "/brand/" not in page.get("/prices/").html
    assert page.client.get(address).status_code == 404


def picture() -> bytes:
    image = Image.new("RGB", (40, 20), "#7a1fa2")
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "CANARY of the agency")
    kept = io.BytesIO()
    image.save(kept, "PNG", pnginfo=told)
    return kept.getvalue()


def test_a_logo_is_shown_as_a_clean_copy(app, host, page):
    data = picture()
    assert b"CANARY" in data
    host.post("/host/site/logo", {"file": (io.BytesIO(data), "l.png")}, status=303)

    address = re.search(r"/brand/\w+/logo", page.get("/prices/").html)[0]
    shown = page.client.get(address)
    assert shown.mimetype == "image/png"
    assert b"CANARY" not in shown.get_data()
    assert Image.open(io.BytesIO(shown.get_data())).size == (40, 20)
    host.post("/host/site/logo/drop", status=303)
    assert page.client.get(address).status_code == 404


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg onload=alert(1)>", b"%PDF-1.4 x", b"\x89PNG\r\n\x1a\nx", b"x" * 10],
)
def test_what_is_no_picture_is_no_logo(host, data):
    sent = host.post("/host/site/logo", {"file": (io.BytesIO(data), "logo.png")})
    assert sent.status == 422


def test_the_card_shows_what_is_published_and_may_be_framed_where_it_is_said(
    app, cast, page, desk
):
    settings = app.extensions["fairquote.settings"]
    plain = page.client.get("/embed/arbor/arbor-desk")
    assert "frame-ancestors 'none'" in plain.headers["Content-Security-Policy"]
    object.__setattr__(settings, "embed_on", ("https://www.example.com",))
    try:
        shown = page.get("/embed/arbor/arbor-desk")
        policy = shown.response.headers["Content-Security-Policy"]
        assert policy.endswith("frame-ancestors https://www.example.com")
        assert "$1,000" in shown.words()
        assert "10–19" in shown.words()
        assert "<script" not in shown.html
        assert "Set-Cookie" not in shown.response.headers
        assert shown.response.headers["Cache-Control"] == "public, max-age=300"
        for who in ("ada", "rae", "mo", "hana"):
            theirs = cast.page(who).get("/embed/arbor/arbor-desk")
            assert theirs.html == shown.html
    finally:
        object.__setattr__(settings, "embed_on", ())
    page.get("/embed/arbor/nothing", status=404)
    page.get("/embed/arbor/arbor-desk?k=1", status=400)
    # Everything else is framed by nobody.
    assert (
        "frame-ancestors 'none'"
        in page.get(PAGE).response.headers["Content-Security-Policy"]
    )


def test_a_card_without_figures_is_the_same_whatever_was_reported(app, cast, page):
    remembered(app, "a desk without prices", lambda: arbor_desk(listed=False).id)
    shown = page.get("/embed/arbor/arbor-desk")
    assert "No price is published yet." in shown.words()


def test_nobody_but_the_host_dresses_the_site(cast, page):
    for who in ("ada", "rae", "mo"):
        browser = cast.page(who)
        browser.get("/host/site/", status=403)
        for way in (
            "colours",
            "logo",
            "logo/drop",
            "announcement",
            "announcement/stop",
        ):
            browser.post(f"/host/site/{way}", {}, status=403)

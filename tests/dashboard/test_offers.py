"""The host offers guides and reports; a report holds what product pages show to visitors."""

import csv
import io
import os
import re

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from community.catalog.models import Product
from community.catalog.rules import ensure_category, ensure_product, ensure_vendor
from community.core.db import db, transaction
from community.core.worker import run_due
from community.dashboard.models import Offer
from community.dashboard.offerkinds import MOST_OFFERS, OfferKind
from community.dashboard.offers import filing
from community.deals.kinds import Stage
from community.prices.dimensions import Choice, Dimension
from moderation.models import AuditRow
from tests.dashboard.offering import get_offer, offer, taken
from tests.deals.evidence import files
from tests.page import Page
from tests.prices.factories import crowd, f1, publish_series, series_of
from tests.prices.seeds import arbor_desk
from tests.queries import count_queries

NEW = "/host/offers/new/"
TYPED = {"title": "A guide", "about": "How to buy.", "purpose": "news"}
_NUMBER = re.compile(r"\d[\d,.]*")


@pytest.fixture
def hana(cast):
    return cast.page("hana")


@pytest.fixture
def empty_vault(app):
    def empty() -> None:
        with app.app_context():
            for path in filing.VAULT.folder().glob("*"):
                path.unlink()

    empty()
    yield
    empty()


@pytest.fixture
def market(app) -> str:
    """Return the path of a product with two published series, one by quantity."""
    with app.app_context(), transaction():
        desk = arbor_desk()
        choice = Choice(first=Dimension.QUANTITY, second=Dimension.SIZE)
        publish_series(series_of(desk), crowd(60), choice=choice)
        publish_series(series_of(desk, stage=Stage.RENEWAL), f1())
    return "/prices/arbor/arbor-desk/"


def send(browser, path: str, data: bytes, status: int, **typed) -> Page:
    """Send the form of a guide with a file."""
    form = browser.get(path).form(having="title")
    body = {**form["fields"], **TYPED, **typed}
    body["file"] = FileStorage(io.BytesIO(data), filename="guide.pdf")
    boundary, encoded = encode_multipart({**body, "csrf_token": browser.token()})
    kind = f'multipart/form-data; boundary="{boundary}"'
    answer = Page(browser.client.post(path, data=encoded, content_type=kind))
    return browser._check(answer, path, status)


def test_a_page_is_written_published_changed_and_retired(app, hana, page):
    typed = {**TYPED, "source": "Look at *caps*. <script>x</script>"}
    made = hana.send(hana.get(f"{NEW}page"), typed, having="title", status=303)
    public_id = made.location.rpartition("/")[2]
    page.get(f"/guides/{public_id}", status=404)
    assert "A guide" not in page.get("/guides/").html

    hana.post(f"/host/offers/{public_id}/publish", status=303)
    assert "A guide" in page.get("/guides/").words()
    path = taken(app, page, public_id)
    read = page.get(f"{path}/read").html
    assert "<em>caps</em>" in read
    assert "<script>x" not in read

    changed = {"title": "A better guide", "source": "Look at floors."}
    hana.send(hana.follow(made), changed, having="title", status=303)
    assert "Look at floors." in page.get(f"{path}/read").words()
    hana.post(f"/host/offers/{public_id}/retire", status=303)
    hana.post(f"/host/offers/{public_id}/retire", status=303)
    page.get(f"/guides/{public_id}", status=404)
    with app.app_context():
        deeds = db.session.scalars(sa.select(AuditRow.action).order_by(AuditRow.number))
        assert deeds.all() == [
            *("offer.added", "offer.published", "offer.changed", "offer.retired")
        ]


def test_a_pdf_is_kept_as_a_clean_copy_and_comes_by_the_link_alone(
    app, hana, page, empty_vault
):
    made = send(hana, f"{NEW}file", files.telling_pdf(), 303)
    public_id = made.location.rpartition("/")[2]
    hana.post(f"/host/offers/{public_id}/publish", status=303)
    path = taken(app, page, public_id)

    answer = page.client.get(f"{path}/file")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert b"CANARY" not in answer.data
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    page.get(f"{path}/read", status=404)
    with app.app_context():
        (kept,) = filing.VAULT.folder().glob("*")
        assert b"%PDF" not in kept.read_bytes()

    send(hana, made.location, files.pdf(pages=2), 303, title="Second edition")
    run_due(app)
    assert page.client.get(f"{path}/file").data != answer.data
    with app.app_context():
        assert get_offer(public_id).pages == 2
        assert len(list(filing.VAULT.folder().glob("*"))) == 1
        assert not kept.exists()


@pytest.mark.parametrize(
    "data", [b"", b"no PDF", files.png(), files.encrypted_pdf(b"secret")]
)
def test_what_is_no_pdf_is_refused_and_the_form_comes_back(
    app, hana, data, empty_vault
):
    refused = send(hana, f"{NEW}file", data, 422, title="Not lost")
    assert "Not lost" in refused.html
    with app.app_context():
        assert db.session.scalars(sa.select(Offer)).all() == []
        assert list(filing.VAULT.folder().glob("*")) == []


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("page", {"source": ""}),
        ("page", {"source": "x" * 60_001}),
        ("page", {"title": " ", "source": "x"}),
        ("page", {"about": "x" * 601, "source": "x"}),
        ("page", {"source": "|a" * 2_000 + "\n" + "|-" * 2_000 + "\n" + "|\n" * 5_000}),
        ("page", {"purpose": "anything", "source": "x"}),
        ("report", {"subject": ""}),
        ("report", {"subject": "/prices/arbor/none/"}),
        ("report", {"subject": "/prices/category/none/"}),
        ("report", {"subject": "/questions/"}),
    ],
)
def test_what_an_offer_lacks_is_said_at_its_field(app, hana, kind, typed):
    refused = hana.send(hana.get(f"{NEW}{kind}"), {**TYPED, **typed}, having="title")
    assert refused.status == 422
    with app.app_context():
        assert db.session.scalars(sa.select(Offer)).all() == []


def test_there_are_only_so_many_offers(app, hana, cast):
    first = offer(app, cast)
    with app.app_context(), transaction():
        row = {
            name: getattr(get_offer(first), name)
            for name in ("kind", "state", "purpose", "title", "about", "source")
        }
        more = [
            {**row, "public_id": f"more{number}", "pages": 0, "size": 0}
            for number in range(MOST_OFFERS - 1)
        ]
        db.session.execute(sa.insert(Offer), more)
    typed = {**TYPED, "source": "x"}
    full = hana.send(hana.get(f"{NEW}page"), typed, having="title")
    assert full.status == 409
    hana.get("/host/offers/")


def test_only_the_host_offers_anything(cast, page, hana):
    for who in ("ada", "rae", "mo"):
        cast.page(who).get("/host/offers/", status=403)
        cast.page(who).get(f"{NEW}page", status=403)
    page.get("/host/offers/", status=303)
    hana.get(f"{NEW}anything", status=404)
    hana.get("/host/offers/none", status=404)
    hana.post("/host/offers/none/publish", status=404)


def numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(text))


def main_text(found: Page) -> str:
    """Return the text of a page's own part, without what stands around it."""
    main = found.html.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"<[^>]*>", " ", main)


def test_each_number_of_a_report_is_public_on_the_products_page(
    app, cast, page, hana, market
):
    """Value for contact: nothing that buyers posted is behind an address."""
    made = hana.send(
        hana.get(f"{NEW}report"), {**TYPED, "subject": market}, having="title"
    )
    public_id = made.location.rpartition("/")[2]
    assert market in hana.follow(made).html
    hana.post(f"/host/offers/{public_id}/publish", status=303)
    assert (
        "Each number in it is also public" in page.get(f"/guides/{public_id}").words()
    )
    path = taken(app, page, public_id)
    report = page.get(f"{path}/read")

    addresses = set(re.findall(r'href="(/prices/[^"]*series=[^"]*)"', report.html))
    assert len(addresses) == 2
    public = set()
    for address in (market, *(one.replace("&amp;", "&") for one in addresses)):
        public |= numbers(main_text(page.get(address)))
    told = numbers(main_text(report))
    assert len(told) > 12
    assert told - public == set()
    assert "By quantity" in report.words()
    assert report.html.count("<table") >= 2

    text = page.client.get(f"{path}/report.csv").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len({row["Series"] for row in rows}) == 2
    assert any(row["Part"].startswith("Quantity") for row in rows)
    for row in rows:
        shown = " ".join(row[one] for one in ("Organisations", "Median", "Middle half"))
        assert numbers(shown) <= public, row


def test_a_report_tells_contributors_nothing_more(app, cast, page, market):
    """The volume curve is for those who shared: whoever asks, it is not in the report."""
    public_id = offer(app, cast, OfferKind.REPORT, subject=market)
    path = taken(app, page, public_id)
    ada = cast.page("ada")
    assert main_text(ada.get(f"{path}/read")) == main_text(page.get(f"{path}/read"))
    assert "per doubling" not in ada.get(f"{path}/read").html


def test_a_report_of_a_category_has_the_products_with_figures(app, cast, page, market):
    with app.app_context(), transaction():
        category = ensure_category("Service desks")
        desk = db.session.scalars(sa.select(Product)).first()
        birch = ensure_product(ensure_vendor("Birch"), "Birch Board")
        desk.category_id = birch.category_id = category.id
        address = f"/prices/category/{category.slug}/"
    public_id = offer(app, cast, OfferKind.REPORT, subject=address)
    path = taken(app, page, public_id)
    told = page.get(f"{path}/read").words()
    assert "Arbor Desk" in told
    assert "Birch Board" not in told


def test_a_report_without_a_figure_says_so(app, cast, page):
    with app.app_context(), transaction():
        arbor_desk()
    public_id = offer(app, cast, OfferKind.REPORT, subject="/prices/arbor/arbor-desk/")
    path = taken(app, page, public_id)
    assert "No price is published yet" in page.get(f"{path}/read").words()


def test_lists_ask_as_often_for_three_as_for_one(app, cast, page):
    offer(app, cast)
    with count_queries() as for_one:
        page.get("/guides/")
    offer(app, cast)
    offer(app, cast)
    with count_queries() as for_three:
        page.get("/guides/")
    assert len(for_three) == len(for_one)


def test_files_that_no_offer_knows_go(app, cast, empty_vault):
    public_id = offer(app, cast, OfferKind.FILE)
    with app.app_context():
        filing.VAULT.store(b"nobody's")
        for path in filing.VAULT.folder().glob("*"):
            os.utime(path, (0, 0))
        filing.tidy()
        (left,) = filing.VAULT.folder().glob("*")
        assert left.name == get_offer(public_id).file_name

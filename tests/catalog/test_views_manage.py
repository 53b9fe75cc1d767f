"""Moderators' pages: rename, other names, how it is sold, merge."""

import pytest

from community.catalog.models import Product, Vendor
from community.core.db import db

VENDOR = "/prices/arbor-inc/manage"
PRODUCT = "/prices/arbor-inc/arbor-desk/manage"
ALL = [
    VENDOR,
    PRODUCT,
    "/prices/market/project-manager/manage",
    "/prices/arbor-inc/merge",
    "/prices/arbor-inc/arbor-desk/merge",
]
POSTS = [
    f"{VENDOR}/rename",
    f"{VENDOR}/alias",
    f"{VENDOR}/alias/1/remove",
    f"{PRODUCT}/rename",
    f"{PRODUCT}/alias",
    f"{PRODUCT}/facts",
    "/prices/arbor-inc/merge",
    "/prices/arbor-inc/arbor-desk/merge",
]


@pytest.fixture
def mo(cast):
    return cast.page("mo")


@pytest.fixture
def read(app):
    """Read one attribute of a row as it is in the database now."""

    def value(model, row_id, name):
        with app.app_context():
            return getattr(db.session.get(model, row_id), name)

    return value


@pytest.mark.parametrize("path", ALL)
@pytest.mark.usefixtures("shelf")
def test_pages_are_for_moderators(cast, page, path):
    assert cast.page("mo").get(path).h1
    assert page.get(path, status=303).location.startswith("/login")
    for handle in ("ada", "rae", "hana"):
        cast.page(handle).get(path, status=403)


@pytest.mark.parametrize("path", POSTS)
def test_changes_are_for_moderators(cast, shelf, read, path):
    for handle in ("ada", "rae", "hana"):
        typed = {"name": "X1", "alias": "X1", "into": "Birch", "reason": "Because."}
        cast.page(handle).post(path, typed, status=403)
    assert read(Vendor, shelf.arbor, "name") == "Arbor Inc."
    assert read(Product, shelf.desk, "name") == "Arbor Desk"


@pytest.mark.usefixtures("shelf")
def test_a_vendor_is_renamed_and_its_old_address_redirects(mo, page):
    sent = mo.send(mo.get(VENDOR), {"name": "Zelkova"}, action=f"{VENDOR}/rename")
    assert sent.location == "/prices/zelkova/manage"
    assert "Renamed" in mo.follow(sent).words()
    assert page.get("/prices/arbor-inc/", status=301).location == "/prices/zelkova/"


@pytest.mark.parametrize(
    ("typed", "status"), [("", 422), ("…", 422), ("x" * 300, 422), ("Birch", 409)]
)
def test_a_bad_name_comes_back(mo, shelf, read, typed, status):
    for path, field in ((f"{VENDOR}/rename", "name"), (f"{VENDOR}/alias", "alias")):
        mo.send(mo.get(VENDOR), {field: typed}, action=path, status=status)
    assert read(Vendor, shelf.arbor, "name") == "Arbor Inc."


@pytest.mark.parametrize(
    ("typed", "status"), [("", 422), ("\u200b", 422), ("Chat", 409)]
)
def test_a_bad_product_name_comes_back(mo, shelf, read, typed, status):
    for path, field in ((f"{PRODUCT}/rename", "name"), (f"{PRODUCT}/alias", "alias")):
        mo.send(mo.get(PRODUCT), {field: typed}, action=path, status=status)
    assert read(Product, shelf.desk, "name") == "Arbor Desk"


@pytest.mark.usefixtures("shelf")
def test_names_are_added_and_removed(mo):
    added = mo.send(mo.get(VENDOR), {"alias": "Treehouse"}, action=f"{VENDOR}/alias")
    shown = mo.follow(added)
    assert "Treehouse" in shown.words()
    actions = [f["action"] for f in shown.forms if f["action"].endswith("/remove")]
    assert len(actions) == 2
    answers = [mo.post(action, {}).status for action in actions]
    # One is the vendor's own name, which stays.
    assert sorted(answers) == [303, 409]
    assert "Treehouse" not in mo.get(VENDOR).words()
    mo.post(f"{VENDOR}/alias/999999/remove", {}, status=404)
    for beyond in (2**31, 2**70):
        mo.post(f"{VENDOR}/alias/{beyond}/remove", {}, status=404)


def test_a_product_is_renamed_and_gets_another_name(mo, shelf, read):
    sent = mo.send(mo.get(PRODUCT), {"name": "Table"}, action=f"{PRODUCT}/rename")
    assert sent.location == "/prices/arbor-inc/table/manage"
    assert "Renamed" in mo.follow(sent).words()
    assert read(Product, shelf.desk, "slug") == "table"
    path = "/prices/arbor-inc/table/manage"
    sent = mo.send(mo.get(path), {"alias": "Bureau"}, action=f"{path}/alias")
    assert "now means this product" in mo.follow(sent).words()


def test_how_a_product_is_sold_is_set(mo, shelf, read):
    typed = {
        "pricing_model": "usage",
        "metric": "API call",
        "metric_period": "month",
        "unit": "1,000 API calls",
        "unit_quantity": "1000",
        "category": "",
    }
    sent = mo.send(mo.get(PRODUCT), typed, action=f"{PRODUCT}/facts")
    assert "Saved." in mo.follow(sent).words()
    assert read(Product, shelf.desk, "unit_quantity") == 1000
    assert read(Product, shelf.desk, "category_id") is None


@pytest.mark.parametrize(
    "typed",
    [
        {"pricing_model": "barter"},
        {"metric_period": "day"},
        {"unit_quantity": "0"},
        {"unit_quantity": "many"},
        {"unit_quantity": "9" * 30},
        {"category": "999"},
        {"metric": "x" * 41},
    ],
)
def test_bad_facts_come_back(mo, shelf, read, typed):
    mo.send(mo.get(PRODUCT), typed, action=f"{PRODUCT}/facts", status=422)
    assert read(Product, shelf.desk, "metric") == "user"


def test_vendors_are_merged_after_a_preview(mo, page, shelf, read):
    merge = "/prices/birch/merge"
    preview = mo.get(f"{merge}?into=Arbor")
    assert "Moves over Desk" in preview.words()
    assert read(Vendor, shelf.birch, "merged_into_id") is None
    sent = mo.send(preview, {"reason": "One firm."}, having="reason")
    assert sent.location == "/prices/arbor-inc/"
    assert "is now part of" in mo.follow(sent).words()
    assert page.get("/prices/birch/", status=301).location == "/prices/arbor-inc/"
    assert read(Product, shelf.birch_desk, "vendor_id") == shelf.arbor


def test_products_are_merged_after_a_preview(mo, shelf, read):
    merge = "/prices/arbor-inc/chat/merge"
    preview = mo.get(f"{merge}?into=Arbor Desk")
    sent = mo.send(preview, {"reason": "One product."}, having="reason")
    assert sent.location == "/prices/arbor-inc/arbor-desk/"
    assert read(Product, shelf.chat, "merged_into_id") == shelf.desk


@pytest.mark.parametrize("base", ["/prices/birch/merge", "/prices/birch/desk/merge"])
@pytest.mark.usefixtures("shelf")
def test_a_merge_needs_a_target_and_a_reason(mo, base):
    target = "Arbor" if base.count("/") == 3 else "Arbor Desk"
    assert "Arbor" in mo.get(f"{base}?into=Arbo").words()
    assert "Nothing of that name" in mo.get(f"{base}?into=Zelkova").words()
    mo.get(f"{base}?into=%00&k=1", status=400)
    mo.get(f"{base}?into=%00")
    preview = mo.get(f"{base}?into={target}")
    mo.send(preview, {"reason": ""}, having="reason", status=422)
    mo.send(preview, {"into": "Zelkova", "reason": "x"}, having="reason", status=422)


@pytest.mark.usefixtures("shelf")
def test_nothing_merges_into_itself_or_across_the_market(mo):
    same = mo.get("/prices/birch/merge?into=Birch")
    assert "these are the same" in same.words()
    across = mo.get("/prices/market/project-manager/merge?into=Arbor Desk")
    assert "is not one vendor's product" in across.words()


@pytest.mark.parametrize("path", ["/prices/nobody/manage", "/prices/birch/none/manage"])
@pytest.mark.usefixtures("shelf")
def test_what_is_not_there_cannot_be_managed(mo, path):
    mo.get(path, status=404)

"""No input makes the deal form fall over, and none is run."""

from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.deals.conftest import count_deals

pytestmark = pytest.mark.any_database

NAUGHTY = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "\u202eevil\u202c",
    "\u200b\u200b",
    "<script>alert(1)</script>",
    "'\"><img src=x onerror=alert(1)>",
    "'; DROP TABLE deal; --",
    "{{ 7*7 }}",
    "../../etc/passwd",
    "NaN",
    "Infinity",
    "-Infinity",
    "1e999",
    "-0",
    "٣",
    "²",
    "\uff11\uff12",
    "9" * 400,
    "0." + "0" * 60 + "1",
    "x" * 100_000,
    "💶" * 500,
    "=cmd|'/c calc'!A0",
]

NAMES = [
    "is_separate",
    "stage",
    "deal_month",
    "term_months",
    "currency",
    "billing",
    "channel",
    "org_size",
    "industry",
    "region",
    "sector",
    "country",
    "levers",
    "first_quote_amount",
    "rounds",
    "other_alternatives",
    "alternatives-0",
    "auto_renew",
    "renewal_cap_pct",
    "notice_days",
    "price_hold_months",
    "true_down",
    "most_favoured",
    "payment_days",
    "expiry_month",
    "satisfaction",
    "note",
    "relationship",
    "incentive",
    "incentive_from",
    "contract_forbids",
    "visibility",
    "right_to_share",
    "tax_excluded",
    "lines-0-product",
    "lines-0-product-pick",
    "lines-0-product-asked",
    "lines-0-pricing_model",
    "lines-0-plan",
    "lines-0-add_ons",
    "lines-0-quantity",
    "lines-0-metric",
    "lines-0-metric_period",
    "lines-0-recurring_amount",
    "lines-0-recurring_covers",
    "lines-0-years-0-quantity",
    "lines-0-years-0-amount",
    "lines-0-licence_amount",
    "lines-0-setup_amount",
    "lines-0-maintenance_pct",
    "lines-0-maintenance_in_price",
    "lines-0-quantity_used",
    "lines-0-overage_rate",
    "lines-0-list_unit_price",
    "lines-0-list_source",
    "lines-0-list_url",
    "lines-0-list_month",
    "lines-0-discount_pct",
    "lines-0-prior_unit_price",
    "lines-0-bundled",
]
"""All fields that a form may hold."""
UNKNOWN = [
    "do",
    "version",
    "submission_key",
    "lines-²-quantity",
    "lines-99999999999999999999-quantity",
    "lines-" + "9" * 5000 + "-quantity",
    "lines--1-quantity",
    "lines-",
    "lines-0",
    "lines-0-years-²-amount",
    "alternatives-x",
]
ALL = [*NAMES, *UNKNOWN]

SHORT = [" ", "\x00", "²", "NaN", "9" * 400, "'\"><img src=x onerror=alert(1)>"]
"""Those that look most like an answer; each gets them beside a right form.

That each field of each form takes such is shown by tests/security.
"""


def require_calm(answer) -> None:
    assert answer.status in {200, 422}
    assert "<script>alert" not in answer.html
    assert "<img src=x" not in answer.html


@pytest.mark.parametrize("name", [*UNKNOWN, "lines-0-product-pick", "alternatives-0"])
def test_fields_that_no_form_shows_take_naughty_strings(cast, typed, name):
    page = cast.page("ada")

    for text in SHORT:
        require_calm(page.post("/deals/new", {**typed, name: text, "do": "preview"}))


@pytest.mark.parametrize("text", NAUGHTY)
def test_all_fields_take_every_naughty_string_at_once(cast, typed, text):
    page = cast.page("ada")
    short = text[:3000]  # all of them together stay below the limit of a body

    for step in ("preview", "add-line"):
        require_calm(page.post("/deals/new", {**dict.fromkeys(ALL, short), "do": step}))
    require_calm(page.post("/deals/new", {**typed, "note": text, "do": "preview"}))


@pytest.mark.parametrize("first", range(0, len(ALL), 8))
def test_every_field_may_be_missing_or_doubled(cast, typed, first):
    page = cast.page("ada")
    names = ALL[first : first + 8]
    missing = [{k: text for k, text in typed.items() if k != name} for name in names]
    doubled = {**typed, **{name: [typed.get(name, "x"), "y", ""] for name in names}}

    for data in missing:
        require_calm(page.post("/deals/new", {**data, "do": "preview"}))
    require_calm(page.post("/deals/new", {**doubled, "do": "add-line"}))


def test_an_empty_post_and_a_file_for_a_field(cast):
    page = cast.page("ada")

    assert page.post("/deals/new").status == 422
    upload = {"lines-0-product": (BytesIO(b"x"), "x.txt")}
    assert page.post("/deals/new", upload).status == 422


@pytest.mark.parametrize(
    ("letter", "size"),
    [("x", 2_001), ("x", 10_000_000), ("\U0001f98a", 900_000)],
    ids=["a little", "ten megabytes", "of four bytes each"],
)
def test_a_note_that_is_far_too_long_is_told_so_at_its_field(
    app, cast, typed, letter, size
):
    answer = cast.page("ada").post(
        "/deals/new", {**typed, "note": letter * size, "do": "save"}
    )

    assert answer.status == 422
    note = answer.form(having="note")["fields"]["note"]
    assert "Keep the note to 2,000 characters." in answer.words()
    assert note == letter * min(size, 20_000)
    assert ("the first 20,000 were kept" in answer.words()) is (size > 20_000)
    assert answer.form(having="note")["fields"]["deal_month"] == typed["deal_month"]
    with app.app_context():
        assert count_deals() == 0


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("note=" + "x" * 12_000_000, "Please send less at once."),
        ("a&" * 600_000, "more than any form here takes"),
        ("&".join(["note=" + "x" * 200_000] * 6), "more than any form here takes"),
    ],
    ids=["too many bytes", "too many fields", "too many long fields"],
)
def test_a_body_beyond_the_limit_is_refused(app, cast, body, sentence):
    client = cast.page("ada").client

    answer = client.post(
        "/deals/new", data=body, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 413
    assert sentence in answer.text
    with app.app_context():
        assert count_deals() == 0


def test_what_a_visitor_sends_is_not_even_read_when_it_is_too_long(page, typed):
    answer = page.post("/deals/new", {**typed, "note": "x" * 1_100_000})

    assert answer.status == 303
    assert "/login" in answer.location


def test_naughty_addresses(cast):
    page = cast.page("ada")

    for path in (
        "/deals/mine/%00",
        "/deals/mine/" + "x" * 3000,
        "/deals/mine/%F0%9F%92%B6/edit",
        "/deals/mine/..%2f..%2fetc",
    ):
        assert page.get(path, status=None).status == 404
    assert page.get("/deals/mine?after=%00", status=None).status == 400
    assert page.get("/deals/mine?page=9", status=None).status == 400
    assert page.get("/deals/new?product=%00", status=None).status == 200


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.dictionaries(
        st.sampled_from(ALL),
        st.one_of(st.text(max_size=60), st.sampled_from(NAUGHTY)),
        max_size=12,
    )
)
def test_many_wrong_fields_at_once(app, cast, typed, wrong):
    page = cast.page("ada")

    answer = page.post("/deals/new", {**typed, **wrong, "do": "preview"})

    assert answer.status in {200, 422}
    with app.app_context():
        assert count_deals() == 0

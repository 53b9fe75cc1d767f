"""What a row comes to: prices in every dress, divisions, dates, units, and refusals."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.catalog.kinds import Period
from community.records.cells import (
    PriceError,
    divided,
    parse_day,
    parse_price,
    parse_unit,
    plain_unit,
    to_micro,
    words,
)
from community.records.files import BadRow, Row
from community.records.interpret import Interpreter, Skipped
from community.records.kinds import Flag, Skip, unit_words
from tests.records.made import HEADER, LIST_HEADER, LIST_MAPPING, MAPPING, mapping, rate


def read(cells, text=MAPPING, header=HEADER):
    return Interpreter(mapping(text), tuple(header), "2026-11").read(
        Row(7, tuple(cells))
    )


def listed(*cells, text=LIST_MAPPING):
    return read(cells, text, LIST_HEADER)


@pytest.mark.parametrize(
    ("text", "decimal", "expected"),
    [
        ("130.225", "", "130.225"),
        ("$1,234.50", "", "1234.50"),
        ("1.234,50 €", "", "1234.50"),
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("1,234", ".", "1234"),
        ("0,5", ",", "0.5"),
        ("(12.00)", "", "-12.00"),
        ("12.00-", "", "-12.00"),
        ("-3989.35", ".", "-3989.35"),
        ("GBP 5", "", "5"),
    ],
)
def test_prices_are_read_in_every_dress(text, decimal, expected):
    assert parse_price(text, decimal) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Skip.NO_PRICE),
        ("Contact Sales", Skip.WORDS),
        ("N/A", Skip.WORDS),
        ("0.75%", Skip.BAD_PRICE),
        ("12 to 15", Skip.BAD_PRICE),
        ("1e5", Skip.BAD_PRICE),
        ("9" * 14, Skip.BAD_PRICE),
    ],
)
def test_what_is_no_price_has_a_reason(text, reason):
    with pytest.raises(PriceError) as refused:
        parse_price(text, "")

    assert refused.value.reason is reason


@given(st.text(max_size=30), st.sampled_from(["", ".", ","]))
def test_no_text_breaks_the_reader_of_prices(text, decimal):
    try:
        amount = parse_price(text, decimal)
    except PriceError:
        return
    assert amount.is_finite()


def test_amounts_are_exact_in_millionths():
    assert to_micro(Decimal("130.225")) == 130_225_000
    assert divided(Decimal(70_200), Decimal(2_200)) == 31_909_091
    assert divided(Decimal("0.000001"), Decimal(2)) == 0  # half to even
    assert divided(Decimal("0.000003"), Decimal(2)) == 2
    with pytest.raises(PriceError):
        divided(Decimal("1e12"), Decimal("0.001"))


def test_a_mapping_without_dates_flags_nothing():
    text = MAPPING.replace('[fields.date]\ncolumn = "begins"\n', "")

    draft = read(rate(begins="nonsense"), text)
    assert (draft.month, draft.flags) == ("", ())


def test_what_was_no_translation_is_told_as_it_stood():
    text = MAPPING.replace(
        'column = "unit"', 'column = "unit"\nonly = true\ntranslate = {std = "hour"}'
    )

    assert read(rate(unit="Std"), text).unit == "hour"
    assert read(rate(unit="Fortnight"), text).detail == "Fortnight"
    constant = MAPPING.replace('column = "role"', 'value = "\u200b."')
    assert read(rate(), constant).product == "."


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("2014-02-01", "", "2014-02-01"),
        ("2014/02/01", "", "2014-02-01"),
        ("2014-02", "", "2014-02-01"),
        ("2014-02-01T10:00:00", "", "2014-02-01"),
        ("30/11/2024", "%d/%m/%Y", "2024-11-30"),
        ("Nov-24", "%b-%y", "2024-11-01"),
        ("2014", "", None),
        ("9/30//2017", "", None),
        ("1899-01-01", "", None),
        ("2014-13", "", None),
        ("", "", None),
        ("x", "%", None),
    ],
)
def test_days_are_read_or_left_out(text, form, expected):
    day = parse_day(text, form)

    assert (day.isoformat() if day else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("user/month", ("user", Period.MONTH)),
        ("/month", ("", Period.MONTH)),
        ("active hour/once", ("active hour", Period.ONCE)),
        ("once", ("", Period.ONCE)),
        ("account", None),
        ("user/week", None),
    ],
)
def test_units_of_list_prices_name_their_period(text, expected):
    assert parse_unit(text) == expected


def test_units_lose_the_capitals_of_headings():
    assert plain_unit("Per Hour") == "per hour"
    assert plain_unit("GB") == "GB"
    assert unit_words("user/month") == "per user per month"
    assert unit_words("invoiced total") == "invoiced in total"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BUSINESS_PLUS", "Business Plus"),
        ("teamPack", "Team Pack"),
        ("githubCodespaces2Core", "Github Codespaces 2 Core"),
        ("additional500GBStorage", "Additional 500 GB Storage"),
        ("smsViaZapier", "Sms Via Zapier"),
        ("Already Words", "Already Words"),
        ("Ünïcode_Plan", "Ünïcode_Plan"),
    ],
)
def test_keys_become_words(text, expected):
    assert words(text) == expected


def test_a_row_becomes_a_draft():
    draft = read(rate("Engineer", "Birch Ltd", "$130.225", unit="Hour"))

    assert (draft.line, draft.product, draft.vendor, draft.supplier) == (
        7,
        "Engineer",
        None,
        "Birch Ltd",
    )
    assert (draft.amount, draft.currency, draft.unit) == (130_225_000, "USD", "hour")
    assert (draft.month, draft.flags) == ("2023-05", ())


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (rate(price=""), Skip.NO_PRICE),
        (rate(price="on request"), Skip.WORDS),
        (rate(price="-5"), Skip.CREDIT),
        (rate(price="0.00"), Skip.NOTHING_PAID),
        (rate(price="0.0000001"), Skip.NOTHING_PAID),
        (rate(role=""), Skip.NO_PRODUCT),
        (rate(role="\u200b"), Skip.NO_PRODUCT),
        (rate(contractor=""), Skip.NO_SUPPLIER),
        (rate(contractor="---"), Skip.NO_SUPPLIER),
        (rate(unit=""), Skip.NO_UNIT),
        (rate(unit="u" * 61), Skip.NO_UNIT),
    ],
)
def test_rows_are_skipped_with_a_reason(cells, reason):
    found = read(cells)

    assert isinstance(found, Skipped)
    assert (found.reason, found.line, found.cells) == (reason, 7, cells)


@pytest.mark.parametrize(
    ("begins", "month", "flags"),
    [
        ("2024-06-30", "2024-06", ()),
        ("2024-07-01", "", (Flag.LATE_DATE,)),
        ("", "", (Flag.NO_DATE,)),
        ("soon", "", (Flag.NO_DATE,)),
    ],
)
def test_a_date_that_can_not_be_true_is_left_out(begins, month, flags):
    draft = read(rate(begins=begins))

    assert (draft.month, draft.flags) == (month, flags)


def test_a_broken_row_is_skipped():
    found = Interpreter(mapping(), HEADER, "2026-11").read(BadRow(3, 'a,"', "A quote"))

    assert found == Skipped(3, Skip.BROKEN, "A quote", ('a,"',))


def test_a_currency_must_be_one():
    text = MAPPING.replace('value = "USD"', 'column = "remarks"')

    assert read(rate(remarks="eur"), text).currency == "EUR"
    assert read(rate(remarks="doubloons"), text).reason is Skip.BAD_CURRENCY


def test_totals_are_divided_by_the_quantity():
    text = MAPPING.replace("market = true", "market = true\ndivide = true")
    text += '[fields.quantity]\ncolumn = "remarks"\n'

    draft = read(rate(price="70200", remarks="2,200"), text)
    assert (draft.amount, draft.total, draft.quantity) == (
        31_909_091,
        70_200_000_000,
        2_200_000_000,
    )
    for nothing in ("", "0", "-2", "many"):
        assert read(rate(remarks=nothing), text).reason is Skip.BAD_QUANTITY


def test_a_quantity_that_divides_nothing_is_kept_if_it_is_one():
    text = MAPPING + '[fields.quantity]\ncolumn = "remarks"\n'

    assert read(rate(remarks="12.5"), text).quantity == 12_500_000
    assert read(rate(remarks="many"), text).quantity is None


def test_filters_leave_rows_out():
    never = MAPPING + '[[filters]]\ncolumn = "remarks"\nnever = ["Void"]\n'
    only = MAPPING + '[[filters]]\ncolumn = "remarks"\nonly = ["sale"]\n'

    assert read(rate(remarks="VOID"), never).reason is Skip.FILTERED
    assert read(rate(remarks="fine"), never).product == "Engineer"
    assert read(rate(remarks="Sale"), only).product == "Engineer"
    assert read(rate(remarks=""), only).reason is Skip.FILTERED


def test_cells_are_translated_searched_and_joined():
    text = MAPPING.replace(
        'column = "role"',
        'column = "role"\nonly = true\ncontains = [["manager", "Project Manager"]]',
    ).replace(
        'column = "remarks"', 'template = "{remarks} · {rate} asked · by {contractor}"'
    )

    draft = read(rate("Senior MANAGER, level 2", remarks=""), text)
    assert (draft.product, draft.description) == (
        "Project Manager",
        "100 asked · by Birch Ltd",
    )
    assert read(rate("Engineer"), text).detail == "Engineer"


def test_a_vendor_of_its_own_supplies_unless_another_does():
    text = MAPPING.replace("market = true\n", "")
    text += '[fields.vendor]\ncolumn = "remarks"\n'

    draft = read(rate(remarks="Arbor"), text)
    assert (draft.vendor, draft.supplier) == ("Arbor", "Birch Ltd")
    alone = read(rate(contractor="", remarks="Arbor"), text)
    assert (alone.vendor, alone.supplier) == ("Arbor", "Arbor")
    assert read(rate(remarks=""), text).reason is Skip.NO_SUPPLIER


def test_list_prices_are_read():
    draft = listed("Desk", "Pro", "", "12.50", "usd", "user/month", "2024-01-31")

    assert (draft.product, draft.plan, draft.is_add_on) == ("Desk", "Pro", False)
    assert (draft.amount, draft.currency) == (Decimal("12.50"), "USD")
    assert (draft.per_unit, draft.period) == ("user", Period.MONTH)
    assert draft.day.isoformat() == "2024-01-31"
    add_on = listed("Desk", "", "Storage", "0", "EUR", "/month", "2024-01-31")
    assert (add_on.plan, add_on.is_add_on, add_on.amount) == ("Storage", True, 0)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({3: "Contact Sales"}, Skip.WORDS),
        ({3: "-1"}, Skip.CREDIT),
        ({3: "0.0000001"}, Skip.BAD_PRICE),
        ({1: ""}, Skip.NO_PRODUCT),
        ({0: ""}, Skip.NO_PRODUCT),
        ({5: "account"}, Skip.NO_UNIT),
        ({5: ""}, Skip.NO_UNIT),
        ({5: f"{'u' * 41}/month"}, Skip.NO_UNIT),
        ({6: ""}, Skip.BAD_DATE),
        ({4: "??"}, Skip.BAD_CURRENCY),
    ],
)
def test_list_prices_are_skipped_with_a_reason(change, reason):
    cells = ["Desk", "Pro", "", "12", "USD", "user/month", "2024-01-31"]
    for index, text in change.items():
        cells[index] = text

    assert listed(*cells).reason is reason


@given(st.lists(st.text(max_size=20), min_size=6, max_size=6))
def test_no_row_breaks_the_interpreter(cells):
    assert read(cells).line == 7

"""`fairquote method apply`: the table of an auditor in, what would be published out."""

import json

import pytest
from click.testing import CliRunner

from community.cli.method import method
from community.core.errors import Invalid
from community.core.settings import load_settings
from community.prices.method import apply_method
from community.prices.tables import read_table
from tests.prices.tables import HEADER, f1_table


@pytest.fixture
def apply(tmp_path):
    settings = load_settings({}, data_dir=tmp_path)

    def run(text, *breakdowns, instead_of_quartiles=False):
        return apply_method(
            text, breakdowns, settings, instead_of_quartiles=instead_of_quartiles
        )

    return run


def test_f1_as_the_publisher_would_show_it(apply):
    assert apply(f1_table()) == {
        "total": {"n": "10-19", "median": 1000, "p25": 920, "p75": 1150},
        "breakdowns": {},
    }
    assert apply(f1_table(), "size", instead_of_quartiles=True) == {
        "total": {"n": "10-19", "median": 1000, "p25": None, "p75": None},
        "breakdowns": {
            "size": {
                "SMB": {"n": "5-9", "median": 920},
                "MID+ENT": {"n": "5-9", "median": 1100},
            }
        },
    }
    assert apply(f1_table(), "size")["breakdowns"] == {"size": None}


@pytest.mark.parametrize(
    "change",
    [{"stage": "quote"}, {"stage": "lost"}, {"status": "pending"}, {"status": "held"}],
)
def test_what_is_not_signed_or_not_accepted_does_not_count(apply, change):
    assert apply(f1_table(**change))["total"] is None


def test_stages_that_are_signed_count(apply):
    for stage in ("signed", "new", "New signed", "expansion", "renewal"):
        assert apply(f1_table(stage=stage))["total"]["median"] == 1000


def test_cards_do_not_count(apply):
    assert apply(f1_table(card="yes"))["total"] is None


def test_numbers_become_bands(apply):
    rows = [
        f"o{n},{100 + n},6,signed,accepted,no,{q},24"
        for n, q in enumerate([8] * 6 + [1200.5] * 6)
    ]
    table = "\n".join(["org,price,age_months,stage,status,card,quantity,term", *rows])

    found = apply(table, "quantity", instead_of_quartiles=True)

    assert list(found["breakdowns"]["quantity"]) == ["1–9", "1,000–4,999"]


def test_bands_of_the_tables_own_stay_as_they_are_in_their_order(apply):
    """ "12" is a band beside "<12", and lies between it and "13–24"."""
    labels = ["13–24"] * 5 + ["12"] * 3 + ["<12"] * 4
    rows = [
        f"o{n},{100 + n},6,signed,accepted,no,{term}" for n, term in enumerate(labels)
    ]
    table = "\n".join(["org,price,age_months,stage,status,card,term", *rows])

    found = apply(table, "term", instead_of_quartiles=True)

    assert list(found["breakdowns"]["term"]) == ["<12+12", "13–24"]


def test_of_two_equally_young_deals_the_first_says_the_part(apply):
    rows = [f"o{n},100,6,signed,accepted,no,{9 if n < 5 else 30}" for n in range(12)]
    later = [f"o{n},100,6,signed,accepted,no,3" for n in range(5, 12)]
    head = "org,price,age_months,stage,status,card,quantity"

    def parts(*lines):
        found = apply("\n".join([head, *lines]), "quantity", instead_of_quartiles=True)
        return found["breakdowns"]["quantity"]

    assert list(parts(*rows, *later)) == ["1–9", "25–49"]
    assert parts(*later, *rows) is None


def test_a_part_named_other_is_one_with_the_rest(apply):
    labels = ["EMEA"] * 6 + ["Other"] * 5 + ["APAC"]
    rows = [f"o{n},100,6,signed,accepted,no,{one}" for n, one in enumerate(labels)]
    table = "\n".join(["org,price,age_months,stage,status,card,region", *rows])

    found = apply(table, "region", instead_of_quartiles=True)

    assert {
        name: part["n"] for name, part in found["breakdowns"]["region"].items()
    } == {
        "EMEA": "5-9",
        "Other": "5-9",
    }


def test_twenty_who_pay_the_same_have_no_trend_and_are_shown(apply):
    rows = [f"o{n},240,{3 + n % 9},signed,accepted,no" for n in range(24)]

    total = apply("\n".join(["org,price,age_months,stage,status,card", *rows]))["total"]

    assert (total["median"], total["p25"], total["p75"]) == (240, 240, 240)
    assert "per_year_percent" not in total


@pytest.mark.parametrize(
    "written",
    [
        lambda text: text.replace(",", ";"),
        lambda text: "sep=\t\n" + text.replace(",", "\t"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "\n\n" + text.replace("\n", ",,\n"),
        lambda text: text.replace("age_months", " Age Months ", 1),
        lambda text: text.replace("signed", "New_Signed").replace("no,", "NO ,"),
        lambda text: text.replace("840", '"840.00"').replace("900", " 9e2"),
    ],
)
def test_tables_are_read_as_programs_write_them(apply, written):
    assert apply(written(f1_table())) == apply(f1_table())


def test_forty_have_tails_and_a_histogram(apply):
    rows = [f"o{n},{1000 + 10 * n},{3 + n % 20},signed,accepted,no" for n in range(45)]
    table = "\n".join(["org,price,age_months,stage,status,card", *rows])

    total = apply(table)["total"]

    assert total["p10"] < total["p25"] < total["median"] < total["p75"] < total["p90"]
    assert total["interval"][0] <= total["median"] <= total["interval"][1]
    assert total["histogram"][0]["from"] is None
    assert len(total["per_year_percent"]) == 3


def test_rows_without_an_organisation_or_without_anything_do_not_count(apply):
    text = f1_table().replace("o01", "") + "\n,,,,,,,\n"

    assert apply(text)["total"]["p25"] is None


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("o1,-5,4,signed,accepted,no,,", "Line 2: price must be above 0"),
        ("o1,0,4,signed,accepted,no,,", "Line 2: price must be above 0"),
        ("o1,cheap,4,signed,accepted,no,,", "Line 2: price must be a number"),
        ("o1,NaN,4,signed,accepted,no,,", "Line 2: price must be a number"),
        ("o1,1e99,4,signed,accepted,no,,", "Line 2: price must be a number"),
        ("o1,1_0,4,signed,accepted,no,,", "Line 2: price must be a number"),
        ("o1,1e-99,4,signed,accepted,no,,", "Line 2: price is too small"),
        ("o1,5", "Line 2: age_months must be a number"),
        (
            "o1,1,840,4,signed,accepted,no,SMB,EMEA",
            "Line 2: there are 9 values and 8 columns",
        ),
        ('o1,"5"5,4,signed,accepted,no,,', "Line 2: the table can’t be read"),
        ("o1,5,-1,signed,accepted,no,,", "Line 2: age_months must be 0 or more"),
        ("o1,5,,signed,accepted,no,,", "Line 2: age_months must be a number"),
        ("o1,5,4,sold,accepted,no,,", "Line 2: stage is one of"),
        ("o1,5,4,signed,fine,no,,", "Line 2: status is one of"),
        ("o1,5,4,signed,accepted,perhaps,,", "Line 2: card is one of"),
    ],
)
def test_a_value_that_makes_no_sense_is_named_with_its_line(row, said):
    with pytest.raises(Invalid, match=said):
        read_table(f"{HEADER}\n{row}\n")


def test_tables_that_are_none_are_refused(apply):
    with pytest.raises(Invalid, match="missing: org, price"):
        apply("")
    with pytest.raises(Invalid, match="missing: card"):
        apply("org,price,age_months,stage,status\n")
    with pytest.raises(Invalid, match="names price twice"):
        apply(HEADER + ",price\n")
    with pytest.raises(Invalid, match="can’t be read"):
        apply(HEADER + '\n"' + "x" * 200_000 + '",1\n')
    with pytest.raises(Invalid, match="quantity must be above 0"):
        apply(
            "org,price,age_months,stage,status,card,quantity\no,1,4,new,accepted,no,-3\n"
        )
    with pytest.raises(Invalid, match="Line 3: quantity must be a number"):
        apply(
            "org,price,age_months,stage,status,card,quantity\n"
            "o,1,4,new,accepted,no,12\np,1,4,new,accepted,no,1O0\n"
        )


@pytest.mark.parametrize(
    "chosen", [("colour",), ("size", "size"), ("size", "region", "term")]
)
def test_breakdowns_that_no_product_can_have_are_refused(apply, chosen):
    with pytest.raises(Invalid):
        apply(f1_table(), *chosen)


@pytest.fixture
def command(tmp_path, monkeypatch):
    monkeypatch.setenv("FAIRQUOTE_DATA_DIR", str(tmp_path))

    def run(content: bytes, *options: str):
        table = tmp_path / "deals.csv"
        table.write_bytes(content)
        return CliRunner().invoke(method, ["apply", str(table), *options])

    return run


def test_the_command_prints_json(command):
    result = command(("\ufeff" + f1_table()).encode(), "--breakdown", "size")

    found = json.loads(result.output)
    assert found["total"]["median"] == 1000
    assert found["breakdowns"] == {"size": None}


def test_the_command_names_what_it_did_not_read(command):
    table = f1_table().replace("region", "colour", 1).encode("utf-16")

    result = command(table, "--breakdown", "term")

    assert json.loads(result.stdout)["breakdowns"] == {"term": None}
    assert result.stderr.splitlines() == [
        "fairquote: not read: the column colour.",
        "fairquote: no breakdown: the table has no column term.",
    ]


def test_the_command_refuses_what_is_no_text(command):
    result = command(f1_table().replace("o02", "Gebr. M\xfcller").encode("cp1252"))

    assert isinstance(result.exception, Invalid)
    assert str(result.exception).startswith("Line 3: the table must be text in UTF-8")

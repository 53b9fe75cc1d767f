"""Names of firms and products: what is one, what must stay two."""

import csv
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.catalog import names
from community.catalog.names import VendorNames, product_key, vendor_key, vendor_names
from tests.catalog.data import path_of

LEGAL_FORMS = ["Ltd", "LIMITED", "Inc.", ", LLC", "L.L.C.", "plc", "GmbH", "Co., Ltd."]
words = st.lists(
    st.from_regex(r"[a-z]{3,12}", fullmatch=True).filter(
        lambda word: vendor_key(f"x {word}") == f"x {word}" and word != "the"
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SCC (SPECIALIST COMPUTER CENTRE)", "SPECIALIST COMPUTER CENTRE"),
        ("Specialist Computer Centre (SCC)", "Specialist Computer Centre Ltd"),
        ("E-INFOSOL, LLC", "E-INFOSOL LLC"),
        ("NCC GROUP PLC", "NCC Group (The)"),
        ("Stationery Office The", "The Stationery Office"),
        ("Tessella Ltd", "Tessella plc"),
        ("NINIAN SOLUTIONS LTD T/A HUDDLE", "Ninian Solutions"),
        ("Zühlke Engineering", "Zuhlke Engineering Ltd"),
        ("Delta Solutions & Strategies, LLC", "DELTA SOLUTIONS AND STRATEGIES"),
        ("FALCONA MANAGEMENT & TECHNOLOGY, L L C", "Falcona Management & Technology"),
        ("S M RESOURCES CORPORATION, INC.", "S M Resources"),
        ("VITEC Solutions, LLC (VITEC)", "Vitec Solutions"),
        ("Zoho Corporation Private Limited", "Zoho Corporation Pvt. Ltd."),
        ("Huawei Technologies Co., Ltd.", "Huawei Technologies"),
        ("\u200bBox\u00a0Inc.", "box"),
        ("\uff22\uff2f\uff38", "Box"),
    ],
)
def test_spellings_of_one_firm_share_a_key(one, other):
    assert vendor_key(one) == vendor_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ESRI (UK) Ltd", "Esri"),
        ("Atos IT Services UK Ltd", "Atos IT Solutions & Services"),
        ("QINETIQ COMMERCE DECISIONS LTD", "QinetiQ"),
        ("INTELLIGENT CONSULTING LLC", "INTELLIGENT CONSULTING SERVICES LIMITED"),
        ("ALTIUS Consulting Ltd", "ALTUS CONSULTING CORPORATION"),
        ("The Engine Group", "The Engine Co"),
        ("@UK Plc", "UK Ltd"),
        ("Affinity Digital (Tech) Ltd", "Affinity Digital Ltd"),
        ("C++ Tools", "C# Tools"),
        ("株式会社日立", "株式会社東芝"),
    ],
)
def test_different_firms_keep_different_keys(one, other):
    assert vendor_key(one) != vendor_key(other)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "NINIAN SOLUTIONS LTD T/A HUDDLE",
            VendorNames("ninian solutions", ("huddle",)),
        ),
        (
            "BUSINESSWEB SOFTWARE T/A FIRMSTEP LTD",
            VendorNames("businessweb software", ("firmstep",)),
        ),
        ("THE DEXTROUS WEB LTD TRADING AS DXW", VendorNames("dextrous web", ("dxw",))),
        # A cell that was cut off names nobody: "CO".
        (
            "CORE TECHNOLOGY SYSTEMS (UK) LTD TRADING AS CO",
            VendorNames("core technology systems uk"),
        ),
        ("Arbor Ltd (formerly Twig Ltd)", VendorNames("arbor", ("twig",))),
        ("Arbor d/b/a Arbor", VendorNames("arbor")),
        ("AKA ENTERPRISE SOLUTIONS, INC.", VendorNames("aka enterprise solutions")),
        ("DBA Systems Inc", VendorNames("dba systems")),
        ("Formerly Known Ltd", VendorNames("formerly known")),
        ("!!! t/a Foo Works", VendorNames("t a foo works")),
        ("…", VendorNames("")),
    ],
)
def test_trading_names_are_names_of_their_own(name, expected):
    assert vendor_names(name) == expected


def test_legal_forms_alone_remain_a_name():
    assert vendor_key("The Limited") == "limited"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Project Manager", "project manager"),
        ("  PROJECT\u00a0 manager ", "project manager"),
        ("Project Manager -", "project manager -"),
        ("C++", "c++"),
        ("Arbor Desk,", "arbor desk"),
        ("\x00", ""),
    ],
)
def test_products_differ_by_more_than_case_and_spaces(name, key):
    assert product_key(name) == key


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("Arbor", "a"),
        ("'Apps' Consultants", "a"),
        ("3D Fitness", "#"),
        ("Östersund", "o"),
        ("日立", "#"),
        ("", "#"),
    ],
)
def test_initial_files_by_letter(name, letter):
    assert names.initial(name) == letter


def test_tidy_drops_dangling_punctuation_and_bounds_the_length():
    assert names.tidy(" CJS SOLUTIONS GROUP, LLC, ") == "CJS SOLUTIONS GROUP, LLC"
    assert len(names.tidy("x" * 900)) == 200


@given(st.text(max_size=300))
def test_keys_are_bounded_and_stable(text):
    key = vendor_key(text)
    assert len(key) <= 200
    assert vendor_key(key) == key
    assert len(product_key(text)) <= 200
    assert product_key(product_key(text)) == product_key(text)
    assert len(names.sort_key(text)) <= 200
    assert "\x00" not in key


@given(words, st.sampled_from(LEGAL_FORMS))
def test_a_legal_form_never_tells_firms_apart(parts, form):
    name = " ".join(parts)
    assert vendor_key(f"{name} {form}") == vendor_key(name)


@given(words)
def test_case_and_punctuation_never_tell_firms_apart(parts):
    plain = vendor_key(" ".join(parts))
    assert vendor_key("-".join(parts).upper() + ".") == plain
    assert vendor_key("The " + ", ".join(parts).title()) == plain


@given(words, words)
def test_different_words_are_different_firms(one, other):
    same = one == other
    assert (vendor_key(" ".join(one)) == vendor_key(" ".join(other))) is same


def _groups(file, column):
    groups = defaultdict(set)
    with path_of(file).open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            groups[vendor_key(row[column])].add(row[column])
    return dict(groups)


def test_suppliers_of_gcloud_fall_into_the_right_groups():
    groups = _groups("prices_gcloud_spend/gcloud_spend_2012-04_2014-02.csv", "supplier")
    assert len(groups) == 279
    assert {key: sorted(v) for key, v in groups.items() if len(v) > 1} == {
        "ncc group": ["NCC GROUP PLC", "NCC Group (The)"],
        "specialist computer centre": [
            "SCC (Specialist Computer Centre)",
            "SPECIALIST COMPUTER CENTRE",
        ],
        "tessella": ["Tessella Ltd", "Tessella plc"],
    }


def test_vendors_of_gsa_fall_into_the_right_groups():
    groups = _groups("prices_gsa_it_rates/gsa_schedule70_rates_2017.csv", "vendor")
    assert len(groups) == 243
    assert {key: sorted(v) for key, v in groups.items() if len(v) > 1} == {
        "creative business solutions": [
            "CREATIVE BUSINESS SOLUTIONS, INC.",
            "Creative Business Solutions",
        ],
        "e infosol": ["E-INFOSOL LLC", "E-INFOSOL, LLC"],
        "global anchorage": ["GLOBAL ANCHORAGE INC", "GLOBAL ANCHORAGE INC."],
        "integrity management consulting": [
            "INTEGRITY MANAGEMENT CONSULTING, INC",
            "Integrity Management Consulting",
        ],
    }

"""Domains that look alike share a key; those that do not have keys of their own."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.accounts.domains import registrable_domain
from community.accounts.lookalikes import has_foreign_letters, skeleton, spelt


@pytest.mark.parametrize(
    "double",
    [
        "contoso.de",
        "c0ntoso.com",
        "con-toso.com",
        "сontoso.com",  # a Cyrillic first letter
        "cοntoso.com",  # a Greek second one
        "cóntoso.com",
        "ＣＯＮＴＯＳＯ.com",
        "сопtоѕо.com",
    ],
)
def test_doubles_share_the_key(double):
    assert skeleton(registrable_domain(double)) == skeleton("contoso.com")


def test_letters_that_read_as_one_share_the_key():
    assert skeleton("rnicrosoft.com") == skeleton("microsoft.com")
    assert skeleton("paypa1.com") == skeleton("paypal.com")


def test_other_names_have_other_keys():
    names = ["contoso.com", "northwind.com", "contosa.com", "fabrikam.com"]

    assert len({skeleton(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("domain", "read", "foreign"),
    [
        ("contoso.com", "contoso.com", False),
        ("xn--cntoso-bxa.com", "cóntoso.com", True),
        ("xn--a.com", "xn--a.com", False),
    ],
)
def test_a_domain_is_shown_as_people_read_it(domain, read, foreign):
    assert spelt(domain) == read
    assert has_foreign_letters(domain) is foreign


@given(st.text(string.ascii_lowercase, min_size=1, max_size=20), st.data())
def test_an_accent_does_not_change_the_key(name, data):
    at = data.draw(st.integers(0, len(name) - 1))
    accented = f"{name[: at + 1]}\u0301{name[at + 1 :]}.com"

    assert skeleton(registrable_domain(accented)) == skeleton(f"{name}.com")

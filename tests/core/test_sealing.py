from dataclasses import replace

import pytest

from community.core.sealing import pseudonym
from community.core.settings import get_settings

pytestmark = pytest.mark.usefixtures("context")


def test_a_pseudonym_is_the_same_each_time_and_fits_its_column():
    first = pseudonym("mailbox", "ada@northwind.example")

    assert first == pseudonym("mailbox", "ada@northwind.example")
    assert len(first) == 64
    assert set(first) <= set("0123456789abcdef")


def test_values_and_purposes_have_pseudonyms_of_their_own():
    names = {
        pseudonym(purpose, value)
        for purpose, value in [
            ("mailbox", "12"),
            ("mailbox", "1"),
            ("mailbox1", "2"),
            ("deal", "12"),
            ("mailbox", ""),
            ("", "mailbox"),
        ]
    }

    assert len(names) == 6


def test_another_key_gives_other_pseudonyms(app, monkeypatch):
    before = pseudonym("mailbox", "12")
    other = replace(get_settings(), seal_key="another-key-" * 4)

    monkeypatch.setitem(app.extensions, "fairquote.settings", other)

    assert pseudonym("mailbox", "12") != before


def test_the_key_for_cookies_is_another_one():
    assert get_settings().seal_key != get_settings().secret_key

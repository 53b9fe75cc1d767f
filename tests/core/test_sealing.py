import base64
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.core.sealing import (
    BrokenSeal,
    Sealer,
    pseudonym,
    require_right_key,
    seal,
    unseal,
)
from community.core.settings import SettingsError, get_settings

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
    before = pseudonym("mailbox", "12")  # by now the key has been checked
    other = replace(get_settings(), seal_key="another-key-" * 4)

    monkeypatch.setitem(app.extensions, "fairquote.settings", other)

    assert pseudonym("mailbox", "12") != before


def test_the_key_for_cookies_is_another_one():
    assert get_settings().seal_key != get_settings().secret_key


def test_a_seal_opens_for_its_purpose_alone_and_is_new_each_time():
    first, second = seal("deal.author", "12"), seal("deal.author", "12")

    assert unseal("deal.author", first) == unseal("deal.author", second) == "12"
    assert first != second
    assert "12" not in base64.urlsafe_b64decode(first).decode("latin-1")
    with pytest.raises(BrokenSeal):
        unseal("deal.note", first)


@given(text=st.text(max_size=200))
def test_every_text_comes_back(text):
    sealer = Sealer("a-key-of-a-test-" * 3)

    assert sealer.unseal("any", sealer.seal("any", text)) == text


@pytest.mark.parametrize("token", ["", "x", "ä", "AAAA" * 20, "\ud800"])
def test_what_is_not_under_our_seal_is_refused(token):
    with pytest.raises(BrokenSeal):
        unseal("deal.author", token)


def test_a_changed_seal_is_refused():
    raw = bytearray(base64.urlsafe_b64decode(seal("deal.author", "12")))
    raw[-1] ^= 1

    with pytest.raises(BrokenSeal):
        unseal("deal.author", base64.urlsafe_b64encode(raw).decode())


def test_a_key_that_the_database_was_not_sealed_with_is_refused_before_it_is_used(
    app, monkeypatch
):
    other = replace(get_settings(), seal_key="another-key-" * 4)
    require_right_key()
    monkeypatch.setitem(app.extensions, "fairquote.settings", other)
    monkeypatch.delitem(app.extensions, "fairquote.seal_key_checked")

    with pytest.raises(SettingsError, match="FAIRQUOTE_SEAL_KEY"):
        pseudonym("deal.owner", "1")
    with pytest.raises(SettingsError, match="FAIRQUOTE_SEAL_KEY"):
        require_right_key()

import sys
import threading
import unicodedata
from dataclasses import replace

import pytest

from community.accounts import passwords
from community.accounts.common_passwords import is_common
from community.core.actors import Role
from community.core.errors import Invalid

pytestmark = pytest.mark.usefixtures("context")
GOOD = "seven slow herons"


def _check(password: str, role: Role = Role.MEMBER) -> None:
    passwords.check_password(
        password,
        role=role,
        handle="grey-heron-of-the-moor",
        email="ada.of.northwind@acme.example",
    )


def _refusal(password: str, role: Role = Role.MEMBER) -> str:
    with pytest.raises(Invalid) as refusal:
        _check(password, role)
    assert list(refusal.value.fields) == ["password"]
    return refusal.value.fields["password"]


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "x7#kQ!vv92Lm",
        "fairquote-sample",
        "пароль из слов",
        "            a b c d e",
        "ab\x00cd\x00ef\x00ghxyz",
        "\ud800\udfff lone surrogates \ud800",
        " ".join(f"{count} herons" for count in range(100)),
    ],
)
def test_password_of_any_characters_is_taken_and_verified(password):
    _check(password)
    assert passwords.verify_password(passwords.hash_password(password), password)


def test_password_lengths_are_kept_to_the_character():
    assert _refusal("k7#qZ!vv92L") == (
        "Use 12 characters or more; a few words in a row are easy to keep."
    )
    _check("k7#qZ!vv92Lm")
    assert _refusal("k7#qZ!vv92Lmpt", Role.MODERATOR) == (
        "Use 15 characters or more; a few words in a row are easy to keep."
    )
    assert _refusal("k7#qZ!vv92Lmpt", Role.HOST).startswith("Use 15")
    _check("k7#qZ!vv92Lmpty", Role.MODERATOR)
    _check(("seven slow herons " * 60)[:1024])
    assert (
        _refusal(("seven slow herons " * 60)[:1025]) == "Use at most 1,024 characters."
    )


@pytest.mark.parametrize(
    "password",
    [
        "123456789012",
        "987654321098",
        "abcdefghijklm",
        "aaaaaaaaaaaa",
        "abababababab",
        "passwordpassword",
        "Password1234",
        "!!football2024",
        "PASSWORD123456",
        "qwertyuiopasdfghjkl"[:10] + "12",
        "1qaz2wsx3edc",
        "leavemealone",
        "abc7abc7abc7",
    ],
)
def test_password_that_everybody_tries_is_refused(password):
    assert is_common(password)
    assert _refusal(password) == (
        "This password is on the lists that others try first. Choose another."
    )


@pytest.mark.parametrize(
    "password", [GOOD, "k7#qZ!vv92Lm", "correct horse battery staple"]
)
def test_password_that_is_on_no_list_is_not_common(password):
    assert not is_common(password)


@pytest.mark.parametrize(
    "password",
    [
        "grey-heron-of-the-moor",
        "GREY-heron-of-the-moor",
        "ada.of.northwind@acme.example",
        "ada.of.northwind",
    ],
)
def test_password_may_not_be_ones_name(password):
    assert _refusal(password) == (
        "Your handle or e-mail address is the first thing that others would try."
    )


def test_password_refusal_names_the_field_it_was_typed_into():
    with pytest.raises(Invalid) as refusal:
        passwords.check_password(
            "short", role=Role.MEMBER, handle="a", email="b", field="new"
        )
    assert list(refusal.value.fields) == ["new"]


def test_lists_are_not_loaded_before_a_password_is_chosen():
    # A fresh interpreter would show it; here it is enough that the module is lazy.
    import community.accounts.common_passwords as module  # noqa: PLC0415

    assert "FREQUENCY_LISTS" not in vars(module)
    assert is_common("password")
    assert "zxcvbn.frequency_lists" in sys.modules


def test_hash_is_argon2id_at_the_cost_of_the_settings(app):
    assert passwords.hash_password(GOOD).startswith("$argon2id$v=19$m=64,t=1,p=1$")
    base = app.extensions["fairquote.settings"]
    try:
        app.extensions["fairquote.settings"] = replace(
            base, argon2_time_cost=2, argon2_memory_kib=19 * 1024
        )
        assert passwords.hash_password(GOOD).startswith(
            "$argon2id$v=19$m=19456,t=2,p=1$"
        )
    finally:
        app.extensions["fairquote.settings"] = base


def test_default_cost_is_owasps(settings):
    defaults = type(settings)
    assert defaults.argon2_time_cost == 2
    assert defaults.argon2_memory_kib == 19 * 1024


def test_hash_is_made_again_when_the_cost_changes(app):
    made = passwords.hash_password(GOOD)
    assert not passwords.needs_rehash(made)
    base = app.extensions["fairquote.settings"]
    try:
        app.extensions["fairquote.settings"] = replace(base, argon2_time_cost=2)
        assert passwords.needs_rehash(made)
        assert passwords.verify_password(made, GOOD)
    finally:
        app.extensions["fairquote.settings"] = base


def test_password_composed_differently_is_the_same():
    composed = "söven slöw herons"
    made = passwords.hash_password(unicodedata.normalize("NFD", composed))
    assert passwords.verify_password(made, unicodedata.normalize("NFC", composed))


@pytest.mark.parametrize(
    ("stored", "password"),
    [
        ("right", GOOD),
        ("right", "another password"),
        ("right", "x" * 1_000_000),
        (None, GOOD),
        (None, "x" * 1_000_000),
        ("not a hash", GOOD),
    ],
)
def test_every_try_costs_one_hash(stored, password, hashes):
    known = passwords.hash_password(GOOD) if stored == "right" else stored
    hashes.clear()
    verified = passwords.verify_password(known, password)
    assert verified == (stored == "right" and password == GOOD)
    assert len(hashes) == 1


def test_many_hashes_at_once_take_turns(app, monkeypatch):
    running, most, lock = 0, 0, threading.Lock()
    original = passwords.PasswordHasher.hash

    def watched(self, *args, **kwargs):
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        try:
            return original(self, *args, **kwargs)
        finally:
            with lock:
                running -= 1

    monkeypatch.setattr(passwords.PasswordHasher, "hash", watched)

    def work():
        with app.app_context():
            passwords.hash_password(GOOD)

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most <= passwords._HASHES_AT_ONCE

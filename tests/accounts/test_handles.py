import re

import pytest

from community.accounts import handles
from community.core.errors import Invalid


def _check(text: str, site_name: str = "Fairquote") -> str:
    return handles.check_handle(text, site_name=site_name)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("mo", "mo"),
        ("quiet_maple", "quiet_maple"),
        ("Grey-Heron7", "grey-heron7"),
        ("  ada ", "ada"),
        ("a\u200bda", "ada"),
        ("a" * 24, "a" * 24),
    ],
)
def test_handle_is_kept_in_lower_case_and_without_what_nobody_sees(typed, kept):
    assert _check(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "a",
        "a" * 25,
        "7up",
        "_ada",
        "ada_",
        "a__b",
        "a-_b",
        "ada lovelace",
        "ada.lovelace",
        "аda",  # noqa: RUF001 - the Cyrillic letter is the point
        "ädä",
        "ada@home",
        "ada\x00\x01!",
        "\ud800abc",
        "٣٣٣",
    ],
)
def test_handle_of_a_wrong_shape_is_refused_at_its_field(typed):
    with pytest.raises(Invalid) as refusal:
        _check(typed)
    assert list(refusal.value.fields) == ["handle"]


@pytest.mark.parametrize(
    "typed",
    [
        "admin",
        "x4dm1n",
        "adm1n",
        "moderator",
        "m0derator",
        "mod-erator",
        "rnoderator",
        "arbor_official",
        "arbor-0fficial",
        "fairquote",
        "fairqu0te_team",
        "jane_mod",
        "staff-jane",
        "arbor-rep",
        "vendor_arbor",
        "verified_buyer",
        "host",
        "h0st",
        "root",
        "api",
        "anonymous",
        "deleted",
        "support",
    ],
)
def test_handle_that_could_be_taken_for_staff_is_refused(typed):
    with pytest.raises(Invalid) as refusal:
        _check(typed)
    assert refusal.value.fields == {
        "handle": "That handle could be taken for staff. Please choose another."
    }


def test_handle_may_not_be_the_name_of_this_site():
    with pytest.raises(Invalid):
        _check("price-club", site_name="Price Club")
    assert _check("price-club") == "price-club"


@pytest.mark.parametrize("typed", ["modest_fox", "repton", "hostess", "teamster"])
def test_handle_that_only_begins_like_a_staff_word_is_fine(typed):
    assert _check(typed) == typed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("quiet_maple", "quietmaple"),
        ("quiet-maple", "quiet_maple"),
        ("corner", "comer"),
        ("vvren", "wren"),
        ("b0b", "bob"),
        ("a1ice", "alice"),
        ("alice", "allce"),
        ("5am", "sam"),
    ],
)
def test_handles_that_look_alike_share_a_key(one, other):
    assert handles.fold(one) == handles.fold(other)


def test_handles_that_differ_to_the_eye_have_different_keys():
    assert handles.fold("ada") != handles.fold("ida")
    assert handles.fold("maple2") != handles.fold("maple3")


def test_suggestions_are_handles_that_may_be_taken():
    suggested = {handles.suggest_handle() for _ in range(300)}
    assert len(suggested) > 100
    for handle in suggested:
        assert _check(handle) == handle


def test_every_word_of_the_suggestions_is_harmless():
    for adjective in handles._ADJECTIVES.split():
        assert not handles.is_reserved(f"{adjective}_oak", site_name="Fairquote")
    for noun in handles._NOUNS.split():
        assert not handles.is_reserved(f"calm_{noun}", site_name="Fairquote")


@pytest.mark.parametrize(
    ("name", "number", "handle"),
    [
        ("Dean Hamton", 1, "dean-hamton.onstartups"),
        ("Jason", 2, "jason-2.onstartups"),
        ("王", 1, "author.onstartups"),
        ("A" * 60, 999, "a" * 22 + "-999.onstartups"),
    ],
)
def test_imported_handle_has_a_dot_that_no_member_may_have(name, number, handle):
    made = handles.numbered(handles.imported_handle(name, "onstartups"), number)
    assert made == handle
    assert len(made) <= 40
    assert re.search(r"[^a-z0-9-]", made).group() == "."

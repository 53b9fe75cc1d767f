import pytest

from community.core.errors import Invalid
from community.threads.drafts import (
    Draft,
    checked,
    checked_body,
    is_tag,
    require_words,
    split_tags,
)

TITLE = "Is there room below $140?"
BODY = "We have 180 seats and a quote."


def fields_of(draft: Draft) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        checked(draft)
    return refused.value.fields


def test_checked_cleans_title_body_and_tags():
    clean = checked(
        Draft(
            title="  Is there\u200b room\n below $140?\x00 ",
            body="\r\n  We have 180 seats\x00 and a quote.\r\n",
            tags="Renewal, seat price;renewal",
            product_id=3,
        )
    )
    assert clean.title == TITLE
    assert clean.slug == "is-there-room-below-140"
    assert clean.body == BODY
    assert clean.tags == ("renewal", "seat", "price")
    assert (clean.product_id, clean.vendor_id) == (3, None)


def test_checked_names_every_wrong_field_at_once():
    fields = fields_of(Draft(title="Short", body="Too short", tags="a b c d e f"))
    assert set(fields) == {"title", "body", "tags"}


@pytest.mark.parametrize(
    ("length", "right"), [(14, False), (15, True), (150, True), (151, False)]
)
def test_title_has_15_to_150_characters(length, right):
    draft = Draft(title="x" * length, body=BODY)
    if right:
        assert checked(draft).title == "x" * length
    else:
        assert set(fields_of(draft)) == {"title"}


@pytest.mark.parametrize(
    ("length", "right"), [(19, False), (20, True), (20_000, True), (20_001, False)]
)
def test_body_has_20_to_20000_characters(length, right):
    if right:
        assert checked_body("x" * length) == "x" * length
        return
    with pytest.raises(Invalid) as refused:
        checked_body("x" * length)
    assert set(refused.value.fields) == {"body"}


def test_body_of_invisible_characters_is_too_short():
    with pytest.raises(Invalid):
        checked_body("\u200b \u2060" * 100)


def test_body_of_lone_surrogates_and_nul_is_text():
    assert checked_body("\ud800\x00" + "x" * 20) == "\ufffd" + "x" * 20


def test_require_words_refuses_what_shows_nothing():
    with pytest.raises(Invalid):
        require_words("<p><br></p><hr>")
    require_words("<p>a</p>")


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("", []),
        ("saas", ["saas"]),
        ("SaaS, Per-Seat  renewal;renewal", ["saas", "per-seat", "renewal"]),
        ("Übergröße", ["ubergroe"]),
        ("价格", ["-"]),
    ],
)
def test_split_tags(typed, tags):
    assert split_tags(typed) == tags


@pytest.mark.parametrize(
    ("tags", "right"),
    [
        ("a b c d e", True),
        ("a b c d e f", False),
        ("x" * 30, True),
        ("x" * 31, False),
        ("价格", False),
    ],
)
def test_tags_are_five_of_thirty_letters_and_digits(tags, right):
    draft = Draft(title=TITLE, body=BODY, tags=tags)
    if right:
        assert checked(draft).tags == tuple(tags.split())
    else:
        assert set(fields_of(draft)) == {"tags"}


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("saas", True),
        ("per-seat", True),
        ("SaaS", False),
        ("-", False),
        ("", False),
        ("a\x00", False),
        ("x" * 31, False),
    ],
)
def test_is_tag(name, right):
    assert is_tag(name) is right


def test_tables_that_would_grow_are_refused():
    for rule in ("|-" * 1000, "> " + "-|" * 1000, "- | " * 400):
        with pytest.raises(Invalid) as refused:
            checked_body("|a" * 1000 + "\n" + rule + "\n" + "|\n" * 300)
        assert "tables" in refused.value.fields["body"]


def test_a_table_of_prices_is_taken():
    table = "| seats | paid |\n|---|--:|\n" + "| 100 | 98 |\n" * 900
    assert checked_body(table) == table.strip()
    assert checked_body("a | b | c\n" * 900)

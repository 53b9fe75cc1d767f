"""What a text tells is found and taken out; what people come here to read is not."""

import json
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.core.telltales import MARKERS, Kind, find, redacted
from tests.catalog.data import path_of

TELLING = [
    (Kind.EMAIL, "jane.doe@contoso.example"),
    (Kind.EMAIL, "mailto:sales+eu@arbor.co.uk"),
    (Kind.PHONE, "+49 30 1234567"),
    (Kind.PHONE, "+1 (201) 682-2410"),
    (Kind.PHONE, "0044 20 7946 0958"),
    (Kind.PHONE, "(555) 234-1212"),
    (Kind.PHONE, "859-396-7754"),
    (Kind.PHONE, "0171/1234567"),
    (Kind.NUMBER, "Q-1182"),
    (Kind.NUMBER, "INV-2026-0012"),
    (Kind.ACCOUNT, "DE89 3704 0044 0532 0130 00"),
    (Kind.CONFIDENTIAL, "Confidential"),
]
IN_CONTEXT = [
    ("Call me at 682 2410 99 or later", Kind.PHONE, "682 2410 99"),
    ("our contract no. 2024-99812, signed", Kind.NUMBER, "2024-99812"),
    ("PO 4500012345 was late", Kind.NUMBER, "4500012345"),
    ("Quote number: CQ 2024/778.", Kind.NUMBER, "CQ 2024/778"),
    ("order #8812", Kind.NUMBER, "8812"),
    ("quote Q1182 says", Kind.NUMBER, "Q1182"),
    ("Ask Mr. John Smith about it", Kind.NAME, "John Smith"),
    ("Ms Ünal-O’Neill signed", Kind.NAME, "Ünal-O’Neill"),
    ("Mr/Ms Lee", Kind.NAME, "Lee"),
]
HARMLESS = [
    "We paid 1,250.00 USD for the quote of 2026, contract 36 months.",
    "Order 250-500-1000 seats: $140, $120, 99.50.",
    "quote: 1200 USD, offer 12000000 EUR, invoice 45000000 €",
    "Contract FY2026, signed on 2026-11-26, quote 20261126, 26.11.2026.",
    "We got +12 500 000 USD; DE89 and AB12 3456 are no accounts.",
    "M365 E5, ISO-27001, SOC-2, KB-50011, S4HANA; 100 250 1000 licences.",
    "See https://example.org/click/0060517123 and call us 2026-11-26.",
    "The Ms is lower case: Ms office. Confidentiality clauses differ.",
    "contract number of seats; quote no. 1,250.00",
]


def kinds(text: str, own=()) -> list[Kind]:
    return [one.kind for one in find(text, own)]


@pytest.mark.parametrize(("kind", "text"), TELLING)
@pytest.mark.parametrize("around", ["{}", "Write to {}, or not.", "a\n({})\nb"])
def test_what_tells_is_found_where_it_stands(kind, text, around):
    whole = around.format(text)

    (found,) = find(whole)

    assert (found.kind, found.text) == (kind, text)
    assert whole[found.start : found.end] == text
    assert found.line == whole[: found.start].count("\n") + 1
    assert redacted(whole) == around.format(MARKERS[kind])


@pytest.mark.parametrize(("text", "kind", "told"), IN_CONTEXT)
def test_what_tells_by_the_words_before_it_is_found(text, kind, told):
    assert [(one.kind, one.text) for one in find(text)] == [(kind, told)]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_people_come_for_is_left_alone(text):
    assert find(text) == []
    assert redacted(text) == text


def test_one_s_own_names_are_found_when_asked_for():
    own = ["ada@northwind.example", "ada"]
    text = "I am Ada, @ada, ada@northwind.example; adamant, ada-lovelace, x@ada."

    assert [one.text for one in find(text, own)] == [
        "Ada",
        "@ada",
        "ada@northwind.example",
    ]
    assert kinds("ada, Ada") == []


def test_a_handle_that_a_marker_holds_ends_nothing():
    text = redacted("Write to own or a@b.example, removed.", ["own", "removed"])

    assert text == (
        "Write to [own name removed] or [e-mail removed], [own name removed]."
    )


def test_one_find_is_taken_out_wherever_it_stands():
    text = "Mr Lee, a@b.example; Mr Lee."
    key = find(text)[0].key

    assert redacted(text, only=key) == (
        "Mr [name removed], a@b.example; Mr [name removed]."
    )
    assert redacted(text, only="EMAIL:no@such.example") == text


PIECES = st.sampled_from(
    [
        *(text for _, text in TELLING),
        *(text for text, _, _ in IN_CONTEXT),
        *("+", "00", "1 ", "-", "@", "Mr ", "PO ", "no. ", "ada", "\n", "[", "]", "("),
        *MARKERS.values(),
    ]
)


@given(
    st.lists(PIECES | st.text(max_size=8), max_size=12), st.sampled_from(["", "ada"])
)
def test_redacting_twice_is_redacting_once(pieces, handle):
    own = [handle] if handle else []
    once = redacted("".join(pieces), own)

    assert redacted(once, own) == once
    assert find(once, own) == []


@given(st.lists(PIECES | st.text(max_size=8), max_size=12))
def test_finds_are_in_order_and_do_not_overlap(pieces):
    text = "".join(pieces)
    finds = find(text)

    assert all(text[one.start : one.end] == one.text for one in finds)
    assert all(a.end <= b.start for a, b in pairwise(finds))


AMOUNTS = st.decimals(0, 99_999_999, places=2).map(
    lambda d: st.sampled_from([f"{d:,.2f}", f"{d:.2f}", f"{d:,.0f}"])
)
PRICES = st.tuples(
    AMOUNTS.flatmap(lambda one: one), st.sampled_from(["USD", "EUR", "€", "a year"])
).map(" ".join)
DOLLARS = st.integers(1, 10**9).map(lambda n: f"${n:,}")
DATES = st.dates(date(1990, 1, 1), date(2049, 1, 1)).flatmap(
    lambda d: st.sampled_from(
        [d.isoformat(), f"{d:%d.%m.%Y}", f"{d:%d/%m/%Y}", f"{d:%d %B %Y}", f"{d:%b %Y}"]
    )
)
SEATS = st.integers(1, 200_000).flatmap(
    lambda n: st.sampled_from([f"{n:,} seats", f"{n} users", f"{n}-{n + 50} licences"])
)
BEFORE = st.sampled_from(
    ["", "quote ", "contract of ", "We paid ", "order: ", "offer "]
)


@given(BEFORE, PRICES | DOLLARS | DATES | SEATS, st.sampled_from(["", ".", ", then"]))
def test_prices_dates_and_seats_raise_no_alarm(before, figure, after):
    assert find(f"{before}{figure}{after}") == []


@pytest.mark.parametrize(
    "text",
    [
        *("1 " * 9999, "+1 (2" * 3999, "a@" * 9999, "Mr A " * 3999, "Q-111-" * 3333),
        *("AB12 " * 3999, "2-" * 9999, "contract no " * 1666, "+" + "1 " * 9999),
    ],
)
def test_the_longest_text_is_read_to_its_end(text):
    """A pattern that tries each way through such a text would not come back."""
    assert all(text[one.start : one.end] == one.text for one in find(text))


def test_it_seldom_fires_on_an_old_forum():
    """Of posts of the archive 0.8 in a hundred; a tenth of it is read here."""
    lines = path_of("forum_onstartups/threads.jsonl").read_text().splitlines()[::10]
    threads = [json.loads(line) for line in lines]
    posts = [body for one in threads for body in _texts(one)]

    fired = sum(bool(find(body)) for body in posts)

    print(f"{fired} of {len(posts):,} posts warned of")  # noqa: T201 - a figure
    assert 0.001 < fired / len(posts) < 0.03


def _texts(thread: dict) -> list[str]:
    return [thread["body"], *(answer["body"] for answer in thread["answers"])]

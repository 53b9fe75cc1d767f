"""What a note tells is taken out, what helps others stays, and nothing comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.deals.notes.redaction import (
    REMOVED,
    only_takes_out,
    own_names,
    redacted,
    says_something,
)

X = REMOVED
TELLING = [
    ("We paid $41,300 for it.", f"We paid {X} for it."),
    ("they asked 12 %, then 9%", f"they asked {X} %, then {X}"),
    ("forty-one thousand dollars, two rounds", f"{X} dollars, {X} rounds"),
    ("signed on 3 May, due in October", f"signed on {X}, due in {X}"),
    ("It closed on Tuesday, in Q4/FY26.", f"It closed on {X}, in {X}."),
    ("Quote Q-1182 (order #88) said so.", f"Quote {X} (order {X}) said so."),
    ("ask jane.doe@acme.example or @jane", f"ask {X} or {X}"),
    ("see https://acme.example/a?b=c and acme.co.uk", f"see {X} and {X}"),
    ("We at Contoso like it", f"We at {X} like it"),
    ("our buyer Jane Ünal-O’Neill, from Berlin", f"our buyer {X}, from {X}"),
    ("Talk to Dr. Smith; ask Mr. Lee.", f"Talk to {X}. {X}; ask {X}. {X}."),
    ("CONTOSO PAID LESS", X),
    ("call me at +49 30 1234567", f"call me at {X}"),
    ("for €€ or ¥", f"for {X} or {X}"),
    ("① or ½ or 十 or \uff11\uff12", f"{X} or {X} or {X} or {X}"),
]
HARMLESS = [
    "They moved when we named a competitor with a dated proposal.",
    "Ask for SSO in the price. I’d want a cap, too: It is the CFO who decides.",
    "First they said no.\n\nThen they gave in; e.g. free onboarding.",
    "We may march on. One end date helps; nobody second-guessed it.",
]


@pytest.mark.parametrize(("text", "left"), TELLING)
def test_what_tells_is_taken_out(text, left):
    assert redacted(text) == left


@pytest.mark.parametrize("text", HARMLESS)
def test_what_helps_others_stays(text):
    assert redacted(text) == text


def test_the_author_s_own_names_go_in_any_spelling():
    own = list(
        own_names("quiet_otter", ["jane.doe@acme-corp.example"], ["acme-corp.example"])
    )
    text = (
        "Acme Corp here: ACME-CORP, acmecorp, acme-corp.example; jane and doe, "
        "jane.doe@acme-corp.example, quiet_otter said so."
    )

    assert redacted(text, own) == f"{X} here: {X}; {X} and {X} said so."


def test_one_word_before_the_at_sign_is_no_name():
    own = list(own_names("otter", ["sales@acme.example"], []))

    assert redacted("their sales called", own) == "their sales called"


def test_names_of_products_and_vendors_may_stay():
    text = "We chose Arbor Desk over Grove."

    assert redacted(text, known=["Arbor Desk", "Arbor", "Grove"]) == text
    assert redacted(text) == f"We chose {X} over {X}."


@given(st.text(max_size=200))
def test_no_digit_is_left_and_twice_is_once(text):
    once = redacted(text)

    assert not any(letter.isnumeric() for letter in once)
    assert redacted(once) == once


@pytest.mark.parametrize(
    ("after", "may"),
    [
        ("They moved late.", True),
        ("They moved, we were late", True),
        ("They [removed] late", True),
        ("", True),
        ("They moved early.", False),
        ("late they moved", False),
        ("They moved late late", False),
    ],
)
def test_a_moderator_takes_out_and_puts_nothing_in(after, may):
    assert only_takes_out("They moved when we were [removed] late.", after) is may


def test_markers_alone_say_nothing():
    assert not says_something(f"{X}, {X}. –")
    assert says_something(f"{X} helped")

"""Quotations of what is gone: its words are taken out, others' stay."""

import pytest

from community.threads.rules.quotations import take_out

SAID = "We renewed in **August**, at 140 seats.\nThe cap held."
LINK = "/questions/posts/AbC"


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("No quotation, but > in a sentence.", "No quotation, but > in a sentence."),
        ("> We renewed in August, at 140 seats.\n\nSo?", "> [taken out]\n\nSo?"),
        ("> we RENEWED in  august at 140", "> [taken out]"),
        (
            "> The cap\n\nshort ones are anybody’s",
            "> The cap\n\nshort ones are anybody’s",
        ),
        ("> Somebody else said this.", "> Somebody else said this."),
        (
            f"> [Quoted from here]({LINK}):\n>\n> edited since\n> twice\n\nMine.",
            "> [taken out]\n>\n> [taken out]\n\nMine.",
        ),
        (
            f"> [Quoted from here]({LINK}):\n\n> Another one, of somebody else.",
            "> [taken out]\n\n> Another one, of somebody else.",
        ),
        (">> The cap held. We", ">> The cap held. We"),
        (">> renewed in August, at", ">> [taken out]"),
    ],
)
def test_a_passage_is_taken_out(source, left):
    assert take_out(source, SAID, LINK) == left

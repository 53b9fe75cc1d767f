"""A vendor's words name nobody but the vendor itself and who signs."""

import pytest

from community.core.errors import Invalid
from community.core.namings import require_names_nobody
from community.core.ports import Voice

VOICE = Voice(1, 2, "Arbor", "Rae Alder, Head of Pricing", "arbor.example")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("This post is by J. Doe of Contoso.", "J. Doe"),
        ("It was written by Jane Doe, as we know.", "Jane Doe"),
        ("The author is Contoso, whose contract we have.", "Contoso"),
        ("The reviewer works at Contoso and never paid.", "Contoso"),
        ("A buyer like Contoso GmbH got that.", "Contoso GmbH"),
        ("Ask jane.doe@contoso.example about it.", "jane.doe@contoso.example"),
        ("See contract no. 48213, which says so.", "48213"),
        ("Mr. Doe signed something else.", "Doe"),
    ],
)
def test_who_is_named_is_told_and_refused(text, named):
    with pytest.raises(Invalid) as refused:
        require_names_nobody(VOICE, text, field="body", refusal="Not yet.")
    assert f"“{named}”" in refused.value.fields["body"]


@pytest.mark.parametrize(
    "text",
    [
        "Write to pricing@arbor.example or to help@mail.arbor.example.",
        "Arbor GmbH capped the uplift at 5 % in June 2025. Rae Alder answers.",
        "On plan B. It costs $79 a seat and year, in U.S. Dollars.",
        "This answer is from 2024; every contract has had the cap since 01.06.2025.",
        "Ask Ms. Alder.",
    ],
)
def test_the_vendor_and_who_signs_may_be_named(text):
    require_names_nobody(VOICE, text, field="body", refusal="Not yet.")

"""Before a review is published, its author is warned of what it tells besides."""

import pytest

from tests.reviews.made import FORM

TELLING = "Our contact Mr. Smith (lee@contoso.example) put it all in writing."


@pytest.mark.usefixtures("desk_id")
def test_a_review_that_tells_an_address_is_redacted_with_one_key(cast, page):
    ada = cast.page("ada")
    form = ada.get("/reviews/new")
    words = {**FORM, "product": "Arbor Desk", "good": TELLING}
    shown = ada.send(form, words, having="good", submit=("preview", "1"), status=200)
    assert "What went well, line 1: e-mail address" in shown.words()

    warned = ada.send(form, words, having="good", status=422)
    assert "Not posted yet: this text tells more than it needs to" in warned.words()
    sent = ada.send(warned, having="good", submit=("check", "all"), status=303)
    seen = page.get(sent.location)
    assert "[e-mail removed]" in seen.words()
    assert "contoso" not in seen.html

    edit = ada.get(f"{sent.location}/edit")
    again = ada.send(edit, {"bad": TELLING}, having="good", status=422)
    assert "What went badly, line 1" in again.words()
    ada.send(again, having="good", submit=("check", "as-is"), status=303)
    assert "lee@contoso.example" in page.get(sent.location).words()

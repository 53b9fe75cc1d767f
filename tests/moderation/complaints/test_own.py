"""Who posted something finds from their own pages what is complained of."""

from tests.moderation.complaints.conftest import complain
from tests.moderation.complaints.test_complaints import claim, told

MINE = "/complaints/"


def test_who_posted_it_finds_the_complaint_and_answers_it(cast, outside, scene):
    sent = complain(outside, f"post/{scene.post}")
    ada = cast.page("ada")
    assert MINE in ada.get("/flags/mine").links
    assert "Nobody complained" in ada.get(MINE).words()

    claim(cast, sent).post(sent.path("tell"), status=303)

    page = ada.get(MINE)
    assert sent.answer_path in page.links
    assert "Your answer is awaited" in page.words()
    for who in ("ben", "mo", "hana"):
        assert "Nobody complained" in cast.page(who).get(MINE).words()
    ada.send(
        ada.get(sent.answer_path), {"answer": "goes"}, having="address", status=303
    )
    assert "Your answer is awaited" not in ada.get(MINE).words()


def test_so_does_who_posted_it_under_an_alias_and_nobody_else(cast, outside, scene):
    sent = told(cast, outside, f"post/{scene.whisper}")

    assert sent.answer_path in cast.page("ada").get(MINE).links
    assert sent.answer_path not in cast.page("ben").get(MINE).links

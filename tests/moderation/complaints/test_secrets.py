"""What a complainant keeps to themselves reaches nobody, whatever they typed."""

import pytest

from tests.moderation.complaints.conftest import SAID, SENDER, claim, complain


def told(cast, outside, what: str, **changed):
    sent = complain(outside, what, **changed)
    claim(cast, sent).post(sent.path("tell"), status=303)
    return sent


def test_the_copy_says_where_it_stands(cast, outside, scene):
    sent = told(cast, outside, f"post/{scene.post}")
    link = f"http://127.0.0.1:8000/questions/posts/{scene.post}"
    assert link in sent.told_ada()[-1]
    assert link in cast.page("ada").get(sent.answer_path).words()


@pytest.mark.parametrize("passes", ["yes", "no"])
def test_who_signs_in_the_answers_stays_unnamed_all_the_same(
    cast, outside, scene, passes
):
    details = "I, nora  NOTIFIER, am lied about: write to Nora@kanarie.example, please."
    sent = told(
        cast,
        outside,
        f"post/{scene.post}",
        details=details,
        passes_name=passes,
        passes_email=passes,
    )
    for text in (sent.told_ada()[-1], cast.page("ada").get(sent.answer_path).words()):
        is_told = passes == "yes"
        assert ("notifier" in text.lower()) == is_told
        assert (SENDER["email"] in text.lower()) == is_told
        assert ("[withheld]" in text) != is_told
        assert "am lied about" in text
    assert "NOTIFIER" in cast.page("mo").get(sent.case_path).words()


def test_of_the_named_in_their_own_words_an_author_does_not_learn_who_complains(
    cast, outside, scene
):
    sent = told(
        cast,
        outside,
        f"post/{scene.post}",
        name="Jane Doe",
        passage="Jane Doe  of Arbor told us",
        meaning="That Jane Doe breaks her word.",
        passes_name="no",
    )
    words = cast.page("ada").get(sent.answer_path).words()
    assert "Jane Doe of Arbor told us" in words
    assert "That [withheld] breaks her word." in words


@pytest.mark.parametrize("field", [*SAID, "earlier"])
@pytest.mark.parametrize(
    "typed", ["\x00" * 5_000, "It is a lie. \x00 {{7*7}}", "ﷺ" * 5_000]
)
def test_no_answer_of_a_complainant_breaks_anything(cast, outside, scene, field, typed):
    form = outside.get(f"/notices/post/{scene.post}/defamation")
    said = {**SAID, field: typed}
    answer = outside.send(form, said, having="meaning", status=None)
    taken = typed.startswith("It is") and field in {"passage", "details", "meaning"}
    assert answer.status in ({303} if taken else {303, 422})


@pytest.mark.parametrize("field", ["answer", "name", "address", "passes"])
@pytest.mark.parametrize(
    "typed", ["\x00" * 5_000, "It is a lie. \x00 {{7*7}}", "ﷺ" * 5_000]
)
def test_no_answer_of_an_author_breaks_anything(cast, outside, scene, field, typed):
    sent = told(cast, outside, f"post/{scene.post}")
    ada = cast.page("ada")
    said = {"answer": "stands", "name": "Ada K", "address": "1 Wharf, London"}
    said |= {"passes": "no", field: typed}
    answer = ada.send(ada.get(sent.answer_path), said, having="address", status=None)
    assert answer.status in {303, 422}

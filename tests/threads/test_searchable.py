import pytest

from community.catalog.models import Product, Vendor
from community.core.actors import VISITOR
from community.core.db import db
from community.core.ports import SearchFacts, SearchResult
from community.core.visibility import State
from community.threads import searchable
from community.threads.queries import get_question_post
from community.threads.rules import choosing, editing
from community.threads.searchable import SOURCES
from tests.queries import count_queries
from tests.threads.made import answer, ask, put_in_state

pytestmark = pytest.mark.usefixtures("context")
questions, answers = SOURCES


def subject() -> int:
    vendor = Vendor(name="Arbor", slug="arbor", sort_key="arbor")
    db.session.add(vendor)
    db.session.flush()
    product = Product(
        name="Arbor Desk", slug="arbor-desk", sort_key="x", vendor_id=vendor.id
    )
    db.session.add(product)
    db.session.flush()
    return product.id


def test_document_holds_question_answers_tags_and_subject(cast):
    thread = ask(cast.actor("ada"), product_id=subject(), tags="saas")
    answer(cast.actor("ben"), thread, "We were offered **four** percent.")
    (document,) = questions.documents([thread.id])
    assert (document.kind, document.object_id) == ("question", thread.id)
    assert document.title == "Is there room below $140 a seat?"
    assert document.body == (
        "We have 180 seats and the renewal quote went up. What did you pay?\n"
        "We were offered four percent."
    )
    assert document.extra == {
        "tags": "saas",
        "product": "Arbor Desk",
        "vendor": "Arbor",
    }


def test_version_changes_with_every_word(cast):
    thread = ask(cast.actor("ada"))
    post = answer(cast.actor("ben"), thread)

    def version() -> int:
        return questions.documents([thread.id])[0].version

    first = version()
    assert version() == first
    editing.edit_answer(cast.actor("ben"), post, "Quite another text it is.", version=1)
    assert version() != first


@pytest.mark.parametrize("state", [State.HELD, State.HIDDEN, State.DELETED])
def test_what_is_not_public_is_not_found(cast, state):
    thread = ask(cast.actor("ada"))
    put_in_state(thread, get_question_post(thread), state)
    assert questions.documents([thread.id]) == []
    assert questions.ids_after(0, 10) == []
    assert questions.results(cast.actor("ada"), [thread.id]) == []
    assert questions.fallback_ids(["room"], 10) == []


@pytest.mark.parametrize("state", [State.HELD, State.HIDDEN, State.DELETED])
def test_words_of_a_withheld_answer_are_not_found(cast, state):
    thread = ask(cast.actor("ada"))
    post = answer(cast.actor("ben"), thread, "The word is supercalifragilistic.")
    put_in_state(thread, post, state)
    assert "supercali" not in questions.documents([thread.id])[0].body
    assert "supercali" not in questions.results(VISITOR, [thread.id])[0].body


def test_results_show_facts_and_address(cast):
    thread = ask(cast.actor("ada"), product_id=subject())
    post = answer(cast.actor("ben"), thread)
    choosing.choose_answer(cast.actor("ada"), thread, post, instead_of=None)
    other = ask(cast.actor("ben"), title="And a question without answers?")
    found = {
        one.object_id: one for one in questions.results(VISITOR, [thread.id, other.id])
    }
    assert found[thread.id] == SearchResult(
        kind="question",
        object_id=thread.id,
        title=thread.title,
        url=f"/questions/{thread.public_id}/{thread.slug}",
        body=found[thread.id].body,
        facts=["1 answer", "answered", "Arbor Desk", "asked by ada"],
        now=SearchFacts(
            vendor="arbor",
            product="arbor/arbor-desk",
            author="ada",
            traits=("answer", "accepted"),
            can_answer=True,
            day=thread.created_at.date(),
        ),
    )
    (chosen,) = answers.results(VISITOR, [post.id])
    assert (chosen.title, chosen.url) == (
        thread.title,
        f"/questions/posts/{post.public_id}",
    )
    assert chosen.facts == ["the answer that helped", "Arbor Desk", "by ben"]
    assert answers.ids_after(0, 5) == [post.id]
    assert answers.fallback_ids(["room"], 5) == []
    assert found[other.id].facts == ["0 answers", "asked by ben"]


def test_ids_come_in_order_and_portions(cast):
    ids = [ask(cast.actor("ada")).id for _ in range(5)]
    assert questions.ids_after(0, 3) == ids[:3]
    assert questions.ids_after(ids[2], 3) == ids[3:]


def test_fallback_wants_all_words_and_takes_signs_as_text(cast):
    thread = ask(cast.actor("ada"), title="Is 100 % off too good to be true?")
    ask(cast.actor("ada"), title="Is it too late to negotiate now?")
    assert questions.fallback_ids(["TOO", "%"], 10) == [thread.id]
    assert len(questions.fallback_ids(["too"], 1)) == 1
    assert questions.fallback_ids(["_"], 10) == []


def test_long_threads_are_cut_and_cost_four_queries(cast, monkeypatch):
    monkeypatch.setattr(searchable, "LONGEST_BODY", 100)
    threads = [ask(cast.actor("ada"), tags="saas") for _ in range(3)]
    for thread in threads:
        answer(cast.actor("ben"), thread)
    ids = [thread.id for thread in threads]
    db.session.flush()
    with count_queries() as one:
        questions.documents(ids[:1])
    with count_queries() as three:
        documents = questions.documents(ids)
    assert [len(document.body) for document in documents] == [100] * 3
    assert (len(one), len(three)) == (4, 4)

"""What search engines read of a question: Google's required properties, and no more than the page."""

import json
import re

from community.core.db import transaction
from community.threads.models import Thread
from community.threads.rules.choosing import choose_answer
from tests.threads.made import answer, ask, thread_with_answers

_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_REQUIRED = {
    # https://developers.google.com/search/docs/appearance/structured-data/qapage
    "Question": {"name", "answerCount"},
    "Answer": {"text"},
    # .../structured-data/discussion-forum
    "DiscussionForumPosting": {"author", "datePublished", "text"},
    "InteractionCounter": {"interactionType", "userInteractionCount"},
    "Person": {"name"},
}


def data_of(page):
    found = _DATA.findall(page.html)
    assert len(found) <= 1
    return json.loads(found[0]) if found else None


def complete(told):
    """Check each thing in `told` for what its type requires; return all types."""
    types = []
    if isinstance(told, list):
        return [one for part in told for one in complete(part)]
    if isinstance(told, dict):
        types.append(told["@type"])
        missing = _REQUIRED.get(told["@type"], set()) - told.keys()
        assert missing == set(), told["@type"]
        for value in told.values():
            types += complete(value) if isinstance(value, dict | list) else []
    return types


def test_a_question_with_answers_is_a_qa_page(app, cast, page):
    path, _ = thread_with_answers(
        app, cast.actor("ada"), cast.actor("cleo"), cast.actor("mo")
    )

    told = data_of(page.get(path))

    assert told["@context"] == "https://schema.org"
    assert complete(told).count("Answer") == 2
    question = told["mainEntity"]
    assert (question["answerCount"], "acceptedAnswer" in question) == (2, False)
    assert question["author"] == {
        "@type": "Person",
        "name": "ada",
        "url": "http://127.0.0.1:8000/u/ada",
    }
    assert question["text"].startswith("We have 180 seats and")
    for one in question["suggestedAnswer"]:
        assert page.client.get(one["url"].removeprefix("http://127.0.0.1:8000"))


def test_the_chosen_answer_is_the_accepted_one(app, cast, page):
    ada = cast.actor("ada")
    with app.app_context(), transaction():
        thread = ask(ada)
        post = answer(cast.actor("cleo"), thread, "This </script><b>is</b> it, I say.")
        answer(cast.actor("mo"), thread)
        choose_answer(ada, thread, post, instead_of=None)
        path = f"/questions/{thread.public_id}/{thread.slug}"

    question = data_of(page.get(path))["mainEntity"]

    assert "it, I say." in question["acceptedAnswer"]["text"]
    assert len(question["suggestedAnswer"]) == 1


def test_a_question_without_answers_is_a_forum_posting(app, cast, page):
    with app.app_context(), transaction():
        thread: Thread = ask(cast.actor("ada"))
        path = f"/questions/{thread.public_id}/{thread.slug}"

    told = data_of(page.get(path))

    assert sorted(complete(told)) == [
        "DiscussionForumPosting",
        "InteractionCounter",
        "Person",
    ]
    assert told["headline"] == "Is there room below $140 a seat?"


def test_a_removed_answer_is_not_told(app, cast, page):
    path, ids = thread_with_answers(app, cast.actor("ada"), cast.actor("cleo"))
    browser = cast.page("cleo")
    browser.post(f"/questions/posts/{ids[1]}/remove", status=303)

    told = data_of(page.get(path))

    assert told["@type"] == "DiscussionForumPosting"
    assert "four percent" not in json.dumps(told)

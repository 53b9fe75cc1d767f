import pytest

from community.core.differences import Change, Piece
from community.threads.history import list_versions
from community.threads.queries import get_question_post
from community.threads.rules import editing
from tests.queries import count_queries
from tests.threads.made import answer, ask, draft

SAME, ADDED, REMOVED = Change.SAME, Change.ADDED, Change.REMOVED


@pytest.mark.usefixtures("context")
def test_post_that_was_never_edited_has_no_versions(cast):
    page = list_versions(get_question_post(ask(cast.actor("ada"))), None)
    assert (page.items, page.next_cursor) == ([], None)


@pytest.mark.usefixtures("context")
def test_versions_of_a_question_show_title_tags_and_text(cast):
    thread = ask(cast.actor("ada"), tags="saas")
    new = draft(title="Is there room below $130?", tags="saas seats", body="x" * 30)
    editing.edit_question(cast.actor("ada"), thread, new, version=1)
    latest, first = list_versions(get_question_post(thread), None).items

    assert (latest.number, latest.author) == (2, "ada")
    assert latest.title == [
        Piece(SAME, "Is there room below "),
        Piece(REMOVED, "$140 a seat?"),
        Piece(ADDED, "$130?"),
    ]
    assert latest.tags == [Piece(SAME, "saas"), Piece(ADDED, " seats")]
    assert latest.body[-1] == Piece(ADDED, "x" * 30)
    assert (first.number, first.tags) == (1, [Piece(SAME, "saas")])


@pytest.mark.usefixtures("context")
def test_versions_come_in_pages_at_the_same_cost(cast):
    post = answer(cast.actor("ben"), ask(cast.actor("ada")))
    for version in range(1, 14):
        text = f"What version {version + 1} of it says."
        editing.edit_answer(cast.actor("ben"), post, text, version=version)
    with count_queries() as first:
        page = list_versions(post, None)
    with count_queries() as second:
        last = list_versions(post, page.next_cursor)

    assert [version.number for version in page.items] == list(range(14, 4, -1))
    assert Piece(REMOVED, "4") in page.items[-1].body
    assert [version.number for version in last.items] == [4, 3, 2, 1]
    assert (last.next_cursor, last.items[-1].body[0].change) == (None, SAME)
    assert (len(first), len(second)) == (2, 2)

"""Answering anonymously in Chromium: warned, posted, seen by a visitor, taken back."""

import pytest

from tests.browser.looks import assert_accessible, assert_looks_right, sign_in
from tests.threads.made import thread_with_answers

ANSWER = "We got six percent off after asking twice, in writing."


@pytest.fixture
def thread(app, cast) -> str:
    return thread_with_answers(app, cast.actor("ada"))[0]


def test_answer_anonymously_and_take_it_back(tab, cast, server, thread):
    ben, visitor = tab(), tab(width=390)
    sign_in(ben, cast, "ben", server)

    ben.goto(thread)
    ben.get_by_label("Text").fill(f"{ANSWER} Ask lee@contoso.example.")
    ben.get_by_label("Post anonymously").check()
    ben.get_by_role("button", name="Post answer").click()
    ben.get_by_role("button", name="Remove lee@contoso.example").wait_for()
    assert_accessible(ben)
    ben.keyboard.press("x")
    ben.get_by_text("Yours: nobody else sees that").wait_for()
    visitor.goto(thread)

    seen = visitor.locator("main").inner_text()
    assert f"{ANSWER} Ask [e-mail removed]." in seen
    assert "Anonymous " in seen
    assert "ben" not in seen.lower().split()
    ben.on("dialog", lambda dialog: dialog.accept())
    ben.get_by_role("button", name="Remove").click()
    ben.get_by_role("button", name="Bring it back").wait_for()
    visitor.reload()
    assert ANSWER not in visitor.locator("main").inner_text()


def test_pages_of_anonymity_are_accessible_and_fit(app, tab, cast, server):
    path, (question, _) = thread_with_answers(app, cast.actor("ada"), cast.actor("ada"))
    page = tab()
    sign_in(page, cast, "ada", server)

    anonymise = f"/questions/posts/{question}/anonymise"
    assert_looks_right(page, path, anonymise, "/questions/mine")

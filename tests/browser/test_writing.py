"""Reading by keys, writing with a preview that keeps itself, and accepting an answer."""

from community.core.db import transaction
from tests.browser.looks import assert_accessible, assert_fits, sign_in
from tests.prices.seeds import arbor_desk
from tests.threads.made import thread_with_answers

WORDS = "We took the second offer, and the cap with it."


def test_the_asker_reads_by_keys_writes_and_accepts(app, tab, cast, server):
    thread_with_answers(app, cast.actor("ada"), cast.actor("ben"))
    ada = tab(width=390)
    sign_in(ada, cast, "ada", server)

    ada.goto("/questions/")
    ada.keyboard.press("?")
    ada.get_by_role("dialog", name="Keys").wait_for()
    assert_accessible(ada)
    assert_fits(ada, 390)
    ada.keyboard.press("?")
    ada.get_by_role("dialog", name="Keys").wait_for(state="hidden")
    ada.keyboard.press("?")
    ada.keyboard.press("Escape")
    for key in "jkjo":
        ada.keyboard.press(key)
    ada.wait_for_url("**/questions/*/*")
    ada.keyboard.press("j")
    assert ada.evaluate("document.activeElement.className").startswith("post")
    ada.keyboard.press("e")
    ada.wait_for_url("**/edit")
    ada.go_back()
    ada.keyboard.press("r")
    ada.keyboard.type(WORDS)
    ada.get_by_label("Text").select_text()
    ada.get_by_role("button", name="Bold").click()
    ada.locator("[data-shown] strong", has_text=WORDS).wait_for()
    ada.get_by_text("Kept as a draft.").wait_for()
    assert_accessible(ada)
    assert_fits(ada, 390)
    ada.reload()
    assert ada.get_by_label("Text").input_value() == f"**{WORDS}**"

    ada.get_by_role("button", name="Choose the answer of ben").first.click()
    ada.get_by_role("button", name="Undo the choice").wait_for()
    assert ada.locator(".post.accepted").count() == 1
    ada.get_by_text("✓ Answered").wait_for()
    ada.get_by_role("button", name="Keys").click()
    ada.get_by_label("Use these keys in this browser").uncheck()
    ada.get_by_role("button", name="Close").click()
    ada.locator(".post").first.focus()
    ada.keyboard.press("e")
    assert not ada.url.endswith("/edit")


def test_a_review_has_buttons_and_a_preview_for_each_text(app, tab, cast, server):
    with app.app_context(), transaction():
        arbor_desk(listed=False)
    ben = tab(width=390)
    sign_in(ben, cast, "ben", server)
    ben.goto("/reviews/new")

    for name, mark in (("good", "Bold"), ("bad", "Italic")):
        box = ben.locator(f"#{name}")
        box.fill(WORDS)
        box.select_text()
        marks = ben.get_by_role("group", name=f"Marks of Markdown for the {name}")
        marks.get_by_role("button", name=mark).click()
    ben.locator("[data-shown] strong", has_text=WORDS).wait_for()
    ben.locator("[data-shown] em", has_text=WORDS).wait_for()
    assert ben.locator("#good").input_value() == f"**{WORDS}**"
    assert ben.locator("#bad").input_value() == f"_{WORDS}_"
    assert_accessible(ben)
    assert_fits(ben, 390)


def test_a_link_to_a_post_is_copied_with_one_click(app, tab, cast, server):
    path, (_question, answer) = thread_with_answers(
        app, cast.actor("ada"), cast.actor("ben")
    )
    page = tab()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server)
    page.goto(path)
    page.get_by_role("button", name="Copy link").last.click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{server}/questions/posts/{answer}"
    page.goto(copied)
    page.wait_for_url(f"**{path}#post-{answer}")

"""Somebody complains that a question defames them; its author is told, and stands by it."""

import re

from tests.browser.looks import assert_looks_right, sign_in
from tests.moderation.conftest import mails, scene  # noqa: F401 - a fixture

COMPLAINANT = "nora@kanarie.example"
SAYS = {
    "Which words are it, exactly?": "Jane Doe of Arbor told us 12 percent",
    "Why are they defamatory of you?": "They say that I break my promises.",
    "What do you take them to mean?": "That I lie about prices, for a living.",
    "Which facts in them are wrong, or which opinions does nothing support?": "All of it.",
    "Your name": "Nora Notifier",
    "Your e-mail address": COMPLAINANT,
}


def path_in(app, to: str, way: str) -> str:
    """Return where the latest letter to somebody leads."""
    letters = [text for recipient, _, text in mails(app) if recipient == to]
    return re.search(rf"/{way}/\w+", letters[-1])[0]


def test_a_complaint_is_answered_by_who_posted_it(app, tab, cast, server, scene):  # noqa: F811
    nora, mo, ada = tab(), tab(), tab(width=390, height=844)
    sign_in(mo, cast, "mo", server)
    sign_in(ada, cast, "ada", server)

    form = f"/notices/post/{scene.post}/defamation"
    assert_looks_right(nora, form)
    nora.goto(form)
    for label, text in SAYS.items():
        nora.get_by_label(label).fill(text)
    nora.get_by_label("I don’t know enough about who posted it").check()
    nora.locator("[name=passes_name][value=no]").check()
    nora.locator("[name=passes_email][value=no]").check()
    nora.get_by_label("I believe in good faith").check()
    nora.get_by_role("button", name="Send the complaint").click()
    nora.get_by_text("We have your complaint").wait_for()

    mo.goto("/moderation/next")
    mo.get_by_role("button", name="Claim this case").click()
    mo.get_by_role("button", name="Tell its author now").click()
    mo.get_by_text("Its author was told, and has not answered yet").first.wait_for()
    assert_looks_right(mo, mo.url)

    answer = path_in(app, cast.ada.email, "complaints")
    assert_looks_right(ada, answer)
    ada.goto(answer)
    assert "Nora" not in ada.locator("main").inner_text()
    ada.get_by_label("I stand by it, and say who I am").check()
    ada.get_by_label("Your full name").fill("Ada Kanarievogel")
    ada.get_by_role("button", name="Answer").click()
    ada.get_by_text("Give the postal address").first.wait_for()
    assert ada.get_by_label("Your full name").input_value() == "Ada Kanarievogel"
    ada.get_by_label("The postal address").fill("1 Canary Wharf, London E14")
    ada.get_by_label("Yes: they can turn to me").check()
    ada.get_by_role("button", name="Answer").click()
    ada.get_by_text("We have your answer").wait_for()

    mine = path_in(app, COMPLAINANT, "notices/mine")
    assert_looks_right(nora, mine)
    assert "1 Canary Wharf" in nora.locator("main").inner_text()

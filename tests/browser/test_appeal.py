"""From a flag to a decision to an appeal that overturns it, in four browsers, by its mails."""

import re

from tests.browser.looks import assert_looks_right, sign_in
from tests.moderation.conftest import mails, scene  # noqa: F401 - a fixture

FOUND = "Jane Doe Ltd is a company, and no person."


def last_mail(app, to: str) -> str:
    """Return the latest letter to somebody."""
    return [text for recipient, _, text in mails(app) if recipient == to][-1]


def path_in(letter: str, way: str) -> str:
    return re.search(rf"/{way}/[\w/]+", letter)[0]


def test_flag_to_appeal_to_overturn(app, tab, cast, server, scene):  # noqa: F811
    people = {name: tab() for name in ("cleo", "mo", "mia")}
    people["ada"] = tab(width=390, height=844)
    for name, page in people.items():
        sign_in(page, cast, name, server)
    cleo, mo, mia, ada = (people[name] for name in ("cleo", "mo", "mia", "ada"))

    cleo.goto(f"/flags/post/{scene.post}/identifies-person")
    cleo.get_by_label("What is wrong with it?").fill("It names the seller’s assistant.")
    cleo.get_by_label("Which words?").fill("Jane Doe")
    cleo.get_by_role("button", name="Report it").click()
    cleo.get_by_text("you hear what becomes of it").wait_for()

    mo.goto("/moderation/next")
    mo.get_by_role("button", name="Claim this case").click()
    mo.get_by_label("Hide it from everybody but its author").check()
    mo.locator("main [name=reason]").first.select_option("identifies-person")
    mo.get_by_label("What you found").fill("It names the seller’s assistant.")
    mo.get_by_role("button", name="Decide").click()
    mo.get_by_text("This case is decided.").wait_for()

    statement = path_in(last_mail(app, cast.ada.email), "statements")
    assert_looks_right(ada, statement)
    ada.goto(statement)
    ada.get_by_role("link", name="Appeal", exact=True).click()
    ada.get_by_label("Why is it wrong?").fill("Jane Doe is a company, look it up.")
    ada.get_by_role("button", name="Appeal", exact=True).click()
    ada.get_by_text("It is decided by").wait_for()
    own = path_in(last_mail(app, cast.ada.email), "appeals")
    assert ada.url.endswith(own)

    mia.goto("/moderation/appeals/")
    mia.get_by_role("link", name="What about renewals?").click()
    mia.get_by_role("button", name="Claim this appeal").click()
    mia.get_by_label("Overturn it: the restriction is lifted").check()
    mia.get_by_label("What you found").fill(FOUND)
    mia.get_by_role("button", name="Decide").click()
    mia.get_by_text("The decision was overturned").first.wait_for()

    assert FOUND in last_mail(app, cast.ada.email)
    assert "Not upheld: it stays" in last_mail(app, cast.cleo.email)
    ada.reload()
    ada.get_by_text(FOUND).wait_for()
    assert_looks_right(mia, "/log", "/log/requests", f"/moderation{own}")
    cleo.goto(f"/questions/posts/{scene.post}")
    assert "Jane Doe of Arbor" in cleo.locator("main").inner_text()

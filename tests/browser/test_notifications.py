"""Following in Chromium: a question, its digest, and the end of mails without a log-in."""

import re

from community.notifications import jobs
from tests.browser.looks import (
    assert_accessible,
    assert_fits,
    assert_looks_right,
    sign_in,
)
from tests.notifications.conftest import send_mails
from tests.notifications.made import TITLE, answer, ask, in_the_morning


def test_follow_and_get_a_digest_and_end_it_without_a_login(
    app, tab, cast, server, settings
):
    public_id, path = ask(app, cast.actor("ada"))
    ben, stranger = tab(), tab(width=390)
    sign_in(ben, cast, "ben", server)

    send_mails(app, settings)  # what tests before left lying there

    ben.goto(path)
    ben.get_by_role("button", name=f"Follow {TITLE}").click()
    ben.get_by_role("link", name=f"You follow {TITLE}: change that").wait_for()
    answer(app, cast.actor("cleo"), public_id)
    ben.goto("/")
    ben.get_by_role("link", name="Inbox, 1 new").click()
    assert_accessible(ben)
    ben.get_by_role("link", name=f"cleo answered “{TITLE}”").wait_for()

    with in_the_morning():
        (digest,) = send_mails(app, settings, jobs.mail_weekly)
    assert digest["To"] == "ben@northwind.example"
    text = digest.get_body(("plain",)).get_content()
    assert f"cleo answered “{TITLE}”" in text
    ending = re.search(r"/unsubscribe/\S+", digest["List-Unsubscribe"])[0].strip(">")
    stranger.goto(ending)
    assert_accessible(stranger)
    assert_fits(stranger, 390)
    stranger.get_by_role("button", name="End mails about news").click()
    stranger.get_by_text("gets no more mails about news").wait_for()
    answer(app, cast.actor("mo"), public_id)
    with in_the_morning():
        later = send_mails(app, settings, jobs.mail_weekly)
    assert [one["To"] for one in later] == ["cleo@contoso.example"]
    ben.goto("/account/notifications")
    assert not ben.get_by_label("Send me news by mail").is_checked()
    stranger.get_by_role("button", name="Undo").click()
    stranger.get_by_text("gets mails about news again").wait_for()
    ben.goto("/inbox")
    ben.get_by_role("link", name=f"2 new answers to “{TITLE}”").click()
    ben.wait_for_url("**/questions/**")
    ben.goto("/")
    ben.get_by_role("link", name="Inbox", exact=True).wait_for()


def test_pages_of_notifications_look_right(app, tab, cast, server):
    public_id, _ = ask(app, cast.actor("ada"))
    answer(app, cast.actor("cleo"), public_id)
    browser = cast.page("ada")
    browser.post(f"/saved/question/{public_id}", {"keep": "yes"})
    browser.post("/account/notifications/feeds", {"what": "renew"})
    page = tab()
    sign_in(page, cast, "ada", server)

    assert_looks_right(
        page,
        "/inbox",
        "/account/follows",
        "/account/notifications",
        "/saved",
        f"/follow/question/{public_id}",
    )

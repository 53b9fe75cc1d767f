"""Two moderators at once in Chromium: a lease that runs out, a conflict, the next case."""

import pytest
import sqlalchemy as sa

from community.core.db import db, transaction
from community.reps.rules import publishing
from community.threads.drafts import Draft
from community.threads.queries import get_question_post
from community.threads.rules import asking
from moderation.kinds import Reason
from moderation.models import Case
from moderation.screening.patterns import PatternAction
from moderation.screening.watching import Wanted, watch_for
from tests.browser.looks import assert_looks_right, sign_in
from tests.moderation.conftest import report
from tests.prices.seeds import arbor_desk
from tests.reps.conftest import LONG_AGO


@pytest.fixture
def cases(app, cast) -> list[str]:
    """Return the pages of two cases, the more pressing one first."""
    with app.app_context(), transaction():
        desk = arbor_desk(listed=False)
        words = "Jane Doe of Arbor told us 12 percent. What did you get?"
        draft = Draft(title="What about renewals?", body=words, product_id=desk.id)
        thread = asking.ask(cast.actor("ada"), draft, at=LONG_AGO)
        post = get_question_post(thread).public_id
        cast.speak_for(desk.vendor_id)
        reply = publishing.reply(
            cast.rae.actor, thread, "The cap of 5 % holds.", at=LONG_AGO
        )
        official = reply.public_id
    return [
        "/moderation/cases/" + report(app, cast, "cleo", "post", post),
        "/moderation/cases/"
        + report(app, cast, "ben", "official", official, Reason.OUTDATED),
    ]


def assert_counts_down(page, words: str) -> None:
    counting = page.get_by_text(words).get_by_role("timer")
    told = counting.inner_text()
    page.wait_for_function("told => !document.body.innerText.includes(told)", arg=told)
    assert counting.inner_text() < told


def test_two_moderators_do_not_trip_over_each_other(app, tab, cast, server, cases):
    mo, mia = tab(), tab()
    sign_in(mo, cast, "mo", server)
    sign_in(mia, cast, "mia", server)
    first, second = cases

    mo.goto("/moderation/")
    mo.keyboard.press("n")
    mo.wait_for_url(f"**{first}")
    mo.wait_for_load_state()  # keys are read once the page has its script
    mo.keyboard.press("c")
    mo.get_by_text("Held by you").wait_for()
    mo.wait_for_load_state()
    mo.keyboard.press("r")
    assert mo.get_by_label("Remove it").is_checked()
    mia.goto(first)
    assert_counts_down(mia, "mo holds this case for 14:")
    mia.keyboard.press("n")
    mia.wait_for_url(f"**{second}")

    with app.app_context(), transaction():
        past = sa.update(Case).values(claimed_until=LONG_AGO)
        db.session.execute(past.where(Case.claimed_by_id == cast.mo.id))
    mia.goto("/moderation/")
    mia.keyboard.press("j")
    mia.keyboard.press("o")
    mia.wait_for_url(f"**{first}")
    mia.get_by_role("button", name="Claim this case").click()
    mia.get_by_text("Held by you").wait_for()
    mo.get_by_label("Approve it").check()
    mo.get_by_label("What you found").fill("No private person is named.")
    mo.get_by_role("button", name="Decide").click()
    mo.get_by_text("mia holds this case").first.wait_for()
    mo.get_by_role("button", name="Take it over").wait_for()

    mia.get_by_label("Approve it").check()
    mia.get_by_label("What you found").fill("No private person is named.")
    mia.get_by_role("button", name="Decide").click()
    mia.get_by_text("This case is decided.").wait_for()
    mia.wait_for_load_state()  # keys are read once the page has its script
    mia.keyboard.press("n")
    mia.wait_for_url(f"**{second}")


def test_the_queue_and_patterns_look_right(app, tab, cast, server, cases):
    with app.app_context(), transaction():
        wanted = Wanted("cheapdesk", PatternAction.FLAG, "", "")
        watch_for(cast.actor("hana"), wanted)
    mo, hana = tab(), tab()
    sign_in(mo, cast, "mo", server)
    sign_in(hana, cast, "hana", server)

    talk = f"{cases[0]}/replies"
    mo.goto(talk)
    mo.get_by_label("To the other moderators").fill("Is she a private person?")
    mo.get_by_role("button", name="Send").click()
    mo.wait_for_load_state()
    mo.get_by_role("button", name="Ask for another moderator").click()
    mo.get_by_text("mo asks for another moderator").wait_for()

    assert_looks_right(mo, "/moderation/", *cases, talk, "/moderation/audit")
    assert_looks_right(
        hana, "/host/patterns/", "/host/patterns/new", "/moderation/audit"
    )

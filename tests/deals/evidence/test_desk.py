"""What moderators see and do: the list, reading with a reason, deciding; and who gets in."""

from dataclasses import replace

import pytest

from community.accounts.models import User
from community.core.clock import Month
from community.core.db import db, transaction
from community.deals.evidence.kinds import EvidenceState
from community.deals.rules.reporting import submit_deal, submit_samples
from tests.deals.evidence.conftest import PIXELS, add, get_deal, judged, rows, tier
from tests.queries import count_queries

DESK = "/moderation/evidence/"
WHY = {"reason": "To see whether the price is on it."}
YES = {"verdict": "accept"}
NO = {"verdict": "reject", "rejection": "no-price"}


def test_the_list_says_which_product_and_what_and_not_whose(cast, sent):
    page = cast.page("mo").get(DESK)

    words = page.words()
    assert "Arbor Desk" in words
    assert "Quote, order form or invoice" in words
    for secret in ("ada", "northwind", "324,000", "720", "150", "May"):
        assert secret not in words.replace("Signed in as mo", "").split()
    assert sent.desk in page.links


def test_an_empty_list_says_so(cast):
    assert "Nothing waits here" in cast.page("mo").get(DESK).words()


def test_reading_needs_a_reason_and_is_audited(cast, sent, audited):
    mo = cast.page("mo")
    page = mo.get(sent.desk)
    assert "Why do you look at it?" in page.words()
    assert f"/moderation/deals/{sent.deal}" in page.links

    answer = mo.send(page, WHY, action=f"{sent.desk}/read", status=200).response

    assert answer.get_data() == PIXELS
    assert answer.mimetype == "image/png"
    assert (
        answer.headers["Content-Disposition"] == 'attachment; filename="evidence.png"'
    )
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert [(one.actor_id, one.role, one.action, one.reason) for one in audited] == [
        (cast.mo.id, "moderator", "evidence.read", WHY["reason"])
    ]
    assert audited[0].subject == f"evidence {sent.evidence}"


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nobody_reads(cast, sent, audited, reason):
    mo = cast.page("mo")

    page = mo.post(f"{sent.desk}/read", {"reason": reason}, status=403)

    assert "Say why you look at it" in page.words()
    assert "Decide" in page.words()
    assert audited == []


def test_a_reason_has_an_end(cast, sent, audited):
    path = f"{sent.desk}/read"

    assert cast.page("mo").post(path, {"reason": "x" * 301}, status=422)
    assert audited == []


def test_accepting_raises_the_tier_and_is_audited(app, cast, sent, audited):
    mo = cast.page("mo")

    done = mo.send(mo.get(sent.desk), YES, action=f"{sent.desk}/decide", status=303)

    assert "Accepted" in mo.follow(done).words()
    assert tier(app, sent.deal) == "document"
    assert [one.action for one in audited] == ["evidence.accepted"]
    assert "It has been decided on." in mo.get(sent.desk).words()


def test_rejecting_needs_one_of_the_reasons(app, cast, sent, audited):
    mo = cast.page("mo")
    path = f"{sent.desk}/decide"

    page = mo.post(path, {"verdict": "reject"}, status=422)
    assert "Choose why it does not." in page.words()
    mo.post(path, {"verdict": "reject", "rejection": "ugly"}, status=422)
    mo.post(path, {"verdict": "perhaps"}, status=422)
    mo.post(path, {}, status=422)
    assert audited == []
    mo.post(path, NO, status=303)

    assert rows(app) == [(EvidenceState.REJECTED, True)]
    assert tier(app, sent.deal) == "work-email"
    assert [(one.action, one.reason) for one in audited] == [
        ("evidence.rejected", "It shows no price")
    ]


def test_the_second_of_two_moderators_is_told(app, cast, sent):
    first, second = cast.page("mo"), cast.page("mia")
    first.post(f"{sent.desk}/decide", YES, status=303)

    page = second.post(f"{sent.desk}/decide", NO, status=409)

    assert "Another moderator has decided on this one already." in page.words()
    assert rows(app) == [(EvidenceState.ACCEPTED, True)]


def test_the_same_form_twice_decides_once(app, cast, sent, audited):
    mo = cast.page("mo")
    page = mo.get(sent.desk)
    for _ in range(2):
        mo.send(page, YES, action=f"{sent.desk}/decide", status=303)

    assert len(audited) == 1


def test_one_file_supports_one_deal_only(app, cast, sent, draft):
    with app.app_context(), transaction():
        theirs = submit_deal(cast.actor("cleo"), draft)
        twin = f"{DESK}{add(cast.actor('cleo'), theirs).public_id}"
    mo = cast.page("mo")
    assert "The same file was sent for another price." in mo.get(twin).words()
    mo.post(f"{sent.desk}/decide", YES, status=303)

    page = mo.post(f"{twin}/decide", YES, status=409)

    assert "it can’t support two" in page.words()
    mo.post(f"{twin}/decide", NO, status=303)


def test_nobody_judges_what_is_their_own(app, cast, draft, audited, empty_vault):
    with app.app_context(), transaction():
        deal = submit_deal(cast.actor("mo"), draft)
        own = f"{DESK}{add(cast.actor('mo'), deal).public_id}"
    mo = cast.page("mo")

    assert "Nothing waits here" in mo.get(DESK).words()
    mo.get(own, status=403)
    mo.post(f"{own}/read", WHY, status=403)
    mo.post(f"{own}/decide", YES, status=403)
    assert audited == []
    assert own in cast.page("mia").get(DESK).links


def test_nobody_judges_what_a_colleague_sent(app, cast, sent, audited):
    with app.app_context(), transaction():
        mo = db.session.get_one(User, cast.mo.id)
        mo.organisation_id = cast.ada.organisation_id
    mo = cast.page("mo")

    assert "Nothing waits here" in mo.get(DESK).words()
    mo.get(sent.desk, status=403)
    mo.post(f"{sent.desk}/read", WHY, status=403)
    mo.post(f"{sent.desk}/decide", YES, status=403)
    assert audited == []


@pytest.mark.parametrize("handle", ["ada", "cleo", "rae", "hana"])
def test_nobody_but_moderators_gets_in(app, cast, sent, audited, handle):
    page = cast.page(handle)

    page.get(DESK, status=403)
    page.get(sent.desk, status=403)
    page.post(f"{sent.desk}/read", WHY, status=403)
    page.post(f"{sent.desk}/decide", YES, status=403)
    assert rows(app) == [(EvidenceState.WAITING, True)]
    assert [(one.actor_id, one.action) for one in audited] == [
        (getattr(cast, handle).id, f"evidence.{what}.refused")
        for what in ("list", "read", "read", "decide")
    ]


def test_visitors_are_led_to_the_log_in(page, sent):
    for path in (DESK, sent.desk):
        assert page.get(path, status=303).location.startswith("/login")
    page.post(f"{sent.desk}/read", WHY, status=303)


def test_a_moderator_who_has_not_proven_the_address_does_not_get_in(cast, sent):
    mo = cast.unproven("mo")

    mo.get(DESK, status=403)
    mo.post(f"{sent.desk}/read", WHY, status=403)


def test_what_is_gone_or_never_was_is_not_there(app, cast, sent):
    mo = cast.page("mo")
    cast.page("ada").post(f"{sent.page}/evidence/{sent.evidence}/delete", status=303)

    mo.get(sent.desk, status=404)
    mo.post(f"{sent.desk}/read", WHY, status=404)
    mo.post(f"{sent.desk}/decide", YES, status=404)


def test_a_file_that_was_changed_on_the_disk_is_not_shown(
    app, cast, sent, settings, audited
):
    path = next((settings.data_dir / "evidence").glob("*.sealed"))
    path.write_bytes(path.read_bytes()[:-1] + b"x")

    cast.page("mo").post(f"{sent.desk}/read", WHY, status=404)

    assert audited == []


def test_the_list_has_pages_and_few_queries(app, cast, draft, sent):
    mo = cast.page("mo")

    def queries() -> int:
        mo.get(DESK)
        with count_queries() as seen:
            mo.get(DESK)
        return len(seen)

    one = queries()
    with app.app_context(), transaction():
        for number in range(24):
            month = Month(f"{2024 + number // 12}-{number % 12 + 1:02d}")
            dated = replace(draft, deal_month=month)
            [deal] = submit_samples([(cast.actor("cleo"), dated)])
            add(cast.actor("cleo"), deal, original=bytes([number]))

    assert queries() == one
    first = mo.get(DESK)
    second = mo.get(next(link for link in first.links if "after=" in link))
    counts = [page.words().count("Arbor Desk") for page in (first, second)]
    assert counts == [20, 5]
    mo.get(f"{DESK}?after=nonsense", status=400)
    mo.get(f"{DESK}?sort=month", status=400)


def test_reading_what_was_decided_is_possible_while_the_file_is_there(app, cast, sent):
    judged(app, cast.actor("mia"), sent.evidence, accept=False)
    mo = cast.page("mo")

    assert "Nothing waits here" in mo.get(DESK).words()
    mo.post(f"{sent.desk}/read", WHY, status=200)


def test_the_page_of_the_deal_says_nothing_to_moderators(cast, sent):
    cast.page("mo").get(sent.page, status=404)


def test_the_author_of_a_deal_is_nowhere_on_the_desk(app, cast, sent):
    page = cast.page("mo").get(sent.desk)

    with app.app_context():
        deal = get_deal(sent.deal)
        secrets = [deal.owner_key, deal.sealed_author, deal.org_key, "324,0", "324000"]
    assert [one for one in [*secrets, "ada@", "northwind"] if one in page.html] == []

"""Cases: the lease, the decision that lands once, the statement of reasons, undo, the log."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.models import User
from community.core import clock
from community.core.actors import Role
from community.core.db import db, transaction
from community.core.errors import Conflict, Forbidden
from community.core.jobs import Job
from community.reps.models import OfficialText
from community.reps.rules import hiding
from community.threads.models import Post
from moderation import audit, cases, deciding, heads
from moderation.access import require_can_decide
from moderation.deciding import Decision
from moderation.items import get_item_for
from moderation.kinds import Reason, Verdict
from moderation.models import Action, AuditRow
from moderation.telling import tell_flaggers
from tests.moderation.conftest import case_of, mails, report
from tests.queries import count_queries

HIDE = {
    "verdict": "hide",
    "reason": "identifies-person",
    "facts": "It names the seller’s assistant.",
    "rule": "",
}
APPROVE = {"verdict": "approve", "reason": "", "facts": "No private person in it."}


@pytest.fixture
def case(app, cast, scene) -> str:
    return "/moderation/cases/" + report(app, cast, "cleo", "post", scene.post)


def test_the_host_decides_nothing(app, cast, scene):
    report(app, cast, "cleo", "post", scene.post)
    with app.app_context():
        item = get_item_for(cast.actor("mo"), "post", scene.post)
        for handle in ("hana", "ada"):
            with pytest.raises(Forbidden, match="Only moderators"):
                require_can_decide(cast.actor(handle), item)


def decide(page, case: str, answers: dict, version: int = 2):
    return page.post(f"{case}/decide", {**answers, "version": str(version)})


def rows(app) -> list[str]:
    with app.app_context():
        found = db.session.scalars(sa.select(AuditRow).order_by(AuditRow.number))
        return [f"{one.action} {one.role}" for one in found]


def test_a_case_shows_what_speaks_for_and_against(app, cast, scene, case):
    report(app, cast, "rae", "post", scene.post, Reason.OUTDATED)
    report(app, cast, "ben", "review", scene.review)
    with app.app_context(), transaction():
        db.session.execute(
            sa.update(Post)
            .where(Post.public_id == scene.post)
            .values(version=2, source="Somebody of Arbor told us 12 percent.")
        )

    page = cast.page("mo").get(case)

    for told in (
        "and what changed since",
        "It tells who a person is cleo",
        "It is outdated rae",
        "From a vendor: counts nothing",
        "Author’s history Review",
        "by ada",
        "Claim this case",
    ):
        assert told in page.words(), told
    assert "<del>Jane Doe</del>" in page.html
    assert "<ins>Somebody</ins>" in page.html


def test_a_lease_is_claimed_shown_given_back_and_taken_over(cast, case):
    mo, mia = cast.page("mo"), cast.page("mia")
    assert mo.post(f"{case}/claim").status == 303
    assert "Held by you for 15 more minutes" in mo.get(case).words()
    assert "mo, 15 min" in mia.get("/moderation/?kind=post").words()

    refused = mia.post(f"{case}/claim")

    assert refused.status == 409
    assert "mo holds this case for 15 more minutes." in refused.words()
    assert "Take it over" in mia.get(case).words()
    assert mia.get("/moderation/next", status=303).location == "/moderation/"
    assert mo.get("/moderation/next", status=303).location == case
    assert mia.post(f"{case}/take-over").status == 303
    assert "Held by you" in mia.get(case).words()
    assert mo.post(f"{case}/release").status == 303
    assert "mia holds this case" in mo.get(case).words()
    assert mia.post(f"{case}/release").status == 303
    assert "Claim this case" in mo.get(case).words()


def test_a_lease_runs_out(cast, case):
    mo, mia = cast.page("mo"), cast.page("mia")
    with time_machine.travel(clock.now(), tick=False) as travel:
        mo.post(f"{case}/claim")
        travel.shift(timedelta(minutes=14, seconds=1))
        assert "for 1 more minute" in mo.get(case).words()
        assert 'role="timer" data-left="59"' in mo.get(case).html
        travel.shift(timedelta(seconds=59))
        refused = decide(mo, case, HIDE)
        assert refused.status == 409
        assert "You don’t hold this case any more" in refused.words()
        assert mia.post(f"{case}/claim").status == 303
        travel.shift(timedelta(hours=4))
        assert "Late" in mia.get("/moderation/").words()


def test_a_decision_hides_tells_everybody_and_is_audited_once(app, cast, scene, case):
    mo = cast.page("mo")
    mo.post(f"{case}/claim")

    done = decide(mo, case, HIDE)

    assert (done.status, done.location) == (303, case)
    assert rows(app) == ["case.hidden moderator"]
    cast.page("ben").get(f"/questions/posts/{scene.post}", status=404)
    ((to, _, letter),) = mails(app)
    assert to == cast.ada.email
    told = (
        "What about renewals?",
        "Hidden from everybody but its author",
        "Nobody but you sees it, everywhere",
        "It tells who a person is.",
        HIDE["facts"],
        "Name no private person.",
        "By a moderator, not by a program",
        "people reported it",
        "out-of-court dispute settlement body",
    )
    assert [one for one in told if one not in letter] == []
    path = letter.rsplit("http://127.0.0.1:8000", 1)[-1].strip()
    path = path[path.index("/statements/") :]
    words = cast.page("ada").get(path).words()
    assert [
        one for one in (HIDE["facts"], told[4]) if one.rstrip(".") not in words
    ] == []
    assert HIDE["facts"] in cast.page("mo").get(path).words()
    cast.page("ben").get(path, status=404)
    with app.app_context(), transaction():
        (job,) = db.session.scalars(sa.select(Job).where(Job.kind == deciding.TELL_JOB))
        assert job.run_at > clock.now() + timedelta(minutes=9)
        tell_flaggers(**job.args)
    assert mails(app)[1][0] == cast.cleo.email
    assert "Upheld: something was done" in mails(app)[1][2]
    assert "Upheld: something was done" in cast.page("cleo").get("/flags/mine").words()


def test_two_decisions_do_not_both_land(app, cast, case):
    mo, mia = cast.page("mo"), cast.page("mia")
    mo.post(f"{case}/claim")
    assert decide(mo, case, APPROVE).status == 303

    late = decide(mia, case, HIDE)

    assert late.status == 409
    assert "mo was faster. Approved, flags dismissed: No private" in late.words()
    assert rows(app) == ["case.approved moderator"]
    assert mia.post(f"{case}/claim").status == 409
    assert mia.post(f"{case}/take-over").status == 409


def test_what_came_in_meanwhile_is_read_first(app, cast, scene, case):
    mo, mia = cast.page("mo"), cast.page("mia")
    mo.post(f"{case}/claim")
    report(app, cast, "ben", "post", scene.post)

    late = decide(mo, case, HIDE)

    assert late.status == 409
    assert "Something came in since" in late.words()
    assert decide(mia, case, HIDE, version=3).status == 409
    assert decide(mo, case, HIDE, version=3).status == 303
    with app.app_context():
        stale = case_of(case.rsplit("/", 1)[-1])
        db.session.execute(sa.delete(Action))
        assert "Look again" in cases.what_happened(stale)


def test_a_decision_says_why(cast, case):
    mo = cast.page("mo")
    mo.post(f"{case}/claim")

    for wrong, told in (
        ({"reason": ""}, "Choose the reason"),
        ({"facts": "no"}, "Say what you found, in 5"),
        ({"rule": "x" * 201}, "At most 200 characters"),
        ({"verdict": ""}, "Decide."),
        ({"verdict": "shout"}, "Decide."),
        ({"reason": "because"}, "Not a valid choice"),
        ({"version": ""}, "Open the page again"),
    ):
        data = {**HIDE, "version": "2", **wrong}
        refused = mo.post(f"{case}/decide", data)
        assert (refused.status, told in refused.words()) == (422, True), told


@pytest.mark.parametrize("kind", ["post", "review", "official"])
def test_a_decision_is_undone_within_ten_minutes(app, cast, scene, kind):
    case = "/moderation/cases/" + report(app, cast, "cleo", kind, scene.of(kind))
    mo, mia = cast.page("mo"), cast.page("mia")
    mo.post(f"{case}/claim")
    decide(mo, case, HIDE)
    page = mia.get(case)
    undo = page.form(having="reason")["action"]
    assert mia.post(undo, {"reason": ""}).status == 422
    assert "Say why, in 5" in mia.post(undo, {"reason": "oh"}).words()

    assert mia.post(undo, {"reason": "It names a company only."}).status == 303

    assert rows(app) == ["case.hidden moderator", "case.undone moderator"]
    assert "What was done Decision undone" in mia.get(case).words()
    assert "A moderator will look" in cast.page("cleo").get("/flags/mine").words()
    assert "was undone by a moderator" in mails(app)[1][2]
    again = mia.post(undo, {"reason": "It names a company only, I say."})
    assert again.status == 409
    mo.post(f"{case}/claim")
    assert decide(mo, case, APPROVE, version=4).status == 303
    with app.app_context(), transaction():
        (first, last) = db.session.scalars(
            sa.select(Job).where(Job.kind == deciding.TELL_JOB).order_by(Job.id)
        )
        tell_flaggers(**first.args)
        tell_flaggers(**last.args)
    assert [one[0] for one in mails(app)][2:] == [cast.cleo.email]
    assert "Not upheld: it stays" in mails(app)[-1][2]


def test_an_approval_is_undone_unless_it_was_reported_again(app, cast, scene, case):
    mo = cast.page("mo")
    mo.post(f"{case}/claim")
    decide(mo, case, APPROVE)
    undo = mo.get(case).form(having="reason")["action"]
    report(app, cast, "ben", "post", scene.post)

    refused = mo.post(undo, {"reason": "I was too fast here."})

    assert refused.status == 409
    assert "reported again meanwhile" in refused.words()
    with app.app_context(), transaction():
        db.session.execute(sa.text("UPDATE moderation_case SET state = 'decided'"))
    assert mo.post(undo, {"reason": "I was too fast there."}).status == 303
    assert mails(app) == []


def test_what_only_a_vendor_asked_for_takes_four_eyes(app, cast, scene):
    case = "/moderation/cases/" + report(app, cast, "rae", "post", scene.post)
    mo, mia = cast.page("mo"), cast.page("mia")
    mo.post(f"{case}/claim")
    assert "takes a second moderator" in mo.get(case).words()

    assert decide(mo, case, HIDE).status == 303

    assert rows(app) == ["case.proposed moderator"]
    assert mails(app) == []
    mo.post(f"{case}/claim")
    assert decide(mo, case, HIDE, version=3).status == 403
    mia.post(f"{case}/take-over")
    assert decide(mia, case, HIDE, version=3).status == 303
    assert rows(app) == ["case.proposed moderator", "case.hidden moderator"]


def test_nobody_decides_about_their_own_or_their_organisations(app, cast, scene, case):
    mo = cast.page("mo")
    mo.post(f"{case}/claim")
    with app.app_context(), transaction():
        own = sa.update(User).where(User.id == cast.mo.id)
        db.session.execute(own.values(organisation_id=cast.ada.organisation_id))

    assert decide(mo, case, HIDE).status == 403
    assert "somebody else decides" in mo.get(case).words()
    with app.app_context():
        found = case_of(case.rsplit("/", 1)[-1])
        decision = Decision(Verdict.HIDE, Reason.OUTDATED, "It is old.", "", 2)
        for actor in (cast.hana.actor, cast.ada.actor):
            with pytest.raises(Forbidden):
                deciding.decide(actor, found, decision)
        moderator = replace(cast.ada.actor, role=Role.MODERATOR)
        with pytest.raises(Forbidden, match="wrote themselves"):
            deciding.decide(moderator, found, decision)


def test_the_host_cannot_decide_and_each_try_is_audited(app, cast, case):
    hana = cast.page("hana")

    for path in (f"{case}/decide", f"{case}/claim", "/moderation/decisions/x/undo"):
        assert hana.post(path, HIDE).status == 403

    tried = ("decide", "claim", "undo")
    assert rows(app) == [f"case.{one}.refused host" for one in tried]


def test_an_alias_stays_an_alias(app, cast, scene):
    case = "/moderation/cases/" + report(app, cast, "cleo", "post", scene.whisper)
    mo = cast.page("mo")
    mo.post(f"{case}/claim")
    page = mo.get(case)
    assert "ada" not in page.words().split()
    assert "nothing leads to what else" in page.words()

    assert decide(mo, case, HIDE).status == 303

    assert mails(app) == []  # under seal until the day's sending
    with app.app_context():
        from_seal = db.session.execute(sa.text("SELECT COUNT(*) FROM deal_notice"))
        assert from_seal.scalar() == 1


def test_the_log_is_public_filtered_and_names_moderators_alone(app, cast, page, case):
    mo = cast.page("mo")
    mo.post(f"{case}/claim")
    decide(mo, case, {**HIDE, "rule": "=1+1"})

    words = page.get("/log").words()

    assert "Hidden from everybody but its author Post" in words
    assert "It tells who a person is =1+1 mo" in words
    assert HIDE["facts"] not in words
    assert "ada" not in words.split()
    assert "cleo" not in words.split()
    assert "Nothing here" in page.get("/log?action=approved").words()
    assert "=1+1" in page.get("/log?reason=identifies-person&action=").words()
    for wrong in ("?reason=x", "?action=x", "?kind=x"):
        page.get(f"/log{wrong}", status=400)
    table = page.client.get("/log.csv?reason=identifies-person")
    assert table.mimetype == "text/csv"
    assert b",Post,identifies-person,'=1+1,mo,False,False" in table.data
    with app.app_context():
        head = audit.walk().head
    assert head not in words
    with time_machine.travel(clock.now() + timedelta(days=1)):
        with app.app_context(), transaction():
            heads.publish()
        assert head in page.get("/log").words()


def test_pages_ask_as_much_for_many_as_for_few(app, cast, scene):
    asked = []
    mo = cast.page("mo")
    mo.get("/moderation/?kind=deal", status=400)
    assert "No case waits" in mo.get("/moderation/").words()
    for kind in ("post", "review", "official"):
        last = report(app, cast, "cleo", kind, scene.of(kind))
        report(app, cast, "ben", kind, scene.of(kind), Reason.OUTDATED)
        with count_queries() as queue:
            mo.get("/moderation/")
        with count_queries() as one:
            mo.get(f"/moderation/cases/{last}")
        asked.append((len(queue), len(one)))

    assert asked[0][0] == asked[1][0] == asked[2][0]
    assert max(one for _, one in asked) <= 33
    mo.get("/moderation/cases/nothing", status=404)
    mo.post("/moderation/decisions/nothing/undo", status=404)
    with app.app_context(), pytest.raises(Conflict):
        deciding.reopen(case_of(last))


def test_what_is_hidden_already_can_be_decided_too(app, cast, scene):
    case = "/moderation/cases/" + report(app, cast, "cleo", "official", scene.official)
    mo = cast.page("mo")
    with app.app_context(), transaction():
        text = db.session.scalars(sa.select(OfficialText)).one()
        hiding.withhold(cast.actor("mo"), text, "It names a person.")
    mo.post(f"{case}/claim")

    assert decide(mo, case, HIDE).status == 303

    assert rows(app) == ["case.hidden moderator"]

"""Somebody claims a vendor by an address there; a moderator decides, and it lasts."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.models import AccountState, User
from community.catalog.merges import merge_vendors
from community.catalog.models import Vendor
from community.catalog.rules import ensure_vendor
from community.core import clock
from community.core.actors import Actor, Role
from community.core.db import db, transaction
from community.core.errors import Conflict, Forbidden, Invalid, NotFound
from community.core.spokespeople import voice_of
from community.reps import access, queries
from community.reps.models import ClaimState, RepClaim, VendorDomain
from community.reps.rules import claiming, deciding
from community.threads.comparisons import Comparison, comparer_key
from community.threads.models import Post as Post_
from community.threads.models import Vote
from community.threads.pricewords import Paid
from moderation.models import AuditRow
from tests.accounts.conftest import Post
from tests.prices.seeds import arbor_desk
from tests.reps.conftest import question
from tests.reviews.made import written

WHO = {"real_name": "Rae Alder", "title": "Head of Pricing"}
MAILBOX = "rae.alder@mail.arbor.example"
FORM = {"vendor": "Arbor", **WHO, "email": MAILBOX}


@pytest.fixture
def post(app) -> Post:
    return Post(app)


@pytest.fixture
def vendor(app, cast) -> int:
    with app.app_context(), transaction():
        return arbor_desk(listed=False).vendor_id or 0


def claim_of(handle: str) -> RepClaim:
    wanted = sa.select(RepClaim).join(User, User.id == RepClaim.user_id)
    return db.session.scalars(
        wanted.where(User.handle == handle).order_by(RepClaim.id.desc())
    ).first()


def proven(cast, handle: str = "ben", domain: str = "arbor.example") -> RepClaim:
    """Return a claim of Arbor that a moderator could decide."""
    claim = cast.speak_for(ensure_vendor("Arbor").id, handle)
    claim.state, claim.domain = ClaimState.OPEN, domain
    claim.decided_at = claim.decided_by_id = None
    db.session.flush()
    return claim


@pytest.mark.usefixtures("vendor")
def test_a_vendor_is_claimed_proven_approved_and_taken_back(app, cast, page, post):
    ben = cast.page("ben")
    assert "Claim a vendor" in ben.get("/rep/").words()
    form = ben.get("/rep/claim?vendor=arbor")
    assert form.form(having="email")["fields"]["vendor"] == "Arbor"
    cast.page("mo").get("/rep/claim", status=403)
    asked = ben.send(form, FORM, having="email", status=303)
    assert "Open the link in our mail" in ben.follow(asked).words()
    assert cast.page("mo").get("/moderation/reps/").words().count("Alder") == 0

    link = post.link(MAILBOX)
    assert link.startswith("/rep/claim/")
    assert "arbor" not in post.to(MAILBOX)[-1].text.replace(link, "").lower()
    cast.page("cleo").get(link, status=404)
    ben.send(ben.get(link), {}, having="submission_key", status=303)
    ben.get(link, status=404)
    assert "A moderator decides" in ben.get("/rep/").words()
    again = ben.send(ben.get("/rep/claim"), FORM, having="email", status=409)
    assert "waits for a moderator" in again.words()

    mo = cast.page("mo")
    row = mo.get("/moderation/reps/")
    assert "arbor.example" in row.words()
    assert "mail.arbor.example" not in row.html
    shown = mo.get(
        next(
            one
            for one in row.links
            if "/moderation/reps/" in one and "?" not in one and len(one) > 25
        )
    )
    assert "None yet" in shown.words()
    approve = f"{shown.path}/approve"
    blank = mo.send(shown, {"reason": " "}, action=approve, status=403)
    assert "Say why" in blank.words()
    mo.send(shown, {"reason": "Their site names her."}, action=approve, status=303)
    mo.send(mo.get(shown.path), {"reason": "x"}, action=f"{shown.path}/withdraw")
    assert "Rae Alder" in mo.get("/moderation/reps/?state=withdrawn").words()
    told = [mail.subject for mail in post.to(cast.ben.email)]
    assert told == ["You speak for Arbor at Fairquote", "About your claim at Fairquote"]

    ben.get("/account/", status=303)  # logged out everywhere
    ben = cast.page("ben")
    start = ben.get("/rep/").words()
    assert "You speak for Arbor no more: x" in start
    assert ben.get("/rep/claim").status == 200
    with app.app_context():
        assert db.session.get_one(User, cast.ben.id).role is Role.REP
        actions = db.session.scalars(
            sa.select(AuditRow.action).order_by(AuditRow.number)
        ).all()
    assert actions == ["rep.approve", "rep.withdraw"]


@pytest.mark.usefixtures("vendor")
def test_an_approved_rep_sees_the_desk(app, cast, post):
    with app.app_context(), transaction():
        db.session.add(
            VendorDomain(vendor_id=ensure_vendor("Arbor").id, domain="arbor.example")
        )
        deciding.approve_claim(cast.actor("mo"), proven(cast), "Known to us.")
    ben = cast.page("ben")
    assert "Rae" not in ben.get("/rep/").words()
    assert "Ben Alder, Head of Pricing" in ben.get("/rep/").words()
    told = "Speaks for Arbor: Ben Alder, Head of Pricing"
    assert told in cast.page("ada").get("/u/ben").words()
    assert "Speaks for" not in cast.page("ada").get("/u/rae").words()
    with app.app_context():
        assert (
            voice_of(Actor(cast.ben.id, "ben", Role.REP, proven=True)).vendor == "Arbor"
        )
        assert voice_of(cast.actor("rae")) is None
        assert queries.list_vendor_domains(ensure_vendor("Arbor").id) == [
            "arbor.example"
        ]


@pytest.mark.parametrize("handle", ["mo", "hana"])
def test_staff_claims_nothing(cast, vendor, context, handle):
    assert not access.can_claim(cast.actor(handle))
    with pytest.raises(Forbidden, match="account of its own"):
        claiming.ask_to_speak_for(
            cast.actor(handle), db.session.get_one(Vendor, vendor), **WHO, email=MAILBOX
        )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "rae@gmail.com"}, "email"),
        ({"email": "no address"}, "email"),
        ({"email": "rae@birch.example"}, "email"),
        ({"email": "rae@elsewhere.example"}, "email"),
        ({"real_name": "12"}, "real_name"),
        ({"title": "x" * 81}, "title"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(cast, vendor, context, wrong, field):
    rival = ensure_vendor("Birch").id
    for owner, domain in ((rival, "birch.example"), (vendor, "arbor.example")):
        db.session.add(VendorDomain(vendor_id=owner, domain=domain))
    db.session.flush()
    typed = {**WHO, "email": MAILBOX, **wrong}
    with pytest.raises(Invalid) as refused:
        claiming.ask_to_speak_for(
            cast.actor("ben"), db.session.get_one(Vendor, vendor), **typed
        )

    assert set(refused.value.fields) == {field}


def test_a_buyers_account_stays_a_buyers(app, cast, vendor):
    with app.app_context(), transaction():
        desk = arbor_desk(listed=False)
        question(cast.actor("ben"), desk, "What does an uplift cap cost?")
        product_id = desk.id
    written(app, cast.actor("cleo"), product_id)
    for handle in ("ben", "cleo"):
        browser = cast.page(handle)
        form = browser.get("/rep/claim")
        refused = browser.send(form, FORM, having="email", status=409)
        assert "needs an account of its own" in refused.words()
        assert refused.form(having="email")["fields"]["title"] == WHO["title"]
    with app.app_context():
        with pytest.raises(Conflict, match="buyer’s"):
            deciding.approve_claim(cast.actor("mo"), proven(cast), "Known to us.")
        db.session.rollback()
        assert db.session.scalars(sa.select(RepClaim)).all() == []


def test_who_voted_or_compared_is_a_buyer_too(cast, vendor, context):
    asked = question(cast.actor("ada"), arbor_desk(listed=False), "What is the cap?")
    post = db.session.scalars(sa.select(Post_.id).where(Post_.thread_id == asked.id))
    post_id, ben = post.one(), cast.ben.id
    for trace in (
        Vote(post_id=post_id, user_id=ben),
        Comparison(post_id=post_id, owner_key=comparer_key(ben), says=Paid.LESS),
    ):
        db.session.add(trace)
        db.session.flush()
        with pytest.raises(Conflict, match="buyer’s"):
            claiming.require_no_buyer(ben)
        db.session.delete(trace)
        db.session.flush()
    claiming.require_no_buyer(ben)


def test_staff_is_never_made_a_rep_and_nobody_decides_for_themselves(
    cast, vendor, context
):
    claim = proven(cast, "mo")
    for decide in (
        deciding.approve_claim,
        deciding.refuse_claim,
        deciding.withdraw_claim,
    ):
        with pytest.raises(Forbidden, match="your own claim"):
            decide(cast.actor("mo"), claim, "It is me.")
    for handle in ("mo", "hana"):
        claim = proven(cast, handle) if handle == "hana" else claim
        with pytest.raises(Conflict, match="stays independent"):
            deciding.approve_claim(cast.actor("mia"), claim, "Known to us.")
    assert db.session.get_one(User, cast.hana.id).role is Role.HOST


def test_names_of_claims_that_came_to_nothing_are_forgotten(cast, vendor, context):
    claims = [proven(cast, handle) for handle in ("ben", "cleo", "ada", "rae")]
    refused, unproven, waiting, approved = claims
    deciding.refuse_claim(cast.actor("mo"), refused, "Nobody there knows her.")
    unproven.state = ClaimState.UNPROVEN
    approved.state, approved.decided_at = ClaimState.APPROVED, clock.now()
    for days, left in ((0, 4), (2, 3), (29, 3), (31, 2)):
        with time_machine.travel(clock.now() + timedelta(days=days, minutes=1)):
            claiming.forget_refused_names()
            db.session.expire_all()
            named = [one for one in claims if one.real_name and one.mailbox_key]
            assert len(named) == left
    assert named == [waiting, approved]
    assert (refused.domain, refused.title, unproven.domain) == ("", "", "")


def test_a_link_without_its_claim_proves_nothing(app, cast, vendor, post):
    ben = cast.page("ben")
    ben.send(ben.get("/rep/claim"), FORM, having="email", status=303)
    link = post.link(MAILBOX)
    other = {**FORM, "email": "other@arbor.example"}
    ben.send(ben.get("/rep/claim"), other, having="email", status=303)
    late = ben.send(ben.get(link), {}, having="submission_key", status=409)
    assert "Nothing waits" in late.words()
    ben.send(
        ben.get(post.link(other["email"])), {}, having="submission_key", status=303
    )
    with app.app_context():
        assert claim_of("ben").state is ClaimState.OPEN
        assert db.session.scalar(sa.select(sa.func.count(RepClaim.id))) == 1


def test_decisions_are_made_once_by_moderators_with_a_reason(cast, vendor, context):
    claim, mo = proven(cast), cast.actor("mo")
    db.session.get_one(User, cast.ben.id).email = None  # nobody to write to
    for decide in (
        deciding.approve_claim,
        deciding.refuse_claim,
        deciding.withdraw_claim,
    ):
        for who in ("ben", "hana", "rae"):
            with pytest.raises(Forbidden):
                decide(cast.actor(who), claim, "Because.")
        with pytest.raises(Invalid, match="Say why"):
            decide(mo, claim, "")
    with pytest.raises(Conflict, match="faster"):
        deciding.withdraw_claim(mo, claim, "It is not approved.")
    deciding.refuse_claim(mo, claim, "Nobody there knows her.")
    assert (claim.state, claim.reason) == (
        ClaimState.REFUSED,
        "Nobody there knows her.",
    )
    with pytest.raises(Conflict, match="faster"):
        deciding.approve_claim(mo, claim, "Second thoughts.")
    with pytest.raises(Forbidden):
        queries.get_claim_for(cast.actor("hana"), claim.public_id)
    with pytest.raises(NotFound):
        queries.get_claim_for(mo, "no/id")


def test_a_claim_is_not_approved_against_what_changed(cast, vendor, context):
    mo = cast.actor("mo")
    claim = proven(cast)
    db.session.get_one(User, cast.ben.id).state = AccountState.LOCKED
    with pytest.raises(Conflict, match="locked"):
        deciding.approve_claim(mo, claim, "Known to us.")
    db.session.get_one(User, cast.ben.id).state = AccountState.ACTIVE
    db.session.add(
        VendorDomain(vendor_id=ensure_vendor("Birch").id, domain=claim.domain)
    )
    db.session.flush()
    with pytest.raises(Invalid, match="marked") as refused:
        deciding.approve_claim(mo, claim, "Known to us.")
    assert "another vendor" in refused.value.fields["email"]


def test_a_rep_who_was_refused_claims_again_and_stays_a_rep(cast, vendor, context):
    claim = proven(cast, "rae")
    deciding.refuse_claim(cast.actor("mo"), claim, "Nobody there knows her.")
    deciding.approve_claim(cast.actor("mo"), proven(cast, "rae"), "They do by now.")

    assert voice_of(cast.actor("rae")).vendor_id == vendor
    assert db.session.get_one(User, cast.rae.id).role is Role.REP


def test_who_speaks_already_claims_nothing_more(cast, vendor, context):
    cast.speak_for(vendor)
    with pytest.raises(Conflict, match="speak for a vendor already"):
        claiming.ask_to_speak_for(
            cast.actor("rae"), ensure_vendor("Birch"), **WHO, email="r@birch.example"
        )


def test_reps_follow_their_vendor(cast, vendor, context):
    cast.speak_for(vendor)
    db.session.add(VendorDomain(vendor_id=vendor, domain="arbor.example"))
    group = ensure_vendor("Arbor Group")
    merge_vendors(
        cast.actor("mo"), db.session.get_one(Vendor, vendor), group, "They are one."
    )

    assert voice_of(cast.actor("rae")).vendor_id == group.id
    assert queries.list_vendor_domains(group.id) == ["arbor.example"]


def test_the_desk_knows_its_tabs(cast, vendor):
    mo = cast.page("mo")
    assert "No claims here" in mo.get("/moderation/reps/?state=refused").words()
    mo.get("/moderation/reps/?state=unproven", status=400)

"""A vendor disputes a figure, a post or a review; a moderator answers in public."""

import pytest
import sqlalchemy as sa

from community.accounts.models import User
from community.catalog.merges import merge_products, merge_vendors
from community.catalog.models import Product, Vendor
from community.catalog.rules import ensure_product, ensure_vendor
from community.core.db import db, transaction
from community.core.errors import Conflict, Forbidden, Invalid, NotFound
from community.core.visibility import State
from community.reps import disputes
from community.reps.models import Dispute, Figure, Grounds, Subject, Verdict
from community.reps.rules import disputing
from community.reps.subjects import Meant, find_meant
from community.threads.models import Post, Thread
from community.threads.rules import asking
from moderation.models import AuditRow
from tests.accounts.conftest import Post as Mailbox
from tests.prices.test_privacy import main_of
from tests.queries import count_queries
from tests.reps.conftest import LONG_AGO
from tests.reviews.made import written

TEXT = "The uplift has been capped in every contract since June."
PRODUCT = "/prices/arbor/arbor-desk/"


def raised(cast, address: str, **changes) -> Dispute:
    words = {"figure": Figure.PAID, "grounds": Grounds.WRONG_FACT, "text": TEXT}
    return disputing.raise_dispute(
        cast.actor("rae"), address=address, **{**words, **changes}
    )


def test_a_dispute_is_raised_answered_and_read_by_everybody(app, cast, page, spoken):
    figures = main_of(page.get(PRODUCT).html)
    rae = cast.page("rae")
    form = rae.get("/rep/disputes/new")
    typed = {"address": f"http://localhost{PRODUCT}", "text": TEXT}
    typed |= {"figure": "paid", "grounds": "outdated"}
    short = rae.send(form, {**typed, "text": "No."}, having="address", status=422)
    assert "20 characters or more" in short.words()
    named = {**typed, "text": "This post is by J. Doe of Contoso."}
    named = rae.send(form, named, having="address", status=422)
    assert "take out “J. Doe”" in named.words()
    none = rae.send(form, {**typed, "grounds": None}, having="address", status=422)
    assert "Choose what is wrong" in none.words()
    rae.send(form, typed, having="address", status=303)
    again = {**typed, "text": f"{TEXT} Again."}
    rae.send(rae.get("/rep/disputes/new"), again, having="address", status=409)
    assert "Waits for a moderator" in rae.get("/rep/").words()
    public = page.get("/prices/arbor/disputes").words()
    assert "What buyers paid: Arbor Desk" in public
    assert TEXT in public
    assert "Rae Alder, Head of Pricing" in public

    mo = cast.page("mo")
    desk = mo.get("/moderation/disputes/")
    path = next(one for one in desk.links if "/disputes/" in one and one[-1] != "/")
    shown = mo.get(path)
    blank = mo.send(shown, {"verdict": "upheld"}, having="reason", status=422)
    assert "Say why" in blank.words()
    answer = {"verdict": "rejected", "reason": "The figure follows its method."}
    mo.send(shown, answer, having="reason", status=303)
    late = cast.page("mia").post(path, {"verdict": "upheld", "reason": "No."})
    assert late.status == 409
    for listed in ("/prices/arbor/disputes", "/log/disputes"):
        public = page.get(listed).words()
        assert "Rejected by the moderator mo" in public
        assert answer["reason"] in public
    assert "No dispute waits" in mo.get("/moderation/disputes/").words()
    assert main_of(page.get(PRODUCT).html) == figures
    mails = [mail.subject for mail in Mailbox(app).to(cast.rae.email)]
    assert mails == ["Your dispute at Fairquote was decided"]
    with app.app_context():
        assert db.session.scalars(
            sa.select(AuditRow.action).order_by(AuditRow.number)
        ).all() == ["dispute.decide"]


def test_a_long_log_of_disputes_goes_on_behind_its_marker(
    app, cast, page, spoken, monkeypatch
):
    assert "Nothing is disputed" in page.get("/log/disputes").words()
    with app.app_context(), transaction():
        raised(cast, PRODUCT)
        raised(cast, PRODUCT, figure=Figure.LIST_PRICE)
    monkeypatch.setattr("community.reps.views_disputes._CSV_ROWS", 1)

    first = page.client.get("/log/disputes.csv")
    assert "Arbor,List price: Arbor Desk," in first.get_data(as_text=True)
    older = first.headers["Link"].partition(">")[0].removeprefix("<")
    last = page.client.get(older)

    assert "Link" not in last.headers
    assert first.get_data(as_text=True) != last.get_data(as_text=True)


def test_posts_and_reviews_are_disputed_by_their_addresses(app, cast, page, spoken):
    review = f"/reviews/{written(app, cast.actor('cleo'), spoken.product_id)}"
    with app.app_context(), transaction():
        raised(cast, f"{spoken.thread}/whatever?sort=oldest")
        answer = asking.answer(
            cast.actor("cleo"), _thread(spoken), "It held, in writing.", at=LONG_AGO
        )
        raised(cast, f"/questions/posts/{answer.public_id}")
        with pytest.raises(Conflict, match="already"):
            raised(cast, f"{spoken.thread}/x#post-{answer.public_id}")
        raised(cast, review)
        answer.state = State.HIDDEN
    with count_queries() as three:
        read = page.get("/prices/arbor/disputes")
    assert "A post in “Does the uplift cap hold at Arbor?”" in read.words()
    assert "A review of Arbor Desk" in read.words()
    assert "What it is about is not public any more" in read.words()
    with app.app_context(), transaction():
        db.session.execute(sa.delete(Dispute).where(Dispute.post_id.is_not(None)))
    with count_queries() as one:
        page.get("/prices/arbor/disputes")
    assert len(one) == len(three)


def _thread(spoken):
    return db.session.get_one(Thread, spoken.thread_id)


def test_what_is_not_about_the_vendor_is_not_disputed(cast, spoken, context):
    for address in (
        spoken.rival,
        "/prices/birch/birch-board/",
        "https://elsewhere.example/",
        "/reviews/0000000000000000",
        "/prices/arbor/no-such-product/",
        "",
    ):
        with pytest.raises(Invalid) as refused:
            raised(cast, address)
        assert set(refused.value.fields) == {"address"}
    with pytest.raises(Invalid) as refused:
        raised(cast, PRODUCT, text="x" * 2_001)
    assert set(refused.value.fields) == {"text"}
    for who in ("ada", "mo", "hana"):
        with pytest.raises(Forbidden):
            disputing.raise_dispute(
                cast.actor(who),
                address=PRODUCT,
                figure=Figure.PAID,
                grounds=Grounds.OUTDATED,
                text=TEXT,
            )


def test_moderators_answer_others_only_and_with_a_reason(app, cast, spoken, context):
    dispute = raised(cast, spoken.thread)
    mo = cast.actor("mo")
    decide = {"upheld": True, "reason": "True: it was changed."}
    for who in ("rae", "ada", "hana"):
        with pytest.raises(Forbidden):
            disputing.decide_dispute(cast.actor(who), dispute, **decide)
        with pytest.raises(Forbidden):
            disputes.list_open_disputes(cast.actor(who), None)
    with pytest.raises(Invalid, match="Say why"):
        disputing.decide_dispute(mo, dispute, upheld=True, reason=" ")
    post = db.session.get_one(Post, dispute.post_id)
    author, post.author_id = post.author_id, cast.mo.id
    with pytest.raises(Forbidden, match="wrote themselves"):
        disputing.decide_dispute(mo, dispute, **decide)
    post.author_id = author
    db.session.get_one(User, cast.rae.id).email = None
    disputing.decide_dispute(mo, dispute, **decide)
    assert dispute.verdict is Verdict.UPHELD
    again = raised(cast, spoken.thread)  # a decided one bars no other
    assert again.verdict is Verdict.OPEN
    for public_id in ("0" * 16, "no/id"):
        with pytest.raises(NotFound):
            disputes.get_dispute(public_id)


def test_a_moderator_does_not_answer_about_an_own_review(app, cast, spoken):
    path = f"/reviews/{written(app, cast.actor('mo'), spoken.product_id)}"
    with app.app_context():
        dispute = raised(cast, path)
        with pytest.raises(Forbidden, match="wrote themselves"):
            disputing.decide_dispute(
                cast.actor("mo"), dispute, upheld=False, reason="It is mine."
            )
        disputing.decide_dispute(
            cast.actor("mia"), dispute, upheld=False, reason="It tells what happened."
        )


def test_disputes_follow_products_and_vendors(app, cast, spoken, context):
    desk = db.session.get_one(Product, spoken.product_id)
    vendor = db.session.get_one(Vendor, spoken.vendor_id)
    twin = ensure_product(vendor, "Arbor Helpdesk")
    for product in (desk, twin):
        raised(cast, f"/prices/arbor/{product.slug}/")
    raised(cast, f"/prices/arbor/{twin.slug}/", figure=Figure.RECORDS)
    mo = cast.actor("mo")
    merge_products(mo, twin, desk, "They are one.")
    columns = (Dispute.product_id, Dispute.figure, Dispute.verdict)
    found = db.session.execute(sa.select(*columns)).all()
    assert sorted(found) == [
        (desk.id, Figure.PAID, Verdict.OPEN),
        (desk.id, Figure.PAID, Verdict.REJECTED),
        (desk.id, Figure.RECORDS, Verdict.OPEN),
    ]
    closed = sa.select(Dispute.reason).where(Dispute.verdict == Verdict.REJECTED)
    assert "disputed already" in (db.session.scalar(closed) or "")
    group = ensure_vendor("Arbor Group")
    merge_vendors(mo, vendor, group, "They are one.")
    assert len(disputes.list_disputes_of(mo, group.id).items) == 3


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("/questions/posts/Ab1", Meant(Subject.POST, "Ab1")),
        (
            "https://x.example/questions/Ab1/a-title",
            Meant(Subject.POST, "Ab1", is_thread=True),
        ),
        ("/questions/Ab1/a-title#post-Cd2", Meant(Subject.POST, "Cd2")),
        (" /reviews/Ab1 ", Meant(Subject.REVIEW, "Ab1")),
        (
            "/prices/arbor/desk/list-prices",
            Meant(Subject.FIGURE, vendor="arbor", product="desk"),
        ),
        ("/prices/arbor/statements", None),
        ("/prices/arbor/", None),
        ("http://[::1", None),
        ("http://ex℀mple.com", None),
        ("javascript:alert(1)", None),
    ],
)
def test_addresses_mean_what_stands_there(address, meant):
    assert find_meant(address) == meant

"""Following and stopping: the levels of each kind, the list, undo, and what joins by itself."""

import pytest
import sqlalchemy as sa

from community.catalog.merges import merge_products, merge_vendors
from community.catalog.models import Product, Vendor
from community.catalog.rules import ensure_product, ensure_vendor
from community.core import clock
from community.core.db import db, transaction
from community.core.worker import run_due
from community.notifications.kinds import Followed, Level
from community.notifications.models import Follow, InboxEntry, SavedItem
from community.notifications.rules import following, forgetting, saving
from community.reps.rules import publishing
from community.reviews.rules import responding
from community.threads.models import Post, Thread
from community.threads.rules import choosing
from tests.notifications.made import answer, ask, inbox
from tests.prices.seeds import arbor_desk
from tests.reps.conftest import WORDS
from tests.reviews.made import draft as review_draft
from tests.reviews.made import writing


@pytest.fixture
def desk(app) -> tuple[int, str]:
    """Commit Arbor Desk; return its id and what addresses call it."""
    with app.app_context(), transaction():
        product = arbor_desk()
        return product.id, product.public_id


def follow(cast, handle: str, path: str, level: str = "all") -> None:
    cast.page(handle).post(f"/follow/{path}", {"level": level}, status=303)


def review(app, cast, product_id: int, handle: str = "cleo") -> None:
    with app.app_context(), transaction():
        product = db.session.get_one(Product, product_id)
        writing.write_review(cast.actor(handle), product, review_draft())
    run_due(app)


def test_each_kind_of_thing_brings_its_news(app, cast, desk):
    product_id, public_id = desk
    for handle, path in (
        ("ada", f"product/{public_id}"),
        ("ben", "vendor/arbor"),
        ("mo", "person/cleo"),
        ("rae", f"product/{public_id}"),
    ):
        follow(cast, handle, path)
    asked, _ = ask(app, cast.actor("cleo"), product_id=product_id, tags="renewal")
    follow(cast, "mia", "tag/renewal")
    ask(app, cast.actor("cleo"), title="How about renewals?", tags="renewal")
    answer(app, cast.actor("cleo"), asked)
    review(app, cast, product_id)

    told = "New question about Arbor Desk: “Is there room below $140 a seat?”"
    for handle in ("ada", "rae"):
        assert told in inbox(cast, handle)
        assert "because you follow Arbor Desk" in inbox(cast, handle)
        assert "New review of Arbor Desk" in inbox(cast, handle)
    assert "New question about Arbor: " in inbox(cast, "ben")
    assert "New review of Arbor Desk" in inbox(cast, "ben")
    assert "New question tagged renewal: “How about renewals?”" in inbox(cast, "mia")
    assert "because you follow the tag renewal" in inbox(cast, "mia")
    for told in ("cleo asked 2 new", "cleo answered “Is", "cleo reviewed Arbor Desk"):
        assert told in inbox(cast, "mo"), told
    assert "Nothing new" in inbox(cast, "cleo"), "not of what she wrote"


def test_important_brings_less_and_mute_nothing_on_any_way(app, cast, desk):
    product_id, public_id = desk
    follow(cast, "ada", f"product/{public_id}", "important")
    follow(cast, "ben", f"product/{public_id}", "mute")
    follow(cast, "ben", "vendor/arbor")
    follow(cast, "mo", f"product/{public_id}")
    follow(cast, "mo", "vendor/arbor")
    asked, _ = ask(app, cast.actor("cleo"), product_id=product_id, tags="renewal")
    follow(cast, "mia", f"question/{asked}", "important")
    follow(cast, "hana", "tag/renewal", "important")
    post = answer(app, cast.actor("ada"), asked)

    for handle in ("ada", "ben", "mia", "hana"):
        assert "Nothing new" in inbox(cast, handle), handle
    with app.app_context():
        told = sa.select(sa.func.count()).where(InboxEntry.user_id == cast.mo.id)
        assert db.session.scalar(told) == 1, "once, though two ways lead there"
    with app.app_context(), transaction():
        chosen = db.session.scalars(sa.select(Post).where(Post.public_id == post)).one()
        thread = db.session.get_one(Thread, chosen.thread_id)
        choosing.choose_answer(cast.actor("cleo"), thread, chosen, instead_of=None)
    run_due(app)
    assert "was chosen as the one that helped" in inbox(cast, "mia")
    assert "found its answer" in inbox(cast, "hana")
    assert "Your answer to “Is there room" in inbox(cast, "ada")
    assert "An answer to" not in inbox(cast, "ada"), "told once"
    assert "chosen" not in inbox(cast, "cleo"), "who chose knows"


def test_who_muted_a_question_is_not_told_that_their_answer_helped(app, cast):
    asked, _ = ask(app, cast.actor("cleo"))
    post = answer(app, cast.actor("ada"), asked)
    follow(cast, "ada", f"question/{asked}", "mute")
    with app.app_context(), transaction():
        chosen = db.session.scalars(sa.select(Post).where(Post.public_id == post)).one()
        thread = db.session.get_one(Thread, chosen.thread_id)
        choosing.choose_answer(cast.actor("cleo"), thread, chosen, instead_of=None)
    run_due(app)

    assert "Nothing new" in inbox(cast, "ada")


def test_a_vendors_response_is_told_to_who_reviewed_and_to_followers(app, cast, desk):
    product_id, public_id = desk
    follow(cast, "ben", f"product/{public_id}", "important")
    follow(cast, "mo", "vendor/arbor", "important")
    review(app, cast, product_id)
    ask(app, cast.actor("ada"), product_id=product_id)
    with app.app_context(), transaction():
        cast.speak_for(db.session.get_one(Product, product_id).vendor_id)
    with app.app_context(), transaction():
        product = db.session.get_one(Product, product_id)
        found = db.session.scalars(sa.select(responding.Review)).one()
        responding.respond(cast.actor("rae"), found, product, "We changed that in May.")
        db.session.flush()  # the edit looks for it
        responding.edit_response(
            cast.actor("rae"), found, product, "We changed that in June.", version=1
        )
        thread = db.session.scalars(sa.select(Thread)).one()
        publishing.reply(cast.actor("rae"), thread, WORDS)
    run_due(app)

    assert "Arbor responded to your review of Arbor Desk" in inbox(cast, "cleo")
    assert "because you wrote the review" in inbox(cast, "cleo")
    assert "Arbor responded to a review of Arbor Desk" in inbox(cast, "ben")
    assert "Arbor replied officially to “Is there room" in inbox(cast, "ada")
    assert "Official word of Arbor: “Is there room" in inbox(cast, "mo")
    assert "Nothing new" in inbox(cast, "rae")


def test_whoever_is_named_is_told_and_a_vendors_team_too(app, cast, desk):
    with app.app_context(), transaction():
        cast.speak_for(db.session.get_one(Product, desk[0]).vendor_id)
    asked, _ = ask(
        app, cast.actor("cleo"), body="What did @ben pay, and what says @arbor?"
    )
    follow(cast, "ben", f"question/{asked}", "mute")
    said = "Nobody but @ben and @ada knows that, I am afraid."
    answer(app, cast.actor("mo"), asked, said, anonymous=True)

    assert "cleo mentioned you in “Is there room" in inbox(cast, "ben")
    assert "Anonymous" not in inbox(cast, "ben"), "muted by then"
    assert "Anonymous" in inbox(cast, "ada")
    assert "mentioned you in" in inbox(cast, "ada")
    assert "cleo mentioned you in “Is there room" in inbox(cast, "rae")
    assert "because you were mentioned by name" in inbox(cast, "rae")


def test_the_list_changes_levels_stops_and_undoes(app, cast, desk):
    follow(cast, "ada", f"product/{desk[1]}")
    follow(cast, "ada", "vendor/arbor")
    ada = cast.page("ada")
    page = ada.get("/account/follows")
    action = next(one["action"] for one in page.forms if "/follows/" in one["action"])

    ada.send(page, {"level": "important", "frequency": "daily"}, action=action)
    with app.app_context():
        found = db.session.scalars(
            sa.select(Follow).where(Follow.followed == Followed.VENDOR)
        ).one()
        assert (found.level, found.frequency) == (Level.IMPORTANT, "daily")
    ada.send(page, {"level": "off"}, action=action, status=303)
    stopped = ada.get("/account/follows")
    assert "Stopped" in stopped.words()
    assert "✓ Following" not in ada.get("/prices/arbor/").words()
    ada.send(stopped, {"level": "all"}, action=action, status=303)
    assert "✓ Following" in ada.get("/prices/arbor/").words()
    ada.send(page, {"level": "loud"}, action=action, status=422)
    cast.page("ben").post(action, {"level": "off", "frequency": "usual"}, status=404)
    assert "You follow nothing yet" in cast.page("cleo").get("/account/follows").words()


def test_the_page_of_a_follow_says_what_each_level_brings(cast, page, desk):
    path = f"/follow/product/{desk[1]}"
    assert page.get(path, status=303).location == f"/login?next={path}"
    ada = cast.page("ada")
    form = ada.get(path)
    assert "Important only: what the vendor says, new figures" in form.words()
    ada.send(form, {"level": "mute"}, having="level", status=303)
    assert "Muted" in ada.get("/prices/arbor/arbor-desk/").words()
    ada.post(path, {"level": "loud"}, status=422)
    ada.send(ada.get(path), {"level": "off"}, having="level", status=303)
    ada.send(ada.get(path), {"level": "off"}, having="level", status=303)
    assert ada.get("/prices/arbor/arbor-desk/").form(path)["fields"]["level"] == "all"
    ada.get("/follow/person/nobody-here", status=404)
    ada.get("/follow/product/nothing", status=404)


def test_what_one_writes_is_followed_once_and_not_if_unwanted(app, cast):
    ada = cast.page("ada")
    ada.post("/account/notifications", {"oneself": "never", "followed": "never"})
    asked, _ = ask(app, cast.actor("ada"))
    for _ in range(2):
        answer(app, cast.actor("ben"), asked)
    ben = cast.page("ben").get("/account/follows")
    assert ben.words().count("because you answered it") == 1
    assert "You follow nothing yet" in ada.get("/account/follows").words()
    follow(cast, "ben", f"question/{asked}", "off")
    answer(app, cast.actor("ben"), asked, "And once more: four percent.")
    assert "Stopped" in cast.page("ben").get("/account/follows").words()


@pytest.mark.usefixtures("still")
def test_nobody_follows_or_saves_without_end(app, cast, desk, monkeypatch):
    monkeypatch.setattr(following, "MOST_FOLLOWS", 1)
    monkeypatch.setattr(saving, "MOST_SAVED", 1)
    ada = cast.page("ada")
    follow(cast, "ada", "vendor/arbor")
    follow(cast, "ada", "vendor/arbor", "important")
    ada.post("/saved/vendor/arbor", {"keep": "yes"}, status=303)

    refused = ada.post(f"/follow/product/{desk[1]}", {"level": "all"}, status=409)
    assert "Stop following some first" in refused.words()
    ada.post(f"/saved/product/{desk[1]}", {"keep": "yes"}, status=409)
    monkeypatch.setattr(saving, "MOST_SAVED", 9)
    monkeypatch.setattr(saving, "A_DAY", saving.Limit(1, 86_400))
    ada.post("/saved/vendor/arbor", {"keep": "yes"}, status=303)  # it is there
    ada.post(f"/saved/product/{desk[1]}", {"keep": "yes"}, status=429)


def test_merged_products_and_vendors_take_followers_along(app, cast, desk):
    product_id, public_id = desk
    with app.app_context(), transaction():
        other = ensure_product(ensure_vendor("Arbour"), "Desk Pro")
        other_id, other_ref = other.id, other.public_id
    for handle, refs in (("ada", (public_id, other_ref)), ("ben", (other_ref,))):
        for ref in refs:
            follow(cast, handle, f"product/{ref}")
            cast.page(handle).post(f"/saved/product/{ref}", status=303)
    follow(cast, "ben", "vendor/arbour")
    ask(app, cast.actor("cleo"), product_id=other_id)
    with app.app_context(), transaction():
        moderator = cast.actor("mo")
        target = db.session.get_one(Product, product_id)
        merge_products(moderator, db.session.get_one(Product, other_id), target, "One.")
        arbor, arbour = (
            db.session.scalars(sa.select(Vendor).where(Vendor.slug == slug)).one()
            for slug in ("arbor", "arbour")
        )
        merge_vendors(moderator, arbour, arbor, "One, too.")
        arbor_id = arbor.id

    assert "New question about Arbor Desk" in inbox(cast, "ben")
    with app.app_context():
        for model, kind in ((Follow, Follow.followed), (SavedItem, SavedItem.kind)):
            found = db.session.scalars(
                sa.select(model.object_id).where(kind == Followed.PRODUCT)
            )
            assert list(found) == [product_id, product_id]
        vendors = sa.select(Follow.object_id).where(Follow.followed == Followed.VENDOR)
        assert db.session.scalars(vendors).all() == [arbor_id]


def test_what_is_gone_or_long_stopped_is_forgotten(app, cast, desk):
    follow(cast, "ada", f"product/{desk[1]}")
    follow(cast, "ben", f"product/{desk[1]}")
    follow(cast, "cleo", f"product/{desk[1]}", "mute")
    ask(app, cast.actor("mo"), product_id=desk[0])
    with app.app_context(), transaction():
        db.session.execute(
            sa.update(Follow)
            .where(Follow.user_id == cast.ada.id)
            .values(stopped_on=clock.now().date().replace(year=2025))
        )
        db.session.execute(
            sa.update(Follow)
            .where(Follow.user_id == cast.cleo.id)
            .values(object_id=99_999)
        )
        forgetting.forget_old()
        forgetting.forget_gone()

    with app.app_context():
        kept = db.session.scalars(
            sa.select(Follow.user_id).where(Follow.followed == Followed.PRODUCT)
        )
        assert list(kept) == [cast.ben.id]
        assert db.session.scalars(sa.select(InboxEntry)).all()

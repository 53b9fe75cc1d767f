"""The next case in one key: past the one at hand, past one's own, within one's categories."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.models import User
from community.catalog import curation
from community.catalog.kinds import Period, PricingModel
from community.catalog.models import Category, Product
from community.core import clock
from community.core.db import db, transaction
from community.core.jobs import Job
from community.core.worker import run_due
from community.threads.models import Post, Thread
from community.threads.rules import rearranging
from moderation import scopes
from moderation.kinds import Reason
from moderation.models import Case, ModeratorScope
from moderation.scopes import refile
from tests.moderation.conftest import case_of, report
from tests.moderation.worklist.test_queue import titles
from tests.queries import count_queries

POST, REVIEW, REPLY = "What about renewals?", "Review of Arbor Desk", "Official reply"


@pytest.fixture
def three(app, cast, scene) -> list[str]:
    """The most pressing first."""
    return [
        report(app, cast, "cleo", "post", scene.post),
        report(app, cast, "cleo", "review", scene.review, Reason.ADVERTISING),
        report(app, cast, "ben", "official", scene.official, Reason.OUTDATED),
    ]


def following(page, after: str = "") -> str:
    """Return the case that the link leads to which the key presses."""
    here = page.get(f"/moderation/cases/{after}" if after else "/moderation/")
    link = next(one for one in here.links if one.startswith("/moderation/next"))
    place = page.get(link, status=303).location
    return place.removeprefix("/moderation/").removeprefix("cases/")


def change(app, public_id: str, **values: object) -> None:
    with app.app_context(), transaction():
        one = sa.update(Case).where(Case.public_id == public_id)
        db.session.execute(one.values(**values))


def moderate_only(app, who, *categories: int) -> None:
    with app.app_context(), transaction():
        db.session.add_all(
            ModeratorScope(user_id=who.id, category_id=one) for one in categories
        )


def test_the_next_case_is_another_one(cast, three):
    mo = cast.page("mo")
    first, second, third = three
    assert following(mo) == first
    assert following(mo, first) == second
    assert following(mo, second) == third
    assert following(mo, third) == first
    overdue = f"/moderation/next?show=overdue&after={first}"
    assert mo.get(overdue, status=303).location == "/moderation/?show=overdue"
    of_kind = f"/moderation/next?kind=post&after={first}"
    assert mo.get(of_kind, status=303).location == "/moderation/?kind=post"
    mo.get("/moderation/next?after=nothing", status=404)


def test_what_one_may_not_decide_is_passed(app, cast, three):
    mo = cast.page("mo")
    first, second, third = three
    change(app, first, proposed_by_id=cast.mo.id)
    assert following(mo) == second
    change(app, second, author_id=cast.mo.id)
    assert following(mo) == third
    with app.app_context(), transaction():
        db.session.get_one(User, cast.mo.id).organisation_id = cast.ada.organisation_id
        db.session.get_one(User, cast.rae.id).organisation_id = None
    change(app, first, proposed_by_id=None)
    change(app, second, author_id=cast.ada.id)
    assert following(mo) == third
    change(app, third, author_id=cast.ada.id)
    assert following(mo) == ""


def test_what_one_reported_oneself_is_passed(app, cast, scene, three):
    report(app, cast, "mo", "post", scene.post, Reason.HARASSMENT)
    with app.app_context():
        own = sa.select(sa.func.count(Case.id)).where(*scopes.decidable(cast.mo.id))
        assert db.session.scalar(own) == 2
    assert following(cast.page("mo")) == three[1]
    assert following(cast.page("mia")) == three[0]


def test_what_one_wrote_under_an_alias_is_passed_as_well(app, cast, scene):
    with app.app_context(), transaction():
        db.session.get_one(User, cast.ada.id).role = cast.mo.role
    cast.look_again()
    whispered = report(app, cast, "cleo", "post", scene.whisper)
    other = report(app, cast, "cleo", "official", scene.official, Reason.OUTDATED)
    assert following(cast.page("mia")) == whispered
    assert following(cast.page("ada")) == other
    change(app, other, claimed_by_id=cast.mia.id, state="decided")
    assert following(cast.page("ada")) == whispered
    assert following(cast.page("ada"), whispered) == ""


def test_who_moderates_some_categories_sees_their_cases(app, cast, three, chairs):
    mo = cast.page("mo")
    with app.app_context(), transaction():
        refile()
        desks = db.session.scalars(sa.select(Product.category_id)).first()
    moderate_only(app, cast.mo, chairs)
    assert titles(mo.get("/moderation/")) == []
    assert "You moderate some categories" in mo.get("/moderation/").words()
    assert following(mo) == ""
    assert titles(mo.get("/moderation/?show=decided")) == []
    moderate_only(app, cast.mo, desks)
    assert titles(mo.get("/moderation/")) == [POST, REVIEW, REPLY]
    assert following(mo, three[0]) == three[1]
    assert "You moderate some" not in cast.page("mia").get("/moderation/").words()


def later(app, minutes: int) -> None:
    """Run what waits for more of its kind to come."""
    with time_machine.travel(clock.now() + timedelta(minutes=minutes)):
        run_due(app)


def test_many_cases_are_filed_by_one_job_after_another(
    app, cast, scene, three, monkeypatch
):
    monkeypatch.setattr(scopes, "_BATCH", 2)
    with app.app_context(), transaction():
        db.session.execute(sa.update(Case).values(category_id=None))
        refile()
    with app.app_context():
        filed = [case_of(one).category_id is not None for one in three]
        assert filed == [True, True, False]
        last = sa.select(Job.args).where(Job.kind == scopes.REFILE_JOB)
        assert db.session.scalars(last).all() == [{"after": case_of(three[1]).id}]

    run_due(app)

    with app.app_context():
        assert case_of(three[2]).category_id is not None


def test_cases_know_their_category_when_it_changes(app, cast, scene, three, chairs):
    def of(public_id: str) -> int | None:
        return case_of(public_id).category_id

    with app.app_context(), transaction():
        old = of(three[0])
        assert [of(one) for one in three] == [old] * 3
        case_of(three[0]).state = "decided"
        db.session.flush()  # refile() passes the ORM
        refile()
    with app.app_context():
        new = of(three[1])
        assert [of(one) for one in three] == [old, new, new]
        assert len({old, new, chairs, None}) == 4
        product = db.session.scalars(sa.select(Product)).first()
        facts = {
            "pricing_model": PricingModel.SEAT,
            "metric": "seat",
            "metric_period": Period.YEAR,
            "unit": "seat",
            "unit_quantity": 1,
        }
        with transaction():
            category = db.session.get_one(Category, chairs)
            curation.set_product_facts(
                cast.actor("mo"), product, category=category, **facts
            )
    later(app, 1)
    with app.app_context():
        assert [of(one) for one in three] == [old, chairs, chairs]
        found = sa.select(Post).where(Post.public_id == scene.post)
        with time_machine.travel(clock.now() + timedelta(minutes=2)), transaction():
            post = db.session.scalars(found).one()
            thread = db.session.get_one(Thread, post.thread_id)
            rearranging.move(cast.actor("mo"), thread, post, "", "About no product.")
    later(app, 3)
    with app.app_context():
        assert [of(one) for one in three] == [old, chairs, None]
    again = report(app, cast, "ben", "post", scene.whisper)
    fresh = report(app, cast, "ben", "review", scene.review, Reason.OUTDATED)
    with app.app_context():
        assert (of(again), of(fresh)) == (None, chairs)


def test_many_cases_are_gone_through_in_pieces(app, cast, three, chairs, monkeypatch):
    monkeypatch.setattr(scopes, "_BATCH", 2)
    with app.app_context(), transaction():
        refile()
    with app.app_context():
        assert None not in [case_of(one).category_id for one in three]


def test_the_next_case_costs_the_same_whatever_waits(app, cast, three):
    mo = cast.page("mo")
    following(mo)
    asked = []
    for left in (3, 1):
        with count_queries() as queries:
            mo.get("/moderation/next", status=303)
        asked.append(len(queries))
        if left == 3:
            for one in three[1:]:
                change(app, one, state="decided")
    assert asked[0] == asked[1]

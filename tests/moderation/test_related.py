"""What a moderator reads of accounts like the author's: under names alone, never an alias."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from community.accounts.models import User
from community.core.db import db, transaction
from community.threads import limits
from community.threads.drafts import Draft
from community.threads.models import Post
from community.threads.queries import get_question_post
from community.threads.rules import asking
from moderation.items import item_of
from moderation.models import Case
from moderation.related import list_related
from moderation.screening.screen import screen
from tests.moderation.conftest import case_of, report
from tests.reps.conftest import LONG_AGO
from tests.threads.conftest import GENEROUS

WORDS = " ".join(f"word{number}" for number in range(40))


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch) -> None:
    monkeypatch.setattr(limits, "LIMITS", GENEROUS)


def related(public_id: str) -> dict[str, tuple[str, ...]]:
    case = case_of(public_id)
    return {one.handle: one.why for one in list_related(case, item_of(case))}


def joined(cast, **days: int) -> None:
    """Let people have registered so many days ago, and nobody be anybody's colleague."""
    db.session.execute(sa.update(User).values(organisation_id=None))
    for handle, count in days.items():
        row = sa.update(User).where(User.id == getattr(cast, handle).id)
        db.session.execute(
            row.values(created_at=LONG_AGO - timedelta(days=count, hours=3))
        )


def ask(cast, handle: str, *, anonymous: bool = False) -> Post:
    draft = Draft(title="What do they take for it?", body=WORDS)
    thread = asking.ask(cast.actor(handle), draft, anonymous=anonymous, at=LONG_AGO)
    db.session.flush()
    post = get_question_post(thread)
    screen("post", post.id)
    return post


def test_who_wrote_nearly_the_same_under_their_name_is_told(app, cast, scene):
    with app.app_context(), transaction():
        joined(cast, ada=1, ben=30, cleo=60)
        adas, *_others = ask(cast, "ada"), ask(cast, "ben")
        ask(cast, "cleo", anonymous=True)
        ask(cast, "ada")
        screen("post", adas.id)
        adas = adas.public_id
    case = report(app, cast, "cleo", "post", adas)

    with app.app_context():
        assert related(case) == {
            "ben": ("wrote nearly the same: “What do they take for it?”",)
        }


def test_whose_texts_are_signed_otherwise_is_called_by_the_handle(app, cast, scene):
    with app.app_context(), transaction():
        joined(cast, ada=1, ben=30, cleo=60)
        ask(cast, "ben")
        ben = sa.update(User).where(User.id == cast.ben.id)
        db.session.execute(ben.values(attribution_name="Benjamin of the old forum"))
        adas = ask(cast, "ada").public_id
    case = report(app, cast, "cleo", "post", adas)

    with app.app_context():
        assert list(related(case)) == ["ben"]
    page = cast.page("mo").get(f"/moderation/cases/{case}")
    assert "/u/ben" in page.links


def test_what_only_shares_a_passage_is_not_told(app, cast, scene):
    with app.app_context(), transaction():
        joined(cast, ada=1, ben=30, cleo=60)
        one, other = ask(cast, "ada"), ask(cast, "ben")
        mostly = " ".join(f"other{number}" for number in range(400))
        other.source = f"{mostly} {' '.join(WORDS.split()[:12])}"
        one = one.public_id
    case = report(app, cast, "cleo", "post", one)

    with app.app_context():
        assert related(case) == {}


def test_of_an_alias_nothing_is_told(app, cast, scene):
    with app.app_context(), transaction():
        ask(cast, "ada")
        hidden = ask(cast, "ada", anonymous=True).public_id
    case = report(app, cast, "cleo", "post", hidden)

    with app.app_context():
        assert related(case) == {}


@pytest.mark.parametrize(("days", "is_near"), [(1, True), (5, False)])
def test_who_came_on_the_same_day_and_wrote_of_the_vendor_is_told(
    app, cast, scene, days, is_near
):
    with app.app_context(), transaction():
        joined(cast, ada=1, ben=days, cleo=90)
    case = report(app, cast, "cleo", "post", scene.post)
    other = report(app, cast, "cleo", "review", scene.review)
    with app.app_context(), transaction():
        ben = sa.update(Case).where(Case.public_id == other)
        db.session.execute(ben.values(author_id=cast.ben.id))

    with app.app_context():
        why = (
            (
                "registered within a day of its author, and 1 case is about what they "
                "wrote of this vendor"
            ),
        )
        assert related(case) == ({"ben": why} if is_near else {})


def test_a_colleague_of_another_day_is_told_as_a_colleague_alone(app, cast, scene):
    with app.app_context(), transaction():
        own = db.session.get_one(User, cast.ada.id).organisation_id
        joined(cast, ada=1, ben=5, cleo=90)
        both = sa.update(User).where(User.id.in_([cast.ada.id, cast.ben.id]))
        db.session.execute(both.values(organisation_id=own))
    case = report(app, cast, "cleo", "post", scene.post)
    other = report(app, cast, "cleo", "review", scene.review)
    with app.app_context(), transaction():
        ben = sa.update(Case).where(Case.public_id == other)
        db.session.execute(ben.values(author_id=cast.ben.id))

    with app.app_context():
        assert own is not None
        (why,) = related(case)["ben"]
        assert why.startswith("is of the same organisation, and 1 case is")

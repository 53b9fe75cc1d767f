"""Each predicate beside its filter: whose follows, entries and saved things there are."""

import pytest
import sqlalchemy as sa

from community.core.actors import VISITOR
from community.core.db import db
from community.core.errors import Forbidden, NotFound
from community.notifications import access, queries
from community.notifications.kinds import Followed, Level, News, Why
from community.notifications.models import Follow, InboxEntry, SavedItem, SavedSearch
from community.notifications.rules import following, saving
from community.notifications.rules.delivering import Slip
from community.notifications.rules.telling import TELL, tell, tell_author
from community.notifications.sources import load
from community.notifications.targets import get_target_for
from community.threads.models import Post, Thread
from community.threads.owners import owner_key
from community.threads.rules.signing import anonymise
from tests.notifications.belongings import notices_of
from tests.notifications.made import answer, ask

EVERYBODY = ("ada", "ben", "cleo", "rae", "mo", "hana")


@pytest.fixture
def asked(app, cast) -> str:
    """Commit an anonymous question of Ada's that was answered, and one of Cleo's."""
    public_id, _ = ask(app, cast.actor("ada"), anonymous=True)
    answer(app, cast.actor("cleo"), public_id)
    return ask(app, cast.actor("cleo"), title="Another one about seats")[0]


@pytest.mark.usefixtures("context")
def test_predicates_and_filters_agree(cast, asked):
    thread = db.session.scalars(
        sa.select(Thread).where(Thread.public_id == asked)
    ).one()
    notices_of(cast.cleo, thread)
    actors = [VISITOR, *map(cast.actor, EVERYBODY)]
    seen = set()
    for actor in actors:
        for model in (Follow, InboxEntry):
            rows = db.session.scalars(sa.select(model)).all()
            mine = db.session.scalars(sa.select(model).where(access.own(actor, model)))
            assert set(mine) == {row for row in rows if access.is_own(actor, row)}
            seen |= {(model, actor.handle) for row in rows if access.is_own(actor, row)}
        searches = db.session.scalars(sa.select(SavedSearch)).all()
        own = sa.select(SavedSearch).where(access.own_searches(actor))
        mine = db.session.scalars(own).all()
        assert set(mine) == {
            one for one in searches if access.is_own_search(actor, one)
        }
        assert bool(mine) == (actor.handle == "cleo")
        saved = db.session.scalars(sa.select(SavedItem)).all()
        mine = db.session.scalars(sa.select(SavedItem).where(access.own_saved(actor)))
        assert set(mine) == {row for row in saved if access.is_own_saved(actor, row)}
    assert {handle for model, handle in seen if model is Follow} == {"ada", "cleo"}
    assert {handle for model, handle in seen if model is InboxEntry} == {"ada", "cleo"}


@pytest.mark.usefixtures("context")
def test_visitors_have_nothing_and_may_nothing(cast, asked):
    target = get_target_for(VISITOR, Followed.QUESTION, asked)
    for act in (
        lambda: following.follow(VISITOR, target),
        lambda: following.stop(VISITOR, target),
        lambda: saving.save(VISITOR, target),
    ):
        with pytest.raises(Forbidden):
            act()
    told = sa.select(InboxEntry).where(access.told_of(VISITOR))
    assert db.session.scalars(told).all() == []
    assert queries.count_unread(VISITOR) == 0
    assert queries.standing_of(VISITOR, Followed.QUESTION, asked).level is None
    for wrong in ("no", "not an id!"):
        with pytest.raises(NotFound):
            queries.get_follow_for(cast.actor("ada"), wrong)
        with pytest.raises(NotFound):
            queries.get_entry_for(cast.actor("ada"), wrong)


@pytest.mark.usefixtures("context")
def test_people_and_tags_are_not_saved(cast, asked):
    target = get_target_for(VISITOR, Followed.PERSON, "ben")
    with pytest.raises(NotFound, match="can be saved"):
        saving.save(cast.actor("ada"), target)
    following.stop(cast.actor("ada"), target)
    assert queries.find_follow(cast.actor("ada"), *target.key) is None


@pytest.mark.usefixtures("context")
def test_what_is_not_there_or_not_public_is_told_to_nobody(app, cast, asked):
    tell(News.ANSWER.value, 99_999)
    for kind in (*News,):
        if kind.value in {"mention", "yours-chosen", "yours-responded"}:
            continue
        if kind in {News.REQUEST, News.REQUEST_ANSWER, News.EVENT, News.DECIDED}:
            continue
        assert load(kind, 99_999) is None
    slip = Slip(News.YOURS_CHOSEN, Followed.QUESTION, 1, 1)
    tell_author(slip, user_id=None, owner_key=None, why=Why.WROTE)
    assert TELL == "notifications.tell"


@pytest.mark.usefixtures("context")
def test_two_posts_of_one_author_hidden_one_by_one_keep_one_follow(app, cast, asked):
    ada = cast.actor("ada")
    named, _ = ask(
        app, ada, title="A third one about seats", body="What did you pay for seats?"
    )
    answer(app, ada, named, "I found out in the end: four percent.")
    answer(app, cast.actor("ben"), named)
    thread = db.session.scalars(
        sa.select(Thread).where(Thread.public_id == named)
    ).one()
    posts = db.session.scalars(
        sa.select(Post).where(
            Post.thread_id == thread.id, Post.author_id == ada.user_id
        )
    ).all()
    anonymise(ada, thread, posts[0])
    target = get_target_for(ada, Followed.QUESTION, named)
    db.session.add(
        Follow(
            user_id=ada.user_id,
            followed=Followed.QUESTION,
            object_id=thread.id,
            why=Why.ANSWERED,
            level=Level.ALL,
        )
    )
    entry = db.session.scalars(
        sa.select(InboxEntry).where(InboxEntry.subject_id == thread.id)
    ).first()
    assert entry.owner_key == owner_key(ada.user_id)
    db.session.add(
        InboxEntry(
            user_id=ada.user_id,
            news=entry.news,
            about=entry.about,
            subject_id=entry.subject_id,
            why=entry.why,
            latest_id=entry.latest_id,
            changed_at=entry.changed_at,
        )
    )
    db.session.flush()  # the next one looks for them
    anonymise(ada, thread, posts[1])

    db.session.flush()  # what was hidden is looked for by SQL
    theirs = sa.select(Follow).where(
        Follow.object_id == target.id, access.own(ada, Follow)
    )
    assert len(db.session.scalars(theirs).all()) == 1
    kept = sa.select(InboxEntry).where(
        InboxEntry.subject_id == target.id, access.own(ada, InboxEntry)
    )
    assert len(db.session.scalars(kept).all()) == 1
